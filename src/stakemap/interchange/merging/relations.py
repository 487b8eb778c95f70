"""Merging relations: the same two actors, label and direction make the same relation."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedRelation
from stakemap.interchange.merging.actors import ActorMerge
from stakemap.interchange.merging.fields import with_fields, with_lines
from stakemap.interchange.merging.work import Entry, Work, in_file_order, new_id
from stakemap.model.document import Relation
from stakemap.model.records import merged, replace
from stakemap.text import fold_latin


class RelationMerge:
    """Merges all relations of a content, and then knows which relation of the map each key means."""

    def __init__(self, work: Work, actors: ActorMerge) -> None:
        self._work, self._actors = work, actors
        self._relations: dict[str, Relation] = dict(work.before.relations)
        self._known: dict[tuple[str, str, str, bool], str] = {}
        self.entries: dict[str, Entry] = {}
        for key in sorted(self._relations):
            self._known.setdefault(_mark(self._relations[key]), key)

    def run(self, records: Iterable[ImportedRelation]) -> None:
        """Merge the relations into the map; those of actors that are not imported are left out with them."""
        for record in in_file_order(records):
            self._work.step()
            ends = [self._actors.entry_of(key) for key in (record.source, record.target)]
            source, target = ends
            if source is None or target is None:
                self._say_missing(record)
                continue
            arrow = "→" if record.directed else "–"
            name = f"{source.name} {arrow} {target.name}"
            entry = self._work.entry("relation", record, "", name)
            self.entries[record.key] = entry
            entry.is_skipped |= any(end.status == "new" and end.is_skipped for end in (source, target))
            self._merge(record, entry, source.id, target.id)
        left_out = {each.id for each in self.entries.values() if each.status == "new" and not each.is_taken}
        kept = {key: relation for key, relation in self._relations.items() if key not in left_out}
        document = self._work.document
        self._work.document = replace(document, relations=merged(document.relations, kept))

    def _say_missing(self, record: ImportedRelation) -> None:
        """Remark a relation of an actor that the content does not have; of others it was said why."""
        if any(key not in self._actors.entries for key in (record.source, record.target)):
            sentence = tr("This relation needs two actors of the file.")
            self._work.refuse(sentence, record.place, record.label)

    def _merge(self, record: ImportedRelation, entry: Entry, source: str, target: str) -> None:
        if source == target:
            self._work.refused(entry, tr("A relation joins two different actors."))
            return
        relation = Relation(source=source, target=target, directed=record.directed)
        try:
            relation = replace(relation, label=record.label)
        except EditError as error:
            self._work.refused(entry, str(error))
            return
        known = record.map_id if record.map_id in self._relations else self._known.get(_mark(relation))
        if record.map_id and known not in self._work.before.relations:
            known = None
        if known is None:
            entry.status = "new"
            entry.id = new_id(record.map_id, f"{source} {target}", self._relations)
            self._relations[entry.id] = relation
            self._known.setdefault(_mark(relation), entry.id)
        else:
            entry.id = known
        before = self._relations[entry.id]
        given = {
            "label": record.label if record.map_id else "",
            "note": record.note if record.map_id else with_lines(before.note, record.note),
        }
        after = with_fields(self._work, entry, before, given)
        if entry.is_taken:
            self._relations[entry.id] = after

    def entry_of(self, key: str) -> Entry | None:
        """The planned record that a key of the content means; None if nothing of it is imported."""
        entry = self.entries.get(key)
        return None if entry is None or entry.status == "refused" else entry


def _mark(relation: Relation) -> tuple[str, str, str, bool]:
    source, target = relation.source, relation.target
    if not relation.directed:
        source, target = sorted((source, target))
    return source, target, fold_latin(relation.label), relation.directed
