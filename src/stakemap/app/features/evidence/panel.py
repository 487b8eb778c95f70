"""The panel of the evidence check: judgements without reason, source or range, each linked to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from stakemap.analysis.evidence.coverage import Coverage, Figure, coverage_line, coverage_map
from stakemap.analysis.evidence.evidence import DEFAULT_SOURCE_AGE, findings, findings_at, kind_title
from stakemap.analysis.evidence.rules import KINDS, Finding, FindingKind
from stakemap.app.features.evidence.model import EvidenceModel, GroupKind, Shown
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, Option
from stakemap.app.kit.forms.parsing import number, parse_number, stepped
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.widgets.two_line_list import TwoLineDelegate
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject
from stakemap.wording.names import issue_name, snapshot_name

Index = QModelIndex | QPersistentModelIndex
#: Delay of the check after an edit, in milliseconds.
_LAG = 250
#: Maps with more judgements are checked by a worker.
_WORKER_THRESHOLD = 3_000
_MAX_AGE = 200.0
#: The field of the inspector that resolves a kind of finding.
_FIELDS: dict[FindingKind, str] = {
    "evidence-against": "citations",
    "unexplained": "reason",
    "uncited": "citations",
    "tie-unexplained": "reason",
    "assumed": "basis",
    "single-source": "citations",
    "old-source": "citations",
    "never-judged": "value",
    "no-range": "range",
}


def _check(document: StakeMap, snapshot: str | None, issue: str | None, age: float) -> Shown:
    """Check one issue at one snapshot, or the whole map where `snapshot` is None."""
    if snapshot is None:
        found = findings(document, source_age=age)
        return Shown(document, found, figures=coverage_map(document, Resolver()))
    found = findings_at(document, snapshot, Resolver(), issue=issue, source_age=age)
    return Shown(document, found, snapshot, issue)


def _is_large(document: StakeMap, *_inputs: object) -> bool:
    """Whether the map has more judgements than `_WORKER_THRESHOLD`."""
    return sum(snapshot.judgement_count for snapshot in document.snapshots.values()) > _WORKER_THRESHOLD


class _Tree(QTreeView):
    """A tree that Tab leaves; Enter chooses the current row."""

    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


def _labelled(caption: str, field: QWidget) -> QVBoxLayout:
    return column_layout(PlainLabel(caption, role="caption", buddy=field), field, spacing=GRID // 2)


class EvidencePanel(QWidget):
    """Findings by kind, of the issue and snapshot in view or of the whole map.

    `place_chosen` carries the snapshot, Subject and inspector field of a finding.
    """

    place_chosen = Signal(str, object, str)

    def __init__(
        self, session: Session, view: ViewState, coverage: Derived[Coverage], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._coverage = session, view, coverage
        self._shown = Shown(session.document, ())
        self._age = DEFAULT_SOURCE_AGE
        #: Collapsed groups; coverage begins collapsed, since it is consulted less often than the findings.
        self._collapsed: set[GroupKind] = {"coverage"}
        self._following = False
        #: Snapshot and issue of the list, kept while choosing a finding changes the view.
        self._place = (view.snapshot, view.issue)
        self._checked = Derived(
            self,
            self._check_inputs,
            _check,
            lag=_LAG,
            is_large=_is_large,
            shown=self,
            on_error=self._failed,
        )
        self._checked.started.connect(self._show_checking)
        self._checked.changed.connect(self._checked_changed)
        self._make_choices()
        self._make_tree()
        self._lay_out()
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        coverage.changed.connect(self._show_coverage)
        self._show_coverage()

    # Widgets

    def _make_choices(self) -> None:
        self.scope = ChoiceEditor(self._scopes)
        self.scope.show_content("view")
        self.scope.setAccessibleName(tr("Scope of the check"))
        self.scope.finished.connect(self._scope_chosen)
        self.kind = ChoiceEditor(self._kinds)
        self.kind.show_content("")
        name_combo_box(self.kind, tr("Kind of finding"))
        self.kind.finished.connect(self._fill)
        self.age = LineEditor(step=lambda text, step: stepped(text, step, 0.0, _MAX_AGE))
        exclude_from_drafts(self.age)
        self.age.show_content(number(self._age))
        self.age.setAccessibleName(tr("Years after which a source counts as old"))
        self.age_error = PlainLabel(role="error", wrap=True)
        self.age_error.hide()
        self.age.finished.connect(self._age_typed)
        self.age.reverted.connect(self._show_age)

    def _scopes(self) -> Sequence[Option]:
        return [Option("view", tr("This snapshot and issue")), Option("map", tr("The whole map"))]

    def _kinds(self) -> Sequence[Option]:
        counts = dict.fromkeys(KINDS, 0)
        for finding in self._shown.findings:
            counts[finding.kind] += 1
        every = tr_count("All kinds ({count})", "All kinds ({count})", len(self._shown.findings))
        found = [Option(kind, f"{kind_title(kind)} ({count})") for kind, count in counts.items()]
        return [Option(None, every), *found]

    def _make_tree(self) -> None:
        self.model = EvidenceModel(self)
        self.tree = tree = _Tree()
        tree.setModel(self.model)
        tree.setItemDelegate(TwoLineDelegate(tree))
        tree.setAccessibleName(tr("Findings"))
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(GRID * 2)
        tree.setTabKeyNavigation(False)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setExpandsOnDoubleClick(False)
        tree.chosen.connect(self._choose)
        tree.clicked.connect(self._choose)
        tree.collapsed.connect(lambda index: self._expansion_changed(index, True))
        tree.expanded.connect(lambda index: self._expansion_changed(index, False))

    def _lay_out(self) -> None:
        self.coverage = PlainLabel(role="strong", wrap=True)
        self._about = PlainLabel(role="caption", wrap=True)
        choices = row_layout(
            (_labelled(tr("Show"), self.kind), 2),
            (_labelled(tr("Old after (years)"), self.age), 1),
            spacing=GRID,
        )
        self._elsewhere = PlainLabel(role="caption", wrap=True)
        self._elsewhere.hide()
        self._empty = PlainLabel(role="muted", wrap=True)
        top = column_layout(
            self.coverage,
            self._about,
            _labelled(tr("Check"), self.scope),
            choices,
            self.age_error,
            self._elsewhere,
            self._empty,
            spacing=GRID,
            margins=(GRID * 2, GRID, GRID * 2, GRID),
        )
        column = column_layout(top, (self.tree, 1), spacing=0, on=self)
        column.addStretch(0)

    # Checking

    @property
    def _is_view_scope(self) -> bool:
        return self.scope.content() != "map"

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if touched(before, after):
            self._checked.invalidate()
        if before.issues is not after.issues or before.snapshots is not after.snapshots:
            # Renaming an issue or a snapshot changes no figure, so `coverage.changed` is not emitted.
            self._show_coverage()
            self._show_place()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self._show_coverage()
            if not self._following:
                self._place = (self._view.snapshot, self._view.issue)
            if self._is_view_scope and not self._following:
                self._checked.invalidate()
            self._show_place()

    def _scope_chosen(self) -> None:
        self._place = (self._view.snapshot, self._view.issue)
        self._show_place()
        self._checked.refresh()

    def _show_place(self) -> None:
        """Say so when the list is of another snapshot or issue than the view."""
        snapshot, issue = self._place
        document, view = self._session.document, self._view
        differs = self._is_view_scope and (snapshot, issue) != (view.snapshot, view.issue)
        if differs and snapshot in document.snapshots and issue in document.issues:
            self._elsewhere.setText(
                tr(
                    "This list is for {snapshot}, {issue}.",
                    snapshot=snapshot_name(document, snapshot),
                    issue=issue_name(document, issue),
                )
            )
        self._elsewhere.setVisible(differs)

    def _check_inputs(self) -> tuple[StakeMap, str | None, str | None, float]:
        document = self._session.document
        if self._place[0] not in document.snapshots or self._place[1] not in document.issues:
            self._place = (self._view.snapshot, self._view.issue)
            self._show_place()
        snapshot, issue = self._place
        snapshot = snapshot if self._is_view_scope and snapshot in document.snapshots else None
        return document, snapshot, issue if issue in document.issues else None, self._age

    def _show_checking(self) -> None:
        self._empty.setText(tr("Checking…"))
        self._empty.show()

    def _failed(self, error: Exception) -> None:
        self._empty.hide()
        raise error

    def _checked_changed(self) -> None:
        assert self._checked.value is not None
        self._shown = self._checked.value
        self.kind.refresh()
        self._fill()

    def _fill(self) -> None:
        """Show the findings of the chosen kind, keeping the current row, or the row that replaces it."""
        index = self.tree.currentIndex()
        current, row = self.model.finding_at(index), index.row()
        place = self.tree.verticalScrollBar().value()
        chosen = self.kind.content()
        kinds = [kind for kind in KINDS if chosen in ("", kind)]
        self.model.show(self._shown, kinds)
        for group in range(self.model.rowCount()):
            index = self.model.index(group, 0)
            self.tree.setExpanded(index, self.model.kind_at(index) not in self._collapsed)
        if current is not None:
            self.tree.setCurrentIndex(self.model.index_near(current, row))
        self.tree.verticalScrollBar().setValue(place)
        self.tree.setVisible(bool(self.model.rowCount()))
        self._empty.setVisible(not self.model.count)
        self._empty.setText(self._empty_text(chosen))

    def _empty_text(self, kind: str) -> str:
        document = self._session.document
        if not document.snapshots or not document.actors:
            return tr("There is nothing to check yet: judgements need an actor and a snapshot.")
        if kind:
            return tr("No findings of this kind.")
        return tr("No findings: every judgement has a reason, more than one source and a range.")

    def _show_coverage(self) -> None:
        figure, document, view = self._coverage.value, self._session.document, self._view
        self.coverage.setText(coverage_line(figure) if figure is not None else coverage_line(Coverage()))
        parts = []
        if view.snapshot in document.snapshots:
            parts.append(snapshot_name(document, view.snapshot))
        if view.issue in document.issues:
            parts.append(issue_name(document, view.issue))
        self._about.setText(" · ".join(parts))
        self._about.setVisible(bool(parts))

    # Choices

    def _age_typed(self) -> None:
        try:
            years = parse_number(self.age.content(), 0.0, _MAX_AGE)
        except ValueError as error:
            mark(self.age, "invalid", True)
            self._show_age_error(tr("Old after: {problem}", problem=error))
            return
        self._age, before = (DEFAULT_SOURCE_AGE if years is None else years), self._age
        self._show_age()
        if self._age != before:
            self._checked.refresh()

    def _show_age(self) -> None:
        mark(self.age, "invalid", False)
        self._show_age_error("")
        self.age.show_content(number(self._age))

    def _show_age_error(self, sentence: str) -> None:
        self.age.setAccessibleDescription(sentence)
        self.age_error.setText(sentence)
        self.age_error.setVisible(bool(sentence))

    def _expansion_changed(self, index: Index, collapsed: bool) -> None:
        kind = self.model.kind_at(index)
        if kind is not None and collapsed:
            self._collapsed.add(kind)
        elif kind is not None:
            self._collapsed.discard(kind)

    def _choose(self, index: Index) -> None:
        finding, figure = self.model.finding_at(index), self.model.figure_at(index)
        if figure is not None:
            self._show_figure(figure)
            return
        if finding is None:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
            return
        subject = finding.place.subject
        if self._exists(finding, subject):
            self._following = True
            try:
                self.place_chosen.emit(finding.place.snapshot, subject, _FIELDS[finding.kind])
            finally:
                self._following = False

    def _show_figure(self, figure: Figure) -> None:
        document = self._session.document
        if figure.snapshot in document.snapshots and figure.issue in document.issues:
            self._view.set(snapshot=figure.snapshot, issue=figure.issue)

    def _exists(self, finding: Finding, subject: Subject) -> bool:
        """Whether the subject of a finding still exists, since the map may have changed since the check."""
        document = self._session.document
        records = document.relations if subject.kind == "tie" else document.actors
        issue = subject.issue is None or subject.issue in document.issues
        return finding.place.snapshot in document.snapshots and subject.id in records and issue

    def focus_first(self) -> None:
        """Set the focus to the findings, or to the choice of scope where there are none."""
        if not self._checked.is_current:
            self._checked.refresh()
        if not self.model.rowCount():
            self.scope.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self.model.index(0, 0))
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)
