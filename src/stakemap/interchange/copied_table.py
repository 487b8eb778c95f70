"""Actors as tab-separated text for a spreadsheet, which can be pasted back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stakemap.interchange.columns import heading
from stakemap.interchange.synonyms import FIELDS, Field
from stakemap.interchange.tsv import write_cells
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Estimate, Judgement, Stance
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolver
from stakemap.model.terms import term
from stakemap.text import list_line

Cell = str | float | None
#: The columns of a copied table, in their order; sources stay with the map.
_COPIED = tuple(field for field in FIELDS if field not in ("source", "influence_source"))
#: Columns that are written even if they are empty.
_ALWAYS: tuple[Field, ...] = ("name", "influence", "alignment")


class _Entry(NamedTuple):
    """An actor as one row, with the judgements that place it."""

    actor: str
    record: Actor
    placed: Placing

    @property
    def stance(self) -> Stance | None:
        """The judgement on the issue."""
        return None if self.placed.stance is None else self.placed.stance.judgement

    @property
    def weight(self) -> Judgement | None:
        """The judgement that holds the influence."""
        return None if self.placed.weight is None else self.placed.weight.judgement


def table_text(
    document: StakeMap,
    snapshot: str | None,
    issue: str | None,
    actors: Iterable[str],
    resolver: Resolver,
) -> str:
    """Actors, in the order given, as tab-separated text with a row of headings.

    Pasting it back changes nothing. Cells are empty if not judged, and say so if unknown. Texts that a
    spreadsheet would evaluate as formulas are escaped (see `interchange.tsv`). The columns are those
    that are not empty, and name, influence and alignment.
    """
    has_place = snapshot is not None and issue is not None
    standings = {} if snapshot is None else resolver.standings(document, snapshot)
    stances = resolver.stances(document, snapshot or "", issue or "") if has_place else {}
    rows: list[list[Cell]] = [[heading(field) for field in _COPIED]]
    for actor in actors:
        entry = _Entry(actor, document.actors[actor], placing(standings, stances, actor))
        rows.append([_cell(document, entry, field) for field in _COPIED])
    filled = [
        place
        for place, field in enumerate(_COPIED)
        if field in _ALWAYS or any(row[place] not in (None, "") for row in rows[1:])
    ]
    return write_cells([[row[place] for place in filled] for row in rows])


def _cell(document: StakeMap, entry: _Entry, field: Field) -> Cell:
    if field.startswith(("influence", "alignment", "salience")):
        return (
            _number_cell(entry, field)
            if "_" not in field or field.endswith(("low", "high"))
            else _influence_support(entry, field)
        )
    if field in ("role", "watch_for", "reason", "confidence", "basis"):
        return _term_cell(entry.stance, field)
    return entry.actor if field == "id" else actor_cell(document, entry.record, field)


def actor_cell(document: StakeMap, record: Actor, field: Field) -> str | None:
    """A field of an actor itself as its cell is copied."""
    if field == "kind":
        return term(record.kind)
    if field in ("aliases", "tags"):
        return list_line(getattr(record, field))
    if field == "group":
        group = document.groups.get(record.group or "")
        return record.group if group is None else group.name
    if field == "part_of":
        whole = document.actors.get(record.part_of or "")
        return record.part_of if whole is None else whole.name
    text: str | None = getattr(record, field)
    return text


def _number_cell(entry: _Entry, field: Field) -> Cell:
    quantity, _, end = field.partition("_")
    judgement = entry.weight if quantity == "influence" else entry.stance
    estimate: Estimate | None = getattr(judgement, quantity, None)
    if estimate is not None:
        value: float | None = getattr(estimate, end or "value")
        return value
    if end or quantity == "salience" or judgement is None or judgement.is_judged:
        return None
    return term(judgement.state)


def _influence_support(entry: _Entry, field: Field) -> Cell:
    """Reason, confidence or basis of the influence, unless it is judged with the stance and shares its."""
    if entry.placed.has_own_influence:
        return None
    return _term_cell(entry.weight, field.removeprefix("influence_"))


def _term_cell(judgement: Judgement | None, name: str) -> Cell:
    value: str | None = getattr(judgement, name, None)
    if value and name in ("role", "confidence", "basis"):
        return term(value)
    return value
