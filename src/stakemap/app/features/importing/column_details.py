"""The row below the columns of a register: what the values of the current column are about."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from stakemap.app.features.importing.issue_box import IssueBox
from stakemap.app.features.importing.roles import RATED
from stakemap.app.features.importing.state import ImportState
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.parsing import parse_number
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import number, tr
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.model.order import issues_in_order
from stakemap.model.records import NAME_LIMIT
from stakemap.text import shown_line, single_line

_CURRENT, _DESIRED, _DATED = "current", "desired", "dated"


class ColumnDetails(QWidget):
    """Issue, time and value of one column, as far as its role has them."""

    def __init__(self, state: ImportState) -> None:
        super().__init__()
        self._state = state
        self._place, self._column = 0, 0
        self.issue, self.moment = IssueBox(), ChoiceBox()
        self.issue.line.setPlaceholderText(tr("The one in view"))
        self.date, self.value = QLineEdit(), QLineEdit()
        for text, key in (
            (tr("As it is"), _CURRENT),
            (tr("As we want it"), _DESIRED),
            (tr("At a date"), _DATED),
        ):
            self.moment.addItem(text, key)
        row = row_layout(spacing=GRID * 2, on=self)
        self.parts: dict[str, QWidget] = {}
        for key, caption, box in (
            ("issue", tr("&Issue"), self.issue),
            ("moment", tr("Ti&me"), self.moment),
            ("date", tr("Da&te or label"), self.date),
            ("value", tr("Al&ignment of a mark here"), self.value),
        ):
            self.parts[key] = _part(caption, box)
            row.addWidget(self.parts[key])
        row.addStretch(1)
        self.issue.chosen.connect(lambda issue: self._change(issue=issue))
        self.moment.activated.connect(self._moment_chosen)
        self.date.editingFinished.connect(self._moment_chosen)
        self.value.editingFinished.connect(self._value_typed)
        self.setMinimumHeight(GRID * 7)

    def _plan(self) -> ColumnPlan | None:
        plan = self._state.plan
        if plan is None or self._place >= len(plan.sheets):
            return None
        return next((each for each in plan.sheets[self._place].columns if each.column == self._column), None)

    def show_column(self, place: int, column: int) -> None:
        """Show what a column of the sheet at a place is about."""
        self._place, self._column = place, column
        plan = self._plan()
        role = "ignored" if plan is None else plan.role
        is_timed = role in RATED or role == "mark"
        has_issue = is_timed and not role.startswith(("influence", "strength"))
        for key, shows in (
            ("issue", has_issue),
            ("moment", is_timed),
            ("date", is_timed and plan is not None and bool(plan.snapshot)),
            ("value", role == "mark"),
        ):
            self.parts[key].setVisible(shows)
        if plan is not None:
            self._fill(plan)

    def _fill(self, plan: ColumnPlan) -> None:
        names = [plan.issue] if plan.issue else []
        document = self._state.document
        if document is not None and not self._state.target.into_new:
            names += [document.issues[issue].name for issue in issues_in_order(document)]
        assert self._state.plan is not None
        columns = (each for sheet in self._state.plan.sheets for each in sheet.columns)
        names += [each.issue for each in columns if each.issue]
        self.issue.show_issues({name: name for name in names}, plan.issue)
        moment = _DATED if plan.snapshot else plan.moment or _CURRENT
        self.moment.setCurrentIndex(max(0, self.moment.findData(moment)))
        self.date.setText(shown_line(plan.snapshot))
        self.value.setText("" if plan.value is None else number(plan.value))
        mark(self.value, "invalid", False)

    # Choices

    def _change(self, **changes: Any) -> None:
        if self._plan() is not None:
            self._state.change_column(self._place, self._column, **changes)

    def _moment_chosen(self, _index: int = 0) -> None:
        chosen = self.moment.currentData()
        dated = single_line(self.date.text())[:NAME_LIMIT] if chosen == _DATED else ""
        self.parts["date"].setVisible(chosen == _DATED)
        if chosen == _DATED and not dated:
            self.date.setFocus()
            return
        self._change(snapshot=dated, moment="desired" if chosen == _DESIRED else "")

    def _value_typed(self) -> None:
        """Take over the alignment of a mark; an empty text is unknown."""
        try:
            value = parse_number(self.value.text(), -100, 100)
        except ValueError:
            mark(self.value, "invalid", True)
            return
        mark(self.value, "invalid", False)
        self._change(value=value)


def _part(caption: str, box: QWidget) -> QWidget:
    holder = QWidget()
    column_layout(PlainLabel(caption, role="caption", buddy=box), box, spacing=GRID // 2, on=holder)
    box.setMinimumWidth(GRID * 16)
    name = caption.replace("&", "")
    if isinstance(box, ChoiceBox):
        name_combo_box(box, name)
    else:
        box.setAccessibleName(name)
    return holder
