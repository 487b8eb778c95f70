"""The inspector panel: forms of what is selected, on pages with tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from stakemap.app.features.inspector.actor_form import ActorForm, SeveralForm
from stakemap.app.features.inspector.head import Head, Page, PageTabs, notice_text
from stakemap.app.features.inspector.open_conflicts import OpenConflicts
from stakemap.app.features.inspector.others_form import OthersForm, StanceOthers, StandingOthers, TieOthers
from stakemap.app.features.inspector.relations_form import RelationsForm
from stakemap.app.features.inspector.several import SeveralWatch
from stakemap.app.features.inspector.shared_support import SharedStanceForm, SharedStandingForm
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import STRETCH, column_layout
from stakemap.app.kit.forms.choices import kinds
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.judgement_form import JudgementForm, StanceForm, StandingForm
from stakemap.app.kit.forms.relation_form import RelationForm, RelationTarget, TieForm, shown_text
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject
from stakemap.wording.names import relation_name

F = TypeVar("F", bound=Form)

FormKind = Callable[[FormContext], Form]
#: The forms from top to bottom.
_ORDER: list[FormKind] = [
    StanceForm,
    StanceOthers,
    StandingForm,
    StandingOthers,
    ActorForm,
    RelationsForm,
    SeveralForm,
    SharedStanceForm,
    SharedStandingForm,
    RelationForm,
    TieForm,
    TieOthers,
]


#: The forms that are bound only once their page is shown.
_ON_ACTOR_PAGE: tuple[FormKind, ...] = (ActorForm, RelationsForm)


class Inspector(QWidget):
    """Shows and edits the selection of a view; forms are created on first use.

    The forms of an actor are on three pages, of which the tabs show one; `page_chosen` carries the one that
    the user went to, which stays while others are selected. `relation_requested` carries two actors to
    relate, `others_wanted` what is to be done with judgements of others (see `OthersForm`).
    """

    message = Signal(str)
    source_requested = Signal(str)
    history_requested = Signal()
    groups_requested = Signal()
    comments_requested = Signal()
    map_requested = Signal()
    relation_requested = Signal(str, str)
    page_chosen = Signal(str)
    others_wanted = Signal(str, object, object)

    def __init__(
        self,
        session: Session,
        view: ViewState,
        page: Page = "position",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._body = QWidget()
        self._context = FormContext(
            parent=self._body,
            show_source=self.source_requested.emit,
            show_history=self.history_requested.emit,
            show_groups=self.groups_requested.emit,
            show_comments=self.comments_requested.emit,
        )
        self._forms: dict[FormKind, Form] = {}
        #: The forms of the selection by the page that shows them; forms of judgements are on two.
        self._pages: dict[Page, list[FormKind]] = {}
        #: Binds the forms of the actor's page, of an actor whose page was not shown yet.
        self._bind_later: Callable[[], None] | None = None
        self._actor_bound: str | None = None
        self._page: Page = page
        self._conflicts = OpenConflicts()
        self._leaving = False
        self._unordered = False
        self._several = SeveralWatch(self, session, view)
        self._several.found.connect(self.rebind)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.head, self.tabs = Head(self), PageTabs(self)
        self.head.map_button.clicked.connect(self.map_requested)
        self.tabs.chosen.connect(self._page_chosen)
        self._notice = PlainLabel(parent=self._body, role="muted", wrap=True)
        self._lay_out()
        for keys, by in (
            (QKeySequence.StandardKey.NextChild, 1),
            (QKeySequence.StandardKey.PreviousChild, -1),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys(keys)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.tabs.step, by))
        session.changed.connect(self._document_changed)
        session.state_changed.connect(self._tell)
        view.changed.connect(self._view_changed)
        self.rebind()

    def _lay_out(self) -> None:
        margins = (GRID * 2, GRID * 2, GRID * 2, GRID * 3)
        self._column = column_layout(self._notice, STRETCH, spacing=GRID * 3, margins=margins, on=self._body)
        area = self._area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        # Tab skips the scroll area, which scrolls to the focused field.
        area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        tell_as(area, QAccessible.Role.Pane)
        area.setAccessibleName(tr("Details"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        column_layout(self.head, self.tabs, (area, 1), spacing=0, on=self)

    def form(self, kind: Callable[[FormContext], F]) -> F:
        """Return the form of a kind, created on first use."""
        if kind in _ON_ACTOR_PAGE:
            self._bind_actor_page()
        if kind not in self._forms:
            made = self._forms[kind] = kind(self._context)
            place = 1 + sum(1 for one in _ORDER[: _ORDER.index(kind)] if one in self._forms)
            self._column.insertWidget(place, made)
            made.hide()
            self._unordered = True
        return cast("F", self._forms[kind])

    def commit_pending(self) -> bool:
        """Store the edits in progress; return False when one is invalid, whose page is then shown."""
        failed = [kind for kind in self._bound() if not self._forms[kind].commit_pending()]
        for kind in failed[:1]:
            fields = self._forms[kind].fields
            self.show_page(self.page_of(kind, next(name for name in fields if fields[name].is_invalid)))
        return not failed

    def _bound(self) -> list[FormKind]:
        """The forms of the selection on all pages that are bound to it, from top to bottom."""
        late = _ON_ACTOR_PAGE if self._bind_later is not None else ()
        shown = {kind for kinds in self._pages.values() for kind in kinds if kind not in late}
        return [kind for kind in _ORDER if kind in shown]

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        # While `_leave` stores the fields of the old subject, rebinding would discard those not stored yet.
        if not self._leaving:
            self.rebind()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"selection", "issue", "snapshot", "relation"}:
            self._leave()
            self.rebind()
            if "selection" in fields:
                self._area.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        """Store the edits in progress of the previous subject; invalid ones are kept as drafts."""
        self._leaving = True
        try:
            left = [field for kind in self._bound() for field in self._forms[kind].leave()]
        finally:
            self._leaving = False
        if left:
            caption = left[0].caption.text().replace("&", "")
            self.message.emit(tr("“{field}” was not applied. Correct it in the field.", field=caption))

    def rebind(self) -> None:
        """Show the forms of the selection with current values."""
        session, view = self._session, self._view
        document = session.document
        selected = view.selection & document.actors.keys()
        self._bind_later = None
        if selected != {self._actor_bound}:
            self._actor_bound = None
        self._several.refresh()
        if len(selected) > 1:
            self._bind_several()
        elif selected:
            self._bind_actor(*selected)
        elif view.relation in document.relations:
            self._bind_relation(view.relation or "")
        else:
            self.head.show_texts(session.display_title, document.question)
            self._pages = {}
        self._show_page()
        self._tell()

    # Pages

    def page_of(self, kind: FormKind, name: str) -> Page:
        """The page that has a field of a form."""
        form = self.form(kind)
        if isinstance(form, JudgementForm):
            return "evidence" if form.part_of(name) == "support" else "position"
        return next((page for page, kinds in self._pages.items() if kind in kinds), "actor")

    def show_page(self, page: Page) -> None:
        """Show a page of the selection, if it has that."""
        self._page = page
        self._show_page()

    def _page_chosen(self, page: Page) -> None:
        """Go to the page whose tab the user chose, with the keyboard focus if a field had it."""
        had_focus = self._area.isAncestorOf(self.window().focusWidget() or self)
        for kind in self._bound():
            self._forms[kind].commit_pending()
        self.show_page(page)
        self._area.verticalScrollBar().setValue(0)
        if had_focus:
            self.focus_first()
        self.page_chosen.emit(page)

    def _show_page(self) -> None:
        """Show the forms of the page, or of the only one that the selection has."""
        is_relation = RelationForm in self._bound()
        titles: dict[Page, str] = {
            "position": tr("Relation") if is_relation else tr("Position"),
            "evidence": tr("Evidence"),
            "actor": tr("Actors") if SeveralForm in self._bound() else tr("Actor"),
        }
        self.tabs.show_pages({page: titles[page] for page in self._pages}, self._page)
        shown = self.tabs.page
        if shown == "actor":
            self._bind_actor_page()
        if self._unordered:
            self._unordered = False
            tab_in_reading_order(self.tabs, *(self._forms[kind] for kind in self._bound()))
        wanted = self._pages[shown] if shown is not None else []
        for kind, form in self._forms.items():
            if kind in wanted and isinstance(form, JudgementForm):
                form.show_part("support" if shown == "evidence" else "value")
            form.setVisible(kind in wanted)

    def _bind_actor(self, actor: str) -> None:
        document = self._session.document
        record = document.actors[actor]
        group = document.groups.get(record.group or "")
        self.head.show_texts(record.name, kinds()[record.kind], group.name if group is not None else "")
        judged, others = self._bind_judgements(actor)
        self._pages = {"position": [*judged, *others], "evidence": judged, "actor": [*_ON_ACTOR_PAGE]}
        self._bind_later = partial(self._bind_actor_forms, actor)
        # What was typed there and is not stored stays bound until others are selected, and again after that.
        if self._actor_bound == actor or self._context.drafts:
            self._bind_actor_page()

    def _bind_actor_page(self) -> None:
        """Bind the forms of the actor's page, if they wait for that."""
        bind, self._bind_later = self._bind_later, None
        if bind is not None:
            bind()

    def _bind_actor_forms(self, actor: str) -> None:
        self._actor_bound = actor
        self.form(ActorForm).bind(self._session, actor)
        self._bind_relations(actor)

    def _bind_judgements(self, actor: str) -> tuple[list[FormKind], list[FormKind]]:
        """Bind the forms of the judgements of an actor, and those of what others judge."""
        session, view, document = self._session, self._view, self._session.document
        if view.snapshot is None or view.snapshot not in document.snapshots:
            return [], []
        # Created from top to bottom, they are in tab order already.
        wanted: list[FormKind] = []
        others: list[FormKind] = []
        if view.issue is not None and view.issue in document.issues:
            target = JudgementTarget(session, view.snapshot, Subject.stance(view.issue, actor))
            self.form(StanceForm).bind(target)
            wanted.append(StanceForm)
            others += self._bind_others(StanceOthers, target)
        target = JudgementTarget(session, view.snapshot, Subject.standing(actor))
        self.form(StandingForm).bind(target)
        others += self._bind_others(StandingOthers, target)
        return [*wanted, StandingForm], others

    def _bind_others(self, kind: type[OthersForm], target: JudgementTarget) -> list[FormKind]:
        """Bind the form of what others judge, where there is any or a conflict nobody decided."""
        shown = target.shown()
        judged_in = target.snapshot if shown is None else shown.snapshot
        conflicts = self._conflicts.about(self._session.document, judged_in, target.subject)
        judgement = None if shown is None else shown.judgement
        if not conflicts and (judgement is None or not judgement.others):
            return []
        is_new = kind not in self._forms
        form = self.form(kind)
        if is_new:
            form.wanted.connect(self.others_wanted)
        self._unordered |= form.bind(target, conflicts)
        return [kind]

    def _bind_several(self) -> None:
        """Show what the selected actors share, or only how many they are while that is being looked for."""
        if self._several.is_busy:
            if self._several.are_others:
                self.head.show_texts(self._several.count_text)
                self._pages = {}
            return
        several = self._several.value
        assert several is not None
        self.head.show_texts(self._several.count_text, several.names)
        self.form(SeveralForm).bind(self._session, several)
        self._pages = {"actor": [SeveralForm]}
        for kind, shared in ((SharedStanceForm, several.stances), (SharedStandingForm, several.standings)):
            if shared is not None:
                self.form(kind).show_shared(self._session, shared)
                self._pages.setdefault("evidence", []).append(kind)

    def _bind_relations(self, actor: str) -> None:
        is_new = RelationsForm not in self._forms
        form = self.form(RelationsForm)
        if is_new:
            form.chosen.connect(self._show_relation)
            form.wanted.connect(self._relate)
        form.bind(self._session, self._view.snapshot, actor)

    def _show_relation(self, relation: str) -> None:
        """Select a relation and make the canvas draw it."""
        drawn = "all" if self._view.relations == "none" else self._view.relations
        self._view.set(relation=relation, relations=drawn, ties="all")

    def _relate(self, other: str) -> None:
        if self._view.primary is not None:
            self.relation_requested.emit(self._view.primary, other)

    def _bind_relation(self, relation: str) -> None:
        session, view, document = self._session, self._view, self._session.document
        self.head.show_texts(relation_name(document, relation), tr("Relation"))
        shown = shown_text(document, view.snapshot, view.issue, relation)
        self.form(RelationForm).bind(RelationTarget(session, relation), shown)
        self._pages = {"position": [RelationForm]}
        if view.snapshot is not None and view.snapshot in document.snapshots:
            target = JudgementTarget(session, view.snapshot, Subject.tie(relation))
            self.form(TieForm).bind(target)
            position = [RelationForm, TieForm, *self._bind_others(TieOthers, target)]
            self._pages = {"position": position, "evidence": [TieForm]}

    def _tell(self) -> None:
        """Show what stands in the way of judging, or that one may select."""
        is_empty = not self._pages and not self._several.is_busy
        text = notice_text(self._session, bool(self._view.selection), is_empty)
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def focus_field(self, kind: str, name: str) -> None:
        """Set the focus to a field of the "stance", "standing" or "tie" form, or to its value if the field is
        not shown.
        """
        forms: dict[str, Callable[[FormContext], JudgementForm]] = {
            "stance": StanceForm,
            "standing": StandingForm,
            "tie": TieForm,
        }
        form = self.form(forms[kind])
        if forms[kind] not in self._bound():
            self.focus_first()
            return
        name = name if form.is_judged else "value"
        self.show_page(self.page_of(forms[kind], name))
        field = form.fields.get(name, form.fields["value"])
        field.editor.setFocus(Qt.FocusReason.TabFocusReason)
        # After the layout has sized the forms.
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(field, 0, GRID * 4))

    def focus_first(self) -> None:
        """Set the focus to the first field of the page, else to its tab; to the head without a selection."""
        for kind in self._pages.get(self.tabs.page or "actor", ()):
            for field in self._forms[kind].fields.values():
                if field.isVisibleTo(self):
                    field.editor.setFocus(Qt.FocusReason.TabFocusReason)
                    return
        stop = self.tabs if self.tabs.isVisibleTo(self) else self.head.map_button
        stop.setFocus(Qt.FocusReason.TabFocusReason)
