"""Merging sources: which one of the map each is, and which new ones go in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from stakemap.errors import EditError
from stakemap.interchange.content import ImportedSource
from stakemap.interchange.merging.fields import with_all_lines, with_fields, with_lines
from stakemap.interchange.merging.work import Entry, Work, in_file_order, new_id
from stakemap.interchange.references.identity import KnownSources, address_and_note
from stakemap.model.document import Source
from stakemap.model.records import NAME_LIMIT, merged, replace


class SourceMerge:
    """Merges all sources of a content, and then knows which source of the map each key means."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._sources: dict[str, Source] = dict(work.before.sources)
        self._known = KnownSources(work.before.sources)
        self._entries: dict[str, Entry] = {}
        #: The fields that the file gave already, by the ids of their sources: the first of them stays.
        self._said: dict[str, set[str]] = {}
        #: The ids of those that the file speaks of by an id of the map.
        self.named_by_id: set[str] = set()

    def run(self, records: Iterable[ImportedSource]) -> None:
        """Merge the sources; which new ones go into the map is said to `finish`."""
        for record in in_file_order(records):
            self._work.step()
            entry = self._work.entry("source", record, "", record.title)
            self._entries[record.key] = entry
            found = self._matching(record)
            if found is None and not self._added(record, entry):
                continue
            entry.id = found or entry.id
            if record.map_id:
                self.named_by_id.add(entry.id)
            before, said = self._sources[entry.id], self._said.get(entry.id)
            given = self._given(record, before)
            if said is not None:
                note = with_all_lines(before.note, given["note"])
                given = {field: "" if field in said else text for field, text in given.items()} | {
                    "note": note
                }
            source = with_fields(self._work, entry, before, given)
            if entry.is_taken:
                self._sources[entry.id] = source
                self._said.setdefault(entry.id, set()).update(field for field, text in given.items() if text)
                self._known.add(entry.id, record)

    def _matching(self, record: ImportedSource) -> str | None:
        if record.map_id in self._sources:
            return record.map_id
        found = self._known.key_of(record)
        return None if record.map_id and found not in self._work.before.sources else found

    def _added(self, record: ImportedSource, entry: Entry) -> bool:
        try:
            source = replace(Source(title=""), title=record.title)
        except EditError as error:
            self._work.refused(entry, str(error))
            return False
        entry.status = "new"
        name = record.map_id or record.title[:NAME_LIMIT]
        entry.id = new_id(record.map_id, name, self._sources)
        self._sources[entry.id] = source
        return True

    def _given(self, record: ImportedSource, before: Source) -> dict[str, str]:
        url, note = address_and_note(record)
        return {
            "title": record.title if record.map_id else "",
            "author": record.author,
            "publisher": record.publisher,
            "date": record.date,
            "url": url,
            "note": note if record.map_id else with_lines(before.note, note),
            "reliability": record.reliability,
        }

    def id_of(self, key: str) -> str | None:
        """The source that a key of the content means; None if nothing of it is imported."""
        entry = self._entries.get(key)
        if entry is None or entry.status == "refused":
            return None
        return None if entry.status == "new" and entry.is_skipped else entry.id

    def finish(self, cited: Collection[str], used: Collection[str]) -> None:
        """Put the sources into the map, without new ones that the content cites (`cited`, ids) and nothing
        that was imported does (`used`).
        """
        for entry in list(self._entries.values()):
            is_idle = entry.id in cited and entry.id not in used
            if entry.status == "new" and (is_idle or not entry.is_taken):
                self._sources.pop(entry.id, None)
                if is_idle and entry.is_taken:
                    self._work.entries.remove(entry)
        document = self._work.document
        self._work.document = replace(document, sources=merged(document.sources, self._sources))
