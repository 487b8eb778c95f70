"""A workbook of 10,000 rows × 30 columns to the plan of its import, beside a bare reading."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.register.detection import detect

__all__ = ["cases"]

LIMIT = 2.0
ROWS = 10_000
#: Names, ratings in words, numbers, and texts of their own, as registers have them.
HEADINGS = (
    *("Stakeholder", "Organisation", "Influence", "Interest", "Attitude", "Power (1-5)", "Support"),
    *(f"Comments {number}" for number in range(8)),
    *(f"Score {number}" for number in range(15)),
)
WORDS = ("High", "Medium", "Low")


def cases() -> Iterator[Case]:
    """Reading alone, and to what the import shows first: the plan that is detected."""
    data = _workbook()
    if not any(not sheet.left_out for sheet in detect(IncomingFile("a.xlsx", data).workbook).sheets):
        raise BenchmarkError("no register was found")
    for what, work in (("read", _read), ("read with its layout", _detect)):
        yield case(
            f"10,000 rows × 30 columns of XLSX {what}, against python-calamine",
            partial(milliseconds_of, partial(work, data)),
            partial(milliseconds_of, partial(_bare, data)),
            LIMIT,
        )


def _read(data: bytes) -> object:
    return IncomingFile("a.xlsx", data).workbook


def _detect(data: bytes) -> object:
    return detect(IncomingFile("a.xlsx", data).workbook)


def _bare(data: bytes) -> object:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def _workbook() -> bytes:
    chance = random.Random(1)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, _cells(row, chance))
    return file.getvalue()


def _cells(row: int, chance: random.Random) -> Iterator[Any]:
    yield f"Actor {row}"
    yield f"Organisation {row % 500}"
    yield from (chance.choice(WORDS), chance.choice(WORDS), chance.choice(("Supportive", "Neutral")))
    yield from (chance.randint(1, 5), chance.randint(0, 100))
    yield from (f"What actor {row} said on day {number}" for number in range(8))
    yield from (chance.randint(0, 1_000) / 10 for _ in range(15))
