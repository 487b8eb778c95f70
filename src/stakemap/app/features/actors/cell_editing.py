"""In-place editing in the actor table: an editor for each column, and storing its content as an edit."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stakemap.app.features.actors.rows import NUMBERS, ActorRow, Column, title
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.parsing import parse_name, parse_number
from stakemap.app.kit.forms.targets import ActorsTarget, JudgementTarget
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import mark
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.country_offers import offer_countries
from stakemap.app.kit.widgets.offers import Offers
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.order import sort_key
from stakemap.model.subjects import Subject

#: The editable columns; the state is derived from the judgements.
EDITABLE = frozenset(Column) - {Column.STATE, Column.SPREAD}
#: The columns of a stance, which exist for an issue at a snapshot only.
_STANCE = frozenset({Column.ALIGNMENT, Column.SALIENCE, Column.ROLE, Column.CONFIDENCE, Column.BASIS})
_CHOICES = frozenset({Column.GROUP, Column.KIND, Column.ROLE, Column.CONFIDENCE, Column.BASIS})
#: The role of the ActorRow of an index, equal to `ROW_ROLE` of the table's model.
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1

_ENTER = tuple((QEvent.Type.KeyPress, key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter))

Index = QModelIndex | QPersistentModelIndex


def can_edit(session: Session, view: ViewState, column: Column) -> bool:
    """Whether the cells of a column can be edited in this view."""
    if session.read_only or column not in EDITABLE:
        return False
    if view.snapshot is None and (column in _STANCE or column == Column.INFLUENCE):
        return False
    return view.issue is not None or column not in _STANCE


def store_cell(session: Session, view: ViewState, actor: str, column: Column, text: str) -> None:
    """Apply the content of a cell as an edit.

    `text` is as typed, or for a choice the id or "". An emptied number makes the judgement unknown. Raises
    ValueError or EditError with a message for the user.
    """
    if column == Column.NAME:
        ActorsTarget(session, (actor,)).store("name", parse_name(text))
    elif column == Column.CODE:
        ActorsTarget(session, (actor,)).store("code", text.strip())
    elif column in (Column.GROUP, Column.KIND):
        ActorsTarget(session, (actor,)).store(column.name.lower(), text)
    else:
        _store_judgement(session, view, actor, column, text)


def _store_judgement(session: Session, view: ViewState, actor: str, column: Column, text: str) -> None:
    assert view.snapshot is not None
    standing = JudgementTarget(session, view.snapshot, Subject.standing(actor))
    on_issue = None if view.issue is None else Subject.stance(view.issue, actor)
    stance = None if on_issue is None else JudgementTarget(session, view.snapshot, on_issue)
    shown = stance.shown() if stance is not None else None
    if column == Column.INFLUENCE:
        value = parse_number(text, 0, 100)
        if stance is not None and shown is not None and shown.judgement.influence is not None:
            stance.store("influence", value)
            return
        known = standing.shown()
        if value is not None or (known is not None and known.judgement.influence is not None):
            standing.store("value", value)
    elif stance is not None and column == Column.ALIGNMENT:
        value = parse_number(text, -100, 100)
        if value is not None or (shown is not None and shown.judgement.alignment is not None):
            stance.store("value", value)
    elif stance is not None and column == Column.SALIENCE:
        stance.store("salience", parse_number(text, 0, 100))
    elif stance is not None:
        stance.store(column.name.lower(), text or None)


def _stored_text(row: ActorRow, column: Column) -> str:
    """The stored content of a cell; "" for a code that is derived from the name."""
    return row.code if column == Column.CODE else row.texts[column]


class EditingDelegate(QStyledItemDelegate):
    """Creates the editors of the table and stores their content.

    `refused` carries the message of content that could not be stored; the editor then reopens with what was
    typed, if the table still has the focus.
    """

    refused = Signal(str)

    def __init__(self, session: Session, view: ViewState, table: QAbstractItemView) -> None:
        super().__init__(table)
        self._session, self._view, self._table = session, view, table
        self._refused_edit: tuple[str, int, str, str] | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line edit, or a combo box for a column of fixed choices; names are offered while typed."""
        column = Column(index.column())
        if column == Column.GROUP:
            return self._group_editor(parent)
        if column not in _CHOICES:
            field = QLineEdit(parent)
            field.setAccessibleName(title(column))
            if column in NUMBERS:
                field.setAlignment(Qt.AlignmentFlag.AlignRight)
            elif column == Column.NAME:
                offer_countries(field).taken.connect(lambda _name: self._close(field))
            return field
        box = ChoiceBox(parent)
        box.setAccessibleName(title(column))
        for value, text in self._choices(column):
            box.addItem(text, value)
        return box

    def _group_editor(self, parent: QWidget) -> NamingEditor:
        editor = NamingEditor(self._groups, parent)
        editor.setAccessibleName(title(Column.GROUP))
        editor.finished.connect(lambda: self._close(editor))
        return editor

    def _groups(self) -> list[Option]:
        groups = self._session.document.groups
        named = sorted(groups, key=lambda key: (sort_key(groups[key].name), key))
        return [Option(None, tr("No group")), *(Option(key, groups[key].name) for key in named)]

    def _close(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the keys of the offers below an editor to them; Enter commits a group at once, not later."""
        if (
            isinstance(watched, NamingEditor)
            and isinstance(event, QKeyEvent)
            and (event.type(), event.key()) in _ENTER
        ):
            self._close(watched)
            return True
        offers = watched.findChild(Offers)
        if offers is not None and offers.handles(event):
            return False
        return super().eventFilter(watched, event)

    def _choices(self, column: Column) -> list[tuple[str, str]]:
        if column == Column.KIND:
            return list(words.kinds().items())
        terms = {
            Column.CONFIDENCE: words.confidences,
            Column.BASIS: words.bases,
            Column.ROLE: words.roles,
        }
        return [("", tr("Not given")), *terms[column]().items()]

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the content of the cell, or the refused text with its message as tooltip."""
        row = index.data(_ROW_ROLE)
        if not isinstance(row, ActorRow):
            return
        text = _stored_text(row, Column(index.column()))
        if isinstance(editor, NamingEditor):
            editor.show_content(self._session.document.actors[row.actor].group or "")
        elif isinstance(editor, ChoiceBox):
            editor.setCurrentIndex(max(editor.findText(text), 0))
        elif isinstance(editor, QLineEdit):
            if index.column() == Column.CODE:
                editor.setPlaceholderText(row.texts[Column.CODE])
            elif index.column() in NUMBERS and text[-1:].isalpha():
                text = ""
            if self._refused_edit is not None and self._refused_edit[:2] == (row.actor, index.column()):
                text, sentence = self._refused_edit[2:]
                self._refused_edit = None
                mark(editor, "invalid", True)
                set_tooltip(editor, sentence)
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Store the content of the editor if it changed."""
        row = index.data(_ROW_ROLE)
        if not isinstance(row, ActorRow):
            return
        column = Column(index.column())
        known = _stored_text(row, column)
        if isinstance(editor, NamingEditor):
            editor.read_typed()
            text = editor.content()
            if text == (self._session.document.actors[row.actor].group or ""):
                return
        elif isinstance(editor, ChoiceBox):
            if editor.currentText() == known or (not editor.currentData() and not known):
                return
            text = str(editor.currentData())
        else:
            assert isinstance(editor, QLineEdit)
            text = editor.text()
            if text.strip() == known:
                return
        try:
            store_cell(self._session, self._view, row.actor, column, text)
        except (ValueError, StakemapError) as error:
            self.refused.emit(str(error))
            if isinstance(editor, QLineEdit) and editor.hasFocus():
                self._refused_edit = (row.actor, column, text, str(error))
                QTimer.singleShot(0, self, lambda: self._reopen_editor(QPersistentModelIndex(index)))

    def _reopen_editor(self, index: QPersistentModelIndex) -> None:
        if index.isValid() and self._refused_edit is not None:
            model = self._table.model()
            assert model is not None
            place = model.index(index.row(), index.column())
            self._table.setCurrentIndex(place)
            self._table.edit(place)
