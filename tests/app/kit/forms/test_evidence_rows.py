"""Rows of a form that can be added and removed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.kit.forms.evidence_rows import RowsEditor, make_condition_row
from stakemap.app.kit.widget_ownership import next_in_focus_chain


def test_tab_goes_through_new_rows_between_the_field_above_and_the_button_that_adds_one(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout, above, below = QVBoxLayout(window), QLineEdit(), QLineEdit()
    editor = RowsEditor(make_condition_row(list), "Add a condition", "Remove the condition")
    for widget in (above, editor, below):
        layout.addWidget(widget)
    for _ in range(2):
        editor.add_button.click()
    first, second = editor.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[1:]
    wanted = [above, first, second, editor.add_button, below]
    passed, widget = [above], next_in_focus_chain(above)
    while widget is not above:
        stop = next((one for one in (first, second) if one.isAncestorOf(widget)), widget)
        is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and stop in wanted
        if is_stop and stop is not passed[-1]:
            passed.append(stop)
        widget = next_in_focus_chain(widget)
    assert passed == wanted
