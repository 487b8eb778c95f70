"""What several analysts judge of a position: a thin whisker for each before their pooled range."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.others import judgements_of_analysts, others_of
from stakemap.picture.appearance.values import ActorLook, AnalystValue
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.style import ANALYST_FROM, ANALYST_STEP, ANALYST_TICK
from stakemap.text import plain

#: The ends of a line in pixels: x0, y0, x1, y1.
Segment = tuple[float, float, float, float]
#: The most letters of initials.
_MOST_LETTERS = 3


class AnalystWhisker(NamedTuple):
    """The whisker of one analyst in pixels: the line of the range, which is a point where none is given, and
    the tick at the value.
    """

    by: str
    line: Segment
    tick: Segment


class AnalystsDrawing(NamedTuple):
    """The whiskers across (alignment) and along (influence), and bands of the pooled ranges behind them."""

    across: tuple[AnalystWhisker, ...]
    along: tuple[AnalystWhisker, ...]
    bands: tuple[Box, ...]

    @property
    def segments(self) -> list[Segment]:
        """The lines of all whiskers."""
        return [each.line for each in (*self.across, *self.along)]

    @property
    def ticks(self) -> list[Segment]:
        """The ticks at all values."""
        return [each.tick for each in (*self.across, *self.along)]

    @property
    def box(self) -> Box:
        """The box around everything."""
        lines = [*self.segments, *self.ticks, *self.bands]
        xs = [x for line in lines for x in (line[0], line[2])]
        ys = [y for line in lines for y in (line[1], line[3])]
        return Box(min(xs), min(ys), max(xs), max(ys))


def analyst_values(
    judgement: Judgement, field: Literal["alignment", "influence"]
) -> tuple[AnalystValue, ...]:
    """What each analyst judges of one axis; empty unless they differ in value or range."""
    if not others_of(judgement):
        return ()
    found = []
    for each in judgements_of_analysts(judgement):
        estimate = getattr(each, field, None)
        if estimate is not None:
            found.append(AnalystValue(plain(each.by), estimate))
    return tuple(found) if len({value.estimate for value in found}) > 1 else ()


def initials(name: str) -> str:
    """The initials of an analyst, such as "AA" of "A. Analyst"; "?" of nobody."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in words[:_MOST_LETTERS]) or "?"


#: The pooled ranges of what was drawn last, by the estimates.
_spans: dict[tuple[Estimate, ...], tuple[float, float] | None] = {}
_MOST_SPANS = 10_000


def pool_ahead(looks: Iterable[ActorLook]) -> None:
    """Pool what analysts judge of many actors at once, which takes hardly longer than of one."""
    found = [_estimates(values) for look in looks for values in (look.x_others, look.y_others) if values]
    missing = [estimates for estimates in found if estimates not in _spans]
    if not missing:
        return
    from stakemap.analysis.agreement.pooling import pools

    if len(_spans) > _MOST_SPANS:
        _spans.clear()
    for kind in {type(estimates[0]) for estimates in missing}:
        of_kind = [estimates for estimates in missing if type(estimates[0]) is kind]
        for estimates, pool in zip(of_kind, pools(of_kind), strict=True):
            low, high = (None, None) if pool is None else (pool.low, pool.high)
            _spans[estimates] = None if low is None or high is None else (low, high)


def _estimates(values: Iterable[AnalystValue]) -> tuple[Estimate, ...]:
    return tuple(value.estimate for value in values)


def draw_analysts(
    look: ActorLook,
    at: tuple[float, float],
    scales: tuple[Callable[[float], float], Callable[[float], float]],
    radius: float,
    room: Box,
    steps: tuple[float, float] | None = None,
) -> AnalystsDrawing | None:
    """What analysts judge of the actor whose disc of `radius` is at `at`; None if they do not differ.

    Whiskers of the alignment are below the disc, those of the influence left of it, or on the other side
    where `room` ends; `scales` map values to pixels across and down. `steps` are the distances of whiskers
    across and along.
    """
    if not (look.x_others or look.y_others):
        return None
    pool_ahead([look])
    steps = steps or (ANALYST_STEP * radius, ANALYST_STEP * radius)
    tick = ANALYST_TICK * radius
    (x, y), bands = at, []
    across, along = [], []
    rows = _places(len(look.x_others), y, radius, steps[0], (room.top, room.bottom), 1)
    for value, row in zip(look.x_others, rows, strict=True):
        low, middle, high = map(scales[0], _three(value))
        across.append(
            AnalystWhisker(value.by, (low, row, high, row), (middle, row - tick, middle, row + tick))
        )
    columns = _places(len(look.y_others), x, radius, steps[1], (room.left, room.right), -1)
    for value, column in zip(look.y_others, columns, strict=True):
        low, middle, high = map(scales[1], _three(value))
        along.append(
            AnalystWhisker(
                value.by, (column, low, column, high), (column - tick, middle, column + tick, middle)
            )
        )
    if span := _spans[_estimates(look.x_others)] if look.x_others else None:
        left, right = map(scales[0], span)
        bands.append(Box(left, min(rows) - 2 * tick, right, max(rows) + 2 * tick))
    if span := _spans[_estimates(look.y_others)] if look.y_others else None:
        bottom, top = map(scales[1], span)
        bands.append(Box(min(columns) - 2 * tick, top, max(columns) + 2 * tick, bottom))
    return AnalystsDrawing(tuple(across), tuple(along), tuple(bands))


def _three(value: AnalystValue) -> Iterable[float]:
    """Low end, value and high end."""
    estimate = value.estimate
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return low, estimate.value, high


def _places(
    count: int, centre: float, radius: float, step: float, room: tuple[float, float], side: int
) -> list[float]:
    """Where whiskers are, from the disc outwards, on the `side` towards lower or higher pixels (−1, 1)
    if they have room there or none on the other.
    """
    reach = ANALYST_FROM * radius + (count - 0.5) * step
    fits = {way: room[0] <= centre + way * reach <= room[1] for way in (side, -side)}
    way = -side if fits[-side] and not fits[side] else side
    return [centre + way * (ANALYST_FROM * radius + number * step) for number in range(count)]
