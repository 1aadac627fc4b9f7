"""JATS and NLM journal articles (PMC, Europe PMC, publishers) → Document.

Everything is marked up here, so nothing is guessed: sections, paragraphs, citations, references and tables are taken as
they stand. Back matter stands in the text under sections of kind BACK.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from curator.model import Citation, Document, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.citations import merge_marked
from curator.reading.jats_references import JatsReferences, read_references
from curator.reading.jats_tables import cells
from curator.reading.markup import math_text, superscript
from curator.reading.xml import Element, TextWriter, children, entity_text, first, local_name, parse_xml, plain_text

_FLOATS = ("table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "disp-formula-group", "media")
_LISTS = ("list", "def-list")
_SILENT = ("object-id", "graphic", "inline-graphic", "inline-supplementary-material", "fn", "index-term", "annotation")
_CONTAINERS = (
    "disp-quote",
    "verse-group",
    "statement",
    "boxed-text",
    "speech",
    "question-wrap",
    "answer",
    "explanation",
)
_BACK_TITLES = {"ack": "Acknowledgements", "glossary": "Abbreviations", "fn-group": "Footnotes", "app": "Appendix"}
_SPECIAL_ABSTRACTS = ("graphical", "teaser", "precis", "toc", "short", "web-summary")


def read_jats(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every article of a file. Raises ReadError where the XML is broken."""
    root = parse_xml(content, path=path)
    articles = [root] if local_name(root) == "article" else [e for e in root.iter() if local_name(e) == "article"]
    for article in articles:
        meta = first(article, "article-meta")
        title = plain_text(first(meta, "article-title")) if meta is not None else ""
        blocks = _Article(read_references(article)).blocks(article, title=title)
        name = (
            path.stem
            if len(articles) == 1
            else f"{path.stem}-{_article_id(meta, 'pmc', 'pmcid', 'doi') or len(blocks)}"
        )
        yield assemble(
            blocks,
            name=name,
            format="jats",
            title=title,
            doi=_article_id(meta, "doi"),
            pmid=_article_id(meta, "pmid"),
            mending=False,
        )


def _article_id(meta: Element | None, *kinds: str) -> str | None:
    if meta is None:
        return None
    ids = {e.get("pub-id-type"): plain_text(e) for e in children(meta, "article-id")}
    return next((ids[kind] for kind in kinds if ids.get(kind)), None)


