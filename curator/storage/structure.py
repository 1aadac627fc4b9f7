"""Whether the tables, views, triggers and indexes of a file are the program's: a file may come from anybody.

A curator may keep tables, views and indexes of her own in it. A trigger on ours, or an object of ours that reads
otherwise, could change or hide what the program sees, so that such a file is not worked with.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from curator.storage import search

Object = tuple[str, str, str, str]
"""Kind, name, the table that it is on, and the statement that makes it."""

_COLUMNS = ", ".join(f"CAST({name} AS BLOB)" for name in ("type", "name", "tbl_name", "coalesce(sql, '')"))
_LISTED = f"SELECT {_COLUMNS} FROM sqlite_master WHERE NOT (type = 'index' AND sql IS NULL) ORDER BY rowid"
_HERS = re.compile(r"CREATE (?:UNIQUE )?(TABLE|VIEW|INDEX) ")
_OF_SQLITE = re.compile(r"sqlite_(?:sequence|stat\d)")
_COMMENT = re.compile(r"--[^\n]*")
_MARK = "-- Of all that follows: "
"""Before the fingerprint, on a line of its own in `db/schema.sql`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An object that is missing, not as it should be, or not the program's."""

    kind: str
    name: str
    said: str
    is_missing: bool = False
    is_foreign: bool = False


def listed(connection: sqlite3.Connection) -> list[Object]:
    """Every object that somebody made, in the order of their creation; what SQLite makes by itself is left out."""
    found = (_object(*row) for row in connection.execute(_LISTED))
    return [one for one in found if not (_OF_SQLITE.fullmatch(one[1]) and one[0] == "table")]


def _object(kind: bytes, name: bytes, table: bytes, made: bytes) -> Object:
    """Whatever stands in the file: what is no UTF-8 is nothing of ours."""
    return _text(kind), _text(name), _text(table), _text(made)


def _text(held: bytes) -> str:
    return held.decode("utf-8", "replace")


def without_search(held: Iterable[Object]) -> list[Object]:
    """The same without the tables of the search, which are there only where SQLite can search."""
    return [one for one in held if not (one[1].startswith(search.TABLE) and _is_search(one))]


def fingerprint(held: Iterable[Object]) -> str:
    """A hash of what is there, in whatever order it was made."""
    return blake2b(repr(sorted(held)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def marked(held: Iterable[Object]) -> str:
    """The line of `schema.sql` that holds the fingerprint."""
    return f"{_MARK}{fingerprint(held)}"


def expected_fingerprint(schema: Path) -> str:
    """The fingerprint that `schema.sql` holds; empty where there is no such file or line."""
    try:
        with schema.open(encoding="utf-8") as lines:
            head = [next(lines, "") for _ in range(2)]
    except OSError:
        return ""
    return next((line.removeprefix(_MARK).strip() for line in head if line.startswith(_MARK)), "")


def differences(held: Iterable[Object], expected: Iterable[Object]) -> Iterator[Difference]:
    """What is not as expected, object by object: first what ought to be there, then what ought not."""
    found: dict[str, list[Object]] = {}
    for one in held:
        found.setdefault(one[1], []).append(one)
    for right in expected:
        kind, name = right[:2]
        alike = found.pop(name, [])
        if not alike:
            yield Difference(kind, name, "is missing", is_missing=True)
        elif len(alike) > 1:
            yield Difference(kind, name, f"is there {len(alike)} times")
        elif alike[0][0] != kind:
            yield Difference(kind, name, f"is a {alike[0][0]}")
        elif _words(alike[0]) != _words(right):
            yield Difference(kind, name, "was changed")
    for one in (one for alike in found.values() for one in alike if not _is_hers(one)):
        place = f"on {one[2]} " if one[0] in ("trigger", "index") else ""
        yield Difference(one[0], one[1], f"{place}is not curator's", is_foreign=True)


def _words(one: Object) -> tuple[str, ...]:
    """An object without comments and spacing: SQLite's versions put them in other places when a table is altered."""
    return (*one[:3], *_COMMENT.sub(" ", one[3]).split())


def _is_hers(one: Object) -> bool:
    """True of a table, view or index that a curator may add. The kind is a word in the file; the statement counts."""
    made = _HERS.match(one[3])
    return made is not None and made[1].lower() == one[0] and not one[1].startswith(search.TABLE)


def _is_search(one: Object) -> bool:
    kind, name, _, made = one
    if name == search.TABLE:
        return kind == "table" and made == f"CREATE VIRTUAL TABLE {search.MADE_AS}"
    # What FTS5 keeps beside its table, each under a quoted name.
    return kind == "table" and made.startswith(f"CREATE TABLE '{name}'(")
