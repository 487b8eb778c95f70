"""Looks at all that a window shows, as a user would who points at everything and opens every dialog."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMenu, QToolTip, QWidget

from app_driver import Parts
from samples import sample
from stakemap.app.canvas import Canvas
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog
from stakemap.app.shell.main_window import MainWindow

__all__ = ["LEFT_OUT", "Looker", "look_around", "look_at", "settle", "try_actions"]

_TOOLTIP = Qt.ItemDataRole.ToolTipRole
#: So many entries of a list are pointed at.
_ENTRIES = 30


def settle(turns: int = 3) -> None:
    """Let the app do what is due, and let go of what it has done with."""
    for _ in range(turns):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Looker(QtMessageBoxes):
    """Shows every dialog for real, looks at it and closes it unanswered."""

    def __init__(self) -> None:
        self.dialogs: list[str] = []
        self.told: list[str] = []
        self._seen: set[str] = set()

    def run(self, dialog: QDialog) -> bool:
        """See MessageBoxes."""
        self.dialogs.append(type(dialog).__name__)
        if isinstance(dialog, ProgressDialog):
            return super().run(dialog)
        dialog.show()
        self.look_at(dialog)
        dialog.reject()
        dialog.deleteLater()
        settle()
        return False

    def show_message(
        self,
        parent: QWidget | None,
        headline: str,
        text: str = "",
        details: str = "",
        symbol: str = "error",
    ) -> None:
        """See MessageBoxes."""
        self.told.append(text or headline)
        super().show_message(parent, headline, text, details, symbol)

    def files_to_open(self, parent: QWidget, folder: object) -> list:
        """No file of the system's dialog."""
        return []

    def files_to_import(self, parent: QWidget, folder: object) -> list:
        """No file of the system's dialog."""
        return []

    def file_to_open(self, parent: QWidget, title: str, folder: object, kind: str, endings: object) -> None:
        """No file of the system's dialog."""

    def maps_to_read(self, parent: QWidget, title: str, folder: object) -> list:
        """No file of the system's dialog."""
        return []

    def folder_to_write(self, parent: QWidget, title: str, folder: object) -> None:
        """No folder of the system's dialog."""

    def map_to_save(self, parent: QWidget, suggested: object) -> None:
        """No file of the system's dialog."""

    def pdf_to_save(self, parent: QWidget, suggested: object) -> None:
        """No file of the system's dialog."""

    def picture_to_save(self, parent: QWidget, suggested: object) -> None:
        """No file of the system's dialog."""

    def look_at(self, widget: QWidget) -> None:
        """See `look_at`; what a tooltip says is read once only."""
        look_at(widget, self._seen)


def look_at(widget: QWidget, seen: set[str] | None = None) -> None:
    """Paint a widget and all in it, and show every tooltip that is not among those `seen`."""
    known = set() if seen is None else seen
    settle()
    widget.grab()
    for part in (widget, *widget.findChildren(QWidget)):
        _tell(part, part.toolTip(), known)
        for action in part.actions():
            _tell(part, action.toolTip(), known)
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            for index in _indexes(part.model()):
                _tell(part, str(index.data(_TOOLTIP) or ""), known)
    settle()


def _tell(widget: QWidget, text: str, seen: set[str]) -> None:
    """Show a tooltip as Qt does when the pointer rests on a widget."""
    if text in seen or not text:
        return
    seen.add(text)
    QToolTip.showText(widget.mapToGlobal(QPoint(1, 1)), text, widget)
    for tip in QApplication.topLevelWidgets():
        if tip.inherits("QTipLabel"):
            tip.grab()
    QToolTip.hideText()


def _indexes(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for row in range(min(model.rowCount(QModelIndex()), _ENTRIES)):
        for column in range(columns):
            yield model.index(row, column)


def look_around(window: MainWindow, looker: Looker) -> None:
    """Look at each panel of a window with each of its actors, relations and sources in turn."""
    parts, panels = Parts(window), window.panels
    view, session = window.view, window.session
    assert view is not None
    assert session is not None
    document = session.document
    for name in panels.docks:
        panels.show(name, True)
        settle()
        if name in panels.docks:
            looker.look_at(panels.docks[name])
    for actor in sorted(document.actors)[:_ENTRIES]:
        view.select(actor)
        _point_at(parts.canvas, actor)
        panels.show("inspector", True)
        looker.look_at(parts.inspector)
    for snapshot in sorted(document.snapshots)[:_ENTRIES]:
        view.set(snapshot=snapshot, relations="all")
        for issue in sorted(document.issues)[:2]:
            view.set(issue=issue)
            looker.look_at(window.centralWidget())
    for relation in sorted(document.relations)[:_ENTRIES]:
        view.set(relation=relation)
        looker.look_at(parts.inspector)
    for source in sorted(document.sources)[:_ENTRIES]:
        window.source_requested.emit(source)
        looker.look_at(panels.docks["sources"])


def _point_at(canvas: Canvas, actor: str) -> None:
    """Rest the pointer on an actor, so that its card opens, and ask for a tooltip there."""
    place = canvas.scene.place_of(actor)
    if place is None:
        return
    surface = canvas.view.viewport()
    at = QPointF(*place)
    screen = QPointF(surface.mapToGlobal(at.toPoint()))
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, screen, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(surface, move)
    QApplication.sendEvent(surface, QHelpEvent(QEvent.Type.ToolTip, at.toPoint(), screen.toPoint()))
    # What comes of it after half a second.
    canvas.show_card(actor, screen.toPoint())
    settle(1)


#: What ends the app or a window, or asks with a dialog of the system, which nobody can close here.
LEFT_OUT = frozenset({"quit", "close", "new-window", "full-screen", "play", "theme-system"})


def try_actions(window: MainWindow, looker: Looker) -> None:
    """Choose every action that is possible with one actor chosen, or two, and look at what comes of it."""
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    # As from a spreadsheet, for the action that pastes one.
    view.select(*sorted(session.document.actors))
    window.trigger("copy")
    table = QApplication.clipboard().text()
    QApplication.clipboard().setText(table)
    chosen = sorted(session.document.actors)[:2]
    tried = set(LEFT_OUT)
    for count in (1, 2):
        for name, action in window.host.actions.items():
            view.select(*chosen[:count])
            if name not in tried and action.isEnabled():
                tried.add(name)
                _try(window, action, looker)
    for place in ("canvas", "actor", "snapshot"):
        menu = window.host.context_menu(place, window)
        _look_at_menu(menu, looker)
        menu.deleteLater()
    for menu in window.menuBar().findChildren(QMenu):
        _look_at_menu(menu, looker)
    window.trigger("find")
    QTest.keyClicks(window.focusWidget(), "e")
    settle()
    looker.look_at(window)
    for before, after in ((sample(), session.document), (session.document, sample())):
        looker.run(DifferencesDialog(window, "What differs.", before, after))


def _try(window: MainWindow, action: QAction, looker: Looker) -> None:
    """Choose an action, look at every window that opens, and undo what it did."""
    session = window.session
    assert session is not None
    before = session.document
    action.trigger()
    settle(1)
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible() and not isinstance(widget, MainWindow):
            looker.dialogs.append(type(widget).__name__)
            looker.look_at(widget)
            widget.close()
    while session.document is not before and session.undo_label:
        session.undo()
    settle(1)


def _look_at_menu(menu: QMenu, looker: Looker) -> None:
    menu.aboutToShow.emit()
    looker.look_at(menu)
