"""The canvas for assistive technology."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from stakemap.model.edits import remove_actors

Key = Qt.Key
Name, Description = QAccessible.Text.Name, QAccessible.Text.Description


def test_each_actor_is_an_accessible_child(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 7
    children = [interface.child(index) for index in range(7)]
    assert children[0].text(Name) == "Türkiye: alignment +10, influence 85"
    assert "\nRelations: Türkiye – Azerbaijan (" in children[0].text(Description)
    assert children[6].text(Name) == "Россия: position unknown"
    assert [interface.indexOfChild(child) for child in children] == list(range(7))
    assert all(child.parent().object() is canvas.canvas.view for child in children)
    centre = children[0].rect().center()
    assert (canvas.surface.mapFromGlobal(centre) - canvas.at("turkiye")).manhattanLength() <= 2
    assert interface.childAt(centre.x(), centre.y()).text(Name) == children[0].text(Name)
    assert interface.child(7) is None


def test_accessible_states_follow_focus_selection_and_moves(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    assert interface.focusChild() is None
    canvas.key(Key.Key_Tab)
    assert interface.focusChild().text(Name).startswith("Türkiye")
    assert interface.child(0).state().focused
    assert not interface.child(0).state().selected
    canvas.key(Key.Key_Space)
    assert interface.child(0).state().selected
    canvas.key(Key.Key_Left)
    assert interface.child(0).text(Name) == "Türkiye: alignment +9, influence 85"


def test_only_what_changed_is_told(drive, monkeypatch):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    told = []
    children = [interface.child(index) for index in range(7)]
    assert "Space selects it" in interface.text(Description)
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append((event.type(), event.object().actor))
    )
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Space)
    canvas.key(Key.Key_Left)
    canvas.key(Key.Key_Space)
    kinds = QAccessible.Event
    assert told == [
        (kinds.Focus, "turkiye"),
        (kinds.SelectionAdd, "turkiye"),
        (kinds.NameChanged, "turkiye"),
        (kinds.SelectionRemove, "turkiye"),
    ]
    assert children[0].text(Name) == "Türkiye: alignment +9, influence 85"


def test_accessible_children_come_and_go_with_their_actors(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    child = interface.child(0)
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    assert interface.childCount() == 6
    assert not child.isValid() or child.text(Name) == ""
    canvas.session.undo()
    assert interface.child(0).text(Name).startswith("Türkiye")
    del child
    gc.collect()
    assert interface.child(0).text(Name).startswith("Türkiye")


def test_focus_is_told_to_assistive_technology(drive):
    canvas = drive()
    QAccessible.setActive(True)
    try:
        for _ in range(8):
            canvas.key(Key.Key_Tab)
        canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
        gc.collect()
        canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    finally:
        QAccessible.setActive(False)
    assert canvas.scene.interaction.focused is not None
