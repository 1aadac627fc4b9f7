"""Which reader a file needs, told from its content, and the refusal of what no reader can read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curator.errors import ReadError
from curator.model import Document
from curator.reading.archives import ARCHIVES, is_archive, members
from curator.reading.content import HEAD, Content, Reached, check_file, opened
from curator.reading.decode import decode

_LARGEST_TEXT = 20_000_000

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".xml": "xml",
    ".nxml": "jats",
    ".json": "bioc",
    ".pdf": "pdf",
    ".nbib": "medline",
    ".pubtator": "pubtator",
}
_MARKDOWN = re.compile(r"^#{1,6} \S|\*\*\S[^*\n]*\*\*|^\|.*\|\s*$|^!\[|</?su[bp]>", re.MULTILINE)
_HTML = re.compile(rb"\A\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)
_XML_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?(?P<name>[\w.-]+)")
_ROOTS = {
    "article": "jats",
    "pmc-articleset": "jats",
    "articles": "jats",
    "OAI-PMH": "jats",
    "collection": "bioc",
    "PubmedArticleSet": "medline",
    "PubmedArticle": "medline",
    "PubmedBookArticle": "medline",
    "MedlineCitationSet": "medline",
}
_MEDLINE = re.compile(rb"\A\s*(?:PMID|OWN|VI|TI)\s{0,2}- ")
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")
_PUBTATOR = re.compile(rb"\A\s*\d+\|t\|")


def _markdown(content: Content) -> Iterator[Document]:
    from curator.reading.markdown import read_markdown

    yield read_markdown(_decoded(content), name=content.path.stem)


def _text(content: Content) -> Iterator[Document]:
    from curator.reading.text import read_text

    yield read_text(_decoded(content), name=content.path.stem)


def _decoded(content: Content) -> str:
    return decode(content.whole(limit=_LARGEST_TEXT, what=" of text"), path=content.path)


def _jats(content: Content) -> Iterator[Document]:
    from curator.reading.jats import read_jats

    return read_jats(content.chunks(), path=content.path)


def _bioc(content: Content) -> Iterator[Document]:
    from curator.reading.bioc import read_bioc_json, read_bioc_xml

    if _bare(content.head).startswith(b"<"):
        return read_bioc_xml(content.chunks(), path=content.path)
    return read_bioc_json(content.whole(), path=content.path)


def _pubtator(content: Content) -> Iterator[Document]:
    from curator.reading.bioc import read_pubtator

    return read_pubtator(content.whole(), path=content.path)


def _medline(content: Content) -> Iterator[Document]:
    from curator.reading.medline import read_medline, read_pubmed_xml

    if _bare(content.head).startswith(b"<"):
        return read_pubmed_xml(content.chunks(), path=content.path)
    return read_medline(content.whole(), path=content.path)


def _pdf(content: Content) -> Iterator[Document]:
    from curator.reading.pdf_apart import read_pdf_apart

    reached = partial(content.reached, "pages") if content.reached else None
    yield read_pdf_apart(content.whole(), path=content.path, reached=reached)


def _bare(head: bytes) -> bytes:
    """Without byte order mark and blanks at its start; XML may be UTF-16, and then it is so no more."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", "ignore").lstrip()
        return text.encode("utf-8", "ignore") if text.startswith("<") else head
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


FORMATS: dict[str, Callable[[Content], Iterator[Document]]] = {
    "markdown": _markdown,
    "text": _text,
    "jats": _jats,
    "pdf": _pdf,
    "bioc": _bioc,
    "pubtator": _pubtator,
    "medline": _medline,
}
"""Format name → reader of a file's content; the names are what `--format` takes."""


def read(path: Path, *, format: str | None = None) -> Document:
    """The paper in a file; the first where it holds several.

    `format` is one of FORMATS, or none to tell it from the content. Raises ReadError.
    """
    return next(read_all(path, format=format))


def read_all(path: Path, *, format: str | None = None) -> Iterator[Document]:
    """Every paper in a file or archive, one after the other.

    Raises ReadError, also where the file holds none with a sentence. Of an archive all sound papers are given before
    the error that names the others.
    """
    failures: list[ReadError] = []
    count = 0
    for _, outcome in read_each(path, format=format):
        count += 1
        if isinstance(outcome, ReadError):
            failures.append(outcome)
        else:
            yield outcome
    if len(failures) == 1:
        raise failures[0]
    if failures:
        told = "; ".join(str(e) for e in failures[:_MOST_TOLD])
        raise ReadError(path, f"{len(failures)} of its {count} papers cannot be read, such as {told}")


_MOST_TOLD = 3


