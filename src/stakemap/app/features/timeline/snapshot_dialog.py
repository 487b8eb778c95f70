"""The dialog of one snapshot: label, date, likelihood, base and note, validated before it closes."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from stakemap.app.kit.forms.parsing import parse_partial_date
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.model.dates import end_of, start_of
from stakemap.model.document import Likelihood, Snapshot, StakeMap
from stakemap.model.order import snapshots_in_order
from stakemap.model.resolve import descendants_of
from stakemap.model.terms import term
from stakemap.text import shown_line, single_line
from stakemap.wording.names import snapshot_text

#: What the dialog is for: a new dated snapshot, a new scenario, a new one with a fixed base, or a change of
#: an existing one.
Purpose = Literal["new", "branch", "insert", "change"]
_LABEL_LIMIT, _NOTE_LIMIT = 500, 20_000


class SnapshotFacts(NamedTuple):
    """The content of the dialog."""

    label: str
    date: str | None
    scenario: bool
    likelihood: Likelihood | None
    based_on: str | None
    note: str
    #: The snapshot that a new one starts as a copy of; None to start as its base.
    copy_of: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The values that are fields of Snapshot, but its base."""
        return {name: getattr(self, name) for name in self._fields if name not in ("based_on", "copy_of")}


class SnapshotDialog(ValidatedDialog):
    """Asks for the properties of a snapshot; `facts` are set once it is accepted.

    `snapshot` provides the initial values, `key` is its id if it exists already.
    """

    def __init__(
        self,
        parent: QWidget | None,
        document: StakeMap,
        purpose: Purpose,
        title: str,
        snapshot: Snapshot,
        key: str | None = None,
    ) -> None:
        super().__init__(parent, title)
        self._document, self._purpose = document, purpose
        self.facts: SnapshotFacts | None = None
        self._make_fields(snapshot)
        self._fill_bases(snapshot, key)
        self._lay_out()
        self.add_reject()
        accept = tr("&Save changes") if purpose == "change" else tr("&Add")
        self.add_accept(accept).clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 60)
        self._scenario_changed()
        first = self.label if snapshot.scenario or purpose == "change" else self.date
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def _make_fields(self, snapshot: Snapshot) -> None:
        self.label = QLineEdit(single_line(snapshot.label), maxLength=_LABEL_LIMIT)
        self.date = QLineEdit(snapshot.date or "", placeholderText=tr("2025, July 2025 or 1 July 2025"))
        self.date.editingFinished.connect(self._check_date)
        self.scenario = QCheckBox(tr("H&ypothetical scenario"))
        self.scenario.setChecked(snapshot.scenario)
        self.scenario.toggled.connect(self._scenario_changed)
        self.likelihood = ChoiceBox()
        self.likelihood.addItem(tr("Not judged"), None)
        for likelihood in get_args(Likelihood):
            self.likelihood.addItem(term(likelihood), likelihood)
        self.likelihood.setCurrentIndex(max(self.likelihood.findData(snapshot.likelihood), 0))
        self.base = ChoiceBox()
        self.base.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.base.currentIndexChanged.connect(self._base_changed)
        self.copy_of = ChoiceBox()
        self.copy_of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.hint = PlainLabel(role="caption", wrap=True)
        text = tr("Positions you don’t change are carried over from that snapshot.")
        self.carried_over = PlainLabel(text, role="caption", wrap=True)
        self.note = QPlainTextEdit(snapshot.note)
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(GRID * 9)

    def _fill_bases(self, snapshot: Snapshot, key: str | None) -> None:
        """List the possible bases, which excludes the snapshot and its descendants, and what it may copy."""
        never = {key, *(descendants_of(self._document, key) if key is not None else ())}
        self.base.addItem(tr("None"), None)
        self.copy_of.addItem(tr("Snapshot it builds on"), None)
        for other in snapshots_in_order(self._document):
            text = shown_line(snapshot_text(self._document.snapshots[other]))
            self.copy_of.addItem(text, other)
            if other not in never:
                self.base.addItem(text, other)
        self.base.setCurrentIndex(max(self.base.findData(snapshot.based_on), 0))

    def _lay_out(self) -> None:
        changing = self._purpose == "change"
        self.add_field(tr("&Date"), self.date).addWidget(self.hint)
        self.hint.hide()
        self.add_field(tr("&Label"), self.label)
        self.column.addWidget(self.scenario)
        self.scenario.setVisible(changing)
        self._likelihood_row = QWidget()
        self._likelihood_row.setLayout(labelled(tr("Li&kelihood"), self.likelihood))
        self._likelihood_row.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self.column.addWidget(self._likelihood_row)
        self.add_field(tr("&Builds on"), self.base).addWidget(self.carried_over)
        self.base.setEnabled(self._purpose != "insert")
        if self._purpose in ("new", "branch"):
            self.add_field(tr("&Starts as a copy of"), self.copy_of)
        self.add_field(tr("N&ote"), self.note)
        # What the dialog has more than it needs goes to the note, not between captions and fields.
        self.column.setStretch(self.column.count() - 1, 1)

    def _base_changed(self) -> None:
        self.carried_over.setVisible(self.base.currentData() is not None)
        self._check_date()

    def _scenario_changed(self) -> None:
        self._likelihood_row.setVisible(self.scenario.isChecked())

    def focus_base(self) -> None:
        """Set the focus to the choice of the base."""
        self.base.setFocus(Qt.FocusReason.OtherFocusReason)

    # Validation

    def _check_date(self) -> None:
        """Show an error of the date, or a warning about it, at once."""
        if self.date not in self._errors:
            return
        date = self.validated(self.date, lambda: parse_partial_date(self.date.text()))
        hint = self._date_warning(date) if isinstance(date, str) else ""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _date_warning(self, date: str) -> str:
        base = self._document.snapshots.get(self.base.currentData() or "")
        if base is None or base.date is None or end_of(date) >= start_of(base.date):
            return ""
        return tr("This date is earlier than the snapshot it builds on, {base}.", base=snapshot_text(base))

    def _valid_label(self) -> str:
        label = single_line(self.label.text())
        if label:
            return label
        if self.scenario.isChecked():
            raise ValueError(tr("Enter a label that says what would happen."))
        date = self.date.text().strip()
        if not date:
            raise ValueError(tr("Enter a date or a label."))
        return date

    def _valid_note(self) -> str:
        note = self.note.toPlainText().strip()
        if len(note) > _NOTE_LIMIT:
            raise ValueError(tr("A note can have up to {count} characters.", count=_NOTE_LIMIT))
        return note

    def accept(self) -> None:
        """Close if all fields are valid; else show the errors and focus the first invalid field."""
        self._check_date()
        label = self.validated(self.label, self._valid_label)
        note = self.validated(self.note, self._valid_note)
        if self.focus_invalid():
            return
        scenario = self.scenario.isChecked()
        likelihood = cast("Likelihood | None", self.likelihood.currentData() if scenario else None)
        date = parse_partial_date(self.date.text())
        based_on, copy_of = self.base.currentData(), self.copy_of.currentData()
        self.facts = SnapshotFacts(label, date, scenario, likelihood, based_on, note, copy_of)
        super().accept()
