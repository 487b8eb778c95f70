"""What a window's search and filters leave to see; what they leave out is dimmed, never moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from stakemap.analysis.filters import Filters, passing
from stakemap.analysis.search import Match, SearchIndex, terms_of
from stakemap.analysis.search_words import match_lines
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["FilterWatch"]

#: With more judgements than this, the first index is made off the GUI thread: it takes 20 µs for each.
_AT_ONCE = 2_000


def _indexed(document: StakeMap) -> SearchIndex:
    """A search index of a map."""
    index = SearchIndex()
    index.refresh(document)
    return index


def _judgements(document: StakeMap) -> int:
    """How many judgements of actors a map holds."""
    return sum(each.judgement_count - len(each.ties) for each in document.snapshots.values())


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
        #: Made once; each search brings it up to date by itself.
        self._index = Derived(
            self,
            lambda: (session.document,),
            _indexed,
            is_large=lambda document: _judgements(document) > _AT_ONCE,
        )
        self._index.changed.connect(self._answer)
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
        """Whether there is something that could leave actors out."""
        return bool(terms_of(self.query)) or self.filters.is_active

    @property
    def told(self) -> tuple[str, ...]:
        """Where the query was found: of the actor looked at if it is one of those, else of the best; its
        name and a line for each place. Empty where nothing was looked for or found.
        """
        primary = self._view.primary
        actor = primary if primary in self._matches else self.best
        match = self._matches.get(actor or "")
        return () if match is None else match_lines(self.document, match, terms_of(self.query))

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

    def prepare(self) -> None:
        """Make the index of all that can be found, of a large map off the GUI thread; best ahead of need."""
        if self._index.value is None and not self._index.is_busy:
            self._index.refresh()

    def _answer(self) -> None:
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
                # The answer comes once there is an index.
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
