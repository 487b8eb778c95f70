"""The legend of the canvas: it explains exactly what is on show, beside the plot, and only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app_driver import named
from samples import large
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.model.document import new_map
from stakemap.model.edits import Authorship, Move, annotate, move_actors
from stakemap.model.subjects import Subject
from stakemap.picture.appearance.detail import ALL_DETAIL, Detail
from stakemap.picture.theme import DARK, LIGHT

if TYPE_CHECKING:
    from conftest import CanvasDriver, DriveCanvas, OpenWindow

Left = Qt.MouseButton.LeftButton
TODAY = Authorship("Test", "2025-08-01")


def _labels(canvas: CanvasDriver) -> list[str]:
    return [entry.label for entry in canvas.canvas.legend.entries]


def opened(canvas: CanvasDriver) -> CanvasDriver:
    """The canvas with its legend open."""
    canvas.canvas.legend.toggle()
    return canvas


# What it says


def test_it_explains_what_is_on_show_and_nothing_else(drive: DriveCanvas) -> None:
    canvas = opened(drive())
    canvas.canvas.show_detail(ALL_DETAIL)
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
    canvas = opened(drive())
    moves = {"azerbaijan": Move(-60, 70)}
    canvas.session.apply(move_actors.of("2025-07", "border", moves, TODAY), label="Move")
    assert "Hostile (thicker: stronger)" in _labels(canvas)
    canvas.view_state.set(relations="none")
    assert "Hostile (thicker: stronger)" not in _labels(canvas)
    assert "Filtered out" not in _labels(canvas)
    canvas.view_state.set(dimmed=frozenset({"turkiye"}))
    assert "Filtered out" in _labels(canvas)


def test_it_tells_of_shared_places(drive: DriveCanvas) -> None:
    canvas = opened(drive())
    assert "Number of actors on one spot" not in _labels(canvas)
    moves = {"armenia": Move(10, 85), "georgia": Move(10, 85)}
    canvas.session.apply(move_actors.of("2025-07", "border", moves, TODAY), label="Move")
    assert "Number of actors on one spot" in _labels(canvas)


def test_signs_of_single_actors_are_explained_apart(drive: DriveCanvas) -> None:
    canvas = opened(drive())
    heading = "When selected or pointed at"
    signs = ["High confidence", "Salience (whole ring = 100)", "Plausible range (80 %)", "Moved since 2022"]
    shown = _labels(canvas)
    assert shown[shown.index(heading) + 1 :] == signs
    assert "Low confidence, or no reason or source" in shown[: shown.index(heading)]
    canvas.view_state.select("armenia")
    assert _labels(canvas) == shown, "it does not change with who is selected"
    canvas.canvas.show_detail(Detail.of(("ranges", "trails")))
    shown = _labels(canvas)
    assert shown[shown.index(heading) + 1 :] == signs[:2]
    assert set(signs[2:]) <= set(shown)
    canvas.canvas.show_detail(ALL_DETAIL)
    assert heading not in _labels(canvas)
    assert set(signs) <= set(_labels(canvas))


def test_weak_support_of_nearly_all_is_said_once_and_signed_where_looked_at(drive: DriveCanvas) -> None:
    sign = "Low confidence, or no reason or source"
    document = large(6, issues=1, snapshots=1)
    canvas = opened(drive(document))
    assert not [label for label in _labels(canvas) if label.startswith(sign)]

    def doubt(actors: int, confidence: str) -> None:
        for number in range(actors):
            subject = Subject.stance("issue-0", f"actor-{number}")
            edit = annotate.of("s0", subject, authorship=TODAY, confidence=confidence)
            canvas.session.apply(edit, label="Doubt")

    def signed() -> int:
        columns = canvas.scene.columns
        return sum(columns.parts.styles.values[number].weak for number in columns.style)

    doubt(4, "low")
    assert signed() == 4
    assert sign in _labels(canvas)
    doubt(5, "low")
    assert signed() == 0
    assert f"{sign}: all but Actor 5" in _labels(canvas)
    columns = canvas.scene.columns
    assert columns.parts.styles.values[columns.whole_style(0)].weak, "an actor looked at has its sign"
    doubt(1, "high")
    assert signed() == 4, "the others have theirs again"


def test_ranges_of_many_actors_are_drawn_only_of_those_looked_at(drive: DriveCanvas) -> None:
    canvas = opened(drive(large(120)))
    canvas.canvas.show_detail(ALL_DETAIL)
    canvas.canvas.view.camera.fit()
    canvas.canvas.scheduler.place_now()
    shown = _labels(canvas)
    assert shown.index("Plausible range (80 %)") > shown.index("When selected or pointed at")
    assert shown.index("Salience (whole ring = 100)") < shown.index("When selected or pointed at")


def test_distances_have_a_key_of_their_own(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.canvas.legend.toggle()
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
    canvas = opened(drive())
    assert "Weighted mean" not in _labels(canvas)
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0))
    marks = ["Weighted mean", "Weighted median", "Intervals of both"]
    assert [label for label in _labels(canvas) if label in marks] == marks[:2]
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0, (0.0, 30.0), (10.0, 50.0)))
    assert [label for label in _labels(canvas) if label in marks] == marks
    canvas.canvas.legend.grab()
    canvas.canvas.set_axis_marks(None)
    assert not set(marks) & set(_labels(canvas))


def test_intervals_that_are_away_for_a_moment_stay_explained(drive: DriveCanvas, qtbot: QtBot) -> None:
    canvas = opened(drive())
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0, (0.0, 30.0), (10.0, 50.0)))
    canvas.canvas.set_axis_marks(AxisMarks(25.0, 40.0))
    assert "Intervals of both" in _labels(canvas)
    qtbot.waitUntil(lambda: "Intervals of both" not in _labels(canvas))


def test_an_empty_map_needs_no_entries(drive: DriveCanvas) -> None:
    assert _labels(opened(drive(new_map()))) == []


# Where it lies


def test_closed_it_takes_nothing_and_open_it_is_beside_the_plot(drive: DriveCanvas) -> None:
    canvas = drive()
    legend, view = canvas.canvas.legend, canvas.canvas.view
    assert not legend.isVisible()
    assert view.width() == canvas.canvas.width()
    told: list[bool] = []
    legend.opened.connect(told.append)
    legend.toggle()
    assert legend.isVisible()
    assert legend.geometry().left() > view.geometry().right()
    assert legend.geometry().right() == canvas.canvas.rect().right()
    assert _labels(canvas)
    QTest.mouseClick(named(legend, QToolButton, "Close the legend"), Left)
    assert not legend.isVisible()
    assert view.width() == canvas.canvas.width()
    assert told == [True, False]
    assert not canvas.session.can_undo


def test_a_button_in_the_bar_opens_it_and_nothing_of_it_lies_over_the_plot(open_map: OpenWindow) -> None:
    driver = open_map()
    legend, view, bar = driver.canvas.legend, driver.canvas.view, driver.window.toolbar
    button = bar.widgetForAction(driver.window.host.actions["legend"])
    assert isinstance(button, QToolButton)
    for _ in range(4):
        # Discs and names may be anywhere in a view that is zoomed in.
        driver.canvas.view.camera.zoom_in()
        parts = [part for part in driver.canvas.findChildren(QWidget) if part.isVisible()]
        over = [part for part in parts if part.parent() is driver.canvas and part is not view]
        assert not [part for part in over if part.geometry().intersects(view.geometry())]
    QTest.mouseClick(button, Left)
    assert legend.isVisible()
    assert button.isChecked()
    QTest.mouseClick(button, Left)
    assert not legend.isVisible()
    assert not button.isChecked()


def test_whoever_is_dragged_towards_it_it_stays_where_it_is(drive: DriveCanvas, qtbot: QtBot) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    legend.toggle()
    where = legend.pos(), legend.width()
    canvas.drag(canvas.at("turkiye"), canvas.pixels(100, 50))
    qtbot.waitUntil(lambda: canvas.canvas.is_settled)
    canvas.view_state.set(snapshot="2022")
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0))
    canvas.canvas.show_detail(ALL_DETAIL)
    assert legend.isVisible()
    assert (legend.pos(), legend.width()) == where


def test_in_a_low_window_it_can_be_scrolled(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.canvas.legend.toggle()
    canvas.canvas.resize(500, 200)
    QApplication.processEvents()
    scroll = canvas.canvas.legend.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.verticalScrollBar().maximum() > 0
    assert canvas.canvas.view.width() >= 300


def test_another_theme_reaches_it(drive: DriveCanvas) -> None:
    canvas = drive()
    legend = canvas.canvas.legend
    canvas.canvas.set_theme(DARK)
    legend.toggle()
    picture = legend.grab().toImage()
    assert picture.pixelColor(legend.width() // 2, legend.height() - 5).name() == DARK.canvas
    canvas.canvas.set_theme(LIGHT)
    picture = legend.grab().toImage()
    assert picture.pixelColor(legend.width() // 2, legend.height() - 5).name() == LIGHT.canvas


def test_the_key_opens_it_and_each_window_keeps_its_own(open_map: OpenWindow) -> None:
    driver = open_map()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_9, control)
    assert driver.canvas.legend.is_open
    other = open_map()
    assert not other.canvas.legend.is_open
    other.window.close()
    driver.window.close()
    assert open_map().canvas.legend.isVisible()
