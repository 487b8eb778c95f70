"""Relations that meet at a disc end apart from each other around it."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picture.curve_between import curve_between
from picture.pages import seen
from stakemap.picture.marks import ActorMark, RelationMark
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.plot.curve_ends import spread_ends
from stakemap.picture.plot.curves import Curve
from stakemap.picture.slides.layout import compose
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

FRAME = (-2_000.0, -2_000.0, 2_000.0, 2_000.0)
CLEARANCE = 42.0


def from_around(angles: list[float]) -> list[Curve]:
    """Curves to a disc at the origin from discs in the directions of `angles`."""
    sources = [(600 * math.cos(angle), 600 * math.sin(angle)) for angle in angles]
    curves = [curve_between(source, (0.0, 0.0), CLEARANCE) for source in sources]
    return [curve for curve in curves if curve is not None]


def spread(angles: list[float]) -> list[Curve]:
    ends = [(f"source-{index}", "target") for index in range(len(angles))]
    places = {end[0]: (600 * math.cos(a), 600 * math.sin(a)) for end, a in zip(ends, angles, strict=True)}
    return spread_ends(from_around(angles), ends, places | {"target": (0.0, 0.0)}, FRAME)


def least_angle(curves: list[Curve]) -> float:
    ends = [math.atan2(curve.end.y, curve.end.x) for curve in curves]
    return min(abs(math.remainder(a - b, math.tau)) for a, b in combinations(ends, 2))


@pytest.mark.parametrize("angles", [[0.0, 0.0], [0.1, 0.15, 0.2], [3.1, -3.1, 3.0], [1.0, 1.1, 1.2, 1.3]])
def test_ends_that_would_lie_on_each_other_are_spread(angles: list[float]) -> None:
    assert least_angle(from_around(angles)) < 0.2
    assert least_angle(spread(angles)) > 0.4


def test_ends_that_are_apart_stay_as_they_are() -> None:
    angles = [0.0, 1.0, 2.5, -2.0]
    assert spread(angles) == from_around(angles)


@given(st.lists(st.floats(-math.pi, math.pi), min_size=1, max_size=24))
def test_ends_keep_their_distance_and_their_side(angles: list[float]) -> None:
    for before, after in zip(from_around(angles), spread(angles), strict=True):
        assert math.hypot(*after.end) == pytest.approx(CLEARANCE, abs=0.1)
        assert after.start == before.start
        turn = math.atan2(after.end.y, after.end.x) - math.atan2(before.end.y, before.end.x)
        assert abs(math.remainder(turn, math.tau)) < 0.8


def test_a_curve_is_not_bent_out_of_the_frame() -> None:
    curve = curve_between((-300.0, 0.0), (300.0, 0.0), CLEARANCE)
    assert curve is not None
    others = [curve._replace(control=curve.control._replace(y=curve.control.y + 12.0)) for _ in range(2)]
    top = curve.control.y / 2 - 1.0
    frame = (-400.0, top, 400.0, 400.0)
    places = {"a": (-300.0, 0.0), "b": (300.0, 0.0)}
    first, *_ = spread_ends([curve, *others], [("a", "b")] * 3, places, frame)
    assert (first.start.y + 2 * first.control.y + first.end.y) / 4 >= top


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_the_arrows_of_the_example_do_not_pile_up(options, size) -> None:
    document = load_preset("armenia-turkiye")
    slide = compose(document, seen(document, "normalisation", "2025-07"), LIGHT, size, options=options)
    discs = {mark.actor: mark for mark in slide.marks if isinstance(mark, ActorMark)}
    tips: dict[str, list[tuple[float, float]]] = {}
    for mark in slide.marks:
        if isinstance(mark, RelationMark) and mark.relation:
            tips.setdefault(mark.source, []).append(mark.curve.start)
            tips.setdefault(mark.target, []).append(mark.curve.end)
    assert len(tips["armenia"]) > 1
    for actor, ends in tips.items():
        for one, other in combinations(ends, 2):
            assert math.dist(one, other) > 0.6 * discs[actor].radius, actor
