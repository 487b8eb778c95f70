"""The canvas by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from samples import sample, tiny
from stakemap.model.edits import Authorship, Move, move_actors

Key = Qt.Key


def coinciding():
    """The sample with Armenia where Türkiye is."""
    moves = {"armenia": Move(10, 85), "georgia": Move(10, 85)}
    return move_actors(sample(), "2025-07", "border", moves, Authorship("Test", "2025-08-01"))


def test_tab_walks_over_the_canvas_then_the_tray_then_on(drive, qtbot: QtBot):
    canvas = drive()
    canvas.key(Key.Key_Tab)
    seen = []
    for _ in range(7):
        seen.append(canvas.scene.interaction.focused)
        canvas.key(Key.Key_Tab)
    assert seen == ["turkiye", "president", "armenia", "azerbaijan", "iran", "georgia", "russia"]
    canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.scene.interaction.focused == "georgia"
    assert canvas.view_state.selection == set()


def test_tab_leaves_the_canvas_after_the_last_actor(drive, qtbot: QtBot):
    canvas = drive(tiny())
    other = QWidget(canvas.canvas)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    canvas.key(Key.Key_Tab)
    assert canvas.scene.interaction.focused == "armenia"
    canvas.key(Key.Key_Tab)
    assert other.hasFocus()
    assert not canvas.scene.interaction.focus_shown


def test_space_selects_and_enter_inspects_the_focused_actor(drive):
    canvas = drive()
    inspected: list[str] = []
    canvas.canvas.inspect_requested.connect(inspected.append)
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Space)
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Space)
    assert canvas.view_state.selection == {"turkiye", "president"}
    canvas.key(Key.Key_Space)
    assert canvas.view_state.selection == {"turkiye"}
    canvas.key(Key.Key_Return)
    assert inspected == ["president"]
    assert canvas.view_state.selection == {"president"}


def test_arrows_move_the_focused_actor_when_it_is_not_selected(drive):
    canvas = drive(selection=frozenset({"armenia"}))
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Right)
    assert canvas.judged("turkiye") == (11, 85)
    assert canvas.judged("armenia") == (85, 35)


def test_the_focused_actor_comes_into_view_and_its_group_fans_out(drive):
    canvas = drive(coinciding())
    canvas.wheel(canvas.pixels(-80, 10), 10)
    canvas.key(Key.Key_Tab)
    assert canvas.scene.interaction.focused == "armenia"
    assert canvas.surface.rect().contains(canvas.at("georgia"))
    assert canvas.scene.fan is not None


def test_keys_it_has_no_use_for_go_on(drive):
    canvas = drive()
    canvas.view_state.select("turkiye")
    canvas.key(Key.Key_Delete)
    assert "turkiye" in canvas.document.actors
