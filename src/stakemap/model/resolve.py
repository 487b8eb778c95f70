"""Resolution of judgements: a snapshot's own, else the nearest ones carried over along `based_on`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast
from weakref import ReferenceType, ref

from stakemap.model.changed_keys import changed_keys
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.subjects import Subject, SubjectKind

J = TypeVar("J", bound=Judgement)

#: Whether an actor is on the canvas of an issue, in its tray (unknown, unjudged) or takes no part.
Placement = Literal["placed", "unknown", "unjudged", "not-applicable"]


class Resolved(NamedTuple, Generic[J]):
    """A judgement that a snapshot shows, and the id of the snapshot in which it was made."""

    judgement: J
    snapshot: str


def lineage(document: StakeMap, snapshot_id: str) -> tuple[str, ...]:
    """The ids of a snapshot and its ancestors, nearest first, ending at the root.

    A dangling reference ends it, and so does a cycle, before the first repeated snapshot.
    """
    chain: dict[str, None] = {}
    current: str | None = snapshot_id
    while current is not None and current not in chain:
        snapshot = document.snapshots.get(current)
        if snapshot is None:
            break
        chain[current] = None
        current = snapshot.based_on
    return tuple(chain)


def children_of(document: StakeMap, snapshot_id: str) -> tuple[str, ...]:
    """The ids of the snapshots based directly on this one, sorted."""
    return tuple(sorted(key for key, item in document.snapshots.items() if item.based_on == snapshot_id))


def descendants_of(document: StakeMap, snapshot_id: str) -> tuple[str, ...]:
    """The ids of the snapshots based on this one, directly or not, parents before children."""
    children: dict[str, list[str]] = {}
    for key in sorted(document.snapshots, reverse=True):
        base = document.snapshots[key].based_on
        if base is not None:
            children.setdefault(base, []).append(key)
    found: dict[str, None] = {snapshot_id: None}
    waiting = children.get(snapshot_id, [])
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting.extend(children.get(current, ()))
    return tuple(found)[1:]


def own_judgement(document: StakeMap, snapshot_id: str, subject: Subject) -> Judgement | None:
    """The judgement made in this snapshot, or None where it is carried over or missing."""
    snapshot = document.snapshots.get(snapshot_id)
    return None if snapshot is None else snapshot.judgement(subject)


def judged_here(
    document: StakeMap, snapshot_id: str, issue: str | None, actors: Iterable[str]
) -> tuple[Subject, ...]:
    """The standings and stances on the issue of these actors that were judged in this snapshot itself."""
    subjects = [
        subject
        for actor in actors
        for subject in (Subject.standing(actor), *([Subject.stance(issue, actor)] if issue else ()))
    ]
    return tuple(each for each in subjects if own_judgement(document, snapshot_id, each) is not None)


def can_be_judged(document: StakeMap, snapshot_id: str, subject: Subject) -> bool:
    """Whether a map has the snapshot, and the actor or the relation and the issue of the subject."""
    judged = document.actors if subject.actor is not None else document.relations
    has_issue = subject.issue is None or subject.issue in document.issues
    return snapshot_id in document.snapshots and subject.id in judged and has_issue


def resolve(document: StakeMap, snapshot_id: str, subject: Subject) -> Resolved[Judgement] | None:
    """The judgement of one subject that a snapshot shows; for many subjects a `Resolver` is faster."""
    for ancestor in lineage(document, snapshot_id):
        judgement = document.snapshots[ancestor].judgement(subject)
        if judgement is not None:
            return Resolved(judgement, ancestor)
    return None


def shown_judgement(document: StakeMap, snapshot_id: str | None, subject: Subject) -> Judgement | None:
    """The judgement of one subject that a snapshot shows, own or carried over; None without a snapshot."""
    shown = None if snapshot_id is None else resolve(document, snapshot_id, subject)
    return None if shown is None else shown.judgement


def resolve_standing(document: StakeMap, snapshot_id: str, actor: str) -> Resolved[Standing] | None:
    """The standing of an actor that a snapshot shows; None when there is none."""
    return cast("Resolved[Standing] | None", resolve(document, snapshot_id, Subject.standing(actor)))


def resolve_stance(document: StakeMap, snapshot_id: str, issue: str, actor: str) -> Resolved[Stance] | None:
    """The stance of an actor on an issue that a snapshot shows; None when there is none."""
    return cast("Resolved[Stance] | None", resolve(document, snapshot_id, Subject.stance(issue, actor)))


def resolve_tie(document: StakeMap, snapshot_id: str, relation: str) -> Resolved[Tie] | None:
    """The tie of a relation that a snapshot shows; None when there is none."""
    return cast("Resolved[Tie] | None", resolve(document, snapshot_id, Subject.tie(relation)))


class _Key(NamedTuple):
    kind: SubjectKind
    snapshot: str
    issue: str | None


class _CacheEntry(NamedTuple):
    """A cached result with its map, lineage and the mappings from which it was resolved."""

    document: ReferenceType[StakeMap]
    chain: tuple[str, ...]
    layers: tuple[Mapping[str, Judgement], ...]
    result: Mapping[str, Resolved[Any]]


class Resolver:
    """Resolves whole snapshots, with a least-recently-used cache of `capacity` results.

    A result is valid as long as the mappings it came from are the same objects. Where an edit replaced some
    of them, only the entries that differ are resolved again, and unchanged entries stay the same objects.
    Results are never modified once returned. One resolver may serve any number of maps and views.
    """

    def __init__(self, capacity: int = 48) -> None:
        self._cache: OrderedDict[_Key, _CacheEntry] = OrderedDict()
        self._capacity = capacity

    def copy(self) -> Resolver:
        """A resolver with a copy of the cache, for use in another thread."""
        copied = Resolver(self._capacity)
        copied._cache = self._cache.copy()
        return copied

    def learn(self, other: Resolver) -> None:
        """Take over what a copy has resolved since, as the latest results."""
        for key, entry in other._cache.items():
            self._put(key, entry)

    def standings(self, document: StakeMap, snapshot: str) -> Mapping[str, Resolved[Standing]]:
        """Actor id → standing, for all that were judged (also as unknown or not applicable)."""
        return self._resolve(document, _Key("standing", snapshot, None))

    def stances(self, document: StakeMap, snapshot: str, issue: str) -> Mapping[str, Resolved[Stance]]:
        """Actor id → stance on `issue`, for all that were judged (also as unknown or not applicable)."""
        return self._resolve(document, _Key("stance", snapshot, issue))

    def ties(self, document: StakeMap, snapshot: str) -> Mapping[str, Resolved[Tie]]:
        """Relation id → tie, for all that were judged (also as unknown or not applicable)."""
        return self._resolve(document, _Key("tie", snapshot, None))

    def layer(
        self, document: StakeMap, snapshot: str, kind: SubjectKind, issue: str | None = None
    ) -> Mapping[str, Resolved[Any]]:
        """The result of `standings`, `stances` or `ties`, by the kind of judgement."""
        return self._resolve(document, _Key(kind, snapshot, issue))

    def _resolve(self, document: StakeMap, key: _Key) -> Mapping[str, Resolved[Any]]:
        chain = lineage(document, key.snapshot)
        layers = tuple(document.snapshots[ancestor].layer(key.kind, key.issue) for ancestor in chain)
        known = self._cache.get(key)
        if known is None or known.chain != chain:
            result: Mapping[str, Resolved[Any]] = _resolved_lineage(chain, layers)
        elif all(old is new for old, new in zip(known.layers, layers, strict=True)):
            result = known.result
        else:
            result = _patched(known, layers, _changed(known, document, layers, key))
        self._put(key, _CacheEntry(ref(document), chain, layers, result))
        return result

    def _put(self, key: _Key, entry: _CacheEntry) -> None:
        self._cache[key] = entry
        self._cache.move_to_end(key)
        if len(self._cache) > self._capacity:
            self._cache.popitem(last=False)


def _resolved_lineage(
    chain: tuple[str, ...], layers: tuple[Mapping[str, Judgement], ...]
) -> dict[str, Resolved[Any]]:
    result: dict[str, Resolved[Any]] = {}
    for snapshot, layer in zip(reversed(chain), reversed(layers), strict=True):
        result.update(zip(layer, map(Resolved, layer.values(), repeat(snapshot)), strict=False))
    return result


def _changed(
    known: _CacheEntry, document: StakeMap, layers: tuple[Mapping[str, Judgement], ...], key: _Key
) -> set[str]:
    """The actors or relations whose own judgement differs in any snapshot of the lineage.

    Uses the cached difference that all views share; where the earlier map has been freed, its mappings are
    compared here.
    """
    before, chain = known.document(), known.chain
    if before is None:
        pairs = zip(known.layers, layers, strict=True)
        return {subject for old, new in pairs for subject in changed_keys(old, new)}
    difference = touched(before, document)
    if key.kind == "stance":
        return {
            actor for snapshot, issue, actor in difference.stances if issue == key.issue and snapshot in chain
        }
    own = difference.standings if key.kind == "standing" else difference.ties
    return {subject for snapshot, subject in own if snapshot in chain}


def _patched(
    known: _CacheEntry, layers: tuple[Mapping[str, Judgement], ...], changed: Collection[str]
) -> Mapping[str, Resolved[Any]]:
    if len(changed) > len(known.result) // 2:
        return _resolved_again(known, layers)
    updates = dict(_differences(known, layers, changed))
    if not updates:
        return known.result
    result = dict(known.result)
    for key, resolved in updates.items():
        if resolved is None:
            result.pop(key, None)
        else:
            result[key] = resolved
    return result


def _resolved_again(
    known: _CacheEntry, layers: tuple[Mapping[str, Judgement], ...]
) -> Mapping[str, Resolved[Any]]:
    """All resolved from the layers, which is faster where most differ; unchanged entries stay the same."""
    result, before = _resolved_lineage(known.chain, layers), known.result
    same = [key for key in result.keys() & before.keys() if _is_same(before[key], result[key])]
    if len(same) == len(result) == len(before):
        return before
    result.update((key, before[key]) for key in same)
    return result


def _is_same(one: Resolved[Any] | None, other: Resolved[Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.judgement is other.judgement and one.snapshot == other.snapshot


def _differences(
    known: _CacheEntry, layers: tuple[Mapping[str, Judgement], ...], changed: Iterable[str]
) -> Iterator[tuple[str, Resolved[Any] | None]]:
    for key in changed:
        resolved: Resolved[Any] | None = None
        for snapshot, layer in zip(known.chain, layers, strict=True):
            judgement = layer.get(key)
            if judgement is not None:
                resolved = Resolved(judgement, snapshot)
                break
        previous = known.result.get(key)
        if not _is_same(previous, resolved):
            yield key, resolved


def position(standing: Standing | None, stance: Stance | None) -> tuple[float | None, float | None]:
    """Alignment (−100 to 100) and influence (0 to 100) of an actor; None for what is not known.

    A stance's own influence overrides the standing's.
    """
    alignment = stance.alignment.value if stance is not None and stance.alignment is not None else None
    if stance is not None and stance.influence is not None:
        return alignment, stance.influence.value
    influence = standing.influence.value if standing is not None and standing.influence is not None else None
    return alignment, influence


def placement(
    standing: Standing | None,
    stance: Stance | None,
    where: tuple[float | None, float | None] | None = None,
) -> Placement:
    """Whether an actor is on an issue's canvas, in the tray (and why), or takes no part.

    The stance is decisive: without one the actor is unjudged, whatever its influence. `where` is the
    `position` of the two, if already computed.
    """
    if (stance is not None and stance.state == "not-applicable") or (
        standing is not None and standing.state == "not-applicable"
    ):
        return "not-applicable"
    alignment, influence = where or position(standing, stance)
    if alignment is not None and influence is not None:
        return "placed"
    if stance is None or (alignment is not None and standing is None):
        return "unjudged"
    return "unknown"


def fresh_in(document: StakeMap, snapshot: str) -> frozenset[str]:
    """The snapshots whose judgements a snapshot shows as its own; those of all others are carried over.

    For a dated snapshot this is only itself. A scenario holds its base constant and shows it as the base
    does: as its own what was judged there, as carried over what the base carries over.
    """
    fresh = {snapshot}
    for ancestor in lineage(document, snapshot):
        fresh.add(ancestor)
        if not document.snapshots[ancestor].scenario:
            break
    return frozenset(fresh)


def is_carried_over(document: StakeMap, resolved: Resolved[Any], snapshot: str) -> bool:
    """Whether a snapshot shows this judgement as carried over (see `fresh_in`)."""
    return resolved.snapshot not in fresh_in(document, snapshot)


def dated_before(document: StakeMap, snapshot: str) -> str | None:
    """The nearest ancestor that is not a scenario, where movement trails begin; None at a root."""
    for ancestor in lineage(document, snapshot)[1:]:
        if not document.snapshots[ancestor].scenario:
            return ancestor
    return None


def shown_also_in(document: StakeMap, snapshot: str, subject: Subject) -> tuple[str, ...]:
    """The snapshots that carry this subject over from `snapshot`, so that a correction there affects them."""
    found: dict[str, None] = {}
    for child in descendants_of(document, snapshot):
        parent = document.snapshots[child].based_on
        follows = parent == snapshot or parent in found
        if follows and own_judgement(document, child, subject) is None:
            found[child] = None
    return tuple(found)
