"""Input widgets of forms: they emit `finished` to commit their content and `reverted` on Esc.

An Esc that reverts nothing is left to the panel or dialog.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.text import shown_line

#: Compared with each event, so looked up once.
_OVERRIDE = QEvent.Type.ShortcutOverride


class Option(NamedTuple):
    """An option of a choice: its value and its text."""

    value: str | None
    text: str


def _revert(
    editor: LineEditor | NoteEditor | ChoiceEditor, event: QKeyEvent, text: Callable[[], str]
) -> None:
    """Emit `reverted`, and leave the key to others where that changed no text and closed nothing."""
    before = text()
    editor.reverted.emit()
    if editor.isVisible() and text() == before:
        event.ignore()


class LineEditor(QLineEdit):
    """A line edit. `finished` is emitted on Enter and when it loses the focus, `reverted` on Esc.

    With `step` the arrow keys change a number by 1, with Shift by 10.
    """

    finished = Signal()
    reverted = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, step: Callable[[str, int], str] | None = None
    ) -> None:
        super().__init__(parent)
        self._step = step
        self.returnPressed.connect(self.finished)

    def content(self) -> str:
        """The text in the editor."""
        return self.text()

    def show_content(self, text: str) -> None:
        """Set the text without emitting `finished`."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def refresh(self) -> None:
        """Do nothing: its text depends on the content alone."""

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid editing."""
        self.setReadOnly(read_only)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish on losing the focus, except to a popup or another window, and scroll to the start."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc reverts; arrow keys step a number."""
        if event.key() == Qt.Key.Key_Escape:
            _revert(self, event, self.text)
            return
        if (
            self._step is not None
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and not self.isReadOnly()
        ):
            size = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.setText(self._step(self.text(), size if event.key() == Qt.Key.Key_Up else -size))
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave some shortcuts to the window, see `_is_for_the_window`."""
        if event.type() == _OVERRIDE and _is_for_the_window(
            event, self.isUndoAvailable(), self.isRedoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)


def _is_for_the_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether the window handles a shortcut that a text field would consume.

    Undo and Redo, once the field has nothing to undo or redo; Ctrl+K and Ctrl+E, which on some systems
    delete to the end of a line or go there.
    """
    if not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in (
        Qt.Key.Key_K,
        Qt.Key.Key_E,
    ):
        return True
    key = QKeySequence.StandardKey
    return (event.matches(key.Undo) and not can_undo) or (event.matches(key.Redo) and not can_redo)


class NoteEditor(QPlainTextEdit):
    """A multi-line text that grows with its content. Ctrl+Enter or losing the focus finishes, Esc reverts."""

    finished = Signal()
    reverted = Signal()

    def __init__(self, parent: QWidget | None = None, *, least: int = 2, most: int = 8) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def content(self) -> str:
        """The text in the editor."""
        return self.toPlainText()

    def show_content(self, text: str) -> None:
        """Set the text without emitting `finished`."""
        if self.toPlainText() != text:
            self.setPlainText(text)

    def _make_undoable(self, typed: str) -> None:
        """Let Ctrl+Z bring back what was typed before the present text was shown, which Qt forgets."""
        shown = self.toPlainText()
        if shown != typed:
            with QSignalBlocker(self):
                self.setPlainText(typed)
                cursor = QTextCursor(self.document())
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(shown)

    def refresh(self) -> None:
        """Do nothing: its text depends on the content alone."""

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid editing."""
        self.setReadOnly(read_only)

    def _fit(self) -> None:
        needed = round(self.document().size().height())
        lines = min(max(needed, self._least), self._most)
        # Margins of the document, frame and padding of the style sheet.
        room = round(self.document().documentMargin() * 2) + GRID + 2
        height = math.ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + room
        if height != self.height():
            self.setFixedHeight(height)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > self._most else policy.ScrollBarAlwaysOff
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the text as it is wrapped now."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish on losing the focus, except to a popup or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()
            # What is undone here later is the edit, not what was typed for it.
            self.document().clearUndoRedoStacks()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc reverts, which Ctrl+Z takes back; Ctrl+Enter finishes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            typed = self.toPlainText()
            _revert(self, event, self.toPlainText)
            self._make_undoable(typed)
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave some shortcuts to the window, see `_is_for_the_window`."""
        if event.type() == _OVERRIDE:
            history = self.document()
            if _is_for_the_window(event, history.isUndoAvailable(), history.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text if it has a scroll bar, else leave the wheel to the panel."""
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(ChoiceBox):
    """A combo box of options.

    `options` is called when the list opens, so that long lists cost nothing before; until then `text_of`
    gives the text of a content, where searching all options would be slow. The content is the value of the
    option, "" for None; see NamingEditor for one that takes new names, too.
    """

    finished = Signal()
    reverted = Signal()

    opening_keys: tuple[Qt.Key, ...] = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space)

    def __init__(
        self,
        options: Callable[[], Sequence[Option]],
        parent: QWidget | None = None,
        *,
        text_of: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = options
        self._text_lookup = text_of
        self._content = ""
        self._loaded = False
        self._read_only = False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.activated.connect(self._chosen)

    def content(self) -> str:
        """The chosen value, "" for none, or "+" and a new name."""
        return self._content

    def show_content(self, text: str) -> None:
        """Set the value without emitting `finished`."""
        shown = self._text_of(text)
        held = [(self.itemData(place), self.itemText(place)) for place in range(min(self.count(), 2))]
        if held == [(text, shown)] and text == self._content and self.currentText() == shown:
            self._loaded = False
            self._show_start()
            return
        self._content = text
        self._loaded = False
        self.clear()
        self.addItem(shown, text)
        self.setCurrentIndex(0)
        self._show_start(even_with_focus=True)

    def _show_start(self, even_with_focus: bool = False) -> None:
        """Scroll a long text to its beginning, unless it is being edited."""
        line = self.lineEdit()
        if line is not None and (even_with_focus or not line.hasFocus()):
            line.setCursorPosition(0)

    def refresh(self) -> None:
        """Update the text of the value; the options are reloaded when they are next needed."""
        if self._loaded and self.hasFocus():
            return
        self._loaded = False
        text = self._text_of(self._content)
        if self.currentText() != text:
            self.show_content(self._content)

    def _text_of(self, content: str) -> str:
        if content.startswith("+"):
            return shown_line(content[1:])
        if self._text_lookup is not None:
            return shown_line(self._text_lookup(content))
        for option in self._options():
            if (option.value or "") == content:
                return shown_line(option.text)
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid choosing."""
        self._read_only = read_only
        self.setEnabled(not read_only)

    def load(self) -> None:
        """Fill the list with the options, unless that was done since the value was shown."""
        if self._loaded:
            return
        self._loaded = True
        line = self.lineEdit()
        cursor = 0 if line is None else line.cursorPosition()
        self.clear()
        for option in self._options():
            self.addItem(shown_line(option.text), option.value or "")
        index = self.findData(self._content)
        self.setCurrentIndex(index)
        if index < 0 and self.isEditable():
            self.setEditText(self._text_of(self._content))
        if line is not None:
            line.setCursorPosition(cursor)

    def showPopup(self) -> None:
        """Load the options, then open the list."""
        self.load()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Load the options, so that typing a first letter finds one."""
        self.load()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc reverts; arrow keys and Space open the list instead of changing the value at once."""
        self.load()
        if event.key() == Qt.Key.Key_Escape:
            _revert(self, event, self.currentText)
        elif event.key() in self.opening_keys:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def _chosen(self, index: int) -> None:
        self._content = self.itemData(index) or ""
        self._show_start(even_with_focus=True)
        self.finished.emit()
