"""How much of what a window shows is backed by sources, kept true while the map is edited."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.coverage import Coverage, coverage
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["CoverageWatch"]

#: How long the figure may lag behind, in milliseconds, so that no edit waits for it.
_LAG = 150


class CoverageWatch(QObject):
    """The coverage of the issue at the snapshot on show; `changed` comes when it may differ.

    `figure` is None where there is no snapshot.
    """

    changed = Signal()

    def __init__(
        self, session: Session, view: ViewState, resolver: Resolver, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._resolver = session, view, resolver
        self.figure: Coverage | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LAG)
        self._timer.timeout.connect(self._measure)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self._timer.start()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        difference = touched(before, after)
        if difference.snapshots or difference.issues or difference.actors:
            self._start()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self._start()

    def _start(self) -> None:
        # Not put off by one edit after the other.
        if not self._timer.isActive():
            self._timer.start()

    def _measure(self) -> None:
        document, view = self._session.document, self._view
        issue = view.issue if view.issue in document.issues else None
        if view.snapshot in document.snapshots:
            figure = coverage(document, view.snapshot, issue, self._resolver)
        else:
            figure = None
        if figure != self.figure:
            self.figure = figure
            self.changed.emit()
