"""The distance mode: canvas and list show how far all actors are from one; the map does not change."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from stakemap.analysis.distance import Distances, distance_line, distances, method_line
from stakemap.app.canvas import Canvas
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.plain_text import PlainLabel, tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.colour_scale import ColourScale
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.distance_colours import distance_colour, distance_key, with_distances
from stakemap.wording.names import actor_name, listing
from stakemap.wording.numbers import figure

Index = QModelIndex | QPersistentModelIndex
_VALUE_ROLE = Qt.ItemDataRole.UserRole + 1


class DistanceModel(QAbstractTableModel):
    """The table model of actors sorted by distance, those that cannot be compared last."""

    def __init__(self) -> None:
        super().__init__()
        self._document: StakeMap | None = None
        self._rows: list[tuple[str, float | None, int, str]] = []

    def show(self, document: StakeMap, found: Distances) -> None:
        self.beginResetModel()
        self._document = document
        self._rows = [
            (entry.actor, entry.value, len(entry.issues), distance_line(document, entry))
            for entry in found.entries
        ]
        for actor in actors_in_order(document, found.left_out):
            text = tr(
                "{name}: no issue on which both have a known alignment", name=actor_name(document, actor)
            )
            self._rows.append((actor, None, 0, text))
        self.endResetModel()

    def actor(self, row: int) -> str:
        """The id of the actor in a row."""
        return self._rows[row][0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Three: name, distance, number of issues."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._document is None:
            return None
        actor, value, issues, line = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            number = "–" if value is None else figure(value, 2)
            count = tr_count("{count} issue", "{count} issues", issues) if issues else tr("not comparable")
            return (actor_name(self._document, actor), number, count)[index.column()]
        if role == _VALUE_ROLE:
            return value
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(line)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return line
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Actor"), tr("Distance"), tr("Based on"))[section]


class _BarDelegate(QStyledItemDelegate):
    """Paints a distance as a bar from 0 to 1 behind its number."""

    def __init__(self, canvas: Canvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        value = index.data(_VALUE_ROLE)
        if isinstance(value, float):
            theme = self._canvas.scene.appearance.theme
            room = option.rect.width() - GRID * 7
            length = max(round(room * min(value, 1.0)), 2)
            left, top = option.rect.left() + GRID * 6, option.rect.center().y() - 3
            painter.fillRect(left, top, length, 7, QColor(distance_colour(value, theme)))


class DistanceWindow(Dialog):
    """The list of distances; closing it ends the mode. `chosen` carries the actor of a row."""

    chosen = Signal(str)
    ended = Signal()

    def __init__(self, parent: QWidget, canvas: Canvas) -> None:
        super().__init__(parent, tr("Distance"))
        self.model = DistanceModel()
        self.model.setParent(self)
        self.method = PlainLabel(wrap=True)
        self.left_out = PlainLabel(role="muted", wrap=True)
        self.scale = ColourScale()
        self.scale.show_scale(
            lambda share: distance_colour(share, canvas.scene.appearance.theme),
            [tr("0 same position"), tr("1 opposite ends")],
        )
        self.table = QTableView()
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(tr("Actors by distance"))
        table.setItemDelegateForColumn(1, _BarDelegate(canvas, self))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(GRID * 4)
        table.horizontalHeader().setFont(role_font("caption"))
        for column, width in enumerate((GRID * 22, GRID * 18, GRID * 15)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(self._go)
        table.clicked.connect(self._go)
        self.column.addWidget(self.method)
        self.column.addWidget(self.scale)
        self.column.addWidget(table, 1)
        self.column.addWidget(self.left_out)
        self.add_reject(tr("Close")).setAutoDefault(False)
        self.finished.connect(lambda _result: self.ended.emit())
        self.resize(GRID * 62, GRID * 66)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.actor(index.row()))

    def show_distances(self, document: StakeMap, found: Distances) -> None:
        """Show the list, the method and the actors that cannot be compared."""
        self.model.show(document, found)
        self.method.setText(method_line(document, found))
        names = listing([actor_name(document, actor) for actor in actors_in_order(document, found.left_out)])
        self.left_out.setText(
            tr_count(
                "{count} actor cannot be compared: {names}.",
                "{count} actors cannot be compared: {names}.",
                len(found.left_out),
                names=names,
            )
            if found.left_out
            else ""
        )
        self.left_out.setVisible(bool(found.left_out))


class DistanceMode(QObject):
    """Colours and lists actors by distance from `start` to `end`.

    Esc on the canvas, or closing the list, ends it.
    """

    changed = Signal()

    def __init__(
        self, window: QWidget, canvas: Canvas, session: Session, view: ViewState, resolver: Resolver
    ) -> None:
        super().__init__(window)
        self._parent, self._canvas, self._session, self._view = window, canvas, session, view
        self._resolver = resolver
        self.origin: str | None = None
        self.list: DistanceWindow | None = None
        self._distances = Derived(self, self._inputs, distances)
        self._distances.changed.connect(self._show)
        self._distances.follow(session, bool, view, "snapshot")
        canvas.tint_changed.connect(self._tint_changed)
        self._list_timer = QTimer(self, singleShot=True, interval=0)
        self._list_timer.timeout.connect(self._update_list)
        self._distances.refresh()

    @property
    def is_on(self) -> bool:
        """Whether distances are shown."""
        return self.origin is not None

    def start(self, actor: str) -> None:
        """Show the distances of all actors from `actor`."""
        first = self.origin is None
        self.origin = actor
        self._distances.refresh()
        if first:
            self._canvas.view.installEventFilter(self)
        if self.list is None:
            self.list = DistanceWindow(self._parent, self._canvas)
            self.list.chosen.connect(self._view.select)
            self.list.ended.connect(self.end)
        self._update_list()
        if not self.list.isVisible():
            corner = self._parent.mapToGlobal(self._parent.rect().topRight())
            self.list.move(corner.x() - self.list.width() - GRID * 2, corner.y() + GRID * 18)
        self.list.show()
        self.list.activateWindow()
        self.changed.emit()

    def end(self) -> None:
        """Restore the colours of the canvas and hide the list."""
        if self.origin is None:
            return
        self._canvas.set_tint(None)

    def _tint_changed(self, tint: object) -> None:
        """End the mode when another tint, or none, has replaced its own."""
        if self.origin is None or tint == self._tinted:
            return
        self.origin = None
        self._distances.refresh()
        self._canvas.view.removeEventFilter(self)
        if self.list is not None:
            self.list.hide()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End the mode on Esc on the canvas, unless Esc cancels a gesture."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._session.gesture is None
        ):
            self.end()
            return True
        return False

    def _inputs(self) -> tuple[StakeMap, str, str, Resolver] | None:
        document, snapshot, origin = self._session.document, self._view.snapshot, self.origin
        if origin is None or snapshot is None:
            return None
        known = origin in document.actors and snapshot in document.snapshots
        return (document, snapshot, origin, self._resolver) if known else None

    def _show(self) -> None:
        if self._distances.value is None:
            self.end()
            return
        self._tint()
        self._list_timer.start()

    def _tint(self) -> None:
        name = actor_name(self._session.document, self.origin or "")
        self._canvas.set_tint(self._tinted, lambda theme: distance_key(theme, name))

    def _tinted(self, appearance: Appearance) -> Appearance:
        document, found = self._session.document, self._distances.value
        same = appearance.document is document and appearance.view.snapshot == self._view.snapshot
        return appearance if found is None or not same else with_distances(appearance, found)

    def _update_list(self) -> None:
        self._list_timer.stop()
        if self.list is not None and self._distances.value is not None:
            self.list.show_distances(self._session.document, self._distances.value)
