"""The roles of columns, sheets and rows of a register in words, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stakemap.i18n import joined, tr
from stakemap.interchange.register.plan import ColumnPlan, ColumnRole, SheetPlan, SkippedRow

#: The roles that can be chosen, the usual ones first; a mark also says of what.
_ROLES: Final[tuple[ColumnRole, ...]] = (
    "name",
    "influence",
    "alignment",
    "salience",
    "group",
    "kind",
    "note",
    "tag",
    "reason",
    "confidence",
    "source",
    "aliases",
    "code",
    "id",
    "part-of",
    "mark",
    "influence-low",
    "influence-high",
    "alignment-low",
    "alignment-high",
    "salience-low",
    "salience-high",
    "state",
    "role",
    "basis",
    "watch-for",
    "issue",
    "snapshot",
    "target",
    "relation",
    "strength",
    "contact",
    "ignored",
)
#: Each cell has the two ends of a range.
_RANGES: Final[tuple[tuple[ColumnRole, ...], ...]] = (
    ("influence-low", "influence-high"),
    ("alignment-low", "alignment-high"),
    ("salience-low", "salience-high"),
)
#: What can be chosen for a column: one role, or two where each of its cells says both.
CHOICES: Final[tuple[tuple[ColumnRole, ...], ...]] = (
    *((role,) for role in _ROLES[:-1]),
    ("influence", "salience"),
    ("alignment", "salience"),
    *_RANGES,
    _ROLES[-1:],
)
#: The roles whose cells are values on a scale.
RATED: Final = frozenset(
    {
        *(f"{name}{end}" for name in ("influence", "salience", "alignment") for end in ("", "-low", "-high")),
        "strength",
    }
)


def role_text(role: ColumnRole) -> str:
    """What a column holds, in plain words."""
    return {
        "ignored": tr("Do not import"),
        "id": tr("ID"),
        "name": tr("Actor"),
        "aliases": tr("Other names"),
        "code": tr("Code"),
        "kind": tr("Kind of actor"),
        "group": tr("Group"),
        "part-of": tr("Part of"),
        "tag": tr("Tag"),
        "note": tr("Note"),
        "contact": tr("Contact data"),
        "influence": tr("Influence"),
        "influence-low": tr("Influence, low end"),
        "influence-high": tr("Influence, high end"),
        "salience": tr("Salience"),
        "salience-low": tr("Salience, low end"),
        "salience-high": tr("Salience, high end"),
        "alignment": tr("Alignment"),
        "alignment-low": tr("Alignment, low end"),
        "alignment-high": tr("Alignment, high end"),
        "mark": tr("Mark"),
        "state": tr("Judged or unknown"),
        "role": tr("Role in the decision"),
        "confidence": tr("Confidence"),
        "basis": tr("Basis"),
        "reason": tr("Reason"),
        "source": tr("Source"),
        "watch-for": tr("What to watch for"),
        "issue": tr("Issue"),
        "snapshot": tr("Date or snapshot"),
        "target": tr("Related actor"),
        "relation": tr("Kind of relation"),
        "strength": tr("Strength of relation"),
    }[role]


def choice_text(roles: tuple[ColumnRole, ...]) -> str:
    """What a column holds, in one role or in several."""
    ranges = dict(
        zip(
            _RANGES,
            (tr("Range of influence"), tr("Range of alignment"), tr("Range of salience")),
            strict=True,
        )
    )
    return ranges.get(roles) or joined([role_text(role) for role in roles])


def quantity_text(column: ColumnPlan) -> str:
    """What the values of a rated column are: its role, and the issue and date of which it speaks."""
    about = [each for each in (column.issue, column.snapshot) if each]
    if column.moment == "desired":
        about.append(tr("wanted"))
    return ", ".join((role_text(column.role), *about))


def left_out_text(sheet: SheetPlan) -> str:
    """Why a sheet is not imported; "" if it is, be it as relations."""
    texts: Mapping[str, str] = {
        "instructions": tr("instructions"),
        "legend": tr("legend or list of choices"),
        "template": tr("empty template"),
        "empty": tr("empty"),
        "grid": tr("drawing without data"),
        "contacts": tr("contact data"),
        "hidden": tr("hidden"),
        "chosen": tr("not chosen"),
    }
    return texts.get(sheet.left_out, "")


def layout_text(layout: str) -> str:
    """How the rows of a sheet belong to actors."""
    return {
        "one": tr("One row an actor"),
        "pairs": tr("Two rows an actor: as it is, as we want it"),
        "runs": tr("Several rows an actor, its name in the first"),
        "links": tr("One row for each actor and issue, or each relation"),
    }[layout]


def skipped_text(skipped: SkippedRow) -> str:
    """Why a row is left out."""
    return {
        "total": tr("Total, left out"),
        "hint": tr("Hint, left out"),
        "legend": tr("Legend, left out"),
        "header": tr("Headings again"),
        "group": tr("Group of the rows below"),
        "blank": tr("No name, left out"),
    }[skipped.reason]
