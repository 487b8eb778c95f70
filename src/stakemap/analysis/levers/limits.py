"""The limits beyond which a single value turns a result, in closed form for all counted actors at once.

Each result changes its side at most once as one value rises, so that any value beyond the limit turns it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import TIE, weighs_by_salience
from stakemap.analysis.balance.counted import FloatArray, Inputs
from stakemap.analysis.levers.results import NUDGE, Setting, Target

WeightField = Literal["influence", "salience"]


class Limits(NamedTuple):
    """The limit of each actor's value, NaN if there is none, and the way beyond it: −1 or 1, or 0 if the
    limit itself turns the result.
    """

    limit: FloatArray
    way: FloatArray


def _nearest(origin: FloatArray, options: list[Limits], scale: tuple[float, float]) -> Limits:
    """The nearest limit of each actor that is on the scale, but for rounding."""
    limit, way = np.full(origin.shape, np.nan), np.zeros(origin.shape)
    best = np.full(origin.shape, np.inf)
    for option in options:
        after = option.limit + option.way * NUDGE
        # A limit at the end of the scale may do by itself, if there is no other beyond which one can go.
        step = np.abs(option.limit - origin) + np.where((after < scale[0]) | (after > scale[1]), NUDGE, 0)
        is_nearer = (option.limit >= scale[0] - NUDGE) & (option.limit <= scale[1] + NUDGE) & (step < best)
        limit, way = np.where(is_nearer, option.limit, limit), np.where(is_nearer, option.way, way)
        best = np.where(is_nearer, step, best)
    return Limits(limit, way)


# --- alignment ----------------------------------------------------------------------------------------------


def alignment_limits(setting: Setting, target: Target, side: int) -> Limits:
    """The limits of alignment beyond which the mean, median or verdict leaves its `side`."""
    options = {"verdict": _verdict_options, "mean": _mean_options, "median": _median_options}[target]
    found = _nearest(setting.place, options(setting, side), setting.inputs.alignment.scale)
    return Limits(np.where(setting.weight > 0, found.limit, np.nan), found.way)


def _mean_options(setting: Setting, side: int) -> list[Limits]:
    """x* = x − Σ(weight × alignment) ÷ w."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        limit = setting.place - setting.products / setting.weight
    return [Limits(limit, np.full(limit.shape, -float(side)))]


def _verdict_options(setting: Setting, side: int) -> list[Limits]:
    """The limits of the sides on which an actor changes who leads: crossing one moves its weight once or
    twice.
    """
    place, weight, threshold = setting.place, setting.weight, setting.limits.threshold
    level = (setting.margin + TIE) * setting.total
    options: list[Limits] = []
    for after in (0, -1, 1):
        net = setting.net + weight * (after - setting.side)
        turns = (np.where(np.abs(net) <= level, 0.0, np.sign(net)) != side) & (setting.side != after)
        for is_above in (True, False):
            limit, way = limit_of_side(after, threshold, is_above=is_above)
            chosen = np.where(turns & ((place > 0) == is_above), limit, np.nan)
            options.append(Limits(chosen, np.full(place.shape, float(way))))
    return options


def limit_of_side(side: int, threshold: float, *, is_above: bool) -> tuple[float, int]:
    """The limit of a side for an actor on another one, and the way beyond it to be on that side (0: it is on
    it). The undecided are reached from above or from below.
    """
    if side:
        return side * threshold, 0 if threshold > 0 else side
    above = 1 if is_above else -1
    return above * threshold, -above if threshold > 0 else 0


