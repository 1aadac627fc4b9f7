"""PDFs that the tests write themselves: words at places on pages, in Helvetica."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `x` and `top` of its baseline in points from the page's top left corner."""

    x: float
    top: float
    text: str
    size: float = 10
    bold: bool = False
    font: str = ""
    """`I` for italic, `T` for Times; none for Helvetica."""
    angle: float = 0
    """Degrees by which the words are turned, counter-clockwise."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin horizontal line."""

    x0: float
    x1: float
    top: float


@dataclass(frozen=True, slots=True)
class Upright:
    """A thin vertical line."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A filled rectangle, grey as paper is tinted; it must come before the words on it."""

    x0: float
    top: float
    x1: float
    bottom: float


Item = Words | Stroke | Upright | Shade
WIDTH, HEIGHT = 595.0, 842.0
UPWARD, DOWNWARD = "0 1 -1 0 842 0 cm", "0 -1 1 0 -247 842 cm"
"""Turn what is set on a page as wide as A4 is high, so that its lines run up or down on A4."""
_MORE_FONTS = " ".join(
    f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
    for key, name in (("I", "Helvetica-Oblique"), ("T", "Times-Roman"))
)


def pdf(pages: Sequence[Sequence[Item]], *, turned: str = "", rotate: int = 0) -> bytes:
    """A PDF of these pages, A4, with a sound cross-reference table; `rotate` tells viewers how to turn the pages."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        stream = "\n".join([turned, *(_drawn(item) for item in page)])
        fonts = f"<< /Font << /R 3 0 R /B 4 0 R {_MORE_FONTS} >> >>"
        box = f"[0 0 {WIDTH} {HEIGHT}] /Rotate {rotate}"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {fonts} /Contents {6 + 2 * number} 0 R >>"
        )
        bodies.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    return _file(bodies)


def _drawn(item: Item) -> str:
    if isinstance(item, Upright):
        return f"{item.x} {HEIGHT - item.top} m {item.x} {HEIGHT - item.bottom} l S"
    if isinstance(item, Shade):
        return f"q 0.8 g {item.x0} {HEIGHT - item.bottom} {item.x1 - item.x0} {item.bottom - item.top} re f Q"
    if isinstance(item, Stroke):
        y = HEIGHT - item.top
        return f"{item.x0} {y} m {item.x1} {y} l S"
    text = item.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = item.font or ("B" if item.bold else "R")
    cos, sin = math.cos(math.radians(item.angle)), math.sin(math.radians(item.angle))
    matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {item.x} {HEIGHT - item.top}"
    return f"BT /{font} {item.size} Tf {matrix} Tm ({text}) Tj ET"


def _file(bodies: Sequence[str]) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + trailer


def with_picture(content: bytes, drawing: str) -> bytes:
    """The PDF with a picture on its first page: a drawing of which only the top left corner of the page is shown."""
    clipped = f"q 0 {HEIGHT - 50} 50 50 re W n {drawing} Q"
    form = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] /Resources "
        f"<< /Font << /R 3 0 R >> >> /Length {len(clipped)} >>\nstream\n{clipped}\nendstream"
    )
    objects = [part.split(b" obj\n", 1)[1].rsplit(b"\nendobj", 1)[0].decode("cp1252") for part in _objects(content)]
    objects[4] = objects[4].replace("/Resources <<", f"/Resources << /XObject << /P {len(objects) + 1} 0 R >>", 1)
    old = objects[5].split("stream\n", 1)[1].rsplit("\nendstream", 1)[0]
    objects[5] = f"<< /Length {len(old) + 6} >>\nstream\n{old}\n/P Do\nendstream"
    return _file([*objects, form])


def _objects(content: bytes) -> list[bytes]:
    body = content.split(b"\nxref\n", 1)[0].removeprefix(b"%PDF-1.4\n")
    return [part for part in body.split(b"endobj\n") if part.strip()]
