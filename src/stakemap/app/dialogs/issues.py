"""The issues of a map: add, rename, reorder, remove, say what the axes mean; each change is an undo step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.dialogs.base import Dialog
from stakemap.app.icons import IconButton
from stakemap.app.panels.form import FormContext
from stakemap.app.panels.issue_form import IssueForm
from stakemap.app.panels.targets import short
from stakemap.app.panels.two_lines import TwoLineList, TwoLineRow
from stakemap.app.plain import PlainLabel, set_tooltip, single_line
from stakemap.app.questions import Questions
from stakemap.app.style import GRID
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.changes import touched
from stakemap.model.document import Issue, StakeMap
from stakemap.model.ids import mint
from stakemap.model.order import issues_in_order, next_order
from stakemap.model.removal import removal_of
from stakemap.model.wording import issue_name

__all__ = ["IssuesDialog"]

_DELETE = QKeySequence.StandardKey.Delete
_NAME_LIMIT = 500


class _IssueList(TwoLineList):
    """A list whose current row Alt and an arrow move."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down reorder."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class IssuesDialog(Dialog):
    """Lists the issues in their order, the chosen one in full beside them."""

    def __init__(
        self, parent: QWidget | None, session: Session, view: ViewState, questions: Questions
    ) -> None:
        super().__init__(parent, tr("Issues"))
        self._session, self._view, self._questions = session, view, questions
        self._make_widgets()
        self._lay_out()
        session.changed.connect(self._document_changed)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, session.undo),
            (QKeySequence.StandardKey.Redo, session.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._refresh()
        self.list.show_current(view.issue)
        (self.list if session.document.issues else self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_widgets(self) -> None:
        self.form = IssueForm(FormContext(lambda _parent, _colour: None))
        self.line = QLineEdit()
        self.line.setMaxLength(_NAME_LIMIT)
        self.line.setPlaceholderText(tr("Name of a new issue"))
        self.line.setAccessibleName(tr("Name of a new issue"))
        self.line.returnPressed.connect(self.add)
        self.add_button = self._button("plus", tr("Add the issue"), self.add)
        self.list = _IssueList(tr("Issues"), own_keys=(_DELETE,))
        self.list.chosen.connect(lambda _key: self.form.focus_name())
        self.list.pressed_key.connect(lambda _key: self.remove())
        self.list.moved.connect(self.move_by)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.up = self._button("chevron-up", tr("Move up (Alt+Up)"), lambda: self.move_by(-1))
        self.down = self._button("chevron-down", tr("Move down (Alt+Down)"), lambda: self.move_by(1))
        self.remove_button = self._button("delete", tr("Remove this issue"), self.remove)
        self.empty = PlainLabel(
            tr("No issue yet. An issue is what actors are for or against, such as opening a border."),
            role="muted",
            wrap=True,
        )
        self.note = PlainLabel(role="caption", wrap=True)

    @staticmethod
    def _button(symbol: str, name: str, act: object) -> IconButton:
        button = IconButton(symbol, name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(button, name)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        adding, tools = QHBoxLayout(), QHBoxLayout()
        adding.addWidget(self.line, 1)
        adding.addWidget(self.add_button)
        for button in (self.up, self.down, self.remove_button):
            tools.addWidget(button)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addLayout(adding)
        left.addWidget(self.empty)
        left.addWidget(self.list, 1)
        left.addLayout(tools)
        body = QWidget()
        body.setProperty("plain", True)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(GRID, 0, GRID * 2, 0)
        inner.addWidget(self.form)
        inner.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        row.addLayout(left, 2)
        row.addWidget(area, 3)
        self.column.addLayout(row, 1)
        self.column.addWidget(self.note)
        self.add_reject(tr("Close"))
        for push in self.findChildren(QPushButton):
            # Enter in a field stores it; it must not close the dialog.
            push.setAutoDefault(False)
            push.setDefault(False)
        self.resize(GRID * 110, GRID * 76)

    # What it shows

    @property
    def current(self) -> str | None:
        """The issue shown in full."""
        key = self.list.current
        return key if isinstance(key, str) and key in self._session.document.issues else None

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        difference = touched(before, after)
        if difference.issues or difference.stances:
            self._refresh()

    def _refresh(self) -> None:
        document, current = self._session.document, self.current
        place = max(self.list.currentIndex().row(), 0)
        ordered = issues_in_order(document)
        self.list.rows.show_rows([self._row(issue) for issue in ordered])
        if current is None and ordered:
            current = ordered[min(place, len(ordered) - 1)]
        if self.list.current != current:
            self.list.show_current(current)
        self.empty.setVisible(not ordered)
        self.list.setVisible(bool(ordered))
        self._show_current()

    def _row(self, issue: str) -> TwoLineRow:
        document = self._session.document
        known = document.issues[issue]
        count = removal_of(document, "issues", [issue]).judgements
        judged = tr_count("{count} judgement", "{count} judgements", count) if count else tr("not judged yet")
        ends = (single_line(known.low_label), single_line(known.high_label))
        poles = tr("{low} ↔ {high}", low=ends[0], high=ends[1]) if all(ends) else ""
        return TwoLineRow(
            issue,
            issue_name(document, issue),
            " · ".join(part for part in (judged, poles) if part),
            known.question,
        )

    def _show_current(self) -> None:
        self.form.leave()
        current, count = self.current, self.list.rows.rowCount()
        writable = not self._session.read_only
        self.form.setVisible(current is not None)
        if current is not None:
            self.form.bind(self._session, current)
        row = self.list.currentIndex().row()
        self.line.setReadOnly(not writable)
        self.add_button.setEnabled(writable)
        self.remove_button.setEnabled(writable and current is not None)
        self.up.setEnabled(writable and current is not None and row > 0)
        self.down.setEnabled(writable and current is not None and row < count - 1)

    # What it does

    def add(self) -> None:
        """Add an issue of the name typed, last of all, and show it here and on the canvas."""
        name = single_line(self.line.text())
        if self._session.read_only:
            return
        if not name:
            self._say(tr("Type a name first."))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        document = self._session.document
        key = mint(name, document.issues)
        issue = Issue(name=name, order=next_order(document))
        self._session.apply(tr("Add the issue {name}", name=short(name)), edits.add_issue, key, issue)
        self.line.clear()
        self._view.set(issue=key)
        self.list.show_current(key)
        self._say("")
        self.form.fields["question"].editor.setFocus()

    def move_by(self, step: int) -> None:
        """Move the current issue up (−1) or down."""
        issue = self.current
        ordered = list(issues_in_order(self._session.document))
        if issue is None or self._session.read_only:
            return
        place = ordered.index(issue) + step
        if 0 <= place < len(ordered):
            ordered.remove(issue)
            ordered.insert(place, issue)
            self._session.apply(tr("Reorder the issues"), edits.reorder_issues, ordered)
            self.list.show_current(issue)

    def remove(self) -> None:
        """Remove the current issue; what goes with it is told and asked first."""
        issue = self.current
        if issue is None or self._session.read_only:
            return
        document = self._session.document
        name = short(issue_name(document, issue))
        removal = removal_of(document, "issues", [issue])
        if not removal.is_plain:
            text = " ".join((*removal.sentences, tr("Undo brings all of it back.")))
            if not self._questions.confirm(self, tr("Remove “{title}”?", title=name), text, tr("&Remove")):
                return
        try:
            self._session.apply(tr("Remove the issue {name}", name=name), edits.remove_issue, issue)
        except StakemapError as error:
            self._say(str(error))
            return
        self._say(tr("{title} removed. Undo brings it back.", title=name))

    def _say(self, text: str) -> None:
        self.note.setText(text)

    def reject(self) -> None:
        """Close, unless a field holds something that does not fit: the sentence below it says what."""
        if self.form.attempt():
            self._session.changed.disconnect(self._document_changed)
            super().reject()
