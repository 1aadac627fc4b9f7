"""JATS and NLM journal articles (PMC, Europe PMC, publishers) → Document.

Everything is marked up here, so nothing is guessed: sections, paragraphs, citations, references and tables are taken as
they stand. Back matter stands in the text under sections of kind BACK.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from curator.model import Citation, Document, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.citations import merge_marked
from curator.reading.jats_references import JatsReferences, read_references
from curator.reading.jats_tables import cells
from curator.reading.markup import math_text, superscript
from curator.reading.sections import section_kind
from curator.reading.xml import (
    Element,
    TextWriter,
    children,
    elements,
    entity_text,
    first,
    local_name,
    named,
    plain_text,
)

_FLOATS = (
    "table-wrap",
    "table-wrap-group",
    "fig",
    "fig-group",
    "boxed-text",
    "disp-formula-group",
    "media",
    "supplementary-material",
    "fn",
)
"""What stands in a paragraph but is none of its text; a footnote too, for only its mark is printed there."""
_LISTS = ("list", "def-list")
_SILENT = ("object-id", "graphic", "inline-graphic", "inline-supplementary-material", "index-term", "annotation")
_CONTAINERS = (
    "disp-quote",
    "verse-group",
    "statement",
    "speech",
    "question-wrap",
    "answer",
    "explanation",
)
_BACK_TITLES = {"ack": "Acknowledgements", "glossary": "Abbreviations", "fn-group": "Footnotes", "app": "Appendix"}
_SECTION_TYPES = {
    "intro": SectionKind.INTRODUCTION,
    "introduction": SectionKind.INTRODUCTION,
    "background": SectionKind.INTRODUCTION,
    "materials": SectionKind.METHODS,
    "methods": SectionKind.METHODS,
    "subjects": SectionKind.METHODS,
    "results": SectionKind.RESULTS,
    "discussion": SectionKind.DISCUSSION,
    "conclusion": SectionKind.CONCLUSION,
    "conclusions": SectionKind.CONCLUSION,
    "supplementary-material": SectionKind.BACK,
    "coi-statement": SectionKind.BACK,
    "data-availability": SectionKind.BACK,
    "ethics-statement": SectionKind.BACK,
    "funding-information": SectionKind.BACK,
    "author-contributions": SectionKind.BACK,
}
"""`sec-type`, which tells where the title does not; of `materials|methods` the first."""
_SPECIAL_ABSTRACTS = ("graphical", "teaser", "precis", "toc", "short", "web-summary")


def read_jats(chunks: Iterable[bytes], *, path: Path) -> Iterator[Document]:
    """Every article of a file, one at a time. Raises ReadError where the XML is broken."""
    return named((_read(article) for article in elements(chunks, "article", path=path)), path=path)


def _read(article: Element) -> tuple[Document, str]:
    """An article and the identifier that names it among others."""
    meta = first(article, "article-meta")
    title = _title(first(meta, "article-title")) if meta is not None else ""
    blocks = _Article(read_references(article)).blocks(article, title=title)
    doi, pmid = _article_id(meta, "doi"), _article_id(meta, "pmid")
    document = assemble(blocks, name="", format="jats", title=title, doi=doi, pmid=pmid, mending=False)
    return document, _article_id(meta, "pmc", "pmcid", "doi") or str(len(blocks))


def _title(element: Element | None) -> str:
    """The title on one line, without the marks of its footnotes."""
    return plain_text(element, without=lambda e: local_name(e) == "fn" or e.get("ref-type") in ("fn", "author-notes"))


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
            found += self._body(part)
        for part in children(article, "floats-group", "floats-wrap"):
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

    def _body(self, body: Element) -> Iterator[Block]:
        """What stands before the first section of the body is in a section of its own without a title."""
        if local_name(next((e for e in body if local_name(e)), body)) not in ("sec", "body"):
            yield Block(BlockKind.HEADING, "", section=SectionKind.OTHER)
        yield from self._children(body, level=1)

    def _back(self, back: Element) -> Iterator[Block]:
        for part in back:
            name = local_name(part)
            if name == "app-group":
                yield from self._back(part)
            elif name in ("ack", "glossary", "fn-group", "app", "notes", "sec", "bio"):
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
        elif name == "boxed-text":
            yield from self._box(element, level=level)
        elif name in ("supplementary-material", "media"):
            yield from self._supplement(element)
        elif name == "fn":
            yield from self._footnote(element, level=level)
        elif name in ("disp-formula", "preformat", "code"):
            yield from self._prose(element, kind=BlockKind.MATTER)
        elif name not in _NO_TEXT and _holds_text(element):
            yield from self._children(element, level=level)

    def _section(self, element: Element, *, level: int) -> Iterator[Block]:
        title, _ = self._inline(next(iter(children(element, "title")), None))
        label = plain_text(next(iter(children(element, "label")), None))
        told = section_kind(title) is not SectionKind.OTHER
        kind = None if told else _SECTION_TYPES.get((element.get("sec-type") or "").split("|")[0].strip().lower())
        yield Block(BlockKind.HEADING, f"{label} {title}".strip(), level=level, section=kind)
        yield from self._children(element, level=level + 1)

    def _box(self, element: Element, *, level: int) -> Iterator[Block]:
        """Its text is prose; its titles open no section, for what follows the box is none of it."""
        _, caption, citations = self._caption(element)
        if caption:
            yield Block(BlockKind.CAPTION, caption, citations=citations)
        for block in self._children(element, level=level):
            if block.kind is not BlockKind.HEADING:
                yield block
            elif block.text:
                yield Block(BlockKind.CAPTION, block.text)

    def _footnote(self, element: Element, *, level: int) -> Iterator[Block]:
        """One of the list at the end is prose of the back matter; one in the text is small print."""
        parent = element.getparent()
        if parent is not None and local_name(parent) == "fn-group":
            yield from self._children(element, level=level)
        else:
            for part in children(element, "p"):
                yield from self._prose(part, kind=BlockKind.MATTER)

    def _supplement(self, element: Element) -> Iterator[Block]:
        _, caption, citations = self._caption(element)
        if caption:
            yield Block(BlockKind.CAPTION, caption, citations=citations)
        for part in children(element, "p"):
            yield from self._prose(part, kind=BlockKind.CAPTION)

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
            if local_name(item) == "title":
                yield from self._prose(item, kind=BlockKind.MATTER)
            elif local_name(item) == "list-item":
                for title in children(item, "title"):
                    yield from self._prose(title, kind=BlockKind.ITEM)
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
            name, tail = local_name(child), child.tail or ""
            if name == "disp-formula":
                writer.write(" ")
            self._write_child(child, writer, raised=raised)
            if name in _APART and tail[:1] not in _CLOSING:
                writer.write(" ")
            writer.write(_raised(tail) if raised else tail)
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


_APART = ("break", "p", "term", "def", "title", "label", "verse-line", "attrib", "disp-formula")
"""What a space parts from the text after it."""
_CLOSING = (".", ",", ";", ":", ")", "]")
_NO_TEXT = ("title", "label", "caption", "graphic", "ref-list", "object-id", "attrib", "sec-meta", "alternatives")
_TEXTS = ("p", "sec", "verse-line", *_LISTS)


def _holds_text(element: Element) -> bool:
    """True for a wrapper, whatever its name, that has paragraphs below it."""
    return any(local_name(e) in _TEXTS for e in element.iter())


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
    """A formula as text: its TeX where there is one, else the characters of its MathML; its number before it."""
    label = next((plain_text(e) for e in element if local_name(e) == "label"), "")
    if label:
        rest = "".join(_formula(e) for e in element if local_name(e) != "label")
        return f"{label} {rest}".strip()
    tex = next((e for e in element.iter() if local_name(e) == "tex-math"), None)
    if tex is not None:
        body = re.search(r"\\begin\{document\}\s*\$*(.*?)\$*\s*\\end\{document\}", tex.text or "", re.DOTALL)
        return math_text(body.group(1) if body else (tex.text or "").strip("$ "))
    return plain_text(element).replace(" ", "")
