"""Comments and reviews in sentences: what was remarked, answered, resolved, approved, or is no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.model.changes import ChangedLayer
from stakemap.model.document import StakeMap
from stakemap.model.teamwork import Comment, Review
from stakemap.text import one_line
from stakemap.wording.dates import date_text
from stakemap.wording.places import place_name
from stakemap.wording.reviews import approved_by


def signature_text(by: str, on: str | None) -> str:
    """Who wrote something and when: "B. Reader, 1 March 2026"."""
    author, day = one_line(by) or tr("No name"), date_text(on)
    return tr("{author}, {day}", author=author, day=day) if day else author


def remark_lines(before: StakeMap, after: StakeMap, containers: Mapping[str, ChangedLayer]) -> Iterator[str]:
    """Describe the changes of comments and reviews, the earliest first."""
    for old, new in _changes(containers.get("comments")):
        record = new or old
        assert isinstance(record, Comment)
        values = {
            "place": place_name(after if new is not None else before, record.place),
            "author": one_line(record.by) or tr("no name"),
            "text": one_line(record.text),
        }
        yield _comment_pattern(old, new).format(**values)
    for old, new in _changes(containers.get("reviews")):
        record = new or old
        assert isinstance(record, Review)
        place = place_name(after if new is not None else before, record.place)
        if new is None:
            yield tr("Approval withdrawn: {place}, {approval}", place=place, approval=approved_by(record))
        elif old is None:
            yield tr("{approval}: {place}", approval=approved_by(record), place=place)
        else:
            yield tr("Approval changed: {place}, {approval}", place=place, approval=approved_by(record))


def _comment_pattern(old: object, new: object) -> str:
    if not isinstance(new, Comment):
        return tr("Comment removed: {place}, {author}: {text}")
    if not isinstance(old, Comment):
        if new.reply_to is not None:
            return tr("Answer: {place}, {author}: {text}")
        return tr("Comment: {place}, {author}: {text}")
    if new.is_resolved != old.is_resolved:
        if new.is_resolved:
            return tr("Comment resolved: {place}, {author}: {text}")
        return tr("Comment reopened: {place}, {author}: {text}")
    return tr("Comment changed: {place}, {author}: {text}")


class _Pair(NamedTuple):
    before: object
    after: object


def _changes(layer: ChangedLayer | None) -> Iterator[_Pair]:
    """The changes of a layer that differ by value, sorted by id, which for comments is by time."""
    if layer is not None:
        for change in layer._replace(keys=sorted(layer.keys)).changes():
            if change.before != change.after:
                yield _Pair(change.before, change.after)
