"""The miRBase grammar of miRNA names: one mention a miRNA, also inside lists and ellipses.

Names follow Ambros et al. 2003 (RNA 9:277) and miRBase's use: a species prefix, `miR`, a number, letters for close
relatives, a number for the locus, `-5p`, `-3p` or `*` for the arm. An arm is kept where it is written, never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Mention, MentionType

_DASH = r"[-\u2010-\u2015\u2212\u00ad\ufe63\uff0d]"
_SEP = rf"(?:{_DASH}[ \n]?|[ ])"
_ARM = rf"(?:{_DASH}[35][pP]\b|{_DASH}(?:as|AS)\b|\*)"
_STEM = r"(?:[Mm]icro-?[Rr][Nn][Aa]s?|[Mm][Ii][Rr][Nn][Aa]s?|[Mm][Ii][Rr]s?)"
_LETTER = r"(?:[a-z](?![a-z])|[A-H](?![A-Za-z]))"
_NUMBER = rf"(?![35][pP]\b)\d{{1,5}}{_LETTER}?(?:\d(?!\d))?(?:{_DASH}\d{{1,2}}(?![\dA-Za-z]))?"
_CLUSTER = rf"(?:[ ]?(?:~|\u223c|approximately)[ ]?\d{{1,3}}[a-z]?|{_DASH}\d{{2,3}}[a-z]?(?=[ -]cluster))"
_SPECIES = "(?:hsa|has|mmu|rno|cfa|bta|gga|dre|dme|cel|ssc|oar|chi|eca|mml|ptr|xla|ebv|ath|osa)"
_HEAD = re.compile(
    rf"(?:(?<![A-Za-z0-9])|(?<=[Aa]ntago)|(?<=\b[Aa]go))(?:{_SPECIES}{_DASH})?(?:"
    rf"(?P<stem>{_STEM})(?:[ ]?\([^()]{{2,20}}\))?{_SEP}?(?P<let>[Ll]et{_DASH}?)?(?P<number>{_NUMBER})"
    rf"|(?P<lone>[Ll][Ee][Tt]{_DASH}?|(?:MIR)?LET)(?P<seven>7[a-kA-K]?(?:{_DASH}?\d(?![\dA-Za-z]))?)"
    rf"|(?P<named>lin{_DASH}4|lsy{_DASH}6)(?![\w])"
    rf")(?P<cluster>{_CLUSTER})?(?P<arm>{_ARM})?(?![A-Za-z0-9])"
)
_NEXT = re.compile(
    rf"(?P<join>[ ]?/[ ]?|,[ \n]|,?[ \n](?:and|or|&|und)[ \n]|,)"
    rf"(?:(?P<dash>{_DASH})(?P<number>{_NUMBER})|(?P<bare>{_NUMBER})|{_DASH}?(?P<letter>[a-z](?:{_DASH}\d(?!\d))?(?!{_DASH}[A-Za-z]{{1,4}}(?![A-Za-z]))))"
    rf"(?P<arm>{_ARM})?(?![A-Za-z0-9])(?!%)"
)
_FOLLOWS_COUNT = re.compile(r"[ ](?:patients?|cases?|samples?|h\b|hours?|days?|weeks?|genes?|targets?|of\b)")


def find_mirnas(text: str) -> Iterator[Mention]:
    """Every specific miRNA in the text, in order. Offsets are those of `text`."""
    position = 0
    while found := _HEAD.search(text, position):
        position = found.end()
        name, family = _head_name(found)
        heads = [_mention(text, found.start(), found.end(), name)]
        plural = (found["stem"] or "").lower().endswith("s")
        for link in _links(text, found.end(), plural=plural):
            start = link.start(_first_group(link))
            heads.append(_mention(text, start, link.end(), _linked_name(link, family, name)))
            position = link.end()
        yield from _with_shared_arm(text, heads)


def _first_group(link: re.Match[str]) -> str:
    return next(g for g in ("dash", "bare", "letter") if link[g])


def _links(text: str, position: int, *, plural: bool) -> Iterator[re.Match[str]]:
    """The rest of a list (`/b/c`, `, -27a and -24-2`), as long as it goes on in the same manner."""
    slash = True
    while link := _NEXT.match(text, position):
        by_slash = "/" in link["join"]
        before = text[max(0, position - 3) : position]
        if link["letter"] and not (by_slash and slash) and not _next_letter(before, link["letter"]):
            return
        if (link["bare"] and not (by_slash or plural)) or (link["bare"] and _FOLLOWS_COUNT.match(text, link.end())):
            return
        yield link
        slash, position = by_slash, link.end()


def _next_letter(before: str, letter: str) -> bool:
    """`miR-200b and -c`, `miR-29a, b and c`: a letter soon after that of the member before, so never an article."""
    last = re.search(r"(?:\d|/|[ -])([a-h])$", before)
    return last is not None and last.group(1) < letter[0] <= "h"


def _head_name(found: re.Match[str]) -> tuple[str, str]:
    """The canonical name and the family that a linked member takes on (`miR-`, `let-`)."""
    if found["named"]:
        return _dashes(found["named"].lower()), "miR-"
    family = "let-" if found["let"] or found["lone"] else "miR-"
    core = found["number"] or found["seven"]
    cluster = re.sub(r"\s|approximately", "", found["cluster"] or "")
    if "approximately" in (found["cluster"] or ""):
        cluster = f"~{cluster}"
    return family + _dashes(core.lower() + cluster.replace("\u223c", "~") + _arm(found["arm"])), family


def _arm(text: str | None) -> str:
    return _dashes(text or "").lower()


def _dashes(text: str) -> str:
    return re.sub(_DASH, "-", text)


def _linked_name(link: re.Match[str], family: str, head: str) -> str:
    if link["letter"]:
        stem = re.match(r"(?:miR|let)-\d+", head)
        return (stem.group() if stem else family) + _dashes(link["letter"]) + _arm(link["arm"])
    number = _dashes(link["number"] or link["bare"]).lower()
    return family + number + _arm(link["arm"])


def _with_shared_arm(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """`miR-34b/c-5p` states the arm once for both letters."""
    last = mentions[-1].name
    arm = re.search(r"-[35]p$", last)
    letters = len(mentions) > 1 and all(re.fullmatch(r"[a-z].*", text[m.start : m.end]) for m in mentions[1:])
    for mention in mentions:
        share = arm and letters and not re.search(r"-[35]p$|\*$", mention.name)
        yield _mention(text, mention.start, mention.end, mention.name + arm.group()) if share and arm else mention


def _mention(text: str, start: int, end: int, name: str) -> Mention:
    return Mention(MentionType.MIRNA, start, end, text[start:end], name)


def parses_as_mirna(name: str) -> bool:
    """True where the whole of `name` is one miRNA name."""
    found = _HEAD.fullmatch(name.strip())
    return found is not None
