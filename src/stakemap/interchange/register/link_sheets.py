"""Sheets of relations beside those of a stakeholder register: a row says who relates to whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from stakemap.interchange.readers.sheet_parts import heading_key, headings_of
from stakemap.interchange.register.grid import text_of
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.parts import is_number
from stakemap.interchange.register.periods import period_in, without_period
from stakemap.interchange.register.scale_plans import RATED_ROLES

if TYPE_CHECKING:
    from stakemap.interchange.register.plan import ImportPlan
    from stakemap.interchange.tables.sheets import Sheet, Workbook

#: What the columns of the two ends of a relation are called, as headings are compared.
ENDS: Final = (("source", "target"), ("from", "to"))
#: So many rows are examined to find out what the ends are.
_MOST_ROWS: Final = 250
_ALL_ENDS: Final = frozenset(heading for ends in ENDS for heading in ends)


def are_ends(headings: Collection[str]) -> bool:
    """Whether headings are those of the two ends of relations, and of nothing that is about one actor."""
    return any(set(ends) <= set(headings) for ends in ENDS) and not names_actors(headings)


def has_relations(sheet: Sheet) -> bool:
    """Whether a sheet is a table of relations, rather than one of periods or of the steps of a scale."""
    headings = list(headings_of(sheet))
    if not are_ends(headings):
        return False
    columns = [headings.index(end) for ends in ENDS if set(ends) <= set(headings) for end in ends]
    cells = [row[column] for row in sheet.rows[:_MOST_ROWS] for column in columns if column < len(row)]
    texts = [text for cell in cells if (text := text_of(cell)) and heading_key(text) not in _ALL_ENDS]
    return not texts or sum(map(_is_measure, texts)) < len(texts) / 2


def _is_measure(text: str) -> bool:
    """Whether a text is a number or a date, which is no name of an actor."""
    return is_number(text) or (bool(period_in(text)) and not without_period(text).strip())


def names_actors(headings: Collection[str]) -> bool:
    """Whether rows are about an actor, whose name comes first: what follows are its dates or sources."""
    for heading in headings:
        if heading in _ALL_ENDS:
            return False
        if heading != "label" and meaning_of(heading).concept == "name":
            return True
    return False


def stand_beside_register(plan: ImportPlan, workbook: Workbook) -> bool:
    """Whether a workbook with sheets of two ends is a register: another of its sheets judges actors.

    Elements and nodes of other programs, which are called labels, are no register.
    """
    return any(
        not sheet.left_out
        and any(column.role in RATED_ROLES or column.role == "mark" for column in sheet.columns)
        and (found := workbook.sheet(sheet.sheet)) is not None
        and "label" not in (headings := headings_of(found))
        and not are_ends(headings)
        for sheet in plan.sheets
    )


def link_sheets(plan: ImportPlan) -> tuple[str, ...]:
    """The names of the sheets of relations."""
    return tuple(sheet.sheet for sheet in plan.sheets if sheet.left_out == "relations")
