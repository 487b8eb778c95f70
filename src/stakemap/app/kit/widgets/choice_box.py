"""A combo box with elided text and a spin box with the margins of other fields."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QStyle, QStyleOptionComboBox, QStylePainter

__all__ = ["ChoiceBox", "NumberBox"]

#: The left margin of the text in a field, in pixels.
_INSET = 7


class ChoiceBox(QComboBox):
    """A combo box that elides its text, which QComboBox clips."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the style does, with the text elided."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class NumberBox(QSpinBox):
    """A spin box with the text margin of other fields, which the padding of a style sheet does not set."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)
