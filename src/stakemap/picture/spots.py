"""Where discs lie in a picture, and where several of them lie on one spot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stakemap.picture.appearance import ActorLook

__all__ = ["Spot", "coinciding"]


@dataclass(frozen=True)
class Spot:
    """An actor and the middle of its disc, in pixels."""

    look: ActorLook
    x: float
    y: float


def coinciding(spots: Sequence[Spot], near: float) -> list[tuple[tuple[float, float], int]]:
    """Places where several discs lie on top of each other, with their number."""
    clusters: dict[tuple[int, int], list[list[Spot]]] = {}
    found: list[list[Spot]] = []
    for spot in spots:
        column, row = int(spot.x // near), int(spot.y // near)
        around = (
            cluster
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for cluster in clusters.get((column + dx, row + dy), ())
        )
        home = next((c for c in around if math.dist((c[0].x, c[0].y), (spot.x, spot.y)) < near), None)
        if home is None:
            home = []
            found.append(home)
            clusters.setdefault((column, row), []).append(home)
        home.append(spot)
    return [((cluster[0].x, cluster[0].y), len(cluster)) for cluster in found if len(cluster) > 1]
