"""What is occupied quickly is occupied as slowly: cells, places and gaps, each against the plain way."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest

from stakemap.picture.labels.occupancy import Box, Occupancy
from stakemap.picture.labels.places import NEAR
from stakemap.picture.labels.rivals import Rivals, gap_to

FRAME = Box(10.0, 20.0, 310.0, 220.0)


def scattered(seed: int, count: int = 60) -> list[tuple[float, float]]:
    """Points in the frame, on its edges and around it."""
    numbers = random.Random(seed)
    return [(numbers.uniform(-10, 330), numbers.uniform(0, 240)) for _ in range(count)]


@pytest.mark.parametrize(
    ("cell", "reach", "dense"), list(product((1.0, 2.7, 6.0), (0.8, 2.7, 9.0), (False, True)))
)
def test_the_end_of_a_line_occupies_the_cells_of_its_stripes(cell: float, reach: float, dense: bool) -> None:
    ends, lines = Occupancy(FRAME, cell), Occupancy(FRAME, cell)
    for x, y in scattered(1):
        ends.add_ends([(x, y, reach, dense)])
        for far in (reach, 0.5 * reach) if dense else (reach,):
            for dy in (-far, 0.0, far):
                lines.add_box(Box(x - far, y + dy, x + far, y + dy))
        assert ends.rows == lines.rows
    assert any(ends.rows)


def test_a_line_along_an_axis_occupies_what_a_box_without_extent_does() -> None:
    lines, boxes = Occupancy(FRAME, 2.7), Occupancy(FRAME, 2.7)
    for (x, y), (u, v) in zip(scattered(2), scattered(3), strict=True):
        lines.add_line(x, y, u, y)
        lines.add_line(x, y, x, v)
        boxes.add_box(Box(min(x, u), y, max(x, u), y))
        boxes.add_box(Box(x, min(y, v), x, max(y, v)))
        assert lines.rows == boxes.rows


def test_the_places_that_are_free_together_are_those_that_are_free_one_by_one() -> None:
    taken = Occupancy(FRAME, 2.7)
    for x, y in scattered(4, 25):
        taken.add_disc(x, y, 14.0)
    places = [way._replace(x=x + 20 * way.x, y=y + 20 * way.y) for x, y in scattered(5) for way in NEAR]
    free = taken.free(places, 21.0, 9.0)
    assert free == [
        place
        for place in places
        if taken.is_free(place.x - place.left * 21.0, place.y - place.above * 9.0, 21.0, 9.0)
    ]
    assert 0 < len(free) < len(places)


def test_the_gap_to_the_nearest_disc_is_found_or_one_that_is_small_enough() -> None:
    discs = [(x, y, 3.0 + index % 5) for index, (x, y) in enumerate(scattered(6, 40))]
    rivals = Rivals(30.0)
    for disc in discs:
        rivals.add(*disc)
    for x, y, rim in discs:
        box = Box(x + rim + 2, y - 5, x + rim + 50, y + 5)
        others = [gap_to(box, *other) for other in discs if math.dist(other[:2], (x, y)) > other[2]]
        nearest = min(others)
        assert rivals.gap(box, (x, y), 40.0) == pytest.approx(min(nearest, 40.0))
        assert (rivals.gap(box, (x, y), 40.0, 8.0) < 8.0) == (nearest < 8.0)
