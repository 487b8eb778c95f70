"""Levers: the smallest single change of an actor's alignment, salience, influence or role that turns a
result.

Each change is tried alone with all else held. The limits have a closed form (see
`analysis.levers.limits`); each lever is verified by computing the result again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stakemap.analysis.balance.counted import ALIGNMENT_SCALE, FloatArray, RoleHolder
from stakemap.analysis.levers.limits import Limits, alignment_limits, factors, limit_of_side, weight_limits
from stakemap.analysis.levers.results import NUDGE, Setting, Target, half_ranges, side_of_result
from stakemap.analysis.report import MovedField
from stakemap.model.judgements import Role

#: Most levers of one field for one target: by their steps on the scale, and as many by their half-ranges.
KEPT = 10
#: A limit of large sums is rounded, so that what lies a nudge beyond it may still not turn the result.
_NUDGES = (1, 10, 100, 1_000)


class Lever(NamedTuple):
    """A change of one value of one actor that turns a result.

    `after` is the limit, or a millionth of a point beyond it where the limit itself does not turn the result;
    `typed` is the first whole number there or beyond, and `outcome` the side of the result then (see
    `Setting.result`). `share` is the step as a share of the scale, and `half_ranges` the step divided by half
    of the width of the judged range (None without one, or if it has no width). A role has no step, and None
    for both.
    """

    target: Target
    actor: str
    field: MovedField
    before: float | Role | None
    after: float | Role
    typed: float | Role
    share: float | None
    half_ranges: float | None
    outcome: int


def levers(setting: Setting, target: Target) -> tuple[Lever, ...]:
    """The levers of a target, the smallest step as a share of the scale first and roles last; of each field
    at most `KEPT` by their steps and as many by their half-ranges.

    Empty if no single change turns the result, if nothing has weight, and if the mean is at 0, which every
    change would tip.
    """
    if target == "blocked":
        return (*sorted(_blocking(setting), key=_size)[:KEPT], *_role_changes(setting))
    side = setting.result(target)
    if side is None or (target == "mean" and side == 0):
        return ()
    found = list(_verified(setting, target, "alignment", alignment_limits(setting, target, side)))
    for name in factors(setting.inputs):
        found.extend(_verified(setting, target, name, weight_limits(setting, target, side, name)))
    return tuple(sorted(found, key=_size))


def _size(lever: Lever) -> tuple[float, str, str]:
    return lever.share or 0.0, lever.actor, lever.field


def _verified(setting: Setting, target: Target, name: MovedField, limits: Limits) -> Iterator[Lever]:
    """The levers of the smallest steps among limits, each computed again.

    What would turn the result only beyond the end of its scale does not pass.
    """
    quantity = getattr(setting.inputs, name)
    step = np.abs(limits.limit - quantity.value)
    halves = half_ranges(quantity)
    for index in np.union1d(_smallest(step), _smallest(step / halves)).tolist():
        before, half = float(quantity.value[index]), float(halves[index])
        for times in _NUDGES:
            after = float(np.clip(limits.limit[index] + limits.way[index] * NUDGE * times, *quantity.scale))
            if _recomputed(setting, target, name, index, after) not in (setting.result(target), None):
                outcome = _recomputed(setting, target, name, index, typed_value(before, after))
                # Without any weight left there is no result.
                if outcome is not None:
                    actor = setting.inputs.actors[index]
                    yield numeric(target, actor, name, (before, after), half, quantity.scale, outcome)
                break


def _smallest(size: FloatArray) -> npt.NDArray[np.intp]:
    """The indices of the smallest sizes, at most `KEPT`; none that is NaN."""
    order = np.argsort(size, kind="stable")[:KEPT]
    return order[~np.isnan(size[order])]


def numeric(
    target: Target,
    actor: str,
    name: MovedField,
    step: tuple[float, float],
    half: float,
    scale: tuple[float, float],
    outcome: int,
) -> Lever:
    """The lever of a step on a scale; `half` is half of the width of the range, NaN without one."""
    before, after = step
    size, typed = abs(after - before), typed_value(before, after)
    within_ranges = None if math.isnan(half) else size / half
    return Lever(
        target, actor, name, before, after, typed, size / (scale[1] - scale[0]), within_ranges, outcome
    )


def typed_value(before: float, after: float) -> float:
    """The first whole number at `after` or beyond it, as seen from `before`."""
    return float(math.ceil(after) if after > before else math.floor(after)) + 0.0


def _recomputed(setting: Setting, target: Target, name: MovedField, index: int, value: float) -> int | None:
    """The side of a result with one value changed."""
    place, weight = setting.place, setting.weight
    if name == "alignment":
        place = place.copy()
        place[index] = value
    elif name in ("influence", "salience"):
        weight = weight.copy()
        weight[index] = value * factors(setting.inputs)[name][index]
    return side_of_result(target, place, weight, setting.limits)


# --- who can block ------------------------------------------------------------------------------------------


def _blocking(setting: Setting) -> Iterator[Lever]:
    """An actor that can block crosses −threshold: the only one that is against, or any if none is."""
    if len(setting.opposed) > 1:
        return
    for holder in setting.opposed or setting.blockers:
        lever = crossing(setting, holder)
        if lever is not None:
            yield lever


def unblocking(setting: Setting) -> tuple[Lever, ...]:
    """What all who can block and are against would have to do together; empty if nobody is."""
    found = (crossing(setting, holder) for holder in setting.opposed)
    return tuple(lever for lever in found if lever is not None)


def crossing(setting: Setting, holder: RoleHolder) -> Lever | None:
    """An actor that can block crosses −threshold, to undecided if it is against, else to against."""
    if holder.alignment is None:
        return None
    is_against = setting.is_against(holder.alignment)
    limit, way = limit_of_side(0 if is_against else -1, setting.limits.threshold, is_above=False)
    half = holder.half_range or math.nan
    step = holder.alignment, limit + way * NUDGE
    return numeric("blocked", holder.actor, "alignment", step, half, ALIGNMENT_SCALE, 0 if is_against else -1)


def _role_changes(setting: Setting) -> Iterator[Lever]:
    """The only actor that blocks no longer can; or, if nobody blocks, one of those against can, the
    weightiest first.
    """
    if setting.opposed:
        if len(setting.opposed) == 1:
            yield _role_change(setting.opposed[0].actor, "can-block", "influences", 0)
        return
    roles = {holder.actor: holder for holder in setting.inputs.roles}
    left_out = setting.inputs.left_out
    weights = dict(zip(setting.inputs.actors, (-setting.weight).tolist(), strict=True))
    against = {actor for actor, side in zip(weights, setting.side.tolist(), strict=True) if side < 0}
    against |= {actor for actor, holder in roles.items() if setting.is_against(holder.alignment)}
    against |= {
        actor
        for actor, place in zip(left_out.actors, left_out.alignment.tolist(), strict=True)
        if setting.is_against(None if math.isnan(place) else place)
    }
    for actor in sorted(against, key=lambda each: (weights.get(each, 0.0), each))[:KEPT]:
        yield _role_change(actor, roles[actor].role if actor in roles else None, "can-block", -1)


def _role_change(actor: str, before: Role | None, after: Role, outcome: int) -> Lever:
    return Lever("blocked", actor, "role", before, after, after, None, None, outcome)
