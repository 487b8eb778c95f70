"""The table model of actors; it sorts itself, so that an edit updates single rows among thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from stakemap.app.features.actors.rows import (
    COLUMNS,
    NUMBERS,
    UNKNOWN,
    UNKNOWN_TEXT,
    ActorRow,
    Column,
    RowMaker,
    title,
)
from stakemap.app.kit.plain_text import tooltip
from stakemap.i18n import tr
from stakemap.text import shown_line, single_line

#: The role of the ActorRow of an index.
ROW_ROLE = Qt.ItemDataRole.UserRole + 1

#: Item flags, combined once because Qt queries them for each painted cell.
_FIXED = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _FIXED | Qt.ItemFlag.ItemIsEditable

#: The roles that `data` answers, as the integers that Qt passes.
_ROLES = frozenset(
    map(
        int,
        (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.TextAlignmentRole,
            ROW_ROLE,
        ),
    )
)

#: Of more actors that changed all rows are rebuilt: notifying the views of single rows costs more.
_MANY = 300

#: Blanks as wide as the sort indicator of a header.
_ROOM = "\u2002\u2005"

Index = QModelIndex | QPersistentModelIndex
#: A sort key of a row; its last item is the actor's id.
Key = tuple[Any, ...]


class ActorModel(QAbstractTableModel):
    """A row for each actor, sorted by one column and then by name and id.

    Descending order reverses the sorted column only: names stay ascending, and unknown values stay last. Rows
    are created lazily.
    """

    def __init__(self, parent: QObject | None = None, patience: int = 0) -> None:
        """Create an empty model.

        It emits `dataChanged` for another view `patience` milliseconds late, so that the canvas paints first;
        `data` returns the new values at once.
        """
        super().__init__(parent)
        self._maker: RowMaker | None = None
        self._rows: dict[str, ActorRow] = {}
        self._keys: dict[str, Key] = {}
        self._order: list[Key] = []
        self._column, self._falling = Column.NAME, False
        self._hidden: frozenset[str] = frozenset()
        self._longest_name: str | None = None
        #: The actors whose alignment several analysts judge, None before anybody asked.
        self._with_others: set[str] | None = None
        self._telling = QTimer(self, singleShot=True, interval=patience)
        self._telling.timeout.connect(self._all_changed)
        #: Whether the cells of a column can be edited now.
        self.editable: Callable[[Column], bool] = lambda _column: False

    def _key(self, maker: RowMaker, actor: str) -> Key:
        key = maker.key(actor, self._column)
        if self._column == Column.NAME and not self._falling:
            return (key, actor)
        name = maker.key(actor, Column.NAME)
        return (_Reversed(key) if self._falling else key, name, actor)

    def actor(self, row: int) -> str:
        """The id of the actor in a row."""
        return str(self._order[row][-1])

    def row(self, actor: str) -> ActorRow:
        """The row of an actor; raises KeyError when the table lacks it."""
        known = self._rows.get(actor)
        if known is None:
            assert self._maker is not None
            known = self._rows[actor] = self._maker.row(actor)
        return known

    def has(self, actor: str) -> bool:
        """Whether there is a row of an actor."""
        return actor in self._keys

    def row_of(self, actor: str) -> int:
        """The row number of an actor; raises KeyError when the table lacks it."""
        return bisect_left(self._order, self._keys[actor])

    @property
    def has_others(self) -> bool:
        """Whether several analysts judge the alignment of any actor in the view."""
        if self._with_others is None:
            maker = self._maker
            self._with_others = set() if maker is None else set(filter(maker.has_others, maker.actors))
        return bool(self._with_others)

    @property
    def longest_name(self) -> str:
        """The longest name in the table, "" where it is empty; rows are not created for it."""
        if self._longest_name is None:
            names = () if self._maker is None else map(self._maker.name, self._keys)
            self._longest_name = shown_line(single_line(max(names, key=len, default="")))
        return self._longest_name

    def rows_selection(self, actors: Collection[str]) -> QItemSelection:
        """Return the rows of these actors as a selection of contiguous ranges."""
        if len(actors) > len(self._order) // 10:
            # To look for each in the order would take longer.
            rows = [row for row, key in enumerate(self._order) if key[-1] in actors]
        else:
            rows = sorted(self.row_of(actor) for actor in actors if actor in self._keys)
        selection = QItemSelection()
        start = previous = -2
        for row in [*rows, -2]:
            if row == previous + 1:
                previous = row
                continue
            if start >= 0:
                first, last = self.index(start, 0), self.index(previous, len(COLUMNS) - 1)
                selection.append(QItemSelectionRange(first, last))
            start = previous = row
        return selection

    def show_view(self, maker: RowMaker) -> None:
        """Show all actors of another map or view; persistent indexes follow their actors."""
        self._maker, self._rows, self._with_others = maker, {}, None
        if not self._has_all_of(maker):
            self._refill()
        elif self._column in (Column.NAME, Column.CODE):
            # Names and codes do not depend on the view; after an edit of them `update` is called.
            if not self._telling.interval():
                self._all_changed()
            elif not self._telling.isActive():
                # A running timer is not restarted, so that a sequence of steps does not postpone it.
                self._telling.start()
        else:
            self._rearrange()

    def hide(self, actors: frozenset[str]) -> None:
        """Leave out these actors, and show all others."""
        if actors == self._hidden:
            return
        self._hidden = actors
        if self._maker is not None and not self._has_all_of(self._maker):
            self._refill()

    def _has_all_of(self, maker: RowMaker) -> bool:
        """Whether there is a row for each actor that is not hidden, and for no other."""
        return self._keys.keys() == maker.actors.keys() - self._hidden

    def _refill(self) -> None:
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def _all_changed(self) -> None:
        if self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(COLUMNS) - 1))

    def _arrange(self) -> None:
        maker = self._maker
        assert maker is not None
        self._longest_name = None
        self._keys = {actor: self._key(maker, actor) for actor in maker.actors if actor not in self._hidden}
        self._order = sorted(self._keys.values())

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        actors = [self.actor(index.row()) for index in before]
        self._arrange()
        places = {actor: self.row_of(actor) for actor in set(actors)}
        after = [
            self.index(places[actor], index.column()) for actor, index in zip(actors, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def update_all(self, maker: RowMaker) -> None:
        """Recreate all rows after a change of the map. Persistent indexes follow their actors, unless some
        came or went: then the model is reset.
        """
        self._maker, self._rows, self._with_others = maker, {}, None
        if self._has_all_of(maker):
            self._rearrange()
        else:
            self._refill()

    def update(self, maker: RowMaker, touched: Collection[str]) -> None:
        """Recreate the rows of the touched actors, insert new and remove deleted ones; of very many, like
        `update_all`.
        """
        if len(touched) > _MANY:
            self.update_all(maker)
            return
        self._maker, self._longest_name = maker, None
        if self._with_others is not None:
            self._with_others.difference_update(touched)
            self._with_others.update(filter(maker.has_others, touched))
        for actor in touched:
            known = actor in self._keys
            if actor not in maker.actors or actor in self._hidden:
                if known:
                    self._remove(actor)
            elif known:
                self._replace(maker, actor)
            else:
                self._insert(maker, actor)

    def _remove(self, actor: str) -> None:
        row = self.row_of(actor)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._order[row], self._keys[actor]
        self._rows.pop(actor, None)
        self.endRemoveRows()

    def _insert(self, maker: RowMaker, actor: str) -> None:
        key = self._key(maker, actor)
        row = bisect_left(self._order, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._order.insert(row, key)
        self._keys[actor] = key
        self.endInsertRows()

    def _replace(self, maker: RowMaker, actor: str) -> None:
        row, key = self.row_of(actor), self._key(maker, actor)
        self._rows.pop(actor, None)
        if key != self._order[row]:
            row = self._move(row, actor, key)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def _move(self, row: int, actor: str, key: Key) -> int:
        target = bisect_left(self._order, key)
        moves = target not in (row, row + 1)
        if moves:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
        del self._order[row]
        place = target - 1 if target > row else target
        self._order.insert(place, key)
        self._keys[actor] = key
        if moves:
            self.endMoveRows()
        return place

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; ascending order of numbers puts the highest first."""
        falling = order == Qt.SortOrder.DescendingOrder
        if (column, falling) == (self._column, self._falling) or column < 0:
            return
        self._column, self._falling = Column(column), falling
        if self._maker is not None:
            self._rearrange()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are selectable, and editable where `editable` returns True."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _EDITABLE if self.editable(COLUMNS[index.column()]) else _FIXED

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # To paint a cell, Qt queries a dozen roles, most of which are unused.
        if role not in _ROLES or not index.isValid():
            return None
        row = self.row(self.actor(index.row()))
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_line(row.texts[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(_whole(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return shown_line(row.texts[index.column()]) or tr("none")
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == ROW_ROLE:
            return row
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            # Not shown, but announced with each cell.
            is_told = role == Qt.ItemDataRole.AccessibleTextRole
            return self.row(self.actor(section)).texts[Column.NAME] if is_told else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = title(Column(section))
            # The sort indicator is drawn at the right edge, over the title of a right-aligned column.
            covered = section == self._column and section in NUMBERS
            return f"{text}{_ROOM}" if covered and role == Qt.ItemDataRole.DisplayRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = section in NUMBERS
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            if section == Column.CODE:
                side = Qt.AlignmentFlag.AlignHCenter
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _Reversed:
    """Reverses the order of a key, but keeps unknown values last."""

    __slots__ = ("_key",)

    def __init__(self, key: Any) -> None:
        self._key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self._key == other._key

    def __lt__(self, other: _Reversed) -> bool:
        if {self._key, other._key} & {UNKNOWN, UNKNOWN_TEXT}:
            return bool(self._key < other._key)
        return bool(self._key > other._key)

    __hash__ = None  # type: ignore[assignment]


def _whole(row: ActorRow) -> str:
    name, influence, alignment, state = (
        row.texts[column] for column in (Column.NAME, Column.INFLUENCE, Column.ALIGNMENT, Column.STATE)
    )
    lines = [
        name,
        tr("Influence: {value}", value=influence),
        tr("Alignment: {value}", value=alignment),
        tr("State: {value}", value=state),
    ]
    if spread := row.texts[Column.SPREAD]:
        lines.append(tr("Between analysts: {spread}", spread=spread))
    if row.carried:
        lines.append(tr("The alignment is carried over."))
    return "\n".join(lines)
