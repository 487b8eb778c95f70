"""Positions of discs in pixels, and clusters of discs that coincide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from stakemap.picture.appearance.values import ActorLook
from stakemap.values import frozen


@frozen
class DiscPosition:
    """An actor's look and the centre of its disc, in pixels."""

    look: ActorLook
    x: float
    y: float


def coincident_discs(positions: Sequence[DiscPosition], near: float) -> list[list[DiscPosition]]:
    """The clusters of several discs less than `near` pixels from the first one of their cluster."""
    clusters: dict[tuple[int, int], list[list[DiscPosition]]] = {}
    found: list[list[DiscPosition]] = []
    for position in positions:
        column, row = int(position.x // near), int(position.y // near)
        neighbours = (
            cluster
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for cluster in clusters.get((column + dx, row + dy), ())
        )
        match = next(
            (c for c in neighbours if math.dist((c[0].x, c[0].y), (position.x, position.y)) < near), None
        )
        if match is None:
            match = []
            found.append(match)
            clusters.setdefault((column, row), []).append(match)
        match.append(position)
    return [cluster for cluster in found if len(cluster) > 1]


def visible_side(disc: DiscPosition, above: Iterable[DiscPosition], radius: float) -> tuple[float, float]:
    """The direction from those discs `above` a disc of `radius` pixels that cover a part of it, as a unit
    vector; zeros without such. They come in the order of painting, from the bottom of the plot to the top.
    """
    x = y = 0.0
    near, own_x, own_y = 2 * radius, disc.x, disc.y
    for other in above:
        dy = own_y - other.y
        if dy >= near:
            break
        # Most discs are too far away by this alone.
        dx = own_x - other.x
        if -near < dx < near and 0 < (distance := math.hypot(dx, dy)) < near:
            x += dx / distance
            y += dy / distance
    length = math.hypot(x, y)
    return (x / length, y / length) if length else (0.0, 0.0)
