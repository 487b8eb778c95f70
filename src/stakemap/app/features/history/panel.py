"""The history panel: the judgements of an actor on an issue, or of a relation, newest first."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.features.history.cards import HistoryCard, heading_for
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model.changes import Touched
from stakemap.model.document import StakeMap
from stakemap.model.edits_resolutions import is_past
from stakemap.model.history import Entry, history_of, restore_entry
from stakemap.model.judgements import Estimate
from stakemap.model.resolve import resolve
from stakemap.model.subjects import Subject
from stakemap.text import single_line
from stakemap.wording.judgements import value_of
from stakemap.wording.names import issue_name, relation_name

#: Maximum number of cards for one subject.
_MAX_CARDS = 100


class _Subject(NamedTuple):
    """The actor or relation whose history is shown, with its map, snapshot and issue."""

    document: StakeMap
    actor: str | None
    relation: str | None
    snapshot: str | None
    issue: str | None
    read_only: bool


class HistoryPanel(QScrollArea):
    """Follows the selection, issue and snapshot of a view; `message` carries texts for the status bar,
    `resolve_wanted` the snapshot and the subject of a judgement of which the user knows what was found.
    """

    message = Signal(str)
    resolve_wanted = Signal(str, object)

    def __init__(self, session: Session, view: ViewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.cards: list[HistoryCard] = []
        tell_as(self, QAccessible.Role.Document)
        self.setAccessibleName(tr("History"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown = Derived(self, self._selected, _Subject, shown=self)
        self._shown.changed.connect(self._rebuild)
        fields = "primary", "selection", "relation", "issue", "snapshot"
        self._shown.follow(session, self._is_affected, view, *fields)
        session.state_changed.connect(self._state_changed)
        self._shown.refresh()

    def _selected(self) -> _Subject:
        document, view = self._session.document, self._view
        actor = view.primary if view.primary in document.actors else None
        return _Subject(document, actor, view.relation, view.snapshot, view.issue, self._session.read_only)

    def _is_affected(self, difference: Touched) -> object:
        of_actor = self._view.primary in difference.judged_actors
        of_tie = any(relation == self._view.relation for _, relation in difference.ties)
        return of_actor or of_tie or difference.timeline or difference.sources or difference.issues

    def _state_changed(self) -> None:
        if self._shown.value is not None and self._shown.value.read_only != self._session.read_only:
            self._shown.invalidate()

    def focus_first(self) -> None:
        """Set the focus to the first restore button, or to the panel."""
        button = next((card.restore for card in self.cards if card.restore is not None), None)
        (button or self).setFocus(Qt.FocusReason.TabFocusReason)

    def _rebuild(self) -> None:
        assert self._shown.value is not None
        document, actor, relation, snapshot, issue, _ = self._shown.value
        self.cards = []
        body = QWidget()
        body.setProperty("plain", True)
        column = column_layout(spacing=GRID, margins=GRID * 2, on=body)
        if snapshot is not None and relation in document.relations:
            name = relation_name(document, relation)
            column.addWidget(PlainLabel(name, role="title", wrap=True))
            self._add_history(column, tr("Strength"), snapshot, Subject.tie(relation))
        elif actor is None or snapshot not in document.snapshots:
            text = tr(
                "Select an actor or a relation to see how its judgements came about: when, by whom, "
                "why and on which sources."
            )
            column.addWidget(PlainLabel(text, role="muted", wrap=True))
        else:
            column.addWidget(PlainLabel(single_line(document.actors[actor].name), role="title", wrap=True))
            if issue in document.issues:
                title = tr("Alignment: {issue}", issue=issue_name(document, issue))
                self._add_history(column, title, snapshot, Subject.stance(issue, actor))
            self._add_history(column, tr("Influence"), snapshot, Subject.standing(actor))
        column.addStretch(1)
        old = self.takeWidget()
        if old is not None:
            # Deferred, since it may contain the button whose signal is being handled.
            old.hide()
            old.deleteLater()
        self.setWidget(body)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Have the tab order pass through the cards after the panel, for they were created at its end."""
        stop: QWidget = self
        for card in self.cards:
            for button in filter(None, (card.restore, card.resolve)):
                self.setTabOrder(stop, button)
                stop = button

    def _add_history(self, column: QVBoxLayout, title: str, snapshot: str, subject: Subject) -> None:
        document = self._session.document
        entries = history_of(document, snapshot, subject)
        column.addSpacing(GRID)
        column.addWidget(PlainLabel(title, role="heading", wrap=True))
        if not entries:
            column.addWidget(PlainLabel(tr("Not judged yet."), role="muted", wrap=True))
        judged_in = ""
        for entry in entries[:_MAX_CARDS]:
            if entry.snapshot != judged_in:
                judged_in = entry.snapshot
                column.addWidget(heading_for(document, entry, snapshot))
            card = HistoryCard(document, entry, snapshot, read_only=self._session.read_only)
            card.restore_requested.connect(self.restore)
            card.resolve_requested.connect(self._want_resolved)
            if not self._session.read_only and self._can_resolve(document, entry):
                card.add_resolve()
            self.cards.append(card)
            column.addWidget(card)
        rest = len(entries) - _MAX_CARDS
        if rest > 0:
            text = tr_count(
                "{count} older judgement is not shown.", "{count} older judgements are not shown.", rest
            )
            column.addWidget(PlainLabel(text, role="muted", wrap=True))

    def _want_resolved(self, entry: Entry) -> None:
        self.resolve_wanted.emit(entry.snapshot, entry.subject)

    def _can_resolve(self, document: StakeMap, entry: Entry) -> bool:
        """Whether a snapshot in the past shows the judgement, and it has a value that can be found out."""
        judgement = entry.judgement
        is_number = isinstance(getattr(judgement, judgement.measured), Estimate)
        is_shown = entry.ledger_index is None and entry.subject.kind != "tie"
        return is_number and is_shown and is_past(document, entry.snapshot, self._session.authorship.on or "")

    def restore(self, entry: Entry) -> None:
        """Copy the judgement of an entry into the snapshot in view."""
        snapshot = self._view.snapshot
        if snapshot is None:
            return
        session, subject = self._session, entry.subject
        touched_actors: tuple[str, ...] = (subject.id,)
        if subject.kind == "tie":
            name, touched_actors = short(relation_name(session.document, subject.id)), ()
            label = tr("Restore a strength of {relation}", relation=name)
        else:
            name = short(session.document.actors[subject.id].name)
        if subject.kind == "stance":
            label = tr("Restore an alignment of {actor}", actor=name)
        elif subject.kind == "standing":
            label = tr("Restore an influence of {actor}", actor=name)
        before = resolve(session.document, snapshot, entry.subject)
        try:
            session.apply(
                restore_entry.of(snapshot, entry, session.authorship), label=label, touched=touched_actors
            )
        except StakemapError as error:
            self.message.emit(str(error))
            return
        self.message.emit(
            tr(
                "{actor}: {before} → {after}. Undo reverses it.",
                actor=name,
                before=value_of(before.judgement if before is not None else None),
                after=value_of(entry.judgement),
            )
        )
        self.focus_first()
