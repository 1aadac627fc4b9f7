"""Whether what is derived still follows from what was found and decided; and how to build it anew.

Triggers keep `made_over`, `queue` and `queue_counts` up to date, row by row. Here the same is worked out from the whole
log at once.
"""

from __future__ import annotations

import sqlite3

_FOLLOWING = """
document, start_offset, assertion, finding, state, verdict, found, polarity, confidence,
mirna, source, target, effect, citation, drug, disease, conflict, mirna_key
"""
_COUNTED = """
SELECT document, 0, state, found, count(*) FROM queue GROUP BY 1, 3, 4
UNION ALL SELECT 0, 0, state, found, count(*) FROM queue GROUP BY 3, 4
UNION ALL
SELECT document, 1, finding_state, finding_found, count(*) FROM queue WHERE finding = assertion GROUP BY 1, 3, 4
UNION ALL
SELECT 0, 1, finding_state, finding_found, count(*) FROM queue WHERE finding = assertion GROUP BY 3, 4
"""
PAIRS = {
    "links between decisions": ("SELECT later, earlier FROM made_over_derived", "SELECT later, earlier FROM made_over"),
    "rows of the queue": (f"SELECT {_FOLLOWING} FROM queue_derived", f"SELECT {_FOLLOWING} FROM queue"),
    "findings": (
        "SELECT finding, state, found FROM findings_derived",
        "SELECT assertion, finding_state, finding_found FROM queue WHERE finding_state IS NOT NULL",
    ),
    "counts": (_COUNTED, "SELECT document, finding, state, found, rows FROM queue_counts WHERE rows <> 0"),
}
"""What → how it follows, and how it is stored."""


def differences(connection: sqlite3.Connection) -> list[str]:
    """What is stored otherwise than it follows, in words, with how many rows; empty where all is well."""
    counted = ((what, _differing(connection, *pair)) for what, pair in PAIRS.items())
    return [f"{count} {what} are not as they follow from the verdicts" for what, count in counted if count]


def build_anew(connection: sqlite3.Connection) -> None:
    """Throw away what is derived and work it out again; the triggers do the rest. The caller holds the write lock."""
    connection.execute("DELETE FROM made_over")
    connection.execute("INSERT INTO made_over SELECT later, earlier FROM made_over_derived")
    connection.execute("DELETE FROM queue")
    connection.execute("DELETE FROM queue_counts")
    connection.execute(
        f"INSERT INTO queue ({_FOLLOWING}) SELECT {_FOLLOWING} FROM queue_derived ORDER BY document, start_offset"
    )


def _differing(connection: sqlite3.Connection, follows: str, stored: str) -> int:
    """How many rows are on one side only."""
    one_way, other_way = (
        connection.execute(f"SELECT count(*) FROM (SELECT * FROM ({a}) EXCEPT SELECT * FROM ({b}))").fetchone()[0]
        for a, b in ((follows, stored), (stored, follows))
    )
    return int(one_way + other_way)
