"""Merging groups: those of the content, and those that its actors only name."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.errors import EditError
from stakemap.interchange.content import ImportedGroup
from stakemap.interchange.merging.fields import with_fields
from stakemap.interchange.merging.work import Entry, Work, could_be, in_file_order, new_id
from stakemap.interchange.names import Names
from stakemap.model.colours import with_colours
from stakemap.model.document import Group
from stakemap.model.records import replace


class GroupMerge:
    """Finds and makes groups; `finish` puts them into the map."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._groups: dict[str, Group] = dict(work.before.groups)
        self._names = Names()
        self._entries: dict[str, Entry] = {}
        self._needs_colours = False
        for key, group in self._groups.items():
            self._names.add(key, group.name)

    def run(self, records: Iterable[ImportedGroup]) -> None:
        """Merge the groups of which the content says more than their name."""
        for record in in_file_order(records):
            entry = self._work.entry("group", record, "", record.name)
            self._entries[record.key] = entry
            found = [record.map_id] if record.map_id in self._groups else self._names.find(record.name)
            if record.map_id and record.map_id not in self._work.before.groups:
                found = [key for key in found if key in self._work.before.groups]
            if len(found) > 1:
                self._work.ambiguous(entry, found)
                continue
            if found:
                entry.id = found[0]
            elif not self._added(record, entry):
                continue
            given = {"name": record.name if record.map_id else "", "colour": record.colour}
            group = with_fields(self._work, entry, self._groups[entry.id], given)
            if entry.is_taken:
                self._groups[entry.id] = group
            elif entry.status == "new":
                del self._groups[entry.id]

    def _added(self, record: ImportedGroup, entry: Entry) -> bool:
        try:
            group = replace(Group(name=""), name=record.name)
        except EditError as error:
            self._work.refused(entry, str(error))
            return False
        entry.status = "new"
        entry.id = new_id(record.map_id, record.map_id or record.name, self._groups)
        self._groups[entry.id] = group
        self._needs_colours |= not (record.map_id or record.colour)
        if not entry.is_skipped:
            self._names.add(entry.id, record.name)
        return True

    def id_of(self, text: str, actor: Entry) -> str | None:
        """The group that an actor names, by its key in the content or by its name; made where there is none,
        unless the actor is left out. None, and a remark, where that is unknown.
        """
        entry = self._entries.get(text)
        if entry is not None:
            return entry.id if entry.is_taken else None
        name = text.strip()
        found = self._names.find(name)
        if len(found) > 1:
            self._work.refuse(could_be(name, found), actor.place, name)
            return None
        if found or not actor.is_taken:
            return found[0] if found else None
        record = ImportedGroup(key=name, name=name, place=actor.place)
        entry = self._work.entry("group", record, "", name)
        self._entries[text] = entry
        return entry.id if self._added(record, entry) and entry.is_taken else None

    def name_of(self, group: str) -> str:
        """The name of a group of the map or of a new one."""
        return self._groups[group].name if group in self._groups else group

    def finish(self) -> None:
        """Put the groups into the map; new ones have colours that no other has."""
        document, known = self._work.document, self._work.document.groups
        changed = {key: group for key, group in self._groups.items() if known.get(key) is not group}
        if not changed:
            return
        groups = known | changed
        if self._needs_colours:
            groups = with_colours(with_colours(known) | changed)
        self._work.document = replace(document, groups=groups)
