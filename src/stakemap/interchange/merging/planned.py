"""What a merge would do, record by record and field by field, as plain values for a preview and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stakemap.interchange.content import NOWHERE, Place, Remark
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit

RecordKind = Literal["actor", "group", "issue", "snapshot", "relation", "source"]
#: "ambiguous" is a record that could be several of the map, and "refused" one that no map can hold: nothing
#: is imported of either.
RecordStatus = Literal["new", "changed", "unchanged", "ambiguous", "refused"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as texts for the user, "" for nothing.

    Of a judgement, `snapshot` and `issue` are their ids in the resulting map. `token` leaves the change out
    where it stands in `MergeOptions.skipped`, as `is_skipped` says that it does.
    """

    field: str
    before: str
    after: str
    token: str
    place: Place = NOWHERE
    snapshot: str = ""
    issue: str = ""
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """What becomes of one record of the content; `id` is that of the record of the resulting map.

    The changes of an actor include its judgements, those of a relation its ties. `candidates` are the ids of
    those that an ambiguous record could be, and of those whose name is so near to that of a new one that it
    may be the same; `MergeOptions.matches` answers both by `key`.
    """

    kind: RecordKind
    key: str
    id: str
    name: str
    status: RecordStatus
    token: str
    changes: tuple[FieldChange, ...] = ()
    place: Place = NOWHERE
    candidates: tuple[str, ...] = ()
    is_skipped: bool = False

    @property
    def is_only_cited(self) -> bool:
        """Whether all that changes is that the judgements have one more source: the file confirms them."""
        return self.status == "changed" and all(change.field == "citations" for change in self.changes)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The resulting map, the edit that makes it, and what it does.

    `missing` are the actors of the map that the file does not have; they stay as they are. `remarks` are
    those of the content and of the merge, `snapshot` is the id of the snapshot that was imported into, "" if
    the content has nothing for it, `judgements` the number of those written.
    """

    records: tuple[PlannedRecord, ...]
    missing: tuple[str, ...]
    remarks: tuple[Remark, ...]
    snapshot: str
    judgements: int
    result: StakeMap
    edit: Edit

    def of_kind(self, kind: RecordKind) -> tuple[PlannedRecord, ...]:
        """The records of one kind, in the order of the file."""
        return tuple(record for record in self.records if record.kind == kind)

    def counts(self, kind: RecordKind) -> Mapping[RecordStatus, int]:
        """How many records of a kind have which status, without those that are left out."""
        return Counter(record.status for record in self.of_kind(kind) if not record.is_skipped)

    @property
    def touched(self) -> tuple[str, ...]:
        """The ids of the actors that are new or changed."""
        return tuple(
            record.id
            for record in self.of_kind("actor")
            if record.status in ("new", "changed") and not record.is_skipped
        )
