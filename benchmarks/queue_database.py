"""A database of as many made-up assertions as wanted, written by SQL in one go, for measuring the queue on.

Names are spread so that a filter meets from one in a thousand rows to one in two. A hundred rows, or as many as told,
each of a sentence of its own, make a paper; every tenth row says again what the paper before said, so that findings of
two papers are there.

    python -m benchmarks.queue_database FILE ROWS [ROWS_A_PAPER [VERDICTS]]
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from curator.storage import Database
from curator.storage.migrations import migrate, migrations, shipped_migrations

_ROWS_A_PAPER = 100
_UNTOLD = 40
"""One verdict for so many rows, where no number is told."""
_DECIDED = 4
"""One row in so many has been accepted, from the first on until there are as many verdicts as wanted; or, where they
would not all find room so, one in two."""

_STATEMENTS = """
CREATE TEMP TABLE said AS
WITH RECURSIVE
    numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :rows),
    claimed (n, claim) AS (
        SELECT n, CASE WHEN n % 10 = 0 AND n > :paper THEN n - :paper - 1 ELSE n END FROM numbers
    )
-- A large odd factor spreads like a draw by lot, and is the same in every run.
SELECT n, 1 + (n - 1) / :paper AS document, claim, claim * 2654435761 % 4294967296 AS lot,
       n * 2246822519 % 4294967296 AS other_lot
FROM claimed;

CREATE TEMP TABLE named AS
SELECT
    n, document, claim,
    'miR-' || (1 + lot % 1500) AS mirna,
    CASE lot / 7 % 5 WHEN 0 THEN 'CAF' WHEN 1 THEN 'adipocyte' WHEN 2 THEN 'macrophage'
        WHEN 3 THEN 'A549' END AS source,
    'GENE' || (lot / 3 % 8000) AS target,
    CASE lot / 11 % 3 WHEN 0 THEN 'resistance' WHEN 1 THEN 'sensitivity' END AS effect,
    CASE lot / 13 % 6 WHEN 0 THEN 'cisplatin' WHEN 1 THEN 'paclitaxel' WHEN 2 THEN 'tamoxifen'
        WHEN 3 THEN 'drug-' || (lot / 17 % 300) END AS drug,
    CASE lot / 19 % 4 WHEN 0 THEN 'breast cancer' WHEN 1 THEN 'gastric cancer'
        WHEN 2 THEN 'disease-' || (lot / 23 % 400) END AS disease,
    (other_lot / 29 % 101) / 100.0 AS confidence,
    CASE other_lot / 31 % 500 WHEN 0 THEN 'drug efflux' ELSE 'pathway ' || (other_lot / 37 % 20000) END AS words
FROM said;

CREATE TEMP TABLE placed AS
SELECT *, coalesce(sum(length(quote) + 1) OVER (
    PARTITION BY document ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
), 0) AS start_offset
FROM (
    SELECT *, 'Exosomal ' || mirna || coalesce(' from ' || source, '') || ' targets ' || target
        || coalesce(' and brings ' || effect, '') || coalesce(' to ' || drug, '') || ' by ' || words || ' [1].' AS quote
    FROM named
);

INSERT INTO documents (number, id, name, title, format, text)
SELECT document, printf('d%016x', document), 'paper-' || document, 'Paper ' || document, 'text',
       group_concat(quote, ' ')
FROM (SELECT document, quote FROM placed ORDER BY n) GROUP BY document;
INSERT INTO paragraphs SELECT number, 0, 0, length(text) FROM documents;
INSERT INTO sentences
SELECT document, (n - 1) % :paper, start_offset, start_offset + length(quote) FROM placed;
INSERT INTO bibliography (document, position, key, text, authors, title, journal, year, volume, pages, start_offset,
                          end_offset)
SELECT number, 0, '1', 'Zhang H. One.', '[]', 'One', '', '2016', '', '', 0, 0 FROM documents;

INSERT INTO claims (number, id, mirna, source, target, effect, drug, disease, study)
SELECT n, printf('c%016x', n), mirna, source, target, effect, drug, disease, 'one' FROM placed WHERE claim = n;
INSERT INTO assertions (number, id, document, claim, citation, polarity, confidence, reasons, start_offset,
                        rules_version)
SELECT n, printf('a%016x', n), document, claim, '1', 'affirmed', confidence, '[]', start_offset, 'r1' FROM placed;
INSERT INTO evidence (number, id, assertion, position, start_offset, end_offset, quote, section, rule)
SELECT n, printf('e%016x', n), n, 0, start_offset, start_offset + length(quote), quote, 'Results',
       'targets-' || (n % 40)
FROM placed;
INSERT INTO slots (evidence, position, slot, start_offset, end_offset, text, value)
SELECT n, 0, 'mirna', start_offset + 9, start_offset + 9 + length(mirna), mirna, mirna FROM placed;

INSERT INTO verdicts (id, assertion, action, curator, time, before_mirna, after_mirna, comment, quote, program_version,
                      rules_version, previous)
SELECT printf('v%032x', n), printf('a%016x', n), 'accept', 'another', '2026-01-02T03:04:05Z', mirna, mirna, '', quote,
       '0', 'r1', '' FROM placed WHERE n % :every = 0 AND n <= :verdicts * :every;
"""


def build(path: Path, rows: int, *, rows_a_paper: int = _ROWS_A_PAPER, verdicts: int | None = None) -> None:
    """Write a database with this many assertions and bring it up to date."""
    fill(path, rows, rows_a_paper=rows_a_paper, verdicts=verdicts)
    Database.open(path).close()


def fill(path: Path, rows: int, *, rows_a_paper: int = _ROWS_A_PAPER, verdicts: int | None = None) -> None:
    """Write it as the first version of the schema had it."""
    wanted = rows // _UNTOLD if verdicts is None else verdicts
    every = _DECIDED if wanted * _DECIDED <= rows else 2
    values = {"rows": rows, "paper": rows_a_paper, "verdicts": wanted, "every": every}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        migrate(connection, path, migrations(shipped_migrations())[:1])
        connection.execute("BEGIN")
        for statement in _STATEMENTS.split(";\n"):
            if statement.strip():
                named = {name: value for name, value in values.items() if f":{name}" in statement}
                connection.execute(statement, named)
        connection.execute("COMMIT")


if __name__ == "__main__":
    file, number, *told = sys.argv[1:]
    build(
        Path(file), int(number), rows_a_paper=int(told[0]) if told else _ROWS_A_PAPER,
        verdicts=int(told[1]) if told[1:] else None,
    )  # fmt: skip
