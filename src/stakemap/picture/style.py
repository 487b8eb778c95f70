"""Dimensions and colours of marks, in units of a disc's radius, shared by layout, painting and exports."""

from __future__ import annotations

from stakemap.picture.theme import Theme, mix

#: The salience arc: its radius, its width, and how much colour its empty part has.
ARC_RADIUS, ARC_WIDTH, ARC_PALE = 1.27, 0.13, 0.22
#: The ticks of confidence, upright below the code: from and to below the centre, distance, line width.
TICK_SPAN, TICK_GAP, TICK_WIDTH = (0.46, 0.72), 0.3, 0.13
#: Width of the ring of a hollow disc.
HOLLOW_WIDTH = 0.13
#: The sign of weak support, a question mark: distance to the upper right, height, line width, and radius of
#: the blank disc beneath it.
WEAK_AT, WEAK_SIZE, WEAK_WIDTH, WEAK_GROUND = 1.24, 0.56, 0.11, 0.33
#: Edge width of the badge that counts coincident discs.
BADGE_EDGE = 0.1
#: Radius that encloses a disc with its arc and marks.
DISC_REACH = 1.58
#: Radius of the blank ring around a disc without a salience arc.
GROUND = 1.1
#: Share of the actor's colour in a trail, at its start and at the disc.
TRAIL_FADE = (0.10, 0.50)
#: The ghost disc at the start of a trail, and its edge width.
TRAIL_GHOST, TRAIL_GHOST_EDGE = 0.55, 0.07
#: A range: width and opacity of whiskers, length of their ticks; corner radius and opacity of the box that
#: two of them span.
WHISKER_WIDTH, WHISKER_OPACITY, WHISKER_TICK = 0.07, 0.75, 0.22
RANGE_CORNER, RANGE_FILL = 0.3, 0.075
#: What several analysts judge: distance of the first whisker from the centre and from each other, half the
#: length of the tick at the value, width and opacity of the lines, opacity of the pooled range.
ANALYST_FROM, ANALYST_STEP, ANALYST_TICK = 1.72, 0.42, 0.17
ANALYST_WIDTH, ANALYST_OPACITY, ANALYST_BAND = 0.06, 0.9, 0.16
#: A movement: radius of the ghost at its start, gap between head and disc, line width, radius of dots.
MOVE_GHOST, MOVE_CLEARANCE, MOVE_WIDTH, MOVE_DOT = 1.0, 1.5, 0.15, 0.24
#: Edge width of the ghost, in units of its radius, and of the dots, in line widths.
MOVE_GHOST_EDGE, MOVE_DOT_EDGE = 0.07, 0.8
#: Opacity of dimmed actors.
DIMMED = 0.22
#: Edge width of the tag of a covered disc, in ems.
TAG_EDGE = 0.09
#: Opacity of leader lines.
LEADER_OPACITY = 0.8
#: The halo behind text: its opacity, and its width in ems, behind labels of actors and behind texts that
#: lines may cross.
HALO_OPACITY, LABEL_HALO, TEXT_HALO = 0.92, 1 / 6, 1 / 3.2
#: Edge width of a cell of the matrix, in ems.
CELL_EDGE = 0.09

#: Distance and width of the slanting lines of a hatched rectangle, in shares of its height.
HATCH, HATCH_WIDTH = 0.3, 0.09

#: Share of the canvas colour in that of relations and movements.
_SOFT = 0.12


def relation_width(strength: int | None) -> float:
    """Line width of a relation of `strength` (−3 to 3)."""
    # Dots are wider than a line: those of a pixel or less blend with the canvas.
    return 0.15 if strength is None else 0.115 + 0.04 * abs(strength)


def relation_ink(strength: int | None, theme: Theme) -> str:
    """Line colour of a relation: friendly or hostile, slightly softened, or neutral for 0 and None."""
    if not strength:
        return theme.neutral
    return mix(theme.friendly if strength > 0 else theme.hostile, theme.canvas, _SOFT)


def move_ink(colour: str, theme: Theme) -> str:
    """Line colour of a movement."""
    return mix(colour, theme.canvas, _SOFT)


def trail_ghost_fill(colour: str, theme: Theme) -> str:
    """Fill of the ghost disc at the start of a trail."""
    return mix(theme.canvas, colour, 0.12)


def relation_dashes(strength: int | None) -> tuple[float, ...]:
    """Dash pattern of a relation in line widths: hostile dashed, unknown dotted, others solid."""
    if strength is None:
        return (0.01, 2.2)
    return (3.4, 1.9) if strength < 0 else ()
