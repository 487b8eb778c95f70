"""The differences between two maps in sentences, for comparing, recovering and reloading maps."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from stakemap.i18n import number, tr, tr_count
from stakemap.model.changes import Change, ChangedLayer, FieldChange, changed_fields, changed_layers
from stakemap.model.document import DecisionRule, Outcome, Resolution, Snapshot, StakeMap
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import snapshots_in_order, sort_key
from stakemap.model.others import without_others
from stakemap.model.records import Record
from stakemap.model.resolve import own_judgement, resolve
from stakemap.model.subjects import Subject
from stakemap.model.terms import field_label, term
from stakemap.text import one_line
from stakemap.wording.judgements import value_of
from stakemap.wording.names import (
    actor_name,
    group_name,
    headline_name,
    issue_name,
    listing,
    relation_name,
    snapshot_name,
    source_name,
)
from stakemap.wording.numbers import SIGNED_FIELDS, estimate_words, signed
from stakemap.wording.others_changes import others_lines
from stakemap.wording.remarks import remark_lines
from stakemap.wording.resolutions import (
    outcome_name,
    outcome_text,
    resolution_name,
    resolution_text,
    rule_text,
    value_text,
)
from stakemap.wording.teamwork import team_lines

#: Fields whose texts are too long to quote; only the fact that they changed is stated.
_LONG = {"note", "question", "key_judgement", "reason", "watch_for", "quadrants", "citations", "conditions"}
#: Fields whose values are enumeration terms.
TERM_FIELDS = {"kind", "status", "likelihood", "state", "confidence", "basis", "role", "pooled"}
#: Text fields shown without quotation marks.
_UNQUOTED = {"date", "cut_off", "colour", "reliability", "on", "judged_on"}
#: Fields of a judgement that are not listed as changes.
_UNLISTED = {"state", "by", "on", "others", "earlier", "support_kept"}

#: The kinds of judgements in the order of their sentences.
_KINDS = ("standing", "stance", "tie")

Namer = Callable[[StakeMap, str], str]

_REFERENCES: Mapping[str, Namer] = {
    "group": group_name,
    "part_of": actor_name,
    "based_on": snapshot_name,
    "source": actor_name,
    "target": actor_name,
}


def describe(before: StakeMap, after: StakeMap, *, limit: int | None = None) -> list[str]:
    """Describe each difference in one sentence, at most `limit` of them; empty for equal maps.

    For example "Türkiye on Armenia–Türkiye normalisation at After the Istanbul visit: alignment 10 → 25".
    Records are compared by value, so that two files can be compared.
    """
    return list(islice(_lines(before, after), limit))


def _lines(before: StakeMap, after: StakeMap) -> Iterator[str]:
    if before is after:
        return
    for part in field_words(before, after, changed_fields(before, after)):
        yield tr("The map: {change}", change=part)
    layers = tuple(changed_layers(before, after))
    containers = {layer.container: layer for layer in layers if layer.kind is None}
    for container, (kind, namer) in record_kinds().items():
        if container in containers:
            for change in _in_order(containers[container], before, after, namer):
                yield from _record_line(before, after, change, kind, namer)
    yield from _found_lines(before, after, containers)
    if "snapshots" in containers:
        yield from _snapshot_lines(before, after, containers["snapshots"])
        yield from _judgement_lines(before, after, layers)
    yield from team_lines(before, after, containers)
    yield from remark_lines(before, after, containers)


def record_kinds() -> Mapping[str, tuple[str, Namer]]:
    """What the records of a container are called, and how one is named; without snapshots."""
    return {
        "actors": (tr("Actor"), actor_name),
        "groups": (tr("Group"), group_name),
        "issues": (tr("Issue"), issue_name),
        "sources": (tr("Source"), source_name),
        "relations": (tr("Relation"), relation_name),
        "headlines": (tr("Headline of"), headline_name),
    }


def _found_lines(before: StakeMap, after: StakeMap, containers: Mapping[str, ChangedLayer]) -> Iterator[str]:
    """Describe what was newly found of judgements and scenarios, or is no longer."""
    for _, old, new in _found_changes(containers.get("resolutions")):
        if isinstance(new, Resolution) and old is None:
            yield tr("Resolved: {text}", text=resolution_text(after, new))
        elif isinstance(new, Resolution) and isinstance(old, Resolution):
            parts = "; ".join(_resolution_words(before, after, old, new))
            yield tr("Resolved: {name}: {changes}", name=resolution_name(after, new), changes=parts)
        elif isinstance(old, Resolution):
            yield tr("No longer resolved: {name}", name=resolution_name(before, old))
    for key, old, new in _found_changes(containers.get("outcomes")):
        if isinstance(new, Outcome) and old is None:
            yield tr("Outcome: {text}", text=outcome_text(after, key, new))
        elif isinstance(new, Outcome) and isinstance(old, Outcome):
            parts = "; ".join(field_words(before, after, changed_fields(old, new)))
            yield tr("Outcome: {name}: {changes}", name=outcome_name(after, key, new), changes=parts)
        elif isinstance(old, Outcome):
            yield tr("Outcome removed: {name}", name=outcome_name(before, key, old))


def _resolution_words(before: StakeMap, after: StakeMap, old: Resolution, new: Resolution) -> Iterator[str]:
    """Describe the changed fields of what was found of a judgement, numbers in the units of its field."""
    for name, was, now in changed_fields(old, new):
        if name in ("value", "low", "high", "found"):
            texts = (
                tr("none") if value is None else value_text(each.field, value)
                for each, value in ((old, was), (new, now))
            )
            yield _arrow(name, *texts)
        else:
            yield from field_words(before, after, (FieldChange(name, was, now),))


def _found_changes(layer: ChangedLayer | None) -> Iterator[tuple[str, Record | None, Record | None]]:
    """The changes of a layer that differ by value, sorted by id."""
    if layer is not None:
        for change in layer._replace(keys=sorted(layer.keys)).changes():
            if change.before != change.after:
                yield change.place.id, change.before, change.after


def _in_order(layer: ChangedLayer, before: StakeMap, after: StakeMap, namer: Namer) -> Iterator[Change]:
    """The changes of a layer that differ by value, sorted by the names of what they are about."""
    old, new = layer.before or {}, layer.after or {}
    differing = [key for key in layer.keys if old.get(key) != new.get(key)]
    names = {key: namer(after if key in new else before, key) for key in differing}
    differing.sort(key=lambda key: (sort_key(names[key]), key))
    return layer._replace(keys=differing).changes()


def _record_line(before: StakeMap, after: StakeMap, change: Change, kind: str, namer: Namer) -> Iterator[str]:
    key = change.place.id
    if change.after is None:
        yield tr("{kind} {name}: removed", kind=kind, name=namer(before, key))
    elif change.before is None:
        yield tr("{kind} {name}: added", kind=kind, name=namer(after, key))
    elif words := list(field_words(before, after, change.fields)):
        yield tr("{kind} {name}: {changes}", kind=kind, name=namer(before, key), changes="; ".join(words))


def _snapshot_lines(before: StakeMap, after: StakeMap, layer: ChangedLayer) -> Iterator[str]:
    kind = tr("Snapshot")
    found = {change.place.id: change for change in layer.changes()}
    for key in snapshots_in_order(before):
        if key not in after.snapshots:
            name, content = snapshot_name(before, key), _judgement_count_text(before.snapshots[key])
            yield tr("{kind} {name}: removed, with {content}", kind=kind, name=name, content=content)
    for key in snapshots_in_order(after):
        if key in before.snapshots and key in found:
            yield from _record_line(before, after, found[key], kind, snapshot_name)
        elif key in found:
            name, content = snapshot_name(after, key), _judgement_count_text(after.snapshots[key])
            yield tr("{kind} {name}: added, with {content}", kind=kind, name=name, content=content)


def _judgement_count_text(snapshot: Snapshot) -> str:
    return tr_count("{count} judgement", "{count} judgements", snapshot.judgement_count)


def field_words(before: StakeMap, after: StakeMap, fields: Iterable[FieldChange]) -> Iterator[str]:
    """Describe the changed fields of a record."""
    for name, old, new in fields:
        if name:
            yield _field_change(before, after, name, old, new)
        else:
            yield tr("fields that this version does not know")


def _field_change(before: StakeMap, after: StakeMap, name: str, old: Any, new: Any) -> str:
    label = field_label(name)
    if name in _LONG:
        if not old:
            return tr("{field} added", field=label)
        return tr("{field} changed", field=label) if new else tr("{field} removed", field=label)
    return _arrow(name, shown_value(before, name, old), shown_value(after, name, new))


def _arrow(name: str, old: str, new: str) -> str:
    return tr("{field} {old} → {new}", field=field_label(name), old=old, new=new)


def _text(text: str) -> str:
    return tr("“{text}”", text=one_line(text)) if text.strip() else tr("none")


def shown_value(document: StakeMap, name: str, value: Any) -> str:
    """The value of the field of this name in words."""
    if name == "rule":
        return rule_text(value or DecisionRule())
    if value is None or value == ():
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Estimate):
        return estimate_words(value, with_sign=name in SIGNED_FIELDS)
    if isinstance(value, int | float):
        return signed(value) if name in SIGNED_FIELDS else number(value)
    if isinstance(value, tuple):
        return listing([_text(str(part)) for part in value])
    if name in _REFERENCES:
        return _REFERENCES[name](document, value)
    if name in TERM_FIELDS:
        return term(value)
    return value if name in _UNQUOTED else _text(str(value))


def _judgement_lines(before: StakeMap, after: StakeMap, layers: Iterable[ChangedLayer]) -> Iterator[str]:
    """Describe changed judgements in snapshots of both maps, except those of removed records."""
    ordered = sorted(
        (layer for layer in layers if layer.kind is not None),
        key=lambda layer: (_KINDS.index(layer.kind or ""), layer.issue or ""),
    )
    for key in snapshots_in_order(after):
        if key not in before.snapshots:
            continue
        for layer in ordered:
            if layer.snapshot == key and (layer.issue is None or layer.issue in after.issues):
                yield from _layer_lines(before, after, key, layer)


def _layer_lines(before: StakeMap, after: StakeMap, key: str, layer: ChangedLayer) -> Iterator[str]:
    known: Container[str] = after.relations if layer.kind == "tie" else after.actors
    namer = relation_name if layer.kind == "tie" else actor_name
    for (_, _, subject), old, new in _in_order(layer, before, after, namer):
        if subject is not None and subject.id in known:
            name = subject_name(after, key, subject)
            change = _change(before, after, key, subject)
            if change:
                yield tr("{subject}: {change}", subject=name, change=change)
            yield from others_lines(name, old, new)


def subject_name(document: StakeMap, snapshot: str, subject: Subject) -> str:
    """What is judged, and in which snapshot: "Türkiye on Border opening at 2025"."""
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
    """Describe how the judgement that a snapshot shows of a subject differs, own or carried over."""
    shown, now = resolve(before, snapshot, subject), resolve(after, snapshot, subject)
    old = shown.judgement if shown is not None else None
    new = now.judgement if now is not None else None
    parts = list(judgement_changes(before, after, old, new))
    if own_judgement(after, snapshot, subject) is None:
        parts.insert(0, tr("no longer judged here"))
    elif own_judgement(before, snapshot, subject) is None and not parts:
        parts = [tr("judged here, unchanged")]
    if not parts and old is not None and new is not None and without_others(old) != without_others(new):
        parts = [tr("its history")] if (old.by, old.on) == (new.by, new.on) else [_signature(new)]
    return "; ".join(parts)


def _signature(judgement: Judgement) -> str:
    return tr("judged by {by} on {on}", by=_text(judgement.by), on=judgement.on or tr("none"))


def judgement_changes(
    before: StakeMap, after: StakeMap, old: Judgement | None, new: Judgement | None
) -> Iterator[str]:
    """Describe how a judgement differs from another one of the same subject, field by field."""
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
    if new.support_kept and (first != second or not (old and old.support_kept)):
        yield field_label("support_kept")
    base = old if old is not None else type(new).model_construct()
    fields = (each for each in changed_fields(base, new) if each.field not in {measured, *_UNLISTED})
    yield from field_words(before, after, fields)


def _range(value: Any) -> tuple[float | None, float | None]:
    return (value.low, value.high) if isinstance(value, Estimate) else (None, None)
