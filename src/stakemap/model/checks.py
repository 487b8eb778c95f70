"""Consistency checks of a map: dangling references, cycles, and warnings about suspicious content."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, get_args

from stakemap.errors import Fault
from stakemap.i18n import tr
from stakemap.lookalikes import confusable_skeleton, foreign_letters, has_invisible
from stakemap.model.checks_team import team_warnings
from stakemap.model.cycles import in_cycles
from stakemap.model.dates import end_of, start_of
from stakemap.model.document import Outcome, Resolution, Snapshot, StakeMap
from stakemap.model.headlines import parts_of
from stakemap.model.judgements import Citation, Judgement, Stance
from stakemap.model.records import Record
from stakemap.text import one_line

#: Judgements by the id of their subject, and the path of the mapping that holds them.
PlacedJudgements = tuple[str, Mapping[str, Judgement]]

#: The search ends after this many errors, and after this many warnings.
FAULT_LIMIT = 100

#: Containers of named records, and the field that holds the name.
_NAMED = (
    ("actors", "name"),
    ("groups", "name"),
    ("issues", "name"),
    ("snapshots", "label"),
    ("relations", "label"),
    ("sources", "title"),
)
_ESTIMATES = ("alignment", "influence", "salience")


def check(
    document: StakeMap,
    candidates: Iterable[PlacedJudgements] | None = None,
    *,
    limit: int = FAULT_LIMIT,
) -> tuple[Fault, ...]:
    """Return the errors of a map, with which it cannot be used, or if there are none its warnings.

    At most `limit` faults are returned. Their paths are those of the file, such as
    `snapshots.2025-07.stances.corridor.armenia.citations.0.source`. `candidates` are the judgements that may
    have unknown fields or dangling references, in file order; by default all.
    """
    if candidates is None:
        candidates = judgements_by_place(document.snapshots)
    suspects: list[tuple[str, Judgement]] = []
    errors = tuple(islice(_errors(document, candidates, suspects), limit))
    return errors or tuple(islice(_warnings(document, suspects), limit))


def judgements_by_place(snapshots: Mapping[str, Snapshot]) -> Iterator[PlacedJudgements]:
    """Yield all judgements of some snapshots in file order."""
    for key, snapshot in snapshots.items():
        for layer in snapshot.layers():
            yield ".".join(("snapshots", key, *layer.place)), layer.judgements


def _suspects(document: StakeMap, candidates: Iterable[PlacedJudgements]) -> Iterator[tuple[str, Judgement]]:
    """Yield the candidates that need a full check, by a fast pass over what may be a hundred thousand."""
    sources, issues = document.sources.keys(), document.issues.keys()
    for path, judgements in candidates:
        for subject, judgement in judgements.items():
            if _is_suspect(judgement, sources, issues):
                yield f"{path}.{subject}", judgement


def _is_suspect(judgement: Judgement, sources: Container[str], issues: Container[str]) -> bool:
    """Whether it has unknown fields or dangling references; reads `__dict__`, the fastest access."""
    if judgement.__pydantic_extra__:
        return True
    fields = judgement.__dict__
    for name in _ESTIMATES:
        estimate = fields.get(name)
        if estimate is not None and getattr(estimate, "__pydantic_extra__", None):
            return True
    for citation in fields["citations"]:
        if citation.source not in sources or citation.__pydantic_extra__:
            return True
        if citation.readings is not None and citation.readings.__pydantic_extra__:
            return True
    for condition in fields.get("conditions", ()):
        is_dangling = condition.issue is not None and condition.issue not in issues
        if is_dangling or condition.__pydantic_extra__:
            return True
    lists = fields["others"], fields["earlier"]
    return any(_is_suspect(entry, sources, issues) for entries in lists if entries for entry in entries)


def _errors(
    document: StakeMap, candidates: Iterable[PlacedJudgements], suspects: list[tuple[str, Judgement]]
) -> Iterator[Fault]:
    """Yield all errors; appends the judgements to check to `suspects` on the way."""
    yield from _actor_errors(document)
    yield from _relation_errors(document)
    yield from _snapshot_errors(document)
    suspects += _suspects(document, candidates)
    for path, judgement in suspects:
        yield from _reference_errors(document, path, judgement)
    for path, found in _found(document):
        yield from _citation_errors(document, path, found.citations)


def _found(document: StakeMap) -> Iterator[tuple[str, Resolution | Outcome]]:
    """Yield what was found of judgements and scenarios with its path."""
    for key, resolution in document.resolutions.items():
        yield f"resolutions.{key}", resolution
    for key, outcome in document.outcomes.items():
        yield f"outcomes.{key}", outcome


def _actor_errors(document: StakeMap) -> Iterator[Fault]:
    for key, actor in document.actors.items():
        if actor.group is not None and actor.group not in document.groups:
            message = tr("The group “{id}” is not in the map.", id=actor.group)
            yield Fault("no-such-group", f"actors.{key}.group", message)
        if actor.part_of is not None and actor.part_of not in document.actors:
            message = tr("The actor “{id}” is not in the map.", id=actor.part_of)
            yield Fault("no-such-actor", f"actors.{key}.part_of", message)
    for key in in_cycles({key: actor.part_of for key, actor in document.actors.items()}):
        message = tr("This actor is part of itself, directly or through others.")
        yield Fault("actor-cycle", f"actors.{key}.part_of", message)


def _relation_errors(document: StakeMap) -> Iterator[Fault]:
    for key, relation in document.relations.items():
        for end in ("source", "target"):
            actor = getattr(relation, end)
            if actor not in document.actors:
                message = tr("The actor “{id}” is not in the map.", id=actor)
                yield Fault("no-such-actor", f"relations.{key}.{end}", message)
        if relation.source == relation.target:
            message = tr("This relation joins an actor with itself.")
            yield Fault("self-relation", f"relations.{key}", message)


def _snapshot_errors(document: StakeMap) -> Iterator[Fault]:
    for key, snapshot in document.snapshots.items():
        if snapshot.based_on is not None and snapshot.based_on not in document.snapshots:
            message = tr("The snapshot “{id}” is not in the map.", id=snapshot.based_on)
            yield Fault("no-such-snapshot", f"snapshots.{key}.based_on", message)
    for key in in_cycles({key: snapshot.based_on for key, snapshot in document.snapshots.items()}):
        message = tr("This snapshot builds on itself, directly or through others.")
        yield Fault("snapshot-cycle", f"snapshots.{key}.based_on", message)
    for key, snapshot in document.snapshots.items():
        yield from _layer_errors(document, f"snapshots.{key}", snapshot)


def _layer_errors(document: StakeMap, path: str, snapshot: Snapshot) -> Iterator[Fault]:
    def no_actor(actor: str) -> str:
        return tr("The actor “{id}”, which is judged here, is not in the map.", id=actor)

    def no_relation(relation: str) -> str:
        return tr("The relation “{id}”, which is judged here, is not in the map.", id=relation)

    actors, relations = document.actors, document.relations
    yield from _unknown_keys("no-such-actor", f"{path}.standings", snapshot.standings, actors, no_actor)
    yield from _unknown_keys("no-such-relation", f"{path}.ties", snapshot.ties, relations, no_relation)
    for issue, stances in snapshot.stances.items():
        place = f"{path}.stances.{issue}"
        if issue not in document.issues:
            yield Fault("no-such-issue", place, tr("The issue “{id}” is not in the map.", id=issue))
        yield from _unknown_keys("no-such-actor", place, stances, actors, no_actor)


def _unknown_keys(
    code: str, path: str, judged: Mapping[str, Any], known: Mapping[str, Any], message: Callable[[str], str]
) -> Iterator[Fault]:
    for key in sorted(judged.keys() - known.keys()):
        yield Fault(code, f"{path}.{key}", message(key))


def _reference_errors(document: StakeMap, path: str, judgement: Judgement) -> Iterator[Fault]:
    for place, entry in _with_lists(path, judgement):
        yield from _citation_errors(document, place, entry.citations)
        if isinstance(entry, Stance):
            for number, condition in enumerate(entry.conditions):
                if condition.issue is not None and condition.issue not in document.issues:
                    message = tr("The issue “{id}” is not in the map.", id=condition.issue)
                    yield Fault("no-such-issue", f"{place}.conditions.{number}.issue", message)


def _citation_errors(document: StakeMap, place: str, citations: Sequence[Citation]) -> Iterator[Fault]:
    for number, citation in enumerate(citations):
        if citation.source not in document.sources:
            message = tr("The source “{id}” is not in the map.", id=citation.source)
            yield Fault("no-such-source", f"{place}.citations.{number}.source", message)


def _with_lists(path: str, judgement: Judgement) -> Iterator[tuple[str, Judgement]]:
    yield path, judgement
    for name in ("others", "earlier"):
        for number, entry in enumerate(getattr(judgement, name)):
            yield f"{path}.{name}.{number}", entry


def _warnings(document: StakeMap, suspects: Iterable[tuple[str, Judgement]]) -> Iterator[Fault]:
    yield from _unknown_fields("", document)
    for container in StakeMap.model_fields:
        if container in StakeMap.containers - {"snapshots"}:
            for key, record in getattr(document, container).items():
                yield from _unknown_fields(f"{container}.{key}", record)
    for key, snapshot in document.snapshots.items():
        path = f"snapshots.{key}"
        yield from _unknown_fields(path, snapshot)
        yield from _snapshot_warnings(document, path, snapshot)
    for path, judgement in suspects:
        yield from _unknown_fields(path, judgement)
    yield from _headline_warnings(document)
    yield from _found_warnings(document)
    yield from team_warnings(document)
    yield from _name_warnings(document)


def _names(document: StakeMap) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every name, label and title of a map."""
    for name in ("title", "question", "key_judgement", "handling", "contact"):
        yield name, getattr(document, name)
    for container, name in _NAMED:
        for key, record in getattr(document, container).items():
            yield f"{container}.{key}.{name}", getattr(record, name)
    for key, actor in document.actors.items():
        yield f"actors.{key}.code", actor.code
        for number, alias in enumerate(actor.aliases):
            yield f"actors.{key}.aliases.{number}", alias
    for key, headline in document.headlines.items():
        yield f"headlines.{key}.text", headline.text


