"""Papers in archives: `.gz`, `.zip`, `.tar` and `.tar.gz`, read member by member and never unpacked to disk.

An archive is refused where a name in it leads out of it, or where it unpacks to far more than it is: nothing is trusted
that the archive says of itself.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from curator.errors import ReadError
from curator.reading.content import LARGEST_FILE, cannot_open, check_file, megabytes

ARCHIVES = (".gz", ".tgz", ".zip", ".tar")
"""Suffixes that a folder is searched for."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_TAR, _TAR_AT = b"ustar", 257
_MOST_GROWTH = 200
"""A text may pack to a hundredth; what unpacks to more than this many times its size is made to do harm."""
_FREE_GROWTH = 50_000_000
_ENCRYPTED = 0x1


def is_archive(path: Path) -> bool:
    """True where the first bytes are those of an archive. Raises ReadError where it is no readable regular file."""
    check_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as e:
        raise cannot_open(path, e) from e
    return head.startswith((_GZIP, _ZIP)) or _is_tar(head)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def members(path: Path, *, suffixes: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file in an archive that ends in one of `suffixes`, in its order; hidden ones left out.

    Raises ReadError where the archive is damaged, encrypted or not to be trusted.
    """
    with _told(path), path.open("rb") as file:
        head = file.read(512)
        file.seek(0)
        if head.startswith(_ZIP):
            yield from _of_zip(file, path, suffixes)
        elif _is_tar(head):
            yield from _of_tar(file, path, suffixes, mode="r|")
        elif _is_tar(_unpacked_head(file)):
            yield from _of_tar(file, path, suffixes, mode="r|gz")
        else:
            with gzip.open(file) as stream:
                name = path.stem if path.suffix.lower() == ".gz" else path.name
                yield name, _read(stream, path, packed=path.stat().st_size)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the libraries find wrong with an archive."""
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as e:
        raise ReadError(path, f"is a damaged archive: {e}", hint="Download it again.") from e
    except NotImplementedError as e:
        raise ReadError(path, "is packed in a way that cannot be read", hint="Unpack it first.") from e
    except OSError as e:
        raise cannot_open(path, e) from e


def _unpacked_head(file: IO[bytes]) -> bytes:
    with gzip.open(file) as stream:
        head = stream.read(512)
    file.seek(0)
    return head


def _of_zip(file: IO[bytes], path: Path, suffixes: Collection[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        for info in infos:
            _check_name(info.filename, path)
        for info in infos:
            if info.is_dir() or not _is_wanted(info.filename, suffixes):
                continue
            if info.flag_bits & _ENCRYPTED:
                raise ReadError(path, "is an encrypted archive", hint="Unpack it first.")
            with archive.open(info) as stream:
                yield info.filename, _read(stream, path / info.filename, packed=info.compress_size)


def _of_tar(file: IO[bytes], path: Path, suffixes: Collection[str], *, mode: str) -> Iterator[tuple[str, bytes]]:
    packed, unpacked = path.stat().st_size, 0
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for info in archive:
            _check_name(info.name, path)
            unpacked += info.size
            _check_growth(unpacked, path, packed=packed)
            stream = archive.extractfile(info) if info.isreg() and _is_wanted(info.name, suffixes) else None
            if stream is not None:
                yield info.name, _read(stream, path / info.name, packed=packed)


def _check_name(name: str, path: Path) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in name.partition("/")[0]:
        raise ReadError(path, f"holds a file whose name leads out of it: {name!r}", hint="Unpack it with care.")


def _is_wanted(name: str, suffixes: Collection[str]) -> bool:
    parts = PurePosixPath(name)
    hidden = any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in parts.parts)
    return not hidden and parts.suffix.lower() in suffixes


def _check_growth(size: int, path: Path, *, packed: int) -> None:
    if size > _FREE_GROWTH + _MOST_GROWTH * packed:
        raise ReadError(path, f"unpacks {megabytes(packed)} to {megabytes(size)} and more, as no paper does")


def _read(stream: IO[bytes] | io.BufferedIOBase, path: Path, *, packed: int) -> bytes:
    """What the stream holds, read no further than the limits allow."""
    content = stream.read(min(LARGEST_FILE, _FREE_GROWTH + _MOST_GROWTH * packed) + 1)
    _check_growth(len(content), path, packed=packed)
    if len(content) > LARGEST_FILE:
        raise ReadError(path, f"is larger than the limit of {megabytes(LARGEST_FILE)}")
    return content
