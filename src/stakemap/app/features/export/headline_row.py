"""The row of the export dialog for the headline of the page that is previewed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.i18n import tr
from stakemap.text import single_line

#: Most characters of a headline that is typed: about three lines of a slide.
LONGEST_HEADLINE = 300


class _Line(QLineEdit):
    """A line in which Enter ends the typing, and does not press the default button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class HeadlineRow(QWidget):
    """Asks for the headline of one page; the one that is proposed shows while the line is empty.

    `edited` is emitted with the page's key and the text, "" for the proposal, as it is typed; `left` when the
    line is left. `problem` describes a text that is too long, else it is "".
    """

    edited = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page, self.problem = "", ""
        self.line = _Line()
        # Until there is a page.
        self.line.setEnabled(False)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.use_proposal = QPushButton(tr("Use proposal"))
        self.use_proposal.setEnabled(False)
        column = labelled(tr("&Headline of this page, kept with the map"), self.line)
        row = row_layout((column, 1), spacing=GRID, on=self)
        below = row_layout(self.use_proposal)
        row.addLayout(below)
        row.setAlignment(below, Qt.AlignmentFlag.AlignBottom)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.left)
        self.use_proposal.clicked.connect(self._use_proposal)

    def show_page(self, page: str, kept: str, proposal: str) -> None:
        """Show the headline of another page, or the one in effect again; what is being typed stays."""
        self.line.setPlaceholderText(single_line(proposal))
        set_tooltip(self.line, "")
        if page == self.page and (self.problem or self.line.text() == kept):
            return
        self.page, self.problem = page, ""
        with QSignalBlocker(self.line):
            self.line.setText(kept)
            self.line.setCursorPosition(0)
        self.line.setEnabled(bool(page))
        self.use_proposal.setEnabled(bool(kept))

    def _typed(self, typed: str) -> None:
        text = single_line(typed)
        self.use_proposal.setEnabled(bool(text))
        self.problem = ""
        if len(text) > LONGEST_HEADLINE:
            self.problem = tr(
                "A headline has at most {limit} characters; this one has {count}.",
                limit=LONGEST_HEADLINE,
                count=len(text),
            )
        self.edited.emit(self.page, text)

    def _use_proposal(self) -> None:
        self.line.clear()
        self._typed("")
        self.line.setFocus()
        self.left.emit()
