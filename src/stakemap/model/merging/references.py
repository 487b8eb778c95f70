"""What the records of a map refer to, by container and id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stakemap.model.document import Actor, Outcome, Relation, Resolution, Snapshot, StakeMap
from stakemap.model.judgements import Citation, Judgement
from stakemap.model.records import Record

#: The container and the id of a record.
Reference = tuple[str, str]

#: The containers of records that others refer to.
REFERRED_TO = ("actors", "groups", "issues", "relations", "snapshots", "sources")
#: The containers that fields with the id of a record refer to.
_TARGETS = {
    "group": "groups",
    "part_of": "actors",
    "based_on": "snapshots",
    "source": "actors",
    "target": "actors",
}


def referred_to(document: StakeMap, wanted: set[Reference]) -> set[Reference]:
    """Those of the wanted records that something in the map refers to and cannot be without."""
    if not wanted:
        return set()
    records: Iterator[Record] = (
        record
        for name in ("actors", "relations", "snapshots", "resolutions", "outcomes")
        for record in getattr(document, name).values()
    )
    return wanted.intersection(each for record in records for each in references_of(record))


def references_of(record: Record) -> Iterator[Reference]:
    """What a record refers to, with what a snapshot judges; ledgers included."""
    if isinstance(record, Judgement):
        yield from _of_judgement(record)
    elif isinstance(record, Resolution | Outcome):
        yield from _of_citations(record.citations)
    elif isinstance(record, Actor | Relation | Snapshot):
        for name in _TARGETS.keys() & type(record).model_fields.keys():
            yield from references_of_field(name, getattr(record, name))
        if isinstance(record, Snapshot):
            yield from _of_layers(record)


def references_of_field(name: str, value: Any) -> Iterator[Reference]:
    """What a field of a record other than a judgement refers to."""
    if name in _TARGETS and isinstance(value, str):
        yield _TARGETS[name], value
    elif name == "citations":
        yield from _of_citations(value)
    elif isinstance(value, tuple):
        for entry in value:
            if isinstance(entry, Judgement):
                yield from _of_judgement(entry)


def _of_layers(snapshot: Snapshot) -> Iterator[Reference]:
    for kind, issue, judgements in snapshot.layers():
        if issue is not None:
            yield "issues", issue
        container = "relations" if kind == "tie" else "actors"
        for key, judgement in judgements.items():
            yield container, key
            yield from _of_judgement(judgement)


def _of_judgement(judgement: Judgement) -> Iterator[Reference]:
    # `__dict__` is the fastest access; there may be a hundred thousand of them.
    fields = judgement.__dict__
    if fields["citations"]:
        yield from _of_citations(fields["citations"])
    for condition in fields.get("conditions", ()):
        if condition.issue is not None:
            yield "issues", condition.issue
    for name in ("others", "earlier"):
        for entry in fields[name]:
            yield from _of_judgement(entry)


def _of_citations(citations: Iterable[Citation]) -> Iterator[Reference]:
    for citation in citations:
        yield "sources", citation.source
