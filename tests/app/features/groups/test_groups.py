"""The dialog of groups: adding, renaming, recolouring, removing, and putting actors in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from app_driver import named
from samples import sample
from stakemap.app.features.groups.dialog import GroupsDialog
from stakemap.app.features.groups.new_group import NewGroupDialog
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.kit.icons import IconButton
from stakemap.model.colours import SWATCHES, colour_name
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
        assert dialog.note.text() == "Enter a name first."
        QTest.keyClicks(dialog.line, "Black Sea")
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.current == "black-sea"
        assert dialog.form.head.text() == "No actors yet"
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


def test_a_new_colour_is_that_of_its_actors(open_map: OpenWindow) -> None:
    driver = open_map()
    group = driver.document.actors["armenia"].group
    assert group is not None
    driver.view.select("armenia")

    def act(dialog: GroupsDialog) -> None:
        assert dialog.current == group
        QTest.mouseClick(named(dialog.form, QAbstractButton, "Teal"), Left)
        assert driver.document.groups[group].colour == colour_named("Teal")
        line = named(dialog.form, QLineEdit, "Colour")
        line.selectAll()
        QTest.keyClicks(line, "123456")
        QTest.keyClick(line, Key.Key_Return)
        assert driver.document.groups[group].colour == "#123456"
        dialog.form.fields["colour"].editor.show_content("teal")
        assert not dialog.form.commit_pending()
        assert driver.document.groups[group].colour == "#123456"
        dialog.form.fields["colour"].revert()

    _use(driver, act)
    assert driver.canvas.scene.appearance.actors["armenia"].colour == "#123456"


def colour_named(name: str) -> str:
    return next(swatch for swatch in SWATCHES if colour_name(swatch) == name)


def test_swatches_are_one_stop_and_picked_with_keys(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")

    def act(dialog: GroupsDialog) -> None:
        first = named(dialog.form, QAbstractButton, "Violet")
        first.setFocus()
        QTest.keyClick(first, Key.Key_Right)
        second = named(dialog.form, QAbstractButton, "Crimson")
        assert second.hasFocus()
        QTest.keyClick(second, Key.Key_Space)
        assert driver.document.groups["yerevan"].colour == colour_named("Crimson")
        assert second.isChecked()
        row = second.parentWidget()
        stops = [
            each for each in row.findChildren(QAbstractButton) if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert stops == [second]

    _use(driver, act)


def test_an_automatic_colour_is_one_that_no_other_group_has_and_stays(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")

    def act(dialog: GroupsDialog) -> None:
        QTest.mouseClick(named(dialog.form, QAbstractButton, "Automatic"), Left)

    _use(driver, act)
    groups = driver.document.groups
    assert groups["yerevan"].colour in SWATCHES
    assert len({group.colour for group in groups.values()}) == len(groups)


def _menu(driver: Driver, path: str) -> list[QAction]:
    """The entries of a submenu of the context menu of actors, as it opens."""
    menu = driver.window.host.context_menu("actor", driver.window)
    title = {"group": "&Group", "colour": "C&olour"}[path]
    inner = next(action.menu() for action in menu.actions() if action.text() == title)
    inner.aboutToShow.emit()
    return list(inner.actions())


def _choose(driver: Driver, path: str, text: str) -> None:
    next(action for action in _menu(driver, path) if action.text() == text).trigger()


def test_the_context_menu_puts_the_selected_actors_in_a_group(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("georgia", "russia")
    assert [action.text() for action in _menu(driver, "group")] == [
        "No group", "Ankara and Baku", "Yerevan", "New group…",
    ]  # fmt: skip
    _choose(driver, "group", "Yerevan")
    actors = driver.document.actors
    assert actors["georgia"].group == actors["russia"].group == "yerevan"
    assert [action.text() for action in _menu(driver, "group") if action.isChecked()] == ["Yerevan"]
    _choose(driver, "group", "No group")
    assert driver.document.actors["russia"].group is None
    assert len(driver.session.history.undo_labels) == 2


def test_the_context_menu_colours_the_selected_actors(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    assert len(_menu(driver, "colour")) == 1 + len(SWATCHES)
    _choose(driver, "colour", "Olive")
    assert driver.document.actors["armenia"].colour == colour_named("Olive")
    assert [action.text() for action in _menu(driver, "colour") if action.isChecked()] == ["Olive"]
    _choose(driver, "colour", "Automatic")
    assert driver.document.actors["armenia"].colour is None
    driver.view.set(selection=frozenset())
    assert [action.isEnabled() for action in _menu(driver, "colour")] == [False]


def test_a_new_group_of_the_menu_is_named_coloured_and_joined_at_once(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("georgia", "russia")

    def act(dialog: NewGroupDialog) -> None:
        assert not dialog.create_button.isEnabled()
        QTest.keyClicks(dialog.line, "Nile")
        QTest.mouseClick(named(dialog, QAbstractButton, "Rose"), Left)
        QTest.keyClick(dialog.line, Key.Key_Return)

    driver.message_boxes.dialogs = [act]
    _choose(driver, "group", "New group…")
    nile = driver.document.groups["nile"]
    assert (nile.name, nile.colour) == ("Nile", colour_named("Rose"))
    assert driver.document.actors["georgia"].group == driver.document.actors["russia"].group == "nile"
    assert driver.session.history.undo_labels == ("Add 2 actors to Nile",)

    def again(dialog: NewGroupDialog) -> None:
        QTest.keyClicks(dialog.line, "NILE")
        QTest.keyClick(dialog.line, Key.Key_Return)

    driver.view.select("armenia")
    driver.message_boxes.dialogs = [again]
    _choose(driver, "group", "New group…")
    assert driver.document.actors["armenia"].group == "nile"
    assert "nile-2" not in driver.document.groups


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
        assert dialog.form.add_button.text() == "&Add the 2 selected actors to this group"
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
