"""A box in which an issue is chosen, or the name of a new one typed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit

from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.model.records import NAME_LIMIT
from stakemap.text import shown_line, single_line


class IssueBox(ChoiceBox):
    """`chosen` carries the key of a listed issue, or the name that was typed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setEditable(True)
        self.setInsertPolicy(ChoiceBox.InsertPolicy.NoInsert)
        # A new name may begin as a listed one does.
        self.setCompleter(None)  # type: ignore[arg-type]
        self.activated.connect(lambda _index: self._choose())
        self.line.editingFinished.connect(self._choose)

    @property
    def line(self) -> QLineEdit:
        """Where a name is typed."""
        line = self.lineEdit()
        assert line is not None
        return line

    def show_issues(self, names: Mapping[str, str], current: str) -> None:
        """List issues by their keys, and show the name of the current one unless another is being typed."""
        if self.line.hasFocus() and self.line.isModified():
            return
        with QSignalBlocker(self):
            self.clear()
            for key, name in names.items():
                self.addItem(shown_line(name), key)
            self.setEditText(shown_line(current))
            self.line.setCursorPosition(0)
        self._shown = self.currentText()

    def _choose(self) -> None:
        text = self.currentText()
        if text == self._shown:
            return
        self._shown = text
        self.line.setModified(False)
        place = self.findText(text)
        self.chosen.emit(self.itemData(place) if place >= 0 else single_line(text)[:NAME_LIMIT])
