"""Fields that Qt leaves half done: a list of choices that opens, and a whole number with arrows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QStyle, QStyleOptionComboBox, QStylePainter

__all__ = ["ChoiceBox", "NumberBox"]

#: Where the text of a field begins, in pixels from its border.
_INSET = 7


class ChoiceBox(QComboBox):
    """Paints the text of its choice shortened to its width, where Qt's own is cut off in a letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the style does, but for the length of the text."""
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
    """A whole number whose text stands off the border like that of every other field.

    A style sheet's padding does not reach it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)
