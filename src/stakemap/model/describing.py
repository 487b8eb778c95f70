"""The difference between two maps in words, for people who compare, recover or reload one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from stakemap.i18n import tr, tr_count
from stakemap.model.compare import changed_keys
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import snapshots_in_order
from stakemap.model.records import Record
from stakemap.model.resolve import Subject, own_judgement, resolve
from stakemap.model.terms import field_label, term
from stakemap.model.wording import (
    actor_name,
    estimate_words,
    group_name,
    issue_name,
    listing,
    number,
    one_line,
    relation_name,
    snapshot_name,
    source_name,
    value_of,
)

__all__ = ["describe"]

#: Fields whose texts are too long to be quoted; that they changed is said instead.
_LONG = {"note", "question", "key_judgement", "reason", "watch_for", "quadrants", "citations", "conditions"}
#: Fields whose values are words of the format.
_TERMS = {"kind", "status", "likelihood", "state", "confidence", "basis", "role"}
#: Fields that are shown without quotation marks.
_BARE = {"date", "cut_off", "colour", "reliability"}
#: Fields of a judgement that say nothing of what was judged.
_ASIDE = {"state", "by", "on", "earlier"}

Namer = Callable[[StakeMap, str], str]

_REFERENCES: Mapping[str, Namer] = {
    "group": group_name,
    "part_of": actor_name,
    "based_on": snapshot_name,
    "source": actor_name,
    "target": actor_name,
}


def describe(before: StakeMap, after: StakeMap, *, limit: int | None = None) -> list[str]:
    """One sentence for each thing that differs, at most `limit` of them; empty when the maps say the same.

    Such as "Türkiye on Armenia–Türkiye normalisation at After the Istanbul visit: alignment 10 → 25". Records
    are compared by value, so that two files can be compared.
    """
    return list(islice(_lines(before, after), limit))


def _lines(before: StakeMap, after: StakeMap) -> Iterator[str]:
    if before is after:
        return
    for part in _field_changes(before, after, before, after):
        yield tr("The map: {change}", change=part)
    kinds: tuple[tuple[str, str, Namer], ...] = (
        ("actors", tr("Actor"), actor_name),
        ("groups", tr("Group"), group_name),
        ("issues", tr("Issue"), issue_name),
        ("sources", tr("Source"), source_name),
        ("relations", tr("Relation"), relation_name),
    )
    for container, kind, namer in kinds:
        yield from _record_lines(before, after, container, kind, namer)
    yield from _snapshot_lines(before, after)
    yield from _judgement_lines(before, after)


def _record_lines(
    before: StakeMap, after: StakeMap, container: str, kind: str, namer: Namer
) -> Iterator[str]:
    old, new = getattr(before, container), getattr(after, container)
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield tr("{kind} {name}: removed", kind=kind, name=namer(before, key))
        elif key not in old:
            yield tr("{kind} {name}: added", kind=kind, name=namer(after, key))
        elif old[key] is not new[key]:
            changes = list(_field_changes(before, after, old[key], new[key]))
            if changes:
                name = namer(before, key)
                yield tr("{kind} {name}: {changes}", kind=kind, name=name, changes="; ".join(changes))


def _snapshot_lines(before: StakeMap, after: StakeMap) -> Iterator[str]:
    kind = tr("Snapshot")
    for key in snapshots_in_order(before):
        if key not in after.snapshots:
            name, content = snapshot_name(before, key), _content(before.snapshots[key])
            yield tr("{kind} {name}: removed, with {content}", kind=kind, name=name, content=content)
    for key in snapshots_in_order(after):
        old, new = before.snapshots.get(key), after.snapshots[key]
        if old is None:
            name = snapshot_name(after, key)
            yield tr("{kind} {name}: added, with {content}", kind=kind, name=name, content=_content(new))
            continue
        changes = list(_field_changes(before, after, old, new))
        if changes:
            name = snapshot_name(before, key)
            yield tr("{kind} {name}: {changes}", kind=kind, name=name, changes="; ".join(changes))


def _content(snapshot: Snapshot) -> str:
    count = len(snapshot.standings) + len(snapshot.ties) + sum(map(len, snapshot.stances.values()))
    return tr_count("{count} judgement", "{count} judgements", count)


def _field_changes(
    before: StakeMap, after: StakeMap, old: Record, new: Record, aside: Collection[str] = ()
) -> Iterator[str]:
    """What changed in the own fields of a record, its containers left aside."""
    for name in type(new).model_fields:
        if name in new.containers or name in aside:
            continue
        first, second = getattr(old, name), getattr(new, name)
        if first != second:
            yield _field_change(before, after, name, first, second)
    if (old.model_extra or {}) != (new.model_extra or {}):
        yield tr("fields that this version does not know")


def _field_change(before: StakeMap, after: StakeMap, name: str, old: Any, new: Any) -> str:
    label = field_label(name)
    if name in _LONG:
        if not old:
            return tr("{field} added", field=label)
        return tr("{field} changed", field=label) if new else tr("{field} removed", field=label)
    return _arrow(name, _shown(before, name, old), _shown(after, name, new))


def _arrow(name: str, old: str, new: str) -> str:
    return tr("{field} {old} → {new}", field=field_label(name), old=old, new=new)


def _text(text: str) -> str:
    return tr("“{text}”", text=one_line(text)) if text.strip() else tr("none")


def _shown(document: StakeMap, name: str, value: Any) -> str:
    if value is None or value == ():
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Estimate):
        return estimate_words(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, tuple):
        return listing([_text(str(part)) for part in value])
    if name in _REFERENCES:
        return _REFERENCES[name](document, value)
    if name in _TERMS:
        return term(value)
    return value if name in _BARE else _text(str(value))


def _judgement_lines(before: StakeMap, after: StakeMap) -> Iterator[str]:
    for key in snapshots_in_order(after):
        old, new = before.snapshots.get(key), after.snapshots[key]
        if old is None or old is new:
            continue
        for subject in _differing(after, old, new):
            change = _change(before, after, key, subject)
            if change:
                yield tr("{subject}: {change}", subject=_subject_name(after, key, subject), change=change)


def _differing(after: StakeMap, old: Snapshot, new: Snapshot) -> Iterator[Subject]:
    """What both snapshots do not judge in the same words, leaving aside what is gone from the map."""
    for actor in _differing_keys(old.standings, new.standings):
        if actor in after.actors:
            yield Subject.standing(actor)
    for issue in sorted((old.stances.keys() | new.stances.keys()) & after.issues.keys()):
        for actor in _differing_keys(old.stances.get(issue, {}), new.stances.get(issue, {})):
            if actor in after.actors:
                yield Subject.stance(issue, actor)
    for relation in _differing_keys(old.ties, new.ties):
        if relation in after.relations:
            yield Subject.tie(relation)


def _differing_keys(old: Mapping[str, Judgement], new: Mapping[str, Judgement]) -> list[str]:
    return sorted(key for key in changed_keys(old, new) if old.get(key) != new.get(key))


def _subject_name(document: StakeMap, snapshot: str, subject: Subject) -> str:
    place = snapshot_name(document, snapshot)
    if subject.kind == "tie":
        name = relation_name(document, subject.id)
        return tr("{relation} at {snapshot}", relation=name, snapshot=place)
    name = actor_name(document, subject.id)
    if subject.issue is None:
        return tr("{actor} at {snapshot}", actor=name, snapshot=place)
    issue = issue_name(document, subject.issue)
    return tr("{actor} on {issue} at {snapshot}", actor=name, issue=issue, snapshot=place)


def _change(before: StakeMap, after: StakeMap, snapshot: str, subject: Subject) -> str:
    """What a snapshot says differently on a subject, from what it showed before, carried over or not."""
    shown, now = resolve(before, snapshot, subject), resolve(after, snapshot, subject)
    old = shown.judgement if shown is not None else None
    new = now.judgement if now is not None else None
    parts = list(_judgement_changes(before, after, old, new))
    if own_judgement(after, snapshot, subject) is None:
        parts.insert(0, tr("no longer judged here"))
    elif own_judgement(before, snapshot, subject) is None and not parts:
        parts = [tr("judged here as before")]
    if not parts and old is not None and new is not None:
        parts = [tr("its history")] if (old.by, old.on) == (new.by, new.on) else [_signature(new)]
    return "; ".join(parts)


def _signature(judgement: Judgement) -> str:
    return tr("judged by {by} on {on}", by=_text(judgement.by), on=judgement.on or tr("none"))


def _judgement_changes(
    before: StakeMap, after: StakeMap, old: Judgement | None, new: Judgement | None
) -> Iterator[str]:
    either = old or new
    if either is None:
        return
    measured = either.measured
    first, second = getattr(old, measured, None), getattr(new, measured, None)
    if first != second or (old and old.state) != (new and new.state):
        with_ranges = _range(first) != _range(second)
        values = (value_of(judgement, ranges=with_ranges) for judgement in (old, new))
        yield _arrow(measured, *values)
    if new is None:
        return
    base = old if old is not None else type(new).model_construct()
    yield from _field_changes(before, after, base, new, aside={measured, *_ASIDE})


def _range(value: Any) -> tuple[float | None, float | None]:
    return (value.low, value.high) if isinstance(value, Estimate) else (None, None)
