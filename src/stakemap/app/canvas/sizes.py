"""How large things are drawn: discs by how many share the room, what is shown of all and what of a few."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["CODE_FROM", "FEW", "FEW_TRAILS", "LABEL_SIZE", "disc_radius", "tolerance"]

#: Up to so many actors in view, the ranges of all are drawn; of more only those of the ones looked at.
FEW = 60
#: The same for trails, which are long and soft: a screenful of them would be slow and unreadable.
FEW_TRAILS = 24
#: The em of a name beside its disc, in pixels.
LABEL_SIZE = 13.0
#: Discs smaller than this radius bear no code: it could not be read.
CODE_FROM = 9.0

#: Radius in pixels for up to so many actors at a zoom of 1.
_CROWDS = (30, 80, 200, 500, 1_500, 5_000)
_RADII = (17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 6.0)
#: The radii that discs are drawn at: few, since each needs its own pictures.
_STEPS = tuple(sorted(_RADII))


def disc_radius(actors: int, zoom: float) -> float:
    """The radius of every disc in pixels: all are the same, fewer or enlarged ones are larger."""
    wanted: float = _RADII[bisect_left(_CROWDS, actors)] * min(max(zoom, 1.0) ** 0.5, 4.0)
    fitting = [step for step in _STEPS if step <= wanted + 0.01]
    return fitting[-1] if fitting else _STEPS[0]


def tolerance(radius: float) -> float:
    """How far from a disc's middle a press still means it, in pixels; more than a small disc's radius."""
    return max(1.15 * radius, 9.0)
