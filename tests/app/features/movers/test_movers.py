"""Who moved: the list follows snapshot and issue, says how far and why, and selects."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.features.movers.panel import MoversPanel
from stakemap.model import edits
from stakemap.model.document import StakeMap

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

AUTHOR = edits.Authorship("A", "2025-08-01")


def _map() -> StakeMap:
    """The sample, in which Armenia and Türkiye were elsewhere in 2020."""
    moves = {"armenia": edits.Move(-90.0, None), "turkiye": edits.Move(-10.0, 20.0)}
    document = edits.move_actors(sample(), "2020", "border", moves, AUTHOR)
    moves = {"armenia": edits.Move(80.0, None), "turkiye": edits.Move(0.0, 20.0)}
    document = edits.move_actors(document, "2025-07", "border", moves, AUTHOR)
    armenia = edits.Subject.stance("border", "armenia")
    return edits.annotate(document, "2025-07", armenia, authorship=AUTHOR, reason="It lost its ally.")


def _panel(driver: Driver) -> MoversPanel:
    driver.trigger("movers")
    QApplication.processEvents()
    panel = driver.panels.docks["movers"].findChild(MoversPanel)
    assert isinstance(panel, MoversPanel)
    return panel


def _rows(panel: MoversPanel) -> list[object]:
    rows = panel.list.rows
    found = [rows.row(rows.index(place)) for place in range(rows.rowCount())]
    return [row.key for row in found if row is not None]


def test_what_is_compared_with_is_whole_in_a_panel_of_usual_width(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    box = _panel(driver).base
    box.setCurrentIndex(0)
    QApplication.processEvents()
    assert box.currentText() == "Previous snapshot: 2022"
    assert not box.is_elided


def test_the_furthest_comes_first_and_says_why(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    panel = _panel(driver)
    index = panel.base.findData("2020")
    if index >= 0:
        panel.base.setCurrentIndex(index)
        panel.base.activated.emit(index)
    assert _rows(panel)[0] == "armenia"
    row = panel.list.rows.row(panel.list.rows.index(0))
    assert row is not None
    assert "−90 → +80 (+170)" in row.second
    assert panel.list.current == "armenia"
    assert driver.view.selection == frozenset()
    assert panel.why.toPlainText().startswith("Alignment ")
    assert "), judged at " in panel.why.toPlainText()
    assert "It lost its ally." in panel.why.toPlainText()


def test_rows_select_by_click_and_by_key(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    panel = _panel(driver)
    panel.base.activated.emit(panel.base.findData("2020"))
    keys = _rows(panel)
    assert len(keys) > 1
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    assert driver.view.primary == keys[1]
    box = panel.list.visualRect(panel.list.rows.index(0))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert driver.view.selection == {keys[0]}
    driver.view.select(str(keys[1]))
    assert panel.list.current == keys[1]


def test_it_follows_edits_and_the_snapshot_a_moment_later(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    panel = _panel(driver)
    before = _rows(panel)
    assert before
    move = {actor: edits.Move(0.0, None) for actor in map(str, before)}
    for snapshot in driver.document.snapshots:
        driver.session.apply(edits.move_actors.of(snapshot, "border", move, AUTHOR), label="x")
    assert _rows(panel) == before
    qtbot.waitUntil(lambda: not [mover for mover in panel.movement.movers if mover.alignment])
    driver.trigger("undo")
    driver.view.set(snapshot="2020")
    qtbot.waitUntil(lambda: _rows(panel) == [])
    assert "No snapshot before" in panel.note.text()
    assert panel.list.isHidden()


def test_it_hides_again_and_takes_its_turn_with_f6(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    panel = _panel(driver)
    driver.inspector.focus_first()
    driver.trigger("next-pane")
    focus = driver.window.focusWidget()
    assert focus is not None
    assert panel.isAncestorOf(focus)
    driver.trigger("movers")
    assert not driver.panels.shows("movers")


def test_it_says_what_the_movement_does_to_the_balance(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    panel = _panel(driver)
    panel.base.activated.emit(panel.base.findData("2020"))
    assert panel.balance.text().startswith("Verdict: too many unknowns to call, unchanged.")
    assert "→" in panel.balance.text()
    driver.context.change_settings(undecided_below=100.0)
    assert "undecided" in panel.balance.text()
    assert "power: for" not in panel.balance.text()
    driver.view.set(snapshot="2020")
    qtbot.waitUntil(panel.balance.isHidden)


def test_below_the_inspector_all_of_it_can_be_reached(open_map: OpenWindow) -> None:
    """Stacked at 1280 × 800 there is less room than it needs: it scrolls, and nothing is squeezed."""
    driver = open_map(_map())
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")
    panel = _panel(driver)
    QApplication.processEvents()
    assert driver.window.size() == QSize(1280, 800)
    parts = [part for part in (panel.list, panel.why, panel.note, panel.balance) if part.isVisible()]
    assert len(parts) == 4
    for upper, lower in pairwise(parts):
        assert upper.geometry().bottom() < lower.geometry().top()
    assert panel.balance.height() >= panel.balance.heightForWidth(panel.balance.width())
    assert panel.balance.visibleRegion().boundingRect().height() < panel.balance.height()
    panel.why.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert panel.balance.visibleRegion().boundingRect() == panel.balance.rect()
