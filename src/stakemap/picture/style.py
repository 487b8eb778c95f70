"""The measures of the look, in units of a disc's radius, shared by the layout and whatever draws it."""

from __future__ import annotations

from stakemap.picture.theme import Theme

__all__ = [
    "ARC_RADIUS",
    "ARC_WIDTH",
    "DIMMED",
    "DISC_REACH",
    "GROUND",
    "HOLLOW_WIDTH",
    "MARK_AT",
    "MARK_RADIUS",
    "MOVE_CLEARANCE",
    "MOVE_DOT",
    "MOVE_GHOST",
    "MOVE_WIDTH",
    "OUTLINE_DASHES",
    "OUTLINE_WIDTH",
    "TRAIL_FADE",
    "relation_colour",
    "relation_dashes",
    "relation_width",
]

#: The salience arc: the middle of its line, and how thick it is.
ARC_RADIUS, ARC_WIDTH = 1.27, 0.13
#: How thick the line around a disc is that tells confidence; its middle is the disc's edge.
OUTLINE_WIDTH = 0.11
#: How thick the ring of a hollow disc is.
HOLLOW_WIDTH = 0.2
#: The open mark of what is unexplained or unsourced: how far up and right of the centre, and how large.
MARK_AT, MARK_RADIUS = 1.27, 0.17
#: All of a disc lies within this.
DISC_REACH = 1.58
#: The plain ground around a disc without a salience arc.
GROUND = 1.1
#: How much of its actor's colour a trail has where it begins, and where the actor is now.
TRAIL_FADE = (0.10, 0.50)
#: A movement: the ghost at its start, how far from the disc its head ends, its line, and its dots.
MOVE_GHOST, MOVE_CLEARANCE, MOVE_WIDTH, MOVE_DOT = 0.72, 1.5, 0.15, 0.24
#: The opacity of actors that a filter holds back.
DIMMED = 0.22

#: Dash, gap … in units of the line's width; a dash of 0 is a dot.
OUTLINE_DASHES: dict[str, tuple[float, ...]] = {
    "solid": (),
    "dashed": (4.2, 2.6),
    "dotted": (0.01, 2.4),
    "none": (),
}


def relation_width(strength: int | None) -> float:
    """How thick a relation of `strength` (−3 to 3) is."""
    return 0.075 if strength is None else 0.075 + 0.052 * abs(strength)


def relation_colour(strength: int | None, theme: Theme) -> str:
    """Friendly, hostile, or neutral when the strength is 0 or not known."""
    if not strength:
        return theme.neutral
    return theme.friendly if strength > 0 else theme.hostile


def relation_dashes(strength: int | None) -> tuple[float, ...]:
    """The dashes of a relation, in units of its width: hostile dashed, unknown dotted, others solid."""
    if strength is None:
        return (0.01, 3.2)
    return (3.4, 1.9) if strength < 0 else ()
