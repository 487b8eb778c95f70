"""Merging of a judgement, which is one value, of its ledger, and of what others judge beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from typing import TypeVar

from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.others import listed_others, others_of, without_lists
from stakemap.model.records import LIST_LIMIT
from stakemap.model.subjects import Place

J = TypeVar("J", bound=Judgement)


def merged_judgement(
    place: Place, base: J | None, one: J | None, other: J | None
) -> tuple[J | None, list[Conflict]]:
    """Merge a judgement that both sides changed or removed, in different ways.

    If both rejudged, that of `one` stays current and that of `other` goes to the ledger, unless the ledger
    of a side holds what the other side has: then that side followed it.
    """
    if one is None or other is None:
        return one or other, [Conflict(place, "", base, one, other, "removed")]
    mine, theirs = without_lists(one), without_lists(other)
    known = () if base is None else (without_lists(base), *_ledger(base))
    mine_ledger, their_ledger = _ledger(one), _ledger(other)
    current, conflicts = mine, []
    if mine != theirs and (base is None or theirs != known[0]):
        is_followed = mine in their_ledger and mine not in known
        follows = theirs in mine_ledger and theirs not in known
        if (base is not None and mine == known[0]) or (is_followed and not follows):
            current = theirs
        elif is_followed or not follows:
            conflicts.append(Conflict(place, "", base, one, other))
            their_ledger = (theirs, *their_ledger)
    # What a side removed from its ledger on purpose stays removed.
    removed = set(known[1:]) - (set(mine_ledger) & set(their_ledger)) - {theirs}
    ledger = _united(mine_ledger, their_ledger, {*removed, current})
    others = _merged_others(base, one, other)
    for field, entries in (("earlier", ledger), ("others", others)):
        if len(entries) > LIST_LIMIT:
            before = () if base is None else getattr(base, field)
            conflicts.append(Conflict(place, field, before, getattr(one, field), getattr(other, field)))
    lists = {"earlier": tuple(ledger[:LIST_LIMIT]), "others": others[:LIST_LIMIT]}
    made = current.model_copy(update=lists)
    # The very object of a side where that is the same.
    return next((each for each in (one, other) if each == made), made), conflicts


def _merged_others(base: J | None, one: J, other: J) -> tuple[J, ...]:
    """What others judge: what either side added stays, what either removed goes."""
    before = () if base is None else others_of(base)
    mine, theirs = others_of(one), others_of(other)
    if theirs in (mine, before):
        return mine
    if mine == before:
        return theirs
    removed = set(before) - (set(mine) & set(theirs))
    return listed_others(each for each in (*mine, *theirs) if each not in removed)


def _ledger(judgement: J) -> tuple[J, ...]:
    earlier: tuple[J, ...] = getattr(judgement, "earlier", ())
    return earlier


def _united(one: Sequence[J], other: Sequence[J], left_out: Collection[J]) -> list[J]:
    """The entries of both ledgers, each once and in the order of its ledger, else by date, newest first."""
    rows = [deque(dict.fromkeys(each for each in row if each not in left_out)) for row in (one, other)]
    shared = set(rows[0]) & set(rows[1])
    result: list[J] = []
    while all(rows):
        heads = [row[0] for row in rows]
        # What both have waits until it is next in both, unless their orders contradict each other.
        free = [head for head in heads if head not in shared] if heads[0] != heads[1] else heads
        chosen = _newest(free or heads)
        result.append(chosen)
        for row in rows:
            if row[0] == chosen:
                row.popleft()
            elif chosen in shared:
                row.remove(chosen)
    return [*result, *rows[0], *rows[1]]


def _newest(judgements: Sequence[J]) -> J:
    """The newest by day; of those of one day any, but the same whatever their order."""
    newest = max((each.on or "", each.by) for each in judgements)
    candidates = [each for each in judgements if (each.on or "", each.by) == newest]
    # The whole text is slow to make, and most often there is one.
    return candidates[0] if len(candidates) == 1 else max(candidates, key=repr)
