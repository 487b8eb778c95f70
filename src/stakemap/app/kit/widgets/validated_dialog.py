"""The base class of dialogs whose fields are validated before they close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stakemap.app.kit.accessible import announce
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import mark
from stakemap.app.kit.widgets.dialog import Dialog, labelled


class ValidatedDialog(Dialog):
    """A dialog with room below each field for what is wrong with it."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent, title)
        self._errors: dict[QWidget, PlainLabel] = {}

    def add_field(self, caption: str, widget: QWidget, buddy: QWidget | None = None) -> QVBoxLayout:
        """Add a field, and return the column of its caption, itself and its error."""
        column = labelled(caption, widget, buddy)
        error = self._errors[widget] = PlainLabel(role="error", wrap=True)
        error.hide()
        column.addWidget(error)
        self.column.addLayout(column)
        return column

    def error_of(self, widget: QWidget) -> str:
        """The error below a field, "" if it is valid."""
        return self._errors[widget].text()

    def validated(self, widget: QWidget, value_of: Callable[[], Any]) -> Any:
        """The value of a field; None with an error below it if `value_of` raises ValueError."""
        sentence, value = "", None
        try:
            value = value_of()
        except ValueError as error:
            sentence = str(error)
        label = self._errors[widget]
        if sentence != label.text():
            announce(widget, sentence)
        label.setText(sentence)
        label.setVisible(bool(sentence))
        mark(widget, "invalid", bool(sentence))
        widget.setAccessibleDescription(sentence)
        return value

    def focus_invalid(self) -> bool:
        """Set the focus to the first field with an error; whether there is one."""
        wrong = next((widget for widget, error in self._errors.items() if error.text()), None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is not None
