"""The chrome of the main window: the bar, the rail, panels that open and give way, and the plot's share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from app_driver import Driver, documents_of, double_click, named
from samples import sample
from stakemap.app.features.actors.rows import Column
from stakemap.app.kit.panels import WIDE_WINDOW
from stakemap.app.shell.first_selection import FirstSelection
from stakemap.model import edits
from stakemap.model.document import Snapshot, StakeMap
from stakemap.resources import resource
from stakemap.storage.codec import decode
from stakemap.storage.settings.records import WindowPlace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

Left = Qt.MouseButton.LeftButton

#: The height of the plot below which the chrome gives way, in pixels.
_LEAST_PLOT = 320
#: The height of the tray's row, in pixels.
_TRAY_ROW = 36

Opener = Callable[..., Driver]


def _preset() -> StakeMap:
    return decode(resource("presets", "armenia-turkiye.stakemap.json").read_bytes()).document


def _blank() -> StakeMap:
    """A map without actors, with an issue and a snapshot."""
    return edits.remove_actors(sample(), list(sample().actors))


@pytest.fixture
def open_as_new(context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot) -> Opener:
    """Open a window of some size as a new user would see it: no panel has been opened or closed."""

    def make(width: int, height: int, document: StakeMap | None = None) -> Driver:
        context.change_settings(reduced_motion=True)
        window = context.new_window()
        window.resize(width, height)
        window.show_map(documents_of(context).session_for(document or sample()))
        with qtbot.waitExposed(window):
            window.present()
        window.resize(width, height)
        QApplication.processEvents()
        return Driver(context, window, message_boxes)

    return make


def _plot(driver: Driver) -> QRect:
    """The plot in pixels of the window: what both axes span when the whole scales are in view.

    Its margins, which have room for names at its edges, are no part of it.
    """
    view, projection = driver.canvas.view, driver.canvas.scene.projection
    left, top = projection.to_pixels(-100.0, 100.0)
    right, bottom = projection.to_pixels(100.0, 0.0)
    area = QRect(round(left), round(top), round(right - left), round(bottom - top))
    return area.translated(view.mapTo(driver.window, QPoint(0, 0)))


def _place(driver: Driver, actor: str) -> QPoint:
    """Where an actor's disc is, in pixels of the view."""
    place = driver.canvas.scene.place_of(actor)
    assert place is not None
    return QPoint(round(place[0]), round(place[1]))


