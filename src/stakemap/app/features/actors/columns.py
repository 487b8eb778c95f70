"""Which columns of the actor table are shown, and how wide: as many as fit, or those that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from stakemap.app.features.actors.rows import COLUMNS, Column, title
from stakemap.app.kit.plain_text import action_text
from stakemap.app.kit.widgets.check_menu import ChoicesMenu
from stakemap.i18n import tr

__all__ = ["ActorColumns", "columns_of", "names_of"]

#: Pixels. The name takes what the others leave, but no less than this.
_WIDTHS = {
    Column.CODE: 44,
    Column.NAME: 86,
    Column.INFLUENCE: 80,
    Column.ALIGNMENT: 90,
    Column.SALIENCE: 88,
    Column.GROUP: 124,
    Column.KIND: 124,
    Column.ROLE: 88,
    Column.CONFIDENCE: 92,
    Column.BASIS: 84,
    Column.STATE: 108,
}
#: Who an actor is can always be told.
_ALWAYS = (Column.CODE, Column.NAME)
#: The widest that a name is let grow while further columns could be shown beside it.
_ROOMY = 132


def columns_of(names: Iterable[str] | None) -> tuple[Column, ...] | None:
    """The columns that a setting names; what it names besides is passed over."""
    if names is None:
        return None
    known = {column.name.lower(): column for column in COLUMNS}
    return tuple(known[name] for name in names if name in known)


def names_of(columns: Iterable[Column] | None) -> tuple[str, ...] | None:
    """Columns as a setting."""
    return None if columns is None else tuple(column.name.lower() for column in columns)


class ActorColumns(QObject):
    """Lays out the columns of a table. `chosen_by_hand` comes when the user chose others.

    Where nothing was chosen, columns come and go with the width of the table, in their order, so that it
    never needs to be scrolled sideways. Chosen ones stay, however narrow it is.
    """

    chosen_by_hand = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._chosen: tuple[Column, ...] | None = None
        self._widths = dict(_WIDTHS)
        self._laying_out = False
        header = table.horizontalHeader()
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._resized_by_hand)

    @property
    def chosen(self) -> tuple[Column, ...] | None:
        """What was chosen, None for as many as fit."""
        return self._chosen

    @property
    def shown(self) -> tuple[Column, ...]:
        """What is shown now, from left to right."""
        return tuple(column for column in COLUMNS if not self._table.isColumnHidden(column))

    def choose(self, columns: Sequence[Column] | None) -> None:
        """Show these columns, or as many as fit."""
        self._chosen = None if columns is None else tuple(columns)
        self.fit()

    def fit(self) -> None:
        """Share the width of the table."""
        room = self._table.viewport().width()
        wanted = self._fitting(room) if self._chosen is None else {*_ALWAYS, *self._chosen}
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
        """The first columns that fit side by side."""
        found = set(_ALWAYS)
        left = room - sum(self._widths[column] for column in _ALWAYS if column != Column.NAME)
        for column in COLUMNS:
            if column in found:
                continue
            # The first ones are worth a short name, further ones only what a name has no use for.
            own = self._widths[Column.NAME]
            name = own if column <= Column.ALIGNMENT else max(own, _ROOMY)
            if left - self._widths[column] < name:
                break
            left -= self._widths[column]
            found.add(column)
        return found

    def _resized_by_hand(self, column: int, _before: int, now: int) -> None:
        if self._laying_out or now <= 0:
            return
        self._widths[Column(column)] = now
        if column != Column.NAME:
            self.fit()

    # The menu

    def fill(self, menu: ChoicesMenu) -> None:
        """Offer the columns in a menu."""
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
            action.setEnabled(column not in _ALWAYS)

        def choose() -> None:
            self.choose([column for column, action in switches.items() if action.isChecked()])
            auto.setChecked(False)
            self.chosen_by_hand.emit()

        def choose_none(checked: bool) -> None:
            self.choose(None if checked else self.shown)
            for column, action in switches.items():
                action.setChecked(column in self.shown)
            self.chosen_by_hand.emit()

        auto.triggered.connect(choose_none)
        for action in switches.values():
            action.triggered.connect(choose)
