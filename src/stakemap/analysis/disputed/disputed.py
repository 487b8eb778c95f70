"""Disputed stances: how much the citations of a stance contradict each reading of it.

The analysis of competing hypotheses (Heuer, Psychology of Intelligence Analysis, 1999): evidence is rated
against each hypothesis, and the hypothesis with the fewest contradictions is preferred, not the one with the
most confirmations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Final, Literal

from stakemap.analysis.balance.sides import DEFAULT_THRESHOLD, Side, side_of
from stakemap.model.judgements import Citation, Stance

Reading = Literal["supporting", "undecided", "opposing"]
#: The readings of a stance, as `Readings` names them.
READINGS: Final[tuple[Reading, ...]] = ("supporting", "undecided", "opposing")
#: The side that each reading puts an actor on.
SIDE_OF: Final[Mapping[Reading, Side]] = {
    "supporting": "for",
    "undecided": "undecided",
    "opposing": "against",
}
#: The rating of what fits a reading neither well nor badly, of 1 (very inconsistent) to 5 (very consistent).
NEUTRAL = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited passage with its mean rating (1 … 5) for each of `READINGS`, None where nobody rated it.

    `raters` is the number of citations of the passage that have ratings, each perhaps of another analyst.
    """

    source: str
    passage: str
    against: bool
    ratings: tuple[float | None, ...]
    raters: int

    @property
    def is_rated(self) -> bool:
        """Whether it is rated for all readings; else it would count for some of them only."""
        return None not in self.ratings


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stance with citations on both sides; `judged` is the side that it is judged to be on.

    `scores` has the inconsistency of each of `READINGS` over the evidence that is rated; empty if none is.
    """

    actor: str
    judged: Side
    evidence: tuple[Evidence, ...]
    scores: tuple[float, ...]

    @property
    def rated(self) -> int:
        """The number of passages that are rated for all readings."""
        return sum(each.is_rated for each in self.evidence)

    @property
    def least(self) -> tuple[Reading, ...]:
        """The readings with the fewest contradictions; empty if nothing is rated."""
        pairs = zip(READINGS, self.scores, strict=False)
        return tuple(reading for reading, score in pairs if score == min(self.scores))

    @property
    def is_contradicted(self) -> bool:
        """Whether the evidence contradicts some other reading less than the one that is judged."""
        return bool(self.scores) and self.judged not in {SIDE_OF[reading] for reading in self.least}


def inconsistency(ratings: Iterable[float]) -> float:
    """Σ (3 − m)² over the mean ratings m (1 … 5) below 3: ratings 1, 2 and 4 give 5.

    Only what contradicts counts; very inconsistent evidence weighs four times as much as inconsistent.
    """
    return sum((NEUTRAL - rating) ** 2 for rating in ratings if rating < NEUTRAL)


def is_disputed(stance: Stance) -> bool:
    """Whether a stance has citations that speak for it and others that speak against it."""
    if stance.state == "not-applicable":
        return False
    return len({citation.against for citation in stance.citations}) == 2


def dispute_of(actor: str, stance: Stance, threshold: float = DEFAULT_THRESHOLD) -> Dispute:
    """The readings of a stance against its citations; `threshold` is that of undecided actors (0 … 100)."""
    evidence = tuple(_evidence(stance.citations))
    rated = [each.ratings for each in evidence if each.is_rated]
    scores = tuple(
        inconsistency(rating for rating in column if rating is not None)
        for column in zip(*rated, strict=True)
    )
    alignment = None if stance.alignment is None else stance.alignment.value
    return Dispute(actor, side_of(alignment, threshold), evidence, scores)


def _evidence(citations: Iterable[Citation]) -> Iterator[Evidence]:
    """Each passage once: analysts whose maps were merged may have rated the same one."""
    passages: dict[tuple[str, str, bool], list[Citation]] = {}
    for each in citations:
        passages.setdefault((each.source, each.passage, each.against), []).append(each)
    for (source, passage, against), cited in passages.items():
        readings = [each.readings for each in cited if each.readings is not None]
        ratings = tuple(
            _mean(value for each in readings if (value := getattr(each, name)) is not None)
            for name in READINGS
        )
        raters = sum(any(getattr(each, name) is not None for name in READINGS) for each in readings)
        yield Evidence(source, passage, against, ratings, raters)


def _mean(ratings: Iterable[int]) -> float | None:
    given = tuple(ratings)
    return fmean(given) if given else None
