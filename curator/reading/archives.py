"""Papers in archives: `.gz`, `.zip`, `.tar` and `.tar.gz`, read member by member and never unpacked to disk.

One member is in memory at a time, whatever the size of the archive. Nothing is trusted that an archive says of itself:
members whose names lead out of it and links are refused one by one, and an archive that unpacks to far more than it is
ends there.
"""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from curator.errors import ReadError
from curator.reading.content import LARGEST_FILE, Stream, cannot_open, check_file, megabytes, opened

ARCHIVES = (".gz", ".tgz", ".zip", ".tar")
"""Suffixes that a folder is searched for."""
_GZIP, _ZIP, _EMPTY_ZIP = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"
_TAR, _TAR_AT = b"ustar", 257
_MOST_GROWTH = 200
"""A text may pack to a hundredth; what unpacks to more than this many times its size is made to do harm."""
_FREE_GROWTH = 50_000_000
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How papers are packed. The others unpack a block of any size at once, and ask for the memory that they please."""
_LONGEST_LIST = 20_000_000
"""Bytes of the list at the end of a zip, which is in memory whole: some 200,000 files."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    path: Path
    """The archive's path with the member's name below it."""
    stream: Stream
    reached: Callable[[], int]
    """Says how many bytes of the archive have been read."""
    problem: ReadError | None = None
    """Why it is not read; the others are."""


def is_archive(path: Path) -> bool:
    """True where the first bytes are those of an archive. Raises ReadError where it is no readable regular file."""
    check_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as e:
        raise cannot_open(path, e) from e
    return head.startswith((_GZIP, _ZIP, _EMPTY_ZIP)) or _is_tar(head)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def members(path: Path, *, suffixes: Collection[str]) -> Iterator[Member]:
    """Every file in an archive that ends in one of `suffixes`, in its order; hidden ones left out.

    A single packed file is one member whatever its name. Raises ReadError where the archive is damaged or unpacks to
    far more than it is; what was read before is good.
    """
    with told(path), opened(path) as file:
        head = file.read(512)
        file.seek(0)
        if head.startswith((_ZIP, _EMPTY_ZIP)):
            yield from _of_zip(file, path, suffixes)
        elif _is_tar(head):
            yield from _of_tar(file, file, path, suffixes)
        elif _is_tar(_unpacked_head(file)):
            with gzip.open(file) as stream:
                yield from _of_tar(file, _guarded(stream, path), path, suffixes)
        else:
            with gzip.open(file) as stream:
                name = path.stem if path.suffix.lower() == ".gz" else path.name
                yield Member(path / name, _guarded(stream, path), file.tell)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the libraries find wrong with an archive."""
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as e:
        raise ReadError(path, f"is a damaged archive: {e}", hint="Download it again.") from e
    except (NotImplementedError, UnicodeDecodeError) as e:
        raise ReadError(path, "is packed in a way that cannot be read", hint="Unpack it first.") from e
    except OSError as e:
        raise cannot_open(path, e) from e


def _unpacked_head(file: IO[bytes]) -> bytes:
    with gzip.open(file) as stream:
        head = stream.read(512)
    file.seek(0)
    return head


def _guarded(stream: gzip.GzipFile, path: Path) -> _Guarded:
    return _Guarded(stream, path, packed=path.stat().st_size)


class _Guarded:
    """A stream that ends with a ReadError where it unpacks to far more than it is."""

    def __init__(self, stream: Stream, path: Path, *, packed: int) -> None:
        self._stream = stream
        self._path = path
        self._packed = packed
        self._count = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises ReadError."""
        with told(self._path):
            content = self._stream.read(min(size, _ONE_READ) if size >= 0 else _ONE_READ)
        self._count += len(content)
        _check_growth(self._count, self._path, packed=self._packed)
        return content


_ONE_READ = 1_000_000
"""Bytes; a header may claim that more belongs to it than is there."""


