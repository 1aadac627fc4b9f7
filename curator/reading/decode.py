"""Bytes → text: UTF-8 or a clear refusal. No other encoding is guessed."""

from __future__ import annotations

import codecs
from pathlib import Path

from curator.errors import ReadError

_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_HINT = "Save it as UTF-8, for example: iconv -f LATIN1 -t UTF-8 FILE > NEW."


def decode(content: bytes, *, path: Path) -> str:
    """The content as text, a byte order mark left out.

    Raises ReadError with the offset of the first byte that is not UTF-8.
    """
    for mark, encoding in _WIDE:
        if content.startswith(mark):
            raise ReadError(path, f"is {encoding}, not UTF-8", hint=_HINT.replace("LATIN1", encoding.replace("-", "")))
    if b"\0" in content:
        raise ReadError(
            path,
            f"is a binary file: a zero byte at offset {content.index(0)}",
            hint="Give a text, Markdown, XML, JSON or PDF file.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        start = e.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        problem = f"is not UTF-8: byte 0x{content[start]:02x} at offset {start}"
        raise ReadError(path, problem, hint=_HINT) from e
