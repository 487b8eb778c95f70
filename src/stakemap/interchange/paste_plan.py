"""Plan of the changes of a pasted table: matches rows with actors and collects their changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stakemap.errors import CancelledError, EditError
from stakemap.i18n import tr
from stakemap.interchange.cells import CellError, colour_of, kind_of
from stakemap.interchange.columns import INFLUENCE_FIELDS, STANCE_FIELDS, Field, Scale
from stakemap.interchange.names import Names
from stakemap.interchange.paste_judgements import OWN_SUPPORT, PLAIN_SUPPORT, stance_of, standing_of
from stakemap.interchange.paste_row import Change, Refused, Row
from stakemap.interchange.paste_sources import PastedSources
from stakemap.model.colours import with_colours
from stakemap.model.document import Actor, Group, StakeMap
from stakemap.model.edits_base import Authorship, put_judgements
from stakemap.model.ids import mint
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import succeeding
from stakemap.model.new_actors import Codes, actor_named, code_of
from stakemap.model.records import merged, replace
from stakemap.model.resolve import Resolver, own_judgement
from stakemap.model.subjects import Subject
from stakemap.model.terms import term
from stakemap.text import list_items, list_line
from stakemap.wording.names import actor_name

__all__ = ["PlannedRow", "Planner"]


#: After so many rows it is told how much is done.
_ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """The planned changes of one row. `actor` is its existing or new id, "" if it is ambiguous or missing."""

    row: int
    actor: str
    name: str
    is_new: bool
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]


class Planner:
    """Plans the rows of one table, which may refer to actors that other rows add."""

    def __init__(
        self,
        document: StakeMap,
        snapshot: str,
        issue: str | None,
        authorship: Authorship,
        resolver: Resolver,
        *,
        adds_actors: bool,
        adds_groups: bool,
    ) -> None:
        self._document, self._snapshot, self._issue = document, snapshot, issue
        self._authorship, self._adds_actors, self._adds_groups = authorship, adds_actors, adds_groups
        self._shown_standings = resolver.standings(document, snapshot)
        self._shown_stances = {} if issue is None else resolver.stances(document, snapshot, issue)
        self._actors, self._all_groups = dict(document.actors), dict(document.groups)
        self._judgements: dict[Subject, Judgement | None] = {}
        self._names, self._aliases, self._codes, self._groups = Names(), Names(), Names(), Names()
        self._sources = PastedSources(document)
        self._taken: set[str] = set(document.actors)
        self._shown_codes = Codes(document)
        for key, actor in document.actors.items():
            self._names.add(key, actor.name)
            self._aliases.add(key, *actor.aliases)
            self._codes.add(key, actor.code)
        for key, group in document.groups.items():
            self._groups.add(key, group.name)

    def plan(
        self,
        rows: Sequence[Mapping[Field, tuple[int, str]]],
        columns: Sequence[Field | None],
        scales: Mapping[Field, Scale],
        report: Callable[[float], bool],
    ) -> tuple[PlannedRow, ...]:
        """Plan every row: first who it is about, so that rows may refer to each other, then what it says.

        Raises CancelledError once `report`, which is told how much is done (0 to 1), answers False.
        """
        work = [Row(number, cells, scales, self._sources.cite) for number, cells in enumerate(rows)]
        # Before any new actor is given a code.
        for row in work:
            self._shown_codes.take(row.text("code") or "")
        actors = [self._identified(row) for row in work]
        self._refuse_repeats(work, actors)
        for row, actor in zip(work, actors, strict=True):
            if row.number % _ROWS_AT_ONCE == 0 and not report(row.number / len(work)):
                raise CancelledError
            if actor is not None:
                self._plan_actor(row, actor)
                self._plan_judgements(row, actor, columns)
        self._refuse_circles(work, actors)
        return tuple(
            PlannedRow(
                row.number,
                actor or "",
                row.text("name") or ("" if actor is None else actor_name(self._document, actor)),
                actor is not None and actor not in self._document.actors,
                tuple(row.changes),
                tuple(sorted(row.refused, key=lambda cell: cell.column)),
            )
            for row, actor in zip(work, actors, strict=True)
        )

    def result(self) -> StakeMap:
        """The map with all planned changes; the same object if there are none."""
        document = self._document
        changed = {key: actor for key, actor in self._actors.items() if document.actors.get(key) is not actor}
        if changed:
            document = replace(
                document,
                groups=self._coloured(document.groups),
                actors=document.actors | changed,
            )
        sources = self._sources.cited_by(self._judgements.values())
        if sources:
            document = replace(document, sources=merged(document.sources, sources))
        return put_judgements(document, self._snapshot, self._judgements)

    @property
    def new_groups(self) -> tuple[str, ...]:
        """The names of the groups that the table adds."""
        known = self._document.groups
        return tuple(group.name for key, group in self._all_groups.items() if key not in known)

    def _coloured(self, known: dict[str, Group]) -> dict[str, Group]:
        """The groups of the map and the new ones, which are given colours that none has yet."""
        new = {key: group for key, group in self._all_groups.items() if key not in known}
        return with_colours(with_colours(known) | new) if new else known

    def _identified(self, row: Row) -> str | None:
        """The actor a row is about, minted where it is new; None, and a refusal, where that cannot be told.

        A code tells it only where there is no name: two actors may share one.
        """
        actor_id = row.text("id")
        if actor_id in self._document.actors:
            return actor_id
        field: Field = "code" if row.text("name") is None else "name"
        text = row.text(field) or ""
        for names in (self._codes,) if field == "code" else (self._names, self._aliases):
            found = names.find(text)
            if len(found) == 1:
                return found[0]
            if found:
                sentence = tr("“{text}” could be any of: {ids}.", text=text, ids=", ".join(found))
                row.refuse(field, sentence)
                return None
        return self._new(row)

    def _new(self, row: Row) -> str | None:
        name = row.text("name")
        if name is None:
            field: Field = next((each for each in ("id", "code") if row.text(each)), "name")
            row.refuse(
                field,
                tr("This actor is not in the map; a new one needs a name.")
                if row.text(field)
                else tr("This row does not say which actor it is about."),
            )
            return None
        if not self._adds_actors:
            row.refuse("name", tr("There is no actor “{name}” in this map.", name=name))
            return None
        wanted = row.text("id") or ""
        # A running number is no id that a map could be read by.
        actor = mint(name if wanted.isdigit() else wanted or name, self._taken)
        self._taken.add(actor)
        try:
            replace(Actor(name=""), name=name)
        except EditError as error:
            row.refuse("name", str(error))
            return None
        added = self._actors[actor] = actor_named(name, self._shown_codes)
        self._shown_codes.take(code_of(added))
        self._names.add(actor, name)
        self._aliases.add(actor, *added.aliases)
        row.changed("name", "", name)
        return actor

    def _refuse_repeats(self, rows: Sequence[Row], actors: list[str | None]) -> None:
        first: dict[str, int] = {}
        for place, (row, actor) in enumerate(zip(rows, actors, strict=True)):
            if actor is None:
                continue
            if actor in first:
                field: Field = next((each for each in ("name", "id", "code") if row.text(each)), "name")
                row.refuse(field, tr("This actor is in row {row} already.", row=first[actor] + 1))
                actors[place] = None
            else:
                first[actor] = row.number

    def _plan_actor(self, row: Row, key: str) -> None:
        """Plan changes of the actor's own fields; its name only if the row has its id."""
        parsers: dict[Field, Callable[[str], Any]] = {
            "code": _code_of,
            "kind": kind_of,
            "group": self._group_of,
            "part_of": lambda text: self._whole_of(text, key),
            "colour": colour_of,
            "aliases": list_items,
            "tags": list_items,
            "note": str,
        }
        if row.text("id") == key:
            parsers["name"] = str
        actor = self._actors[key]
        for field, parse in parsers.items():
            before = getattr(actor, field)
            # What reads as it is copied is the same, even where its words alone would leave it open.
            if row.text(field) == self._field_text(field, before).strip():
                continue
            value = row.parsed(field, parse)
            if value is None or value == before:
                continue
            try:
                actor = replace(actor, **{field: value})
            except EditError as error:
                row.refuse(field, str(error))
                continue
            row.changed(field, self._field_text(field, before), self._field_text(field, value))
        self._actors[key] = actor

    def _field_text(self, field: Field, value: Any) -> str:
        if not value:
            return ""
        if isinstance(value, tuple):
            return list_line(value)
        if field == "kind":
            return term(value)
        if field == "group":
            return self._all_groups[value].name if value in self._all_groups else str(value)
        if field == "part_of":
            return self._actors[value].name if value in self._actors else str(value)
        return str(value)

    def _group_of(self, text: str) -> str:
        found = self._groups.find(text)
        if not found and self._adds_groups:
            return self._new_group(text)
        if len(found) != 1:
            raise CellError(
                tr("There is no group “{name}” in this map; add it first.", name=text)
                if not found
                else tr("“{text}” could be any of: {ids}.", text=text, ids=", ".join(found))
            )
        return found[0]

    def _new_group(self, name: str) -> str:
        key = mint(name, self._all_groups)
        try:
            self._all_groups[key] = replace(Group(name=""), name=name)
        except EditError as error:
            raise CellError(str(error)) from error
        self._groups.add(key, name)
        return key

    def _whole_of(self, text: str, part: str) -> str:
        found = self._names.find(text)
        if len(found) != 1:
            raise CellError(
                tr("There is no actor “{name}” in this map or this table.", name=text)
                if not found
                else tr("“{text}” could be any of: {ids}.", text=text, ids=", ".join(found))
            )
        if found[0] == part:
            raise CellError(tr("An actor cannot be part of itself."))
        return found[0]

    def _refuse_circles(self, rows: Sequence[Row], actors: Sequence[str | None]) -> None:
        for row, actor in zip(rows, actors, strict=True):
            if actor is None or row.text("part_of") is None:
                continue
            seen, current = {actor}, self._actors[actor].part_of
            while current is not None and current not in seen:
                seen.add(current)
                whole = self._actors.get(current)
                current = None if whole is None else whole.part_of
            if current == actor:
                row.refuse("part_of", tr("This would make an actor part of itself, through others."))

    def _plan_judgements(self, row: Row, actor: str, columns: Sequence[Field | None]) -> None:
        shown, known = self._shown_standings.get(actor), self._shown_stances.get(actor)
        standing = None if shown is None else shown.judgement
        stance = None if known is None else known.judgement
        has_own_columns = not set(OWN_SUPPORT).isdisjoint(columns)
        about_stance = not STANCE_FIELDS.isdisjoint(columns) or INFLUENCE_FIELDS.isdisjoint(columns)
        if stance is None or stance.influence is None:
            new = standing_of(
                row,
                standing,
                stance,
                OWN_SUPPORT if has_own_columns else PLAIN_SUPPORT,
                shares=about_stance and not has_own_columns,
            )
            if new is not None and not row.refused:
                self._judge(Subject.standing(actor), new)
            if not about_stance and not has_own_columns:
                return
        if self._issue is None:
            for field in STANCE_FIELDS & row.cells.keys():
                row.refuse(field, tr("There is no issue for an alignment. Add one first."))
            return
        new_stance = stance_of(row, stance)
        if new_stance is not None and not row.refused:
            self._judge(Subject.stance(self._issue, actor), new_stance)

    def _judge(self, subject: Subject, judgement: Judgement) -> None:
        own = own_judgement(self._document, self._snapshot, subject)
        self._judgements[subject] = succeeding(own, judgement, self._authorship)


def _code_of(text: str) -> str:
    if len(text) > 4:
        raise CellError(tr("A code has up to four characters."))
    return text
