"""What a file says of one subject, put on the judgement that the map shows of it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any, Final, TypeVar, cast

from stakemap.errors import EditError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.cells import NoValue
from stakemap.interchange.content import ImportedEstimate
from stakemap.interchange.merging.fields import with_items, with_lines
from stakemap.interchange.merging.given import Given, value_text
from stakemap.interchange.merging.judgement_rules import estimated, own_support, with_support, with_value
from stakemap.interchange.merging.work import Work
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Estimate,
    InfluenceEstimate,
    Judgement,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.ledger import with_own_influence
from stakemap.model.records import replace
from stakemap.model.subjects import SubjectKind
from stakemap.model.terms import term

#: Programs write numbers with fewer digits than they have: what differs by less is the same value.
_ROUNDED: Final = 1e-9
J = TypeVar("J", bound=Judgement)
E = TypeVar("E", bound=Estimate)

_ESTIMATES: dict[SubjectKind, type[Estimate]] = {"standing": InfluenceEstimate, "stance": AlignmentEstimate}
_TERMS = ("role", "confidence", "basis")
_TEXTS = ("reason", "watch_for")
_LISTS = ("citations", "conditions")
_SHOWN = ("influence", "alignment", "salience", "strength", "votes", *_TERMS, *_TEXTS, *_LISTS)


def judged(work: Work, given: Given, old: Judgement | None, cites_whole: Container[str]) -> Judgement | None:
    """The judgement that results from `old`, the one shown, `old` itself where nothing changes; None where
    there is none and nothing to judge by.

    A blank keeps what is there; the same value keeps its support and gains what it lacks; a new value has
    only the support that the file gives. What the map cannot hold is refused, the rest is taken.
    `cites_whole` are sources of which each passage is a citation of its own; others are cited once.
    """
    if given.subject.kind == "standing":
        return _with_given(work, given, Standing, cast("Standing | None", old), cites_whole)
    if given.subject.kind == "tie":
        return _with_given(work, given, Tie, cast("Tie | None", old), cites_whole)
    return _with_given(work, given, Stance, cast("Stance | None", old), cites_whole)


def _with_given(
    work: Work, given: Given, kind: type[J], old: J | None, cites_whole: Container[str]
) -> J | None:
    value = _measured(work, given, old)
    if work.fills and old is not None and old.state != "unknown" and value != _value_of(old):
        value = None
    if given.value is not None and value is None:
        # Its reason and sources are about a value that is not taken.
        given = given.without({given.subject.record.measured})
    base, is_new = with_value(kind, old, value)
    if base is None and given.is_contradicted and (given.reason or given.citations):
        # What was said of it stays with it.
        base = kind(state="unknown")
    if given.subject.kind == "stance":
        stances = cast("Stance | None", base), cast("Stance | None", old)
        base = cast("J | None", _with_stance(work, given, *stances))
    if base is None:
        if given.reason or given.citations or given.watch_for or given.confidence or given.basis:
            sentence = tr("This needs a judgement, here or on the map.")
            work.refuse(sentence, given.place, given.reason)
        return None
    try:
        return _supported(work, given, base, old, cites_whole, is_new=is_new)
    except EditError as error:
        work.refuse(str(error), given.place, given.reason)
        return base


def _value_of(judgement: Judgement) -> Estimate | int | NoValue | None:
    """The value of a judgement, or why there is none."""
    if judgement.state != "judged":
        return judgement.state
    value: Estimate | int | None = getattr(judgement, judgement.measured)
    return value


def _measured(work: Work, given: Given, old: Judgement | None) -> Estimate | int | NoValue | None:
    value = given.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, ImportedEstimate):
        kind = _ESTIMATES[given.subject.kind]
        return _estimate(work, given, kind, getattr(old, given.subject.record.measured, None), value)
    whole = round(value)
    if whole != value:
        work.doubt(
            tr("The strength {value} was rounded to {whole}.", value=value_text(value), whole=whole),
            given.place,
        )
    if not -3 <= whole <= 3:
        work.refuse(tr("A strength is a number from −3 to 3."), given.place, value_text(value))
        return None
    return whole


def _estimate(work: Work, given: Given, kind: type[E], old: E | None, value: ImportedEstimate) -> E | None:
    if old is not None and abs(old.value - value.value) < _ROUNDED:
        value = value.model_copy(update={"value": old.value})
    if old is not None and given.speaks_of_map and not work.replaces and old.value != value.value:
        # Another value without a range has none: the file could say what it is.
        old = None
    try:
        return estimated(kind, old, value.value, value.low, value.high)
    except EditError as error:
        work.refuse(str(error), given.place, value_text(value))
        return None


def _with_stance(work: Work, given: Given, stance: Stance | None, old: Stance | None) -> Stance | None:
    """What `old` has become, with what the file has beside an alignment; without a stance that makes one."""
    lacking = stance if work.fills else None
    changes: dict[str, Any] = {}
    if given.salience is not None and not (lacking and lacking.salience):
        known = None if old is None else old.salience
        changes["salience"] = _estimate(work, given, SalienceEstimate, known, given.salience)
    if given.role is not None and not (lacking and lacking.role):
        changes["role"] = given.role
    if given.votes is not None and not (lacking and lacking.votes is not None):
        changes["votes"] = given.votes
    if given.conditions:
        there = () if stance is None else stance.conditions
        changes["conditions"] = with_items(there, given.conditions, lambda each: f"{each.issue} {each.text}")
    influence = None
    if given.influence is not None and not (lacking and lacking.influence):
        own = None if old is None else old.influence
        influence = _estimate(work, given, InfluenceEstimate, own, given.influence)
    changes = {name: value for name, value in changes.items() if value is not None}
    if not changes and influence is None:
        return stance
    stance = stance or Stance(state="unknown")
    try:
        stance = replace(stance, **changes)
    except EditError as error:
        work.refuse(str(error), given.place)
    return stance if influence in (None, stance.influence) else with_own_influence(stance, influence)


def _supported(
    work: Work, given: Given, base: J, old: J | None, cites_whole: Container[str], *, is_new: bool
) -> J:
    """The judgement with what the file has for it. Raises EditError for what a judgement cannot have."""
    reason, watch_for = given.reason, given.watch_for
    if not given.speaks_of_map:
        reason, watch_for = (
            with_lines(base.reason, reason) if reason else "",
            with_lines(base.watch_for, watch_for),
        )
    support = {"reason": reason or None, "confidence": given.confidence, "basis": given.basis}
    if work.fills:
        support = {name: None if getattr(base, name) else value for name, value in support.items()}
    stale = [old.reason] if given.speaks_of_map and is_new and old is not None and old.reason else []
    values: dict[str, Any] = dict(own_support(support, base, old, stale))
    citations = _cited(base.citations, given.citations, cites_whole)
    if citations is not base.citations:
        values["citations"] = citations
    if watch_for and watch_for != base.watch_for and not (work.fills and base.watch_for):
        values["watch_for"] = watch_for
    return with_support(base, values)


def _cited(
    known: tuple[Citation, ...], added: tuple[Citation, ...], cites_whole: Container[str]
) -> tuple[Citation, ...]:
    """The citations with those that they lack. Rows move from one file to the next: of a source that is cited
    only a passage for or against is new, not another row.
    """
    sides = {(each.source, each.against) for each in known}
    new = [each for each in added if each.source in cites_whole or (each.source, each.against) not in sides]
    return with_items(known, new, lambda each: f"{each.source} {each.against} {each.passage}")


def differences(old: Judgement | None, new: Judgement) -> Iterator[tuple[str, str, str]]:
    """The fields of two judgements that differ, with their texts before and after."""
    fields, known = new.__dict__, {} if old is None else old.__dict__
    for name in _SHOWN:
        after, before = fields.get(name), known.get(name)
        is_state = name == new.measured and (old is None or old.state != new.state)
        # No votes at all are not the same as none that are known.
        if is_state or (after != before and (after or before or name == "votes")):
            yield name, _text(old, name), _text(new, name)


def _text(judgement: Judgement | None, name: str) -> str:
    value = getattr(judgement, name, None)
    if judgement is not None and name == judgement.measured and value is None:
        return term(judgement.state)
    if not value and not isinstance(value, int):
        return ""
    if name in _TERMS:
        return term(value)
    if name in _TEXTS:
        return str(value)
    return tr_count("{count} entry", "{count} entries", len(value)) if name in _LISTS else value_text(value)
