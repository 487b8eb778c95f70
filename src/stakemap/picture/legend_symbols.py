"""The symbols of a legend as marks, so that they are drawn like what they explain."""

from __future__ import annotations

from stakemap.picture.appearance import DiscStyle
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

__all__ = ["legend_symbol"]


def legend_symbol(mark: LegendMark, theme: Theme) -> Mark:
    """A small mark of the kind that a legend entry explains."""
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
            # On a pale disc the sign stands out, whatever the colour.
            pale = entry.kind in ("confidence", "weak")
            style = DiscStyle(
                "",
                mix(theme.canvas, entry.colour, 0.4) if pale else entry.colour,
                carried=entry.kind == "carried",
                weak=entry.kind == "weak",
                confidence=entry.confidence,
                salience=10 if entry.kind == "salience" else None,
            )
            # Ticks and the sign of weak support are small, so that their disc is larger.
            reach = radius * {"salience": 0.72, "confidence": 1.3, "weak": 1.3}.get(entry.kind, 0.85)
            off = 0.15 * reach if entry.kind == "weak" else 0.0
            return ActorMark("", entry.label, x - off, y + off, reach, style)
