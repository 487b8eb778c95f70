"""What is said about the columns of a register: kept elsewhere, left out, or read on an assumed scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from stakemap import i18n
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import Place, column_letters
from stakemap.interchange.register.collecting import Collector
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.interchange.register.quadrants import quadrant_of
from stakemap.interchange.register.scaling import named_ends
from stakemap.text import one_line
from stakemap.wording.names import listing

#: So many columns are named in one remark.
_MOST_NAMED = 20


class _Fate(NamedTuple):
    """What becomes of a column; columns of which the same becomes share one remark."""

    kind: Literal["left-out", "kept", "doubt"]
    name: Literal["contact", "ignored", "tag", "note", "guess", "scale"]
    low: str = ""
    high: str = ""


def remark_on_columns(collector: Collector, grid: Grid, sheet: SheetPlan, plan: ImportPlan) -> None:
    """Keep a remark on the columns that do not become what one would expect, one for all that become the
    same.
    """
    header = max(sheet.first_header_row + sheet.header_rows - 1, 0)
    found: dict[_Fate, list[ColumnPlan]] = {}
    for column in sheet.columns:
        fate = _fate_of(column, plan)
        if fate is not None:
            found.setdefault(fate, []).append(column)
    for fate, columns in found.items():
        number = columns[0].column if len(columns) == 1 else 0
        place = Place(sheet=grid.sheet.name, row=header, column=number)
        headings = ", ".join(one_line(each.heading) for each in columns)
        collector.remark(fate.kind, _sentence(fate, list(_names(columns))), place, headings)


def _fate_of(column: ColumnPlan, plan: ImportPlan) -> _Fate | None:
    if column.role == "contact" and not plan.keeps_contacts:
        return _Fate("left-out", "contact")
    if column.role == "ignored":
        return _Fate("left-out", "ignored") if one_line(column.heading) else None
    if column.role == "tag":
        return _Fate("kept", "tag")
    if column.role in ("note", "contact"):
        return _Fate("kept", "note")
    scale = column.scale
    if column.role == "influence" and scale is not None and scale.low is None and _says_nothing(column):
        return _Fate("doubt", "guess")
    if scale is None or scale.low is None or scale.high is None or named_ends(column.heading) is not None:
        return None
    return _Fate("doubt", "scale", i18n.number(scale.low), i18n.number(scale.high))


def _says_nothing(column: ColumnPlan) -> bool:
    """Whether only the words of a column tell what it rates."""
    is_quadrant = any(quadrant_of(word) for word in column.scale.words) if column.scale else False
    return meaning_of(column.heading).concept is None and not is_quadrant


def _names(columns: Sequence[ColumnPlan]) -> Iterator[str]:
    """The headings of columns, each once, and the letters of those that have none."""
    yield from dict.fromkeys(
        f"“{one_line(each.heading)}”"
        if one_line(each.heading)
        else tr("column {column}", column=column_letters(each.column))
        for each in columns
    )


def _sentence(fate: _Fate, names: Sequence[str]) -> str:
    columns, count = listing(names, _MOST_NAMED), len(names)
    if fate.name == "contact":
        return tr("Contact data are left out unless you ask for them: {columns}.", columns=columns)
    if fate.name == "scale":
        return tr_count(
            "{columns} names no scale; the numbers were read as {low} to {high}.",
            "These headings name no scale; the numbers were read as {low} to {high}: {columns}.",
            count,
            columns=columns,
            low=fate.low,
            high=fate.high,
        )
    if fate.name == "guess":
        return tr_count(
            "{columns} does not say what it rates; it was read as influence by its words.",
            "These columns do not say what they rate; they were read as influence by their words: {columns}.",
            count,
            columns=columns,
        )
    if fate.name == "ignored":
        return tr_count(
            "{columns} is not read.", "These columns are not read: {columns}.", count, columns=columns
        )
    if fate.name == "tag":
        return tr_count(
            "{columns} is kept in the tags of the actors.",
            "These columns are kept in the tags of the actors: {columns}.",
            count,
            columns=columns,
        )
    return tr_count(
        "{columns} is kept in the notes of the actors.",
        "These columns are kept in the notes of the actors: {columns}.",
        count,
        columns=columns,
    )
