"""The dialog of pasted rows: what its columns hold, what each row would change, and cells to correct."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QDialogButtonBox, QTableView, QWidget

from stakemap.app.features.paste.column_fields import ColumnFields
from stakemap.app.features.paste.doubts import doubts, word_doubts
from stakemap.app.features.paste.rows_model import PasteModel
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.i18n import number, tr, tr_count
from stakemap.interchange.columns import heading
from stakemap.interchange.scales import Scale
from stakemap.interchange.spreadsheet import Plan
from stakemap.interchange.synonyms import Field
from stakemap.interchange.table import Table
from stakemap.model.document import StakeMap
from stakemap.text import one_line, single_line
from stakemap.wording.names import issue_name

_RESULT_WIDTH = GRID * 28
_COLUMN_WIDTH = GRID * 18


def _where(document: StakeMap, snapshot: str, issue: str | None) -> str:
    """Describe the snapshot and issue that the judgements go to."""
    label = single_line(document.snapshots[snapshot].label)
    if issue is None:
        return tr("Judgements go to “{snapshot}”.", snapshot=label)
    return tr(
        "Judgements go to “{snapshot}”, alignments are on “{issue}”.",
        snapshot=label,
        issue=issue_name(document, issue),
    )


def _summary(plan: Plan, table: Table) -> str:
    """Describe what pasting would do, and what of the table is not read or read on another scale."""
    if not table.names_actors:
        return tr("Choose the column with the names of the actors.")
    parts = [
        tr_count("{count} new actor", "{count} new actors", plan.added),
        tr_count("{count} actor changed", "{count} actors changed", plan.changed),
        tr_count("{count} row unchanged", "{count} rows unchanged", plan.unchanged),
    ]
    sentences = [", ".join(parts) + ".", *_new_groups(plan)]
    sentences += [
        tr(
            "{field} is converted from a scale of {low} to {high}.",
            field=heading(field),
            low=number(low),
            high=number(high),
        )
        for field, (low, high) in table.converted.items()
    ]
    sentences += [
        tr(
            "The scale in “{header}” is not recognised; its values are read as {low} to {high}.",
            header=one_line(header),
            low=number(low),
            high=number(high),
        )
        for header, (low, high) in table.unread_scales.items()
    ]
    sentences += doubts(table)
    sentences += word_doubts(plan)
    if plan.ignored:
        sentences.append(tr("Ignored: {columns}.", columns=one_line(", ".join(plan.ignored))))
    if plan.refused:
        sentences.append(
            tr_count(
                "{count} cell cannot be used: correct or skip it.",
                "{count} cells cannot be used: correct or skip them.",
                len(plan.refused),
            )
        )
    return " ".join(sentences)


def _new_groups(plan: Plan) -> Iterator[str]:
    if plan.new_groups:
        yield tr_count(
            "{count} new group: {names}.",
            "{count} new groups: {names}.",
            len(plan.new_groups),
            names=one_line(", ".join(plan.new_groups)),
        )


class _Cells(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter must finish the cell editor, not accept the dialog.
            return
        super().keyPressEvent(event)


class PasteRowsDialog(Dialog):
    """The preview dialog; once accepted, `table` can be pasted without refused cells."""

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        table: Table,
        snapshot: str,
        issue: str | None,
    ) -> None:
        super().__init__(parent, tr("Paste rows"))
        self.model = PasteModel(session, table, snapshot, issue)
        self.model.setParent(self)
        self.summary = PlainLabel(wrap=True)
        self.where = PlainLabel(_where(session.document, snapshot, issue), role="muted", wrap=True)
        self._is_skipping = False
        #: The column that was assigned last, and the fields of all before that.
        self._assigned = -1
        self._columns_before = table.columns
        #: Whether the first plan has set the current cell; later ones keep it.
        self._has_current = False
        self.headings = QCheckBox(tr("The first row has &headings"))
        self.headings.setChecked(table.has_headings)
        self.headings.toggled.connect(self._toggle_headings)
        self.new_groups = QCheckBox(tr("Add &groups that the map lacks"))
        self.new_groups.setChecked(self.model.adds_groups)
        self.new_groups.toggled.connect(self.model.add_groups)
        self.cells = _Cells()
        self._set_up_cells()
        self.fields = ColumnFields(self.cells)
        self.fields.assigned.connect(self._assign)
        self.fields.scaled.connect(self._choose_scale)
        self.sentence = PlainLabel(role="muted", wrap=True)
        self.sentence.setMinimumHeight(GRID * 5)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self.where, self.summary):
            self.column.addWidget(widget)
        self.column.addLayout(row_layout(self.headings, self.new_groups, STRETCH, spacing=GRID * 3))
        self.column.addLayout(column_layout(self.fields, (self.cells, 1), spacing=GRID // 2), 1)
        self.column.addWidget(self.sentence)
        self.skip = self.buttons.addButton(
            tr("S&kip cells that cannot be used"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.skip.clicked.connect(self._skip)
        self.paste = self.add_accept(tr("&Paste"))
        self.paste.clicked.connect(self.accept)
        self.add_reject()
        self.model.planned.connect(self._show)
        self.model.progress.connect(self._show_progress)
        self.finished.connect(lambda _result: self.model.cancel())
        self.resize(GRID * 150, GRID * 88)
        self.cells.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _set_up_cells(self) -> None:
        cells = self.cells
        cells.setModel(self.model)
        cells.setAccessibleName(tr("Pasted rows"))
        cells.setWordWrap(False)
        cells.setShowGrid(True)
        cells.setCornerButtonEnabled(False)
        cells.setTabKeyNavigation(False)
        cells.horizontalHeader().setFont(role_font("caption"))
        cells.verticalHeader().setFont(role_font("caption"))
        cells.verticalHeader().setDefaultSectionSize(GRID * 4)
        cells.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        cells.horizontalHeader().setDefaultSectionSize(_COLUMN_WIDTH)
        cells.setColumnWidth(0, _RESULT_WIDTH)
        cells.selectionModel().currentChanged.connect(lambda _new, _old: self._update_sentence())

    def showEvent(self, event: QShowEvent) -> None:
        """Put the boxes of the columns into the tab order, between what is above and below them."""
        super().showEvent(event)
        self._order_tabs()

    def _order_tabs(self) -> None:
        for before, after in pairwise((self.headings, self.new_groups, *self.fields.tab_order(), self.cells)):
            QWidget.setTabOrder(before, after)

    @property
    def table(self) -> Table:
        """The corrected table."""
        return self.model.table

    def _assign(self, place: int, field: Field | None) -> None:
        """Give a column another field.

        Arrow keys step through fields of other columns, which get them back when the keys go on.
        """
        if self._assigned != place:
            self._assigned, self._columns_before = place, self.table.columns
        self.model.replace(self.table.with_columns(self._columns_before).with_column(place, field))

    def _choose_scale(self, place: int, scale: Scale) -> None:
        self.model.replace(self.table.with_scale(place, scale))

    def _toggle_headings(self, has_headings: bool) -> None:
        self.model.reset(self.table.with_headings(has_headings))

    def _skip(self) -> None:
        """Clear the refused cells, then remove the rows that are still refused."""
        plan = self.model.plan
        if plan is not None:
            self._is_skipping = True
            refused = ((cell.row, cell.column) for cell in plan.refused)
            self.model.replace(self.model.table.without_cells(refused))

    def _show_progress(self, share: float) -> None:
        count, done = self.model.rowCount(), round(100 * share)
        self.summary.setText(
            tr_count("Reading {count} row: {done} %", "Reading {count} rows: {done} %", count, done=done)
        )

    def _show(self) -> None:
        plan = self.model.plan
        self.fields.show_table(self.table)
        self._order_tabs()
        if plan is None:
            self.skip.setVisible(False)
            self.paste.setEnabled(False)
            self._show_progress(0.0)
            self._update_sentence()
            return
        if self._is_skipping:
            self._is_skipping = False
            refused = {row.row for row in plan.rows if row.refused}
            if refused:
                self.model.drop_rows(refused)
                return
        self.summary.setText(_summary(plan, self.table))
        # Once not ticked, the plan adds none.
        self.new_groups.setVisible(bool(plan.new_groups) or not self.model.adds_groups)
        self.skip.setVisible(bool(plan.refused) and self.table.names_actors)
        self.paste.setEnabled(plan.result is not None and plan.added + plan.changed > 0)
        if not self._has_current:
            self._has_current = True
            self._go_to_first()
        self._update_sentence()

    def _go_to_first(self) -> None:
        """Make the first refused cell current, or the first cell."""
        first = self.model.first_refused
        self.cells.setCurrentIndex(first if first.isValid() else self.model.index(0, 0))

    def _update_sentence(self) -> None:
        self.sentence.setText(self.model.sentence(self.cells.currentIndex()))