def _hover(driver: Driver, at: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Move the mouse over the view, with a button down or not."""
    surface = driver.canvas.view.viewport()
    screen = QPointF(surface.mapToGlobal(at))
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), screen, none, button, plain)
    QApplication.sendEvent(surface, event)


def _share(driver: Driver) -> float:
    """The plot's share of the window."""
    plot, window = _plot(driver), driver.window
    return plot.width() * plot.height() / (window.width() * window.height())


def _resize(driver: Driver, width: int, height: int) -> None:
    driver.window.resize(width, height)
    QApplication.processEvents()


def _rail_button(driver: Driver, name: str) -> QToolButton:
    return named(driver.window.rail, QToolButton, name)


def _shown_panels(driver: Driver) -> list[str]:
    return [name for name in driver.panels.docks if driver.panels.shows(name)]


class TestShare:
    @pytest.mark.parametrize(
        ("width", "height", "least"), [(1280, 800, 0.45), (1440, 900, 0.50), (1920, 1080, 0.60)]
    )
    def test_of_the_plot_as_the_example_opens(
        self, open_as_new: Opener, width: int, height: int, least: float
    ) -> None:
        driver = open_as_new(width, height, _preset())
        assert (driver.window.width(), driver.window.height()) == (width, height)
        assert driver.canvas.scene.zoom == pytest.approx(1.0)
        assert _share(driver) >= least

    def test_no_part_of_the_window_lies_over_the_plot(self, open_as_new: Opener) -> None:
        driver = open_as_new(1920, 1080, _preset())
        plot, window = _plot(driver), driver.window
        parts: list[QWidget] = [window.toolbar, window.rail, window.status, driver.panels.docks["actors"]]
        assert all(part.isVisible() for part in parts)
        for part in parts:
            assert not QRect(part.mapTo(window, QPoint(0, 0)), part.size()).intersects(plot)


def _bar_parts(driver: Driver) -> Iterator[QWidget]:
    """What the bar holds, from left to right."""
    bar, view_bar, strip = driver.window.toolbar, driver.view_bar, driver.view_bar.snapshots
    inner: list[QWidget] = [view_bar.issues, view_bar.issues_button, strip, view_bar.add_button]
    buttons = [one for one in bar.findChildren(QToolButton) if one.parent() is bar and one.isVisible()]
    return iter(sorted([*inner, *buttons], key=lambda part: part.mapTo(bar, QPoint(0, 0)).x()))


class TestBar:
    def test_everything_is_in_one_bar_in_its_order(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        assert driver.window.toolbar.height() <= 48
        names = [part.accessibleName() for part in _bar_parts(driver)]
        expected = ["New map", "Open", "Save", "Undo", "Redo", "Issue", "Issues…", "Snapshots"]
        expected += [
            "New snapshot after this one",
            "Find and filter actors",
            "Export",
            "Show or hide the legend",
            "Show or hide the analysis",
        ]
        assert [name for name in names if any(name.startswith(each) for each in expected)] == names[:-1]
        assert len(names) == len(expected) + 1
        assert names[-1] == "Show or hide the inspector"

    def test_tab_goes_through_it_from_left_to_right_and_on_to_the_rail(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        window, stop = driver.window, driver.view_bar.snapshots.stop
        assert stop is not None
        parts = [stop if part is driver.view_bar.snapshots else part for part in _bar_parts(driver)]
        parts += [window.rail.widgetForAction(action) for action in window.rail.actions()]
        expected = [part for part in parts if part.isEnabled()]
        expected[0].setFocus()
        walked = [window.focusWidget()]
        for _ in expected[1:]:
            QTest.keyClick(walked[-1], Qt.Key.Key_Tab)
            walked.append(window.focusWidget())
        assert walked == expected

    @pytest.mark.parametrize("width", [720, 1024, 1920])
    def test_all_of_it_is_in_the_window(self, open_as_new: Opener, width: int) -> None:
        driver = open_as_new(width, 700, _preset())
        right = 0
        for part in _bar_parts(driver):
            place = QRect(part.mapTo(driver.window, QPoint(0, 0)), part.size())
            assert place.left() >= right, part.accessibleName()
            right = place.right()
        assert right < width
        assert driver.window.toolbar.height() <= 48

    def test_a_new_snapshot_is_added_right_after_the_last_chip(self, open_as_new: Opener) -> None:
        driver = open_as_new(1920, 1080)
        chips = list(driver.view_bar.snapshots.chips.values())
        end = max(chip.mapTo(driver.window, QPoint(chip.width(), 0)).x() for chip in chips)
        button = driver.view_bar.add_button.mapTo(driver.window, QPoint(0, 0)).x()
        assert 0 <= button - end <= 16

    def test_scenarios_are_beside_what_they_branch_from(self, open_as_new: Opener) -> None:
        document = edits.add_snapshot(sample(), "later", Snapshot(label="Later", date="2031"))
        driver = open_as_new(1920, 1080, document)
        chips = driver.view_bar.snapshots.chips
        row = sorted(chips, key=lambda key: chips[key].x())
        for key in (key for key in row if chips[key].scenario):
            before = row[row.index(key) - 1]
            assert before == document.snapshots[key].based_on or chips[before].scenario
        assert row[-1] == "later"

    def test_the_box_of_issues_is_as_wide_as_its_names_and_narrower_without_room(
        self, open_as_new: Opener
    ) -> None:
        driver = open_as_new(1920, 1080, _preset())
        box = driver.view_bar.issues
        longest = max(
            box.fontMetrics().horizontalAdvance(box.itemText(place)) for place in range(box.count())
        )
        assert longest < box.width() <= 352
        document = _preset()
        for year in range(2030, 2040):
            document = edits.add_snapshot(document, str(year), Snapshot(label="", date=str(year)))
        crowded = open_as_new(1024, 700, document)
        strip = crowded.view_bar.snapshots
        assert crowded.view_bar.issues.width() < box.width()
        assert strip.horizontalScrollBar().maximum() > 0
        for key in ("2020", "2039"):
            crowded.view.set(snapshot=key)
            left = strip.chips[key].mapTo(strip.viewport(), QPoint(0, 0)).x()
            assert 0 <= left <= strip.viewport().width() - strip.chips[key].width()

    def test_chips_without_room_are_scrolled_to_by_arrows(self, open_as_new: Opener) -> None:
        driver = open_as_new(1024, 700, _preset())
        strip = driver.view_bar.snapshots
        driver.view.set(snapshot="2020")

        def ends() -> list[str]:
            arrows = [one for one in strip.findChildren(QToolButton) if one.isVisible()]
            return [one.accessibleName() for one in arrows]

        assert ends() == ["Later snapshots"]
        while "Later snapshots" in ends():
            QTest.mouseClick(named(strip, QToolButton, "Later snapshots"), Left)
        last = list(strip.chips.values())[-1]
        right = last.mapTo(strip.viewport(), QPoint(last.width(), 0)).x()
        assert right <= strip.viewport().width()
        assert ends() == ["Earlier snapshots"]
        assert driver.view.snapshot == "2020"
        wide = open_as_new(1920, 1080)
        assert not any(one.isVisible() for one in wide.view_bar.snapshots.findChildren(QToolButton))

    def test_search_opens_the_field_and_puts_the_cursor_there(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        assert _shown_panels(driver) == []
        QTest.mouseClick(named(driver.window.toolbar, QToolButton, "Find and filter actors"), Left)
        assert _shown_panels(driver) == ["actors"]
        focus = driver.window.focusWidget()
        assert focus is not None
        assert driver.find_bar.isAncestorOf(focus)


class TestRail:
    def test_a_narrow_window_starts_with_icons_and_a_wide_one_with_the_actors(
        self, open_as_new: Opener
    ) -> None:
        driver = open_as_new(WIDE_WINDOW - 1, 900)
        assert driver.window.rail.isVisible()
        assert _shown_panels(driver) == []
        assert _shown_panels(open_as_new(WIDE_WINDOW, 900)) == ["actors"]

    def test_a_click_opens_a_panel_and_another_closes_it(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        sources, actors = (
            _rail_button(driver, name) for name in ("Show or hide the sources", "Show or hide the actors")
        )
        QTest.mouseClick(sources, Left)
        assert _shown_panels(driver) == ["sources"]
        assert sources.isChecked()
        QTest.mouseClick(actors, Left)
        assert _shown_panels(driver) == ["actors"]
        assert (sources.isChecked(), actors.isChecked()) == (False, True)
        QTest.mouseClick(actors, Left)
        assert _shown_panels(driver) == []
        assert not actors.isChecked()

    def test_by_keyboard(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        first = driver.window.rail.widgetForAction(driver.window.rail.actions()[0])
        driver.canvas.setFocus()
        driver.trigger("next-pane")
        while driver.window.focusWidget() is not first:
            driver.trigger("next-pane")
        QTest.keyClick(first, Qt.Key.Key_Tab)
        second = driver.window.focusWidget()
        assert second is driver.window.rail.widgetForAction(driver.window.rail.actions()[1])
        QTest.keyClick(second, Qt.Key.Key_Space)
        assert _shown_panels(driver) == ["sources"]
        second.setFocus()
        QTest.keyClick(second, Qt.Key.Key_Space)
        assert _shown_panels(driver) == []

    def test_every_icon_is_named_and_drawn(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        for action in driver.window.rail.actions():
            button = driver.window.rail.widgetForAction(action)
            assert button.accessibleName()
            assert button.toolTip()
            assert not action.icon().isNull()


def _let_double_click_time_pass(driver: Driver, times: int = 1) -> None:
    """Have what waits for a double click look again now, as it does once one can no longer follow."""
    waiting = driver.panels.findChild(FirstSelection)
    assert waiting is not None
    timer = waiting.findChild(QTimer)
    assert timer is not None
    for _ in range(times):
        QApplication.processEvents()
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()
    QApplication.processEvents()


@pytest.fixture
def _no_time_passes(qapp: QApplication) -> Iterator[None]:
    """The time for a double click does not pass by itself, however busy the machine is."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(600_000)
    yield
    qapp.setDoubleClickInterval(before)


class TestInspector:
    def test_it_opens_with_the_first_selection_and_stays(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800)
        driver.view.select("armenia")
        assert _shown_panels(driver) == ["inspector"]
        QApplication.processEvents()
        assert driver.panels.docks["inspector"].width() <= 300
        plot = _plot(driver)
        for selection in (frozenset(), frozenset({"turkiye"}), frozenset()):
            driver.view.set(selection=selection)
            QApplication.processEvents()
            assert _shown_panels(driver) == ["inspector"]
            assert _plot(driver) == plot

    def test_a_click_on_the_canvas_moves_nothing_before_a_double_click_could_follow(
        self, open_as_new: Opener, qtbot: QtBot
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.view.set(snapshot="2025-07", issue="border")
        surface, width = driver.canvas.view.viewport(), driver.canvas.width()
        place = driver.canvas.scene.place_of("armenia")
        assert place is not None
        QTest.mousePress(surface, Left, pos=QPoint(round(place[0]), round(place[1])))
        assert driver.view.selection == {"armenia"}
        assert driver.canvas.width() == width
        QTest.mouseRelease(surface, Left, pos=QPoint(round(place[0]), round(place[1])))
        assert driver.canvas.width() == width
        _hover(driver, QPoint(5, 5))
        qtbot.waitUntil(lambda: _shown_panels(driver) == ["inspector"])

    @pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
    def test_what_is_under_the_mouse_stays_there_until_the_mouse_goes_on(
        self, open_as_new: Opener, qtbot: QtBot, size: tuple[int, int]
    ) -> None:
        driver = open_as_new(*size)
        driver.view.set(snapshot="2025-07", issue="border")
        surface, place = driver.canvas.view.viewport(), _place(driver, "armenia")
        assert _shown_panels(driver) in ([], ["actors"])
        QTest.mouseClick(surface, Left, pos=place)
        _hover(driver, place + QPoint(1, 0))
        _let_double_click_time_pass(driver, 2)
        assert _place(driver, "armenia") == place
        before = driver.canvas.scene.appearance.actors["armenia"].x
        QTest.mousePress(surface, Left, pos=place)
        for step in range(1, 6):
            _hover(driver, place - QPoint(20 * step, 0), Left)
        QTest.mouseRelease(surface, Left, pos=place - QPoint(100, 0))
        assert driver.canvas.scene.appearance.actors["armenia"].x < before - 5
        assert len(driver.session.history.undo_labels) == 1
        _hover(driver, QPoint(5, 5))
        qtbot.waitUntil(lambda: "inspector" in _shown_panels(driver))

    @pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
    def test_a_slow_second_click_of_a_double_click_meets_the_same_actor(
        self, open_as_new: Opener, qtbot: QtBot, size: tuple[int, int]
    ) -> None:
        driver = open_as_new(*size)
        driver.view.set(snapshot="2025-07", issue="border")
        surface, place = driver.canvas.view.viewport(), _place(driver, "turkiye")
        QTest.mouseClick(surface, Left, pos=place)
        _let_double_click_time_pass(driver, 2)
        double_click(surface, place)
        assert driver.canvas.naming.is_open
        assert driver.canvas.naming.editor.text() == driver.document.actors["turkiye"].name

    def test_the_plot_stays_after_the_mouse_has_ended_the_selection(
        self, open_as_new: Opener, qtbot: QtBot
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.view.select("armenia")
        QApplication.processEvents()
        width, empty = driver.canvas.width(), QPoint(8, 8)
        QTest.mouseClick(driver.canvas.view.viewport(), Left, pos=empty)
        assert not driver.view.selection
        _hover(driver, empty + QPoint(60, 0))
        _let_double_click_time_pass(driver, 2)
        assert driver.canvas.width() == width

    @pytest.mark.usefixtures("_no_time_passes")
    def test_it_waits_for_a_mouse_that_goes_on_to_the_next_place(
        self, open_as_new: Opener, qtbot: QtBot
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.view.set(snapshot="2025-07", issue="border")
        surface, place = driver.canvas.view.viewport(), _place(driver, "armenia")
        QTest.mouseClick(surface, Left, pos=place)
        for step in range(12):
            QTest.mouseMove(surface, place - QPoint(60 + 10 * step, 0))
            # The first move begins the wait; each of the others finds it under way.
            if step:
                _let_double_click_time_pass(driver)
            assert _shown_panels(driver) == []
        spot = QPoint(surface.width() - 20, 120)
        QTest.mouseMove(surface, spot)
        double_click(surface, spot)
        assert driver.canvas.naming.is_open
        _let_double_click_time_pass(driver, 2)
        assert driver.canvas.naming.is_open
        assert _shown_panels(driver) == []

    def test_an_added_actor_opens_it_on_enter_and_the_next_double_click_meets_the_canvas(
        self, open_as_new: Opener, qtbot: QtBot
    ) -> None:
        driver = open_as_new(1280, 800, _blank())
        surface, canvas = driver.canvas.view.viewport(), driver.canvas
        widths = []
        for name, across, up in (("Alpha", 60, 80), ("Beta", 95, 20), ("Gamma", 97, 60), ("Delta", -95, 50)):
            x, y = canvas.scene.projection.to_pixels(across, up)
            spot = QPoint(round(x), round(y))
            QTest.mouseMove(surface, spot)
            double_click(surface, spot)
            assert canvas.naming.is_open, name
            QTest.keyClicks(canvas.naming.editor, name)
            QTest.keyClick(canvas.naming.editor, Qt.Key.Key_Return)
            QApplication.processEvents()
            assert _shown_panels(driver) == ["inspector"]
            widths.append(canvas.width())
        assert len(set(widths)) == 1
        assert {actor.name for actor in driver.document.actors.values()} == {
            "Alpha",
            "Beta",
            "Gamma",
            "Delta",
        }

    def test_names_ended_by_the_next_double_click_lose_no_actor(
        self, open_as_new: Opener, qtbot: QtBot
    ) -> None:
        driver = open_as_new(1280, 800, _blank())
        surface, canvas = driver.canvas.view.viewport(), driver.canvas
        for name, right in (("Alpha", 300), ("Beta", 30), ("Gamma", 60), ("Delta", 20)):
            spot = QPoint(canvas.view.width() - right, 160 + right)
            QTest.mouseMove(surface, spot)
            double_click(surface, spot)
            assert canvas.naming.is_open, name
            QTest.keyClicks(canvas.naming.editor, name)
            assert _shown_panels(driver) == []
            # As the press beside the editor will.
            canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        assert len(driver.document.actors) == 4
        QTest.mouseMove(surface, QPoint(20, 20))
        qtbot.waitUntil(lambda: _shown_panels(driver) == ["inspector"])

    def test_a_chip_that_was_clicked_stays_under_the_mouse(self, open_as_new: Opener, qtbot: QtBot) -> None:
        driver = open_as_new(1280, 800)
        driver.view.set(snapshot="2025-07", issue="border")
        content = driver.canvas.tray.content
        box = content.box_of("georgia")
        assert box is not None
        QTest.mouseClick(content, Left, pos=box.center())
        assert driver.view.selection == {"georgia"}
        _let_double_click_time_pass(driver, 2)
        assert _shown_panels(driver) == []
        QTest.mouseMove(driver.canvas.view.viewport(), QPoint(30, 30))
        QApplication.sendEvent(content, QEvent(QEvent.Type.Leave))
        qtbot.waitUntil(lambda: _shown_panels(driver) == ["inspector"])

    @pytest.mark.parametrize("way", ["key", "leaves"])
    def test_the_inspector_follows_once_the_mouse_has_left_or_a_key_is_pressed(
        self, open_as_new: Opener, qtbot: QtBot, way: str
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.view.set(snapshot="2025-07", issue="border")
        view, place = driver.canvas.view, _place(driver, "armenia")
        QTest.mouseClick(view.viewport(), Left, pos=place)
        _let_double_click_time_pass(driver, 2)
        QTest.keyClick(view, Qt.Key.Key_Control)
        assert _shown_panels(driver) == []
        if way == "key":
            QTest.keyClick(view, Qt.Key.Key_Tab)
            assert _shown_panels(driver) == ["inspector"]
        else:
            QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
            assert _shown_panels(driver) == [], "the mouse may be on its way to what the panel would move"
            qtbot.waitUntil(lambda: _shown_panels(driver) == ["inspector"])

    def test_what_the_user_opened_stays_and_what_the_user_closed_stays_closed(
        self, open_as_new: Opener
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.trigger("inspector-panel")
        driver.view.select("armenia")
        driver.view.set(selection=frozenset())
        assert _shown_panels(driver) == ["inspector"]
        driver.view.select("armenia")
        close = named(driver.panels.docks["inspector"], QToolButton, "Hide: Inspector")
        QTest.mouseClick(close, Left)
        driver.view.select("turkiye")
        assert _shown_panels(driver) == []
        driver.trigger("details")
        assert _shown_panels(driver) == ["inspector"]
        driver.view.set(selection=frozenset())
        assert _shown_panels(driver) == ["inspector"]


class TestMemory:
    def test_what_was_opened_and_closed_is_remembered(
        self, open_as_new: Opener, message_boxes: ScriptedMessageBoxes
    ) -> None:
        driver = open_as_new(1600, 900)
        driver.trigger("sources-panel")
        driver.trigger("inspector-panel")
        driver.window.close()
        again = open_as_new(1600, 900)
        assert _shown_panels(again) == ["sources", "inspector"]
        again.trigger("sources-panel")
        again.window.close()
        assert _shown_panels(open_as_new(1600, 900)) == ["inspector"]

    def test_a_place_stored_by_an_earlier_version_brings_no_panel_back(
        self, context: AppContext, open_as_new: Opener
    ) -> None:
        driver = open_as_new(1280, 800)
        driver.window.close()
        (key,) = context.settings.windows
        old = WindowPlace.model_validate(
            {"x": 0, "y": 0, "width": 1280, "height": 800, "panels": [336, 352, -336, -336, -336]}
        )
        context.apply_settings(context.store.remember_window(key, old))
        assert _shown_panels(open_as_new(1280, 800)) == []


class TestGivingWay:
    def test_panels_then_balance_then_tray_and_never_the_plot(self, open_as_new: Opener) -> None:
        driver = open_as_new(1600, 900)
        driver.trigger("inspector-panel")
        window, canvas, balance = driver.window, driver.canvas, driver.balance

        def given_way() -> list[str]:
            assert balance.bar is not None
            parts = {
                "actors": driver.panels.shows("actors"),
                "inspector": driver.panels.shows("inspector"),
                "balance": balance.bar.isVisible(),
                "tray": canvas.tray.isVisible(),
            }
            return [name for name, shown in parts.items() if not shown]

        assert given_way() == []
        seen: list[list[str]] = [[]]
        width, height = 1600, 900
        while height > 480:
            width, height = max(width - 40, 720), height - (0 if width > 720 else 8)
            _resize(driver, width, height)
            assert _plot(driver).height() >= _LEAST_PLOT
            if given_way() != seen[-1]:
                seen.append(given_way())
        assert seen == [
            [],
            ["actors"],
            ["actors", "inspector"],
            ["actors", "inspector", "balance"],
            ["actors", "inspector", "balance", "tray"],
        ]
        assert window.height() > 480
        _resize(driver, 1600, 900)
        assert given_way() == []

    def test_the_balance_gives_way_to_a_tray_that_comes(self, open_as_new: Opener) -> None:
        driver = open_as_new(1280, 800, _preset())
        bar, tray = driver.balance.bar, driver.canvas.tray
        assert bar is not None
        assert not tray.isVisible()
        _resize(driver, 1280, 800 - (_plot(driver).height() - _LEAST_PLOT) + _TRAY_ROW - bar.height())
        assert bar.isVisible()
        driver.view.set(snapshot="2020")
        QApplication.processEvents()
        assert tray.isVisible()
        assert not bar.isVisible()
        assert _plot(driver).height() >= _LEAST_PLOT

    def test_what_the_user_asks_for_is_shown_where_both_have_no_room(self, open_as_new: Opener) -> None:
        driver = open_as_new(1024, 600)
        driver.view.select("armenia")
        assert _shown_panels(driver) == ["inspector"]
        driver.trigger("actors-panel")
        assert _shown_panels(driver) == ["actors"]
        driver.trigger("details")
        assert _shown_panels(driver) == ["inspector"]
        focus = driver.window.focusWidget()
        assert focus is not None
        assert driver.inspector.isAncestorOf(focus)
        QTest.mouseClick(named(driver.panels.docks["inspector"], QToolButton, "Hide: Inspector"), Left)
        assert _shown_panels(driver) == ["actors"], "there is room again"

    def test_a_small_screen_gives_a_usable_window(self, open_as_new: Opener) -> None:
        driver = open_as_new(1024, 600, _preset())
        assert (driver.window.width(), driver.window.height()) == (1024, 600)
        plot = _plot(driver)
        assert plot.height() >= _LEAST_PLOT
        assert plot.width() >= 600
        assert driver.window.rect().contains(plot)
        driver.view.select("armenia")
        QApplication.processEvents()
        assert (driver.window.width(), driver.window.height()) == (1024, 600)
        assert _plot(driver).height() >= _LEAST_PLOT
        assert _plot(driver).width() >= 400


class TestActorsPanel:
    """The table of actors in windows of usual sizes."""

    @pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
    def test_its_headers_and_the_hint_of_its_search_field_are_whole(
        self, open_as_new: Opener, size: tuple[int, int]
    ) -> None:
        driver = open_as_new(*size)
        driver.panels.show("actors", True)
        QApplication.processEvents()
        table, field = driver.table.table, driver.find_bar.field
        header, metrics = table.horizontalHeader(), table.horizontalHeader().fontMetrics()
        for column in driver.table.columns.shown:
            text = str(driver.table.model.headerData(column, Qt.Orientation.Horizontal))
            assert metrics.horizontalAdvance(text) + 12 <= header.sectionSize(column), text
        hint = field.placeholderText()
        assert hint
        assert field.fontMetrics().horizontalAdvance(hint) + 20 <= field.width()

    def test_a_narrow_search_field_has_a_shorter_hint(self, open_as_new: Opener) -> None:
        driver = open_as_new(1920, 1080)
        field, hints = driver.find_bar.field, []
        for width in (400, 120, 60, 30):
            field.resize(width, field.height())
            hints.append(field.placeholderText())
        assert hints == ["Find names, reasons…", "Find actors", "Find", ""]

    def test_names_of_usual_length_are_whole_in_a_wide_window(self, open_as_new: Opener) -> None:
        names = ("United Arab Emirates", "European Union", "Saudi Arabia", "African Union")
        document = sample()
        for key, name in zip(document.actors, names, strict=False):
            document = edits.update_actor.of(key, name=name).apply(document)
        driver = open_as_new(1920, 1080, document)
        table = driver.table.table
        for wide in (0, 360, 460, 560, 660):
            if wide:
                driver.window.resizeDocks([driver.panels.docks["actors"]], [wide], Qt.Orientation.Horizontal)
                QApplication.processEvents()
            room = table.columnWidth(Column.NAME) - 14
            assert table.fontMetrics().horizontalAdvance("United Arab Emirates") <= room, wide

    def test_names_are_whole_beside_a_canvas_of_some_width(self, open_as_new: Opener) -> None:
        document = edits.update_actor.of("armenia", name="European Commission").apply(sample())
        driver = open_as_new(1440, 900, document)
        driver.panels.show("actors", True)
        driver.panels.show("inspector", True)
        QApplication.processEvents()
        table = driver.table.table
        assert (
            table.fontMetrics().horizontalAdvance("European Commission")
            <= table.columnWidth(Column.NAME) - 14
        )
        assert driver.canvas.width() >= 640

    def test_a_wide_window_has_a_wider_one_unless_the_user_gave_it_a_width(self, open_as_new: Opener) -> None:
        document = edits.update_actor.of("armenia", name="Republic of Armenia").apply(sample())
        driver = open_as_new(1280, 800, document)
        driver.panels.show("actors", True)
        QApplication.processEvents()
        dock = driver.panels.docks["actors"]
        narrow = dock.width()
        _resize(driver, 1920, 1080)
        assert dock.width() > narrow + 40
        _resize(driver, 1280, 800)
        assert dock.width() == narrow
        driver.window.resizeDocks([dock], [310], Qt.Orientation.Horizontal)
        QApplication.processEvents()
        _resize(driver, 1920, 1080)
        assert dock.width() == 310


def test_panels_on_the_right_give_way_where_the_window_is_too_low(open_map: OpenWindow) -> None:
    driver = open_map()

    def shown() -> list[str]:
        QApplication.processEvents()
        assert driver.window.height() == height
        return sorted(driver.panels.on_side("right"))

    height = 800
    driver.window.resize(1280, height)
    driver.view.select("armenia")
    driver.panels.show_and_focus("inspector")
    driver.trigger("movers")
    assert shown() == ["inspector", "movers"]
    driver.panels.show("analysis", True)
    assert shown() == ["analysis", "movers"], "the one asked for the longest ago has gone"
    driver.panels.show_and_focus("inspector")
    assert shown() == ["analysis", "inspector"]
    assert min(driver.panels.docks[name].height() for name in shown()) >= 240
    driver.panels.show("analysis", False)
    assert shown() == ["inspector", "movers"]
    driver.panels.show("analysis", True)
    height = 1080
    driver.window.resize(1280, height)
    assert shown() == ["analysis", "inspector", "movers"]
