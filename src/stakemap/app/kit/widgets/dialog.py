"""The base class of dialogs: a headline, margins on the grid, content that scrolls, a row of buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.screen_fit import ScrollingContent, fit_to_screen, grow
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.i18n import tr


class Dialog(QDialog):
    """A dialog with a headline, the layout `column` for its content, and `buttons` in a row below it.

    It opens no larger than the screen: the content scrolls, headline and buttons stay in sight.
    """

    def __init__(self, parent: QWidget | None, title: str, *, headline: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._in_reading_order = False
        outer = column_layout(spacing=GRID * 2, margins=(GRID * 3, GRID * 3, GRID * 3, GRID * 2), on=self)
        if headline:
            outer.addWidget(PlainLabel(title, role="title"))
        self._content = ScrollingContent()
        self.column = column_layout(spacing=GRID * 2, on=self._content.body)
        self._content.grown.connect(self._grow)
        outer.addWidget(self._content, 1)
        #: Holds the buttons and what belongs beside them.
        self.buttons = QDialogButtonBox()
        self.foot = row_layout((self.buttons, 1))
        outer.addLayout(self.foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Set the tab order when first shown: the content, then the buttons; and fit it to the screen."""
        if not self._in_reading_order:
            self._in_reading_order = True
            tab_in_reading_order(self)
            # A box whose proxy is one of its buttons is a tab stop, too: where it stands behind them, Tab
            # would never leave them.
            self.buttons.setFocusProxy(None)  # type: ignore[arg-type]
        if not event.spontaneous():
            fit_to_screen(self)
        super().showEvent(event)
        if not event.spontaneous():
            self._content.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 opens the Guide, as it does in the window that the dialog belongs to."""
        if event.key() == Qt.Key.Key_F1 and (guide := self._action("guide")) is not None:
            guide.trigger()
            return
        super().keyPressEvent(event)

    def _action(self, name: str) -> QAction | None:
        """The action of the window that the dialog belongs to, also by way of other dialogs."""
        owner = self.parentWidget()
        while owner is not None:
            if (found := owner.findChild(QAction, name)) is not None:
                return found
            owner = owner.parentWidget()
        return None

    def _grow(self, by: int) -> None:
        grow(self, by)

    def add_accept(self, text: str) -> QPushButton:
        """Add the default button, which Enter presses."""
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        mark(button, "primary", True)
        button.setDefault(True)
        return button

    def add_reject(self, text: str | None = None) -> QPushButton:
        """Add the button that closes the dialog, as Esc does."""
        button = self.buttons.addButton(text or tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        button.clicked.connect(self.reject)
        return button


def labelled(caption: str, widget: QWidget, buddy: QWidget | None = None) -> QVBoxLayout:
    """A column of a caption and a widget, which gets the caption as its accessible name."""
    column = column_layout(PlainLabel(caption, role="caption", buddy=buddy or widget), spacing=GRID // 2)
    column.addLayout(row_layout(widget))
    widget.setAccessibleName(caption.replace("&", ""))
    return column
