"""Actors as columns, coincidence, hit tests and sizes: what makes many actors quick."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import large
from stakemap.app.canvas.scene.actor_columns import ActorColumns, DiscParts
from stakemap.app.canvas.scene.coincidence import Coincidences, fan_offsets
from stakemap.app.canvas.scene.hit_test import nearest, within
from stakemap.app.canvas.scene.sizes import disc_radius
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import ActorLook, View
from stakemap.picture.theme import LIGHT


def look(actor: str, x: float, y: float, **fields: object) -> ActorLook:
    values = {
        "actor": actor,
        "name": actor,
        "code": actor[:3],
        "colour": "#0067a5",
        "group": None,
        "x": x,
        "y": y,
        "x_range": None,
        "y_range": None,
        "carried": False,
        "weak": False,
        "confidence": 0,
        "salience": None,
        "dimmed": False,
        "trail": None,
    }
    return ActorLook(**(values | fields))


def as_rows(columns: ActorColumns) -> list[tuple[object, ...]]:
    """What the columns say of each actor, in words that compare."""
    return [
        (
            actor,
            columns.x[row],
            columns.y[row],
            columns.opacity[row],
            columns.parts.styles.values[columns.style[row]],
            columns.parts.codes.values[columns.code[row]],
        )
        for row, actor in enumerate(columns.ids)
    ]


ids = st.sampled_from("abcdefgh")
steps = st.lists(
    st.tuples(ids, st.none() | st.tuples(st.integers(-100, 100), st.integers(0, 100))), max_size=12
)


@given(before=steps, after=steps)
def test_patched_columns_are_those_made_anew(before, after):
    looks = {actor: look(actor, *place, weak=place[1] > 30) for actor, place in before if place}
    columns = ActorColumns(looks, DiscParts.empty())
    later = dict(looks)
    for actor, place in after:
        if place is None:
            later.pop(actor, None)
        else:
            later[actor] = look(actor, *place, dimmed=place[0] > 0, weak=place[1] > 30)
    columns.patch(later, {actor for actor, _ in after})
    fresh = ActorColumns(later, DiscParts.empty())
    assert as_rows(columns) == as_rows(fresh)
    assert columns.row == fresh.row


def test_rows_are_those_on_stage():
    columns = ActorColumns({"b": look("b", 0, 0), "a": look("a", 1, 1)}, DiscParts.empty())
    assert columns.rows(["b", "gone"]).tolist() == [1]


def test_coinciding_actors_are_found_and_counted():
    looks = {"a": look("a", 10, 5), "b": look("b", 10.3, 5.2), "c": look("c", 11, 5), "d": look("d", 10, 5)}
    found = Coincidences(ActorColumns(looks, DiscParts.empty()).cells())
    assert found.tops.tolist() == [3]
    assert found.counts.tolist() == [3]
    assert found.group_of(1).tolist() == [0, 1, 3]
    assert found.group_of(2) is None
    assert Coincidences(np.empty(0, np.int64)).counts.tolist() == []


@pytest.mark.parametrize("count", [2, 3, 7, 8, 9, 40])
def test_discs_in_a_fan_do_not_touch(count):
    x, y = 100.0 + np.arange(count) % 3, 50.0 - np.arange(count) % 2
    fan = fan_offsets(np.arange(count), x, y, 10)
    places = list(zip(x + fan.dx, y + fan.dy, strict=True))
    for (one_x, one_y), (other_x, other_y) in combinations(places, 2):
        assert np.hypot(one_x - other_x, one_y - other_y) > 26
    for place in places:
        assert np.hypot(place[0] - fan.centre[0], place[1] - fan.centre[1]) < fan.reach


def test_the_nearest_is_hit_and_of_equals_the_topmost():
    xs, ys = np.array([0.0, 10.0, 10.0, 50.0]), np.array([0.0, 0.0, 0.0, 0.0])
    assert nearest(xs, ys, 8, 0, 5) == 2
    assert nearest(xs, ys, 30, 0, 5) is None
    assert nearest(xs[:0], ys[:0], 0, 0, 5) is None
    assert within(xs, ys, -1, -1, 10, 1).tolist() == [0, 1, 2]


def test_discs_are_smaller_the_more_there_are_and_grow_with_zoom():
    radii = [disc_radius(count, 1, 1_200, 800) for count in (1, 31, 100, 400, 1_000, 3_000, 20_000)]
    assert radii == sorted(radii, reverse=True)
    assert len(set(radii)) == 7
    assert disc_radius(20_000, 60, 1_200, 800) == radii[0]
    assert disc_radius(7, 0.5, 1_200, 800) == disc_radius(7, 60, 1_200, 800) == radii[0]
    assert disc_radius(7, 1, 600, 400) < radii[0] < disc_radius(7, 1, 1_900, 1_000)


def test_ten_thousand_actors_are_built_and_patched():
    document = large(10_000)
    appearance = build(document, View("issue-0", "s2"), LIGHT)
    columns = ActorColumns(appearance.actors, DiscParts.empty())
    assert len(columns) == 10_000
    assert Coincidences(columns.cells()).counts.sum() <= 10_000
