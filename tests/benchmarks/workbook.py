"""The workbook of 602 actors, written beside as many cells by XlsxWriter alone, and read beside calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from samples import large
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions

__all__ = ["cases"]

ACTORS, ISSUES = 602, 3
#: Times what the bare libraries take.
WRITING, READING = 2.5, 8.0


def cases() -> Iterator[Case]:
    """Writing and reading in one process, which has imported the libraries."""
    document = large(ACTORS, ISSUES, 1)
    write = partial(DATA_WRITERS["xlsx"].write, document, DataOptions())
    data = write().data
    sheets = _cells(data)
    count = sum(cell != "" for rows in sheets for row in rows for cell in row)
    yield case(
        f"writing {ACTORS} actors × {ISSUES} issues as a workbook, against {count:,} bare cells",
        partial(milliseconds_of, write),
        partial(milliseconds_of, partial(_write, sheets)),
        WRITING,
    )
    yield case(
        "reading that workbook back, against its bare cells",
        partial(milliseconds_of, partial(_read, data)),
        partial(milliseconds_of, partial(_cells, data)),
        READING,
    )


def _cells(data: bytes) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _write(sheets: list[list[list[object]]]) -> None:
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    for rows in sheets:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, float):
                    sheet.write_number(row, column, cell)
    book.close()


def _read(data: bytes) -> None:
    file = IncomingFile("map.xlsx", data)
    found = format_of(file)
    if found is None or len(found.read(ReadJob(file, "2025-07-01")).actors) != ACTORS:
        raise BenchmarkError("the workbook is not read back")
