"""The one place where an error becomes words on stderr and an exit code: 0 done, 1 input bad, 2 command line wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import click

from curator.cli.console import count, fail_line, tell
from curator.errors import CuratorError
from curator.workbench import Failure
from curator.workbench.user import one_line

INTERRUPTED = 130
"""What a shell reports for a program that Ctrl+C ended: 128 + SIGINT."""
_INTERRUPTION = "Interrupted; what was finished is saved."
DEBUG_VARIABLE = "CURATOR_TRACEBACK"


def exit_code(run: Callable[[], object]) -> int:
    """Run a command line, print what went wrong, and say how to exit."""
    try:
        result = run()
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except click.Abort:
        tell(_INTERRUPTION)
        return INTERRUPTED
    except CuratorError as error:
        fail_line(_message(error))
        return error.exit_code
    except OSError as error:
        fail_line(system_message(error))
        return CuratorError.exit_code
    return result if isinstance(result, int) else 0


def _show(error: click.ClickException) -> None:
    """What click says of a command line, which may have the name of a file in it."""
    said = io.StringIO()
    error.show(file=said)
    tell(said.getvalue().rstrip("\n"))


def system_message(error: OSError) -> str:
    """What the system refused, where: `out.tsv: Permission denied`."""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)


def finish_batch(failures: Sequence[Failure], *, asked: Sequence[Path]) -> None:
    """Name what failed and why, if anything, and end with exit code 1 then. Each was printed when it happened."""
    if not failures:
        return
    # One file that was asked for and failed has just been told.
    if [failure.path for failure in failures] != list(asked) or len(failures) > 1:
        more = len(failures) - _MOST_LISTED
        listed = [f"  {_reason(failure)}" for failure in failures[:_MOST_LISTED]]
        rest = [f"  and {more} more, told above"] if more > 0 else []
        tell("\n".join([f"{count(len(failures), 'file')} failed:", *listed, *rest]))
    raise click.exceptions.Exit(CuratorError.exit_code)


_MOST_LISTED = 100


def _reason(failure: Failure) -> str:
    """The file and what is wrong with it, on one line."""
    message = failure.error.message.splitlines()[0] if failure.error.message else ""
    shown = one_line(str(failure.path))
    return message if shown in one_line(message) else f"{shown}: {message}"


def report_failure(path: Path, error: CuratorError) -> None:
    """Print why one file of a batch failed, naming it where the message does not."""
    message, shown = _message(error), one_line(str(path))
    fail_line(message if shown in message or one_line(path.name) in message else f"{shown}: {message}")


def _message(error: CuratorError) -> str:
    """What was wrong and where, and under it what would be right."""
    return f"{error.message}\n  {error.hint}" if error.hint else error.message


def crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show a fault of the program as one line with its place: the `sys.excepthook` of the command line."""
    if issubclass(kind, KeyboardInterrupt):
        tell(_INTERRUPTION)
        return
    if os.environ.get(DEBUG_VARIABLE):
        sys.__excepthook__(kind, error, trace)
        return
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else "unknown place"
    fail_line(f"this is a fault of the program, not of your input: {kind.__name__}: {error} ({where})")
    tell(f"  Set {DEBUG_VARIABLE}=1 and run it again to see the whole trace for a bug report.")
