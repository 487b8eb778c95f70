"""The dialog of groups: adding, renaming, recolouring, removing, and putting actors in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.features.groups.dialog import GroupsDialog
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.kit.icons import IconButton
from stakemap.model.document import StakeMap

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

Key = Qt.Key
Left = Qt.MouseButton.LeftButton


def _use(driver: Driver, act: Callable[[GroupsDialog], None]) -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger("groups")


def test_a_group_is_added_and_named_anew_each_an_undo_step(open_map: OpenWindow) -> None:
    driver = open_map()

    def act(dialog: GroupsDialog) -> None:
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.note.text() == "Type a name first."
        QTest.keyClicks(dialog.line, "Black Sea")
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.current == "black-sea"
        assert dialog.form.head.text() == "No actor yet"
        QTest.keyClick(dialog.list, Key.Key_Return)
        driver.type_into(dialog.form.fields["name"], "Black Sea states")
        driver.type_into(dialog.form.fields["name"], "")
        assert dialog.form.fields["name"].error.text()
        dialog.reject()
        assert dialog.isVisible()
        dialog.form.fields["name"].revert()

    _use(driver, act)
    assert driver.document.groups["black-sea"].name == "Black Sea states"
    labels = driver.session.history.undo_labels
    assert labels == ("Rename Black Sea to Black Sea states", "Add the group Black Sea")


def test_a_new_colour_is_that_of_its_actors(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    group = driver.document.actors["armenia"].group
    assert group is not None
    driver.view.select("armenia")
    message_boxes.answers = ["#123456"]

    def act(dialog: GroupsDialog) -> None:
        assert dialog.current == group
        picker = next(button for button in dialog.form.findChildren(IconButton))
        QTest.mouseClick(picker, Left)
        assert driver.document.groups[group].colour == "#123456"
        dialog.form.fields["colour"].editor.show_content("teal")
        assert not dialog.form.commit_pending()
        assert driver.document.groups[group].colour == "#123456"
        dialog.form.fields["colour"].revert()

    _use(driver, act)
    assert driver.canvas.scene.appearance.actors["armenia"].colour == "#123456"


def test_removing_a_group_with_actors_asks_and_they_stay(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document
    group = before.actors["armenia"].group
    assert group is not None
    driver.view.select("armenia")
    message_boxes.answers = [False, True]

    def act(dialog: GroupsDialog) -> None:
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Key.Key_Delete)
        assert driver.document is before
        QTest.keyClick(dialog.list, Key.Key_Delete)
        assert group not in driver.document.groups
        assert driver.document.actors["armenia"].group is None
        dialog.activateWindow()
        QTest.keyClick(dialog, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert driver.document is before

    _use(driver, act)
    assert message_boxes.asked[-2:] == [f"confirm Remove “{before.groups[group].name}”?"] * 2


def test_the_selected_actors_are_put_in_and_its_own_are_selected(open_map: OpenWindow) -> None:
    driver = open_map()
    group = driver.document.actors["armenia"].group
    driver.view.select("georgia", "russia")

    def act(dialog: GroupsDialog) -> None:
        dialog.list.show_current(group)
        assert dialog.form.add_button.text() == "&Put the 2 selected actors in it"
        QTest.mouseClick(dialog.form.add_button, Left)
        assert dialog.form.add_button.isHidden()
        QTest.mouseClick(dialog.form.select, Left)

    _use(driver, act)
    actors = driver.document.actors
    assert actors["georgia"].group == actors["russia"].group == group
    assert driver.view.selection == {key for key, actor in actors.items() if actor.group == group}
    assert len(driver.session.history.undo_labels) == 1


def test_the_inspector_leads_to_the_group_of_its_actor(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    seen: list[str | None] = []
    driver.message_boxes.dialogs = [lambda dialog: seen.append(dialog.current)]
    form = driver.inspector.form(ActorForm)
    # The form has just been made, and has no sizes yet.
    QApplication.processEvents()
    (button,) = (each for each in form.findChildren(IconButton) if each.accessibleName() == "All groups…")
    QTest.mouseClick(button, Left)
    assert seen == [driver.document.actors["armenia"].group]


def test_a_map_without_groups_says_what_one_is(open_map: OpenWindow) -> None:
    driver = open_map(StakeMap(id=sample().id))

    def act(dialog: GroupsDialog) -> None:
        assert not dialog.empty.isHidden()
        assert dialog.form.isHidden()

    _use(driver, act)


def test_a_read_only_map_keeps_its_groups(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    before = driver.document
    driver.view.select("georgia")

    def act(dialog: GroupsDialog) -> None:
        assert not dialog.remove_button.isEnabled()
        assert dialog.form.add_button.isHidden()
        QTest.keyClick(dialog.list, Key.Key_Delete)

    _use(driver, act)
    assert driver.document is before
