"""All levers of a balance at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stakemap.analysis.balance.counted import Inputs
from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits
from stakemap.analysis.levers.levers import Lever, levers
from stakemap.analysis.levers.pairs import Pair, radius, smallest_pair
from stakemap.analysis.levers.results import TARGETS, Setting, Target
from stakemap.analysis.levers.unknowns import Unknowns, smallest_unknown_set


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What would turn each result of a balance: single changes, the smallest pair, the fewest actors left
    out, and the radius in half-ranges.
    """

    setting: Setting
    levers: Mapping[Target, tuple[Lever, ...]]
    pairs: Mapping[Target, Pair | None]
    unknowns: Mapping[Target, Unknowns | None]
    radii: Mapping[Target, float | None]

    def smallest(self, target: Target) -> Lever | None:
        """The smallest single change, if there is one."""
        return next(iter(self.levers[target]), None)

    def most_plausible(self, target: Target) -> Lever | None:
        """The single change that is smallest by what was judged plausible, if there are ranges."""
        ranged = [lever for lever in self.levers[target] if lever.half_ranges is not None]
        return min(ranged, key=lambda lever: lever.half_ranges or 0.0, default=None)


def find(
    inputs: Inputs, limits: SideLimits = DEFAULT_LIMITS, cancelled: Callable[[], bool] = lambda: False
) -> Found:
    """Find all levers; what is left once `cancelled` returns True is not looked for."""
    setting = Setting(inputs, limits)
    singles, pairs, unknowns, radii = {}, {}, {}, {}
    for target in TARGETS:
        wanted = not cancelled()
        singles[target] = levers(setting, target) if wanted else ()
        pairs[target] = smallest_pair(setting, target, singles[target]) if wanted else None
        unknowns[target] = smallest_unknown_set(setting, target) if wanted else None
        radii[target] = radius(setting, target) if wanted else None
    return Found(setting, singles, pairs, unknowns, radii)
