"""Relations bend gently, round discs and within the frame, and end at the edges of their discs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest

from picture.curve_between import curve_between
from stakemap.picture.plot.curves import Curve, CurveRouter, from_line, point_on


def test_a_curve_ends_at_the_edges_of_its_discs() -> None:
    curve = curve_between((0, 0), (300, 100), 30)
    assert curve is not None
    assert math.dist(curve.start, (0, 0)) == pytest.approx(30, abs=0.1)
    assert math.dist(curve.end, (300, 100)) == pytest.approx(30, abs=0.1)


def curves_of(
    pairs: list[tuple[str, str]], obstacles: Sequence[tuple[float, float]] = (), length: float = 300.0
) -> list[Curve]:
    """The curves of relations between the discs "a" and "b", so many pixels apart."""
    places = {"a": (0.0, 0.0), "b": (length, 0.0)}
    router = CurveRouter()
    found = [router.curve(ends, (places[ends[0]], places[ends[1]]), 30, obstacles) for ends in pairs]
    curves = [curve for curve in found if curve is not None]
    assert len(curves) == len(pairs)
    return curves


def test_both_directions_of_a_pair_lie_side_by_side() -> None:
    there, back = curves_of([("a", "b"), ("b", "a")])
    assert point_on(there, 0.5).y < 0 < point_on(back, 0.5).y


def test_a_second_relation_of_a_pair_bends_further() -> None:
    first, second = curves_of([("a", "b"), ("a", "b")])
    assert point_on(second, 0.5).y < point_on(first, 0.5).y


@pytest.mark.parametrize("blocked_side", [-1, 1])
def test_relations_of_a_pair_lie_side_by_side_where_they_go_round_a_disc(blocked_side: int) -> None:
    pairs = [("a", "b"), ("b", "a"), ("a", "b"), ("b", "a"), ("a", "b")]
    curves = curves_of(pairs, [(150.0, blocked_side * 30.0)])
    middles = sorted(point_on(curve, 0.5).y for curve in curves)
    assert all(below - above > 8 for above, below in pairwise(middles))


def test_a_long_curve_goes_round_a_disc_anywhere_on_it() -> None:
    plain = curves_of([("a", "b")], length=1600)[0]
    for step in range(3, 38):
        disc = point_on(plain, step / 40)
        (curve,) = curves_of([("a", "b")], [disc], 1600)
        points = [point_on(curve, share / 60) for share in range(61)]
        assert min(from_line(p, q, *disc) for p, q in pairwise(points)) >= 28, step


def test_a_curve_goes_round_a_disc_in_its_way() -> None:
    straight = curve_between((0, 0), (400, 0), 30)
    assert straight is not None
    obstacle = point_on(straight, 0.5)
    curve = curve_between((0, 0), (400, 0), 30, obstacles=[obstacle])
    assert curve is not None
    assert min(math.dist(point_on(curve, step / 50), obstacle) for step in range(51)) >= 29


def test_a_curve_stays_in_the_frame() -> None:
    frame = (-50.0, -4.0, 450.0, 200.0)
    curve = curve_between((0, 0), (400, 0), 30, frame=frame)
    assert curve is not None
    assert all(point_on(curve, step / 20).y >= -4 for step in range(21))


def test_a_slanting_curve_stays_in_the_frame_all_along() -> None:
    plain = curve_between((0, 60), (800, 0), 30)
    assert plain is not None
    assert min(point_on(plain, step / 20).y for step in range(21)) < -4
    curve = curve_between((0, 60), (800, 0), 30, frame=(-50.0, -4.0, 850.0, 400.0))
    assert curve is not None
    assert all(point_on(curve, step / 20).y >= -4 for step in range(21))


def test_discs_that_touch_have_no_room_for_a_curve() -> None:
    assert curve_between((0, 0), (50, 0), 30) is None
