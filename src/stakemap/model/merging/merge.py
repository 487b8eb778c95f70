"""The three-way merge of a map, and the two-way merge where no common base is known.

Fields of records are merged one by one, aliases and tags as sets. A judgement is one value: where both sides
judged, one stays current and the other goes to its ledger. Ledgers are united. What a side removed and the
other changed or refers to is kept. Each of these is a conflict, which is reported; nothing that was judged is
lost, and the result is a valid map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.changed_keys import changed_keys
from stakemap.model.changes import Change, ChangedLayer, changed_fields, changed_layers
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict, ConflictKind, in_file_order
from stakemap.model.merging.edges import without_cycles
from stakemap.model.merging.fields import merged_record
from stakemap.model.merging.judgements import merged_judgement
from stakemap.model.merging.recording import merged_conflicts
from stakemap.model.merging.references import (
    REFERRED_TO,
    Reference,
    references_of,
    references_of_field,
    referred_to,
)
from stakemap.model.merging.restoring import with_kept
from stakemap.model.records import Record, merged, replace
from stakemap.model.sharing import sharing
from stakemap.model.subjects import Place, Subject

R = TypeVar("R", bound=Record)


class Merged(NamedTuple):
    """A merged map, and what the merge could not decide, in the order of the file."""

    document: StakeMap
    conflicts: tuple[Conflict, ...]


def merge(base: StakeMap | None, one: StakeMap, other: StakeMap) -> Merged:
    """Merge two versions of a map into one that shares its records with `one` where they are equal.

    Without a base, the ledgers tell which of two judgements is newer; of other records that differ, that of
    `one` stays and the difference is a conflict. All maps are valid. Raises EditError for different maps.
    """
    if one.id != other.id or (base is not None and base.id != one.id):
        raise EditError(tr("These are different maps, not versions of one map."))
    before = StakeMap(id=one.id) if base is None else sharing(one, base)
    other = sharing(one, sharing(before, other))
    kept: dict[Reference, ConflictKind] = {}
    while True:
        sides = (with_kept(before, one, other, kept), with_kept(before, other, one, kept))
        attempt = _Attempt(before, *sides, is_based=base is not None)
        document = attempt.document()
        new: dict[Reference, ConflictKind] = dict.fromkeys(attempt.kept - kept.keys(), "removed")
        if not new:
            # Only now, since what one side changed may refer to what the other is about to be given back.
            needed = _needed(document, (before, one, other), attempt.conflicts)
            new = dict.fromkeys(needed - kept.keys(), "referred")
        if not new:
            break
        kept = _ends(before, (one, other), new) | kept | new
    conflicts = attempt.conflicts + [_about_kept(key, kind, before, one, other) for key, kind in kept.items()]
    undecided = {(each.place, each.field) for each in conflicts}
    document, cyclic = without_cycles(document, before, one, other, undecided)
    again = {(each.place, each.field) for each in cyclic}
    conflicts = [each for each in conflicts if (each.place, each.field) not in again] + cyclic
    return Merged(document, in_file_order(conflicts))


def _ends(
    base: StakeMap, sides: tuple[StakeMap, StakeMap], kept: Iterable[Reference]
) -> dict[Reference, ConflictKind]:
    """The ends of relations that are kept, where a side removed them: it removed the relation with them."""
    ends = {
        end
        for container, key in kept
        if container == "relations"
        for end in references_of(base.relations[key])
        if not all(end[1] in side.actors for side in sides)
    }
    return dict.fromkeys(ends, "referred")


def _about_kept(
    key: Reference, kind: ConflictKind, base: StakeMap, one: StakeMap, other: StakeMap
) -> Conflict:
    before, mine, theirs = (getattr(each, key[0]).get(key[1]) for each in (base, one, other))
    return Conflict(Place(*key), "", before, mine, theirs, kind)


def _needed(document: StakeMap, versions: tuple[StakeMap, ...], conflicts: list[Conflict]) -> set[Reference]:
    """What a side removed and the map, or a conflict that may be decided either way, still refers to."""
    removed = {
        (name, key)
        for name in REFERRED_TO
        for each in versions
        for key in getattr(each, name).keys() - getattr(document, name).keys()
    }
    return referred_to(document, removed) | removed.intersection(_references_of_conflicts(conflicts))


def _references_of_conflicts(conflicts: list[Conflict]) -> Iterator[Reference]:
    for conflict in conflicts:
        for value in (conflict.one, conflict.other):
            if isinstance(value, Record) and not conflict.field:
                yield from references_of(value)
            else:
                yield from references_of_field(conflict.field, value)


class _Attempt:
    """One pass over what `other` changed; `kept` are the records that one side removed and one changed."""

    def __init__(self, base: StakeMap, one: StakeMap, other: StakeMap, *, is_based: bool) -> None:
        self._base, self._one, self._other, self._is_based = base, one, other, is_based
        self.kept: set[Reference] = set()
        self.conflicts: list[Conflict] = []
        self._records: dict[str, dict[str, Any]] = {}
        self._judgements: dict[str, dict[Subject, Judgement | None]] = {}
        for layer in changed_layers(base, other):
            if layer.kind is None:
                self._merge_records(layer)
            else:
                self._merge_judgements(layer)

    def document(self) -> StakeMap:
        """The merged map."""
        base = self._base if self._is_based else None
        result = self._merge_fields(Place(""), base, self._one, self._other)
        snapshots = self._records.setdefault("snapshots", {})
        for key, judgements in self._judgements.items():
            snapshot: Snapshot = snapshots.get(key) or self._one.snapshots[key]
            snapshots[key] = snapshot.with_judgements(judgements)
        return replace(
            result, **{name: merged(getattr(result, name), new) for name, new in self._records.items()}
        )

    def _merge_fields(self, place: Place, base: R | None, one: R, other: R) -> R:
        result, conflicts = merged_record(place, base, one, other, is_based=self._is_based)
        self.conflicts += conflicts
        return result

    def _merge_records(self, layer: ChangedLayer) -> None:
        if layer.container == "conflicts":
            versions = (each.conflicts for each in (self._base, self._one, self._other))
            self._records["conflicts"] = dict(merged_conflicts(*versions))
            return
        known = getattr(self._one, layer.container)
        for change in layer.changes():
            one = known.get(change.place.id)
            if one is not change.after:
                result = self._record(change, one)
                if result is not one:
                    self._records.setdefault(layer.container, {})[change.place.id] = result

    def _record(self, change: Change, one: Record | None) -> Record | None:
        place, base, other = change
        if one is base:
            return other
        if one is not None and other is not None:
            return self._merge_fields(place, base, one, other)
        changed = one or other
        if isinstance(base, Snapshot) and isinstance(changed, Snapshot) and not _says_more(base, changed):
            return None
        self.kept.add((place.container, place.id))
        return changed

    def _merge_judgements(self, layer: ChangedLayer) -> None:
        key = layer.snapshot
        base, one, other = (each.snapshots.get(key) for each in (self._base, self._one, self._other))
        if one is None or other is None or one is base:
            # The whole snapshot has been added, removed, kept or taken.
            return
        known = one.layer(layer.kind or "standing", layer.issue)
        for place, before, theirs in layer.changes():
            subject: Any = place.subject
            mine = known.get(subject.id)
            if mine is theirs:
                continue
            result: Any = theirs
            if mine is not before:
                judgements: tuple[Any, Any, Any] = (before, mine, theirs)
                result, conflicts = merged_judgement(place, *judgements)
                self.conflicts += conflicts
            if result is not mine:
                self._judgements.setdefault(key, {})[subject] = result


def _says_more(before: Snapshot, after: Snapshot) -> bool:
    """Whether a snapshot has other fields or other judgements; fewer are no reason to keep it."""
    return any(changed_fields(before, after)) or any(
        key in layer
        for kind, issue, layer in after.layers()
        for key in changed_keys(before.layer(kind, issue), layer)
    )
