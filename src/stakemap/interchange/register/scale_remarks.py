"""What is said about the columns of a register: kept elsewhere, left out, or read on an assumed scale."""

from __future__ import annotations

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.register.collecting import Collector
from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.interchange.register.scaling import named_ends
from stakemap.text import one_line
from stakemap.wording import numbers

__all__ = ["remark_on_columns"]


def remark_on_columns(collector: Collector, grid: Grid, sheet: SheetPlan, plan: ImportPlan) -> None:
    """Keep a remark for each column that does not become what one would expect."""
    header = max(sheet.first_header_row + sheet.header_rows - 1, 0)
    for column in sheet.columns:
        place = Place(sheet=grid.sheet.name, row=header, column=column.column)
        heading = one_line(column.heading)
        if column.role == "contact" and not plan.keeps_contacts:
            collector.remark(
                "left-out", tr("Contact data are left out unless you ask for them."), place, heading
            )
        elif column.role == "ignored" and heading:
            collector.remark("left-out", tr("This column is not read."), place, heading)
        elif column.role == "tag":
            collector.remark("kept", tr("This column is kept in the tags of the actors."), place, heading)
        elif column.role in ("note", "contact"):
            collector.remark("kept", tr("This column is kept in the notes of the actors."), place, heading)
        else:
            _remark_on_scale(collector, column, place, heading)


def _remark_on_scale(collector: Collector, column: ColumnPlan, place: Place, heading: str) -> None:
    """Say on which scale numbers were read that no heading names."""
    scale = column.scale
    if scale is None or scale.low is None or scale.high is None or named_ends(column.heading) is not None:
        return
    collector.remark(
        "doubt",
        tr(
            "The heading names no scale; the numbers were read as {low} to {high}.",
            low=numbers.number(scale.low),
            high=numbers.number(scale.high),
        ),
        place,
        heading,
    )
