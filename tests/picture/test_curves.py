"""Relations bend gently, round discs and within the frame, and end at the edges of their discs."""

from __future__ import annotations

import math

import pytest

from stakemap.picture.curves import curve_between, point_on


def test_a_curve_ends_at_the_edges_of_its_discs() -> None:
    curve = curve_between((0, 0), (300, 100), 30)
    assert curve is not None
    assert math.dist(curve.start, (0, 0)) == pytest.approx(30, abs=0.1)
    assert math.dist(curve.end, (300, 100)) == pytest.approx(30, abs=0.1)


def test_both_directions_of_a_pair_lie_side_by_side() -> None:
    there = curve_between((0, 0), (300, 0), 30)
    back = curve_between((300, 0), (0, 0), 30)
    assert there is not None
    assert back is not None
    assert point_on(there, 0.5).y < 0 < point_on(back, 0.5).y


def test_a_second_relation_of_a_pair_bends_further() -> None:
    first, second = (curve_between((0, 0), (300, 0), 30, lane) for lane in (0, 1))
    assert first is not None
    assert second is not None
    assert point_on(second, 0.5).y < point_on(first, 0.5).y


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


def test_discs_that_touch_have_no_room_for_a_curve() -> None:
    assert curve_between((0, 0), (50, 0), 30) is None
