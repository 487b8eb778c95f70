"""The inspector panel: forms of what is selected, or of the map when nothing is selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.features.inspector.actor_form import ActorForm, SeveralForm
from stakemap.app.features.inspector.map_form import MapForm
from stakemap.app.features.inspector.relations_form import RelationsForm
from stakemap.app.kit.forms.choices import kinds
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.judgement_form import JudgementForm, StanceForm, StandingForm
from stakemap.app.kit.forms.relation_form import (
    RelationForm,
    RelationTarget,
    TieForm,
    undrawn_text,
)
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject
from stakemap.text import single_line

__all__ = ["Inspector"]

F = TypeVar("F", bound=Form)

#: The forms from top to bottom.
_ORDER: list[Callable[[FormContext], Form]] = [
    StanceForm,
    StandingForm,
    RelationsForm,
    ActorForm,
    SeveralForm,
    RelationForm,
    TieForm,
    MapForm,
]


class _Head(QWidget):
    """Name, kind and group of the actor shown."""

    def __init__(self) -> None:
        super().__init__()
        self._name = PlainLabel(role="title", wrap=True)
        self._about = PlainLabel(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._about)
        self.hide()

    def show_actor(self, document: StakeMap, actor_id: str) -> None:
        actor = document.actors[actor_id]
        group = document.groups.get(actor.group or "")
        self._name.setText(single_line(actor.name))
        about = (kinds()[actor.kind], group.name if group is not None else "")
        self._about.setText(" · ".join(single_line(part) for part in about if part))


class Inspector(QScrollArea):
    """Shows and edits the selection of a view; forms are created on first use.

    `relation_requested` carries two actors to relate.
    """

    message = Signal(str)
    source_requested = Signal(str)
    history_requested = Signal()
    groups_requested = Signal()
    relation_requested = Signal(str, str)

    def __init__(
        self,
        session: Session,
        view: ViewState,
        pick_colour: Callable[[QWidget, str], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._context = FormContext(
            pick_colour,
            show_source=self.source_requested.emit,
            show_history=self.history_requested.emit,
            show_groups=self.groups_requested.emit,
        )
        self._forms: dict[Callable[[FormContext], Form], Form] = {}
        self._leaving = False
        self._unordered = False
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Tab skips the scroll area, which scrolls to the focused field.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 3)
        self._column.setSpacing(GRID * 3)
        self._head = _Head()
        self._notice = PlainLabel(role="muted", wrap=True)
        self._notice.hide()
        self._column.addWidget(self._head)
        self._column.addWidget(self._notice)
        self._column.addStretch(1)
        self.setWidget(body)
        session.changed.connect(self._document_changed)
        session.state_changed.connect(self._state_changed)
        view.changed.connect(self._view_changed)
        self.rebind()

    def form(self, kind: Callable[[FormContext], F]) -> F:
        """Return the form of a kind, created on first use."""
        if kind not in self._forms:
            made = self._forms[kind] = kind(self._context)
            place = 2 + sum(1 for one in _ORDER[: _ORDER.index(kind)] if one in self._forms)
            self._column.insertWidget(place, made)
            made.hide()
            self._unordered = True
        return cast("F", self._forms[kind])

    def commit_pending(self) -> bool:
        """Store the edits in progress; return False when one is invalid."""
        failed = [form for form in self._visible_forms() if not form.commit_pending()]
        return not failed

    def _visible_forms(self) -> list[Form]:
        return [form for form in self._forms.values() if not form.isHidden()]

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        # While `_leave` stores the fields of the old subject, rebinding would discard those not stored yet.
        if not self._leaving:
            self.rebind()

    def _state_changed(self) -> None:
        self._tell()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"selection", "issue", "snapshot", "relation"}:
            self._leave()
            self.rebind()
            if "selection" in fields:
                self.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        """Store the edits in progress of the previous subject; invalid ones are kept as drafts."""
        self._leaving = True
        try:
            left = [field for form in self._visible_forms() for field in form.leave()]
        finally:
            self._leaving = False
        if left:
            caption = left[0].caption.text().replace("&", "")
            self.message.emit(tr("“{field}” was not stored; it waits there to be corrected.", field=caption))

    def rebind(self) -> None:
        """Show the forms of the selection with current values."""
        session, view = self._session, self._view
        document = session.document
        selected = tuple(sorted(actor for actor in view.selection if actor in document.actors))
        self._head.setVisible(len(selected) == 1)
        if not selected and view.relation in document.relations:
            wanted: list[Callable[[FormContext], Form]] = self._bind_relation(view.relation or "")
        elif not selected:
            wanted = [MapForm]
            self.form(MapForm).bind(session)
        elif len(selected) > 1:
            wanted = [SeveralForm]
            self.form(SeveralForm).bind(session, selected)
        else:
            self._head.show_actor(document, selected[0])
            wanted = [*self._bind_judgements(selected[0]), self._bind_relations(selected[0]), ActorForm]
            self.form(ActorForm).bind(session, selected[0])
        for kind, form in self._forms.items():
            form.setVisible(kind in wanted)
        if self._unordered:
            self._unordered = False
            tab_in_reading_order(*(self._forms[kind] for kind in _ORDER if kind in wanted))
        self._tell()

    def _bind_judgements(self, actor: str) -> list[Callable[[FormContext], Form]]:
        session, view, document = self._session, self._view, self._session.document
        if view.snapshot is None or view.snapshot not in document.snapshots:
            return []
        # Created from top to bottom, they are in tab order already.
        wanted: list[Callable[[FormContext], Form]] = []
        if view.issue is not None and view.issue in document.issues:
            self.form(StanceForm).bind(
                JudgementTarget(session, view.snapshot, Subject.stance(view.issue, actor))
            )
            wanted.append(StanceForm)
        self.form(StandingForm).bind(JudgementTarget(session, view.snapshot, Subject.standing(actor)))
        return [*wanted, StandingForm]

    def _bind_relations(self, actor: str) -> Callable[[FormContext], Form]:
        is_new = RelationsForm not in self._forms
        form = self.form(RelationsForm)
        if is_new:
            form.chosen.connect(self._show_relation)
            form.wanted.connect(self._relate)
        form.bind(self._session, self._view.snapshot, actor)
        return RelationsForm

    def _show_relation(self, relation: str) -> None:
        """Select a relation and make the canvas draw it."""
        drawn = "all" if self._view.relations == "none" else self._view.relations
        self._view.set(relation=relation, relations=drawn, ties="all")

    def _relate(self, other: str) -> None:
        if self._view.primary is not None:
            self.relation_requested.emit(self._view.primary, other)

    def _bind_relation(self, relation: str) -> list[Callable[[FormContext], Form]]:
        session, view = self._session, self._view
        undrawn = undrawn_text(session.document, view.snapshot, view.issue, relation)
        self.form(RelationForm).bind(RelationTarget(session, relation), undrawn)
        if view.snapshot is None or view.snapshot not in session.document.snapshots:
            return [RelationForm]
        self.form(TieForm).bind(JudgementTarget(session, view.snapshot, Subject.tie(relation)))
        return [RelationForm, TieForm]

    def _tell(self) -> None:
        """Show why the map cannot be changed, or that a judgement needs a snapshot."""
        document, selected = self._session.document, self._view.selection
        if self._session.read_only:
            text = self._session.read_only_reason
        elif selected and not document.snapshots:
            text = tr("This map has no snapshot yet, so nothing can be judged.")
        else:
            text = ""
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def focus_field(self, kind: str, name: str) -> None:
        """Set the focus to a field of the "stance", "standing" or "tie" form, or to its value if the field is
        not shown.
        """
        kinds: dict[str, Callable[[FormContext], JudgementForm]] = {
            "stance": StanceForm,
            "standing": StandingForm,
            "tie": TieForm,
        }
        form = self.form(kinds[kind])
        if form.isHidden():
            self.focus_first()
            return
        field = form.fields.get(name, form.fields["value"])
        if field is not form.fields["value"] and form.details.isHidden():
            field = form.fields["value"]
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        # After the layout has sized the forms.
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(field, 0, GRID * 4))

    def focus_first(self) -> None:
        """Set the focus to the first visible field."""
        shown = sorted(self._visible_forms(), key=self._column.indexOf)
        form = next((one for one in shown if one.fields), None)
        if form is None:
            return
        target = form.fields["value"] if isinstance(form, JudgementForm) else next(iter(form.fields.values()))
        target.editor.setFocus(Qt.FocusReason.TabFocusReason)
