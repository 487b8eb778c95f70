"""Sheets of one form about the same actors: each is another date, or another issue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.periods import is_wave, period_in
from stakemap.interchange.register.plan import ColumnPlan, SheetPlan
from stakemap.interchange.register.scale_plans import RATED_ROLES
from stakemap.text import fold

_JUDGED: Final = frozenset({*RATED_ROLES, "mark"})
#: Names that sheets have by themselves, or as copies.
_COPY: Final = re.compile(
    r"^(?:sheet|hoja|tabelle|feuil|feuille|лист|аркуш|sayfa|planilha|plan|folha|table)\s?\d*$|\(\d+\)$|"
    r"cop(?:y|ia)|kopie|копия|backup|old|archiv|draft",
    re.IGNORECASE,
)
#: Of two sheets about the same actors, at least so many names are in both.
_SHARED = 0.3


def told_apart(sheets: Sequence[SheetPlan], names: Mapping[str, frozenset[str]]) -> tuple[SheetPlan, ...]:
    """The plans; where several sheets have the same headings, their names say when or on what they judge.

    `names` has the names of the actors on each sheet.
    """
    alike: dict[frozenset[str], list[SheetPlan]] = {}
    for sheet in sheets:
        if not sheet.left_out and any(column.role in _JUDGED for column in sheet.columns):
            alike.setdefault(frozenset(fold(column.heading) for column in sheet.columns), []).append(sheet)
    changed: dict[str, SheetPlan] = {}
    for group in alike.values():
        if len(group) > 1 and _are_shared([names.get(sheet.sheet, frozenset()) for sheet in group]):
            changed |= {sheet.sheet: sheet for sheet in _marked(group)}
    return tuple(changed.get(sheet.sheet, sheet) for sheet in sheets)


def _are_shared(names: Sequence[frozenset[str]]) -> bool:
    first, *others = names
    return all(len(first & other) >= _SHARED * min(len(first), len(other)) for other in others)


def _marked(sheets: Sequence[SheetPlan]) -> list[SheetPlan]:
    titles = [sheet.sheet for sheet in sheets]
    if all(period_in(title) or is_wave(title) for title in titles):
        return [_with(sheet, snapshot=period_in(sheet.sheet) or sheet.sheet) for sheet in sheets]
    moments = [meaning_of(title).moment for title in titles]
    if sorted(moments) == ["current", "desired"]:
        return [_with(sheet, moment=moment) for sheet, moment in zip(sheets, moments, strict=True)]
    if any(_COPY.search(title) for title in titles):
        return list(sheets)
    return [_with(sheet, issue=sheet.sheet) for sheet in sheets]


def _with(sheet: SheetPlan, **fields: str) -> SheetPlan:
    """The sheet with fields set in the columns of judgements that do not have them."""

    def changed(column: ColumnPlan) -> ColumnPlan:
        new = {name: value for name, value in fields.items() if not getattr(column, name)}
        if column.role.startswith("influence"):
            new.pop("issue", None)
        return column.model_copy(update=new) if column.role in _JUDGED else column

    return sheet.model_copy(update={"columns": tuple(map(changed, sheet.columns))})
