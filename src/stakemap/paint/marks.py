"""The one place that draws the parts of a picture with Qt: whole slides, and the primitives the canvas
shares.
"""

from __future__ import annotations

from stakemap.paint.primitives import (
    colour,
    paint_disc,
    paint_label,
    paint_relation,
    paint_text,
    paint_trail,
    paint_whiskers,
)

__all__ = [
    "colour",
    "paint_disc",
    "paint_label",
    "paint_relation",
    "paint_text",
    "paint_trail",
    "paint_whiskers",
]
