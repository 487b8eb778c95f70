"""Merging snapshots: which one of the map each is, the one that is imported into, scenarios based on it."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedSnapshot
from stakemap.interchange.merging.fields import with_fields, with_lines
from stakemap.interchange.merging.options import NewSnapshot
from stakemap.interchange.merging.work import Entry, Work, in_file_order, new_id
from stakemap.model.dates import end_of, start_of
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.edits_base import need_snapshot, put_record
from stakemap.model.order import latest_dated
from stakemap.model.records import replace
from stakemap.text import fold_latin


def first_snapshot() -> Snapshot:
    """The snapshot of a new map whose content names none."""
    return Snapshot(label=tr("Now"))


class SnapshotMerge:
    """Merges all snapshots of a content, and then knows which snapshot of the map each key means."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._entries: dict[str, Entry] = {}
        self._records: dict[str, ImportedSnapshot] = {}
        self._under_way: set[str] = set()
        #: How many records have the same date: then their labels tell them apart.
        self._dates: dict[tuple[str, bool], int] = {}
        self.target = ""
        #: The ids of those that this merge made: all that the file says is judged there.
        self.fresh: set[str] = set()

    def run(self, records: Iterable[ImportedSnapshot], *, needs_target: bool) -> None:
        """Merge the snapshots into the map, and make the one that is imported into if `needs_target`.

        Raises EditError for one that was chosen and is not in the map, and for a new one that cannot be.
        """
        ordered = sorted(in_file_order(records), key=_by_date)
        self._records = {record.key: record for record in ordered}
        for record in ordered:
            mark = record.date, record.scenario
            self._dates[mark] = self._dates.get(mark, 0) + 1
        if self._work.options.new_snapshot is not None and needs_target:
            self.target = self._new_target(self._work.options.new_snapshot)
        elif self._work.options.snapshot:
            need_snapshot(self._work.before, self._work.options.snapshot)
            self.target = self._work.options.snapshot
        elif ordered and ordered[0].date and not ordered[0].scenario:
            # What has no date goes with the first of what has one, which the later ones carry over.
            self._merge(ordered[0])
            self.target = self.id_of(ordered[0].key) or ""
        if not self.target:
            self.target = latest_dated(self._work.document) or ""
        if not self.target and needs_target:
            self.target = self._add_target(first_snapshot())
        for record in ordered:
            self._merge(record)

    def _new_target(self, new: NewSnapshot) -> str:
        label = new.label.strip() or new.date
        found = _dated(self._work.before, new.date, label, is_sure=not new.label) if new.date else []
        if found:
            return found[0]
        snapshot = replace(Snapshot(label=""), label=label, date=new.date or None)
        base = new.based_on or self._before(snapshot) or latest_dated(self._work.before)
        if base is not None:
            need_snapshot(self._work.before, base)
        return self._add_target(replace(snapshot, based_on=base))

    def _add(self, snapshot: Snapshot, wanted: str = "") -> str:
        document = self._work.document
        name = snapshot.date if snapshot.date and not snapshot.scenario else snapshot.label
        key = new_id(wanted, name or wanted, document.snapshots)
        self._work.document = put_record(document, "snapshots", key, snapshot)
        self.fresh.add(key)
        return key

    def _add_target(self, snapshot: Snapshot) -> str:
        key = self._add(snapshot)
        self._work.entry("snapshot", ImportedSnapshot(key="", label=""), key, snapshot.label).status = "new"
        return key

    def _before(self, snapshot: Snapshot) -> str | None:
        """The latest snapshot of the map that is no scenario and begins before a dated one."""
        if snapshot.date is None:
            return None
        earlier = [
            (start_of(one.date), end_of(one.date), key)
            for key, one in self._work.document.snapshots.items()
            if one.date is not None and not one.scenario and start_of(one.date) < start_of(snapshot.date)
        ]
        return max(earlier)[2] if earlier else None

    def _merge(self, record: ImportedSnapshot) -> None:
        if record.key in self._entries:
            return
        self._under_way.add(record.key)
        base = self._base_of(record)
        entry = self._work.entry("snapshot", record, "", record.label or record.date)
        self._entries[record.key] = entry
        found = self._matching(record, base)
        if len(found) > 1:
            self._work.ambiguous(entry, found)
            return
        if found:
            entry.id = found[0]
        elif not self._added(record, entry, base):
            return
        known = self._work.document.snapshots[entry.id]
        speaks_of_map = bool(record.map_id)
        given = {
            "label": record.label if speaks_of_map else "",
            "date": record.date,
            "likelihood": record.likelihood if known.scenario else None,
            "note": record.note if speaks_of_map else with_lines(known.note, record.note),
        }
        snapshot = with_fields(self._work, entry, known, given)
        if entry.is_taken:
            self._work.document = put_record(self._work.document, "snapshots", entry.id, snapshot)

    def _base_of(self, record: ImportedSnapshot) -> str | None:
        """The base of a snapshot if it is a new one; a base that is only in the file is merged first."""
        if record.based_on in self._records and record.based_on not in self._under_way:
            self._merge(self._records[record.based_on])
        if record.based_on:
            return self.id_of(record.based_on)
        if record.map_id:
            return None
        return (self.target or None) if record.scenario or not record.date else None

    def _matching(self, record: ImportedSnapshot, base: str | None) -> list[str]:
        document, known = self._work.document, self._work.before.snapshots
        answer = self._work.options.snapshots.get(record.key)
        if answer is not None and (not answer or answer in known):
            return [answer] if answer else []
        if record.map_id in document.snapshots:
            return [record.map_id]
        label = fold_latin(record.label)
        alike = [
            key
            for key, one in document.snapshots.items()
            if one.scenario == record.scenario and (not record.map_id or key in known)
        ]
        if record.date and not record.scenario:
            is_sure = self._dates[record.date, False] == 1
            return [
                key for key in _dated(document, record.date, record.label, is_sure=is_sure) if key in alike
            ]
        return sorted(
            key
            for key in alike
            if fold_latin(document.snapshots[key].label) == label
            and (not record.date or document.snapshots[key].date == record.date)
            and (not record.scenario or document.snapshots[key].based_on == base)
        )

    def _added(self, record: ImportedSnapshot, entry: Entry, base: str | None) -> bool:
        label = record.label or ("" if record.map_id else record.date)
        try:
            snapshot = replace(
                Snapshot(label=""), label=label, date=record.date or None, scenario=record.scenario
            )
        except EditError as error:
            self._work.refused(entry, str(error))
            return False
        if not record.based_on and not record.map_id and not record.scenario:
            base = self._before(snapshot) or base
        entry.status = "new"
        if entry.is_skipped:
            entry.id = ""
            return False
        entry.id = self._add(replace(snapshot, based_on=base), record.map_id)
        return True

    def id_of(self, key: str) -> str | None:
        """The snapshot that a key means, "" the one that is imported into; None if it is not imported."""
        if not key:
            return self.target or None
        entry = self._entries.get(key)
        return None if entry is None or entry.is_skipped or not entry.id else entry.id


def _by_date(record: ImportedSnapshot) -> tuple[bool, bool, str]:
    """Dated snapshots first, then those without a date, then scenarios."""
    return record.scenario, not record.date, record.date


def _dated(document: StakeMap, date: str, label: str, *, is_sure: bool) -> list[str]:
    """The snapshots of that date that are no scenarios: one of that label, else if the date is sure all."""
    same = sorted(key for key, one in document.snapshots.items() if one.date == date and not one.scenario)
    named = [key for key in same if fold_latin(document.snapshots[key].label) == fold_latin(label)]
    return named[:1] or (same if is_sure else [])
