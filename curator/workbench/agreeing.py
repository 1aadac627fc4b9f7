"""How far curators agree, over the verdicts of one database or of several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import InputError
from curator.workbench.merging import joins

if TYPE_CHECKING:
    from curator.curation.agreement import Agreement, Coefficient, SlotAgreement

__all__ = ["Agreement", "Coefficient", "SlotAgreement", "agreement"]


def agreement(paths: Sequence[Path]) -> Agreement:
    """The agreement of all curators in these databases, which are only read; as if they were merged first.

    Raises DatabaseError where one cannot be read, InputError where there are not two curators.
    """
    from curator.curation.agreement import agreement as of_log
    from curator.storage.merging import judged

    log, found = judged(paths, joins())
    curators = sorted({verdict.curator for verdict in log})
    if len(curators) < 2:
        who = f"only {curators[0]} has" if curators else "nobody has"
        raise InputError(
            f"{who} judged rows in {', '.join(map(str, paths))}; agreement needs two curators.",
            hint="Name the databases of both: curator agreement ada.db bob.db",
        )
    return of_log(log, found=found)
