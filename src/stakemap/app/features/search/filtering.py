"""Applies the search query and filters of a window; actors that do not match are dimmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from stakemap.analysis.filters import Filters, passing
from stakemap.analysis.search.search import Match, SearchIndex, terms_of
from stakemap.analysis.search.sentences import match_lines
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

#: Maps with more judgements are first indexed by a worker, which takes 20 µs for each judgement.
_WORKER_THRESHOLD = 2_000


def _indexed(document: StakeMap) -> SearchIndex:
    """Return a search index of a map."""
    index = SearchIndex()
    index.refresh(document)
    return index


def _judgements(document: StakeMap) -> int:
    """Return the number of judgements of actors."""
    return sum(each.judgement_count - len(each.ties) for each in document.snapshots.values())


class FilterWatch(QObject):
    """Keeps the `dimmed` actors of a view current; emits `changed` when query, filters or results may differ.

    `shown` is the number of actors that match, `best` the best match of the query, or None.
    """

    changed = Signal()

    def __init__(
        self, session: Session, view: ViewState, resolver: Resolver, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._resolver = session, view, resolver
        #: Created once; each search updates it.
        self._index = Derived(
            self,
            lambda: (session.document,),
            _indexed,
            is_large=lambda document: _judgements(document) > _WORKER_THRESHOLD,
        )
        self._index.changed.connect(self._index_changed)
        self.query = ""
        self.filters = Filters()
        self.shown = len(session.document.actors)
        self.best: str | None = None
        self._matches: dict[str, Match] = {}
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)

    @property
    def document(self) -> StakeMap:
        """The map that is searched."""
        return self._session.document

    @property
    def is_active(self) -> bool:
        """Whether a query or filters are set."""
        return bool(terms_of(self.query)) or self.filters.is_active

    @property
    def passages(self) -> tuple[str, ...]:
        """The name and the passages where the query matches the primary actor, else the best match.

        Empty without a query or a match.
        """
        primary = self._view.primary
        actor = primary if primary in self._matches else self.best
        match = self._matches.get(actor or "")
        return () if match is None else match_lines(self.document, match, terms_of(self.query))

    def search(self, query: str) -> None:
        """Set the query."""
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
        """Clear query and filters."""
        self.query, self.filters = "", Filters()
        self._refresh()

    def prepare(self) -> None:
        """Create the index ahead of the first query, for large maps in a worker."""
        if self._index.value is None and not self._index.is_busy:
            self._index.refresh()

    def _index_changed(self) -> None:
        if terms_of(self.query):
            self._refresh()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self.is_active or len(before.actors) != len(after.actors):
            self._refresh()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self._matches and "primary" in fields:
            self.changed.emit()
        if self.filters.asks_judgements and fields & {"issue", "snapshot"}:
            self._refresh()

    def _refresh(self) -> None:
        document = self._session.document
        shown = frozenset(document.actors)
        self.best = None
        self._matches = {}
        if terms_of(self.query):
            index = self._index.value
            if index is None:
                # `_index_changed` refreshes once the index exists.
                self.prepare()
                return
            self._matches = {match.actor: match for match in index.search(document, self.query)}
            shown = frozenset(self._matches)
        if self.filters.is_active:
            issue = self._view.issue if self._view.issue in document.issues else None
            snapshot = self._view.snapshot if self._view.snapshot in document.snapshots else None
            shown &= passing(document, snapshot, issue, self.filters, self._resolver)
        self.best = next((actor for actor in self._matches if actor in shown), None)
        self.shown = len(shown)
        self._view.set(dimmed=frozenset(document.actors) - shown)
        self.changed.emit()
