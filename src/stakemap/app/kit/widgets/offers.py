"""Offers below a text field while it is typed into, such as countries or groups of that name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QWidget

from stakemap.app.kit.accessible import announce
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.text import shown_line

_Key = Qt.Key
#: Border and padding of the list in the style sheet, both sides together, in pixels.
_AROUND = 12
_ENTER = (_Key.Key_Return, _Key.Key_Enter)


class Offered(NamedTuple):
    """An offer: the text of its row, what the field then reads, and its value for who asked."""

    text: str
    fills: str
    value: str
    #: Whether Enter takes it without a further key.
    is_meant: bool = False


class Offers(QObject):
    """A list below a line edit that follows what is typed; the keyboard focus stays in the field.

    Arrow keys choose a row, Enter or a click takes it; Esc closes the list, and is left to the field, too,
    while no row is chosen. With `takes_on_leave` leaving the field takes the chosen row, as does Enter, which
    then reaches the field, too. `keys` is the widget that has the focus where that is not the line itself, as
    in a combo box. `taken` carries the value of the offer that was taken.
    """

    taken = Signal(str)

    def __init__(
        self,
        line: QLineEdit,
        find: Callable[[str], Sequence[Offered]],
        keys: QWidget | None = None,
        *,
        takes_on_leave: bool = False,
    ) -> None:
        super().__init__(line)
        self._line, self._find, self._keys = line, find, keys or line
        self._takes_on_leave = takes_on_leave
        self._offered: Sequence[Offered] = ()
        self._list: QListWidget | None = None
        #: The row that Enter takes without a further key, and whether arrow keys have left it since.
        self._meant: int | None = None
        self._has_stepped = False
        line.textEdited.connect(self._follow)
        self._keys.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether offers are shown."""
        return self._list is not None and self._list.isVisible()

    @property
    def rows(self) -> tuple[str, ...]:
        """The texts of the rows that are shown."""
        return tuple(offer.text for offer in self._offered) if self.is_open else ()

    @property
    def chosen(self) -> Offered | None:
        """The offer of the chosen row, which Enter takes."""
        if self._list is None or not self.is_open or self._list.currentRow() < 0:
            return None
        return self._offered[self._list.currentRow()]

    def close(self) -> None:
        """Hide the list."""
        if self._list is not None:
            self._list.hide()

    def handles(self, event: QEvent) -> bool:
        """Whether it uses a key press itself, which other event filters of the field then leave alone."""
        if not isinstance(event, QKeyEvent) or not self.is_open:
            return False
        if event.key() in (_Key.Key_Up, _Key.Key_Down):
            return True
        return event.key() in (*_ENTER, _Key.Key_Escape) and self.chosen is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Use the keys of the list while it is open, follow the field, and close it when that is left."""
        kind = event.type()
        if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            self._leave(event.reason())
        elif kind == QEvent.Type.Hide:
            self.close()
        elif kind == QEvent.Type.Move and self._list is not None and self.is_open:
            self._place(self._list)
        elif kind == QEvent.Type.ShortcutOverride and self.handles(event):
            event.accept()
            return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.is_open:
            return self._press(event)
        return False

    def _leave(self, reason: Qt.FocusReason) -> None:
        chosen = self.chosen
        self.close()
        elsewhere = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if chosen is not None and self._takes_on_leave and reason not in elsewhere:
            self._take(chosen)

    def _press(self, event: QKeyEvent) -> bool:
        chosen = self.chosen
        if event.key() in (_Key.Key_Up, _Key.Key_Down):
            self._step(1 if event.key() == _Key.Key_Down else -1)
        elif event.key() in _ENTER and chosen is not None:
            self._take(chosen)
            # What Enter does in a form besides, it does with the offer taken.
            return not self._takes_on_leave
        elif event.key() == _Key.Key_Escape:
            self.close()
            return chosen is not None
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        assert self._list is not None
        count, row = self._list.count(), self._list.currentRow()
        if self._meant is None:
            # One place more than rows: there none is chosen, and Enter takes what was typed.
            self._choose((row + 1 + step) % (count + 1) - 1)
            return
        # The row that is meant was highlighted, not gone to: the first step down begins at the top.
        from_above = step > 0 and row == self._meant and not self._has_stepped
        self._has_stepped = True
        self._choose(0 if from_above and row > 0 else (row + step) % count)

    def _choose(self, row: int) -> None:
        assert self._list is not None
        self._list.setCurrentRow(row)
        if row < 0:
            self._list.clearSelection()
        else:
            announce(self._line, self._offered[row].text)

    def _take(self, offer: Offered) -> None:
        self._line.setText(offer.fills)
        self.close()
        self.taken.emit(offer.value)

    def _follow(self, text: str) -> None:
        self._offered = self._find(text) if text.strip() and not self._line.isReadOnly() else ()
        if not self._offered:
            self.close()
            return
        shown = self._made()
        shown.clear()
        shown.addItems([shown_line(offer.text) for offer in self._offered])
        self._place(shown)
        shown.show()
        shown.raise_()
        self._meant = next((row for row, offer in enumerate(self._offered) if offer.is_meant), None)
        self._has_stepped = False
        self._choose(-1 if self._meant is None else self._meant)

    def _made(self) -> QListWidget:
        if self._list is None or self._list.parent() is not self._line.window():
            shown = self._list = QListWidget(self._line.window())
            shown.setObjectName("offers")
            shown.setAccessibleName(tr("Suggestions"))
            shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            shown.setFrameShape(QFrame.Shape.NoFrame)
            shown.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            shown.setTextElideMode(Qt.TextElideMode.ElideRight)
            shown.itemClicked.connect(lambda item: self._take(self._offered[shown.row(item)]))
            self.destroyed.connect(shown.deleteLater)
        return self._list

    def _place(self, shown: QListWidget) -> None:
        """Below the field, or above it where there is more room, as wide as the longest row."""
        shown.ensurePolished()
        window = self._line.window()
        height = shown.sizeHintForRow(0) * shown.count() + _AROUND
        width = max(self._keys.width(), shown.sizeHintForColumn(0) + _AROUND + GRID)
        top_left = self._keys.mapTo(window, QPoint(0, 0))
        below = top_left.y() + self._keys.height() + 2
        above = top_left.y() - height - 2
        top = above if below + height > window.height() and above >= 0 else below
        left = max(min(top_left.x(), window.width() - width), 0)
        shown.setGeometry(left, top, min(width, window.width()), min(height, window.height() - top))
