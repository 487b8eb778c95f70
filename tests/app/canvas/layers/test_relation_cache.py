"""Very many relations: bent at once as one by one, and drawn as a picture that grows between frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from samples import large
from stakemap.app.canvas.layers import relations as layer
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.app.canvas.layers.relation_curves import RelationCurves, bent
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.model.document import Relation
from stakemap.model.edits import Authorship, Move, judge, move_actors
from stakemap.model.judgements import Tie
from stakemap.model.records import replace
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance.appearance import build, update
from stakemap.picture.appearance.values import View
from stakemap.picture.plot.curves import CurveRouter
from stakemap.picture.theme import LIGHT
from stakemap.steps import run_all_steps

AUTHOR = Authorship("Test", "2025-08-01")
ACTORS = 80

places = st.tuples(st.floats(-2_000, 2_000), st.floats(-2_000, 2_000))


def tangled():
    """Eighty actors with twice as many relations, some of them side by side and back again."""
    document = large(ACTORS, 1, 1)
    actors = list(document.actors)
    pairs = [(number, (number * step + step) % ACTORS) for step in (7, 7, 11) for number in range(ACTORS)]
    relations = {
        f"relation-{index}": Relation(source=actors[a], target=actors[b], directed=bool(index % 2))
        for index, (a, b) in enumerate(pairs)
        if a != b
    }
    snapshot = replace(
        document.snapshots["s0"],
        ties={key: Tie(strength=index % 7 - 3) for index, key in enumerate(relations)},
    )
    return replace(document, relations=relations, snapshots={"s0": snapshot})


def scene_of(document) -> Scene:
    appearance = build(document, View("issue-0", "s0"), LIGHT)
    return Scene(appearance, Projection.fitting(900, 600))


def moved(scene: Scene, actor: str) -> None:
    before = scene.appearance
    after = move_actors(before.document, "s0", "issue-0", {actor: Move(12, 34)}, AUTHOR)
    scene.patch(update(before, after, LIGHT, Resolver(), [actor]), [actor])


def frame_of(scene: Scene) -> Frame:
    return Frame.of(scene, Part.ALL, 1.0, Budget(0))


def painted(stage: Stage) -> tuple[QImage, bool]:
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    try:
        return image, stage.paint(painter, 1.0)
    finally:
        painter.end()


def finished(stage: Stage) -> QImage:
    """The frame once nothing is left for later ones."""
    for _ in range(1_000):
        image, whole = painted(stage)
        if whole:
            return image
        run_all_steps(stage.draw_pending())
    raise AssertionError("the picture never became whole")


def differences(one: QImage, other: QImage) -> np.ndarray:
    """How far each value of colour is apart in the two."""
    pixels = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other)]
    return np.abs(pixels[0] - pixels[1])


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=12), st.data()
)
def test_relations_are_bent_together_as_they_are_one_by_one(pairs, data):
    where = {actor: data.draw(places) for actor in "abc"}
    pairs = [(a, b) for a, b in pairs if a != b]
    one_by_one, together = CurveRouter(), CurveRouter()
    expected = [one_by_one.curve(ends, (where[ends[0]], where[ends[1]]), 12.0) for ends in pairs]
    if any(curve is None for curve in expected):
        # Of a pair whose discs touch nobody takes a place.
        pairs = [ends for ends, curve in zip(pairs, expected, strict=True) if curve is not None]
        one_by_one = CurveRouter()
        expected = [one_by_one.curve(ends, (where[ends[0]], where[ends[1]]), 12.0) for ends in pairs]
    bends = np.array([together.plain_bend(ends) for ends in pairs])
    ends = np.array([(*where[a], *where[b]) for a, b in pairs]).reshape(-1, 4)
    for curve, row in zip(expected, bent(ends, bends, 12.0).tolist(), strict=True):
        assert curve is not None
        assert row == pytest.approx([number for point in curve for number in point], abs=0.01)


def test_discs_that_touch_have_no_curve_between_them():
    curves = bent(np.array([[0.0, 0, 20, 0], [5, 5, 5, 5], [0, 0, 300, 0]]), np.ones(3), 12.0)
    assert np.isnan(curves[:2]).all()
    assert not np.isnan(curves[2]).any()


def test_what_an_edit_leaves_in_place_stays_the_same_curve(qapp):
    scene, bends = scene_of(tangled()), RelationCurves()
    before = bends.of(frame_of(scene))
    assert [id(one) for one in bends.of(frame_of(scene))] == [id(one) for one in before]
    moved(scene, "actor-5")
    known = set(map(id, before))
    for one in bends.of(frame_of(scene)):
        look = one[0]
        assert (id(one) in known) == ("actor-5" not in (look.source, look.target))
    tie = judge(scene.appearance.document, "s0", Subject.tie("relation-9"), Tie(strength=3), AUTHOR)
    before = bends.of(frame_of(scene))
    scene.patch(update(scene.appearance, tie, LIGHT, Resolver(), []), [])
    changed = [one[0].relation for one in bends.of(frame_of(scene)) if id(one) not in set(map(id, before))]
    assert changed == ["relation-9"]


def test_after_an_edit_the_curves_are_those_of_the_map_as_it_is(qapp):
    scene, bends = scene_of(tangled()), RelationCurves()
    bends.of(frame_of(scene))
    for actor in ("actor-5", "actor-60"):
        moved(scene, actor)
        assert bends.of(frame_of(scene)) == RelationCurves().of(frame_of(scene))
    scene.set_projection(scene.projection.scaled(1.7, (300.0, 200.0), scene.fit), scene.fit)
    assert bends.of(frame_of(scene)) == RelationCurves().of(frame_of(scene))


def test_panning_bends_nothing_anew(qapp):
    scene, bends = scene_of(tangled()), RelationCurves()
    before = bends.of(frame_of(scene))
    scene.set_projection(scene.projection.shifted(33, -21), scene.fit)
    assert [id(one) for one in bends.of(frame_of(scene))] == [id(one) for one in before]


def test_the_picture_grows_until_it_looks_as_if_drawn_at_once(qapp, monkeypatch):
    scene = scene_of(tangled())
    stage = Stage(scene, QtMeasure())
    assert not painted(stage)[1]
    grown = finished(stage)
    monkeypatch.setattr(layer, "CURVES_LIMIT", 10_000)
    assert differences(grown, finished(Stage(scene, QtMeasure()))).max() <= 4


def test_after_an_edit_the_old_picture_stands_in_and_then_the_new_one_comes(qapp):
    scene = scene_of(tangled())
    stage = Stage(scene, QtMeasure())
    finished(stage)
    moved(scene, "actor-5")
    first, whole = painted(stage)
    assert not whole
    last = finished(stage)
    assert differences(last, finished(Stage(scene, QtMeasure()))).max() == 0
    # Where the actor is now is shown at once, and little else differs from what is to come.
    look = scene.columns.looks["actor-5"]
    x, y = map(round, scene.projection.to_pixels(look.x, look.y))
    assert first.pixel(x, y) == last.pixel(x, y)
    assert np.count_nonzero(differences(first, last) > 8) < 0.05 * 4 * 900 * 600


def test_while_somebody_is_held_the_others_keep_their_relations(qapp):
    scene = scene_of(tangled())
    stage = Stage(scene, QtMeasure())
    at_rest = finished(stage)
    look = scene.columns.looks["actor-5"]
    scene.interaction.held = {"actor-5": (look.x, look.y)}
    held = finished(stage)
    # Only what lies over what differs, since the held one is on top.
    assert np.count_nonzero(differences(at_rest, held) > 8) < 0.01 * 4 * 900 * 600


def test_after_a_drag_the_picture_of_the_others_stays_with_the_moved_relations_over_it(qapp):
    scene = scene_of(tangled())
    stage = Stage(scene, QtMeasure())
    look = scene.columns.looks["actor-5"]
    scene.interaction.held = {"actor-5": (look.x, look.y)}
    finished(stage)
    moved(scene, "actor-5")
    scene.interaction.held = {}
    dropped, whole = painted(stage)
    assert whole
    # What lies over what differs, since the moved ones are on top.
    fresh = finished(Stage(scene, QtMeasure()))
    assert np.count_nonzero(differences(dropped, fresh) > 8) < 0.01 * 4 * 900 * 600


def test_what_has_no_picture_at_all_is_pressing_and_a_trace_of_what_was_is_not(qapp):
    scene = scene_of(tangled())
    stage = Stage(scene, QtMeasure())
    painted(stage)
    assert stage.is_urgent
    finished(stage)
    moved(scene, "actor-5")
    asked = stage.requests
    assert not painted(stage)[1]
    assert not stage.is_urgent
    assert stage.requests > asked
