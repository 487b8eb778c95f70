"""Plays through the dated snapshots one after the other, until the end or any key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.order import dated_in_order

__all__ = ["Playback"]

#: How long each snapshot is shown, the way to it included, in milliseconds.
_EACH = 1_400
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_STOPS = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.ApplicationDeactivate)


class Playback(QObject):
    """Steps the view of one window. `changed` comes when it begins and when it ends."""

    changed = Signal()

    def __init__(self, session: Session, view: ViewState, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._expected: str | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH)
        self._timer.timeout.connect(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether it steps on by itself."""
        return self._timer.isActive()

    def _dated(self) -> tuple[str, ...]:
        return dated_in_order(self._session.document)

    def play(self) -> None:
        """Go on from the snapshot shown; from the first one where that is the last, or a what-if."""
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
        """Stay where it is."""
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
        """Any key or click stops it; the key does nothing else."""
        kind = event.type()
        if kind in _KEYS:
            if kind == QEvent.Type.ShortcutOverride:
                # So that the key comes as a press and not as a shortcut.
                event.accept()
            else:
                self.stop()
            return True
        if kind in _STOPS:
            self.stop()
        return False
