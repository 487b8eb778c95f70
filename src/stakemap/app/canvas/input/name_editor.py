"""The in-place editor on the canvas for the name of a new or an existing actor, which offers countries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.country_offers import offer_countries
from stakemap.model.records import NAME_LIMIT
from stakemap.text import single_line

_WIDTH = 200
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class NameEditor(QLineEdit):
    """Enter, losing the focus or an offer accepts the name; Esc or an empty name cancels.

    `ended_by_key` is emitted when a key or an offer has closed it, before the name is kept.
    """

    ended_by_key = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setMaxLength(NAME_LIMIT)
        self._place: Callable[[], QRectF] = QRectF
        self._keep: Callable[[str], None] | None = None
        self._closed: Callable[[], None] | None = None
        self.offers = offer_countries(self)
        self.offers.taken.connect(self._accept)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a name is being edited."""
        return self._keep is not None

    def ask(
        self,
        name: str,
        place: Callable[[], QRectF],
        hint: str,
        keep: Callable[[str], None],
        closed: Callable[[], None] | None = None,
    ) -> None:
        """Open the editor with `name` near a disc; `place` returns its box, in the parent's pixels.

        `hint` is the placeholder; `keep` is called with an accepted name, on one line and not empty, after
        `closed`, which is called in any case.
        """
        self.discard()
        self.setText(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._place, self._keep, self._closed = place, keep, closed
        self.follow()
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self) -> None:
        """Move to where the disc is now, if it is open."""
        if not self.is_open:
            return
        parent, place, name = self._canvas, self._place(), self.text()
        height = self.sizeHint().height()
        width = min(max(_WIDTH, self.fontMetrics().horizontalAdvance(name) + 5 * GRID), 2 * _WIDTH)
        width = min(width, parent.width() - 2 * GRID)
        left = min(round(place.right()) + 4, parent.width() - width - GRID)
        top = round(place.center().y() - height / 2)
        if left < place.right():
            top = round(place.bottom()) + 4
        top = min(max(top, GRID), parent.height() - height - GRID)
        self.setGeometry(max(left, GRID), top, width, height)

    def discard(self) -> None:
        """Close without accepting the name."""
        closed, self._keep, self._closed = self._closed, None, None
        if self.hasFocus():
            # Hiding it would lead the focus to the next widget first.
            self._canvas.setFocus()
        self.hide()
        if closed is not None:
            closed()

    def _finish(self, *, by_key: bool) -> None:
        keep, name = self._keep, single_line(self.text())
        self.discard()
        if by_key:
            self.ended_by_key.emit()
        if keep is not None and name:
            keep(name)

    def event(self, event: QEvent) -> bool:
        """Override shortcuts for Enter and Esc while the editor is open."""
        own = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in own:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts, Esc cancels; both return the focus to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self.discard()
            self.ended_by_key.emit()
            self._canvas.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        self._finish(by_key=True)
        self._canvas.setFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Accept the name on losing the focus, except to the editor's own context menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.is_open:
            self._finish(by_key=event.reason() in _BY_KEY)
