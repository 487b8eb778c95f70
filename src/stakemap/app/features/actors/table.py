"""The panel of the actor table, which shares its selection with the canvas."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from stakemap.app.features.actors.cell_editing import EditingDelegate, can_edit
from stakemap.app.features.actors.columns import ActorColumns
from stakemap.app.features.actors.model import ActorModel
from stakemap.app.features.actors.row_painter import RowPainter
from stakemap.app.features.actors.rows import COLUMNS, Column, RowMaker
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.motion import VIEW_CHANGE_DELAY
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.check_menu import ChoicesMenu
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.theme import Theme

_ROW_HEIGHT = GRID * 4


class _Table(QTableView):
    """A table that Tab leaves; Alt+Up and Alt+Down sort by the column of the current cell."""

    details_requested = Signal()
    resized = Signal()

    def __init__(self, model: ActorModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.rows = RowPainter(self, model, theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows without a delegate."""
        self.rows.paint(QPainter(self.viewport()), event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emit `resized`, so that the columns are laid out for the new width."""
        super().resizeEvent(event)
        self.resized.emit()

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being edited."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_editing:
            # Keys that the cell editor ignores, such as Enter, must not reach the table.
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.details_requested.emit()
            return
        order = {Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder, Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder}
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in order:
            self.sortByColumn(max(self.currentIndex().column(), 0), order[key])
            return
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.currentIndex().isValid():
            self._step_column(1 if key == Qt.Key.Key_Right else -1)
            return
        super().keyPressEvent(event)

    def _step_column(self, step: int) -> None:
        """Move to the neighbouring cell without changing the selection of rows."""
        current = self.currentIndex()
        shown = [column for column in COLUMNS if not self.isColumnHidden(column)]
        place = shown.index(Column(current.column())) if current.column() in shown else 0
        target = current.siblingAtColumn(shown[min(max(place + step, 0), len(shown) - 1)])
        selection = self.selectionModel()
        selection.setCurrentIndex(target, selection.SelectionFlag.NoUpdate)
        self.scrollTo(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Set a current row if there is none, as the start of keyboard navigation."""
        model = self.model()
        if model is not None and not self.currentIndex().isValid() and model.rowCount():
            self.selectionModel().setCurrentIndex(
                model.index(0, Column.NAME), self.selectionModel().SelectionFlag.NoUpdate
            )
        super().focusInEvent(event)


class ActorTable(QWidget):
    """The table of all actors of a map in one view."""

    context_menu_requested = Signal(QPoint)
    message = Signal(str)
    details_requested = Signal()

    def __init__(
        self,
        session: Session,
        view: ViewState,
        theme: Theme,
        resolver: Resolver,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._view, self._theme, self._resolver = session, view, theme, resolver
        self._following = False
        self.model = ActorModel(self, VIEW_CHANGE_DELAY)
        # A change of parent that Qt styles anew would lose the font of the header.
        self.table = _Table(self.model, theme, self)
        self._cells = EditingDelegate(session, view, self.table)
        self._cells.refused.connect(self.message)
        self.model.editable = lambda column: can_edit(session, view, column)
        self._set_up_table()
        self._empty = PlainLabel(role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        self._column = column_layout(self._empty, (self.table, 1), spacing=0, on=self)
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)
        self.model.hide(view.dimmed)
        self._reset()

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("actor-table")
        table.setAccessibleName(tr("Actors"))
        table.setAccessibleDescription(tr("Alt+Up or Alt+Down sorts by the column of the current cell."))
        table.setItemDelegate(self._cells)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.setSortingEnabled(True)
        table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setFont(role_font("caption"))
        header.setHighlightSections(False)
        self.columns = ActorColumns(table, self.model)
        table.resized.connect(self.columns.fit)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._context_menu)
        table.details_requested.connect(self.details_requested)
        table.doubleClicked.connect(self._double_clicked)
        table.selectionModel().selectionChanged.connect(self._table_selected)

    def _context_menu(self, place: QPoint) -> None:
        self.context_menu_requested.emit(self.table.viewport().mapToGlobal(place))

    def _header_menu(self, place: QPoint) -> None:
        menu = ChoicesMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.columns.fill(menu)
        menu.popup(self.table.horizontalHeader().mapToGlobal(place))

    def _maker(self) -> RowMaker:
        view = self._view
        return RowMaker(self._session.document, view.snapshot, view.issue, self._theme, self._resolver)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self.table.rows.theme = theme
        self.model.show_view(self._maker())

    def _reset(self) -> None:
        self.model.show_view(self._maker())
        self.columns.show_map()
        self._show_selection()
        self._tell_empty()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        difference = touched(before, after)
        current = self.table.currentIndex()
        actor = self.model.actor(current.row()) if current.isValid() else None
        if not (difference.groups or difference.timeline):
            self.model.update(self._maker(), difference.judged_actors)
        elif difference.actors:
            self.model.update_all(self._maker())
        else:
            self.model.show_view(self._maker())
        self.columns.show_map()
        self._show_selection()
        if actor is not None and self.model.has(actor):
            # Where the model was reset, it has forgotten the current cell.
            index = self.model.index(self.model.row_of(actor), current.column())
            selection = self.table.selectionModel()
            selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
        self._tell_empty()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self._reset()
        elif "dimmed" in fields:
            self._hide_dimmed()
        elif fields & {"selection", "primary"}:
            self._show_selection()

    def _hide_dimmed(self) -> None:
        self.model.hide(self._view.dimmed)
        self._show_selection()
        self._tell_empty()

    def show_above(self, widget: QWidget) -> None:
        """Insert a widget above the table."""
        self._column.insertWidget(0, widget)

    def _double_clicked(self, index: QModelIndex) -> None:
        """Request the details in the inspector when the cell is not editable."""
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.details_requested.emit()

    @property
    def has_focus(self) -> bool:
        """Whether the table has the keyboard focus."""
        return self.table.hasFocus()

    def wanted_width(self) -> int:
        """The width in pixels at which names of usual length are whole."""
        return self.columns.wanted_width

    def edit_current(self) -> None:
        """Edit the current cell in place, or the name where the cell is not editable."""
        index = self.table.currentIndex()
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            index = self.model.index(index.row(), Column.NAME)
            self.table.setCurrentIndex(index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.table.edit(index)

    def commit_pending(self) -> bool:
        """Store the edit in progress; return False when it is refused and stays open."""
        if self.table.is_editing:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return not self.table.is_editing

    def focus_first(self) -> None:
        """Set the focus to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_empty(self) -> None:
        nobody = self.model.rowCount() == 0
        self._empty.setVisible(nobody)
        policy = Qt.ScrollBarPolicy
        self.table.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if nobody else policy.ScrollBarAsNeeded
        )
        if self._session.document.actors:
            self._empty.setText(tr("No matching actors."))
        else:
            self._empty.setText(
                tr("No actors yet. Double-click the canvas to add one, or press Ctrl+Shift+A.")
            )

    def _selected(self) -> frozenset[str]:
        """The actors of the selected rows; `selectedRows` would query the model for each of their cells."""
        ranges = self.table.selectionModel().selection()
        rows = chain.from_iterable(range(block.top(), block.bottom() + 1) for block in ranges.toList())
        return frozenset(self.model.actor(row) for row in rows)

    def _show_selection(self) -> None:
        wanted = self._view.selection
        if self._following:
            return
        selection = self.table.selectionModel()
        if self._selected() == wanted:
            return
        self._following = True
        try:
            flags = selection.SelectionFlag
            selection.select(self.model.rows_selection(wanted), flags.ClearAndSelect | flags.Rows)
            primary = self._view.primary
            if primary is not None and primary in wanted - self._view.dimmed:
                index = self.model.index(self.model.row_of(primary), Column.NAME)
                selection.setCurrentIndex(index, flags.NoUpdate)
                self.table.scrollTo(index)
        finally:
            self._following = False

    def _table_selected(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if self._following:
            return
        actors = self._selected()
        current = self.table.currentIndex()
        primary = self.model.actor(current.row()) if current.isValid() else None
        self._following = True
        try:
            self._view.set(selection=actors, primary=primary if primary in actors else None)
        finally:
            self._following = False

    def changeEvent(self, event: QEvent) -> None:
        """Restore the font of the header, which a style change resets."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.table.horizontalHeader().setFont(role_font("caption"))
