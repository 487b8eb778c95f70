"""The fields for where an import goes: the map in view or a new one, its snapshot, and what it may change."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from stakemap.app.features.importing.issue_box import IssueBox
from stakemap.app.features.importing.state import ImportState
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.parsing import parse_partial_date
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.interchange.merging.options import NewSnapshot
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.text import one_line
from stakemap.wording.names import snapshot_text

_MAP, _NEW_MAP = "map", "new"
#: The entry for a new dated snapshot, which no id is.
_NEW_SNAPSHOT = "\0new"


class TargetForm(QWidget):
    """Asks for map, issue and snapshot; `problem` says what is wrong with the date of a new one.

    The issue is requested where the file has something that names none, and can be typed.
    """

    def __init__(self, state: ImportState) -> None:
        super().__init__()
        self._state = state
        self.problem = ""
        self.map, self.issue, self.snapshot = ChoiceBox(), IssueBox(), ChoiceBox()
        for box in (self.map, self.issue, self.snapshot):
            box.setMinimumContentsLength(12)
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.date = QLineEdit(placeholderText=tr("2025, July 2025 or 1 July 2025"))
        self.fills = QCheckBox(tr("&Keep what the map has, fill only gaps"))
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        self._parts = [
            _part(caption, box)
            for caption, box in (
                (tr("Import in&to"), self.map),
                (tr("I&ssue"), self.issue),
                (tr("Sna&pshot"), self.snapshot),
                (tr("&Date"), self.date),
            )
        ]
        for part in self._parts:
            row.addWidget(part, 1)
        column_layout(row, self.fills, spacing=GRID, on=self)
        self.map.activated.connect(self._map_chosen)
        self.issue.chosen.connect(lambda issue: self._state.change_merge(issue=issue))
        self.snapshot.activated.connect(self._snapshot_chosen)
        self.date.textEdited.connect(lambda _text: self._take_date())
        self.fills.toggled.connect(
            lambda fills: self._state.change_merge(policy="fill" if fills else "update")
        )

    def fill(self) -> None:
        """List the map in view with its snapshots, if it can be changed."""
        document = self._state.document
        self.map.clear()
        if document is not None:
            title = one_line(document.title) or tr("Untitled map")
            self.map.addItem(tr("This map: {title}", title=title), _MAP)
        self.map.addItem(tr("A new map"), _NEW_MAP)
        self.snapshot.clear()
        if document is not None:
            for key in snapshots_in_order(document):
                self.snapshot.addItem(snapshot_text(document.snapshots[key]), key)
        self.snapshot.addItem(tr("A new snapshot"), _NEW_SNAPSHOT)
        name_combo_box(self.map, tr("Import into"))
        name_combo_box(self.issue, tr("Issue"))
        name_combo_box(self.snapshot, tr("Snapshot"))

    def show_target(self) -> None:
        """Show into what is imported now."""
        target = self._state.target
        self.map.setCurrentIndex(max(0, self.map.findData(_NEW_MAP if target.into_new else _MAP)))
        new = target.merge.new_snapshot
        is_new = new is not None
        if new is not None and not self.date.text() and not self.problem:
            self.date.setText(new.date)
        with QSignalBlocker(self.snapshot):
            chosen = _NEW_SNAPSHOT if is_new else target.merge.snapshot
            self.snapshot.setCurrentIndex(max(0, self.snapshot.findData(chosen)))
        outcome = self._state.outcome
        has_unnamed = outcome is not None and outcome.unnamed_issue is not None
        into_map = not target.into_new
        for part, shows in zip(self._parts, (True, has_unnamed, into_map, is_new and into_map), strict=True):
            part.setVisible(shows)
        if has_unnamed:
            self._show_issue()
        self.fills.setVisible(not target.into_new)
        with QSignalBlocker(self.fills):
            self.fills.setChecked(target.merge.policy == "fill")

    def _show_issue(self) -> None:
        outcome, document = self._state.outcome, self._state.document
        assert outcome is not None
        known: dict[str, str] = {}
        if document is not None and not self._state.target.into_new:
            known = {key: document.issues[key].name for key in issues_in_order(document)}
        chosen = outcome.unnamed_issue
        assert chosen is not None
        self.issue.show_issues(known, outcome.merged.result.issues[chosen].name)

    def _map_chosen(self, _index: int) -> None:
        self._state.import_into(self.map.currentData() == _NEW_MAP)

    def _snapshot_chosen(self, _index: int) -> None:
        chosen = str(self.snapshot.currentData())
        if chosen != _NEW_SNAPSHOT:
            self.problem = ""
            self._state.change_merge(snapshot=chosen, new_snapshot=None)
            return
        if not self.date.text():
            self.date.setText(self._state.file_date or self._state.today)
        self._take_date()
        self.date.setFocus()
        self.date.selectAll()

    def _take_date(self) -> None:
        """Import into a new snapshot of the date that was typed, once it is one."""
        try:
            date = parse_partial_date(self.date.text())
            self.problem = "" if date else tr("Enter the date of the new snapshot.")
        except ValueError as error:
            date, self.problem = None, str(error)
        mark(self.date, "invalid", bool(self.problem))
        if date:
            self._state.change_merge(new_snapshot=NewSnapshot(date=date))
        self._state.planned.emit()


def _part(caption: str, box: QWidget) -> QWidget:
    holder = QWidget()
    column_layout(PlainLabel(caption, role="caption", buddy=box), box, spacing=GRID // 2, on=holder)
    box.setAccessibleName(caption.replace("&", ""))
    return holder
