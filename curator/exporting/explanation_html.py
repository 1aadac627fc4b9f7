"""Explanations as one HTML page that needs nothing else: no script, no font, no picture, nothing from outside.

Paper text is data: it only ever enters through `_escaped`, and the page's own policy forbids scripts and requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from curator.exporting.explanation import Block, Item, heading, outline, shown
from curator.model import Explanation, Mention

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 system-ui, sans-serif; }
article { border-top: 1px solid #8886; margin-top: 2rem; }
h2 { font-size: 1rem; font-weight: 600; }
h3 { font-size: .85rem; margin: 1.2rem 0 .2rem; opacity: .75; }
blockquote { margin: 0; font-size: 1.15rem; line-height: 2; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.2rem; }
li { overflow-wrap: anywhere; }
li ul { opacity: .85; font-size: .92rem; }
mark { color: inherit; background: #8882; border-bottom: .15rem solid; border-radius: .2rem; padding: 0 .15rem; }
mark small { opacity: .75; margin-left: .3rem; font-size: .65rem; }
.mirna { border-color: #c2410c; } .gene { border-color: #1d4ed8; } .cell { border-color: #15803d; }
.drug { border-color: #a21caf; } .disease { border-color: #b91c1c; } .vesicle { border-color: #0e7490; }
.rna { border-color: #a16207; }
""".strip()


def as_html(explanations: Sequence[Explanation]) -> str:
    """The page."""
    name = _escaped(explanations[0].document) if explanations else ""
    title = f"Why: {name}"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY, quote=True)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{_STYLE}\n</style>",
            "</head>",
            "<body>",
            f"<h1>{title}</h1>",
            *(part for explanation in explanations for part in _article(explanation)),
            "</body>",
            "</html>\n",
        ]
    )


def _escaped(text: str) -> str:
    return escape(shown(text), quote=True)


def _article(explanation: Explanation) -> Iterator[str]:
    yield f'<article id="sentence-{explanation.number}">'
    yield f"<h2>{escape(heading(explanation))}</h2>"
    yield f"<blockquote>{_marked(explanation)}</blockquote>"
    if explanation.note:
        yield f"<p>{_escaped(explanation.note)}</p>"
    for block in outline(explanation):
        yield from _block(block)
    yield "</article>"


def _block(block: Block) -> Iterator[str]:
    yield f"<h3>{escape(block.title)}</h3>"
    if block.items:
        yield f"<ul>{_items(block.items)}</ul>"
    else:
        yield f"<p>{escape(block.empty)}</p>"


def _items(items: Iterable[Item]) -> str:
    return "".join(f"<li>{escape(item.text)}{_details(item.details)}</li>" for item in items)


def _details(details: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(detail)}</li>' for detail in details)}</ul>" if details else ""


def _marked(explanation: Explanation) -> str:
    """The sentence with every outermost name marked."""
    pieces, at = [], explanation.start
    for mention in sorted(explanation.mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= at:
            pieces += [_stretch(explanation, at, mention.start), _mark(explanation, mention)]
            at = mention.end
    return "".join([*pieces, _stretch(explanation, at, explanation.end)])


def _stretch(explanation: Explanation, start: int, end: int) -> str:
    return _escaped(explanation.text[start - explanation.start : end - explanation.start])


def _mark(explanation: Explanation, mention: Mention) -> str:
    title = f"{mention.name} {mention.identifier or ''}".strip()
    words = _stretch(explanation, mention.start, mention.end)
    return f'<mark class="{mention.type}" title="{_escaped(title)}">{words}<small>{mention.type}</small></mark>'
