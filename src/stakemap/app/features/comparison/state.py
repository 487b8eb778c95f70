"""What is being compared with the open map, and what was decided about each difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from stakemap.app.kit.derived import Derived
from stakemap.app.kit.other_version import OtherVersion
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edits import Edit, settle_conflicts, take_version
from stakemap.model.merging.comparison import Comparison, compare, open_conflicts
from stakemap.model.merging.difference import Difference
from stakemap.model.merging.settling import Choice
from stakemap.model.records import replace
from stakemap.storage.files import SUFFIX, without_suffix
from stakemap.wording.comparison import DifferenceWords, Versions

#: Delay after an edit of the map, in milliseconds.
_LAG = 250
#: Maps with more judgements are compared and merged by a worker.
WORKER_THRESHOLD = 3_000


def _size(document: StakeMap) -> int:
    return sum(each.judgement_count for each in document.snapshots.values()) + len(document.conflicts)


def _is_large(document: StakeMap, other: StakeMap | None, *_inputs: object) -> bool:
    return max(_size(document), 0 if other is None else _size(other)) > WORKER_THRESHOLD


class _Compared(NamedTuple):
    """A comparison with what is looked up in it: its words, the keys of what is here, of what can be taken
    and of what is in conflict, and the differing judgements of each snapshot and issue.
    """

    comparison: Comparison
    words: DifferenceWords
    here: frozenset[str]
    takeable: frozenset[str]
    conflicts: frozenset[str]
    places: Mapping[tuple[str, str | None], Sequence[Difference]]


def _compared(
    document: StakeMap, other: StakeMap | None, base: StakeMap | None, versions: Versions
) -> _Compared:
    """Compare the map with another version of it, or, without one, the conflicts that are open in it."""
    found = open_conflicts(document) if other is None else compare(base, document, other)
    keys: dict[str, set[str]] = {"one": set(), "other": set(), "both": set()}
    places: dict[tuple[str, str | None], list[Difference]] = {}
    for key, each in found.by_key.items():
        keys[each.side].add(key)
        if each.place.subject is not None:
            places.setdefault((each.place.id, each.place.subject.issue), []).append(each)
    words = DifferenceWords(found, versions)
    here, takeable, conflicts = (frozenset(keys[side]) for side in ("one", "other", "both"))
    return _Compared(found, words, here, takeable, conflicts, places)


def result_of(comparison: Comparison, edit: Edit) -> StakeMap:
    """The map that an edit of `Comparing.edit` leads to. Raises EditError as that does."""
    if edit.name == take_version.name:
        return comparison.decided(edit.arguments["choices"])
    return edit.apply(comparison.one)


def _called(name: str) -> str:
    """What a version is called beside "this map": a file by its name in quotes, without its ending."""
    return tr("“{name}”", name=without_suffix(Path(name))) if name.endswith(SUFFIX) else name


class Comparing(QObject):
    """The comparison of the open map with another version, or of the conflicts that are open in it.

    It is recomputed after an edit; decisions stay. `changed` is emitted when there is another comparison or
    none yet, `decided` when a decision changed.
    """

    changed = Signal()
    decided = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        #: Whether something is being compared, and the other version; None for the map's open conflicts.
        self.is_active = False
        self.version: OtherVersion | None = None
        #: By the keys of differences; see `Comparison.decided`.
        self.choices: dict[str, Choice] = {}
        self._versions = Versions("", "")
        #: The other version, given the id of this map where it is a version of another one.
        self._other: StakeMap | None = None
        self.has_failed = False
        self._derived: Derived[_Compared] = Derived(
            self, self._inputs, _compared, lag=_LAG, is_large=_is_large, on_error=self._fail
        )
        self._derived.changed.connect(self._computed)
        self._derived.follow(session)

    def begin(self, version: OtherVersion | None) -> None:
        """Compare the map with another version, or, for None, show the conflicts that are open in it."""
        self.is_active, self.version, self.choices = True, version, {}
        self._other = None
        if version is None:
            self._versions = Versions(tr("one version"), tr("the other version"))
        else:
            self._versions = Versions(tr("this map"), _called(version.name))
            self._other = version.document
            if not self.is_same_map:
                self._other = replace(version.document, id=self._session.document.id)
        self._restart()

    def end(self) -> None:
        """Compare nothing any more."""
        self.is_active, self.version, self._other, self.choices = False, None, None, {}
        self._restart()

    def _restart(self) -> None:
        self._derived.stop()
        self.has_failed = False
        self._derived.refresh()
        if self._derived.is_busy:
            self.changed.emit()

    def _inputs(self) -> tuple[StakeMap, StakeMap | None, StakeMap | None, Versions] | None:
        if not self.is_active:
            return None
        return self._session.document, self._other, self._base, self._versions

    @property
    def _base(self) -> StakeMap | None:
        """The version from which both were made, unless that is one of another map."""
        base = None if self.version is None or not self.is_same_map else self.version.base
        return base if base is not None and base.id == self._session.document.id else None

    def _computed(self) -> None:
        self.has_failed = False
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.has_failed = True
        self.changed.emit()
        raise error

    # What is compared

    @property
    def is_same_map(self) -> bool:
        """Whether the other version is one of the open map, so that they can be merged."""
        return self.version is None or self.version.document.id == self._session.document.id

    @property
    def has_base(self) -> bool:
        """Whether it is known from which version both were made."""
        return self._base is not None

    @property
    def comparison(self) -> Comparison | None:
        """The comparison; None while there is none yet."""
        return None if self._derived.value is None else self._derived.value.comparison

    @property
    def words(self) -> DifferenceWords | None:
        """The comparison in words."""
        return None if self._derived.value is None else self._derived.value.words

    def judgements_at(self, snapshot: str | None, issue: str | None) -> Iterator[Difference]:
        """The differing judgements of a snapshot: of influence, and of stances on an issue."""
        if self._derived.value is not None and snapshot is not None:
            places = self._derived.value.places
            yield from places.get((snapshot, None), ())
            if issue is not None:
                yield from places.get((snapshot, issue), ())

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many differences there are, how many can be taken, and how many are in conflict."""
        found = self._derived.value
        if found is None:
            return 0, 0, 0
        return len(found.comparison.differences), len(found.takeable), len(found.conflicts)

    @property
    def is_current(self) -> bool:
        """Whether the comparison is that of the map as it is."""
        return self.comparison is not None and self.comparison.one is self._session.document

    @property
    def is_large(self) -> bool:
        """Whether merging takes so long that a worker does it."""
        return _is_large(self._session.document, self._other)

    # Decisions

    def choice(self, difference: Difference) -> Choice | None:
        """What was decided about a difference, or holds without a decision; None while a conflict is open."""
        known = self.choices.get(difference.key)
        if known is not None or difference.side == "both":
            return known
        return "one" if difference.side == "one" or not self.is_same_map else "other"

    def can_decide(self, difference: Difference) -> bool:
        """Whether there is anything to decide about a difference."""
        is_possible = difference.side != "one" or difference.can_be_taken_back
        return is_possible and self.is_same_map and not self._session.read_only

    def decide(self, difference: Difference, choice: Choice | None) -> bool:
        """Decide about a difference; None leaves a conflict open. Returns whether that is possible."""
        is_possible = self.can_decide(difference) and (choice != "both" or difference.can_keep_both)
        if not is_possible or (choice is None and difference.side != "both"):
            return False
        if choice is None or (difference.side != "both" and choice == difference.side):
            self.choices.pop(difference.key, None)
        else:
            self.choices[difference.key] = choice
        self.decided.emit()
        return True

    def take_all(self, *, taken: bool) -> None:
        """Take all that does not conflict, or leave it."""
        if self._derived.value is None:
            return
        keys = self._derived.value.takeable
        self.choices = {key: each for key, each in self.choices.items() if key not in keys}
        if not taken:
            self.choices |= dict.fromkeys(keys, "one")
        self.decided.emit()

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many changes are taken or taken back, how many conflicts are decided, and how many are open."""
        found = self._derived.value
        if found is None or not self.is_same_map:
            return 0, 0, 0
        left = sum(key in found.takeable for key in self.choices)
        taken_back = sum(key in found.here for key in self.choices)
        settled = sum(key in found.conflicts for key in self.choices)
        return len(found.takeable) - left + taken_back, settled, len(found.conflicts) - settled

    def edit(self) -> Edit:
        """The edit that makes the map what was decided."""
        if self.version is None or self._other is None:
            known = self._session.document.conflicts
            return settle_conflicts.of({key: each for key, each in self.choices.items() if key in known})
        keys = self.comparison.by_key if self.comparison is not None else {}
        choices = {key: each for key, each in self.choices.items() if key in keys}
        return take_version.of(self._other, self._base, choices)
