"""The dialog of issues: add, rename, reorder and remove issues, label the axis; each change can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.features.issues.form import IssueForm
from stakemap.app.kit.forms.form import FormContext
from stakemap.app.kit.forms.record_dialog import DELETE, RecordsDialog
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.message_boxes import MessageBoxes
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.changes import Touched
from stakemap.model.document import Issue
from stakemap.model.ids import mint
from stakemap.model.order import issues_in_order, next_order
from stakemap.text import single_line
from stakemap.wording.names import issue_name
from stakemap.wording.removal import Removal, removal_of


class _IssueList(TwoLineList):
    """A list whose current row is moved by Alt+Up and Alt+Down."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit `moved` for Alt+Up and Alt+Down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class IssuesDialog(RecordsDialog):
    """Lists the issues in their order with the form of the current one."""

    form: IssueForm
    list: _IssueList

    def __init__(
        self, parent: QWidget | None, session: Session, view: ViewState, message_boxes: MessageBoxes
    ) -> None:
        form = IssueForm(FormContext())
        super().__init__(parent, tr("Issues"), session, message_boxes, form)
        self._view = view
        self.list.moved.connect(self.move_by)
        self.up = self._button("chevron-up", tr("Move up (Alt+Up)"), lambda: self.move_by(-1))
        self.down = self._button("chevron-down", tr("Move down (Alt+Down)"), lambda: self.move_by(1))
        self.tools.addWidget(self.up)
        self.tools.addWidget(self.down)
        self._start(
            name=tr("Name of a new issue"),
            add=tr("Add the issue"),
            remove=tr("Remove this issue"),
            empty=tr("No issues yet. An issue is what actors are for or against, such as opening a border."),
            current=view.issue,
        )
        self.resize(GRID * 110, GRID * 86)

    def _make_list(self) -> TwoLineList:
        return _IssueList(tr("Issues"), own_keys=(DELETE,))

    def _ordered(self) -> tuple[str, ...]:
        return issues_in_order(self._session.document)

    def _concerns(self, difference: Touched) -> bool:
        return bool(difference.issues or difference.stances)

    def _row(self, key: str) -> TwoLineRow:
        document = self._session.document
        known = document.issues[key]
        count = self._removal(key).judgements
        judged = tr_count("{count} judgement", "{count} judgements", count) if count else tr("not judged yet")
        ends = (single_line(known.low_label), single_line(known.high_label))
        poles = tr("{low} ↔ {high}", low=ends[0], high=ends[1]) if all(ends) else ""
        second = " · ".join(part for part in (judged, poles) if part)
        return TwoLineRow(key, issue_name(document, key), second, known.question)

    def _bind(self, key: str) -> None:
        self.form.bind(self._session, key)

    def _focus_name(self) -> None:
        self.form.focus_name()

    def _show_current(self) -> None:
        super()._show_current()
        row, count = self.list.currentIndex().row(), self.list.rows.rowCount()
        movable = self.current is not None and not self._session.read_only
        self.up.setEnabled(movable and row > 0)
        self.down.setEnabled(movable and row < count - 1)

    def _add(self, name: str) -> str:
        """Append an issue and show it on the canvas."""
        document = self._session.document
        key = mint(name, document.issues)
        # As in a new map; without names of its ends a plot does not tell which side is which.
        low, high = tr("Against"), tr("For")
        issue = Issue(name=name, order=next_order(document), low_label=low, high_label=high)
        self._session.apply(
            edits.add_issue.of(key, issue), label=tr("Add the issue {name}", name=short(name))
        )
        self._view.set(issue=key)
        self.form.fields["question"].editor.setFocus()
        return key

    def move_by(self, step: int) -> None:
        """Move the current issue up (−1) or down (1)."""
        issue = self.current
        ordered = list(self._ordered())
        if issue is None or self._session.read_only:
            return
        place = ordered.index(issue) + step
        if 0 <= place < len(ordered):
            ordered.remove(issue)
            ordered.insert(place, issue)
            self._session.apply(edits.reorder_issues.of(ordered), label=tr("Reorder the issues"))
            self.list.show_current(issue)

    def _removal(self, key: str) -> Removal:
        return removal_of(self._session.document, "issues", [key])

    def _remove(self, key: str, name: str) -> None:
        self._session.apply(edits.remove_issue.of(key), label=tr("Remove the issue {name}", name=name))