def _of_zip(file: IO[bytes], path: Path, suffixes: Collection[str]) -> Iterator[Member]:
    packed, unpacked = path.stat().st_size, 0
    listing = _Listing(file, path)
    with zipfile.ZipFile(cast(IO[bytes], listing)) as archive:
        listing.is_listing = False
        for info in archive.infolist():
            if info.is_dir() or not _is_wanted(info.filename, suffixes):
                continue
            inner = _below(path, info.filename)
            content, problem = b"", _refused(info.filename, inner, link=stat.S_ISLNK(info.external_attr >> 16))
            if problem is None:
                content, problem = _unpacked(archive, info, inner)
            unpacked += len(content)
            _check_growth(unpacked, path, packed=packed)
            yield Member(inner, io.BytesIO(content), file.tell, problem)


class _Listing:
    """An archive's file that refuses to give the list of a zip where it is longer than memory should hold."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._size = path.stat().st_size
        self.is_listing = True
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises ReadError."""
        if self.is_listing and min(size, self._size - self.tell()) > _LONGEST_LIST:
            raise ReadError(self._path, "is an archive of far too many files", hint="Unpack it, and read the folder.")
        return self._file.read(size)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: Path) -> tuple[bytes, ReadError | None]:
    """The content of one file of a zip, or why there is none."""
    if info.flag_bits & _ENCRYPTED:
        return b"", ReadError(inner, "is encrypted", hint="Unpack the archive first.")
    if info.compress_type not in _PACKINGS:
        return b"", ReadError(inner, "is packed in a way that cannot be read", hint="Unpack the archive first.")
    try:
        with told(inner), archive.open(info) as stream:
            return _read(stream, inner, packed=info.compress_size), None
    except ReadError as e:
        return b"", e


def _of_tar(file: IO[bytes], stream: Stream, path: Path, suffixes: Collection[str]) -> Iterator[Member]:
    packed = path.stat().st_size
    with tarfile.open(fileobj=cast(IO[bytes], stream), mode="r|") as archive:
        for info in archive:
            # The library would keep every member's header for ever.
            archive.members = []  # type: ignore[attr-defined]
            if info.isdir() or not _is_wanted(info.name, suffixes):
                continue
            inner = _below(path, info.name)
            content, problem = b"", _refused(info.name, inner, link=not info.isreg())
            if problem is None:
                try:
                    member = archive.extractfile(info)
                    content = _read(member, inner, packed=packed) if member else b""
                except ReadError as e:
                    problem = e
            yield Member(inner, io.BytesIO(content), file.tell, problem)


def _below(path: Path, name: str) -> Path:
    return Path(f"{path}/{name}")


def _refused(name: str, inner: Path, *, link: bool) -> ReadError | None:
    """Why a file is not read that its name leads out of the archive, or that is none."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name.partition("/")[0]:
        return ReadError(inner, f"has a name that leads out of its archive: {name!r}", hint="Unpack it with care.")
    return ReadError(inner, "is a link or a device, which is not followed") if link else None


def _is_wanted(name: str, suffixes: Collection[str]) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    hidden = any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts.parts)
    return not hidden and parts.suffix.lower() in suffixes


def _check_growth(size: int, path: Path, *, packed: int) -> None:
    if size > _FREE_GROWTH + _MOST_GROWTH * packed:
        raise ReadError(path, f"unpacks {megabytes(packed)} to {megabytes(size)} and more, as no paper does")


def _read(stream: IO[bytes], path: Path, *, packed: int) -> bytes:
    """What the stream holds, read no further than the limits allow."""
    content = stream.read(min(LARGEST_FILE, _FREE_GROWTH + _MOST_GROWTH * packed) + 1)
    _check_growth(len(content), path, packed=packed)
    if len(content) > LARGEST_FILE:
        raise ReadError(path, f"is larger than the limit of {megabytes(LARGEST_FILE)}")
    return content
