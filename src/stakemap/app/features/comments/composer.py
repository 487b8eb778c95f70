"""The field of the panel in which comments are written: about a place, as an answer, or as a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.editors import ChoiceEditor, NoteEditor, Option
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model.records import TEXT_LIMIT


class Target(NamedTuple):
    """What is written: a comment on the place with the path `key`, an answer to the comment `key`, or its new
    text.
    """

    kind: Literal["place", "answer", "change"]
    key: str

    @property
    def value(self) -> str:
        """It as the value of an option."""
        return f"{self.kind} {self.key}"

    @classmethod
    def of(cls, value: str) -> Target:
        """The target of an option's value."""
        kind, _, key = value.partition(" ")
        return cls("answer" if kind == "answer" else "change" if kind == "change" else "place", key)


class _Editor(NoteEditor):
    """A text that Ctrl+Enter posts; Esc in an empty one is left to the panel."""

    posted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.posted.emit()
        else:
            super().keyPressEvent(event)


class Composer(QWidget):
    """A choice of what is written, and the text. What is being written keeps its target until it is posted or
    given up, whatever else is selected meanwhile.

    `options` are all targets by their values. `posted` carries the Target and the text.
    """

    posted = Signal(object, str)

    def __init__(self, options: Callable[[], list[Option]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = ChoiceEditor(options)
        name_combo_box(self.target, tr("What is written"))
        self.target.finished.connect(self._target_chosen)
        self.editor = _Editor(least=2, most=6)
        self.editor.setAccessibleName(tr("Text of the comment"))
        self.editor.setPlaceholderText(tr("Write a comment"))
        self.editor.posted.connect(self.post)
        self.editor.reverted.connect(self._given_up)
        self.editor.textChanged.connect(self._show_state)
        self.error = PlainLabel(role="error", wrap=True)
        self.error.hide()
        self.button = QPushButton(tr("&Post"))
        set_tooltip(self.button, tr("Post the comment (Ctrl+Enter)"))
        self.button.clicked.connect(self.post)
        column_layout(
            self.editor,
            self.error,
            self.target,
            (self.button, 0, Qt.AlignmentFlag.AlignRight),
            spacing=GRID // 2,
            margins=(GRID * 2, GRID, GRID * 2, GRID),
            on=self,
        )
        # No room between the text and what it is about, where the panel has more than its list needs.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._read_only = False
        self._proposed = Target("place", "map")
        self.propose(self._proposed)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.editor.content().strip()

    @property
    def chosen(self) -> Target:
        """What is written."""
        return Target.of(self.target.content())

    def propose(self, target: Target) -> None:
        """Choose a target, unless something is being written for another one."""
        self._proposed = target
        if self.is_empty:
            self._choose(target)
        else:
            self.target.refresh()

    def begin(self, target: Target, text: str = "") -> None:
        """Write for a target, with the focus in the field; without a `text` what is written already stays."""
        self._choose(target)
        if text:
            self.editor.show_content(text)
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
            # What is in view has no name for a change, which the options have once something is written.
            self.target.refresh()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, target: Target) -> None:
        self.target.show_content(target.value)
        self._target_chosen()

    def _target_chosen(self) -> None:
        set_draft_subject(self.editor, ["comment", self.target.content()])
        self._show_state()

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid writing."""
        self._read_only = read_only
        self.editor.set_read_only(read_only)
        self.target.set_read_only(read_only)
        self._show_state()

    def _show_state(self) -> None:
        too_long = len(self.editor.content()) > TEXT_LIMIT
        self.error.setText(tr("This is too long for a comment. Shorten it.") if too_long else "")
        self.error.setVisible(too_long)
        self.button.setEnabled(not self._read_only and not too_long and not self.is_empty)

    def post(self) -> None:
        """Emit what is written, unless there is nothing or too much."""
        if self.button.isEnabled():
            self.posted.emit(self.chosen, self.editor.content())

    def clear(self) -> None:
        """Empty the field after posting."""
        if self.button.hasFocus():
            # Qt would take the focus from the disabled button to whatever comes next in the window.
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.show_content("")
        self._choose(self._proposed)

    def _given_up(self) -> None:
        """Esc gives up the change of a comment, whose text is kept; anything else that is written stays."""
        if self.chosen.kind == "change":
            self.clear()
