"""The symbols of a legend as marks, so that they are drawn like what they explain."""

from __future__ import annotations

import math

from stakemap.picture.appearance.analysts import AnalystsDrawing, AnalystWhisker
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import (
    ActorMark,
    AnalystsMark,
    CountMark,
    LegendMark,
    Mark,
    MoveMark,
    RangeMark,
    RelationMark,
    SignMark,
    TrailMark,
)
from stakemap.picture.plot.curves import Curve, Point
from stakemap.picture.style import TICK_SPAN, WEAK_AT


def legend_symbol(mark: LegendMark) -> Mark:
    """A small mark of the kind that a legend entry explains."""
    entry, radius, x, y = mark.entry, mark.radius, mark.x, mark.y
    wide = radius * 1.5
    match entry.kind:
        case "range":
            return RangeMark("", x, y, (x - wide, x + wide), None, radius * 1.8, entry.colour, False)
        case "analysts":
            return AnalystsMark("", _analysts(x, y, radius), radius * 1.8, entry.colour, False)
        case "trail":
            return TrailMark("", x - radius, y, x + wide, y, radius * 1.2, entry.colour, False)
        case "move":
            ends = Point(x - radius * 1.15, y), Point(x + wide + radius * 1.1, y)
            return MoveMark("", "", "", ends, radius * 0.85, entry.colour, False)
        case "relation":
            # Long enough for two dashes and the gap between them.
            half = radius * 1.75
            curve = Curve(Point(x - half, y), Point(x, y), Point(x + half, y))
            return RelationMark(
                "", "", "", entry.label, curve, entry.strength, entry.directed, radius * 1.6, False
            )
        case "count":
            large = radius * 1.5
            return CountMark(x - 0.95 * large, y - 0.95 * large, large, 2)
        case "confidence":
            # As large as on the discs of the map, which are too large for the legend themselves.
            large = radius * 2.2
            return SignMark(entry.label, x, y - large * sum(TICK_SPAN) / 2, large, entry.confidence)
        case "weak" | "weak-relation":
            large = radius * 2.2
            off = large * WEAK_AT * math.sqrt(0.5)
            return SignMark(entry.label, x - off, y + off, large, 0)
        case _:
            salience = 10 if entry.kind == "salience" else None
            style = DiscStyle("", entry.colour, carried=entry.kind == "carried", salience=salience)
            share = 0.72 if entry.kind == "salience" else 0.85
            return ActorMark("", entry.label, x, y, radius * share, style)


def _analysts(x: float, y: float, radius: float) -> AnalystsDrawing:
    """Three whiskers before a band."""
    spans = ((-1.5, -0.9, 0.1), (-0.9, 0.0, 0.9), (0.2, 1.1, 1.5))
    tick, found = 0.26 * radius, []
    for row, (low, value, high) in zip((y - 0.65 * radius, y, y + 0.65 * radius), spans, strict=True):
        line = (x + low * radius, row, x + high * radius, row)
        found.append(
            AnalystWhisker("", line, (x + value * radius, row - tick, x + value * radius, row + tick))
        )
    return AnalystsDrawing(
        tuple(found), (), (Box(x - 1.1 * radius, y - radius, x + 1.3 * radius, y + radius),)
    )
