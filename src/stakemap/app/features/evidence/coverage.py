"""How much of what a window shows is backed by sources, kept true while the map is edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from stakemap.analysis.coverage import Coverage, coverage
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["CoverageWatch"]

#: How long the figure may lag behind, in milliseconds, so that no edit waits for it.
_LAG = 150
#: Above so many actors a worker counts, so that no frame waits for it.
_MANY = 1_500


def _count_apart(
    _report: Callable[[float], bool],
    document: StakeMap,
    snapshot: str,
    issue: str | None,
    resolver: Resolver,
) -> Coverage:
    """The coverage, for a worker, which gets a resolver of its own."""
    return coverage(document, snapshot, issue, resolver)


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
        self._worker: Worker | None = None
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
        self._call_off()
        if view.snapshot not in document.snapshots:
            self._show(None)
        elif len(document.actors) <= _MANY:
            self._show(coverage(document, view.snapshot, issue, self._resolver))
        else:
            self._worker = Worker(_count_apart, document, view.snapshot, issue, self._resolver.copy())
            self._worker.done.connect(self._show)
            self._worker.start()

    def _call_off(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _show(self, figure: Coverage | None) -> None:
        if figure != self.figure:
            self.figure = figure
            self.changed.emit()
