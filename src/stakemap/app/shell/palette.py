"""The command palette: fuzzy search over all enabled actions and all actors of the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QStyleOptionViewItem, QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.icons import pixmap
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.two_line_list import RowDelegate
from stakemap.app.shell.fuzzy import score
from stakemap.i18n import tr
from stakemap.model.order import actors_in_order
from stakemap.text import shown_line

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window

_MAX_SHOWN = 60
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


class Entry(NamedTuple):
    """An entry of the palette: `text` and `more` are searched, `hint` is shown at the right."""

    text: str
    hint: str
    symbol: str
    run: Callable[[], None]
    more: str = ""


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}, {entry.hint}" if entry.hint else entry.text
        return entry if role == _ENTRY_ROLE else None


class _Delegate(RowDelegate):
    """Paints icon, text, and the shortcut or kind at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(GRID * 40, GRID * 4 + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(_ENTRY_ROLE)
        self.paint_background(painter, option, index)
        palette, area = option.palette, option.rect.adjusted(GRID, 0, -GRID, 0)
        if entry.symbol:
            picture = pixmap(
                entry.symbol, 18, palette.text().color().name(), painter.device().devicePixelRatioF()
            )
            painter.drawPixmap(area.left(), area.center().y() - 8, picture)
        painter.save()
        painter.setPen(palette.placeholderText().color())
        painter.setFont(role_font("caption"))
        hint_width = painter.fontMetrics().horizontalAdvance(entry.hint)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.hint)
        painter.setPen(palette.text().color())
        painter.setFont(role_font("body"))
        room = area.adjusted(GRID * 4, 0, -hint_width - GRID * 2, 0)
        shown = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class _Search(QLineEdit):
    """The search field; forwards the arrow and page keys to the list."""

    def __init__(self, listed: QListView) -> None:
        super().__init__()
        self._list, self._told = listed, ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._list.keyPressEvent(event)
            self.tell_current()
        else:
            super().keyPressEvent(event)

    def tell_current(self) -> None:
        """Have a screen reader say what Enter would choose; the list itself never has the focus."""
        text = str(self._list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")
        if text != self._told:
            self._told = text
            announce(self, text)


class PaletteDialog(QDialog):
    """Lists the best matches first; `chosen` is the entry that was picked."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Find a command or an actor"))
        self.chosen: Entry | None = None
        self.all_entries = [*_commands(window), *_actors(window)]
        self._model = _Entries()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Commands and actors"))
        self.list.clicked.connect(lambda _index: self._choose())
        self.search = _Search(self.list)
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Type a command or an actor"))
        self.search.setAccessibleName(tr("Command or actor"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose)
        self._empty = PlainLabel(tr("No matches. Try fewer letters."), role="muted")
        self._empty.setContentsMargins(GRID, GRID, GRID, GRID)
        self._empty.hide()
        column_layout(self.search, self._empty, (self.list, 1), spacing=GRID, margins=GRID * 2, on=self)
        self._filter("")
        self._place(window)

    def _place(self, window: QWidget) -> None:
        width = min(GRID * 76, window.width() - GRID * 8)
        height = min(GRID * 58, window.height() - GRID * 16)
        self.resize(width, height)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - width) // 2, corner.y() + GRID * 10)

    def _filter(self, query: str) -> None:
        if query.strip():
            scored = (
                (found, number, entry)
                for number, entry in enumerate(self.all_entries)
                if (found := _best(query, entry)) is not None
            )
            entries = [entry for _, _, entry in sorted(scored, key=lambda item: (-item[0], item[1]))]
        else:
            entries = self.all_entries
        self._model.show(entries[:_MAX_SHOWN])
        self._empty.setVisible(not entries)
        if entries:
            self.list.setCurrentIndex(self._model.index(0, 0))
        if query.strip():
            self.search.tell_current() if entries else announce(self.search, self._empty.text())

    def _choose(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.chosen = self._model.entries[index.row()]
            self.accept()


def _best(query: str, entry: Entry) -> float | None:
    main, more = score(query, entry.text), score(query, entry.more) if entry.more else None
    candidates = [value for value in (main, more - 1.0 if more is not None else None) if value is not None]
    return max(candidates, default=None)


def _commands(window: Window) -> Iterable[Entry]:
    """Yield the enabled actions."""
    native = QKeySequence.SequenceFormat.NativeText
    for name, action in window.host.actions.items():
        spec = window.host.specs[name]
        if action.isEnabled() and name != "palette":
            hint = action.shortcut().toString(native)
            yield Entry(spec.name, hint, spec.icon, action.trigger, spec.plain_text)


def _actors(window: Window) -> Iterable[Entry]:
    """Yield the actors of the map; choosing one selects it on the canvas."""
    if window.session is None:
        return
    document = window.session.document
    for key in actors_in_order(document):
        actor = document.actors[key]
        more = " ".join((*actor.aliases, actor.code))
        yield Entry(shown_line(actor.name), tr("Actor"), "actor", _selector(window, key), more)


def _selector(window: Window, actor: str) -> Callable[[], None]:
    def select() -> None:
        if window.view is not None:
            window.view.select(actor)
            window.service(Canvas).setFocus(Qt.FocusReason.OtherFocusReason)

    return select