def read_each(
    path: Path, *, format: str | None = None, reached: Reached | None = None
) -> Iterator[tuple[Path, Document | ReadError]]:
    """Every paper in a file or archive with the path of its file, and where one cannot be read the reason in its place.

    Only one file of an archive is in memory at a time. `reached` is told the bytes after each paper, and the pages of a
    PDF that stands by itself.
    """
    try:
        if format is not None and format not in FORMATS:
            raise ReadError(path, f"unknown format {format!r}", hint=f"Known formats: {', '.join(sorted(FORMATS))}.")
        size = check_file(path)
        for found in _of_archive(path, format) if is_archive(path) else _of_file(path, format, size, reached):
            yield found.path, found.outcome
            if reached:
                reached("bytes", found.done, size)
    except ReadError as e:
        yield path, e


@dataclass(frozen=True, slots=True)
class _Found:
    """A paper or the reason why there is none, the file it is from, and the bytes read of that or of its archive."""

    path: Path
    outcome: Document | ReadError
    done: int


def _of_file(path: Path, format: str | None, size: int, reached: Reached | None) -> Iterator[_Found]:
    with opened(path) as file:
        for document in _papers(Content(file, path=path, size=size, reached=reached), format):
            yield _Found(path, document, file.tell())


def _of_archive(path: Path, format: str | None) -> Iterator[_Found]:
    count = 0
    for member in members(path, suffixes=SUFFIXES.keys()):
        count += 1
        try:
            if member.problem:
                raise member.problem
            for document in _papers(Content(member.stream, path=member.path), format):
                yield _Found(member.path, document, member.reached())
        except ReadError as e:
            yield _Found(member.path, e, member.reached())
    if not count:
        raise ReadError(path, "holds no paper", hint=f"Files that are read end in {', '.join(sorted(SUFFIXES))}.")


def _papers(content: Content, format: str | None) -> Iterator[Document]:
    """Every paper in a file's content that has a sentence; ReadError where there is none."""
    if not content.head.strip() and not content.whole().strip():
        raise ReadError(content.path, "is empty")
    name = format or detect(content.head, path=content.path)
    found = False
    for document in FORMATS[name](content):
        if has_sentence(document):
            found = True
            yield document
    if not found:
        raise ReadError(content.path, "holds no sentence", hint="A paper needs at least one paragraph of prose.")


def has_sentence(document: Document) -> bool:
    """True where at least one paragraph has a word in it."""
    return any(any(c.isalpha() for c in document.text[p.start : p.end]) for p in document.paragraphs)


def detect(content: bytes, *, path: Path) -> str:
    """The name of the format, told from the first bytes of a file; the suffix decides only between texts.

    Raises ReadError.
    """
    head = _bare(content[:HEAD])
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML.match(head):
        raise ReadError(
            path, "is a web page, perhaps an error page saved under this name", hint="Download the paper again."
        )
    if head.startswith(b"<"):
        return _xml_format(head, path)
    by_suffix = SUFFIXES.get(path.suffix.lower())
    if _JSON.match(head) and (by_suffix not in ("markdown", "text") or b'"documents"' in head):
        return "bioc"
    if _MEDLINE.match(head):
        return "medline"
    if _PUBTATOR.match(head):
        return "pubtator"
    if by_suffix == "pdf":
        raise ReadError(path, "is named like a PDF but is none", hint="Download the paper again.")
    if by_suffix == "bioc":
        return "bioc"
    return _text_format(head, path)


def _xml_format(head: bytes, path: Path) -> str:
    root = _XML_ROOT.search(head)
    name = root.group("name").decode("ascii", "replace") if root else ""
    if name in _ROOTS:
        return _ROOTS[name]
    if path.suffix.lower() in (".md", ".markdown", ".txt"):
        return _text_format(head, path)
    known = ", ".join(f"<{n}>" for n in sorted(_ROOTS))
    if not name:
        raise ReadError(path, "is XML without a root element at its start", hint=f"Known roots: {known}.")
    raise ReadError(path, f"is XML with the root <{name}>, which no reader knows", hint=f"Known roots: {known}.")


def _text_format(head: bytes, path: Path) -> str:
    by_suffix = SUFFIXES.get(path.suffix.lower())
    if by_suffix in ("markdown", "text"):
        return by_suffix
    return "markdown" if _MARKDOWN.search(head.decode("utf-8", "replace")) else "text"


def sources(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, and the readable files below folders, each once, in a stable order (by name within a folder).

    Hidden files and files of unknown suffix below a folder are passed over. A file named outright is always taken, so
    that a wrong one is reported rather than skipped.
    """
    seen: set[Path] = set()
    for path in paths:
        below = sorted(p for p in path.rglob("*") if _is_source(p, path)) if path.is_dir() else [path]
        for found in below:
            key = found.absolute()
            if key not in seen:
                seen.add(key)
                yield found


def _is_source(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.is_file() and path.suffix.lower() in (*SUFFIXES, *ARCHIVES)
