"""The signs of a legend as the marks they explain, for formats that are written from marks."""

from __future__ import annotations

from stakemap.picture.appearance import DiscStyle, Outline
from stakemap.picture.curves import Curve, Point
from stakemap.picture.marks import (
    ActorMark,
    CountMark,
    LegendMark,
    Mark,
    MoveMark,
    RangeMark,
    RelationMark,
    TrailMark,
)
from stakemap.picture.theme import Theme, mix

__all__ = ["sign_of"]


def sign_of(mark: LegendMark, theme: Theme) -> Mark:
    """The very thing that a legend entry explains, small."""
    entry, radius, x, y = mark.entry, mark.radius, mark.x, mark.y
    wide = radius * 1.5
    match entry.kind:
        case "range":
            return RangeMark("", x, y, (x - wide, x + wide), None, radius * 1.8, entry.colour, False)
        case "trail":
            return TrailMark("", x - radius, y, x + wide, y, radius * 1.2, entry.colour, False)
        case "move":
            ends = Point(x - radius * 1.15, y), Point(x + wide + radius * 1.1, y)
            return MoveMark("", "", "", ends, radius * 0.85, entry.colour, False)
        case "relation":
            curve = Curve(Point(x - wide, y), Point(x, y), Point(x + wide, y))
            return RelationMark(
                "", "", "", entry.label, curve, entry.strength, entry.directed, radius * 1.6, False
            )
        case "count":
            large = radius * 1.5
            return CountMark(x - 0.95 * large, y - 0.95 * large, large, 2)
        case _:
            # An outline is told from its absence on a pale disc, in whatever colour groups have.
            pale = entry.kind in ("confidence", "open")
            style = DiscStyle(
                "",
                mix(theme.canvas, entry.colour, 0.4) if pale else entry.colour,
                entry.outline if entry.kind == "confidence" else Outline.NONE,
                entry.kind == "carried",
                entry.kind == "open",
                10 if entry.kind == "salience" else None,
            )
            share = 0.72 if entry.kind == "salience" else 0.85
            return ActorMark("", entry.label, x, y, radius * share, style)