class _Article:
    """Walks one article and makes its blocks."""

    def __init__(self, references: JatsReferences) -> None:
        self._references = references

    def blocks(self, article: Element, *, title: str) -> list[Block]:
        """Title, abstracts, keywords, body, floats, back matter and references, in this order."""
        found = [Block(BlockKind.TITLE, title)] if title else []
        front = next(iter(children(article, "front", "front-stub")), None)
        if front is not None:
            found += self._front(front)
        for part in children(article, "body"):
            found += self._children(part, level=1)
        for part in children(article, "floats-group"):
            found += self._children(part, level=1)
        for part in children(article, "back"):
            found += self._back(part)
        if self._references.entries:
            found.append(Block(BlockKind.HEADING, "References", section=SectionKind.REFERENCES))
            found += [Block(BlockKind.REFERENCE, r.text, reference=r) for r in self._references.entries]
        return found

    def _front(self, front: Element) -> Iterator[Block]:
        abstracts = [e for e in front.iter() if local_name(e) in ("abstract", "trans-abstract")]
        for abstract in abstracts:
            if abstract.get("abstract-type") in _SPECIAL_ABSTRACTS or local_name(abstract) == "trans-abstract":
                continue
            title = plain_text(next(iter(children(abstract, "title")), None)) or "Abstract"
            yield Block(BlockKind.HEADING, title, section=SectionKind.ABSTRACT)
            yield from self._children(abstract, level=2)
        for group in (e for e in front.iter() if local_name(e) == "kwd-group"):
            words = [plain_text(k) for k in group.iter() if local_name(k) == "kwd"]
            label = plain_text(next(iter(children(group, "title")), None)).rstrip(": ") or "Keywords"
            if words:
                yield Block(BlockKind.MATTER, ", ".join(words), label=label)

    def _back(self, back: Element) -> Iterator[Block]:
        for part in back:
            name = local_name(part)
            if name in ("ack", "glossary", "fn-group", "app", "notes", "sec", "bio", "app-group"):
                titled = next(iter(children(part, "title")), None)
                title = plain_text(titled) or _BACK_TITLES.get(name, "Notes")
                yield Block(BlockKind.HEADING, title, section=SectionKind.BACK)
                yield from (_as_back(b) for b in self._children(part, level=2))

    def _children(self, element: Element, *, level: int) -> Iterator[Block]:
        for child in element:
            yield from self._block(child, level=level)

    def _block(self, element: Element, *, level: int) -> Iterator[Block]:
        name = local_name(element)
        if name in ("sec", "app"):
            yield from self._section(element, level=level)
        elif name == "p":
            yield from self._paragraph(element, level=level)
        elif name in _LISTS:
            yield from self._list(element, level=level)
        elif name == "table-wrap":
            yield from self._table(element)
        elif name == "fig":
            yield from self._figure(element)
        elif name in ("fig-group", "table-wrap-group", "alternatives", "fn", "fn-group", *_CONTAINERS):
            yield from self._children(element, level=level)
        elif name in ("disp-formula", "preformat", "code"):
            yield from self._prose(element, kind=BlockKind.MATTER)

    def _section(self, element: Element, *, level: int) -> Iterator[Block]:
        title, _ = self._inline(next(iter(children(element, "title")), None))
        label = plain_text(next(iter(children(element, "label")), None))
        if title:
            yield Block(BlockKind.HEADING, f"{label} {title}".strip(), level=level)
        yield from self._children(element, level=level + 1)

    def _paragraph(self, element: Element, *, level: int) -> Iterator[Block]:
        """The paragraph whole; floats inside come after it, a list inside splits it into the text around."""
        inner = [e for e in element.iter() if local_name(e) in _FLOATS and _outermost(e, element)]
        if any(local_name(e) in _LISTS for e in element):
            yield from self._around_lists(element, level=level)
        else:
            yield from self._prose(element, kind=BlockKind.PROSE)
        for floating in inner:
            yield from self._block(floating, level=level)

    def _around_lists(self, element: Element, *, level: int) -> Iterator[Block]:
        writer = TextWriter()
        writer.write(element.text)
        for child in element:
            if local_name(child) in _LISTS:
                yield from _written(writer, BlockKind.PROSE)
                yield from self._list(child, level=level)
                writer = TextWriter()
            else:
                self._write(child, writer)
            writer.write(child.tail)
        yield from _written(writer, BlockKind.PROSE)

    def _list(self, element: Element, *, level: int) -> Iterator[Block]:
        for item in element:
            if local_name(item) == "list-item":
                for block in self._children(item, level=level):
                    yield replace(block, kind=BlockKind.ITEM) if block.kind is BlockKind.PROSE else block
            elif local_name(item) == "def-item":
                yield from self._prose(item, kind=BlockKind.ITEM)

    def _table(self, element: Element) -> Iterator[Block]:
        label, caption, citations = self._caption(element)
        for table in (e for e in element.iter() if local_name(e) == "table"):
            rows, header_rows = cells(table, lambda cell: self._inline(cell)[0])
            yield Block(BlockKind.TABLE, caption, label=label, rows=rows, header_rows=header_rows, citations=citations)
            caption, citations = "", ()
        if caption:
            yield Block(BlockKind.CAPTION, caption, label=label, citations=citations)
        for foot in children(element, "table-wrap-foot"):
            yield from self._prose(foot, kind=BlockKind.CAPTION)

    def _figure(self, element: Element) -> Iterator[Block]:
        label, caption, citations = self._caption(element)
        if caption:
            yield Block(BlockKind.CAPTION, caption, label=label, citations=citations)

    def _caption(self, element: Element) -> tuple[str, str, tuple[Citation, ...]]:
        """Label, the caption with the label before it, and its citations."""
        label = plain_text(next(iter(children(element, "label")), None)).rstrip(" .:")
        writer = TextWriter()
        writer.write(f"{label}. " if label else "")
        for caption in children(element, "caption"):
            for part in caption:
                self._write(part, writer)
                writer.write(" ")
        text, citations = writer.finished()
        return label, text, merge_marked(text, citations)

    def _prose(self, element: Element, *, kind: BlockKind) -> Iterator[Block]:
        text, citations = self._inline(element)
        if text:
            yield Block(kind, text, citations=citations)

    def _inline(self, element: Element | None) -> tuple[str, tuple[Citation, ...]]:
        writer = TextWriter()
        if element is not None:
            self._write(element, writer)
        text, citations = writer.finished()
        return text, merge_marked(text, citations)

    def _write(self, element: Element, writer: TextWriter) -> None:
        """The element's text without what is no text of its own; its citations are marked."""
        name = local_name(element)
        if name in _FLOATS or name in _SILENT:
            return
        if not name:
            writer.write(entity_text(element))
            return
        if name == "sup" and not any(local_name(e) == "xref" for e in element.iter()):
            writer.write(superscript(plain_text(element)))
            return
        if name in ("tex-math", "inline-formula", "disp-formula", "math"):
            writer.write(_formula(element))
            return
        self._write_inner(element, writer, raised=name == "sup" and "[" not in plain_text(element))

    def _write_inner(self, element: Element, writer: TextWriter, *, raised: bool) -> None:
        start = writer.length
        writer.write(_raised(element.text) if raised else element.text)
        for child in element:
            self._write_child(child, writer, raised=raised)
            writer.write(_raised(child.tail) if raised else child.tail)
            if local_name(child) in ("break", "p", "term", "def", "title", "label"):
                writer.write(" ")
        if self._references.is_citation(element):
            writer.cite(start, self._references.keys(element))

    def _write_child(self, child: Element, writer: TextWriter, *, raised: bool) -> None:
        if raised and local_name(child) == "xref":
            start = writer.length
            writer.write(superscript(plain_text(child)))
            if self._references.is_citation(child):
                writer.cite(start, self._references.keys(child))
        else:
            self._write(child, writer)


def _written(writer: TextWriter, kind: BlockKind) -> Iterator[Block]:
    text, citations = writer.finished()
    if text:
        yield Block(kind, text, citations=merge_marked(text, citations))


def _as_back(block: Block) -> Block:
    return replace(block, section=SectionKind.BACK) if block.kind is BlockKind.HEADING else block


def _outermost(element: Element, top: Element) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if local_name(parent) in _FLOATS:
            return False
        parent = parent.getparent()
    return True


def _raised(text: str | None) -> str:
    return superscript(text) if text else ""


def _formula(element: Element) -> str:
    """A formula as text: its TeX where there is one, else the characters of its MathML."""
    tex = next((e for e in element.iter() if local_name(e) == "tex-math"), None)
    if tex is not None:
        body = re.search(r"\\begin\{document\}\s*\$*(.*?)\$*\s*\\end\{document\}", tex.text or "", re.DOTALL)
        return math_text(body.group(1) if body else (tex.text or "").strip("$ "))
    return plain_text(element).replace(" ", "")
