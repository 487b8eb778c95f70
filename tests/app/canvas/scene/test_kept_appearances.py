"""Appearances that are kept or prepared show the same as those that are built when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from samples import large
from stakemap.app.canvas.scene.kept_appearances import KeptAppearances
from stakemap.model import edits
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import DARK, LIGHT

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def _shows_the_map(driver: Driver) -> bool:
    shown = driver.canvas.scene.appearance
    fresh = build(driver.document, shown.view, shown.theme)
    ids = driver.canvas.scene.columns.ids
    return (shown.actors, shown.tray, shown.relations) == (fresh.actors, fresh.tray, fresh.relations) and (
        shown.document is driver.document and ids == sorted(fresh.actors)
    )


def test_only_the_same_map_place_and_theme_are_found() -> None:
    document = large(3, 2, 1)
    (first, second), snapshot = document.issues, next(iter(document.snapshots))
    kept = KeptAppearances()
    kept.keep(build(document, View(first, snapshot), LIGHT))
    selected = View(first, snapshot, selection=frozenset({"actor-1"}), dimmed=frozenset({"actor-2"}))
    found = kept.find(document, selected, LIGHT)
    assert found is not None
    assert found.actors == build(document, selected, LIGHT).actors
    assert found.view == selected
    assert kept.find(document, View(second, snapshot), LIGHT) is None
    assert kept.find(document, selected, DARK) is None
    assert kept.find(edits.remove_actors(document, ["actor-0"]), selected, LIGHT) is None


def test_a_prepared_change_and_its_undo_show_the_map(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(large(700, 2, 2))
    before, view, updater = driver.document, driver.view, driver.canvas.updater
    other = next(issue for issue in before.issues if issue != view.issue)
    edit = edits.remove_actors.of(sorted(before.actors)[:600])
    after = edit.apply(before)
    worker = updater.preparation(after, other, view.snapshot)
    assert worker is not None
    with qtbot.waitSignal(worker.done):
        worker.start()
    driver.session.apply(edit.with_result(before, after), label="Remove")
    assert _shows_the_map(driver)
    view.set(issue=other)
    assert _shows_the_map(driver)
    view.select("actor-99")
    for step in (driver.session.undo, driver.session.redo, driver.session.undo):
        step()
        assert _shows_the_map(driver)
        QApplication.processEvents()


def test_a_change_of_few_actors_needs_no_preparation(open_map: OpenWindow) -> None:
    driver = open_map()
    after = edits.remove_actors(driver.document, ["turkiye"])
    assert driver.canvas.updater.preparation(after, driver.view.issue, driver.view.snapshot) is None
