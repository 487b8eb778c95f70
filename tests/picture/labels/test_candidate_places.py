"""The sieve of candidate places: what passes it are all places that are free, and few others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.picture.labels.candidate_places import passing, pattern
from stakemap.picture.labels.occupancy import Box, Occupancy, PlaceLike
from stakemap.picture.labels.places import AWAY

FRAME = Box(10.0, 20.0, 310.0, 220.0)
#: Around the edges of the frame and far from it, too, at whole pixels and between them.
across = st.one_of(st.integers(-400, 700).map(float), st.floats(-50, 350))
down = st.one_of(st.integers(-400, 500).map(float), st.floats(-50, 250))
points = st.tuples(across, down)
lengths = st.one_of(st.integers(0, 40).map(float), st.floats(0.1, 90))
rings = st.sampled_from(
    [((0, 13.0),), ((0, 16.5), (1, 20.0)), tuple((ring, 14.0 + 20 * off) for ring, off in enumerate(AWAY, 1))]
)


def is_free(
    taken: Occupancy, centre: tuple[float, float], place: PlaceLike, size: tuple[float, float]
) -> bool:
    (x, y), (width, height) = centre, size
    return taken.is_free(x + place[0] - place[2] * width, y + place[1] - place[3] * height, width, height)


@settings(max_examples=30)
@given(
    discs=st.lists(st.tuples(across, down, st.floats(1, 30)), max_size=20),
    later=st.lists(points, max_size=3),
    centre=points,
    apart=rings,
    count=st.sampled_from([0, 8, 16]),
    size=st.tuples(lengths, lengths),
    cell=st.sampled_from([1.0, 2.5, 2.7, 6.0]),
)
def test_all_places_that_are_free_pass(
    discs: list[tuple[float, float, float]],
    later: list[tuple[float, float]],
    centre: tuple[float, float],
    apart: tuple[tuple[int, float], ...],
    count: int,
    size: tuple[float, float],
    cell: float,
) -> None:
    taken = Occupancy(FRAME, cell)
    for disc in discs:
        taken.add_disc(*disc)
    shape = pattern(apart, count, size[1], taken.scale)
    passing(taken, shape, *centre, size[0])
    for x, y in later:
        taken.add_box(Box(x, y, x + 30, y + 10))
    passed = passing(taken, shape, *centre, size[0])
    assert [index for index in passed if is_free(taken, centre, shape.places[index], size)] == [
        index for index, place in enumerate(shape.places) if is_free(taken, centre, place, size)
    ]


def test_few_places_pass_that_are_not_free() -> None:
    taken = Occupancy(FRAME, 2.5)
    for x in range(20, 310, 40):
        for y in range(30, 220, 40):
            taken.add_disc(x, y, 14.0)
    apart = tuple((ring, 14.0 + 20 * off) for ring, off in enumerate(AWAY, 1))
    shape = pattern(apart, 16, 16.0, taken.scale)
    centres = [(float(x), float(y)) for x in range(20, 310, 40) for y in range(30, 220, 40)]
    found = sum(len(passing(taken, shape, *centre, 40.0)) for centre in centres)
    free = sum(is_free(taken, centre, place, (40.0, 16.0)) for centre in centres for place in shape.places)
    assert found - free < 0.1 * len(centres) * len(shape.places)
