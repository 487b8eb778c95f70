"""All numbers of the track record with their inputs, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from stakemap.analysis.track_record.groups import Group
from stakemap.analysis.track_record.track_record import (
    LEAST,
    TARGET,
    HitRate,
    brier,
    chance,
    forecasts,
    interval_score,
    is_hindsight,
    is_hit,
    midpoint,
)
from stakemap.model.document import Resolution, StakeMap


def data_of(
    document: StakeMap, ranged: Sequence[Resolution], found: HitRate | None, groups: Sequence[Group]
) -> Mapping[str, object]:
    """The numbers behind the sentences; rates are None below the least number."""
    outcomes = document.outcomes
    counted = forecasts(outcomes.values())
    score = brier([each for _, each in counted])
    return {
        "least": LEAST,
        "target": TARGET,
        "ranges": _rate(len(ranged), found),
        "groups": [
            {
                "kind": each.kind,
                "key": each.key,
                **_rate(each.count, each.rate),
                "calibration": each.calibration,
            }
            for each in groups
        ],
        "resolutions": [
            _resolution(key, document.resolutions[key], document) for key in sorted(document.resolutions)
        ],
        "scenarios": None if score is None else {**asdict(score), "skill": score.skill},
        "likelihoods": [{"likelihood": likelihood, **asdict(each)} for likelihood, each in counted],
        "outcomes": [
            {
                "scenario": key,
                "likelihood": outcomes[key].likelihood,
                "probability": None
                if (likelihood := outcomes[key].likelihood) is None
                else midpoint(likelihood),
                "happened": outcomes[key].happened,
                "in_map": key in document.snapshots,
            }
            for key in sorted(outcomes)
        ],
    }


def _rate(count: int, found: HitRate | None) -> dict[str, object]:
    if found is None:
        return {"count": count, "needed": max(LEAST - count, 0)}
    return {
        "count": found.count,
        "hits": found.hits,
        "rate": found.rate,
        "wilson": [found.interval.low, found.interval.high],
        "probability_at_most": found.at_most,
        "probability_at_least": found.at_least,
        "chance": list(chance(found.count)),
        "verdict": found.verdict,
    }


def _resolution(key: str, each: Resolution, document: StakeMap) -> dict[str, object]:
    names = ("snapshot", "actor", "issue", "field", "value", "low", "high", "confidence", "judged_by")
    held, score = None, None
    if each.low is not None and each.high is not None:
        held, score = is_hit(each), interval_score(each.low, each.high, each.found)
    return {
        "id": key,
        **{name: getattr(each, name) for name in names},
        "judged_on": each.judged_on,
        "found": each.found,
        "date": each.date,
        "held": held,
        "interval_score": score,
        "hindsight": is_hindsight(each),
        "in_map": each.actor in document.actors,
    }
