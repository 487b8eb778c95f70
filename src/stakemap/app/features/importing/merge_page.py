"""The fifth page of the guided import: into which map and snapshot, and what becomes of each record."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stakemap.app.features.importing.changes_model import FILTERS, ChangesModel, filter_text, is_question
from stakemap.app.features.importing.page import Page, Table
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.features.importing.target_form import TargetForm
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel, action_text, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.interchange.merging.planned import PlannedRecord
from stakemap.text import one_line
from stakemap.wording.names import actor_name

_WIDTHS = (18, 13, 18, 14, 24, 24)
#: The choice to treat a record as a new one.
_NEW = ""


class MergePage(Page):
    """Asks into what is imported, and shows record by record and field by field what that does; what is not
    ticked is left out.
    """

    step = Step.MERGE

    def __init__(self, state: ImportState) -> None:
        super().__init__(state, tr("Where it goes, and what it changes"))
        self.target = TargetForm(state)
        self.column.addWidget(self.target)
        self.filter = ChoiceBox()
        name_combo_box(self.filter, tr("Show"))
        for each in FILTERS:
            self.filter.addItem(filter_text(each), each)
        self.filter.activated.connect(lambda _index: self._filter_chosen())
        self.summary = PlainLabel(role="muted", wrap=True)
        row = row_layout(
            (self.summary, 1), PlainLabel(tr("Sho&w"), buddy=self.filter), self.filter, spacing=GRID * 2
        )
        self.column.addLayout(row)
        self.changes = Table(tr("What the import changes"))
        self.model = ChangesModel()
        self.model.setParent(self)
        self.model.ticked.connect(self._ticked)
        self.changes.setModel(self.model)
        self.changes.verticalHeader().hide()
        self.changes.setSelectionBehavior(Table.SelectionBehavior.SelectRows)
        for column, width in enumerate(_WIDTHS):
            self.changes.setColumnWidth(column, width * GRID)
        self.changes.selectionModel().currentChanged.connect(lambda _new, _old: self._show_question())
        self.column.addWidget(self.changes, 1)
        self.column.addWidget(self._question_row())

    def _question_row(self) -> QWidget:
        self.question, self.answer = PlainLabel(wrap=True), ChoiceBox()
        self.answer.setMinimumWidth(GRID * 36)
        self.answer.activated.connect(lambda _index: self._answered())
        self.question_row = QWidget()
        row_layout((column_layout(self.question), 1), self.answer, spacing=GRID * 2, on=self.question_row)
        self.question_row.hide()
        return self.question_row

    @property
    def first(self) -> QWidget:
        """The table of changes."""
        return self.changes

    @property
    def problem(self) -> str:
        """Why it cannot be imported so."""
        return self.target.problem

    def fill(self) -> None:
        """Offer the map in view, if it can be changed."""
        self.target.fill()

    def show_plan(self) -> None:
        """Show into what is imported."""
        self.target.show_target()

    def show_outcome(self) -> None:
        """Show what the import does."""
        outcome = self._state.outcome
        if outcome is None:
            return
        current = self.changes.currentIndex()
        row, number, column = self.model.row(current), current.row(), current.column()
        self.model.show(outcome.merged, outcome.base)
        # An actor that has just been matched has another place in the list.
        place = self.model.place_of(row)
        if place is None:
            place = min(number, len(self.model.rows) - 1)
        if place >= 0:
            self.changes.setCurrentIndex(self.model.index(place, max(0, column)))
        for index, each in enumerate(FILTERS):
            count = self.model.count(each)
            self.filter.setItemText(index, tr("{filter} ({count})", filter=filter_text(each), count=count))
        self.summary.setText(outcome.summary)
        if not self.changes.currentIndex().isValid() and self.model.rows:
            self.changes.setCurrentIndex(self.model.index(0, 0))
        self._show_question()

    def _filter_chosen(self) -> None:
        self.model.filter(self.filter.currentData())
        if self.model.rows:
            self.changes.setCurrentIndex(self.model.index(0, 0))
        self._show_question()

    def _ticked(self, token: str, is_imported: bool) -> None:
        merge = self._state.target.merge
        skipped = tuple(each for each in merge.skipped if each != token)
        self._state.change_merge(skipped=skipped if is_imported else (*skipped, token))

    # Near names

    @property
    def _asked(self) -> PlannedRecord | None:
        """The record of the current row, if it is to be decided which one of the map is meant."""
        row = self.model.row(self.changes.currentIndex())
        record = None if row is None else row.record
        if record is None or record.kind != "actor":
            return None
        is_answered = record.key in self._state.target.merge.matches
        return record if is_question(record) or is_answered else None

    def _show_question(self) -> None:
        record, outcome = self._asked, self._state.outcome
        self.question_row.setVisible(record is not None)
        if record is None or outcome is None:
            return
        merge = self._state.target.merge
        candidates = list(record.candidates)
        answered = merge.matches.get(record.key)
        if answered and answered not in candidates:
            candidates.append(answered)
        names = [actor_name(outcome.base, actor) for actor in candidates]
        if len(names) == 1:
            text = tr("“{name}” may be “{other}”.", name=one_line(record.name), other=names[0])
        else:
            text = tr("“{name}” may be one of several actors of the map.", name=one_line(record.name))
        self.question.setText(text)
        name_combo_box(self.answer, text)
        self.answer.clear()
        if record.status == "ambiguous":
            self.answer.addItem(tr("Choose…"), None)
        self.answer.addItem(tr("A new actor"), _NEW)
        for actor, name in zip(candidates, names, strict=True):
            self.answer.addItem(tr("The same as “{name}”", name=action_text(name)), actor)
        chosen = answered if answered is not None else _NEW
        self.answer.setCurrentIndex(0 if answered is None else max(0, self.answer.findData(chosen)))

    def _answered(self) -> None:
        record, answer = self._asked, self.answer.currentData()
        if record is None or answer is None:
            return
        self._state.change_merge(matches={**self._state.target.merge.matches, record.key: str(answer)})
