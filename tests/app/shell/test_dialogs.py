"""The dialogs: shortcuts, preferences, findings, about, the palette, and the welcome page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app_driver import shown_texts
from samples import sample
from stakemap.app.document.findings_dialog import FindingsDialog
from stakemap.app.document.missing_files import MissingFiles
from stakemap.app.features.actors.rows import Column
from stakemap.app.kit.motion import is_motion_reduced
from stakemap.app.shell.about import AboutDialog, components
from stakemap.app.shell.palette import PaletteDialog
from stakemap.app.shell.preferences import PreferencesDialog
from stakemap.app.shell.welcome import WelcomePage
from stakemap.errors import Fault
from stakemap.storage.files import save_map
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.presets import load_preset
from stakemap.storage.settings.records import Settings
from stakemap.text import plain

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

Left = Qt.MouseButton.LeftButton


# Preferences


def test_preferences_give_only_what_changed(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(None, Settings(author="Ani"))
    qtbot.addWidget(dialog)
    assert dialog.changes() == {}
    dialog.author.setText("  Ani   H. ")
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.motion.setChecked(True)
    dialog.margin.setValue(15)
    dialog.keep_below.setValue(0)
    assert dialog.keep_below.text() == "Never"
    dialog.largest.setValue(100)
    assert dialog.changes() == {
        "author": "Ani H.",
        "theme": "dark",
        "reduced_motion": True,
        "evenly_within": 15.0,
        "keep_support_below": 0,
        "largest_file": 100,
    }


def test_a_limit_of_the_policy_holds_and_what_the_user_set_is_kept(qtbot: QtBot) -> None:
    use_policy(Policy(largest_file=40))
    dialog = PreferencesDialog(None, Settings(largest_file=300))
    qtbot.addWidget(dialog)
    assert (dialog.largest.value(), dialog.largest.maximum()) == (40, 40)
    assert dialog.changes() == {}


def test_open_maps_keep_reasons_by_the_setting_from_now_on(open_map: OpenWindow, context: AppContext) -> None:
    driver = open_map()
    assert driver.session.keep_support_below == Settings().keep_support_below == 10
    context.change_settings(keep_support_below=3)
    assert driver.session.keep_support_below == 3


def test_the_name_goes_into_judgements_from_now_on(
    open_map: OpenWindow, context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    message_boxes.dialogs = [_take_name]
    driver.trigger("preferences")
    assert driver.session.author == "Ani"
    assert context.store.load().author == "Ani"
    message_boxes.dialogs = [lambda dialog: dialog.author.setText("Nobody") or dialog.reject()]
    driver.trigger("preferences")
    assert driver.session.author == "Ani"


def _take_name(dialog: Any) -> None:
    dialog.author.setText("Ani")
    dialog.motion.setChecked(True)
    dialog.accept()


def test_reduced_motion_reaches_the_canvas(context: AppContext, open_map: OpenWindow) -> None:
    driver = open_map()
    assert not driver.canvas.reduced_motion
    context.change_settings(reduced_motion=True)
    assert driver.canvas.reduced_motion


class MotionHints:
    """Style hints of Qt from 6.12 on, as far as they are about motion."""

    def __init__(self, name: str) -> None:
        self._name = name

    def accessibility(self) -> MotionHints:
        return self

    def motionPreference(self) -> SimpleNamespace:
        return SimpleNamespace(name=self._name)


@pytest.mark.parametrize("asked", [True, False])
def test_motion_is_as_the_system_asks_until_somebody_chooses(
    context: AppContext, open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    hints = MotionHints("ReducedMotion" if asked else "NoPreference")
    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda: hints))
    driver = open_map()
    assert driver.canvas.reduced_motion is asked
    dialog = PreferencesDialog(driver.window, context.settings)
    assert dialog.motion.isChecked() is asked
    assert dialog.changes() == {}
    dialog.motion.setChecked(not asked)
    assert dialog.changes() == {"reduced_motion": not asked}
    context.change_settings(reduced_motion=not asked)
    assert driver.canvas.reduced_motion is not asked


def test_the_wish_of_the_system_is_read_where_qt_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_motion_reduced(None) in (True, False)
    for name, reduced in (("NoPreference", False), ("ReducedMotion", True)):
        hints = MotionHints(name)
        monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda hints=hints: hints))
        assert is_motion_reduced(None) is reduced
        assert is_motion_reduced(False) is False


# Findings


def test_findings_are_listed_with_their_places(qtbot: QtBot) -> None:
    dialog = FindingsDialog(None, [Fault("unknown", "actors.a.x", "A field <b>nobody</b> knows.", "warning")])
    qtbot.addWidget(dialog)
    assert "1 finding" in dialog.summary.text()
    dialog.buttons.findChildren(QPushButton)[0].click()
    assert QGuiApplication.clipboard().text() == "actors.a.x: A field <b>nobody</b> knows."


def test_a_sound_map_is_said_to_be_sound(open_map: OpenWindow, message_boxes: ScriptedMessageBoxes) -> None:
    seen: list[str] = []
    message_boxes.dialogs = [lambda dialog: seen.append(dialog.summary.text())]
    open_map().trigger("check")
    assert seen[0].startswith("No problems")


# About


def test_about_names_all_components_with_their_licences(qtbot: QtBot) -> None:
    found = {one.name.casefold(): one for one in components()}
    for name in (
        "pyside6_essentials",
        "pyqtgraph",
        "pydantic",
        "numpy",
        "orjson",
        "fontpkg-inter",
        "fontpkg-arimo",
    ):
        assert found[name].version
        assert found[name].licence
    assert "pytest" not in found
    dialog = AboutDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.count() == len(found)
    dialog.list.setCurrentRow(2)
    assert dialog.text.toPlainText()
    assert dialog.list.item(0).text().startswith("stakemap ")
    heights = {dialog.list.visualItemRect(dialog.list.item(row)).height() for row in range(len(found))}
    assert len(heights) == 1, "all rows are alike"


def test_about_gives_the_licence_texts_that_qt_asks_for() -> None:
    (qt,) = [one for one in components() if one.name.casefold() == "pyside6_essentials"]
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "GNU GENERAL PUBLIC LICENSE" in qt.text
    assert "replace it" in qt.text


# The palette


def _palette(driver: Any, use: Any) -> None:
    driver.message_boxes.dialogs = [use]
    driver.trigger("palette")


def test_the_palette_finds_actions_and_runs_them(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PaletteDialog) -> None:
        QTest.keyClicks(dialog.search, "select all")
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)

    _palette(driver, use)
    assert driver.view.selection == set(driver.document.actors)


def _offered(dialog: PaletteDialog) -> list[str]:
    model = dialog.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_palette_finds_actors_by_name_and_alias(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PaletteDialog) -> None:
        QTest.keyClicks(dialog.search, "turk")
        assert _offered(dialog)[0] == "Türkiye"
        dialog.search.setText("Հայ")
        assert _offered(dialog)[0] == "Armenia"
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)

    _palette(driver, use)
    assert driver.view.selection == {"armenia"}


def test_the_palette_lists_only_what_is_possible_and_moves_by_arrows(open_map: OpenWindow) -> None:
    driver = open_map()

    def use(dialog: PaletteDialog) -> None:
        for text, possible in (("Undo", False), ("Delete", False), ("Zoom in", True)):
            dialog.search.setText(text)
            assert (text in _offered(dialog)) == possible
        dialog.search.clear()
        QTest.keyClick(dialog.search, Qt.Key.Key_Down)
        assert dialog.list.currentIndex().row() == 1
        QTest.keyClicks(dialog.search, "qqqq")
        assert "No matches. Try fewer letters." in shown_texts(dialog)
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog.search, Qt.Key.Key_Escape)

    _palette(driver, use)
    assert driver.view.selection == frozenset()


# The welcome page


def _page(context: AppContext) -> WelcomePage:
    page = context.show_welcome().centralWidget()
    assert isinstance(page, WelcomePage)
    return page


def test_presets_have_pictures_and_open(context: AppContext, qtbot: QtBot) -> None:
    page = _page(context)
    qtbot.waitUntil(lambda: all(not card.thumbnail.isNull() for card in page.cards))
    assert [card.preset.id for card in page.cards] == ["armenia-turkiye", "blank"]
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in page.findChildren(QTimer)))
    window = context.windows[0]
    qtbot.mouseClick(page.cards[0], Left)
    assert window.session is not None
    assert window.session.document.title.startswith("Armenia")
    assert window.session.path is None


def test_pictures_follow_the_theme(context: AppContext, qtbot: QtBot) -> None:
    page = _page(context)
    qtbot.waitUntil(lambda: all(not card.thumbnail.isNull() for card in page.cards))
    before = [card.thumbnail for card in page.cards]
    context.styler.set_choice("dark")
    qtbot.waitUntil(lambda: page.cards[0].thumbnail != before[0])
    context.styler.set_choice("light")
    qtbot.waitUntil(lambda: [card.thumbnail for card in page.cards] == before)


def test_recent_maps_are_listed_and_missing_ones_marked(
    context: AppContext, tmp_path: Path, qtbot: QtBot
) -> None:
    here, gone = tmp_path / "here.stakemap.json", tmp_path / "gone.stakemap.json"
    save_map(here, sample())
    context.note_recent(here, "A <b>map</b>")
    context.note_recent(gone, "")
    page = _page(context)
    assert [row.title for row in page.rows] == ["gone.stakemap.json", "A <b>map</b>"]
    qtbot.waitUntil(lambda: page.rows[0].missing)
    assert "not found" in page.rows[0].accessibleName()
    assert not page.rows[1].missing
    qtbot.mouseClick(page.rows[1], Left)
    assert context.window_of(here) is not None


def test_a_recent_map_can_be_taken_off_the_list(context: AppContext, tmp_path: Path, qtbot: QtBot) -> None:
    answers: list[int] = []
    context.service(MissingFiles).changed.connect(lambda: answers.append(1))
    context.note_recent(tmp_path / "gone.stakemap.json", "")
    page = _page(context)
    context.forget_recent(str(tmp_path / "gone.stakemap.json"))
    assert page.rows == []
    assert context.store.load().recent == ()
    qtbot.waitUntil(lambda: answers != [])


def test_the_page_can_be_used_by_keyboard(context: AppContext, qtbot: QtBot) -> None:
    page = _page(context)
    window = context.windows[0]
    with qtbot.waitExposed(window):
        window.activateWindow()
    QApplication.processEvents()
    assert window.focusWidget() is page.new_button
    seen = []
    for _ in range(4):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert page.open_button in seen
    assert page.cards[0] in seen
    QTest.keyClick(page.cards[1], Qt.Key.Key_Space)
    assert window.session is not None


@pytest.mark.parametrize("action", ["welcome", "new-window"])
def test_the_welcome_page_comes_in_a_window_of_its_own(
    context: AppContext, open_map: OpenWindow, action: str
) -> None:
    driver = open_map()
    driver.trigger(action)
    assert len(context.windows) == 2
    assert context.windows[1].session is None
    driver.trigger("welcome")
    assert len(context.windows) == 2


# The window as a whole


def test_panes_can_be_walked_through(open_map: OpenWindow) -> None:
    driver = open_map()
    window, parts = driver.window, driver
    order = []
    for _ in range(5):
        driver.trigger("next-pane")
        focus = window.focusWidget()
        order.append(
            next(
                name
                for name, part in (
                    ("issues", parts.view_bar.issues),
                    ("rail", window.rail),
                    ("table", parts.table),
                    ("canvas", parts.canvas),
                    ("inspector", parts.inspector),
                )
                if part is focus or part.isAncestorOf(focus)
            )
        )
    start = order.index("issues")
    assert order[start:] + order[:start] == ["issues", "rail", "table", "canvas", "inspector"]


def test_panels_can_be_hidden_and_shown(open_map: OpenWindow) -> None:
    driver = open_map()
    for name, action in (("actors", "actors-panel"), ("inspector", "inspector-panel")):
        driver.trigger(action)
        assert not driver.window.shows_panel(name)
        assert not driver.window.host.actions[action].isChecked()
        driver.trigger(action)
        assert driver.window.shows_panel(name)


def test_snapshots_and_issues_can_be_stepped_through(open_map: OpenWindow) -> None:
    driver = open_map()
    chips = driver.view_bar.snapshots.chips
    assert list(chips) == ["2020", "2022", "2025-07", "delay", "pressure"]
    driver.view.set(snapshot="2020")
    driver.trigger("previous-snapshot")
    assert driver.view.snapshot == "2020"
    driver.trigger("next-snapshot")
    assert driver.view.snapshot == "2022"
    assert chips["2022"].isChecked()
    assert not chips["2020"].isChecked()
    driver.trigger("next-issue")
    assert driver.view.issue == "corridor"
    assert driver.view_bar.issues.currentData() == "corridor"


def test_chips_are_buttons_with_names_and_arrows(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    chips = driver.view_bar.snapshots.chips
    assert chips["pressure"].accessibleName() == "Scenario: Washington presses Baku (unlikely)"
    qtbot.mouseClick(chips["2022"], Left)
    assert driver.view.snapshot == "2022"
    chips["2022"].setFocus()
    QTest.keyClick(chips["2022"], Qt.Key.Key_Right)
    assert driver.view.snapshot == "2025-07"


def test_the_status_bar_says_whose_positions_are_weak_where_the_canvas_has_no_signs(
    open_map: OpenWindow,
) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    driver.view.set(snapshot="2025-07", issue="normalisation", selection=frozenset())
    status = driver.window.status
    assert status.selection.text() == "Weakly supported: all but Armenia and Türkiye"
    driver.view.select("iran")
    assert status.selection.text().startswith("Iran: ")
    driver.view.set(snapshot="2025-07", issue="corridor", selection=frozenset())
    assert status.selection.text() == "", "few of them are, and have their sign"


def test_the_status_bar_counts_and_names(open_map: OpenWindow, context: AppContext) -> None:
    context.change_settings(reduced_motion=True)
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    status = driver.window.status
    assert status.counts.text() == "3 judged · 1 unknown · 3 not judged"
    said = status.counts.accessibleDescription().splitlines()
    assert [plain(line) for line in said] == ["Unknown: Россия", "Not judged: Azerbaijan, ایران, საქართველო"]
    assert "Россия" in status.counts.toolTip()
    driver.view.select("georgia")
    driver.trigger("make-not-applicable")
    assert "1 not applicable" in status.counts.text()
    assert status.counts.accessibleDescription().splitlines()[-1].startswith("Not applicable: ")
    assert "საქართველო" in status.counts.toolTip().rpartition("Not applicable")[2]
    driver.view.select("armenia")
    assert status.selection.text() == "Armenia: alignment +85, influence 35"
    driver.view.select("russia")
    assert status.selection.text() == "Россия: Unknown"
    driver.trigger("zoom-in")
    assert status.zoom.text() != "100 %"


def test_relations_shown(open_map: OpenWindow) -> None:
    driver = open_map()
    for value in ("selection", "none", "all"):
        driver.trigger(f"relations-{value}")
        assert driver.view.relations == value
        assert driver.window.host.actions[f"relations-{value}"].isChecked()


def test_judging_unknown_and_not_applicable(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia", "turkiye")
    driver.trigger("make-unknown")
    assert driver.session.undo_label == "Mark 2 actors as unknown"
    model = driver.table.model
    assert model.index(model.row_of("armenia"), Column.STATE).data() == "Unknown"
    driver.trigger("make-not-applicable")
    assert "armenia" not in driver.canvas.scene.appearance.trayed


def test_what_was_judged_in_a_snapshot_is_withdrawn_and_what_it_carries_over_shows_again(
    open_map: OpenWindow,
) -> None:
    driver = open_map()
    driver.view.set(snapshot="pressure", issue="border")
    driver.view.select("armenia")
    assert not driver.enabled("withdraw"), "the scenario holds it constant"
    driver.view.select("turkiye")
    document = driver.document
    assert driver.canvas.scene.appearance.actors["turkiye"].x == 60
    driver.trigger("withdraw")
    look = driver.canvas.scene.appearance.actors["turkiye"]
    assert (look.x, look.y) == (10, 85)
    assert driver.session.undo_label == "Clear the judgement of Türkiye"
    assert not driver.enabled("withdraw")
    driver.trigger("undo")
    assert driver.document is document
