"""The combo box of the app, with elided text and a list of whole rows, and a spin box with its margins."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from stakemap.app.kit.plain_text import PlainLabel, show_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widget_ownership import buddy

#: The left margin of the text in a field, in pixels.
_INSET = 7
#: The most rows that an open list shows; it scrolls beyond.
ROWS = 10
#: The padding and border of an open list in the style sheet, both sides together, in pixels.
_AROUND = 10
#: The room in pixels that a box has beside its longest text. Qt reserves none, and counts whole pixels.
_SPARE = 6
#: The width in pixels up to which a list is wider than its box, for the sake of long texts.
_WIDEST = GRID * 50


class ChoiceBox(QComboBox):
    """A combo box that elides its text, which QComboBox clips, and leaves the wheel to what scrolls below it.

    Its list is as high as its rows, up to ten or as many as the screen has room for, and wide enough for
    their texts. The style sheet has all of them open as lists below or above the box; as menus over it,
    which is Fusion's way, they are a row too low. In it Tab, for which Qt has no use there, takes the
    highlighted row and moves on.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(ROWS)
        # Otherwise the wheel gives it the focus.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._label: PlainLabel | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Give it a label that only screen readers get, unless one beside it leads to it."""
        super().showEvent(event)
        self._name_for_readers()

    def setAccessibleName(self, name: str) -> None:
        """Set the name, which readers on Linux look for in a label: Qt reports the chosen item instead."""
        super().setAccessibleName(name)
        if self._label is not None:
            self._label.setText(name)
        elif self.isVisible():
            self._name_for_readers()

    def _name_for_readers(self) -> None:
        holder, name = self.parentWidget(), self.accessibleName()
        if self._label is not None:
            self._label.setParent(holder)
        elif name and holder is not None:
            beside = holder.findChildren(PlainLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if all(buddy(label) is not self for label in beside):
                self._label = PlainLabel(name, holder, buddy=self)
                self._label.hide()
                self.destroyed.connect(self._label.deleteLater)

    def sizeHint(self) -> QSize:
        """The size at which no text is elided."""
        return super().sizeHint() + QSize(_SPARE, 0)

    def minimumSizeHint(self) -> QSize:
        """The size at which no text is elided, or that of the least number of characters."""
        return super().minimumSizeHint() + QSize(_SPARE, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def showPopup(self) -> None:
        """Fit the list to its rows and to the screen, then open it."""
        view, screen = self.view(), self.screen().availableGeometry()
        top = self.mapToGlobal(self.rect().topLeft()).y()
        room = max(screen.bottom() - top - self.height(), top - screen.top()) - _AROUND
        row = max(view.sizeHintForRow(0), 1)
        self.setMaxVisibleItems(max(1, min(ROWS, room // row)))
        scrolls = self.count() > self.maxVisibleItems()
        bar = view.verticalScrollBar().sizeHint().width() if scrolls else 0
        # Measured is the text of most characters: asking the view for the width of each row is slow.
        longest = max((self.itemText(index) for index in range(self.count())), key=len, default="")
        widest = view.fontMetrics().horizontalAdvance(longest) + 2 * _AROUND + 2 * GRID + bar
        view.setMinimumWidth(min(widest, _WIDEST, screen.width()))
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        super().showPopup()
        # A filter that is installed again comes first, also before that of the list itself.
        view.removeEventFilter(self)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the highlighted row on Tab, and go where Tab leads from the box."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and watched is self.view()
        ):
            take = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self.view(), take)
            self.hidePopup()
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Show a text that is elided in a tooltip, unless there is one that says more."""
        is_hovered = event.type() == QEvent.Type.ToolTip
        if is_hovered and isinstance(event, QHelpEvent) and not self.toolTip() and self.is_elided:
            show_tooltip(self, event.globalPos(), self.currentText())
            return True
        return super().event(event)

    @property
    def is_elided(self) -> bool:
        """Whether there is less room than its text needs."""
        return not self.isEditable() and self._elided().currentText != self.currentText()

    def _elided(self) -> QStyleOptionComboBox:
        """What the style paints, with as much of the text as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        return option

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as the style does, with the text elided."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), self._elided()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class NumberBox(QSpinBox):
    """A spin box with the text margin of other fields, which the padding of a style sheet does not set.

    It leaves the wheel to what scrolls below it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()
