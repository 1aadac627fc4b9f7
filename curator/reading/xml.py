"""XML without its dangers: no external entity, no DTD, no network, no expansion, bounded depth, text and memory.

Also the writer of inline text that the XML formats share. lxml lives here and in the readers that import this module.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from lxml import etree

from curator.errors import ReadError
from curator.model import Citation, Document
from curator.reading.content import LARGEST_FILE, megabytes
from curator.reading.markup import plain_characters

Element = etree._Element
"""lxml's own name for its element type is private, but there is no other."""


def elements(chunks: Iterable[bytes], *names: str, path: Path) -> Iterator[Element]:
    """The outermost elements of these names, each whole and forgotten when the next is asked for.

    Raises ReadError with line and column where the XML is not well-formed; the elements before are given first.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
    )
    held = 0
    for chunk in chain(chunks, [None]):
        broken = _fed(parser, chunk)
        for _, element in parser.read_events():
            if isinstance(element, etree._Element) and not _is_inside(element, names):
                yield element
                _forget(element)
                held = 0
        if broken is not None:
            raise _refusal(broken, path) from broken
        held += len(chunk or b"")
        if held > LARGEST_FILE:
            raise ReadError(path, f"has no end of a paper in {megabytes(held)}; the limit is {megabytes(LARGEST_FILE)}")


_LIMITS = (
    ("amplification", "is XML with entities that unfold to far more than the file, as no paper's do"),
    ("Excessive depth", "is XML nested deeper than any paper"),
    ("Resource limit", "is XML with more text in one element than any paper has"),
)
"""Words of libxml2's about its limits, and what they mean."""


def _refusal(broken: etree.XMLSyntaxError, path: Path) -> ReadError:
    line, column = broken.position
    # The library may repeat the place.
    problem = (broken.msg or "").removesuffix(f", line {line}, column {column}")
    told = next((meaning for words, meaning in _LIMITS if words in problem), "")
    place = f"line {line}, column {column}"
    return ReadError(path, f"{told} (at {place})" if told else f"is broken XML at {place}: {problem}")


def _is_inside(element: Element, names: Collection[str]) -> bool:
    return any(local_name(above) in names for above in element.iterancestors())


def _fed(parser: etree.XMLPullParser, chunk: bytes | None) -> etree.XMLSyntaxError | None:
    """Parse on, or to the end; what is wrong with the XML, if anything."""
    try:
        if chunk is None:
            parser.close()
        else:
            parser.feed(chunk)
    except etree.XMLSyntaxError as e:
        return e
    return None


def _forget(element: Element) -> None:
    """Empty the element and drop everything before it, so that memory does not grow with the file."""
    element.clear()
    for ancestor in (element, *element.iterancestors()):
        parent = ancestor.getparent()
        while parent is not None and ancestor.getprevious() is not None:
            del parent[0]


def named(found: Iterator[tuple[Document, str]], *, path: Path) -> Iterator[Document]:
    """Documents named after the file, and where it holds several after their identifiers too."""
    first = next(found, None)
    if first is None:
        return
    try:
        second = next(found, None)
    except ReadError:
        yield replace(first[0], name=path.stem)
        raise
    if second is None:
        yield replace(first[0], name=path.stem)
        return
    for document, identifier in chain([first, second], found):
        yield replace(document, name=f"{path.stem}-{identifier}" if identifier else path.stem)


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and entity references."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """The children of these names, in order."""
    return [child for child in element if local_name(child) in names]


def first(element: Element, path: str) -> Element | None:
    """The first descendant along a path of local names (`front/article-meta`), each step looking at all depths."""
    found: Element | None = element
    for name in path.split("/"):
        if found is None:
            return None
        found = next((e for e in found.iter() if local_name(e) == name and e is not found), None)
    return found


def entity_text(element: Element) -> str:
    """What an entity reference that was left unresolved stands for: a named character, or nothing."""
    name = getattr(element, "name", "") or ""
    return html.entities.html5.get(f"{name};", "")


@dataclass(slots=True)
class TextWriter:
    """Collects inline text: runs of white space become one space, citations keep their place."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    marked: list[Citation] = field(default_factory=list)
    _ends_in_space: bool = True

    def write(self, text: str | None) -> None:
        """Append text; a space at the very start is dropped."""
        if not text:
            return
        flat = re.sub(r"\s+", " ", plain_characters(text))
        if self._ends_in_space and flat.startswith(" "):
            flat = flat[1:]
        if flat:
            self.parts.append(flat)
            self.length += len(flat)
            self._ends_in_space = flat.endswith(" ")

    def cite(self, start: int, keys: Iterable[str]) -> None:
        """Mark what has been written since `start` as a citation."""
        end = self.length - (1 if self._ends_in_space else 0)
        if end > start:
            self.marked.append(Citation(start, end, tuple(keys)))

    def finished(self) -> tuple[str, tuple[Citation, ...]]:
        """The text without a space at its end, and its citations."""
        text = "".join(self.parts).rstrip()
        return text, tuple(c for c in self.marked if c.end <= len(text))


def plain_text(element: Element | None, *, without: Callable[[Element], bool] | None = None) -> str:
    """All text below an element on one line, except what `without` picks out; empty for none."""
    if element is None:
        return ""
    writer = TextWriter()
    _write_plain(element, writer, without)
    return writer.finished()[0]


def _write_plain(element: Element, writer: TextWriter, without: Callable[[Element], bool] | None) -> None:
    if isinstance(element.tag, str):
        writer.write(element.text)
    elif isinstance(element, etree._Entity):
        writer.write(entity_text(element))
    for child in element:
        if without is None or not without(child):
            _write_plain(child, writer, without)
        if local_name(child) == "break":
            writer.write(" ")
        writer.write(child.tail)
