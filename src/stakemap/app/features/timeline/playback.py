"""Plays through the dated snapshots until the end, a key or a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.order import dated_in_order

#: Interval between snapshots including the transition, in milliseconds.
_INTERVAL = 1_400
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_STOPS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.ApplicationDeactivate)


class Playback(QObject):
    """Steps the view of one window through snapshots; `changed` is emitted at start and end."""

    changed = Signal()

    def __init__(self, session: Session, view: ViewState, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._expected: str | None = None
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether the playback is running."""
        return self._timer.isActive()

    def _dated(self) -> tuple[str, ...]:
        return dated_in_order(self._session.document)

    def play(self) -> None:
        """Start at the snapshot in view, or at the first one if that is the last or a scenario."""
        dated = self._dated()
        if self.is_playing or len(dated) < 2:
            return
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._timer.start()
        if self._view.snapshot not in dated[:-1]:
            self._show(dated[0])
        else:
            self._expected = self._view.snapshot
            self._step()
        self.changed.emit()

    def stop(self) -> None:
        """Stop at the current snapshot."""
        if self.is_playing:
            self._timer.stop()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            self.changed.emit()

    def _show(self, key: str) -> None:
        self._expected = key
        self._view.set(snapshot=key)

    def _step(self) -> None:
        dated = self._dated()
        if self._expected != self._view.snapshot or self._expected not in dated[:-1]:
            self.stop()
            return
        place = dated.index(self._expected) + 1
        self._show(dated[place])
        if place == len(dated) - 1:
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop on any key, click or wheel event; a key has no other effect."""
        kind = event.type()
        if kind in _KEYS:
            if kind == QEvent.Type.ShortcutOverride:
                # Accepting the override delivers the key as a key press instead of a shortcut.
                event.accept()
            else:
                self.stop()
            return True
        if kind in _STOPS:
            self.stop()
        return False
