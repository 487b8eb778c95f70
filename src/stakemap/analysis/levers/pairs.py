"""Changes of several alignments that turn a result: the smallest pair, and the radius within which none do.

Sizes are given in half-ranges: how far an alignment moves divided by half of the width of its judged range.
Where ranges are missing, pairs are given in points of the scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.balance import TIE
from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.levers.levers import Lever, numeric, typed_value
from stakemap.analysis.levers.limits import limit_of_side
from stakemap.analysis.levers.results import NUDGE, Setting, Target, half_ranges, side_of_result

Unit = Literal["half-ranges", "points"]
IndexArray = npt.NDArray[np.intp]
_BISECTIONS = 60


class Pair(NamedTuple):
    """Two changes of alignment that turn a result together; `size` is the greater step of the two, and
    `outcome` the side of the result at the whole numbers.
    """

    target: Target
    levers: tuple[Lever, Lever]
    size: float
    unit: Unit
    outcome: int


@dataclass(frozen=True, slots=True, eq=False)
class _Push:
    """A push of all towards one side, mirrored so that alignments rise: `toward` is −1 or 1.

    `unit` has the length of a step of size 1 for each actor (NaN: it cannot move).
    """

    setting: Setting
    target: Target
    toward: int
    unit: FloatArray

    @property
    def place(self) -> FloatArray:
        """The mirrored alignments."""
        return self.setting.place * self.toward


# --- pairs --------------------------------------------------------------------------------------------------


def without_range(setting: Setting) -> tuple[str, ...]:
    """The counted actors with weight whose alignment has no range, or one without width."""
    lacking = np.isnan(half_ranges(setting.inputs.alignment)) & (setting.weight > 0)
    return tuple(setting.inputs.actors[index] for index in np.flatnonzero(lacking).tolist())


def smallest_pair(setting: Setting, target: Target, alone: Sequence[Lever]) -> Pair | None:
    """The pair of actors whose larger move is smallest, each move measured by the actor's own range.

    Each adds to the result by how far it moves, up to the end of the scale (mean), or by its weight once it
    is over a limit (verdict, median): a knapsack of two that is continuous for the mean. Whatever the size,
    the best pair are the two that add most, so that the size is found by bisection in O(n log n). The median
    has to be turned by more than a tie of weights, whose middle may lie anywhere. None if no pair is smaller
    than each change of an alignment `alone` (see `levers`), or if nothing has weight.
    """
    side = setting.result(target)
    if side is None or target == "blocked" or (target == "mean" and side == 0):
        return None
    unit = half_ranges(setting.inputs.alignment)
    kind: Unit = "points" if without_range(setting) else "half-ranges"
    if kind == "points":
        unit = np.ones(unit.shape)
    pushes = [_Push(setting, target, toward, unit) for toward in ((-side,) if side else (-1, 1))]
    finder = _pair_of_mean if target == "mean" else _pair_over_limits
    found = [pair for push in pushes if (pair := finder(push, kind)) is not None]
    # What is even may be turned either way: by a single actor the one, and by two the other.
    least = min((_size(lever, kind) for lever in alone if lever.field == "alignment"), default=math.inf)
    return min((pair for pair in found if pair.size < least), key=lambda pair: pair.size, default=None)


def _size(lever: Lever, unit: Unit) -> float:
    if unit == "half-ranges" and lever.half_ranges is not None:
        return lever.half_ranges
    return abs(float(lever.after) - float(lever.before or 0.0))


def _two_best(gain: FloatArray) -> IndexArray:
    """The indices of the two greatest gains, the greatest first."""
    two: IndexArray = np.argpartition(gain, len(gain) - 2)[-2:]
    return two[np.argsort(-gain[two], kind="stable")]


def _pair_of_mean(push: _Push, kind: Unit) -> Pair | None:
    setting = push.setting
    need = -setting.products * push.toward
    room = 100 - push.place
    movable = (setting.weight > 0) & (room > 0) & ~np.isnan(push.unit)
    if movable.sum() < 2:
        return None
    weight, unit = np.where(movable, setting.weight, 0), np.where(movable, push.unit, 1)

    def gain(size: float) -> FloatArray:
        return weight * np.minimum(size * unit, np.where(movable, room, 0))

    least, most = 0.0, float((room / unit)[movable].max())
    if gain(most)[_two_best(gain(most))].sum() <= need:
        return None
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        gains = gain(middle)
        least, most = (least, middle) if gains[_two_best(gains)].sum() > need else (middle, most)
    gains = gain(most)
    two = _two_best(gains)
    if gains[two[0]] > need or gains[two[1]] <= 0:
        return None
    steps = np.minimum(most * push.unit[two], room[two])
    return _pair(push, kind, two, push.place[two] + steps)


def _options(push: _Push) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rows of what each actor can do: its size (infinite if it cannot), the weight that it shifts, and the
    mirrored alignment at which it ends.
    """
    setting, place = push.setting, push.place
    able = (setting.weight > 0) & ~np.isnan(push.unit)
    rows = []
    if push.target == "verdict":
        side = setting.side * push.toward
        for after in (0, 1):
            # Mirrored, the side of the push is above.
            limit, way = limit_of_side(after, setting.limits.threshold, is_above=False)
            rows.append((limit, way, able & (side < after), setting.weight * (after - side)))
    else:
        result = setting.result("median")
        rows.append((0.0, 1, able & ((place < 0) if result else (place <= 0)), setting.weight))
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = [np.where(can, (limit - place) / push.unit, np.inf) for limit, _, can, _ in rows]
    ends = [np.full(place.shape, limit + way * NUDGE) for limit, way, _, _ in rows]
    return np.array(sizes), np.array([gain for *_, gain in rows]), np.array(ends)


