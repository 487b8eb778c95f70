"""An editor of a colour: a swatch, its hex code, and a button that opens a colour dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.parsing import parse_colour
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr

__all__ = ["ColourEditor"]

_INITIAL_COLOUR = "#0067a5"


class _Swatch(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.colour = ""
        self.setFixedSize(QSize(GRID * 3, GRID * 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(self.palette().dark().color())
        painter.setBrush(QColor(self.colour) if self.colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area)
        if not self.colour:
            painter.drawLine(area.bottomLeft().x() + 4, area.bottom() - 4, area.right() - 4, area.top() + 4)


class ColourEditor(QWidget):
    """Edits a hex code, empty for an inherited colour. `pick` opens a colour dialog; None when cancelled."""

    finished = Signal()
    reverted = Signal()

    def __init__(self, pick: Callable[[QWidget, str], str | None], placeholder: str) -> None:
        super().__init__()
        self._pick = pick
        self._swatch = _Swatch()
        self._line = LineEditor()
        self._line.setPlaceholderText(placeholder)
        self._button = IconButton("colour", tr("Pick a colour"))
        set_tooltip(self._button, tr("Pick a colour"))
        self._button.clicked.connect(self._choose)
        self._line.finished.connect(self.finished)
        self._line.reverted.connect(self.reverted)
        self._line.textChanged.connect(self._show_swatch)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._swatch)
        row.addWidget(self._line, 1)
        row.addWidget(self._button)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Focus the line edit. A focus proxy would do so too, but would break the tab order."""
        self._line.setFocus(reason)

    def content(self) -> str:
        """The text in the editor."""
        return self._line.text()

    def show_content(self, text: str) -> None:
        """Set the text without emitting `finished`."""
        self._line.show_content(text)

    def refresh(self) -> None:
        """Do nothing: its text depends on the content alone."""

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid editing."""
        self._line.set_read_only(read_only)
        self._button.setEnabled(not read_only)

    def setAccessibleName(self, name: str) -> None:
        """Set the accessible name of the line edit, too."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def _show_swatch(self, text: str) -> None:
        try:
            self._swatch.colour = parse_colour(text) or ""
        except ValueError:
            self._swatch.colour = ""
        self._swatch.update()

    def _choose(self) -> None:
        chosen = self._pick(self, self._swatch.colour or _INITIAL_COLOUR)
        if chosen is not None:
            self._line.setText(chosen)
            self.finished.emit()
