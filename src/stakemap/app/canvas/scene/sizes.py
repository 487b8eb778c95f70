"""Sizes on the canvas: the radius of discs by their number, font sizes, and limits of what is drawn."""

from __future__ import annotations

from bisect import bisect_left

from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.style import ARC_RADIUS, ARC_WIDTH, GROUND, WEAK_AT, WEAK_GROUND

#: The most actors in view for which all ranges are drawn; else only of selected and hovered ones.
FEW = 60
#: The same for trails and for what several analysts judge, which are long and soft: a screenful of them would
#: be slow and unreadable.
FEW_TRAILS = 24
#: The font size of a name, in pixels.
LABEL_SIZE = 13.0
LABEL_WEIGHT = 500
#: The font size of the label of a relation.
TIE_SIZE = 11.5
#: Discs below this radius have no code, which would be illegible.
CODE_FROM = 9.0

#: Radius in pixels for up to so many actors at a zoom of 1.
_CROWDS = (30, 80, 200, 500, 1_500, 5_000)
_RADII = (17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 6.0)
#: The radii that discs are drawn at: few, since each needs its own pictures.
_STEPS = (5.0, 6.0, 7.0, 8.0, 9.0, 11.0, 13.0, 15.0, 17.0, 20.0, 23.0)
#: In a view of this size, in pixels, discs are as large as said above; in others so much smaller or larger.
_WIDTH, _HEIGHT = 1_150.0, 740.0
_LEAST, _MOST = 0.88, 1.4


def disc_radius(actors: int, zoom: float, width: float, height: float) -> float:
    """The radius of every disc in pixels: larger the fewer there are, in a larger view, and enlarged."""
    usual = _RADII[bisect_left(_CROWDS, actors)]
    room = min(max(min(width / _WIDTH, height / _HEIGHT), _LEAST), _MOST)
    wanted = min(usual * max(zoom, 1.0) ** 0.5, _RADII[0]) * room
    return max((step for step in _STEPS if step <= wanted + 0.01), default=_STEPS[0])


def tolerance(radius: float) -> float:
    """The hit radius of a disc in pixels, larger than the radius of a small disc."""
    return max(1.15 * radius, 9.0)


def reach_of(look: ActorLook, radius: float, *, has_sign: bool = True) -> float:
    """The extent of a disc from its centre in pixels, including its arc, and its sign if it `has_sign`."""
    around = ARC_RADIUS + ARC_WIDTH if look.salience is not None else GROUND
    return radius * max(around, WEAK_AT + WEAK_GROUND if look.weak and has_sign else 0.0)
