"""Workbooks of Excel as sheets of cells, through python-calamine, after what it is given was checked."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.binary_parts import check_binary_parts
from stakemap.interchange.tables.binary_workbook import check_binary_workbook
from stakemap.interchange.tables.package import is_excel_part, sheet_parts
from stakemap.interchange.tables.sheet_xml import check_sheet, check_texts
from stakemap.interchange.tables.sheets import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    MergedRange,
    Sheet,
    Workbook,
    beyond_limits,
    clipped,
    too_wide,
)
from stakemap.interchange.tables.zip_parts import damaged, packed, parts_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

T = TypeVar("T")
Errors = Mapping[tuple[int, int], str]

#: Beyond these a number with a point is no exact whole number (as in `whole`, whose call takes too long).
_WHOLE = 2.0**53


def read_workbook(data: bytes) -> Workbook:
    """The worksheets of a workbook, hidden ones too. Raises MapReadError if it is damaged or encrypted."""
    if not data.startswith(b"PK"):
        checked = check_binary_workbook(data)
        return _read(io.BytesIO(checked.data), _Known(errors=checked.errors))
    parts = parts_of(data, is_excel_part)
    known = _known(parts)
    stream = packed(parts)
    del parts
    return _read(stream, known)


@dataclass(frozen=True)
class _Known:
    """What is known of a workbook before it is read: doubts by the name of a sheet, errors by its number."""

    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[int, Errors] = field(default_factory=dict)
    has_long_texts: bool = True


def _known(parts: dict[str, bytes]) -> _Known:
    """Check all parts in place. Raises MapReadError."""
    by_part = {part: name for name, part in sheet_parts(parts).items()}
    doubts, shared, sheets = {}, [], []
    for part, content in parts.items():
        # Whatever may be taken for a worksheet is looked at, whatever it is called.
        if b"sheetData" in content:
            sheet = check_sheet(content)
            parts[part], has_texts = sheet.xml, sheet.has_texts
            sheets.append(sheet)
            doubts[by_part.get(part, "")] = sheet.doubts
        else:
            has_texts = b"<si" in content or b":si" in content
        if has_texts:
            shared.append(content)
    longest = [*(sheet.longest for sheet in sheets), *(check_texts(content, sheets) for content in shared)]
    errors = check_binary_parts(parts)
    return _Known(doubts, errors, bool(errors) or max(longest, default=0) > MOST_CHARACTERS)


def _read(stream: io.BytesIO, known: _Known) -> Workbook:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = _guarded(lambda: CalamineWorkbook.from_filelike(stream))
    sheets = [
        _sheet(book, meta, known, known.errors.get(number, {}))
        for number, meta in enumerate(book.sheets_metadata)
        if meta.typ == SheetTypeEnum.WorkSheet
    ]
    if not sheets:
        raise MapReadError(tr("This workbook has no worksheets."))
    if len({sheet.name for sheet in sheets}) < len(sheets):
        raise damaged()
    return Workbook(tuple(sheets))


def _sheet(book: CalamineWorkbook, meta: SheetMetadata, known: _Known, errors: Errors) -> Sheet:
    from python_calamine import SheetVisibleEnum

    sheet = _guarded(lambda: book.get_sheet_by_name(meta.name))
    rows, limits = _rows(sheet, known.has_long_texts)
    for (row, column), text in errors.items():
        if row < MOST_ROWS and column < MOST_COLUMNS:
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
    return Sheet(
        meta.name,
        rows,
        _merged(sheet),
        meta.visible != SheetVisibleEnum.Visible,
        (*known.doubts.get(meta.name, ()), *limits),
    )


def _rows(sheet: CalamineSheet, has_long_texts: bool) -> tuple[list[list[Cell]], list[str]]:
    """The rows up to the last one that is used, and sentences about what is beyond the limits."""
    found: list[list[Any]] = _guarded(lambda: sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS))
    rows: list[list[Cell]] = []
    used = 0
    for place, row in enumerate(found):
        # What is read twice is not kept twice.
        found[place] = []
        cells = [
            int(cell) if type(cell) is float and cell.is_integer() and -_WHOLE < cell < _WHOLE else cell
            for cell in (row if len(row) <= MOST_COLUMNS else row[:MOST_COLUMNS])
        ]
        if has_long_texts:
            cells = [clipped(cell) if type(cell) is str else cell for cell in cells]
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
        raise damaged() from error
