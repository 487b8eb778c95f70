"""The state of a merge while it runs: the map so far, planned records, remarks, choices."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from stakemap.errors import CancelledError
from stakemap.i18n import tr
from stakemap.interchange.content import NOWHERE, ImportedRecord, Place, Remark
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.merging.planned import FieldChange, PlannedRecord, RecordKind, RecordStatus
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship, is_id
from stakemap.model.ids import mint

R = TypeVar("R", bound=ImportedRecord)

#: After so many records progress is reported.
_AT_ONCE = 50


def place_order(place: Place) -> tuple[str, int, int, str]:
    """The order of places in a file."""
    return place.sheet, place.row, place.column, place.path


def in_file_order(records: Iterable[R]) -> list[R]:
    """Records by their place and key, whatever their order was."""
    return sorted(records, key=lambda record: (place_order(record.place), record.key))


@dataclass(slots=True)
class Entry:
    """A planned record while it is planned."""

    kind: RecordKind
    key: str
    id: str
    name: str
    place: Place
    token: str
    is_skipped: bool
    #: Whether what is said of it replaces what the map says: the file gives it an id of the map.
    speaks_of_map: bool
    status: RecordStatus = "unchanged"
    candidates: tuple[str, ...] = ()
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether anything of the record is imported."""
        return not self.is_skipped and self.status not in ("ambiguous", "refused")

    def planned(self) -> PlannedRecord:
        """The record as a plain value."""
        status: RecordStatus = "changed" if self.status == "unchanged" and self.changes else self.status
        return PlannedRecord(
            self.kind,
            self.key,
            self.id,
            self.name,
            status,
            self.token,
            tuple(self.changes),
            self.place,
            self.candidates,
            self.is_skipped,
        )


class Work:
    """The state of one merge: `document` is the map as far as it is merged, `before` the one at first."""

    def __init__(
        self,
        document: StakeMap,
        options: MergeOptions,
        authorship: Authorship,
        report: Callable[[float], bool],
        total: int,
    ) -> None:
        self.before = self.document = document
        self.options, self.authorship = options, authorship
        self.fills, self.replaces = options.policy == "fill", options.policy == "replace"
        self.skipped = frozenset(options.skipped)
        self.entries: list[Entry] = []
        self.remarks: list[Remark] = []
        self._report, self._total, self._done = report, max(1, total), 0

    def step(self) -> None:
        """Count a record as done. Raises CancelledError once the caller wants no more."""
        if self._done % _AT_ONCE == 0 and not self._report(min(1.0, self._done / self._total)):
            raise CancelledError
        self._done += 1

    def entry(self, kind: RecordKind, record: ImportedRecord, record_id: str, name: str) -> Entry:
        """Begin with a record of the content."""
        token = f"{kind}:{record.key}"
        is_skipped = token in self.skipped
        speaks_of_map = self.replaces or bool(record.map_id)
        made = Entry(kind, record.key, record_id, name, record.place, token, is_skipped, speaks_of_map)
        self.entries.append(made)
        return made

    def ambiguous(self, entry: Entry, candidates: Iterable[str]) -> None:
        """Take nothing of a record, since it could be any of several of the map."""
        entry.status, entry.candidates = "ambiguous", tuple(candidates)
        self.refuse(could_be(entry.name, entry.candidates), entry.place, entry.name)

    def refused(self, entry: Entry, sentence: str) -> None:
        """Take nothing of a record that no map can hold."""
        entry.status = "refused"
        self.refuse(sentence, entry.place, entry.name)

    def refuse(self, sentence: str, place: Place = NOWHERE, text: str = "") -> None:
        """Say that something is not imported since it cannot be used."""
        self.remarks.append(Remark(kind="refused", sentence=sentence, place=place, text=text))

    def doubt(self, sentence: str, place: Place = NOWHERE, text: str = "") -> None:
        """Say that something was read in one of several possible ways."""
        self.remarks.append(Remark(kind="doubt", sentence=sentence, place=place, text=text))


def new_id(wanted: str, name: str, taken: Container[str]) -> str:
    """The id that the file wants if it is one and free, else one made from a name."""
    return wanted if wanted not in taken and is_id(wanted) else mint(name, taken)


def could_be(text: str, ids: Iterable[str]) -> str:
    """The sentence that a text may mean any of several records."""
    return tr("“{text}” could be any of: {ids}.", text=text, ids=", ".join(ids))
