"""The curve of a single relation."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.picture.plot.curves import Curve, CurveRouter, Place

__all__ = ["curve_between"]


def curve_between(
    a: Place,
    b: Place,
    clearance: float,
    obstacles: Sequence[Place] = (),
    frame: tuple[float, float, float, float] | None = None,
) -> Curve | None:
    return CurveRouter().curve(("a", "b"), (a, b), clearance, obstacles, frame)
