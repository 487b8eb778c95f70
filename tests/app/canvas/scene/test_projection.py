"""Mapping between judgements and pixels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.app.canvas.scene.projection import MAX_ZOOM, MIN_ZOOM, Projection

sides = st.floats(20, 4_000)
places = st.tuples(st.floats(0, 1), st.floats(0, 1))


def test_both_scales_fit_with_their_margins():
    fit = Projection.fitting(1_000, 800)
    assert fit.to_pixels(-100, 100) == pytest.approx((64, 50))
    assert fit.to_pixels(100, 0) == pytest.approx((936, 758))


@given(width=sides, height=sides)
def test_the_scales_always_have_some_room(width, height):
    fit = Projection.fitting(width, height)
    left, top = fit.to_pixels(-100, 100)
    right, bottom = fit.to_pixels(100, 0)
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6
    assert right - left >= 0.39 * width


def test_a_view_without_size_is_survived():
    assert Projection.fitting(0, 0).unit_x > 0


@given(alignment=st.floats(-100, 100), influence=st.floats(0, 100))
def test_to_pixels_and_back(alignment, influence):
    fit = Projection.fitting(900, 700)
    assert fit.to_data(*fit.to_pixels(alignment, influence)) == pytest.approx(
        (alignment, influence), abs=1e-9
    )


@given(place=places, factors=st.lists(st.floats(0.2, 5), max_size=8))
def test_zoom_stays_within_its_limits(place, factors):
    fit = Projection.fitting(900, 700)
    shown = fit
    for factor in factors:
        shown = shown.scaled(factor, (place[0] * 900, place[1] * 700), fit)
        assert MIN_ZOOM * 0.999 <= shown.zoom(fit) <= MAX_ZOOM * 1.001


def test_halfway_between_two_views_the_fixed_point_stays():
    fit = Projection.fitting(900, 700)
    goal = fit.scaled(4, (300, 200), fit)
    middle = fit.between(goal, 0.5)
    assert middle.to_data(300, 200) == pytest.approx(fit.to_data(300, 200))
