"""Merging actors: which of the map each one is, and what its row says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedActor, Place
from stakemap.interchange.merging.fields import (
    plain_text,
    with_all_lines,
    with_fields,
    with_items,
    with_lines,
)
from stakemap.interchange.merging.groups import GroupMerge
from stakemap.interchange.merging.identities import Identities, names_beside
from stakemap.interchange.merging.work import Entry, Work, in_file_order, new_id
from stakemap.model.cycles import in_cycles
from stakemap.model.document import Actor
from stakemap.model.new_actors import Codes, actor_named, code_of
from stakemap.model.records import merged, replace
from stakemap.model.similar_names import NearNames
from stakemap.model.terms import field_label
from stakemap.text import fold_latin, one_line

_NOBODY = Actor(name="")
#: For so many new actors near names are sought: nobody answers more questions.
_MOST_SUGGESTED_FOR = 2_000


class ActorMerge:
    """Merges all actors of a content into the map, and then knows which actor of the map each key means."""

    def __init__(self, work: Work, groups: GroupMerge) -> None:
        self._work, self._groups = work, groups
        self._actors: dict[str, Actor] = dict(work.before.actors)
        self._taken = set(self._actors)
        self._shown_codes = Codes(work.before)
        #: By actor and field, what another row has said already.
        self._said: dict[tuple[str, str], tuple[Any, Place]] = {}
        #: By actor, the lines of all notes on it, until its first record takes them.
        self._notes: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}

    def run(self, records: Iterable[ImportedActor], *, suggests: bool) -> None:
        """Merge the actors: first who each one is, so that they may refer to each other, then what is said.

        With `suggests` new actors are given the actors of the map whose names are near as candidates.
        """
        work, ordered = self._work, in_file_order(records)
        claimed = {record.map_id for record in ordered} & self._taken
        options = work.options
        self._identities = Identities(work.before.actors, options.matches, claimed, options.policy)
        # Before any new actor is given a code.
        for record in ordered:
            self._shown_codes.take(record.code.strip())
        for record in ordered:
            self.entries[record.key] = work.entry("actor", record, "", record.name or record.code)
        # A code alone is one of an actor that another row names.
        self._identify([record for record in ordered if record.name.strip() or record.map_id])
        self._identify([record for record in ordered if not (record.name.strip() or record.map_id)])
        taken = [record for record in ordered if self.entry_of(record.key) is not None]
        for record in taken:
            entry = self.entries[record.key]
            self._notes[entry.id] = with_all_lines(self._notes.get(entry.id, ""), record.note)
        for record in taken:
            work.step()
            self._merge(record, self.entries[record.key])
        self._refuse_circles(ordered)
        wanted = {entry.id for entry in self.entries.values() if entry.is_taken}
        left_out = {entry.id for entry in self.entries.values() if entry.status == "new"} - wanted
        kept = {key: actor for key, actor in self._actors.items() if key not in left_out}
        work.document = replace(work.document, actors=merged(work.document.actors, kept))
        if suggests:
            self._suggest()

    def entry_of(self, key: str) -> Entry | None:
        """The planned record that a key of the content means; None if there is none, or nothing of it is
        imported.
        """
        entry = self.entries.get(key)
        return None if entry is None or entry.status in ("ambiguous", "refused") else entry

    @property
    def missing(self) -> tuple[str, ...]:
        """The actors of the map that the content does not have; none if it has no actors at all."""
        if not self.entries:
            return ()
        found = {entry.id for entry in self.entries.values()}
        found.update(key for entry in self.entries.values() for key in entry.candidates if not entry.id)
        return tuple(key for key in self._work.before.actors if key not in found)

    # --- who it is -----------------------------------------------------------------------------------------

    def _identify(self, records: Sequence[ImportedActor]) -> None:
        """Find out who some actors are; names of others may decide between those that could be several."""
        waiting = list(records)
        while waiting:
            unclear = [record for record in waiting if not self._is_identified(record)]
            if len(unclear) == len(waiting):
                break
            waiting = unclear
        for record in waiting:
            self._work.ambiguous(self.entries[record.key], self._identities.matching(record))

    def _is_identified(self, record: ImportedActor) -> bool:
        self._work.step()
        entry = self.entries[record.key]
        try:
            replace(_NOBODY, name=record.name)
        except EditError as error:
            self._work.refused(entry, str(error))
            return True
        found = self._identities.matching(record)
        if len(found) > 1:
            return False
        if found:
            entry.id = found[0]
            entry.status = "unchanged" if entry.id in self._work.before.actors else "new"
            self._identities.learn(entry.id, record)
        else:
            self._add(record, entry)
        return True

    def _add(self, record: ImportedActor, entry: Entry) -> None:
        if not record.name.strip() and not record.map_id:
            sentence = (
                tr("This actor is not in the map; a new one needs a name.")
                if record.code
                else tr("This row does not say which actor it is about.")
            )
            self._work.refused(entry, sentence)
            return
        entry.status = "new"
        entry.id = new_id(record.map_id, record.map_id or record.name, self._taken)
        self._taken.add(entry.id)
        actor = actor_named(record.name, self._shown_codes)
        if record.map_id and not self._work.replaces:
            # What a map says of it stands in the file; a table of judgements has no kinds.
            actor = replace(_NOBODY, name=actor.name, kind=actor.kind)
        else:
            self._shown_codes.take(code_of(actor))
        self._actors[entry.id] = actor
        self._identities.add(entry.id, actor, "" if record.code.strip() else actor.code)
        self._identities.learn(entry.id, record)

    def _suggest(self) -> None:
        new = [entry for entry in self.entries.values() if entry.status == "new"]
        if not new or not self._work.before.actors:
            return
        actors = self._work.before.actors
        near = NearNames(
            (key, name) for key, actor in actors.items() for name in (actor.name, *actor.aliases)
        )
        found = {entry.id for entry in self.entries.values()}
        for entry in new[:_MOST_SUGGESTED_FOR]:
            self._work.step()
            entry.candidates = tuple(key for key in near.near(entry.name) if key not in found)

    # --- what is said of it --------------------------------------------------------------------------------

    def _merge(self, record: ImportedActor, entry: Entry) -> None:
        before = self._actors[entry.id]
        given = self._given(record, before, entry)
        after = with_fields(self._work, entry, before, given, self._text)
        if entry.is_taken:
            self._actors[entry.id] = after

    def _given(self, record: ImportedActor, before: Actor, entry: Entry) -> dict[str, Any]:
        speaks_of_map = bool(record.map_id)
        given: dict[str, Any] = {
            "code": record.code.strip(),
            "kind": record.kind,
            "group": self._groups.id_of(record.group, entry) if record.group.strip() else None,
            "part_of": self._whole_of(record, entry) if record.part_of else None,
            "colour": record.colour,
        }
        if speaks_of_map:
            given["name"] = record.name
        said = [field for field, value in given.items() if value and self._agrees(entry, field, value)]
        given = {field: given[field] for field in said}
        if entry.is_taken:
            note = self._notes.pop(entry.id, "")
            given["note"] = note if entry.speaks_of_map else with_lines(before.note, note)
        is_whole = self._replaces(record, entry, "tags") or (speaks_of_map and not before.tags)
        given["tags"] = record.tags if is_whole else with_items(before.tags, record.tags)
        given["aliases"] = self._with_aliases(record, before, entry)
        return given

    def _with_aliases(self, record: ImportedActor, before: Actor, entry: Entry) -> tuple[str, ...]:
        replaces = self._replaces(record, entry, "aliases")
        if record.map_id:
            is_whole = replaces or not before.aliases
            return record.aliases if is_whole else with_items(before.aliases, record.aliases)
        named = fold_latin(before.name)
        known = () if replaces else before.aliases
        # A file that calls it by this name again needs no answer any more.
        names = (*names_beside(record), record.name)
        added = (each for each in names if each.strip() and fold_latin(each) != named)
        return with_items(known, added, fold_latin)

    def _replaces(self, record: ImportedActor, entry: Entry, field: str) -> bool:
        """Whether a list replaces that of the map; lists of further rows of the same actor add to it."""
        if not self._work.replaces or not getattr(record, field):
            return False
        first, _ = self._said.setdefault((entry.id, field), (record.key, entry.place))
        return bool(first == record.key)

    def _agrees(self, entry: Entry, field: str, value: Any) -> bool:
        """Whether no earlier row says something else of the same actor; else the earlier one counts."""
        known, place = self._said.setdefault((entry.id, field), (value, entry.place))
        if known == value:
            return True
        self._work.doubt(
            tr(
                "“{name}” has another {field} at {place}, which was kept: {text}.",
                name=one_line(entry.name),
                field=field_label(field),
                place=place,
                text=one_line(self._text(field, known)),
            ),
            entry.place,
            self._text(field, value),
        )
        return False

    def _whole_of(self, record: ImportedActor, entry: Entry) -> str | None:
        whole = self.entry_of(record.part_of)
        if whole is None or (whole.status == "new" and whole.is_skipped):
            return None
        if whole.id == entry.id:
            self._work.refuse(tr("An actor cannot be part of itself."), record.place, record.name)
            return None
        return whole.id

    def _text(self, field: str, value: Any) -> str:
        if field == "group" and value:
            return self._groups.name_of(value)
        if field == "part_of" and value in self._actors:
            return self._actors[value].name
        return plain_text(field, value)

    def _refuse_circles(self, records: Iterable[ImportedActor]) -> None:
        """Take back all that makes actors parts of themselves; what the map says instead may close another
        circle.
        """
        parts = [record for record in records if record.part_of and self.entry_of(record.key) is not None]
        while circles := set(in_cycles({key: actor.part_of for key, actor in self._actors.items()})):
            found = [record for record in parts if self.entries[record.key].id in circles]
            parts = [record for record in parts if self.entries[record.key].id not in circles]
            for record in found:
                self._restore_whole(record)

    def _restore_whole(self, record: ImportedActor) -> None:
        sentence = tr("This would make an actor part of itself, through others.")
        entry, whole = self.entries[record.key], self.entries[record.part_of]
        self._work.refuse(sentence, record.place, whole.name)
        known = self._work.before.actors.get(entry.id)
        actor = replace(self._actors[entry.id], part_of=None if known is None else known.part_of)
        self._actors[entry.id] = known if known is not None and known == actor else actor
        entry.changes = [change for change in entry.changes if change.field != "part_of"]
