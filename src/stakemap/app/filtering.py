"""What a window's search and filters leave to see; what they leave out is dimmed, never moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from stakemap.analysis.filters import Filters, passing
from stakemap.analysis.search import SearchIndex, terms_of
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["FilterWatch"]


class FilterWatch(QObject):
    """Keeps the `dimmed` of a view true to a query and filters; `changed` comes when either may differ.

    `shown` is how many actors are left to see, `best` the one that matches the query best, if there is one.
    """

    changed = Signal()

    def __init__(
        self, session: Session, view: ViewState, resolver: Resolver, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._resolver = session, view, resolver
        self._index: SearchIndex | None = None
        self.query = ""
        self.filters = Filters()
        self.shown = len(session.document.actors)
        self.best: str | None = None
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)

    @property
    def document(self) -> StakeMap:
        """The map that is searched."""
        return self._session.document

    @property
    def is_active(self) -> bool:
        """Whether there is something that could leave actors out."""
        return bool(terms_of(self.query)) or self.filters.is_active

    def search(self, query: str) -> None:
        """Leave to see whom the query finds."""
        if query != self.query:
            self.query = query
            self._refresh()

    def set_filters(self, **fields: Any) -> None:
        """Change some of the filters; see `analysis.filters.Filters`."""
        filters = replace(self.filters, **fields)
        if filters != self.filters:
            self.filters = filters
            self._refresh()

    def clear(self) -> None:
        """Show everybody."""
        self.query, self.filters = "", Filters()
        self._refresh()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self.is_active or len(before.actors) != len(after.actors):
            self._refresh()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self.filters.asks_judgements and fields & {"issue", "snapshot"}:
            self._refresh()

    def _refresh(self) -> None:
        document = self._session.document
        shown = frozenset(document.actors)
        self.best = None
        if terms_of(self.query):
            if self._index is None:
                self._index = SearchIndex()
            found = [match.actor for match in self._index.search(document, self.query)]
            shown = frozenset(found)
        else:
            found = []
        if self.filters.is_active:
            issue = self._view.issue if self._view.issue in document.issues else None
            snapshot = self._view.snapshot if self._view.snapshot in document.snapshots else None
            shown &= passing(document, snapshot, issue, self.filters, self._resolver)
        self.best = next((actor for actor in found if actor in shown), None)
        self.shown = len(shown)
        self._view.set(dimmed=frozenset(document.actors) - shown)
        self.changed.emit()
