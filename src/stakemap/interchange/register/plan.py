"""How a stakeholder register is read: which sheets, rows and columns mean what, as a value that can be kept.

A plan is detected (`interchange.register.detection`), changed by the user, and replayed on the next file of
the same form (`stakemap import --plan`). As a file it is JSON; `fingerprint` tells for which headers it was
made.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from stakemap.model.records import LIST_LIMIT, NAME_LIMIT

PLAN_FORMAT: Final = "stakemap-import-plan"
PLAN_VERSION: Final = 1

#: What a column holds. "mark" is one of several columns of which a cross chooses one (`ColumnPlan.value`);
#: "tag" and "note" keep texts that have no field of their own, under their heading; "contact" are personal
#: data; "target" is the other actor of a relation; "issue" and "snapshot" name what the judgement is about.
ColumnRole = Literal[
    "ignored",
    "id",
    "name",
    "aliases",
    "code",
    "kind",
    "group",
    "part-of",
    "tag",
    "note",
    "contact",
    "influence",
    "influence-low",
    "influence-high",
    "salience",
    "salience-low",
    "salience-high",
    "alignment",
    "alignment-low",
    "alignment-high",
    "mark",
    "state",
    "role",
    "confidence",
    "basis",
    "reason",
    "source",
    "watch-for",
    "issue",
    "snapshot",
    "target",
    "relation",
    "strength",
]

#: Whether a value is what is, or what is wanted; the latter becomes a scenario.
Moment = Literal["", "current", "desired"]
ShortText = Annotated[str, Field(max_length=NAME_LIMIT)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ScalePlan(_Part):
    """How the cells of a column become values of the map.

    Numbers run from `low` to `high`, which are the ends of the map's scale (also downwards, where 1 is the
    most); None where there are none. `words` are values on the map's scale by the folded text of a cell; None
    is unknown, never 0.
    """

    low: float | None = None
    high: float | None = None
    words: dict[ShortText, float | None] = {}


class ColumnPlan(_Part):
    """One column, counted from 1; `heading` is what stands above it, header rows joined by spaces.

    `issue` and `snapshot` are names (a label or a date) where the heading says of which it speaks, else "".
    `moment` tells present from wanted engagement: the latter becomes a scenario. `value` is what a mark in
    the column means, on the map's scale of `quantity` (of the alignment where that is None); None is unknown.
    Without `marks` any mark counts; else they say which letters mean the present and which the wanted one.
    """

    column: Annotated[int, Field(ge=1)]
    heading: ShortText = ""
    role: ColumnRole = "ignored"
    quantity: Literal["influence", "salience", "alignment"] | None = None
    issue: ShortText = ""
    snapshot: ShortText = ""
    moment: Moment = ""
    value: float | None = None
    marks: dict[ShortText, Moment] = {}
    scale: ScalePlan | None = None


class SkippedRow(_Part):
    """A row that is left out, and why: a total, a hint of a template, a legend below, a header again."""

    row: Annotated[int, Field(ge=1)]
    reason: Literal["total", "hint", "legend", "header", "group", "blank"]


class SheetPlan(_Part):
    """How one sheet is read. Rows count from 1, ends included; `header_rows` 0 means that there is no header.

    `left_out` says why a sheet is not read, "" if it is: instructions, a legend, an empty template, a drawn
    grid, contact data, or a choice of the user. Those of "relations" are no table of actors: they are read as
    what they are.
    """

    sheet: ShortText
    left_out: Literal[
        "",
        "instructions",
        "legend",
        "template",
        "empty",
        "grid",
        "contacts",
        "hidden",
        "chosen",
        "relations",
    ] = ""
    first_header_row: Annotated[int, Field(ge=1)] = 1
    header_rows: Annotated[int, Field(ge=0, le=12)] = 1
    first_row: Annotated[int, Field(ge=1)] = 2
    last_row: Annotated[int, Field(ge=0)] = 0
    #: Rows of one actor: "one", "pairs" (present, then wanted engagement), "runs" (an actor goes on until the
    #: next name: merged or blank cells), "links" (each row is one actor on one issue, or one relation).
    layout: Literal["one", "pairs", "runs", "links"] = "one"
    columns: tuple[ColumnPlan, ...] = Field(default=(), max_length=LIST_LIMIT)
    skipped: tuple[SkippedRow, ...] = Field(default=(), max_length=20_000)


class ImportPlan(_Part):
    """How all sheets of a register are read, and for which headers the plan was made.

    `issue` names the issue of columns that name none (the first issue of the map, or a new one called so).
    """

    format: Literal["stakemap-import-plan"] = PLAN_FORMAT
    version: Literal[1] = PLAN_VERSION
    fingerprint: ShortText = ""
    issue: ShortText = ""
    keeps_contacts: bool = False
    sheets: tuple[SheetPlan, ...] = Field(default=(), max_length=200)
