"""What several analysts judge of the same subjects: who agrees, who differs, which readings are rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, NamedTuple

from stakemap.analysis.agreement.agreement import (
    Strength,
    agreement_of_values,
    are_compatible,
    are_rivals,
    is_beyond,
    outlier_candidate,
    sides_of_scale,
    spread,
)
from stakemap.analysis.agreement.pooling import Pool, pools
from stakemap.analysis.balance.sides import DEFAULT_THRESHOLD
from stakemap.analysis.question import Question
from stakemap.model.document import StakeMap
from stakemap.model.judgements import AlignmentEstimate, Estimate, Judgement
from stakemap.model.order import actors_in_order, sort_key
from stakemap.model.others import judgements_of_analysts, without_lists
from stakemap.model.subjects import Subject

#: On which side of its scale a reading is, or that the subject is judged not to be applicable.
CampSide = Literal["above", "below", "middle", "not-applicable"]


class Reading(NamedTuple):
    """What one analyst judges, without its ledger; `analyst` is empty where nobody signed."""

    analyst: str
    judgement: Judgement

    @property
    def estimate(self) -> Estimate | None:
        """The value with its range; None where it is not judged."""
        return estimate_of(self.judgement)


class Camp(NamedTuple):
    """The analysts whose readings are on one side, of several that exclude each other."""

    side: CampSide
    analysts: tuple[str, ...]


class Judged(NamedTuple):
    """A judgement with its place: the snapshot in which it was made, and its subject."""

    snapshot: str
    subject: Subject
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several analysts judge of one subject.

    `pool` is None, and there are `camps`, where readings are rivals: nobody holds what is between them.
    `agreement` is van der Eijk's A, −1 to 1; `spread` is in the unit of the values. `agrees` says that some
    value is plausible to all. `outlier` is the analyst who is farthest from the others, beyond what ranges
    allow.
    """

    snapshot: str
    subject: Subject
    readings: tuple[Reading, ...]
    pool: Pool | None
    agreement: float | None
    spread: float
    outlier: str | None
    camps: tuple[Camp, ...]
    agrees: bool

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The values that were judged."""
        return tuple(each.estimate for each in self.readings if each.estimate is not None)

    def others_than(self, analyst: str) -> tuple[Estimate, ...]:
        """The values that were judged by all but one analyst."""
        return tuple(
            each.estimate for each in self.readings if each.estimate is not None and each.analyst != analyst
        )


def estimate_of(judgement: Judgement) -> Estimate | None:
    """The value of a judgement with its range; None where it is not judged."""
    value: Any = getattr(judgement, judgement.measured)
    return value if value is None or isinstance(value, Estimate) else Strength(value=float(value))


def readings_of(judgement: Judgement) -> tuple[Reading, ...]:
    """What each analyst judges, by name; a pooled value is nobody's own."""
    found = [Reading(each.by, without_lists(each)) for each in judgements_of_analysts(judgement)]
    return tuple(sorted(found, key=lambda each: sort_key(each.analyst)))


def rivals(readings: Sequence[Reading], threshold: float = DEFAULT_THRESHOLD) -> tuple[Camp, ...]:
    """The camps of readings of which some exclude others: on different sides of the scale beyond what their
    ranges allow, or not applicable where others have a value. Empty if there are none such.

    `threshold` is that of undecided actors (0 … 100) and counts for alignments only.
    """
    known = [(each.analyst, each.estimate) for each in readings if each.estimate is not None]
    inapplicable = tuple(each.analyst for each in readings if each.judgement.state == "not-applicable")
    estimates = [estimate for _, estimate in known]
    limit = threshold if estimates and isinstance(estimates[0], AlignmentEstimate) else 0.0
    if not known or not (inapplicable or are_rivals(estimates, limit)):
        return ()
    sides = sides_of_scale(estimates, limit)
    named: tuple[tuple[CampSide, tuple[int, ...]], ...] = (
        ("above", sides.above),
        ("below", sides.below),
        ("middle", sides.middle),
    )
    camps = [Camp(side, tuple(known[place][0] for place in places)) for side, places in named]
    return tuple(camp for camp in (*camps, Camp("not-applicable", inapplicable)) if camp.analysts)


def compared(judged: Iterable[Judged], threshold: float = DEFAULT_THRESHOLD) -> list[Comparison]:
    """The comparisons of those judgements of which several analysts have one, in the given order."""
    several = [(each, readings) for each in judged if len(readings := readings_of(each.judgement)) > 1]
    rows = [[each.estimate for each in readings if each.estimate is not None] for _, readings in several]
    camps = [rivals(readings, threshold) for _, readings in several]
    pooled = pools_by_scale([[] if camp else row for row, camp in zip(rows, camps, strict=True)])
    candidates = [outlier_candidate(row) for row in rows]
    others = pools_by_scale(
        [
            [] if place is None else [*row[:place], *row[place + 1 :]]
            for row, place in zip(rows, candidates, strict=True)
        ]
    )
    found = []
    for number, (each, readings) in enumerate(several):
        row, place = rows[number], candidates[number]
        known = [reading.analyst for reading in readings if reading.estimate is not None]
        is_apart = place is not None and is_beyond(row[place], others[number])
        found.append(
            Comparison(
                each.snapshot,
                each.subject,
                readings,
                pooled[number],
                agreement_of_values(row),
                spread([estimate.value for estimate in row]),
                known[place] if place is not None and is_apart else None,
                camps[number],
                not camps[number] and are_compatible(row),
            )
        )
    return found


def pools_by_scale(rows: Sequence[Sequence[Estimate]]) -> list[Pool | None]:
    """The linear pools of rows, each of estimates on one scale, but not all on the same."""
    found: list[Pool | None] = [None] * len(rows)
    filled = sorted((place for place, row in enumerate(rows) if row), key=lambda place: rows[place][0].scale)
    for _, group in groupby(filled, key=lambda place: rows[place][0].scale):
        places = list(group)
        made = pools([rows[place] for place in places])
        for place, pool in zip(places, made, strict=True):
            found[place] = pool
    return found


def disagreements(question: Question) -> list[Comparison]:
    """The comparisons of the stances and standings in view, those first that differ most: rival readings,
    then by agreement, then by spread, then by name. Raises KeyError without a view.
    """
    document, issue = question.document, question.issue or ""
    actors = actors_in_order(document)
    judged = [
        Judged(resolved.snapshot, subject, resolved.judgement)
        for by_actor, subject_of in (
            (question.stances, lambda actor: Subject.stance(issue, actor)),
            (question.standings, Subject.standing),
        )
        for actor in actors
        if (resolved := by_actor.get(actor)) is not None
        for subject in [subject_of(actor)]
    ]
    return sorted(compared(judged, question.limits.threshold), key=_by_disagreement)


def all_disagreements(document: StakeMap, threshold: float = DEFAULT_THRESHOLD) -> list[Comparison]:
    """The comparisons of all judgements of a map, those first that differ most."""
    return sorted(compared(_all(document), threshold), key=_by_disagreement)


def _all(document: StakeMap) -> Iterator[Judged]:
    for key in sorted(document.snapshots):
        for subject, judgement in sorted(
            document.snapshots[key].judgements(),
            key=lambda each: (each[0].kind, each[0].issue or "", each[0].id),
        ):
            yield Judged(key, subject, judgement)


def _by_disagreement(found: Comparison) -> tuple[bool, float, float]:
    estimates = found.estimates
    width = estimates[0].scale[1] - estimates[0].scale[0] if estimates else 1.0
    agreement = 1.0 if found.agreement is None else found.agreement
    return (not found.camps, agreement, -found.spread / width)
