"""Several analysts' maps as one: each analyst's judgement of each subject, and their pool unless rivals."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stakemap.analysis.agreement.disagreement import (
    Comparison,
    Reading,
    all_disagreements,
    estimate_of,
    rivals,
)
from stakemap.analysis.agreement.pooling import Pool, pools
from stakemap.analysis.balance.sides import DEFAULT_THRESHOLD
from stakemap.errors import EditError
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.combining.combine import Contribution, Difference, Where, collect, with_judgements
from stakemap.model.combining.matching import Confirmed, Suggestion
from stakemap.model.combining.readings import Collected
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Judgement, PoolMethod, Stance
from stakemap.model.order import sort_key
from stakemap.model.others import listed_others
from stakemap.model.records import LIST_LIMIT
from stakemap.text import one_line
from stakemap.wording.numbers import estimate_words

#: Most analysts whose values the reason of a pooled judgement has.
_NAMED = 12
#: Fields that are pooled, by kind of judgement, that which is measured first.
_POOLED = {
    "influence": ("influence",),
    "alignment": ("alignment", "salience", "influence"),
    "strength": ("strength",),
}


@dataclass(frozen=True, slots=True)
class Combined:
    """A combined map, and what to report about it.

    `comparisons` are of all subjects that several analysts judge, those first that differ most;
    `suggestions` are records that were kept apart and may be the same; of `differences` the value of an
    earlier map stays; `analysts` are all who judged, by name. `left_out` has how many of the oldest entries
    of a ledger found no room in the map.
    """

    document: StakeMap
    comparisons: Sequence[Comparison]
    suggestions: Sequence[Suggestion]
    differences: Sequence[Difference]
    analysts: tuple[str, ...]
    left_out: Mapping[Where, int]

    @property
    def rivals(self) -> tuple[Comparison, ...]:
        """The subjects whose readings exclude each other, and are not pooled."""
        return tuple(each for each in self.comparisons if each.camps)


def combine(
    contributions: Sequence[Contribution],
    method: PoolMethod = "linear",
    weights: Mapping[str, float] | None = None,
    confirmed: Confirmed | None = None,
) -> Combined:
    """Combine analysts' maps into one, which has id, title and the like of the first.

    A subject that several analysts judge has each one's judgement, and their pool as its value; where
    readings are rivals it has that of the first map instead. `weights` (1 unless given, positive) are by
    analyst. The order of the maps makes no difference to pools.
    Unless nothing changes the result is a draft. Raises EditError where more analysts judge a subject than a
    map can list.
    """
    collection = collect(contributions, confirmed)
    judgements: dict[Where, Judgement] = {}
    several: dict[Where, Collected] = {}
    if max((len(each.readings) for each in collection.judged.values()), default=0) > LIST_LIMIT:
        raise EditError(
            tr("More than {limit} analysts judge one subject; combine fewer maps.", limit=LIST_LIMIT)
        )
    analysts: set[str] = set()
    for where, found in collection.judged.items():
        readings = [Reading(each.by, each) for each in found.readings]
        judgements[where] = _beside(found)
        analysts.update(each.analyst for each in readings)
        is_judged = any(each.is_judged for each in found.readings)
        if len(readings) > 1 and is_judged and not rivals(readings, DEFAULT_THRESHOLD):
            several[where] = found
    made = pooled_judgements(list(several.values()), method, weights)
    judgements |= dict(zip(several, made, strict=True))
    document = with_judgements(collection.document, judgements)
    first = contributions[0].document
    document = document.model_copy(update={"status": first.status})
    if document != first:
        # Nobody reviewed or cleared this.
        document = document.model_copy(update={"status": "draft"})
    return Combined(
        document,
        tuple(_with_pool_of(document, each) for each in all_disagreements(document, DEFAULT_THRESHOLD)),
        collection.suggestions,
        tuple(each for each in collection.differences if each.conflict.field != "status"),
        tuple(sorted(analysts - {""}, key=sort_key)),
        {where: found.left_out for where, found in collection.judged.items() if found.left_out},
    )


def _with_pool_of(document: StakeMap, found: Comparison) -> Comparison:
    """A comparison with the pool that the map has, which may be by another method or with other weights."""
    judgement = document.snapshots[found.snapshot].judgement(found.subject)
    estimate = None if judgement is None or judgement.pooled is None else estimate_of(judgement)
    if found.pool is None or estimate is None:
        return found
    pool = dataclasses.replace(found.pool, value=estimate.value, low=estimate.low, high=estimate.high)
    return dataclasses.replace(found, pool=pool)


def _beside(found: Collected) -> Judgement:
    """The judgement of the first map, with those of other analysts beside it."""
    current = found.readings[found.first]
    others = listed_others(each for each in found.readings if each is not current)
    changes = {
        name: value
        for name, value in (("others", others), ("earlier", found.earlier))
        if value != getattr(current, name)
    }
    return current.model_copy(update=changes) if changes else current


def pooled_judgements(
    judged: Sequence[Collected], method: PoolMethod = "linear", weights: Mapping[str, float] | None = None
) -> list[Judgement]:
    """Pool what several analysts judge of each subject, of which at least one has a value.

    Alignment, salience and influence are pooled each from those who gave it, and rounded to a tenth;
    confidence and basis stay where all agree, citations are united, and the rest is that of the first. The
    result is by nobody and holds each analyst's judgement beside it.
    """
    values: list[dict[str, Any]] = [{} for _ in judged]
    for name in ("alignment", "salience", "influence", "strength"):
        rows = {place: row for place, each in enumerate(judged) if (row := _given(each.readings, name))}
        weighed = [[(weights or {}).get(by, 1.0) for by, _ in row] for row in rows.values()]
        made = pools([[estimate for _, estimate in row] for row in rows.values()], method, weighed)
        for (place, row), pool in zip(rows.items(), made, strict=True):
            assert pool is not None
            values[place][name] = _value(row[0][1], pool, name)
    return [_pooled(each, fields, method) for each, fields in zip(judged, values, strict=True)]


def _given(readings: Sequence[Judgement], name: str) -> list[tuple[str, Estimate]]:
    """What analysts gave of a field, where it is pooled."""
    if name not in _POOLED[readings[0].measured]:
        return []
    if name == readings[0].measured:
        pairs = [(each.by, estimate_of(each)) for each in readings]
    else:
        pairs = [(each.by, getattr(each, name)) for each in readings]
    return [(by, estimate) for by, estimate in pairs if estimate is not None]


def _value(estimate: Estimate, pool: Pool, name: str) -> Estimate | int:
    """A pool as the value of a field: a strength in whole steps, else to a tenth."""
    if name == "strength":
        return int(math.copysign(math.floor(abs(pool.value) + 0.5), pool.value))
    ends = (None if end is None else round(end, 1) + 0.0 for end in (pool.low, pool.high))
    return type(estimate)(value=round(pool.value, 1) + 0.0, **dict(zip(("low", "high"), ends, strict=True)))


def _pooled(found: Collected, values: Mapping[str, Any], method: PoolMethod) -> Judgement:
    readings = found.readings
    first = readings[found.first]
    kind = type(first)
    kept = {
        name: next(
            (value for each in (first, *readings) if (value := getattr(each, name))), getattr(first, name)
        )
        for name in ("watch_for", "role", "votes", "conditions")
        if name in kind.model_fields
    }
    citations = tuple(dict.fromkeys(each for reading in readings for each in reading.citations))
    days = [each.on for each in readings if each.on]
    return kind.model_validate(
        kept
        | {
            **values,
            "confidence": _common([each.confidence for each in readings]),
            "basis": _common([each.basis for each in readings]),
            "citations": citations[:LIST_LIMIT],
            "reason": _reason(readings, method),
            "pooled": method,
            "on": max(days, default=None),
            "others": listed_others(readings),
            "earlier": found.earlier,
        }
    )


def _common(values: Sequence[Any]) -> Any:
    return values[0] if len(set(values)) == 1 else None


def method_name(method: PoolMethod) -> str:
    """How judgements are pooled, within a sentence."""
    return {
        "linear": tr("the mean of their distributions"),
        "median": tr("the median of their values"),
        "quantile": tr("the mean of their quantiles"),
    }[method]


def _reason(readings: Sequence[Judgement], method: PoolMethod) -> str:
    judged = [(each.by, estimate) for each in readings if (estimate := estimate_of(each)) is not None]
    with_sign = not readings or isinstance(readings[0], Stance)
    parts = [
        tr("{analyst} {value}", analyst=one_line(by), value=estimate_words(estimate, with_sign=with_sign))
        for by, estimate in judged[:_NAMED]
    ]
    if len(judged) > _NAMED:
        rest = len(judged) - _NAMED
        parts.append(tr_count("{count} more", "{count} more", rest))
    return tr_count(
        "Pooled from the judgement of {count} analyst: {values}.",
        "Pooled from the judgements of {count} analysts, {method}: {values}.",
        len(judged),
        method=method_name(method),
        values=comma_list(parts),
    )
