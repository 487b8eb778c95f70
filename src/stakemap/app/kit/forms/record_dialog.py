"""The base class of the dialogs of issues and groups: a list of records and the form of the current one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.form import Form
from stakemap.app.kit.forms.form_dialog import FormDialog
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.message_boxes import MessageBoxes
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow
from stakemap.editing.session import Session
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.changes import Touched, touched
from stakemap.model.document import StakeMap
from stakemap.text import single_line
from stakemap.wording.removal import Removal

DELETE = QKeySequence.StandardKey.Delete
_NAME_LIMIT = 500


class RecordsDialog(FormDialog):
    """Lists and edits records of one kind.

    A subclass passes its form, calls `_start` with its texts and implements the abstract methods.
    """

    def __init__(
        self, parent: QWidget | None, title: str, session: Session, message_boxes: MessageBoxes, form: Form
    ) -> None:
        super().__init__(parent, title, session, form)
        self._message_boxes = message_boxes
        self.list = self._make_list()
        self.line = QLineEdit()
        set_draft_subject(self.line, type(self).__name__)
        self.line.setMaxLength(_NAME_LIMIT)
        self.line.returnPressed.connect(self.add)
        self.list.chosen.connect(lambda _key: self._focus_name())
        self.list.pressed_key.connect(lambda _key: self.remove())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._current_changed())
        self.empty = PlainLabel(role="muted", wrap=True)
        self.note = PlainLabel(role="caption", wrap=True)
        self.tools = QHBoxLayout()
        self._area = QScrollArea()

    def _start(self, *, name: str, add: str, remove: str, empty: str, current: str | None) -> None:
        """Lay the dialog out and show the records; to be called at the end of a subclass's constructor."""
        self.line.setPlaceholderText(name)
        self.line.setAccessibleName(name)
        self.empty.setText(empty)
        self.add_button = self._button("plus", add, self.add)
        self.remove_button = self._button("delete", remove, self.remove)
        self._lay_out()
        self._follow_map()
        self._refresh()
        self.list.show_current(current)
        if self.current is None and self.list.rows.rowCount():
            self.list.setCurrentIndex(self.list.rows.index(0))
        (self.list if self.list.rows.rowCount() else self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _button(symbol: str, name: str, act: Callable[[], object]) -> IconButton:
        button = IconButton(symbol, name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(button, name)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        adding = row_layout((self.line, 1), self.add_button)
        self.tools.addWidget(self.remove_button)
        self.tools.addStretch(1)
        left = column_layout(adding, self.empty, (self.list, 1), self.tools, spacing=GRID)
        body = QWidget()
        body.setProperty("plain", True)
        column_layout(self.form, STRETCH, margins=(GRID, 0, GRID * 2, 0), on=body)
        area = self._area
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        tell_as(area, QAccessible.Role.Pane)
        area.setAccessibleName(tr("Details"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addLayout(row_layout((left, 2), (area, 3), spacing=GRID * 2), 1)
        self.column.addWidget(self.note)

    # To be implemented for a kind of record

    def _make_list(self) -> TwoLineList:
        raise NotImplementedError

    def _ordered(self) -> tuple[str, ...]:
        """The ids of the records in the order of the list."""
        raise NotImplementedError

    def _row(self, key: str) -> TwoLineRow:
        raise NotImplementedError

    def _bind(self, key: str) -> None:
        """Show a record in the form."""
        raise NotImplementedError

    def _concerns(self, difference: Touched) -> bool:
        """Whether a change of the map affects what the dialog shows."""
        raise NotImplementedError

    def _add(self, name: str) -> str:
        """Add a record of this name; returns its id."""
        raise NotImplementedError

    def _removal(self, key: str) -> Removal:
        raise NotImplementedError

    def _remove(self, key: str, name: str) -> None:
        raise NotImplementedError

    def _focus_name(self) -> None:
        """Give the keyboard focus to the field "name"."""
        self.form.fields["name"].editor.setFocus()

    # Display

    @property
    def current(self) -> str | None:
        """The id of the record in the form."""
        key = self.list.current
        return key if isinstance(key, str) and key in self._ordered() else None

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self._concerns(touched(before, after)):
            self._refresh()

    def _refresh(self) -> None:
        current = self.current
        place = max(self.list.currentIndex().row(), 0)
        ordered = self._ordered()
        self.list.rows.show_rows([self._row(key) for key in ordered])
        if current is None and ordered:
            current = ordered[min(place, len(ordered) - 1)]
        if self.list.current != current:
            self.list.show_current(current)
        self.empty.setVisible(not ordered)
        self.list.setVisible(bool(ordered))
        self._show_current()

    def _current_changed(self) -> None:
        self._show_current()
        # Another record is read from its name on.
        self._area.verticalScrollBar().setValue(0)

    def _show_current(self) -> None:
        self.form.leave()
        current, writable = self.current, not self._session.read_only
        self.form.setVisible(current is not None)
        if current is not None:
            self._bind(current)
        self.line.setReadOnly(not writable)
        self.add_button.setEnabled(writable)
        self.remove_button.setEnabled(writable and current is not None)

    # Operations

    def add(self) -> None:
        """Add a record with the typed name and show it."""
        name = single_line(self.line.text())
        if self._session.read_only:
            return
        if not name:
            self._say(tr("Enter a name first."))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        key = self._add(name)
        self.line.clear()
        self.list.show_current(key)
        self._say("")

    def remove(self) -> None:
        """Remove the current record, after a confirmation if other records go with it."""
        key = self.current
        if key is None or self._session.read_only:
            return
        removal = self._removal(key)
        name = short(removal.names[0])
        if not removal.is_plain:
            text = " ".join((*removal.sentences, tr("Undo brings all of it back.")))
            if not self._message_boxes.confirm(
                self, tr("Remove “{title}”?", title=name), text, tr("&Remove"), destructive=True
            ):
                return
        try:
            self._remove(key, name)
        except StakemapError as error:
            self._say(str(error))
            return
        self._say(tr("{title} removed. Undo brings it back.", title=name))

    def _say(self, text: str) -> None:
        self.note.setText(text)
