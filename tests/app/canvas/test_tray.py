"""The tray: one row, the number of those that it has no room for, and all of them when it is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import tiny
from stakemap.model.document import Actor
from stakemap.model.edits import add_actor, remove_actors

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def crowded(count=120):
    """A map with one placed actor and many without a position."""
    document = tiny()
    for number in range(count):
        document = add_actor(document, f"actor-{number:03}", Actor(name=f"Actor number {number}"))
    return document


def shown_chips(tray):
    """The actors whose chips can be seen."""
    actors = [chip.look.actor for chip in tray.content.chips if chip.look is not None]
    return [actor for actor in actors if tray.content.box_of(actor) is not None]


@pytest.mark.parametrize("count", [30, 120, 300])
def test_a_tray_with_many_is_one_row_that_counts_the_others(drive, count):
    canvas = drive(crowded(count))
    tray = canvas.canvas.tray
    assert tray.height() == 36
    assert tray.verticalScrollBar().maximum() == 0
    seen = shown_chips(tray)
    assert seen
    assert tray.more.text() == f"+{count - len(seen)}"
    assert all(tray.content.box_of(actor).right() < tray.more.x() for actor in seen)
    plot = canvas.canvas.view.height()
    QTest.mouseClick(tray.more, Left)
    assert tray.is_open
    assert len(shown_chips(tray)) == count
    assert tray.height() > 36
    assert canvas.canvas.view.height() == plot
    QTest.mouseClick(tray.more, Left)
    assert tray.height() == 36
    assert shown_chips(tray) == seen


def test_a_tray_with_room_for_all_has_no_button(drive):
    canvas = drive(crowded(2))
    assert not canvas.canvas.tray.more.isVisible()
    assert len(shown_chips(canvas.canvas.tray)) == 2


def test_the_tray_is_used_by_keyboard_alone(drive):
    canvas = drive(crowded())
    tray = canvas.canvas.tray
    canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    focused = canvas.scene.interaction.focused
    assert tray.is_open
    box = tray.content.box_of(focused)
    assert tray.viewport().rect().contains(tray.content.mapTo(tray.viewport(), box.center()))
    canvas.key(Key.Key_Space)
    assert canvas.view_state.selection == {focused}
    canvas.key(Key.Key_Escape)
    assert not tray.is_open
    assert canvas.view_state.selection == {focused}, "the first Esc closes the tray alone"
    canvas.key(Key.Key_Tab)
    assert tray.more.hasFocus()
    QTest.keyClick(tray.more, Key.Key_Space)
    assert tray.is_open
    QTest.keyClick(tray.more, Key.Key_Escape)
    assert not tray.is_open
    interface = QAccessible.queryAccessibleInterface(tray.more)
    hidden = 120 - len(shown_chips(tray))
    assert interface.text(QAccessible.Text.Name) == f"{hidden} more without a position"
    assert interface.state().checkable


def test_the_open_tray_closes_when_the_focus_goes_to_the_plot_and_on_a_press_there(drive):
    canvas = drive(crowded())
    tray = canvas.canvas.tray
    tray.show_actor("actor-119")
    assert tray.is_open
    canvas.key(Key.Key_Tab)
    assert canvas.scene.interaction.focused == "armenia"
    assert not tray.is_open
    tray.set_open(True)
    canvas.click(canvas.pixels(-80, 95))
    assert not tray.is_open


def test_a_drag_out_of_the_open_tray_closes_it_and_judges(drive):
    canvas = drive(crowded())
    tray = canvas.canvas.tray
    tray.set_open(True)
    QApplication.processEvents()
    low = canvas.pixels(-60, 12)
    assert tray.is_at(canvas.surface.mapToGlobal(low)), "where it goes is covered by the open tray"
    canvas.drag_chip("actor-119", canvas.pixels(-60, 90), release=False)
    assert not tray.is_open
    canvas.drop_chip(low)
    assert canvas.judged("actor-119") == (-60, 12)


def test_an_actor_of_the_overflow_is_where_its_number_is(drive):
    canvas = drive(crowded())
    tray = canvas.canvas.tray
    assert canvas.canvas.box_of("actor-119").intersects(tray.more.geometry().translated(tray.pos()))
    canvas.canvas.begin_rename("actor-119")
    assert tray.is_open
    assert canvas.canvas.naming.is_open


def test_the_open_tray_closes_when_all_it_had_are_gone(drive):
    canvas = drive(crowded(40))
    tray = canvas.canvas.tray
    tray.set_open(True)
    canvas.session.apply(remove_actors.of([f"actor-{number:03}" for number in range(38)]), label="Delete")
    assert not tray.is_open
    assert tray.height() == 36
    assert not tray.more.isVisible()
