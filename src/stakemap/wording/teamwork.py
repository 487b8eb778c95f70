"""Open conflicts, rounds and answers in sentences: what is not decided, opened, answered, or no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stakemap.i18n import tr, tr_count
from stakemap.model.changes import ChangedLayer
from stakemap.model.document import StakeMap
from stakemap.model.teamwork import Answer, OpenConflict, Round
from stakemap.model.terms import field_label
from stakemap.text import one_line
from stakemap.wording.places import place_name


def team_lines(before: StakeMap, after: StakeMap, containers: Mapping[str, ChangedLayer]) -> Iterator[str]:
    """Describe the changes of open conflicts, rounds and answers."""
    for old, new in _changes(containers.get("conflicts")):
        if old is not None:
            yield tr("Decided: {place}", place=_conflict_name(after, old))
        if new is not None:
            yield tr("Not decided: {place}", place=_conflict_name(after, new))
    for old, new in _changes(containers.get("rounds")):
        yield _round_pattern(old, new).format(label=one_line((new or old).label))
    for old, new in _changes(containers.get("answers")):
        document = before if new is None else after
        yield _answer_line(document.rounds.get((new or old).round), old, new)


def _changes(layer: ChangedLayer | None) -> Iterator[tuple[Any, Any]]:
    """The changes of a layer that differ by value, sorted by id."""
    if layer is not None:
        for change in layer._replace(keys=sorted(layer.keys)).changes():
            if change.before != change.after:
                yield change.before, change.after


def _conflict_name(document: StakeMap, conflict: OpenConflict) -> str:
    place = place_name(document, conflict.place)
    if not conflict.field:
        return place
    return tr("{place}: {field}", place=place, field=one_line(field_label(conflict.field)))


def _round_pattern(old: Round | None, new: Round | None) -> str:
    if new is None:
        return tr("Round “{label}”: removed")
    if old is None:
        return tr("Round “{label}”: opened")
    if old.closed is None and new.closed is not None:
        return tr("Round “{label}”: closed")
    return tr("Round “{label}”: changed")


def _answer_line(asked: Round | None, old: Answer | None, new: Answer | None) -> str:
    answer = new or old
    assert answer is not None
    label = one_line(asked.label) if asked is not None else answer.round
    hides_names = asked is not None and not asked.names_shown
    author = tr("an analyst") if hides_names else one_line(answer.analyst) or tr("somebody")
    if new is None:
        return tr("Round “{label}”: the answer of {author} removed", label=label, author=author)
    if new.commitment is not None and not new.judgements:
        return tr("Round “{label}”: {author} sealed an answer", label=label, author=author)
    if old is not None and old.judgements:
        return tr("Round “{label}”: {author} changed the answer", label=label, author=author)
    return tr_count(
        "Round “{label}”: {author} answered with {count} judgement",
        "Round “{label}”: {author} answered with {count} judgements",
        len(new.judgements),
        label=label,
        author=author,
    )