def _name_warnings(document: StakeMap) -> Iterator[Fault]:
    """Warn of invisible characters, mixed scripts and look-alike names."""
    for path, text in _names(document):
        if text.isascii() and text.isprintable():
            continue
        if has_invisible(text):
            message = tr("“{text}” has invisible characters.", text=one_line(text))
            yield Fault("unseen-characters", path, message, "warning")
        if foreign_letters(text):
            message = tr("“{text}” mixes look-alike letters of different scripts.", text=one_line(text))
            yield Fault("mixed-scripts", path, message, "warning")
    for container, name in _NAMED:
        yield from _lookalike_names(document, container, name)


def _lookalike_names(document: StakeMap, container: str, name: str) -> Iterator[Fault]:
    """Warn of records of one kind whose names look the same but are spelt with other letters."""
    records = getattr(document, container)
    odd = {key for key, record in records.items() if not getattr(record, name).isascii()}
    if not odd:
        return
    alike: dict[str, list[str]] = {}
    for key, record in records.items():
        alike.setdefault(confusable_skeleton(getattr(record, name)), []).append(key)
    for key in sorted(odd):
        text = getattr(records[key], name)
        for other in alike[confusable_skeleton(text)]:
            if _normalised(getattr(records[other], name)) != _normalised(text):
                message = tr(
                    "“{text}” looks like the name of “{other}” but has different letters.",
                    text=one_line(text),
                    other=other,
                )
                yield Fault("look-alike", f"{container}.{key}.{name}", message, "warning")
                break


