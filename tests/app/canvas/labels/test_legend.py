"""The legend on the canvas: it explains exactly what is on show, covers nobody, and folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from samples import large, sample
from stakemap.app.canvas.labels.legend_placement import Obstacles, free_place, least_bad_place
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.model.document import Actor, new_map
from stakemap.model.edits import Authorship, Move, add_actor, annotate, move_actors
from stakemap.model.subjects import Subject
from stakemap.picture.occupancy import Box
from stakemap.picture.theme import DARK

if TYPE_CHECKING:
    from conftest import CanvasDriver, DriveCanvas, OpenWindow

Left = Qt.MouseButton.LeftButton
TODAY = Authorship("Test", "2025-08-01")


def _labels(canvas: CanvasDriver) -> list[str]:
    return [entry.label for entry in canvas.canvas.legend.entries]


def _covers(canvas: CanvasDriver) -> set[str]:
    """Whose discs lie below it."""
    legend = canvas.canvas.legend
    boxes = {actor: canvas.canvas.box_of(actor) for actor in canvas.scene.columns.ids}
    return {actor for actor, box in boxes.items() if box.intersects(legend.geometry())}


# What it says


def test_it_explains_what_is_on_show_and_nothing_else(drive: DriveCanvas) -> None:
    canvas = drive()
    shown = _labels(canvas)
    assert {"Yerevan", "Ankara and Baku"} <= set(shown)
    assert "Plausible range (80 %)" in shown
    assert "Low confidence" not in shown
    assert canvas.canvas.legend.accessibleDescription() == "\n".join(shown)
    canvas.session.apply(
        annotate.of("2025-07", Subject.stance("border", "armenia"), authorship=TODAY, confidence="low"),
        label="Doubt",
    )
    assert "Low confidence" in _labels(canvas)
    canvas.session.undo()
    assert _labels(canvas) == shown


def test_it_follows_the_view_and_its_filters(drive: DriveCanvas) -> None:
    canvas = drive()
    moves = {"azerbaijan": Move(-60, 70)}
    canvas.session.apply(move_actors.of("2025-07", "border", moves, TODAY), label="Move")
    assert "Hostile (thicker: stronger)" in _labels(canvas)
    canvas.view_state.set(relations="none")
    assert "Hostile (thicker: stronger)" not in _labels(canvas)
    assert "Filtered out" not in _labels(canvas)
    canvas.view_state.set(dimmed=frozenset({"turkiye"}))
    assert "Filtered out" in _labels(canvas)


def test_it_tells_of_shared_places(drive: DriveCanvas) -> None:
    canvas = drive()
    assert "So many actors on one spot" not in _labels(canvas)
    moves = {"armenia": Move(10, 85), "georgia": Move(10, 85)}
    canvas.session.apply(move_actors.of("2025-07", "border", moves, TODAY), label="Move")
    assert "So many actors on one spot" in _labels(canvas)


def test_of_many_actors_it_explains_ranges_only_where_some_are_drawn(drive: DriveCanvas) -> None:
    canvas = drive(large(120))
    canvas.canvas.zoom_to_fit()
    canvas.canvas.scheduler.place_now()
    assert "Plausible range (80 %)" not in _labels(canvas)
    ranged = next(actor for actor, look in canvas.scene.appearance.actors.items() if look.x_range)
    canvas.view_state.select(ranged)
    assert "Plausible range (80 %)" in _labels(canvas)


def test_distances_have_a_key_of_their_own(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    before = [entry.label for entry in driver.canvas.legend.entries]
    driver.trigger("distance")
    shown = [entry.label for entry in driver.canvas.legend.entries]
    assert {"Armenia", "Near (distance 0)", "Far (distance 1)"} <= set(shown)
    assert "Yerevan" not in shown
    mode = driver.distance.mode
    assert mode is not None
    mode.end()
    assert [entry.label for entry in driver.canvas.legend.entries] == before


def test_it_explains_the_marks_on_the_axis(drive: DriveCanvas) -> None:
    canvas = drive()
    assert "Weighted mean" not in _labels(canvas)
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0))
    assert _labels(canvas)[-2:] == ["Weighted mean", "Weighted median"]
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0, (0.0, 30.0), (10.0, 50.0)))
    assert _labels(canvas)[-1] == "Intervals of both"
    canvas.canvas.legend.grab()
    canvas.canvas.set_axis_marks(None)
    assert not {"Weighted mean", "Weighted median", "Intervals of both"} & set(_labels(canvas))


def test_intervals_that_are_away_for_a_moment_stay_explained(drive: DriveCanvas, qtbot: QtBot) -> None:
    canvas = drive()
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0, (0.0, 30.0), (10.0, 50.0)))
    canvas.canvas.set_axis_marks(AxisMarks(25.0, 40.0))
    assert "Intervals of both" in _labels(canvas)
    qtbot.waitUntil(lambda: "Intervals of both" not in _labels(canvas))


def test_an_empty_map_has_none(drive: DriveCanvas) -> None:
    canvas = drive(new_map())
    assert not canvas.canvas.legend.isVisible()
    assert canvas.canvas.legend.box is None


# Where it lies


def test_it_covers_nobody_and_names_keep_off_it(drive: DriveCanvas) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    assert legend.is_expanded
    assert legend.isVisible()
    assert not _covers(canvas)
    # Somebody comes to where it lies: it goes elsewhere, or folds.
    where = legend.geometry().center()
    x, y = canvas.scene.projection.to_data(where.x(), where.y())
    canvas.session.apply(move_actors.of("2025-07", "border", {"armenia": Move(x, y)}, TODAY), label="Move")
    assert not _covers(canvas)
    names = canvas.canvas.stage.labels.plan.names
    place, label = canvas.at("armenia"), names["armenia"]
    assert not legend.geometry().contains(QPoint(round(place.x() + label.x), round(place.y() + label.y)))


def test_a_drag_over_it_is_seen(drive: DriveCanvas, qtbot: QtBot) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    target = legend.geometry().center()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.at("turkiye") + QPoint(20, 20))
    assert legend.isVisible()
    canvas.move(target)
    assert not legend.isVisible()
    canvas.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(legend.isVisible)
    canvas.release(target)


def test_a_click_on_its_head_folds_and_unfolds_it(drive: DriveCanvas) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    told: list[bool] = []
    legend.wanted_changed.connect(told.append)
    large_box = legend.geometry()
    QTest.mouseClick(legend, Left, pos=QPoint(large_box.width() // 2, large_box.height() - 10))
    assert legend.is_expanded
    assert not canvas.session.can_undo
    QTest.mouseClick(legend, Left, pos=QPoint(10, 10))
    assert not legend.is_expanded
    assert legend.height() < large_box.height()
    QTest.mouseDClick(legend, Left, pos=QPoint(10, 10))
    assert told == [False, True]
    assert set(canvas.document.actors) == set(sample().actors)


def test_asked_for_it_unfolds_even_where_it_covers_something(drive: DriveCanvas) -> None:
    document = sample()
    actors = {f"a{row}-{column}": (row, column) for row in range(9) for column in range(12)}
    for actor in actors:
        document = add_actor(document, actor, Actor(name=actor, group="yerevan"))
    moves = {actor: Move(-95 + 17 * column, 4 + 11.5 * row) for actor, (row, column) in actors.items()}
    document = move_actors(document, "2025-07", "border", moves, TODAY)
    canvas = drive(document)
    canvas.canvas.scheduler.place_now()
    legend = canvas.canvas.legend
    assert not legend.is_expanded
    QTest.mouseClick(legend, Left, pos=QPoint(10, 10))
    assert legend.is_expanded
    canvas.canvas.scheduler.place_now()
    assert legend.is_expanded
    canvas.view_state.set(snapshot="2022")
    canvas.view_state.set(snapshot="2025-07")
    canvas.canvas.scheduler.place_now()
    assert not legend.is_expanded


def test_where_somebody_was_dragged_to_it_covers_nobody(drive: DriveCanvas, qtbot: QtBot) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    QTest.mouseClick(legend, Left, pos=QPoint(10, 10))
    QTest.mouseClick(legend, Left, pos=QPoint(10, 10))
    assert legend.is_expanded
    canvas.drag(canvas.at("turkiye"), legend.geometry().center())
    assert not legend.isVisible() or not _covers(canvas)
    qtbot.waitUntil(lambda: canvas.canvas.is_settled)
    assert legend.isVisible()
    assert not _covers(canvas)


def test_the_wheel_over_it_still_zooms(drive: DriveCanvas) -> None:
    canvas = drive()
    legend, before = canvas.canvas.legend, canvas.scene.zoom
    place = legend.rect().center()
    event = QWheelEvent(
        QPointF(place),
        QPointF(legend.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(legend, event)
    assert canvas.scene.zoom > before


def test_who_was_pointed_at_is_left_for_it(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.point(canvas.at("turkiye"))
    assert canvas.scene.interaction.hovered == "turkiye"
    place = QPointF(canvas.canvas.legend.rect().center())
    QApplication.sendEvent(canvas.canvas.legend, QEnterEvent(place, place, place))
    assert canvas.scene.interaction.hovered is None


def test_another_theme_reaches_it(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.canvas.set_theme(DARK)
    legend = canvas.canvas.legend
    picture = legend.grab().toImage()
    assert picture.pixelColor(legend.width() // 2, 5).name() == DARK.canvas


def test_the_key_folds_it_and_it_stays_so(open_map: OpenWindow) -> None:
    driver = open_map()
    legend = driver.canvas.legend
    was = legend.is_expanded
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_9, control)
    assert legend.is_expanded is not was
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_9, control)
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_9, control)
    assert driver.context.store.load().legend_unfolded is legend.wanted
    driver.context.change_settings(legend_unfolded=False)
    assert not legend.is_expanded
    assert not open_map().canvas.legend.is_expanded


# The search for a place

_boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 600),
    st.integers(0, 400),
    st.integers(1, 200),
    st.integers(1, 200),
)


@given(st.lists(_boxes, max_size=12), st.integers(40, 300), st.integers(20, 200))
def test_a_free_place_is_free_and_in_view(boxes: list[Box], width: int, height: int) -> None:
    view = (600.0, 400.0)
    obstacles = Obstacles(boxes)
    found = free_place([(float(width), float(height))], view, obstacles)
    if found is None:
        corner = Box(10, 390 - height, 10 + width, 390)
        assert obstacles.met_by(np.array([corner.grown(4)])).all()
        found = least_bad_place([(float(width), float(height))], view, obstacles)
        assert found is not None
    else:
        assert not any(box.overlaps(found) for box in boxes)
        assert free_place([(float(width), float(height))], view, obstacles, found) == found
    assert QRect(0, 0, 600, 400).contains(
        QRect(round(found.left), round(found.top), round(found.width), round(found.height))
    )


def test_of_a_line_it_hides_a_corner_at_most_and_only_if_it_must() -> None:
    line = [(float(x), 200.0) for x in range(0, 600, 15)]
    low, high = (200.0, 150.0), (200.0, 300.0)
    found = free_place([high, low], (600.0, 400.0), Obstacles((), line))
    assert found is not None
    assert (found.width, found.height) == low
    steep = [(float(x), 400.0 - x) for x in range(0, 400, 10)]
    everywhere = Obstacles([Box(0, 0, 600, 180), Box(230, 180, 600, 400)], steep)
    found = free_place([(180.0, 150.0)], (600.0, 400.0), everywhere)
    assert found is None
    corner = Obstacles([Box(0, 0, 600, 180), Box(230, 180, 600, 400)], steep[18:])
    found = free_place([(190.0, 180.0)], (600.0, 400.0), corner)
    assert found is not None
    assert 0 < corner.hidden_by(np.array([found]))[0] <= 5


@pytest.mark.parametrize("size", [(700.0, 30.0), (30.0, 500.0)])
def test_what_does_not_fit_has_no_place(size: tuple[float, float]) -> None:
    assert free_place([size], (600.0, 400.0), Obstacles(())) is None
    assert least_bad_place([size], (600.0, 400.0), Obstacles(())) is None
