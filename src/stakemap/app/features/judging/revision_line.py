"""A line of the judgement card: one changed judgement, and the field for a reason of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.features.judging.revisions import Revision, supported
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.editors import NoteEditor
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip, values_whole
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model.document import StakeMap


class ReasonEditor(NoteEditor):
    """An editor of a reason; Enter emits `kept`, Shift+Enter inserts a line break."""

    kept = Signal()

    def __init__(self) -> None:
        super().__init__(least=1, most=4)

    def show_empty(self, name: str, hint: str) -> None:
        """Clear the editor for another judgement."""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `kept` on Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.kept.emit()
        else:
            super().keyPressEvent(event)


class RevisionLine(QWidget):
    """One changed judgement: the change, the previous support, and an editor of the reason."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = PlainLabel(role="strong", wrap=True)
        self._before = PlainLabel(role="caption", wrap=True)
        self.reason = ReasonEditor()
        column_layout(self._text, self._before, self.reason, spacing=GRID // 2, on=self)

    def show_revision(self, document: StakeMap, text: str, one: Revision, *, asks: bool) -> None:
        """Show a change, with an empty reason if it `asks` for one of its own, else what stood before."""
        self._text.setText(values_whole(text))
        self._text.setVisible(asks)
        before = supported(document, one, briefly=True)
        self._before.setText(before)
        self._before.setVisible(bool(before))
        set_tooltip(self._before, supported(document, one) if before else "")
        self.reason.show_empty(tr("Reason for {change}", change=text), tr("As above"))
        self.reason.setVisible(asks)
        self.show()

    def clear(self) -> None:
        """Hide the line until it is reused."""
        self.hide()
        self._text.setText("")
        self._before.setText("")
