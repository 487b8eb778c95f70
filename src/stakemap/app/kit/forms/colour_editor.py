"""An editor of a colour: swatches to pick from, and a field for any other as a hex code."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.parsing import parse_colour
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.swatches import SwatchRow, paint_swatch


class _Swatch(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.colour = ""
        self.setFixedSize(QSize(GRID * 3, GRID * 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_swatch(QPainter(self), QRectF(self.rect()).adjusted(1, 1, -1, -1), self.colour, self.palette())


class ColourEditor(QWidget):
    """Edits a hex code, empty for an automatic colour, which `placeholder` names."""

    finished = Signal()
    reverted = Signal()

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._swatch = _Swatch()
        self._line = LineEditor()
        self._line.setPlaceholderText(placeholder)
        self._line.finished.connect(self.finished)
        self._line.reverted.connect(self.reverted)
        self._line.textChanged.connect(self._show_colour)
        self.swatches = SwatchRow()
        self.swatches.picked.connect(self._pick)
        column_layout(
            self.swatches,
            row_layout(self._swatch, (self._line, 1), spacing=GRID // 2),
            spacing=GRID // 2,
            on=self,
        )

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
        self.swatches.setEnabled(not read_only)

    def setAccessibleName(self, name: str) -> None:
        """Set the accessible name of the line edit and the swatches, too."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)
        self.swatches.setAccessibleName(name)

    def _show_colour(self, text: str) -> None:
        try:
            colour = parse_colour(text)
        except ValueError:
            colour = None
        self._swatch.colour = colour or ""
        self._swatch.update()
        # Text that is no colour is none of the swatches, not the automatic one.
        self.swatches.show_colour(colour or text.strip())

    def _pick(self, colour: str) -> None:
        self._line.setText(colour)
        self.finished.emit()