def _needed(push: _Push) -> float:
    """The weight to be shifted so that the result turns; more than that for the median and to take a lead."""
    setting, slack = push.setting, 4 * TIE * push.setting.total
    if push.target == "verdict":
        net, level = setting.net * push.toward, setting.margin * setting.total
        return -net - level - slack / 4 if setting.result("verdict") else level - net + slack
    on_side = setting.weight[push.place < 0 if setting.result("median") else push.place > 0].sum()
    excess = float(on_side) - setting.total / 2
    return (excess if setting.result("median") else -excess) + slack


def _pair_over_limits(push: _Push, kind: Unit) -> Pair | None:
    sizes, gains, ends = _options(push)
    need, actors = _needed(push), sizes.shape[1]
    candidates = np.unique(sizes[np.isfinite(sizes)])
    if actors < 2 or not len(candidates):
        return None

    def gain(size: float) -> FloatArray:
        reached: FloatArray = np.where(sizes <= size, gains, 0.0).max(axis=0)
        return reached

    def suffices(size: float) -> bool:
        reached = gain(size)
        return bool(reached[_two_best(reached)].sum() >= need)

    if not suffices(float(candidates[-1])):
        return None
    least, most = 0, len(candidates) - 1
    while least < most:
        middle = (least + most) // 2
        least, most = (least, middle) if suffices(float(candidates[middle])) else (middle + 1, most)
    size = float(candidates[least])
    two = _two_best(gain(size))
    if gain(size)[two[0]] >= need:
        return None
    # Of the options of both, those that go no further than they have to.
    choices = [
        (sizes[first, two[0]] + sizes[second, two[1]], first, second)
        for first in range(len(sizes))
        for second in range(len(sizes))
        if sizes[first, two[0]] <= size
        and sizes[second, two[1]] <= size
        and gains[first, two[0]] + gains[second, two[1]] >= need
    ]
    _, first, second = min(choices)
    return _pair(push, kind, two, np.array([ends[first, two[0]], ends[second, two[1]]]))


def _pair(push: _Push, kind: Unit, two: IndexArray, mirrored: FloatArray) -> Pair | None:
    """The pair that moves two actors to the given alignments, computed again."""
    setting, quantity = push.setting, push.setting.inputs.alignment
    for times in (0, 1, 10, 100):
        nudged = np.minimum(mirrored + times * NUDGE, 100) * push.toward
        place = setting.place.copy()
        place[two] = nudged
        outcome = side_of_result(push.target, place, setting.weight, setting.limits)
        if outcome is not None and outcome != setting.result(push.target):
            break
    else:
        return None
    halves = half_ranges(quantity)
    typed = [
        typed_value(before, after)
        for before, after in zip(setting.place[two].tolist(), nudged.tolist(), strict=True)
    ]
    place[two] = typed
    outcome = side_of_result(push.target, place, setting.weight, setting.limits) or 0
    moved = tuple(
        numeric(
            push.target,
            setting.inputs.actors[index],
            "alignment",
            (float(setting.place[index]), after),
            float(halves[index]),
            quantity.scale,
            outcome,
        )
        for index, after in zip(two.tolist(), nudged.tolist(), strict=True)
    )
    first, second = sorted(moved, key=lambda lever: lever.actor)
    steps = np.abs(nudged - setting.place[two]) / push.unit[two]
    return Pair(push.target, (first, second), float(steps.max()), kind, outcome)


# --- radius -------------------------------------------------------------------------------------------------


def radius(setting: Setting, target: Target) -> float | None:
    """How many half-ranges every alignment may be off, all at once, before the result can turn (L∞).

    |Σ(weight × alignment)| ÷ Σ(weight × half-range) for the mean, as if the scale had no ends; for verdict
    and median the least common factor of a push of all to one side, by bisection. None if ranges are missing,
    if nothing has weight, if no push turns the result, and for a mean at 0.
    """
    side = setting.result(target)
    if side is None or target == "blocked" or without_range(setting) or (target == "mean" and side == 0):
        return None
    unit = np.where(setting.weight > 0, half_ranges(setting.inputs.alignment), 0.0)
    if target == "mean":
        return abs(setting.products) / float((setting.weight * unit).sum())
    found = [
        _turning_size(_Push(setting, target, toward, unit), side)
        for toward in ((-side,) if side else (-1, 1))
    ]
    least = min(found)
    return least if math.isfinite(least) else None


def _turning_size(push: _Push, side: int) -> float:
    setting = push.setting

    def turns(size: float) -> bool:
        place = np.clip(setting.place + push.toward * size * push.unit, -100, 100)
        return side_of_result(push.target, place, setting.weight, setting.limits) != side

    moved = push.unit > 0
    # Beyond this everybody stands at the end of the scale.
    least, most = 0.0, float((200 / push.unit[moved]).max())
    if not turns(most):
        return math.inf
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        least, most = (least, middle) if turns(middle) else (middle, most)
    return most
