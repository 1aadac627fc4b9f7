"""How PDF packs its streams (ISO 32000-1, 7.4): each filter as a generator of pieces, up to where it is damaged.

Only to count what a stream unpacks to; PDFium unpacks what is read.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

Unpacked = Iterator[bytes]
_PIECE = 1_000_000


class Filter(NamedTuple):
    """One filter."""

    unpack: Callable[[bytes], Unpacked]
    growth: int
    """No packed byte unpacks to more."""


def _inflated(packed: bytes) -> Unpacked:
    unpacker = zlib.decompressobj()
    while packed:
        try:
            piece = unpacker.decompress(packed, _PIECE)
        except zlib.error:
            return
        if not piece:
            return
        yield piece
        packed = unpacker.unconsumed_tail


_CLEAR, _END, _FIRST, _WIDEST = 256, 257, 258, 12
_MOST_CODES = 1 << _WIDEST


def _lzw(packed: bytes) -> Unpacked:
    """Codes of 9 to 12 bits; 256 begins a new table, 257 ends."""
    table = [bytes([code]) for code in range(_CLEAR)] + [b"", b""]
    last, bits, held = b"", 0, 0
    width, pieces, size = 9, [], 0
    for byte in packed:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == _END:
            break
        if code == _CLEAR:
            del table[_FIRST:]
            last, width = b"", 9
            continue
        entry = table[code] if code < len(table) else last + last[:1]
        if not entry:
            break
        if last and len(table) < _MOST_CODES:
            table.append(last + entry[:1])
        # The code after the next may be one that is not in the table yet.
        width = min(_WIDEST, max(9, (len(table) + 1).bit_length()))
        last = entry
        pieces.append(entry)
        size += len(entry)
        if size >= _PIECE:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join(pieces)


_RUNS_END = 128


def _runs(packed: bytes) -> Unpacked:
    """Run lengths: up to 127 is so many bytes and one as they stand, above 128 the next byte 257 less so many times."""
    at = 0
    while at < len(packed) and packed[at] != _RUNS_END:
        length = packed[at]
        if length < _RUNS_END:
            yield packed[at + 1 : at + 2 + length]
            at += length + 2
        else:
            yield packed[at + 1 : at + 2] * (257 - length)
            at += 2


def _hexadecimal(packed: bytes) -> Unpacked:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", packed.partition(b">")[0])
    yield binascii.unhexlify(digits[: len(digits) // 2 * 2])


def _ascii85(packed: bytes) -> Unpacked:
    try:
        yield base64.a85decode(packed.partition(b"~")[0].strip(), ignorechars=b" \t\n\r\v\f\0")
    except ValueError:
        return


_FLATE, _LZW, _RUNS = Filter(_inflated, 1100), Filter(_lzw, 1400), Filter(_runs, 64)
_HEX, _A85 = Filter(_hexadecimal, 1), Filter(_ascii85, 4)
FILTERS: dict[bytes, Filter] = {
    b"FlateDecode": _FLATE, b"Fl": _FLATE,
    b"LZWDecode": _LZW, b"LZW": _LZW,
    b"RunLengthDecode": _RUNS, b"RL": _RUNS,
    b"ASCIIHexDecode": _HEX, b"AHx": _HEX,
    b"ASCII85Decode": _A85, b"A85": _A85,
}  # fmt: skip
"""By name, the short ones too."""
