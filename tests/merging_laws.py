"""The laws of the merge of three versions of a map, for triples made by Hypothesis and by chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from stakemap.errors import EditError
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from stakemap.model.edits import settle_conflicts
from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.fields import unknown_name
from stakemap.model.merging.merge import Merged, merge
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.records import LIST_LIMIT
from stakemap.model.subjects import Place

__all__ = ["Triple", "broken_laws", "lost"]

JudgementPlace = tuple[str, Any]


class Triple(NamedTuple):
    """A base, and what two sides made of it."""

    base: StakeMap
    one: StakeMap
    other: StakeMap


def broken_laws(triple: Triple) -> Iterator[str]:
    """Yield each law that does not hold for a triple."""
    base, one, other = triple
    for side in (one, other):
        if merge(base, base, side) != (side, ()):
            yield "a side alone is taken as it is"
        if merge(base, side, side) != (side, ()) or merge(None, side, side) != (side, ()):
            yield "what both sides have is taken as it is"
        if merge(base, side, base) != (side, ()):
            yield "nothing is taken from a side that changed nothing"
    forth, back = merge(base, one, other), merge(base, other, one)
    two_way = merge(None, one, other)
    for result in (forth, back, two_way):
        yield from _faults_of(result)
    if set(_places(forth.conflicts)) != set(_places(back.conflicts)):
        differing = set(_places(forth.conflicts)) ^ set(_places(back.conflicts))
        yield f"the same is in conflict from both sides: {differing}"
    elif _settled(forth) != _settled(back):
        yield "apart from conflicts the result does not depend on which side is first"
    for result, known in ((forth, base), (back, base), (two_way, None)):
        for place in lost(result, known, (one, other)):
            yield f"no judgement is lost: {place}"
        for key in _conflicts_lost(result, known, (one, other)):
            yield f"no open conflict is lost: {key}"
    if not forth.conflicts and merge(one, forth.document, one) != (forth.document, ()):
        yield "what was merged is newer than what it was merged from"


def _faults_of(result: Merged) -> Iterator[str]:
    yield from _faults_in(result.document)
    for choice in ("one", "other") if result.conflicts else ():
        recorded = with_conflicts(*result)
        with suppress(EditError):
            yield from _faults_in(settle_conflicts(recorded, dict.fromkeys(recorded.conflicts, choice)))


def _faults_in(document: StakeMap) -> Iterator[str]:
    faults = [fault for fault in check(document) if fault.severity == "error"]
    if faults:
        yield f"the result is a sound map: {faults[0]}"
    if StakeMap.model_validate(document.model_dump(warnings=False)) != document:
        yield "the result is a valid map"
    if any(len(entries) > 2 * LIST_LIMIT + 1 for entries in _judgements(document).values()):
        yield "ledgers keep their limit"


def _places(conflicts: tuple[Conflict, ...]) -> Iterator[tuple[Place, str]]:
    for conflict in conflicts:
        yield conflict.place, conflict.field


def _settled(result: Merged) -> dict[str, Any]:
    """The result without what is in conflict; of judgements in conflict all that was ever judged there."""
    tree: dict[str, Any] = result.document.model_dump(warnings=False)
    for conflict in result.conflicts:
        (container, key, subject), field = conflict.place, conflict.field
        holder = tree[container].get(key) if container else tree
        if subject is not None:
            layer = holder[f"{subject.kind}s"]
            layer = layer if subject.issue is None else layer[subject.issue]
            judgement = result.document.snapshots[key].judgement(subject)
            assert judgement is not None
            layer[subject.id] = sorted(map(repr, _entries(judgement)))
        elif field:
            holder.pop(unknown_name(field), None)
        elif conflict.kind == "changed":
            del tree[container][key]
    return tree


def _entries(judgement: Judgement) -> list[Judgement]:
    entries = (*judgement.with_earlier(), *getattr(judgement, "others", ()))
    return [each.model_copy(update={"earlier": (), "others": ()}) for each in entries]


def _judgements(document: StakeMap) -> Mapping[JudgementPlace, list[Judgement]]:
    return {
        (key, subject): _entries(judgement)
        for key, snapshot in document.snapshots.items()
        for subject, judgement in snapshot.judgements()
    }


def lost(result: Merged, base: StakeMap | None, sides: tuple[StakeMap, StakeMap]) -> Iterator[JudgementPlace]:
    """Where a side judged what is neither in the result nor in a conflict.

    Where a source or an issue was not removed after all, a judgement refers to it again.
    """
    before = {} if base is None else _judgements(base)
    after = _judgements(result.document)
    told: dict[JudgementPlace, list[Judgement]] = {}
    for conflict in result.conflicts:
        if conflict.place.subject is not None and not conflict.field:
            values = [each for each in (conflict.one, conflict.other) if each is not None]
            told[conflict.place.id, conflict.place.subject] = [
                entry for each in values for entry in _entries(each)
            ]
    is_back = any(
        each.place.container in ("sources", "issues") and not each.field for each in result.conflicts
    )
    for side in sides:
        for place, entries in _judgements(side).items():
            known = before.get(place, [])
            kept = [*after.get(place, ()), *told.get(place, ())]
            whole = [_bare(each) for each in (*known, *kept)] if is_back else []
            if any(each not in kept and each not in known and _bare(each) not in whole for each in entries):
                yield place


def _conflicts_lost(result: Merged, base: StakeMap | None, sides: tuple[StakeMap, StakeMap]) -> Iterator[str]:
    """The open conflicts of a side that the result lacks, though no side decided them."""
    before = {} if base is None else base.conflicts
    kept = list(result.document.conflicts.values())
    for side in sides:
        for key, conflict in side.conflicts.items():
            is_decided = key in before and any(key not in each.conflicts for each in sides)
            if conflict not in kept and not is_decided and conflict != before.get(key):
                yield key


def _bare(judgement: Judgement) -> Judgement:
    """A judgement without what refers to sources and issues."""
    left_out = {name: () for name in ("citations", "conditions") if hasattr(judgement, name)}
    return judgement.model_copy(update=left_out)
