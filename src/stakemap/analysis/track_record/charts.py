"""What was found beside the ranges as charts, and hit rates by group as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stakemap.analysis.report import Chart, Scale, Table, Tick
from stakemap.analysis.track_record.groups import Group
from stakemap.analysis.track_record.track_record import miss
from stakemap.i18n import tr
from stakemap.model.document import Resolution, ResolvedField, StakeMap
from stakemap.text import capital
from stakemap.wording.numbers import figure
from stakemap.wording.resolutions import resolution_name, value_text

#: The most rows of a chart.
ROWS = 20
#: Fields on the scale from 0 to 100.
PERCENTS: Final[tuple[ResolvedField, ...]] = ("influence", "salience")


def percent(share: float) -> str:
    """A probability in whole per cent, or what it is under or over: "3 %", "under 1 %"."""
    if 0 < share < 0.01:
        return tr("under 1 %")
    if 0.99 < share < 1:
        return tr("over 99 %")
    return tr("{number} %", number=figure(100 * share))


def charts(document: StakeMap, ranged: Sequence[Resolution]) -> Iterator[Chart]:
    """What was found beside the ranges, a chart for each scale."""
    alignments = [each for each in ranged if each.field == "alignment"]
    if alignments:
        yield _chart(document, tr("Alignment: ranges and what was found"), alignments, (-100.0, 100.0))
    percents = [each for each in ranged if each.field in PERCENTS]
    if percents:
        yield _chart(
            document, tr("Influence and salience: ranges and what was found"), percents, (0.0, 100.0)
        )


def _chart(document: StakeMap, title: str, ranged: Sequence[Resolution], scale: tuple[float, float]) -> Scale:
    """The ranges, those that are furthest off first."""
    shown = sorted(ranged, key=lambda each: -abs(miss(each)))[:ROWS]
    if len(ranged) > len(shown):
        title = tr(
            "{title}, the {shown} furthest off of {count}", title=title, shown=len(shown), count=len(ranged)
        )
    ticks = tuple(
        Tick(
            capital(resolution_name(document, each)),
            each.value,
            each.low,
            each.high,
            each.found,
            tr("found {value}", value=value_text(each.field, each.found)),
            key=each.actor if each.actor in document.actors else "",
        )
        for each in shown
    )
    return Scale(title, ticks, scale, rows=True)


def tables(groups: Sequence[Group]) -> tuple[Table, ...]:
    """The hit rates of the groups that have enough."""
    rows = tuple(
        (
            each.name,
            figure(each.count),
            figure(each.rate.hits),
            percent(each.rate.rate),
            tr(
                "{low} to {high} %",
                low=figure(100 * each.rate.interval.low),
                high=figure(100 * each.rate.interval.high),
            ),
            percent(each.rate.at_most),
            "" if each.calibration is None else figure(each.calibration, 2),
        )
        for each in groups
        if each.rate is not None
    )
    if not rows:
        return ()
    headers = (
        tr("Analyst or confidence"),
        tr("Ranges resolved"),
        tr("Held"),
        tr("Rate"),
        tr("Wilson’s 95 % interval"),
        tr("Probability of so few at 80 %"),
        tr("Calibration (Cooke)"),
    )
    return (Table(tr("By analyst and by confidence"), headers, rows, frozenset({1, 2, 3, 4, 5, 6})),)
