"""Finding and filtering: what is left out is dimmed and leaves the table, and nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app_driver import shown_texts
from samples import large
from stakemap.app.features.search.find_bar import FindBar
from stakemap.model.document import Actor
from stakemap.model.edits import add_actor, update_actor

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def _search(driver: Driver, text: str) -> FindBar:
    driver.trigger("find")
    bar = driver.find_bar
    QTest.keyClicks(bar.field, text)
    return bar


def _listed(driver: Driver) -> set[str]:
    model = driver.table.model
    return {model.actor(row) for row in range(model.rowCount())}


def _choose(menu: QMenu, *path: str) -> None:
    menu.aboutToShow.emit()
    for title in path:
        action = next(one for one in menu.actions() if one.text() == title)
        if action.menu() is None:
            action.trigger()
        else:
            menu = action.menu()


def test_search_dims_on_the_canvas_and_shortens_the_table(open_map: OpenWindow) -> None:
    driver = open_map()
    places = {key: (look.x, look.y) for key, look in driver.canvas.scene.appearance.actors.items()}
    bar = _search(driver, "turkiye")
    assert QApplication.focusWidget() is bar.field
    assert _listed(driver) == {"turkiye", "president"}
    looks = driver.canvas.scene.appearance.actors
    assert looks["armenia"].dimmed
    assert not looks["turkiye"].dimmed
    assert {key: (look.x, look.y) for key, look in looks.items()} == places
    assert bar.tally.text() == "2 of 7 shown"
    assert not driver.session.is_modified


def test_enter_selects_the_best_and_escape_ends(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = _search(driver, "hay")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert driver.view.primary == "armenia"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.field.text() == ""
    assert driver.view.dimmed == frozenset()
    assert not bar.tally.isVisible()
    assert driver.view.primary == "armenia"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert driver.canvas.isAncestorOf(QApplication.focusWidget())


def test_down_goes_to_the_table(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = _search(driver, "geo")
    QTest.keyClick(bar.field, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is driver.table.table


def test_filters_combine_with_the_search_and_are_named(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = driver.find_bar
    _choose(bar.menu, "Group", "Ankara and Baku")
    assert _listed(driver) == {"turkiye", "azerbaijan"}
    assert "Group: Ankara and Baku" in bar.tally.text()
    _search(driver, "azer")
    assert _listed(driver) == {"azerbaijan"}
    assert driver.enabled("show-everybody")
    driver.trigger("show-everybody")
    assert _listed(driver) == set(driver.document.actors)
    assert bar.field.text() == ""


def test_with_and_without_a_source_exclude_each_other(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = driver.find_bar
    _choose(bar.menu, "With a source")
    assert "turkiye" in _listed(driver)
    _choose(bar.menu, "Without a source")
    assert driver.filters.filters.cited is False
    _choose(bar.menu, "Without a source")
    assert not driver.filters.is_active


def test_nothing_found_is_said(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = _search(driver, "xyzzy")
    assert bar.tally.text() == "0 of 7 shown"
    assert "No matching actors." in shown_texts(driver.table)
    bar.clear_button.click()
    assert driver.view.dimmed == frozenset()


def test_it_follows_edits(open_map: OpenWindow) -> None:
    driver = open_map()
    bar = _search(driver, "georgia")
    assert "georgia" not in driver.view.dimmed or _listed(driver) == set()
    driver.session.apply(add_actor.of("new", Actor(name="Georgia Tech")), label="Add")
    assert "new" in _listed(driver)
    driver.session.apply(update_actor.of("new", name="Other"), label="Change")
    assert "new" not in _listed(driver)
    assert bar.tally.text().endswith("of 8 shown")
    driver.session.undo()
    driver.session.undo()
    assert "new" not in driver.view.dimmed


def test_selection_outlives_the_search(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    _search(driver, "turk")
    assert driver.view.selection == {"armenia"}
    driver.trigger("show-everybody")
    table = driver.table
    rows = {table.model.actor(index.row()) for index in table.table.selectionModel().selectedRows()}
    assert rows == {"armenia"}


def test_a_large_map_is_indexed_aside_and_answers_then(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(large(500, snapshots=2))
    bar = _search(driver, "actor 12")
    qtbot.waitUntil(lambda: 0 < len(_listed(driver)) < 500, timeout=5_000)
    listed = len(_listed(driver))
    QTest.keyClicks(bar.field, "3")
    # At once, without waiting for anything aside.
    assert 0 < len(_listed(driver)) < listed


def test_it_tells_where_it_was_found_of_the_best_and_of_the_one_looked_at(open_map: OpenWindow) -> None:
    driver = open_map()
    for actor, note in (("armenia", "Borders on a lake of tea"), ("russia", "Tea is drunk there")):
        driver.session.apply(update_actor.of(actor, note=note), label="Note")
    bar = _search(driver, "tea")
    assert bar.passage.text() == "Armenia: “…on a lake of tea” (note)"
    driver.view.select("russia")
    assert bar.passage.text().endswith("“Tea is drunk there” (note)")
    driver.view.select("turkiye")
    assert bar.passage.text().startswith("Armenia")
    bar.field.clear()
    assert bar.passage.isHidden()
    QTest.keyClicks(bar.field, "turkiye")
    QTest.keyClicks(bar.field, " nowhere")
    assert bar.passage.isHidden()
