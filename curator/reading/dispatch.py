"""Which reader a file needs, told from its content, and the refusal of what no reader can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from curator.errors import ReadError
from curator.model import Document
from curator.reading.archives import ARCHIVES, is_archive, members
from curator.reading.content import LARGEST_FILE, megabytes, read_content
from curator.reading.decode import decode

_LARGEST_TEXT = 20_000_000
_NO_PAPER = "No paper is as long; split the file."
_HEAD = 4096

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
_PUBTATOR = re.compile(rb"\A\s*\d+\|t\|")


def _markdown(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.markdown import read_markdown

    yield read_markdown(decode(content, path=path), name=path.stem)


def _text(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.text import read_text

    yield read_text(decode(content, path=path), name=path.stem)


def _jats(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.jats import read_jats

    return read_jats(content, path=path)


def _bioc(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.bioc import read_bioc

    return read_bioc(content, path=path)


def _pubtator(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.bioc import read_pubtator

    return read_pubtator(content, path=path)


def _medline(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.medline import read_medline, read_pubmed_xml

    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return read_pubmed_xml(content, path=path) if is_xml else read_medline(content, path=path)


def _pdf(content: bytes, path: Path) -> Iterator[Document]:
    from curator.reading.pdf import read_pdf

    yield read_pdf(content, path=path)


FORMATS: dict[str, Callable[[bytes, Path], Iterator[Document]]] = {
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
    if format is not None and format not in FORMATS:
        raise ReadError(path, f"unknown format {format!r}", hint=f"Known formats: {', '.join(sorted(FORMATS))}.")
    if is_archive(path):
        yield from _of_archive(path, format)
    else:
        yield from _papers(read_content(path), path, format)


def _of_archive(path: Path, format: str | None) -> Iterator[Document]:
    failures: list[ReadError] = []
    count = 0
    for name, content in members(path, suffixes=SUFFIXES.keys()):
        count += 1
        try:
            yield from _papers(content, path / name, format)
        except ReadError as e:
            failures.append(e)
    if not count:
        raise ReadError(path, "holds no paper", hint=f"Files that are read end in {', '.join(sorted(SUFFIXES))}.")
    if len(failures) == 1:
        raise failures[0]
    if failures:
        told = "; ".join(str(e) for e in failures[:_MOST_TOLD])
        raise ReadError(path, f"{len(failures)} of its {count} files cannot be read, such as {told}")


_MOST_TOLD = 3


def _papers(content: bytes, path: Path, format: str | None) -> Iterator[Document]:
    """Every paper in a file's content that has a sentence; ReadError where there is none."""
    if not content.strip():
        raise ReadError(path, "is empty")
    name = format or detect(content, path=path)
    limit = _LARGEST_TEXT if name in ("markdown", "text") else LARGEST_FILE
    if len(content) > limit:
        raise ReadError(path, f"is {megabytes(len(content))} of text; the limit is {megabytes(limit)}", hint=_NO_PAPER)
    found = False
    for document in FORMATS[name](content, path):
        if has_sentence(document):
            found = True
            yield document
    if not found:
        raise ReadError(path, "holds no sentence", hint="A paper needs at least one paragraph of prose.")


def has_sentence(document: Document) -> bool:
    """True where at least one paragraph has a word in it."""
    return any(any(c.isalpha() for c in document.text[p.start : p.end]) for p in document.paragraphs)


def detect(content: bytes, *, path: Path) -> str:
    """The name of the format. Content decides; the suffix only between plain text and Markdown. Raises ReadError."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML.match(head):
        raise ReadError(
            path, "is a web page, perhaps an error page saved under this name", hint="Download the paper again."
        )
    if head.lstrip().startswith(b"<"):
        return _xml_format(head, path)
    if head.lstrip()[:1] in (b"{", b"[") and b'"documents"' in content:
        return "bioc"
    if _MEDLINE.match(head):
        return "medline"
    if _PUBTATOR.match(head):
        return "pubtator"
    if SUFFIXES.get(path.suffix.lower()) == "pdf":
        raise ReadError(path, "is named like a PDF but is none", hint="Download the paper again.")
    return _text_format(head, path)


def _xml_format(head: bytes, path: Path) -> str:
    root = _XML_ROOT.search(head)
    name = root.group("name").decode("ascii", "replace") if root else ""
    if name in _ROOTS:
        return _ROOTS[name]
    if path.suffix.lower() in (".md", ".markdown", ".txt"):
        return _text_format(head, path)
    known = ", ".join(f"<{n}>" for n in sorted(_ROOTS))
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
