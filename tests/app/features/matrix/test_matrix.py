"""The matrix: numbers and words for every actor on every issue, sorted, leading to its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stakemap.app.features.matrix.window import MatrixWindow, value_colour
from stakemap.app.shell.palette import PaletteDialog
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move, move_actors, remove_actors, remove_issue
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.theme import DARK, LIGHT, Theme, contrast, on_disc

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def _open(driver: Driver) -> MatrixWindow:
    driver.trigger("matrix")
    window = driver.matrix.matrix
    assert window is not None
    return window


def _cells(window: MatrixWindow) -> dict[str, list[str]]:
    model = window.model
    return {
        model.subject(model.index(row, 0))[0]: [
            model.index(row, column).data() for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def test_it_is_found_and_called_by_the_name_that_its_slide_has(open_map: OpenWindow) -> None:
    driver = open_map()
    title = next(kind.title() for kind in SLIDE_KINDS if kind.id == "matrix")
    palette = PaletteDialog(driver.window)
    palette.search.setText(title)
    assert palette.list.currentIndex().data() == driver.window.host.specs["matrix"].name
    assert title in driver.window.host.actions["matrix"].text().replace("&", "")
    assert title in _open(driver).windowTitle()


def test_it_shows_numbers_and_words(open_map: OpenWindow) -> None:
    driver = open_map()
    cells = _cells(_open(driver))
    assert cells.keys() == driver.document.actors.keys()
    assert cells["armenia"][0] == "+85"
    assert cells["georgia"][1] == "not applicable"
    assert cells["russia"][0] == "unknown"
    driver.canvas.grab()


def test_it_sorts_by_an_issue_with_the_unknown_last(open_map: OpenWindow) -> None:
    window = _open(open_map())
    window.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.AscendingOrder)
    model = window.model
    values = [cell.value for row in range(model.rowCount()) if (cell := model.cell(model.index(row, 1)))]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values[: len(known)] == known
    window.grab()


def test_a_click_leads_to_actor_and_issue(open_map: OpenWindow) -> None:
    driver = open_map()
    window = _open(driver)
    model = window.model
    row = list(_cells(window)).index("turkiye")
    index = model.index(row, 2)
    QTest.mouseClick(
        window.table.viewport(), Qt.MouseButton.LeftButton, pos=window.table.visualRect(index).center()
    )
    assert (driver.view.issue, driver.view.primary) == ("corridor", "turkiye")


def test_it_follows_edits_snapshots_and_the_measure(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    window = _open(driver)
    moves = {"armenia": Move(-30.0, None)}
    driver.session.apply(move_actors.of("2025-07", "border", moves, Authorship("T", None)), label="Move")
    qtbot.waitUntil(lambda: _cells(window)["armenia"][0] == "−30")
    driver.view.set(snapshot="2020")
    qtbot.waitUntil(lambda: _cells(window)["turkiye"][0] == "−60")
    window.measure.show_content("influence")
    window.measure.finished.emit()
    assert _cells(window)["armenia"][0] == "30"


def test_it_shows_one_map_whole_while_another_waits_to_be_shown(open_map: OpenWindow) -> None:
    """Qt asks for headings and cells whenever it likes: between an edit and the next turn, or on opening."""
    driver = open_map()
    window = _open(driver)
    window.close()
    driver.session.apply(remove_issue.of("corridor"), label="Remove")
    driver.session.apply(remove_actors.of(["iran"]), label="Remove")
    heading = window.model.headerData(2, Qt.Orientation.Horizontal)
    assert heading == "Corridor"
    assert "iran" in _cells(window)
    window.show()
    assert window.model.columnCount() == 2
    driver.session.apply(remove_actors.of(["russia"]), label="Remove")
    assert "russia" in _cells(window)
    QApplication.processEvents()
    assert _cells(window).keys() == driver.document.actors.keys()


def test_an_empty_map_is_told(open_map: OpenWindow) -> None:
    window = _open(open_map(StakeMap(id="00000000-0000-4000-8000-000000000000")))
    QApplication.processEvents()
    assert window.where.text() == "No snapshot to show yet."
    window.grab()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_only_alignments_have_the_colours_of_for_and_against(theme: Theme) -> None:
    assert value_colour(-80, "alignment", theme) != value_colour(80, "alignment", theme)
    for measure in ("salience", "influence"):
        fills = [value_colour(value, measure, theme) for value in range(0, 101, 10)]
        steps = [contrast(fill, theme.canvas) for fill in fills]
        assert steps == sorted(steps)
        assert steps[-1] > 2.5
        assert all(contrast(on_disc(fill, theme), fill) >= 4.5 for fill in fills)


def test_the_scale_tells_what_the_colours_mean(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("matrix")
    matrix = driver.matrix.matrix
    assert matrix is not None
    assert matrix.scale.accessibleName() == "against −100 – 0 – for +100"
    matrix.measure.show_content("salience")
    matrix.measure.finished.emit()
    assert matrix.scale.accessibleName() == "0 – 100"
    matrix.scale.grab()
