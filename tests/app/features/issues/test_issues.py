"""The dialog of issues: adding, renaming, reordering, removing, poles and captions, each an undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from app_driver import named
from samples import sample
from stakemap.app.features.issues.dialog import IssuesDialog
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.kit.forms.fields import Field
from stakemap.model import edits
from stakemap.model.document import DecisionRule, Issue, StakeMap
from stakemap.model.order import issues_in_order

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

Key = Qt.Key


def _use(driver: Driver, act: Callable[[IssuesDialog], None]) -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger("issues")


def test_a_new_issue_is_added_last_and_shown(open_map: OpenWindow) -> None:
    driver = open_map()

    def act(dialog: IssuesDialog) -> None:
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.note.text() == "Enter a name first."
        QTest.keyClicks(dialog.line, "Rail line")
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.current == "rail-line"
        field = dialog.form.fields["low_label"]
        driver.type_into(field, "never")
        driver.type_into(dialog.form.fields["bottom_right"], "For it, in vain")

    _use(driver, act)
    made = driver.document.issues["rail-line"]
    assert (made.name, made.low_label, made.high_label, made.quadrants) == (
        "Rail line",
        "never",
        "For",
        ("", "", "", "For it, in vain"),
    )
    assert issues_in_order(driver.document)[-1] == "rail-line"
    assert driver.view.issue == "rail-line"
    assert driver.session.history.undo_labels[-1] == "Add the issue Rail line"


def test_another_issue_is_shown_from_its_name_on(open_map: OpenWindow) -> None:
    driver = open_map()

    def act(dialog: IssuesDialog) -> None:
        dialog.resize(dialog.width(), 360)
        QApplication.processEvents()
        bar = named(dialog, QScrollArea, "Details").verticalScrollBar()
        assert bar.maximum() > 0
        bar.setValue(bar.maximum())
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Key.Key_Down)
        assert bar.value() == 0

    _use(driver, act)


def test_it_begins_with_the_issue_on_show_and_renames_it(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(issue="corridor")

    def act(dialog: IssuesDialog) -> None:
        assert dialog.current == "corridor"
        QTest.keyClick(dialog.list, Key.Key_Return)
        assert dialog.focusWidget() is dialog.form.fields["name"].editor
        driver.type_into(dialog.form.fields["name"], "")
        assert dialog.form.fields["name"].error.text()
        dialog.reject()
        assert dialog.isVisible()
        driver.type_into(dialog.form.fields["name"], "Transit")
        dialog.reject()
        assert not dialog.isVisible()

    _use(driver, act)
    assert driver.document.issues["corridor"].name == "Transit"
    assert driver.view_bar.issues.currentText() == "Transit"


def test_it_says_how_an_issue_is_decided_and_what_is_needed(open_map: OpenWindow) -> None:
    driver = open_map()

    def act(dialog: IssuesDialog) -> None:
        rule, quota = dialog.form.fields["rule"], dialog.form.fields["quota"]
        assert rule.editor.currentText() == "More than half of the weight"
        assert not quota.isVisible()
        choose(rule, "share")
        assert quota.isVisible()
        assert quota.editor.accessibleName() == "Share needed, in per cent"
        driver.type_into(quota, "120")
        assert quota.error.text() == "A share of the weight is at most 100 per cent."
        driver.type_into(quota, "0")
        assert quota.error.text() == "Enter a number greater than 0."
        driver.type_into(quota, "60")
        assert driver.document.issues["border"].rule == DecisionRule(kind="share", quota=60)
        choose(rule, "votes")
        assert driver.document.issues["border"].rule == DecisionRule(kind="votes")
        assert quota.editor.accessibleName() == "Votes needed"
        choose(rule, "majority")
        assert driver.document.issues["border"].rule is None
        driver.session.undo()
        assert rule.editor.currentText() == "Votes"

    _use(driver, act)
    assert driver.session.history.undo_labels[-1] == "Change how Armenia–Türkiye border is decided"


def choose(field: Field, value: str) -> None:
    """Pick an option as a click in its list does."""
    editor = field.editor
    assert isinstance(editor, ChoiceEditor)
    editor.load()
    index = editor.findData(value)
    editor.setCurrentIndex(index)
    editor.activated.emit(index)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("empty", [False, True])
def test_the_last_entry_of_the_list_of_issues_edits_them(open_map: OpenWindow, empty: bool) -> None:
    document = sample()
    for issue in tuple(document.issues) if empty else ():
        document = edits.remove_issue(document, issue)
    driver = open_map(document)
    box, seen = driver.view_bar.issues, list[str | None]()
    shown = box.currentText()
    assert box.isEnabled()
    assert box.itemText(box.count() - 1) == "Edit issues…"
    driver.message_boxes.dialogs = [lambda dialog: (seen.append(dialog.current), dialog.reject())]
    box.showPopup()
    QTest.keyClick(box.view(), Key.Key_End)
    QTest.keyClick(box.view(), Key.Key_Return)
    assert len(seen) == 1
    assert box.currentText() == shown


def test_keys_do_not_step_on_to_the_entry_that_edits_issues(open_map: OpenWindow) -> None:
    driver = open_map()
    box = driver.view_bar.issues
    box.setFocus()
    last = issues_in_order(driver.document)[-1]
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_End):
        QTest.keyClick(box, key)
        # No dialog is expected, which would fail.
    assert driver.view.issue == last
    assert box.currentData() == last
    QTest.keyClick(box, Key.Key_Up)
    assert driver.view.issue != last


def test_alt_and_arrows_reorder(open_map: OpenWindow) -> None:
    driver = open_map()
    first, second = issues_in_order(driver.document)

    def act(dialog: IssuesDialog) -> None:
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert issues_in_order(driver.document) == (second, first)
        assert dialog.current == first
        assert not dialog.down.isEnabled()
        QTest.mouseClick(dialog.up, Qt.MouseButton.LeftButton)

    _use(driver, act)
    assert issues_in_order(driver.document) == (first, second)


def test_removing_asks_when_judgements_go_and_undo_works_inside(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document
    message_boxes.answers = [False, True]

    def act(dialog: IssuesDialog) -> None:
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Key.Key_Delete)
        assert driver.document is before
        QTest.keyClick(dialog.list, Key.Key_Delete)
        assert "border" not in driver.document.issues
        assert dialog.current == "corridor"
        assert driver.view.issue == "corridor"
        dialog.activateWindow()
        QTest.keyClick(dialog, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert driver.document is before

    _use(driver, act)


def test_the_tray_says_why_again_when_the_only_issue_is_removed_and_brought_back(
    open_map: OpenWindow,
) -> None:
    driver = open_map(edits.remove_issue(sample(), "corridor"))

    def reasons() -> set[str]:
        return {look.reason for look in driver.canvas.scene.appearance.tray}

    before = reasons()
    driver.session.apply(edits.remove_issue.of("border"), label="Remove")
    assert reasons() == {"No issue yet"}
    driver.trigger("undo")
    assert reasons() == before
    assert driver.canvas.scene.appearance.actors


def test_the_tray_says_that_nobody_is_judged_once_there_is_a_first_issue(open_map: OpenWindow) -> None:
    driver = open_map(sample().model_copy(update={"issues": {}, "snapshots": {}}))
    driver.session.apply(edits.branch.of("2025", None, "2025", scenario=False), label="Add")
    driver.session.apply(edits.add_issue.of("rail", Issue(name="Rail line")), label="Add")
    assert driver.view.issue == "rail"
    assert {look.reason for look in driver.canvas.scene.appearance.tray} == {"Not judged"}


def test_a_map_without_issues_says_what_one_is(open_map: OpenWindow) -> None:
    driver = open_map(StakeMap(id=sample().id))

    def act(dialog: IssuesDialog) -> None:
        assert not dialog.empty.isHidden()
        assert dialog.form.isHidden()
        QTest.keyClicks(dialog.line, "<b>Ports</b>")
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.empty.isHidden()

    _use(driver, act)
    assert driver.document.issues["b-ports-b"].name == "<b>Ports</b>"


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Return])
def test_a_read_only_map_keeps_its_issues(open_map: OpenWindow, key: Qt.Key) -> None:
    driver = open_map(read_only=True)
    before = driver.document

    def act(dialog: IssuesDialog) -> None:
        assert not dialog.remove_button.isEnabled()
        QTest.keyClick(dialog.list, key)

    _use(driver, act)
    assert driver.document is before