def _median_options(setting: Setting, side: int) -> list[Limits]:
    """The roots of the median as a function of one actor's alignment.

    Twice the median is clip(x, a, b) + clip(x, c, d), with the ends of `_median_bounds`; it grows with x and
    can be 0 only at x = 0, −c and −b.
    """
    lower, upper = _median_bounds(setting.place, setting.weight)
    options: list[Limits] = []
    for limit in (np.zeros(setting.place.shape), -upper[0], -lower[1]):
        for way in (-1.0, 1.0):
            after = limit + way * NUDGE
            twice = np.clip(after, *lower) + np.clip(after, *upper)
            turns = (np.sign(twice) != side) & ((limit - setting.place) * way >= 0)
            options.append(Limits(np.where(turns, limit, np.nan), np.full(limit.shape, way)))
    return options


def _median_bounds(
    place: FloatArray, weight: FloatArray
) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
    """The least and the greatest lower median that each actor can bring about, and the same of the upper one.

    The lower median is the first alignment at which half of the weight is reached, the upper one the first
    at which more than half is. An actor at the bottom of the scale counts below every other, one at the top
    above; ±infinity stands for its own place there.
    """
    order = np.argsort(place, kind="stable")
    order = order[weight[order] > 0]
    ends = [np.full(place.shape, np.nan) for _ in range(4)]
    if not len(order):
        return (ends[0], ends[1]), (ends[2], ends[3])
    ordered, own = place[order], weight[order]
    cumulative = np.cumsum(own)
    half, slack, index = cumulative[-1] / 2, cumulative[-1] * TIE, np.arange(len(order))
    beyond = np.append(ordered, np.inf)
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    for which, (side, level) in enumerate(zip(sides, (half - slack, half + slack), strict=True)):
        plain = int(np.searchsorted(cumulative, level, side=side))
        at_bottom = np.searchsorted(cumulative, level - own, side=side)
        at_top = np.searchsorted(cumulative, level + own, side=side)
        is_alone = own >= level if side == "left" else own > level
        least = np.where(at_bottom < index, beyond[at_bottom], beyond[plain])
        ends[2 * which][order] = np.where(is_alone, -np.inf, least)
        ends[2 * which + 1][order] = np.where(plain < index, beyond[plain], beyond[at_top])
    return (ends[0], ends[1]), (ends[2], ends[3])


# --- influence and salience ---------------------------------------------------------------------------------


class _Face(NamedTuple):
    """A condition on which a result rests, linear in each weight: `value` + `slope` × change > 0.

    To turn the result it has to begin to hold (`way` 1) or to cease (−1).
    """

    value: float
    slope: FloatArray
    way: int


def _faces(setting: Setting, target: Target, side: int) -> Iterator[_Face]:
    for sign, way in ({side: -1} if side else {1: 1, -1: 1}).items():
        if target == "mean":
            yield _Face(sign * setting.products, sign * setting.place, way)
        elif target == "verdict":
            # A side leads while its lead is above the margin, which grows with every weight.
            value = sign * setting.net - setting.margin * setting.total
            yield _Face(value, sign * setting.side - setting.margin, way)
        else:
            # The median is on a side while more than half of the weight is.
            slope = np.where(np.sign(setting.place) == sign, 1.0, -1.0)
            yield _Face(float((slope * setting.weight).sum()), slope, way)


def factors(inputs: Inputs) -> dict[WeightField, FloatArray]:
    """The fields that make up the weight, and what each is multiplied with to give it."""
    if not weighs_by_salience(inputs):
        return {"influence": np.ones(len(inputs.actors))}
    return {"influence": inputs.salience.value / 100, "salience": inputs.influence.value / 100}


def weight_limits(setting: Setting, target: Target, side: int, name: WeightField) -> Limits:
    """The limits of influence or salience beyond which the mean, median or verdict leaves its `side`.

    w* = w − value ÷ slope, divided by what the field is multiplied with.
    """
    quantity = getattr(setting.inputs, name)
    factor, options = factors(setting.inputs)[name], []
    for face in _faces(setting, target, side):
        effect = face.slope * factor
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = np.where(effect == 0, np.nan, -face.value / effect)
        options.append(Limits(quantity.value + step, face.way * np.sign(effect)))
    return _nearest(quantity.value, options, quantity.scale)
