"""Where each analyst differs from the pool of the others, beyond what the ranges allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from stakemap.analysis.agreement.agreement import is_beyond
from stakemap.analysis.agreement.disagreement import Comparison, Reading, pools_by_scale
from stakemap.analysis.agreement.pooling import Pool
from stakemap.model.order import sort_key


class Departure(NamedTuple):
    """What an analyst judges of a subject, and the linear pool of what the others do; `distance` is between
    the two, in the unit of the values, above 0 where the analyst's is higher, None where one has no value.

    It differs where the ranges exclude each other, or where one says that the subject is not applicable.
    """

    comparison: Comparison
    reading: Reading
    others: Pool | None
    distance: float | None
    differs: bool


def analysts_of(comparisons: Iterable[Comparison]) -> tuple[str, ...]:
    """All analysts who judged any of the subjects, by name."""
    names = {each.analyst for found in comparisons for each in found.readings}
    return tuple(sorted(names, key=sort_key))


def departures(comparisons: Sequence[Comparison]) -> Mapping[str, tuple[Departure, ...]]:
    """By analyst, what each judges beside the others, in the order of the comparisons."""
    pairs = [(found, reading) for found in comparisons for reading in found.readings]
    rows = [
        [] if reading.estimate is None else list(found.others_than(reading.analyst))
        for found, reading in pairs
    ]
    found = pools_by_scale(rows)
    result: dict[str, list[Departure]] = {name: [] for name in analysts_of(comparisons)}
    for (comparison, reading), others in zip(pairs, found, strict=True):
        result[reading.analyst].append(_departure(comparison, reading, others))
    return {name: tuple(each) for name, each in result.items()}


def _departure(comparison: Comparison, reading: Reading, others: Pool | None) -> Departure:
    estimate = reading.estimate
    if estimate is not None and others is not None:
        distance = estimate.value - others.value
        return Departure(comparison, reading, others, distance, is_beyond(estimate, others))
    out = "not-applicable"
    states = {each.judgement.state for each in comparison.readings if each.analyst != reading.analyst}
    differs = (reading.judgement.state == out) != (out in states) and "judged" in {
        *states,
        reading.judgement.state,
    }
    return Departure(comparison, reading, others, None, differs)