def _normalised(text: str) -> str:
    """A name normalised for comparison: NFC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _snapshot_warnings(document: StakeMap, path: str, snapshot: Snapshot) -> Iterator[Fault]:
    if snapshot.likelihood is not None and not snapshot.scenario:
        message = tr("This snapshot has a likelihood, which only a scenario has.")
        yield Fault("likelihood-without-scenario", f"{path}.likelihood", message, "warning")
    base = document.snapshots.get(snapshot.based_on or "")
    if base is None or base.date is None or snapshot.date is None:
        return
    if start_of(base.date) > end_of(snapshot.date):
        message = tr(
            "This snapshot ({date}) builds on a later one ({base}).", date=snapshot.date, base=base.date
        )
        yield Fault("builds-on-later", f"{path}.based_on", message, "warning")


def _headline_warnings(document: StakeMap) -> Iterator[Fault]:
    """Warn of headlines of pages that the map does not have; they are kept as they are."""
    for key in document.headlines:
        parts, path = parts_of(key), f"headlines.{key}"
        if parts.issue is not None and parts.issue not in document.issues:
            message = tr(
                "This headline is of a page about the issue “{id}”, which is not in the map.", id=parts.issue
            )
            yield Fault("no-such-issue", path, message, "warning")
        for snapshot in (parts.snapshot, parts.against):
            if snapshot is not None and snapshot not in document.snapshots:
                message = tr(
                    "This headline is of a page of the snapshot “{id}”, which is not in the map.", id=snapshot
                )
                yield Fault("no-such-snapshot", path, message, "warning")


def _found_warnings(document: StakeMap) -> Iterator[Fault]:
    """Warn of what was found of judgements and scenarios that are gone; it is kept, and counts."""
    for key, resolution in document.resolutions.items():
        path = f"resolutions.{key}"
        if resolution.actor not in document.actors:
            message = tr(
                "This was found of the actor “{id}”, which is not in the map; it counts.", id=resolution.actor
            )
            yield Fault("no-such-actor", f"{path}.actor", message, "warning")
        if resolution.issue is not None and resolution.issue not in document.issues:
            message = tr(
                "This was found on the issue “{id}”, which is not in the map; it counts.", id=resolution.issue
            )
            yield Fault("no-such-issue", f"{path}.issue", message, "warning")
        if resolution.snapshot not in document.snapshots:
            message = tr(
                "This was found of a judgement in the snapshot “{id}”, which is not in the map; it counts.",
                id=resolution.snapshot,
            )
            yield Fault("no-such-snapshot", f"{path}.snapshot", message, "warning")
    for key in document.outcomes:
        if key not in document.snapshots:
            message = tr(
                "This is the outcome of the scenario “{id}”, which is not in the map; it counts.", id=key
            )
            yield Fault("no-such-snapshot", f"outcomes.{key}", message, "warning")


def _unknown_fields(path: str, record: Record) -> Iterator[Fault]:
    """Warn of each unknown field, in the record and in the records nested in its fields."""
    for name in record.model_extra or ():
        place = f"{path}.{name}" if path else name
        message = tr("“{name}” is not a field that this version knows; it is kept as it is.", name=name)
        yield Fault("unknown-field", place, message, "warning")
    fields = record.__dict__
    for name in _fields_with_records(type(record)):
        part = fields[name]
        if isinstance(part, Record):
            yield from _unknown_fields(f"{path}.{name}", part)
        elif isinstance(part, tuple):
            for number, entry in enumerate(part):
                if isinstance(entry, Record):
                    yield from _unknown_fields(f"{path}.{name}.{number}", entry)


@cache
def _fields_with_records(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record type that may hold nested records, except its containers."""
    fields = kind.model_fields.items()
    return tuple(
        name for name, field in fields if name not in kind.containers and _may_hold_records(field.annotation)
    )


def _may_hold_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and not get_args(annotation):
        return issubclass(annotation, Record)
    return any(map(_may_hold_records, get_args(annotation)))
