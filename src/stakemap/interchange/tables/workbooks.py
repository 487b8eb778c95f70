"""Workbooks of Excel as sheets of cells, through python-calamine, after what it is given was checked."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    MergedRange,
    Sheet,
    Workbook,
    beyond_limits,
    too_wide,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

__all__ = ["read_workbook"]

T = TypeVar("T")

#: Beyond these a float is no exact whole number.
_WHOLE = 2.0**53


def read_workbook(data: bytes) -> Workbook:
    """The worksheets of a workbook, hidden ones too. Raises MapReadError if it is damaged or encrypted."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    tables = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if not tables:
        raise MapReadError(tr("This workbook has no worksheets."))
    return Workbook(tuple(_sheet(book, each) for each in tables))


def _sheet(book: CalamineWorkbook, meta: SheetMetadata) -> Sheet:
    from python_calamine import SheetVisibleEnum

    sheet = _guarded(lambda: book.get_sheet_by_name(meta.name))
    rows, doubts = _rows(sheet)
    return Sheet(
        meta.name,
        rows,
        _merged(sheet),
        meta.visible != SheetVisibleEnum.Visible,
        tuple(doubts),
    )


def _rows(sheet: CalamineSheet) -> tuple[list[list[Cell]], list[str]]:
    """The rows up to the last one that is used, and sentences about what is beyond the limits."""
    found: list[list[Any]] = _guarded(lambda: sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS))
    rows: list[list[Cell]] = []
    used = 0
    for row in found:
        cells = [
            int(cell) if type(cell) is float and cell.is_integer() and abs(cell) < _WHOLE else cell
            for cell in row[:MOST_COLUMNS]
        ]
        while cells and cells[-1] == "":
            cells.pop()
        rows.append(cells)
        if cells:
            used = len(rows)
    del rows[used:]
    end = sheet.end
    doubts = []
    if end is not None and end[0] >= MOST_ROWS:
        doubts.append(beyond_limits(MOST_ROWS))
    if end is not None and end[1] >= MOST_COLUMNS:
        doubts.append(too_wide())
    return rows, doubts


def _merged(sheet: CalamineSheet) -> tuple[MergedRange, ...]:
    ranges = _guarded(lambda: sheet.merged_cell_ranges) or []
    return tuple(MergedRange(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in ranges)


def _guarded(read: Callable[[], T]) -> T:
    """What a function of calamine returns. Raises MapReadError for its errors, and for a panic of its Rust
    code, which is a BaseException.
    """
    from python_calamine import PasswordError

    try:
        return read()
    except PasswordError as error:
        raise MapReadError(tr("This workbook is encrypted; save it without a password first.")) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise MapReadError(tr("This workbook is damaged and cannot be read.")) from error
