"""The smallest set of actors without a judgement that could turn a result."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stakemap.analysis.balance.balance import TIE
from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.levers.results import Setting, Target, sides_of


class Unknowns(NamedTuple):
    """The fewest actors left out who could turn a result together, were all of unknown alignment on the side
    `toward`; the median by more than a tie of weights, whose middle may lie anywhere.

    `weight` is the most that they could weigh, `needed` what it would take: weight for verdict and median,
    the sum of weight × alignment for the mean. For "blocked" it is an actor that can block and whose
    alignment is unknown, and both are 0.
    """

    target: Target
    actors: tuple[str, ...]
    toward: int
    weight: float
    needed: float


def smallest_unknown_set(setting: Setting, target: Target) -> Unknowns | None:
    """The fewest actors left out that could turn a result; None if all of them together could not.

    An unknown alignment may be anywhere on the scale, an unknown influence or salience as high as 100: the
    weightiest are taken until they suffice.
    """
    if target == "blocked":
        unknown = [holder.actor for holder in setting.blockers if holder.alignment is None]
        if setting.opposed or not unknown:
            return None
        return Unknowns(target, (unknown[0],), -1, 0.0, 0.0)
    side = setting.result(target)
    if side is None or (target == "mean" and side == 0):
        return None
    found = (_toward(setting, target, side, toward) for toward in ((-side,) if side else (-1, 1)))
    sets = [each for each in found if each is not None]
    return min(sets, key=lambda each: (len(each.actors), each.needed), default=None)


def _toward(setting: Setting, target: Target, side: int, toward: int) -> Unknowns | None:
    left_out = setting.inputs.left_out
    pull = left_out.weight * _reach(setting, target, side, toward)
    needed = _needed(setting, target, side, toward)
    order = np.argsort(-pull, kind="stable")
    order = order[pull[order] > 0]
    enough = np.flatnonzero(np.cumsum(pull[order]) >= needed)
    if not len(enough):
        return None
    chosen = order[: int(enough[0]) + 1]
    return Unknowns(
        target,
        tuple(left_out.actors[index] for index in chosen.tolist()),
        toward,
        float(left_out.weight[chosen].sum()),
        needed,
    )


def undecided_share(setting: Setting) -> float:
    """How much the weight of somebody undecided counts against a lead, beside that of an opponent: it adds to
    the whole, of which the margin is a share, while an opponent's also lowers the difference.
    """
    return setting.margin / (1 + setting.margin)


def _reach(setting: Setting, target: Target, side: int, toward: int) -> FloatArray:
    """By what share each actor's weight counts towards a side, or for the mean by its alignment."""
    place = setting.inputs.left_out.alignment
    if target == "mean":
        return np.where(np.isnan(place), 100.0, np.maximum(place * toward, 0.0))
    threshold = setting.limits.threshold if target == "verdict" else 0.0
    between = 0.0
    if side:
        # To end a lead of one side, no lead of the other is needed.
        between = undecided_share(setting) if target == "verdict" else 1.0
    sides = np.where(np.isnan(place), toward, sides_of(np.nan_to_num(place), threshold))
    return np.where(sides == toward, 1.0, np.where(sides == 0, between, 0.0))


def _needed(setting: Setting, target: Target, side: int, toward: int) -> float:
    """What those left out have to add: their weight adds to the whole too, of which the margin is a share."""
    total, margin = setting.total, setting.margin
    slack = 4 * TIE * total
    if target == "mean":
        return -setting.products * toward + 100 * slack
    if target == "verdict":
        net = setting.net * toward
        if side:
            return (-net - margin * total) / (1 + margin)
        return (margin * total - net + slack) / (1 - margin) if margin < 1 else np.inf
    # More than half of the weight is to be no longer on the median's side, or on that of the push.
    on_side = float(setting.weight[np.sign(setting.place) == (-toward if side else toward)].sum())
    return (2 * on_side - total if side else total - 2 * on_side) + slack
