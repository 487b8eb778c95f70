"""The side that an actor is on, by its alignment, and the limits by which sides are counted; apart from the
balance, which needs numpy.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from stakemap.i18n import tr

#: An actor whose absolute alignment (0 … 100) is below this is undecided.
DEFAULT_THRESHOLD = 5.0
#: The sides are evenly balanced if they differ by no more than this percentage of the counted weight.
DEFAULT_MARGIN = 10.0

Side = Literal["for", "against", "undecided", "unknown"]


def side_of(alignment: float | None, threshold: float = DEFAULT_THRESHOLD) -> Side:
    """The side of an alignment (−100 … 100); 0 is undecided at any threshold."""
    if alignment is None:
        return "unknown"
    if alignment == 0 or abs(alignment) < threshold:
        return "undecided"
    return "for" if alignment > 0 else "against"


def is_mere_side(label: str) -> bool:
    """Whether the label of an issue's end is empty, or says no more than the side that it stands for."""
    return label.strip().casefold() in ("", "for", "against", tr("For").casefold(), tr("Against").casefold())


class SideLimits(NamedTuple):
    """What counts as undecided and as evenly balanced: an alignment below `threshold` (0 … 100), and sides
    that differ by at most `margin` per cent of the weight.
    """

    threshold: float = DEFAULT_THRESHOLD
    margin: float = DEFAULT_MARGIN


DEFAULT_LIMITS = SideLimits()
