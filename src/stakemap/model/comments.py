"""Comments as conversations: each remark with its answers, whatever their references say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from stakemap.model.document import StakeMap
from stakemap.model.places import place_at
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Comment


class Conversation(NamedTuple):
    """A remark and its answers in the order of writing, each by its id."""

    id: str
    remark: Comment
    answers: tuple[tuple[str, Comment], ...] = ()

    @property
    def all(self) -> tuple[tuple[str, Comment], ...]:
        """The remark and its answers."""
        return ((self.id, self.remark), *self.answers)

    @property
    def latest(self) -> tuple[str, str]:
        """The day and id of what was written last, to sort conversations by."""
        return max(map(_by_time, self.all))


def remark_of(comments: Mapping[str, Comment], comment_id: str) -> str:
    """The id of the remark that a comment answers in the end; its own for a remark.

    A comment whose remark is gone is a remark itself; so is the one with the first id of those that answer
    each other in a circle.
    """
    remarks: dict[str, str] = {}
    _find_remark(comments, comment_id, remarks)
    return remarks[comment_id]


def conversations(document: StakeMap) -> tuple[Conversation, ...]:
    """All comments as conversations, the one with the latest comment first."""
    comments = document.comments
    remarks: dict[str, str] = {}
    answers: dict[str, list[tuple[str, Comment]]] = {}
    for key, comment in comments.items():
        _find_remark(comments, key, remarks)
        if remarks[key] != key:
            answers.setdefault(remarks[key], []).append((key, comment))
    found = [
        Conversation(key, comments[key], tuple(sorted(answers.get(key, ()), key=_by_time)))
        for key, remark in remarks.items()
        if remark == key
    ]
    return tuple(sorted(found, key=lambda one: one.latest, reverse=True))


def _by_time(entry: tuple[str, Comment]) -> tuple[str, str]:
    key, comment = entry
    return comment.on or "", key


def _find_remark(comments: Mapping[str, Comment], comment_id: str, remarks: dict[str, str]) -> None:
    """Note the remark of a comment and of all above it, so that long chains are followed once."""
    chain: dict[str, None] = {}
    current: str | None = comment_id
    while current is not None and current in comments and current not in remarks and current not in chain:
        chain[current] = None
        current = comments[current].reply_to
    passed = list(chain)
    if current in remarks:
        remark = remarks[current]
    elif current in chain:
        remark = min(passed[passed.index(current) :])
    else:
        remark = passed[-1] if passed else comment_id
    remarks.update(dict.fromkeys(passed, remark))


def has_place(document: StakeMap, place: Place) -> bool:
    """Whether a map has a place. It has those of judgements where its subject can be judged, whether anybody
    has; and pages of the deck whose issue and snapshots it has.
    """
    from stakemap.model.headlines import parts_of
    from stakemap.model.resolve import can_be_judged

    if not place.container:
        return True
    if place.subject is not None:
        return can_be_judged(document, place.id, place.subject)
    if place.container != "headlines":
        return place.id in getattr(document, place.container)
    page = parts_of(place.id)
    snapshots = {page.snapshot, page.against} - {None}
    return (page.issue is None or page.issue in document.issues) and snapshots <= document.snapshots.keys()


def actor_of(place: Place) -> str | None:
    """The actor that a place is about; None for places that are about something else."""
    if place.container == "actors":
        return place.id
    return None if place.subject is None else place.subject.actor


def _is_open(comment: Comment, comments: Mapping[str, Comment]) -> bool:
    """Whether it is a remark that nobody has resolved; those that answer each other in a circle are none."""
    is_remark = comment.reply_to is None or comment.reply_to not in comments
    return is_remark and not comment.is_resolved


def open_count(comments: Mapping[str, Comment]) -> int:
    """The number of remarks that nobody has resolved."""
    return sum(_is_open(each, comments) for each in comments.values())


def open_at(document: StakeMap, path: str) -> int:
    """The number of remarks about this very place that nobody has resolved."""
    comments = document.comments
    return sum(each.place == path and _is_open(each, comments) for each in comments.values())


def open_by_actor(document: StakeMap) -> Counter[str]:
    """The number of remarks about each actor, also on its judgements, that nobody has resolved."""
    comments = document.comments
    paths = Counter(each.place for each in comments.values() if _is_open(each, comments))
    found: Counter[str] = Counter()
    for path, count in paths.items():
        actor = actor_of(place_at(path))
        if actor is not None and actor in document.actors:
            found[actor] += count
    return found
