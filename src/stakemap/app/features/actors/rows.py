"""The rows of the actor table: texts and sort keys, without any widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from stakemap.app.kit.forms import choices as words
from stakemap.i18n import cached_by_language, number, tr
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.model.new_actors import code_of
from stakemap.model.order import sort_key
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolved, Resolver, is_carried_over
from stakemap.picture.appearance.look_builder import group_looks
from stakemap.picture.appearance.values import GroupLook, actor_colour
from stakemap.picture.theme import Theme
from stakemap.text import single_line
from stakemap.wording.numbers import signed
from stakemap.wording.others import spread_ends, spread_text


class Column(IntEnum):
    """The columns from left to right."""

    CODE = 0
    NAME = 1
    INFLUENCE = 2
    ALIGNMENT = 3
    SPREAD = 4
    SALIENCE = 5
    GROUP = 6
    KIND = 7
    ROLE = 8
    CONFIDENCE = 9
    BASIS = 10
    STATE = 11


COLUMNS = tuple(Column)
#: The columns of numbers; a word replaces a missing number.
NUMBERS = frozenset({Column.INFLUENCE, Column.ALIGNMENT, Column.SALIENCE})

#: Sort keys of unknown values, which come last in either order.
UNKNOWN = float("inf")
UNKNOWN_TEXT = (1, "")
#: The order of fixed terms in their columns.
_ORDERS: Mapping[Column, Mapping[str, int]] = {
    Column.CONFIDENCE: {"high": 0, "moderate": 1, "low": 2},
    Column.BASIS: {"stated": 0, "inferred": 1, "assumed": 2},
    Column.ROLE: {"decides": 0, "can-block": 1, "influences": 2},
}


@cached_by_language
def title(column: Column) -> str:
    """The title of a column."""
    return {
        Column.CODE: tr("Code"),
        Column.NAME: tr("Name"),
        Column.INFLUENCE: tr("Influence"),
        Column.ALIGNMENT: tr("Alignment"),
        Column.SPREAD: tr("Spread"),
        Column.SALIENCE: tr("Salience"),
        Column.GROUP: tr("Group"),
        Column.KIND: tr("Kind"),
        Column.ROLE: tr("Role"),
        Column.CONFIDENCE: tr("Confidence"),
        Column.BASIS: tr("Basis"),
        Column.STATE: tr("State"),
    }[column]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A row of the table; `texts` are indexed by Column.

    `carried` means that the alignment is carried over from an earlier snapshot. `code` is the actor's own
    code, "" where the table shows one derived from the name.
    """

    actor: str
    code: str
    colour: str
    texts: tuple[str, ...]
    carried: bool


class RowMaker:
    """Creates rows for one map and view.

    It is cheap to recreate after each edit, since rows are computed on demand.
    """

    def __init__(
        self,
        document: StakeMap,
        snapshot: str | None,
        issue: str | None,
        theme: Theme,
        resolver: Resolver,
    ) -> None:
        self._document, self._theme, self._snapshot = document, theme, snapshot
        self._kinds, self._roles = words.kinds(), words.roles()
        self._confidences, self._bases = words.confidences(), words.bases()
        self._groups: Mapping[str, GroupLook] = group_looks(document, theme)
        self._standings: Mapping[str, Resolved[Standing]] = {}
        self._stances: Mapping[str, Resolved[Stance]] = {}
        if snapshot is not None and snapshot in document.snapshots:
            self._standings = resolver.standings(document, snapshot)
            if issue is not None and issue in document.issues:
                self._stances = resolver.stances(document, snapshot, issue)

    @property
    def actors(self) -> Mapping[str, Actor]:
        """The actors of the map."""
        return self._document.actors

    def has_others(self, actor_id: str) -> bool:
        """Whether several analysts judge the alignment of an actor."""
        stance = self._stances.get(actor_id)
        return stance is not None and bool(stance.judgement.others)

    def name(self, actor_id: str) -> str:
        """The name of an actor as it stands in the map."""
        return self._document.actors[actor_id].name

    def _placing(self, actor_id: str) -> Placing:
        return placing(self._standings, self._stances, actor_id)

    def _group(self, actor: Actor) -> GroupLook | None:
        return None if actor.group is None else self._groups.get(actor.group)

    def key(self, actor_id: str, column: Column) -> Any:
        """Return the sort key of an actor in a column; numbers sort descending."""
        actor = self._document.actors[actor_id]
        if column == Column.NAME:
            return sort_key(actor.name)
        if column == Column.CODE:
            return sort_key(code_of(actor))
        if column == Column.GROUP:
            group = self._group(actor)
            return UNKNOWN_TEXT if group is None else (0, sort_key(group.name))
        if column == Column.KIND:
            return sort_key(self._kinds[actor.kind])
        placed = self._placing(actor_id)
        stance = _stance(placed)
        if column in _ORDERS:
            term = getattr(stance, column.name.lower(), None)
            return UNKNOWN if term is None else _ORDERS[column][term]
        if column == Column.STATE:
            return sort_key(_state(placed))
        if column == Column.SPREAD:
            ends = None if stance is None else spread_ends(stance)
            return UNKNOWN if ends is None else ends[0] - ends[1]
        estimate = {
            Column.INFLUENCE: placed.influence,
            Column.ALIGNMENT: stance.alignment if stance is not None else None,
            Column.SALIENCE: stance.salience if stance is not None else None,
        }[column]
        return UNKNOWN if estimate is None else -estimate.value

    def row(self, actor_id: str) -> ActorRow:
        """Return the row of an actor."""
        actor = self._document.actors[actor_id]
        placed = self._placing(actor_id)
        stance = _stance(placed)
        alignment = stance.alignment if stance is not None else None
        salience = stance.salience if stance is not None else None
        influence = placed.influence
        group = self._group(actor)
        shown = placed.stance
        return ActorRow(
            actor=actor_id,
            code=actor.code,
            colour=actor_colour(actor.colour, group, self._theme),
            texts=(
                code_of(actor),
                single_line(actor.name),
                number(influence.value) if influence is not None else _missing_text(placed.standing),
                signed(alignment.value) if alignment is not None else _missing_text(shown),
                "" if stance is None else spread_text(stance),
                number(salience.value) if salience is not None else _missing_salience_text(placed),
                group.name if group is not None else "",
                self._kinds[actor.kind],
                _term(self._roles, stance, "role"),
                _term(self._confidences, stance, "confidence"),
                _term(self._bases, stance, "basis"),
                _state(placed),
            ),
            carried=shown is not None
            and self._snapshot is not None
            and is_carried_over(self._document, shown, self._snapshot),
        )


def _stance(placed: Placing) -> Stance | None:
    """The stance, even where the influence is not applicable: the column of states shows that."""
    return None if placed.stance is None else placed.stance.judgement


def _term(terms: Mapping[str, str], stance: Stance | None, name: str) -> str:
    """A fixed term of a stance in words, "" where it is not given."""
    value = None if stance is None else getattr(stance, name)
    return "" if value is None else terms[value]


def _missing_text(resolved: Resolved[Standing] | Resolved[Stance] | None) -> str:
    """The state that explains a missing number, in words."""
    return words.state_text(None if resolved is None else resolved.judgement.state)


def _missing_salience_text(placed: Placing) -> str:
    """The state that explains a missing salience; "" where the stance is judged without one."""
    stance = placed.stance
    return _missing_text(None if stance is None or stance.judgement.is_judged else stance)


def _state(placed: Placing) -> str:
    """The placement of an actor in words."""
    state = "judged" if placed.placement == "placed" else placed.placement
    return words.state_text(None if state == "unjudged" else state)
