"""Sheets of relations beside those of a stakeholder register: a row says who relates to whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from stakemap.interchange.readers.sheet_parts import headings_of
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.scale_plans import RATED_ROLES

if TYPE_CHECKING:
    from stakemap.interchange.register.plan import ImportPlan
    from stakemap.interchange.tables.sheets import Sheet, Workbook

#: What the columns of the two ends of a relation are called, as headings are compared.
ENDS: Final = (("source", "target"), ("from", "to"))
_ALL_ENDS: Final = frozenset(heading for ends in ENDS for heading in ends)


def are_ends(headings: Collection[str]) -> bool:
    """Whether headings are those of the two ends of relations, and of nothing that is about one actor."""
    return any(set(ends) <= set(headings) for ends in ENDS) and not names_actors(headings)


def has_relations(sheet: Sheet) -> bool:
    """Whether a sheet is a table of relations."""
    return are_ends(headings_of(sheet))


def names_actors(headings: Collection[str]) -> bool:
    """Whether rows are about an actor, whose name comes first: what follows are its dates or sources."""
    for heading in headings:
        if heading in _ALL_ENDS:
            return False
        if heading != "label" and meaning_of(heading).concept == "name":
            return True
    return False


def stand_beside_register(plan: ImportPlan, workbook: Workbook) -> bool:
    """Whether a workbook has sheets of relations and is a register: another of its sheets judges actors.

    Elements and nodes of other programs, which are called labels, are no register.
    """
    return bool(link_sheets(plan)) and any(
        not sheet.left_out
        and any(column.role in RATED_ROLES or column.role == "mark" for column in sheet.columns)
        and (found := workbook.sheet(sheet.sheet)) is not None
        and "label" not in headings_of(found)
        for sheet in plan.sheets
    )


def link_sheets(plan: ImportPlan) -> tuple[str, ...]:
    """The names of the sheets of relations."""
    return tuple(sheet.sheet for sheet in plan.sheets if sheet.left_out == "relations")
