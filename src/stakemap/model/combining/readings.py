"""What each of several analysts judges of one subject, as it stands in their maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import sort_key
from stakemap.model.others import others_of, without_lists
from stakemap.model.records import LIST_LIMIT


class Collected(NamedTuple):
    """What the analysts judge of one subject, by their names: each without its ledger and, where there are
    several, signed.

    `first` is the place of the one in the first map that has any, and `earlier` is the ledger of all but
    `left_out` of its oldest entries, for which a map has no room.
    """

    readings: tuple[Judgement, ...]
    first: int
    earlier: tuple[Judgement, ...]
    left_out: int = 0


class _Entry(NamedTuple):
    order: int
    analyst: str
    judgement: Judgement

    @property
    def signed(self) -> Judgement:
        """The judgement, signed by the analyst whose map it is from if by nobody."""
        judgement = self.judgement
        return judgement if judgement.by.strip() else judgement.model_copy(update={"by": self.analyst})


def collected(found: Sequence[tuple[str, Judgement]]) -> Collected:
    """Collect the judgements of one subject, each with the analyst whose map it is from, first map first.

    A judgement that nobody signed is that analyst's. Copies of a judgement (the same author, day and value,
    and no other reason) count once. Of several by one analyst the newest counts and the others go to the
    ledger.
    """
    ledgers = [getattr(judgement, "earlier", ()) for _, judgement in found]
    replaced = {each for ledger in ledgers for each in ledger}
    by_author: dict[str, list[_Entry]] = {}
    for entry in _distinct(found):
        by_author.setdefault(entry.judgement.by.strip() or entry.analyst, []).append(entry)
    chosen: list[_Entry] = []
    older: list[Judgement] = []
    for entries in by_author.values():
        newest = entries[0]
        if len(entries) > 1:
            newest = max(entries, key=lambda each: (_newness(each.judgement, replaced), -each.order))
        chosen.append(newest)
        older += [each.signed for each in entries if each is not newest]
    chosen.sort(key=lambda each: sort_key(each.signed.by))
    readings = tuple(each.judgement if len(chosen) == 1 else each.signed for each in chosen)
    first = min(range(len(chosen)), key=lambda place: chosen[place].order)
    earlier: list[Judgement] = []
    if older or replaced:
        kept = {*readings, *(each.signed for each in chosen)}
        earlier = [each for each in _united([tuple(older), *ledgers]) if each not in kept]
    return Collected(readings, first, tuple(earlier[:LIST_LIMIT]), max(0, len(earlier) - LIST_LIMIT))


def _distinct(found: Sequence[tuple[str, Judgement]]) -> Iterator[_Entry]:
    """Each judgement once: of copies the one that says most, but each reason that any of them has."""
    copies: dict[tuple[object, ...], dict[str, list[tuple[str, Judgement]]]] = {}
    for analyst, judgement in found:
        for each in _own(judgement):
            by_reason = copies.setdefault(_identity(each), {})
            by_reason.setdefault(each.reason.strip(), []).append((analyst, each))
    for order, by_reason in enumerate(copies.values()):
        if len(by_reason) > 1:
            by_reason.pop("", None)
        for group in by_reason.values():
            # Which says most is slow to tell, and most often there is one.
            fullest = group[0][1] if len(group) == 1 else max((each for _, each in group), key=_fullness)
            yield _Entry(order, group[0][0], fullest)


def _own(judgement: Judgement) -> tuple[Judgement, ...]:
    """What analysts judge: a pooled value is nobody's own."""
    others = others_of(judgement)
    is_pool = judgement.pooled and any(each.is_judged or not judgement.is_judged for each in others)
    return others if is_pool else (without_lists(judgement), *others)


def _identity(judgement: Judgement) -> tuple[object, ...]:
    measured: Any = getattr(judgement, judgement.measured)
    value = measured.value if isinstance(measured, Estimate) else measured
    return judgement.by.strip(), judgement.on, judgement.state, value


def _fullness(judgement: Judgement) -> tuple[int, int, str]:
    """How much a judgement says; the last part only decides between those that say as much."""
    parts = (judgement.reason.strip(), judgement.citations, judgement.confidence, judgement.basis)
    return sum(map(bool, parts)), len(judgement.reason), repr(judgement)


def _newness(judgement: Judgement, replaced: set[Judgement]) -> tuple[bool, str, tuple[int, int, str]]:
    return judgement not in replaced, judgement.on or "", _fullness(judgement)


def _united(ledgers: Iterable[Sequence[Judgement]]) -> list[Judgement]:
    """The entries of all ledgers, each once: in the order of the longest where it has all, else the newest
    first.
    """
    ordered = sorted(ledgers, key=len, reverse=True)
    found = list(dict.fromkeys(each for ledger in ordered for each in ledger))
    if len(found) == len(set(ordered[0])):
        return found
    return sorted(found, key=lambda each: each.on or "", reverse=True)
