"""What several selected actors share, found by a worker where they are many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from stakemap.app.features.inspector.shared_support import SharedSupport, shared_support
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolved, Resolver
from stakemap.model.subjects import Subject
from stakemap.wording.names import NAMES_SHOWN, actor_name, listing

#: The content of a field in which the actors differ.
MIXED = "*"
#: What more actors share is found by a worker.
WORKER_THRESHOLD = 500


@dataclass(frozen=True, slots=True)
class Several:
    """Actors in the order of their names, the first of these in words, and what the actors share where the
    view is: its snapshot and its issue are the `place`.

    `fields` has kind, group, part_of and colour, "" where not given and MIXED where they differ. `stances` is
    None without an issue in view, `standings` without a snapshot.
    """

    actors: tuple[str, ...]
    place: tuple[str | None, str | None]
    names: str
    fields: Mapping[str, str]
    stances: SharedSupport | None
    standings: SharedSupport | None


def found_in(
    document: StakeMap, chosen: frozenset[str], snapshot: str | None, issue: str | None, resolver: Resolver
) -> Several:
    """What some actors of a map share."""
    actors = actors_in_order(document, chosen)
    first = [actor_name(document, actor) for actor in actors[:NAMES_SHOWN]]
    records = [document.actors[actor] for actor in actors]
    fields = {}
    for name in ("kind", "group", "part_of", "colour"):
        values = {getattr(record, name) or "" for record in records}
        fields[name] = values.pop() if len(values) == 1 else MIXED
    stances = standings = None
    if snapshot is not None and snapshot in document.snapshots:
        judged: Mapping[str, Resolved[Any]] = resolver.standings(document, snapshot)
        found = {Subject.standing(actor): judged[actor] for actor in actors if actor in judged}
        standings = shared_support(document, snapshot, found, len(actors), tr("Influence"))
        if issue is not None and issue in document.issues:
            judged = resolver.stances(document, snapshot, issue)
            found = {Subject.stance(issue, actor): judged[actor] for actor in actors if actor in judged}
            title = tr("Alignment: {issue}", issue=document.issues[issue].name or issue)
            stances = shared_support(document, snapshot, found, len(actors), title)
    return Several(actors, (snapshot, issue), listing(first, total=len(actors)), fields, stances, standings)


class SeveralWatch(QObject):
    """Finds what the actors selected in a view share, if there are several.

    `found` is emitted when a worker has found it, after `refresh` began to look for it.
    """

    found = Signal()

    def __init__(self, owner: QObject, session: Session, view: ViewState) -> None:
        super().__init__(owner)
        self._session, self._view = session, view
        self._resolver = Resolver()
        self._derived: Derived[Several] = Derived(
            self, self._inputs, found_in, is_large=lambda _, chosen, *_rest: len(chosen) > WORKER_THRESHOLD
        )
        self._derived.changed.connect(self._changed)
        #: Whether a worker is looking for it.
        self.is_busy = False

    @property
    def _chosen(self) -> frozenset[str]:
        return frozenset(self._view.selection & self._session.document.actors.keys())

    @property
    def _place(self) -> tuple[str | None, str | None]:
        return self._view.snapshot, self._view.issue

    def _inputs(self) -> tuple[StakeMap, frozenset[str], str | None, str | None, Resolver] | None:
        chosen = self._chosen
        inputs = self._session.document, chosen, *self._place, self._resolver
        return inputs if len(chosen) > 1 else None

    def refresh(self) -> None:
        """Find it for the present selection, or begin to look for it."""
        self.is_busy = False
        self._derived.refresh()
        self.is_busy = self._derived.is_busy

    def _changed(self) -> None:
        if self.is_busy:
            self.is_busy = False
            self.found.emit()

    @property
    def value(self) -> Several | None:
        """What was found last; None where fewer than two actors are selected."""
        return self._derived.value

    @property
    def are_others(self) -> bool:
        """Whether other actors than those of `value` are selected now, or it is of another place."""
        value = self.value
        return value is None or value.place != self._place or set(value.actors) != self._chosen

    @property
    def count_text(self) -> str:
        """How many actors are selected, in words."""
        return tr_count("{count} actor", "{count} actors", len(self._chosen))
