"""Input widgets that know when they were changed, commit when finished and go back on Esc."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.text import shown_line, single_line

__all__ = ["ChoiceEditor", "LineEditor", "NoteEditor", "Option"]


#: Asked about each event, so looked up once.
_OVERRIDE = QEvent.Type.ShortcutOverride


class Option(NamedTuple):
    """One thing to choose: the value behind it and its text."""

    value: str | None
    text: str


class LineEditor(QLineEdit):
    """One line of text. `finished` comes with Enter and when focus leaves, `reverted` with Esc.

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
        """The text as typed."""
        return self.text()

    def show_content(self, text: str) -> None:
        """Show a text that is not the user's typing."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def refresh(self) -> None:
        """Nothing here can change without its content."""

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be read and copied only."""
        self.setReadOnly(read_only)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish when focus goes elsewhere, not for a menu or another window; show how the text begins."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; arrows count where the field holds a number."""
        if event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
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
        """Leave some shortcuts to the window."""
        if event.type() == _OVERRIDE and _is_for_the_window(
            event, self.isUndoAvailable(), self.isRedoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)


def _is_for_the_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether a shortcut is the window's although a text field would take it.

    Undo and Redo are, once there is no typing to take back; so are Ctrl+K and Ctrl+E, which on some systems
    would delete to the end of a line or go there.
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
    """Some lines of text that grow with what they hold. Ctrl+Enter or leaving finishes, Esc goes back."""

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
        """The text as typed."""
        return self.toPlainText()

    def show_content(self, text: str) -> None:
        """Show a text that is not the user's typing."""
        if self.toPlainText() != text:
            self.setPlainText(text)

    def refresh(self) -> None:
        """Nothing here can change without its content."""

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be read and copied only."""
        self.setReadOnly(read_only)

    def _fit(self) -> None:
        needed = round(self.document().size().height())
        lines = min(max(needed, self._least), self._most)
        # Margins of the document, and frame and padding as in the style sheet.
        room = round(self.document().documentMargin() * 2) + GRID + 2
        height = math.ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + room
        if height != self.height():
            self.setFixedHeight(height)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > self._most else policy.ScrollBarAlwaysOff
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to how the text breaks now."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Finish when focus goes elsewhere, but not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Ctrl+Enter finishes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave some shortcuts to the window."""
        if event.type() == _OVERRIDE:
            history = self.document()
            if _is_for_the_window(event, history.isUndoAvailable(), history.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel unless there is something to scroll here."""
        if self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(ChoiceBox):
    """A choice among options, or a new name where `creating`; never changed by a wheel passing over it.

    `options` is asked when the list opens, so that long ones cost nothing before; until then `text_of` gives
    the text of a content, where looking through all options would take too long. Content is the value of the
    option, "" for None; a new name is its text after "+".
    """

    finished = Signal()
    reverted = Signal()

    def __init__(
        self,
        options: Callable[[], Sequence[Option]],
        parent: QWidget | None = None,
        *,
        creating: bool = False,
        text_of: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = options
        self._given_text_of = text_of
        self._content = ""
        self._loaded = False
        self._read_only = False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        # A wheel that passes over it must not take the focus.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if creating:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line = self.lineEdit()
            assert line is not None
            line.returnPressed.connect(self._typed)
            line.installEventFilter(self)
        self.activated.connect(self._chosen)

    def content(self) -> str:
        """The value chosen, "" for none, or "+" and a new name."""
        return self._content

    def show_content(self, text: str) -> None:
        """Show a value that is not the user's choice."""
        self._content = text
        self._loaded = False
        self.clear()
        self.addItem(self._text_of(text), text)
        self.setCurrentIndex(0)
        self._show_start()

    def _show_start(self) -> None:
        line = self.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)

    def refresh(self) -> None:
        """Show the same value as it is called now; the options are asked again when they are needed."""
        if self._loaded and self.hasFocus():
            return
        self._loaded = False
        text = self._text_of(self._content)
        if self.currentText() != text:
            self.show_content(self._content)

    def _text_of(self, content: str) -> str:
        if content.startswith("+"):
            return shown_line(content[1:])
        if self._given_text_of is not None:
            return shown_line(self._given_text_of(content))
        for option in self._options():
            if (option.value or "") == content:
                return shown_line(option.text)
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Let the choice be seen only."""
        self._read_only = read_only
        self.setEnabled(not read_only)

    def load(self) -> None:
        """Read the options now, unless that was done since the value was shown."""
        if self._loaded:
            return
        self._loaded = True
        self.clear()
        for option in self._options():
            self.addItem(shown_line(option.text), option.value or "")
        index = self.findData(self._content)
        self.setCurrentIndex(index)
        if index < 0 and self.isEditable():
            self.setEditText(self._text_of(self._content))

    def showPopup(self) -> None:
        """Read the options, then open the list."""
        self.load()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read the options, so that typing a first letter finds one."""
        self.load()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, since the text itself never has the focus: the choice stands in for it."""
        super().focusOutEvent(event)
        if self.isEditable() and event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self._typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; arrows open the list, so that passing by an option does not choose it."""
        self.load()
        if event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space) and not self.isEditable():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Take what was typed when focus leaves the text of the choice, and Esc as going back."""
        if event.type() == QEvent.Type.FocusIn:
            self.load()
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
            ):
                self._typed()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.reverted.emit()
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the panel scroll."""
        event.ignore()

    def _chosen(self, index: int) -> None:
        self._content = self.itemData(index) or ""
        self.finished.emit()

    def _typed(self) -> None:
        if self._read_only:
            return
        text = single_line(self.currentText())
        if text == self._text_of(self._content):
            return
        for option in self._options():
            if shown_line(option.text).casefold() == shown_line(text).casefold():
                self._content = option.value or ""
                break
        else:
            self._content = f"+{text}" if text else ""
        self.finished.emit()
