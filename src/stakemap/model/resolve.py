"""What a snapshot shows: its own judgements, and the nearest ones that it carries over along `based_on`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast
from weakref import ReferenceType, ref

from stakemap.model.changes import touched
from stakemap.model.compare import changed_keys
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.subjects import Subject, SubjectKind

__all__ = [
    "Placement",
    "Resolved",
    "Resolver",
    "children_of",
    "dated_before",
    "descendants_of",
    "fresh_in",
    "is_carried_over",
    "judged_here",
    "lineage",
    "own_judgement",
    "placement",
    "position",
    "resolve",
    "resolve_stance",
    "resolve_standing",
    "resolve_tie",
    "shown_also_in",
]

J = TypeVar("J", bound=Judgement)

#: How an actor takes part in the picture of one issue.
Placement = Literal["placed", "unknown", "unjudged", "not-applicable"]


class Resolved(NamedTuple, Generic[J]):
    """A judgement as one snapshot shows it, and the id of the snapshot in which it was judged."""

    judgement: J
    snapshot: str


def lineage(document: StakeMap, snapshot_id: str) -> tuple[str, ...]:
    """The snapshot and all that it builds on, nearest first, ending at the root.

    A reference to nothing ends it, and so does a cycle, before the first snapshot that would come twice.
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
    """The snapshots that build directly on this one, sorted by id."""
    return tuple(sorted(key for key, item in document.snapshots.items() if item.based_on == snapshot_id))


def descendants_of(document: StakeMap, snapshot_id: str) -> tuple[str, ...]:
    """The snapshots that build on this one, directly or not, each after the one it builds on."""
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
    """What was judged in this very snapshot, or None when it carries over or nobody judged."""
    snapshot = document.snapshots.get(snapshot_id)
    return None if snapshot is None else snapshot.judgement(subject)


def judged_here(
    document: StakeMap, snapshot_id: str, issue: str | None, actors: Iterable[str]
) -> tuple[Subject, ...]:
    """The standings of these actors and their stances on the issue that were judged in this very snapshot."""
    subjects = [
        subject
        for actor in actors
        for subject in (Subject.standing(actor), *([Subject.stance(issue, actor)] if issue else ()))
    ]
    return tuple(each for each in subjects if own_judgement(document, snapshot_id, each) is not None)


def resolve(document: StakeMap, snapshot_id: str, subject: Subject) -> Resolved[Judgement] | None:
    """What a snapshot shows on one subject; for a whole picture a `Resolver` is quicker."""
    for ancestor in lineage(document, snapshot_id):
        judgement = document.snapshots[ancestor].judgement(subject)
        if judgement is not None:
            return Resolved(judgement, ancestor)
    return None


def resolve_standing(document: StakeMap, snapshot_id: str, actor: str) -> Resolved[Standing] | None:
    """The standing of an actor as a snapshot shows it, or None when nobody judged it."""
    return cast("Resolved[Standing] | None", resolve(document, snapshot_id, Subject.standing(actor)))


def resolve_stance(document: StakeMap, snapshot_id: str, issue: str, actor: str) -> Resolved[Stance] | None:
    """The stance of an actor on an issue as a snapshot shows it, or None when nobody judged it."""
    return cast("Resolved[Stance] | None", resolve(document, snapshot_id, Subject.stance(issue, actor)))


def resolve_tie(document: StakeMap, snapshot_id: str, relation: str) -> Resolved[Tie] | None:
    """The tie of a relation as a snapshot shows it, or None when nobody judged it."""
    return cast("Resolved[Tie] | None", resolve(document, snapshot_id, Subject.tie(relation)))


class _Key(NamedTuple):
    kind: SubjectKind
    snapshot: str
    issue: str | None


class _Picture(NamedTuple):
    """What was resolved, from which snapshots of which map, and the very mappings it was resolved from."""

    document: ReferenceType[StakeMap]
    chain: tuple[str, ...]
    layers: tuple[Mapping[str, Judgement], ...]
    result: Mapping[str, Resolved[Any]]


