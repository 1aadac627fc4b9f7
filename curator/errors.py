"""Every way in which curator fails on purpose, as one tree.

    CuratorError                exit code 1
    ├── InputError              a file, or what it says, is bad
    │   ├── ReadError           a paper cannot be read
    │   ├── RuleError           a pattern file is bad: file, line, rule id
    │   └── GoldError           a gold file or its adjudication is bad
    ├── DatabaseError           the database is missing, locked, read-only, corrupt, newer or another program's
    │   ├── LockedError         another program holds the database; the same may be tried again
    │   ├── TooLongError        a question took longer than there is time for, or was given up
    │   └── DecidedError        another curator has decided since the row was shown; nothing was written
    ├── ExportError             an export cannot be written
    └── UsageError              exit code 2: the command line was wrong

`str(error)` is the whole message for a person: what was wrong, where, and what would be right. A hint, where there is
one, stands on a line of its own. The command line prints it and maps the exit code; nothing else does either.
"""

from __future__ import annotations

from pathlib import Path


class CuratorError(Exception):
    """Something that a person can put right.

    `message` says what was wrong and where, `hint` what would be right.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(CuratorError):
    """A file, or what it says, is bad."""


class ReadError(InputError):
    """A paper cannot be read. `path` is the file, `problem` what is wrong with it."""

    def __init__(self, path: Path | str, problem: str, *, hint: str = "") -> None:
        super().__init__(f"{_on_one_line(path)}: {problem}", hint=hint)
        self.path = Path(path)
        self.problem = problem


class RuleError(InputError):
    """A pattern file is bad. `line` counts from 1; both it and `rule` are left out of the message where unknown."""

    def __init__(
        self, problem: str, *, path: Path | str | None = None, line: int | None = None, rule: str = "", hint: str = ""
    ) -> None:
        super().__init__(_located(problem, path=path, line=line, rule=rule), hint=hint)
        self.problem = problem
        self.path = None if path is None else Path(path)
        self.line = line
        self.rule = rule


class GoldError(InputError):
    """A gold file or its adjudication is bad."""


class DatabaseError(CuratorError):
    """The database is missing, locked, read-only, corrupt, newer than the program, or another program's."""


class LockedError(DatabaseError):
    """Another program holds the database. The same may be tried again once it has let go."""


class TooLongError(DatabaseError):
    """A question took longer than the asker has time for, or she has given it up. Nothing was changed."""


class DecidedError(DatabaseError):
    """Another curator has decided since the row was shown, and nothing was written: the row is to be shown anew."""


class ExportError(CuratorError):
    """An export cannot be written."""


class UsageError(CuratorError):
    """The command line was wrong."""

    exit_code = 2


def _located(problem: str, *, path: Path | str | None, line: int | None, rule: str) -> str:
    """`file:line: rule x: problem`, each part only where it is known."""
    place = "" if path is None else _on_one_line(path)
    if line is not None:
        place = f"{place or 'line '}{':' if place else ''}{line}"
    parts = [place, f"rule {rule}" if rule else "", problem]
    return ": ".join(part for part in parts if part)


def _on_one_line(path: Path | str) -> str:
    """A path whose line ends are pictures, so that no name of a file passes for a message of the program."""
    return str(path).translate({10: "\u240a", 13: "\u240d"})
