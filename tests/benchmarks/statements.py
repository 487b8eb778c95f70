"""Reading a base of 50,000 statements, beside fetching its rows with bare SQLite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.harness import Case, Row, isolated_environment, run_process
from dna_databases import base_of

__all__ = ["cases"]

STATEMENTS, DOCUMENTS, ACTORS, CONCEPTS = 50_000, 2_000, 300, 60
#: 5 s beside 0.3 s, and 512 MB beside 50.
TIME_LIMIT, MEMORY_LIMIT = 16.0, 10.0

_READ = """
import sys
from pathlib import Path
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
file = IncomingFile("base.dna", Path(sys.argv[1]).read_bytes())
content = format_of(file).read(ReadJob(file, "2025-07-01"))
assert sum(len(stance.citations) for stance in content.stances) == int(sys.argv[2])
"""
_FETCH = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as connection:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
assert len(rows["STATEMENTS"]) == int(sys.argv[2])
"""


def cases() -> Iterator[Case]:
    """The whole process and its peak memory."""
    what = f"reading {STATEMENTS:,} statements of a discourse network, against fetching the rows"
    rows = (Row(what, TIME_LIMIT), Row(f"peak memory of {what}", MEMORY_LIMIT, unit="MB"))
    with isolated_environment() as (environment, folder):
        base = folder / "base.dna"
        base.write_bytes(base_of(STATEMENTS, DOCUMENTS, ACTORS, CONCEPTS))

        def cost(program: str) -> tuple[float, list[float]]:
            command = [sys.executable, "-c", program, str(base), str(STATEMENTS)]
            spent = run_process(command, environment, folder)
            return 1_000 * spent.seconds, [] if spent.peak is None else [spent.peak / 1e6]

        yield Case(rows, partial(cost, _READ), partial(cost, _FETCH))