class Resolver:
    """Resolves whole snapshots and remembers the results.

    A result is good as long as the mappings it came from are the same objects. Where an edit replaced some of
    them, only the entries that differ are resolved anew, and entries that did not change stay the same
    objects. Results are never changed once given out. It may be asked about any map at any time; one per view
    or one for all are both fine. `capacity` is how many results it keeps, the latest used.
    """

    def __init__(self, capacity: int = 48) -> None:
        self._pictures: OrderedDict[_Key, _Picture] = OrderedDict()
        self._capacity = capacity

    def copy(self) -> Resolver:
        """One that knows what this one does and goes its own way, as for another thread."""
        made = Resolver(self._capacity)
        made._pictures = self._pictures.copy()
        return made

    def standings(self, document: StakeMap, snapshot: str) -> Mapping[str, Resolved[Standing]]:
        """Actor id → standing, for all that were judged (as known, unknown or not applicable)."""
        return self._resolve(document, _Key("standing", snapshot, None))

    def stances(self, document: StakeMap, snapshot: str, issue: str) -> Mapping[str, Resolved[Stance]]:
        """Actor id → stance on `issue`, for all that were judged (as known, unknown or not applicable)."""
        return self._resolve(document, _Key("stance", snapshot, issue))

    def ties(self, document: StakeMap, snapshot: str) -> Mapping[str, Resolved[Tie]]:
        """Relation id → tie, for all that were judged (as known, unknown or not applicable)."""
        return self._resolve(document, _Key("tie", snapshot, None))

    def layer(
        self, document: StakeMap, snapshot: str, kind: SubjectKind, issue: str | None = None
    ) -> Mapping[str, Resolved[Any]]:
        """What `standings`, `stances` or `ties` give, by the kind of judgement."""
        return self._resolve(document, _Key(kind, snapshot, issue))

    def _resolve(self, document: StakeMap, key: _Key) -> Mapping[str, Resolved[Any]]:
        chain = lineage(document, key.snapshot)
        layers = tuple(document.snapshots[ancestor].layer(key.kind, key.issue) for ancestor in chain)
        known = self._pictures.get(key)
        if known is None or known.chain != chain:
            result = _built(chain, layers)
        elif all(old is new for old, new in zip(known.layers, layers, strict=True)):
            result = known.result
        else:
            result = _patched(known, layers, _changed(known, document, layers, key))
        self._pictures[key] = _Picture(ref(document), chain, layers, result)
        self._pictures.move_to_end(key)
        if len(self._pictures) > self._capacity:
            self._pictures.popitem(last=False)
        return result


def _built(
    chain: tuple[str, ...], layers: tuple[Mapping[str, Judgement], ...]
) -> Mapping[str, Resolved[Any]]:
    result: dict[str, Resolved[Any]] = {}
    for snapshot, layer in zip(reversed(chain), reversed(layers), strict=True):
        result.update(zip(layer, map(Resolved, layer.values(), repeat(snapshot)), strict=False))
    return result


def _changed(
    known: _Picture, document: StakeMap, layers: tuple[Mapping[str, Judgement], ...], key: _Key
) -> set[str]:
    """The actors or relations whose own judgement differs in some of the snapshots.

    Whoever else follows the map asks for the same difference, so that the mappings are compared once for all;
    where the earlier map is gone, its mappings are compared here.
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
    known: _Picture, layers: tuple[Mapping[str, Judgement], ...], changed: Iterable[str]
) -> Mapping[str, Resolved[Any]]:
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


def _differences(
    known: _Picture, layers: tuple[Mapping[str, Judgement], ...], changed: Iterable[str]
) -> Iterator[tuple[str, Resolved[Any] | None]]:
    for key in changed:
        resolved: Resolved[Any] | None = None
        for snapshot, layer in zip(known.chain, layers, strict=True):
            judgement = layer.get(key)
            if judgement is not None:
                resolved = Resolved(judgement, snapshot)
                break
        previous = known.result.get(key)
        if resolved is None or previous is None:
            same = resolved is previous
        else:
            same = previous.judgement is resolved.judgement and previous.snapshot == resolved.snapshot
        if not same:
            yield key, resolved


def position(standing: Standing | None, stance: Stance | None) -> tuple[float | None, float | None]:
    """Alignment (−100 to 100) and influence (0 to 100) of an actor; None for what is not known.

    A stance's own influence wins over the standing's.
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
    """Whether an actor has a place on an issue's canvas, waits in the tray (and why), or takes no part.

    The stance comes first: where nobody judged it, nobody has placed the actor, whatever is said of its
    influence. `where` is the `position` of the two, for who knows it already.
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
    """The snapshots whose judgements a snapshot shows as fresh; all others are older knowledge, carried over.

    For a dated snapshot that is itself alone. A scenario holds constant what its base says and shows it as
    the base does: as fresh what was judged there, as carried over what was older even there.
    """
    fresh = {snapshot}
    for ancestor in lineage(document, snapshot):
        fresh.add(ancestor)
        if not document.snapshots[ancestor].scenario:
            break
    return frozenset(fresh)


def is_carried_over(document: StakeMap, resolved: Resolved[Any], snapshot: str) -> bool:
    """Whether a snapshot shows this judgement as older knowledge (see `fresh_in`)."""
    return resolved.snapshot not in fresh_in(document, snapshot)


def dated_before(document: StakeMap, snapshot: str) -> str | None:
    """The nearest snapshot it builds on that is no scenario, where its trails begin; None at a root."""
    for ancestor in lineage(document, snapshot)[1:]:
        if not document.snapshots[ancestor].scenario:
            return ancestor
    return None


def shown_also_in(document: StakeMap, snapshot: str, subject: Subject) -> tuple[str, ...]:
    """The snapshots that carry this subject over from `snapshot`, so a correction there shows in them."""
    found: dict[str, None] = {}
    for child in descendants_of(document, snapshot):
        parent = document.snapshots[child].based_on
        follows = parent == snapshot or parent in found
        if follows and own_judgement(document, child, subject) is None:
            found[child] = None
    return tuple(found)
