"""Sheets in which registers are not tables of a row an actor, arranged as such before they are looked at.

Tables that lie on their side are turned, and names in a drawn grid become rows. Every cell keeps its place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from stakemap.i18n import tr
from stakemap.interchange.register.drawn_grids import drawn_names
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import Header, find_header, likeness
from stakemap.interchange.register.headings import QUANTITIES, meaning_of
from stakemap.interchange.register.scaling import is_readable
from stakemap.interchange.tables.sheets import Cell, MergedRange, Sheet, Workbook
from stakemap.text import single_line

#: Larger sheets are tables already.
_MOST_ROWS = 60
_MOST_COLUMNS = 200
_LEAST_READ = 0.6
_LEVELS: Final = {False: "Low", True: "High"}


def arranged(workbook: Workbook) -> Workbook:
    """The workbook with its sheets arranged; the same one if there is nothing to arrange."""
    sheets = tuple(_arranged(sheet) for sheet in workbook.sheets)
    same = all(one is other for one, other in zip(sheets, workbook.sheets, strict=True))
    return workbook if same else Workbook(sheets)


def _arranged(sheet: Sheet) -> Sheet:
    grid = Grid(sheet)
    if len(sheet.rows) <= _MOST_ROWS and grid.width <= _MOST_COLUMNS and _lies_on_its_side(grid):
        return _turned(sheet, grid.width)
    header = find_header(grid)
    return sheet if header is not None and _names_actors(header) else _listed(sheet, grid)


def _names_actors(header: Header) -> bool:
    meanings = (meaning_of(header.heading(column)) for column in header.parts)
    return any(each.is_known and each.concept in ("name", "organisation", "person") for each in meanings)


def _lies_on_its_side(grid: Grid) -> bool:
    """Whether headings stand below each other at the left, and what they head at their right."""
    column = min((min(texts) for _, texts in grid.rows(1, grid.height) if texts), default=0)
    headings = {row: meaning_of(single_line(grid.text(row, column))) for row in range(1, grid.height + 1)}
    rated = [row for row, each in headings.items() if each.is_known and each.concept in QUANTITIES]
    if len({headings[row].concept for row in rated}) < 2:
        return False
    values = [grid.text(row, at) for row in rated for at in range(column + 1, grid.width + 1)]
    said = [text for text in values if text]
    if len(said) < 3 or sum(map(is_readable, said)) < _LEAST_READ * len(said):
        return False
    turned = Grid(_turned(grid.sheet, grid.width))
    header = find_header(turned)
    return header is not None and _names_actors(header) and likeness(turned) > likeness(grid)


def _turned(sheet: Sheet, width: int) -> Sheet:
    height = len(sheet.rows)
    rows = [[sheet.cell(row, column) for row in range(1, height + 1)] for column in range(1, width + 1)]
    places = {(column, row): (row, column) for row in range(height + 1) for column in range(width + 1)}
    merged = tuple(
        MergedRange(one.first_column, one.first_row, one.last_column, one.last_row) for one in sheet.merged
    )
    return replace(sheet, rows=rows, merged=merged, places=places)


def _listed(sheet: Sheet, grid: Grid) -> Sheet:
    """A sheet with a drawn grid as a list of the names in it."""
    drawn = drawn_names(grid)
    if not drawn:
        return sheet
    rows: list[list[Cell]] = [["Stakeholder", "Power", "Interest"]]
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for each in drawn:
        rows.append([each.name, _LEVELS[each.power], _LEVELS[each.interest]])
        places |= {(len(rows), column): (each.row, each.column) for column in range(4)}
    doubt = tr("The names stand in a drawn grid; their power and interest are those of its quadrants.")
    return replace(sheet, rows=rows, merged=(), places=places, doubts=(*sheet.doubts, doubt))
