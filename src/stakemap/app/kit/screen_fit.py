"""Dialogs that fit on the screen: content that scrolls where it must, and a size that there is room for."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QSizePolicy, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.style import GRID, mark

#: What the frame of a window takes of the screen in pixels: its sides, and title bar and lower edge.
_FRAME = QSize(GRID * 2, GRID * 5)
#: The least height in pixels of content that scrolls.
_LEAST = GRID * 12


class _Body(QWidget):
    """The widget inside: its lists give way to the least they can do with before it scrolls."""

    def heightForWidth(self, width: int) -> int:
        """The least height that its layout can do with at a width."""
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


class ScrollingContent(QScrollArea):
    """A frameless scroll area that asks for the room of its `body`, and scrolls once that cannot shrink.

    QScrollArea asks for a few lines at most, and knows no height for a width. Tab stops at it only while it
    scrolls and holds nothing else to stop at; what has the focus is scrolled into view, with the texts below
    the last stop. `grown` carries how much more height its widget needs than it did, in pixels.
    """

    grown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        body = self.body = _Body()
        #: The height that the widget needs, in pixels; None until `settle`.
        self._needed: int | None = None
        body.setProperty("plain", True)
        tell_as(self, QAccessible.Role.Pane)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(body)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def hasHeightForWidth(self) -> bool:
        """Whether labels in it wrap."""
        return self.body.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The height that the widget asks for at a width."""
        layout = self.body.layout()
        return -1 if layout is None else layout.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """The size of the widget."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The least width of the widget, unless the screen is narrower, and the height of a few lines."""
        least = self.body.minimumSizeHint()
        widest = self.screen().availableSize().width() - _FRAME.width() - GRID * 6
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(min(least.width() + bar, widest), min(least.height(), _LEAST))

    def settle(self) -> None:
        """Tell from now on when its widget needs more height; to be called once it has its size."""
        self._needed = self.viewport().height() + self.verticalScrollBar().maximum()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the widget out for the new size."""
        self._show_bar_if_needed()
        super().resizeEvent(event)

    def _show_bar_if_needed(self) -> None:
        """Hide the scroll bar where the widget fits without it; Qt keeps one that makes itself necessary."""
        room, policy = self.maximumViewportSize(), Qt.ScrollBarPolicy
        fits = self.hasHeightForWidth() and self.body.heightForWidth(room.width()) <= room.height()
        wanted = policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        if wanted != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def _range_changed(self, _lowest: int, highest: int) -> None:
        self._show_bar_if_needed()
        needed = self.viewport().height() + highest
        if self._needed is not None and needed > self._needed:
            self._needed = needed
            self.grown.emit(highest)
        reads = highest > 0 and not self._stops()
        if reads:
            self.setAccessibleName(self.window().accessibleName() or self.window().windowTitle())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reads else Qt.FocusPolicy.NoFocus)
        mark(self, "reading", reads)

    def _stops(self) -> list[QWidget]:
        """The widgets inside, shown or hidden, at which Tab stops."""
        parts = self.body.findChildren(QWidget)
        return [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled()]

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.body.isAncestorOf(now):
            lower = now.mapTo(self.body, now.rect().bottomLeft()).y()
            others = [part for part in self._stops() if part.isVisible()]
            if all(part.mapTo(self.body, QPoint()).y() <= lower for part in others):
                # No key would lead to what stands below.
                self.ensureVisible(0, self.body.height(), 0, 0)
            # QScrollArea.ensureWidgetVisible is content with the text cursor of a field.
            middle = now.mapTo(self.body, now.rect().center())
            self.ensureVisible(middle.x(), middle.y(), now.width() // 2 + GRID, now.height() // 2 + GRID)


def fit_to_screen(dialog: QDialog) -> None:
    """Give a dialog the size that its content asks for, or that it was given, as far as the screen has room.

    To be called in its showEvent, before QDialog places it on the screen. Qt on its own opens dialogs at no
    more than two thirds of the screen. One that was moved to a place is kept on the screen.
    """
    room = dialog.screen().availableSize() - _FRAME
    least = dialog.minimumSize().boundedTo(room)
    if least != dialog.minimumSize():
        dialog.setMinimumSize(least)
    size = dialog.size()
    layout = dialog.layout()
    if layout is not None and not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
        width = min(max(layout.totalSizeHint().width(), dialog.minimumWidth()), room.width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else -1
        size = QSize(width, height if height > 0 else layout.totalSizeHint().height())
    dialog.resize(size.boundedTo(room))
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Moved):
        _keep_inside(dialog)


def grow(dialog: QDialog, by: int) -> None:
    """Make a shown dialog higher, as far as the screen has room."""
    most = dialog.screen().availableSize().height() - _FRAME.height()
    dialog.resize(dialog.width(), min(dialog.height() + by, most))
    _keep_inside(dialog)


def _keep_inside(dialog: QDialog) -> None:
    """Move a dialog as far as it takes for it to lie on the screen with its frame."""
    screen = dialog.screen().availableGeometry()
    right, lower = screen.right() + 1 - _FRAME.width(), screen.bottom() + 1 - _FRAME.height()
    left = max(min(dialog.x(), right - dialog.width()), screen.left())
    top = max(min(dialog.y(), lower - dialog.height()), screen.top())
    if (left, top) != (dialog.x(), dialog.y()):
        dialog.move(left, top)
