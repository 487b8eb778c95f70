"""What a file says of one subject at one snapshot: several rows about it combined, contradictions refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from stakemap.i18n import decimal, tr
from stakemap.interchange.cells import NoValue
from stakemap.interchange.content import (
    ImportedEstimate,
    ImportedJudgement,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
)
from stakemap.interchange.merging.fields import with_all_lines
from stakemap.interchange.merging.work import Entry, Work, place_order
from stakemap.interchange.tsv import plain_number
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Basis, Citation, Condition, Confidence, Role
from stakemap.model.subjects import Subject
from stakemap.model.terms import field_label, term
from stakemap.text import one_line

#: A value of what is measured, or why there is none.
Value = ImportedEstimate | float | NoValue

#: Of these a subject has one at a snapshot.
_SINGLE = ("value", "salience", "influence", "role", "votes", "confidence", "basis")


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says of one subject at one snapshot; None and empty say nothing.

    With `speaks_of_map` the record that is judged has an id of the map: its texts replace those of the map.
    `owner` is the planned record of the actor or relation, `token` begins those of its changes.
    """

    subject: Subject
    owner: Entry = dataclasses.field(repr=False)
    token: str
    place: Place
    authorship: Authorship
    speaks_of_map: bool
    value: Value | None = None
    salience: ImportedEstimate | None = None
    influence: ImportedEstimate | None = None
    role: Role | None = None
    votes: int | None = None
    conditions: tuple[Condition, ...] = ()
    confidence: Confidence | None = None
    basis: Basis | None = None
    reason: str = ""
    citations: tuple[Citation, ...] = ()
    watch_for: str = ""
    #: Whether several values were given, of which none is taken.
    is_contradicted: bool = False

    def without(self, fields: set[str]) -> Given:
        """What is left once changes of these fields of a judgement are left out; a value takes its support
        along.
        """
        measured = self.subject.record.measured
        names = {"value" if field == measured else field for field in fields}
        if "value" in names:
            names |= {"reason", "citations", "confidence", "basis", "is_contradicted"}
        blank: dict[str, Any] = {each.name: each.default for each in dataclasses.fields(Given)}
        return dataclasses.replace(self, **{name: blank[name] for name in names & blank.keys()})


def given_by(
    record: ImportedStanding | ImportedStance | ImportedTie,
    subject: Subject,
    owner: Entry,
    authorship: Authorship,
    citations: tuple[Citation, ...],
    conditions: tuple[Condition, ...],
) -> Given:
    """What one record of the content says, with its references as those of the map."""
    issue = record.issue if isinstance(record, ImportedStance) else ""
    stance = record if isinstance(record, ImportedStance) else None
    return Given(
        subject,
        owner,
        f"{owner.token}/{subject.kind}/{issue}/{record.snapshot}",
        record.place,
        authorship,
        owner.speaks_of_map,
        _value_of(record, speaks_of_map=owner.speaks_of_map),
        None if stance is None else stance.salience,
        None if stance is None else stance.influence,
        None if stance is None else stance.role,
        None if stance is None else stance.votes,
        conditions,
        record.confidence,
        record.basis,
        record.reason,
        citations,
        record.watch_for,
    )


def _value_of(record: ImportedJudgement, *, speaks_of_map: bool) -> Value | None:
    """The value or state that a record gives, None if it says nothing about it.

    "Unknown" beside a salience and the like only means that the file has no alignment.
    """
    if record.state == "not-applicable":
        return "not-applicable"
    if record.state == "unknown":
        says_more = isinstance(record, ImportedStance) and bool(
            record.salience
            or record.influence
            or record.role
            or record.votes is not None
            or record.conditions
        )
        return None if says_more and not speaks_of_map else "unknown"
    if isinstance(record, ImportedStanding):
        return record.influence
    if isinstance(record, ImportedStance):
        return record.alignment
    return record.strength if isinstance(record, ImportedTie) else None


def combined(work: Work, parts: Sequence[Given]) -> Given:
    """What several rows say of the same subject at the same snapshot, whatever their order.

    Where they contradict each other, neither is taken, and it is said where they stand; their words stay in
    the reason.
    """
    if len(parts) == 1:
        return parts[0]
    ordered = sorted(parts, key=lambda each: (place_order(each.place), repr(each)))
    first = ordered[0]
    single = {name: _agreed(work, ordered, name) for name in _SINGLE}
    reason = watch_for = ""
    for part in ordered:
        reason, watch_for = with_all_lines(reason, part.reason), with_all_lines(watch_for, part.watch_for)
    return dataclasses.replace(
        first,
        **single,
        conditions=_all(ordered, lambda part: part.conditions),
        citations=_all(ordered, lambda part: part.citations),
        reason=reason,
        watch_for=watch_for,
        is_contradicted=single["value"] is None and any(part.value is not None for part in parts),
    )


def _all(parts: Sequence[Given], of: Callable[[Given], tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in of(part)))


def _agreed(work: Work, parts: Sequence[Given], name: str) -> Any:
    """The value of a field that all parts give that give one; "unknown" gives way to a value."""
    said = [part for part in parts if getattr(part, name) is not None]
    known = [part for part in said if getattr(part, name) != "unknown"] or said
    if not known:
        return None
    first = known[0]
    other = next((part for part in known if getattr(part, name) != getattr(first, name)), None)
    if other is None:
        return getattr(first, name)
    field = first.subject.record.measured if name == "value" else name
    for part in known:
        value = getattr(part, name)
        against = other if value == getattr(first, name) else first
        sentence = tr(
            "Two rows contradict each other about the {field} of “{name}”: {one} here, {other} at {place}. "
            "Neither was imported.",
            field=field_label(field),
            name=one_line(first.owner.name),
            one=value_text(value),
            other=value_text(getattr(against, name)),
            place=str(against.place) or tr("another place"),
        )
        work.refuse(sentence, part.place, value_text(value))
    return None


def value_text(value: Any) -> str:
    """A value, a state or a term as the user reads it, "" for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return term(value)
    if isinstance(value, int | float):
        return _number(value)
    text = _number(value.value)
    if value.low is None or value.high is None:
        return text
    return tr("{value} ({low} to {high})", value=text, low=_number(value.low), high=_number(value.high))


def _number(value: float) -> str:
    return decimal(plain_number(value))
