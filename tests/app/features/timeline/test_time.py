"""Going through time: actors walk from place to place, Space and F5 play, any key stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.canvas import Canvas
from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.picture.theme import LIGHT

if TYPE_CHECKING:
    from conftest import DriveCanvas, OpenWindow

Key = Qt.Key


def _map() -> StakeMap:
    """The sample, in which Armenia was elsewhere in 2020."""
    author = edits.Authorship("A", "2025-08-01")
    move = {"armenia": edits.Move(-90.0, 90.0)}
    return edits.move_actors(sample(), "2020", "border", move, author)


def _moving_canvas(qtbot: QtBot, document: StakeMap) -> Canvas:
    session = Session(document, author="Test", today=lambda: "2025-08-01")
    canvas = Canvas(session, ViewState.for_document(document, snapshot="2020"), LIGHT)
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    with qtbot.waitExposed(canvas):
        canvas.show()
    qtbot.waitUntil(lambda: canvas.is_settled)
    return canvas


def _drawn(scene: Scene, actor: str) -> tuple[float, float]:
    return scene.standing()[actor]


def _judged(scene: Scene, actor: str) -> tuple[float, float]:
    look = scene.appearance.actors[actor]
    return look.x, look.y


@pytest.mark.parametrize("step", [{"snapshot": "2025-07"}, {"issue": "corridor"}])
def test_actors_walk_to_where_the_next_snapshot_or_issue_has_them(qtbot: QtBot, step: dict[str, str]) -> None:
    document = _map()
    signed = edits.Authorship("Test", "2025-08-01")
    document = edits.move_actors(document, "2020", "corridor", {"armenia": edits.Move(-60, 35)}, signed)
    canvas = _moving_canvas(qtbot, document)
    scene = canvas.scene
    start = _drawn(scene, "armenia")
    canvas.view_state.set(**step)
    goal = _judged(scene, "armenia")
    assert _drawn(scene, "armenia") != goal
    assert not canvas.is_settled
    seen = set()

    def on_the_way() -> bool:
        seen.add(round(_drawn(scene, "armenia")[0]))
        return _drawn(scene, "armenia") == goal

    qtbot.waitUntil(on_the_way, timeout=1_500)
    assert any(min(start[0], goal[0]) < x < max(start[0], goal[0]) for x in seen)
    qtbot.waitUntil(lambda: canvas.is_settled)
    assert not scene.interaction.is_transitioning
    assert all(scene.columns.opacity == 1.0)


def test_an_edit_on_the_way_ends_it(qtbot: QtBot) -> None:
    canvas = _moving_canvas(qtbot, _map())
    scene, session = canvas.scene, canvas.session
    canvas.view_state.set(snapshot="2025-07")
    move = {"armenia": edits.Move(1.0, 2.0)}
    session.apply(edits.move_actors.of("2025-07", "border", move, session.authorship), label="x")
    assert _drawn(scene, "armenia") == (1.0, 2.0)
    assert canvas.scene.standing() == {actor: _judged(scene, actor) for actor in scene.appearance.actors}


def test_a_step_on_the_way_goes_on_from_there(qtbot: QtBot) -> None:
    canvas = _moving_canvas(qtbot, _map())
    scene = canvas.scene
    start = _drawn(scene, "armenia")
    canvas.view_state.set(snapshot="2025-07")
    qtbot.waitUntil(lambda: abs(_drawn(scene, "armenia")[0] - start[0]) > 20)
    there = _drawn(scene, "armenia")
    canvas.view_state.set(snapshot="2020")
    assert _drawn(scene, "armenia") == pytest.approx(there, abs=12)
    qtbot.waitUntil(lambda: canvas.is_settled)
    assert _drawn(scene, "armenia") == _judged(scene, "armenia")


def test_where_motion_is_reduced_they_are_there_at_once(drive: DriveCanvas) -> None:
    driver = drive(_map(), snapshot="2020")
    driver.view_state.set(snapshot="2025-07")
    assert _drawn(driver.scene, "armenia") == _judged(driver.scene, "armenia")


def test_space_plays_to_the_end(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(_map())
    driver.context.change_settings(reduced_motion=True)
    driver.view.set(snapshot="2020")
    dated = [key for key, chip in driver.view_bar.snapshots.chips.items() if not chip.scenario]
    seen = ["2020"]
    driver.view.changed.connect(lambda _fields: seen.append(driver.view.snapshot or ""))
    canvas = driver.canvas
    canvas.setFocus()
    QTest.keyClick(canvas.view, Key.Key_Space)
    assert driver.window.host.actions["play"].isChecked()
    qtbot.waitUntil(lambda: driver.view.snapshot == dated[-1], timeout=6_000)
    assert seen == dated
    assert not driver.window.host.actions["play"].isChecked()


def test_how_to_stop_is_said_until_the_playback_ends(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(_map())
    driver.context.change_settings(reduced_motion=True)
    driver.trigger("play")
    first = driver.view.snapshot
    qtbot.waitUntil(lambda: driver.view.snapshot != first, timeout=6_000)
    assert driver.message == "Press any key to stop."
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_A)
    assert driver.message == ""


def test_any_key_stops_and_does_nothing_else(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    driver.view.select("armenia")
    driver.trigger("play")
    first = driver.view.snapshot
    assert first == "2020"
    assert driver.window.host.actions["play"].isChecked()
    before = driver.document
    QTest.keyClick(driver.canvas.view, Key.Key_Delete)
    assert driver.document is before
    assert not driver.window.host.actions["play"].isChecked()
    driver.trigger("play")
    QTest.mouseClick(driver.inspector, Qt.MouseButton.LeftButton)
    assert not driver.window.host.actions["play"].isChecked()


def test_space_still_selects_the_actor_in_focus(open_map: OpenWindow) -> None:
    driver = open_map(_map())
    canvas = driver.canvas
    QTest.keyClick(canvas.view, Key.Key_Tab)
    QTest.keyClick(canvas.view, Key.Key_Space)
    assert len(driver.view.selection) == 1
    assert not driver.window.host.actions["play"].isChecked()


def test_a_map_with_one_date_cannot_be_played(open_map: OpenWindow) -> None:
    document = sample()
    for key, snapshot in sample().snapshots.items():
        if key != "2020" and not snapshot.scenario:
            document = edits.remove_snapshot(document, key)
    driver = open_map(document)
    assert not driver.enabled("play")
