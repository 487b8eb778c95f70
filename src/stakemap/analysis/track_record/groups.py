"""The resolved judgements by analyst and by confidence, each with its hit rate if there are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stakemap.analysis.track_record.track_record import HitRate, by_group, calibration_of, hit_rate
from stakemap.i18n import isolate, tr
from stakemap.model.document import Resolution
from stakemap.model.judgements import Confidence
from stakemap.model.order import sort_key
from stakemap.text import one_line
from stakemap.wording.judgements import confidence_text

_CONFIDENCES: tuple[Confidence | None, ...] = ("high", "moderate", "low", None)


@dataclass(frozen=True, slots=True)
class Group:
    """Judgements with a range by one analyst or of one confidence; `rate` and `calibration` are None below
    the least number.

    `key` is the name in the map or the word of the confidence, "" where there is none.
    """

    kind: Literal["analyst", "confidence"]
    key: str
    name: str
    count: int
    rate: HitRate | None
    calibration: float | None


def groups_of(ranged: Sequence[Resolution]) -> tuple[Group, ...]:
    """The groups: analysts by name, then confidences from high to none."""
    analysts = by_group(ranged, lambda each: each.judged_by.strip())
    groups = [
        Group(
            "analyst",
            name,
            isolate(one_line(name)) if name else tr("no name given"),
            len(analysts[name]),
            hit_rate(analysts[name]),
            calibration_of(analysts[name]),
        )
        for name in sorted(analysts, key=lambda name: (not name, sort_key(name), name))
    ]
    confidences = by_group(ranged, lambda each: each.confidence)
    groups += [
        Group(
            "confidence",
            each or "",
            confidence_text(each) if each else tr("no confidence given"),
            len(confidences[each]),
            hit_rate(confidences[each]),
            calibration_of(confidences[each]),
        )
        for each in _CONFIDENCES
        if each in confidences
    ]
    return tuple(groups)
