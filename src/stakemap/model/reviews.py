"""What readers approved, whether it still is as they approved it, and the status of the map that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple
from weakref import ReferenceType, ref

from stakemap.model.digests import judgement_digest
from stakemap.model.document import StakeMap, Status
from stakemap.model.judgements import Judgement
from stakemap.model.order import snapshots_in_order
from stakemap.model.places import path_of, place_at
from stakemap.model.resolve import lineage, resolve
from stakemap.model.subjects import Layer, Place, Subject, SubjectKind
from stakemap.model.teamwork import Review
from stakemap.values import frozen


class Difference(NamedTuple):
    """A judgement that a snapshot shows otherwise than it was approved: changed, added or removed since."""

    subject: Subject
    kind: Literal["changed", "added", "removed"]


class Approval(NamedTuple):
    """A review of a judgement or a snapshot by its id, and what differs since; it holds where nothing does.

    `clears` is whether it holds for readers outside. One that was given for these does not where part of what
    changed since was approved for others only.
    """

    id: str
    review: Review
    differences: tuple[Difference, ...] = ()
    clears: bool = False

    @property
    def holds(self) -> bool:
        """Whether all is as it was approved."""
        return not self.differences


@frozen
class MapStatus:
    """The status of a map. `reviewed` is whether it follows from reviews, not from the map's own field.

    `missing` are the dated snapshots, by date, that keep it from being cleared or, where it is a draft, from
    being reviewed, each with the approval that no longer holds there, or None for none.
    """

    status: Status
    reviewed: bool = False
    missing: tuple[tuple[str, Approval | None], ...] = ()


class _Reviews:
    """The reviews of a map by what they are about; those without a name count for nothing."""

    def __init__(self, reviews: Mapping[str, Review]) -> None:
        self.snapshots: dict[str, list[tuple[str, Review]]] = {}
        self._judgements: dict[str, list[tuple[str, Review]]] = {}
        for key, review in sorted(reviews.items()):
            if not review.by.strip():
                continue
            place = place_at(review.place)
            if place.subject is not None:
                self._judgements.setdefault(review.place, []).append((key, review))
            elif place.container == "snapshots":
                self.snapshots.setdefault(place.id, []).append((key, review))

    def of(self, snapshot: str, path: str) -> Iterator[tuple[str, Review]]:
        """The reviews that approved anything at the path of a judgement in a snapshot."""
        for entries in (self._judgements.get(path, ()), self.snapshots.get(snapshot, ())):
            yield from (entry for entry in entries if path in entry[1].digests)

    def covers(self, snapshot: str, path: str, digest: str, *, clearing: bool) -> bool:
        """Whether any of them approved this judgement, with `clearing` for readers outside."""
        return any(
            review.digests[path] == digest and (review.clears or not clearing)
            for _, review in self.of(snapshot, path)
        )


class _Cache:
    """The latest results with their map, referenced weakly; they hold for maps that share what counts."""

    def __init__(self) -> None:
        self._reviews: tuple[ReferenceType[StakeMap], _Reviews] | None = None
        self._status: tuple[ReferenceType[StakeMap], MapStatus] | None = None

    def reviews(self, document: StakeMap) -> _Reviews:
        known = self._reviews
        before = None if known is None else known[0]()
        if known is not None and before is not None and before.reviews is document.reviews:
            return known[1]
        made = _Reviews(document.reviews)
        self._reviews = (ref(document), made)
        return made

    def status(self, document: StakeMap) -> MapStatus:
        known = self._status
        before = None if known is None else known[0]()
        if known is not None and before is not None and _shares(before, document):
            return known[1]
        made = _status(document)
        self._status = (ref(document), made)
        return made


def _shares(one: StakeMap, other: StakeMap) -> bool:
    """Whether two versions of a map have the same reviews of the same judgements."""
    return one.reviews is other.reviews and one.snapshots is other.snapshots


_cache = _Cache()


def shown_in(document: StakeMap, snapshot: str) -> dict[Subject, Judgement]:
    """All judgements that a snapshot shows, its own and those carried over."""
    shown: dict[tuple[SubjectKind, str | None], dict[str, Judgement]] = {}
    for ancestor in reversed(lineage(document, snapshot)):
        for kind, issue, judgements in document.snapshots[ancestor].layers():
            shown.setdefault((kind, issue), {}).update(judgements)
    return {
        Subject(kind, key, issue): judgement
        for (kind, issue), layer in shown.items()
        for key, judgement in layer.items()
    }


def digests_at(document: StakeMap, place: Place) -> dict[str, str]:
    """The digests of what a snapshot shows, or of one judgement in it, by path; empty for other places."""
    if place.container != "snapshots" or place.id not in document.snapshots:
        return {}
    if place.subject is None:
        shown: Mapping[Subject, Judgement] = shown_in(document, place.id)
    else:
        resolved = resolve(document, place.id, place.subject)
        shown = {} if resolved is None else {place.subject: resolved.judgement}
    return {path: judgement_digest(judgement) for path, _, judgement in _with_paths(place.id, shown)}


def _with_paths(
    snapshot: str, shown: Mapping[Subject, Judgement]
) -> Iterator[tuple[str, Subject, Judgement]]:
    prefixes: dict[tuple[SubjectKind, str | None], str] = {}
    for subject, judgement in shown.items():
        layer = (subject.kind, subject.issue)
        if layer not in prefixes:
            prefixes[layer] = "/".join(("snapshots", snapshot, *Layer(*layer, {}).place, ""))
        yield prefixes[layer] + subject.id, subject, judgement


def _age(entry: tuple[str, Review]) -> tuple[str, str]:
    key, review = entry
    return review.on or "", key


def judgement_approval(document: StakeMap, snapshot: str, subject: Subject) -> Approval | None:
    """The approval of the judgement that a snapshot shows, by itself or with the snapshot; None without one.

    It is the newest that approved the judgement as it is, one for readers outside before others; where there
    is none, the newest one of an earlier state.
    """
    path = path_of(Place("snapshots", snapshot, subject))
    entries = list(_cache.reviews(document).of(snapshot, path))
    if not entries:
        return None
    shown = resolve(document, snapshot, subject)
    digest = None if shown is None else judgement_digest(shown.judgement)
    holding = [entry for entry in entries if entry[1].digests[path] == digest]
    if holding:
        key, review = max(holding, key=lambda entry: (entry[1].clears, _age(entry)))
        return Approval(key, review, clears=review.clears)
    changed = Difference(subject, "removed" if shown is None else "changed")
    return Approval(*max(entries, key=_age), (changed,))


def snapshot_approval(document: StakeMap, snapshot: str) -> Approval | None:
    """The approval of all that a snapshot shows, with what differs since; None without one.

    What was changed or added since and then approved by itself, or with a later approval, does not differ.
    It is one that holds, one for readers outside before others and the newest of these; where none holds, the
    newest one.
    """
    if snapshot not in document.snapshots or not _cache.reviews(document).snapshots.get(snapshot):
        return None
    return _approval_of(document, _Shown(document, snapshot))


def _approval_of(document: StakeMap, shown: _Shown) -> Approval | None:
    reviews = _cache.reviews(document)
    entries = sorted(reviews.snapshots.get(shown.snapshot, ()), key=_age, reverse=True)
    for clearing in (True, False):
        for entry in entries:
            if entry[1].clears or not clearing:
                approval = shown.approved(entry, reviews, clearing=clearing)
                if approval.holds:
                    return approval
    return shown.approved(entries[0], reviews, clearing=False) if entries else None


class _Shown:
    """What a snapshot shows, with paths and digests."""

    def __init__(self, document: StakeMap, snapshot: str) -> None:
        self.snapshot = snapshot
        self._by_path = {
            path: (subject, judgement_digest(judgement))
            for path, subject, judgement in _with_paths(snapshot, shown_in(document, snapshot))
        }

    def __bool__(self) -> bool:
        return bool(self._by_path)

    def approved(self, entry: tuple[str, Review], reviews: _Reviews, *, clearing: bool) -> Approval:
        """A review of the snapshot with what differs since and nobody has approved."""
        differences = tuple(sorted(self._differences(entry[1], reviews, clearing), key=_order))
        return Approval(*entry, differences, clears=clearing and not differences)

    def _differences(self, review: Review, reviews: _Reviews, clearing: bool) -> Iterator[Difference]:
        for path, (subject, digest) in self._by_path.items():
            known = review.digests.get(path)
            if known != digest and not reviews.covers(self.snapshot, path, digest, clearing=clearing):
                yield Difference(subject, "added" if known is None else "changed")
        yield from _gone(review.digests.keys() - self._by_path.keys(), self.snapshot)


def _order(difference: Difference) -> tuple[str, str, str]:
    kind, key, issue = difference.subject
    return key, issue or "", kind


def _gone(paths: Iterable[str], snapshot: str) -> Iterator[Difference]:
    for path in paths:
        place = place_at(path)
        if place.subject is not None and place.id == snapshot:
            yield Difference(place.subject, "removed")


def status_of(document: StakeMap) -> MapStatus:
    """The status of a map: without reviews what its own field says; with reviews what follows from them.

    It is cleared if every dated snapshot that shows judgements has an approval for readers outside that still
    holds, reviewed if each has any that holds, else a draft. Cached; costs some microseconds a judgement.
    """
    if not document.reviews:
        return MapStatus(document.status)
    return _cache.status(document)


def _status(document: StakeMap) -> MapStatus:
    unread: list[tuple[str, Approval | None]] = []
    unclear: list[tuple[str, Approval | None]] = []
    is_empty = True
    for snapshot in snapshots_in_order(document):
        shown = None if document.snapshots[snapshot].scenario else _Shown(document, snapshot)
        if not shown:
            continue
        is_empty = False
        approval = _approval_of(document, shown)
        if approval is None or not approval.holds:
            unread.append((snapshot, approval))
        elif not approval.clears:
            unclear.append((snapshot, approval))
    if unread or is_empty:
        return MapStatus("draft", reviewed=True, missing=tuple(unread))
    return MapStatus("reviewed" if unclear else "cleared", reviewed=True, missing=tuple(unclear))
