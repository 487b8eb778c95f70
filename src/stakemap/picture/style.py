"""The measures of the look, in units of a disc's radius, shared by the layout and whatever draws it."""

from __future__ import annotations

from stakemap.picture.theme import Theme, mix

__all__ = [
    "ARC_PALE",
    "ARC_RADIUS",
    "ARC_WIDTH",
    "BADGE_EDGE",
    "CELL_EDGE",
    "DIMMED",
    "DISC_REACH",
    "GROUND",
    "HALO_OPACITY",
    "HOLLOW_WIDTH",
    "LABEL_HALO",
    "LEADER_OPACITY",
    "MARK_AT",
    "MARK_RADIUS",
    "MARK_WIDTH",
    "MOVE_CLEARANCE",
    "MOVE_DOT",
    "MOVE_DOT_EDGE",
    "MOVE_GHOST",
    "MOVE_GHOST_EDGE",
    "MOVE_WIDTH",
    "OUTLINE_DASHES",
    "OUTLINE_WIDTH",
    "RANGE_CORNER",
    "RANGE_FILL",
    "TEXT_HALO",
    "TRAIL_FADE",
    "TRAIL_GHOST",
    "TRAIL_GHOST_EDGE",
    "WHISKER_OPACITY",
    "WHISKER_TICK",
    "WHISKER_WIDTH",
    "move_ink",
    "relation_dashes",
    "relation_ink",
    "relation_width",
    "trail_ghost_fill",
]

#: The salience arc: the middle of its line, how thick it is, and how much colour its empty part has.
ARC_RADIUS, ARC_WIDTH, ARC_PALE = 1.27, 0.13, 0.22
#: How thick the line around a disc is that tells confidence; its middle is the disc's edge.
OUTLINE_WIDTH = 0.11
#: How thick the ring of a hollow disc is.
HOLLOW_WIDTH = 0.2
#: The open mark of what is unexplained or unsourced: how far up and right of the centre, how large, and how
#: thick its line is.
MARK_AT, MARK_RADIUS, MARK_WIDTH = 1.27, 0.17, 0.085
#: How thick the edge is of a badge that counts actors on one spot.
BADGE_EDGE = 0.1
#: All of a disc lies within this.
DISC_REACH = 1.58
#: The plain ground around a disc without a salience arc.
GROUND = 1.1
#: How much of its actor's colour a trail has where it begins, and where the actor is now.
TRAIL_FADE = (0.10, 0.50)
#: The ghost where a trail begins, and its edge.
TRAIL_GHOST, TRAIL_GHOST_EDGE = 0.55, 0.07
#: A range: how thick whiskers are, how opaque, and how far their ticks reach; the corners of the box between
#: two of them, and how opaque it is.
WHISKER_WIDTH, WHISKER_OPACITY, WHISKER_TICK = 0.07, 0.75, 0.22
RANGE_CORNER, RANGE_FILL = 0.3, 0.075
#: A movement: the ghost at its start, how far from the disc its head ends, its line, and its dots.
MOVE_GHOST, MOVE_CLEARANCE, MOVE_WIDTH, MOVE_DOT = 0.72, 1.5, 0.15, 0.24
#: The edges of the ghost, in units of its radius, and of the dots, in units of the line.
MOVE_GHOST_EDGE, MOVE_DOT_EDGE = 0.1, 0.8
#: The opacity of actors that a filter holds back.
DIMMED = 0.22
#: The opacity of the line from a disc to a name that had to move away.
LEADER_OPACITY = 0.8
#: The halo behind words: how much of what lies beneath it hides, and how far it reaches, in units of their
#: size: behind the name of an actor, and behind a text that lines may cross.
HALO_OPACITY, LABEL_HALO, TEXT_HALO = 0.92, 1 / 6, 1 / 3.2
#: The edge of a cell of the matrix, in units of the size of its text.
CELL_EDGE = 0.09

#: How much of the canvas is in the colour of relations and movements.
_SOFT = 0.12

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


def relation_ink(strength: int | None, theme: Theme) -> str:
    """Friendly, hostile, or neutral when the strength is 0 or not known; a little softened."""
    known = theme.friendly if (strength or 0) > 0 else theme.hostile
    return mix(known if strength else theme.neutral, theme.canvas, _SOFT)


def move_ink(colour: str, theme: Theme) -> str:
    """The colour of the line of a movement."""
    return mix(colour, theme.canvas, _SOFT)


def trail_ghost_fill(colour: str, theme: Theme) -> str:
    """What fills the ghost where a trail begins."""
    return mix(theme.canvas, colour, 0.12)


def relation_dashes(strength: int | None) -> tuple[float, ...]:
    """The dashes of a relation, in units of its width: hostile dashed, unknown dotted, others solid."""
    if strength is None:
        return (0.01, 3.2)
    return (3.4, 1.9) if strength < 0 else ()
