"""The visible columns of the actor table and their widths: as many as fit, or those the user chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from stakemap.app.features.actors.model import ActorModel
from stakemap.app.features.actors.rows import COLUMNS, Column, title
from stakemap.app.kit.plain_text import action_text
from stakemap.app.kit.widgets.check_menu import ChoicesMenu
from stakemap.i18n import tr

#: Initial widths in pixels. The name takes the remaining width, but at least this.
_WIDTHS = {
    Column.CODE: 46,
    Column.NAME: 74,
    Column.INFLUENCE: 74,
    Column.ALIGNMENT: 78,
    Column.SPREAD: 178,
    Column.SALIENCE: 88,
    Column.GROUP: 124,
    Column.KIND: 124,
    Column.ROLE: 88,
    Column.CONFIDENCE: 92,
    Column.BASIS: 84,
    Column.STATE: 108,
}
#: The columns that cannot be hidden.
_FIXED_COLUMNS = (Column.CODE, Column.NAME)
#: Width of the name column in pixels beyond which further columns are shown beside it: at least, and at most
#: for the sake of long names.
_SPACIOUS_NAME, _WIDEST_NAME = 132, 240
#: The padding of a name in its cell, both sides together, in pixels.
_PADDING = 16


def columns_of(names: Iterable[str] | None) -> tuple[Column, ...] | None:
    """Return the columns that a setting names, without unknown names; None for as many as fit."""
    if names is None:
        return None
    known = {column.name.lower(): column for column in COLUMNS}
    return tuple(known[name] for name in names if name in known)


def names_of(columns: Iterable[Column] | None) -> tuple[str, ...] | None:
    """Return columns as the names stored in the settings."""
    return None if columns is None else tuple(column.name.lower() for column in columns)


class ActorColumns(QObject):
    """Lays out the columns of a table; `user_changed` is emitted when the user changed the choice.

    Without a choice, columns appear and disappear in their order with the width of the table, so that it
    never scrolls horizontally; the spread between analysts only where several
    judge. Chosen columns stay visible at any width.
    """

    user_changed = Signal()

    def __init__(self, table: QTableView, model: ActorModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._chosen: tuple[Column, ...] | None = None
        self._widths = dict(_WIDTHS)
        self._laying_out = self._has_others = False
        header = table.horizontalHeader()
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._user_resized)

    @property
    def chosen(self) -> tuple[Column, ...] | None:
        """The chosen columns, None for as many as fit."""
        return self._chosen

    @property
    def shown(self) -> tuple[Column, ...]:
        """The visible columns from left to right."""
        return tuple(column for column in COLUMNS if not self._table.isColumnHidden(column))

    def choose(self, columns: Sequence[Column] | None) -> None:
        """Show these columns, or as many as fit for None."""
        self._chosen = None if columns is None else tuple(columns)
        self.fit()

    def show_map(self) -> None:
        """Show the spread between analysts if there is any in the view; called once that has changed."""
        if self._chosen is None and self._has_others != self._model.has_others:
            self.fit()

    def fit(self) -> None:
        """Distribute the width of the table among the visible columns."""
        room = self._table.viewport().width()
        self._has_others = self._model.has_others
        wanted = self._fitting(room) if self._chosen is None else {*_FIXED_COLUMNS, *self._chosen}
        self._laying_out = True
        try:
            for column in COLUMNS:
                self._table.setColumnHidden(column, column not in wanted)
            taken = sum(self._widths[column] for column in wanted if column != Column.NAME)
            for column in wanted:
                width = self._widths[column]
                if column == Column.NAME:
                    width = max(width, room - taken)
                self._table.setColumnWidth(column, width)
        finally:
            self._laying_out = False

    def _fitting(self, room: int) -> set[Column]:
        """Return the leading columns that fit in `room` pixels."""
        found, spacious = set(_FIXED_COLUMNS), self._spacious_name()
        left = room - sum(self._widths[column] for column in _FIXED_COLUMNS if column != Column.NAME)
        for column in COLUMNS:
            if column in found or (column == Column.SPREAD and not self._has_others):
                continue
            # The first columns may squeeze the name to its minimum; later ones only take what it can spare.
            own = self._widths[Column.NAME]
            name = own if column <= Column.ALIGNMENT else max(own, spacious)
            if left - self._widths[column] < name:
                break
            left -= self._widths[column]
            found.add(column)
        return found

    @property
    def wanted_width(self) -> int:
        """The width of the table in pixels at which the leading columns show all names of usual length."""
        leading = (column for column in COLUMNS if column <= Column.ALIGNMENT and column != Column.NAME)
        return sum(self._widths[column] for column in leading) + self._width_of_names()

    def _spacious_name(self) -> int:
        """The width that the name column has before further columns take some of it."""
        return min(max(self._width_of_names(), _SPACIOUS_NAME), _WIDEST_NAME)

    def _width_of_names(self) -> int:
        """The width in pixels at which the longest name is whole."""
        return self._table.fontMetrics().horizontalAdvance(self._model.longest_name) + _PADDING

    def _user_resized(self, column: int, _before: int, now: int) -> None:
        if self._laying_out or now <= 0:
            return
        self._widths[Column(column)] = now
        if column != Column.NAME:
            self.fit()

    # Column menu

    def fill(self, menu: ChoicesMenu) -> None:
        """Fill a menu with a switch for each column."""
        menu.clear()
        auto = menu.addAction(tr("As many as fit"))
        auto.setCheckable(True)
        auto.setChecked(self._chosen is None)
        menu.addSeparator()
        switches = {}
        for column in COLUMNS:
            action = switches[column] = menu.addAction(action_text(title(column)))
            action.setCheckable(True)
            action.setChecked(column in self.shown)
            action.setEnabled(column not in _FIXED_COLUMNS)

        def choose() -> None:
            self.choose([column for column, action in switches.items() if action.isChecked()])
            auto.setChecked(False)
            self.user_changed.emit()

        def choose_none(checked: bool) -> None:
            self.choose(None if checked else self.shown)
            for column, action in switches.items():
                action.setChecked(column in self.shown)
            self.user_changed.emit()

        auto.triggered.connect(choose_none)
        for action in switches.values():
            action.triggered.connect(choose)
