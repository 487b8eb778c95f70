"""The main window: the welcome page, or a map with its canvas and the panels of the features."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.document.documents import Documents
from stakemap.app.document.many_files import take_files
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.safekeeping import Safekeeping
from stakemap.app.document.saving import Saving
from stakemap.app.document.sheets import without_sheets
from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.confidential.feature import ConfidentialFeature
from stakemap.app.features.evidence.feature import EvidenceFeature
from stakemap.app.features.judging.feature import JudgingFeature
from stakemap.app.features.search.feature import SearchFeature
from stakemap.app.features.timeline.feature import TimelineFeature
from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.actions.host import ActionHost
from stakemap.app.kit.icons import APP_ICON, icon
from stakemap.app.kit.motion import is_motion_reduced
from stakemap.app.kit.panels import Panels
from stakemap.app.kit.plain_text import window_title
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.shell.central_area import CanvasArea
from stakemap.app.shell.features import FEATURES
from stakemap.app.shell.first_selection import FirstSelection
from stakemap.app.shell.status_bar import StatusBar, opening_text
from stakemap.app.shell.window_place import restore_place, store_place
from stakemap.app.shell.window_titles import full_title, map_title
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import Fault, StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.appearance.detail import Detail
from stakemap.picture.theme import Theme
from stakemap.storage.settings.records import Settings, WindowPlace

if TYPE_CHECKING:
    from stakemap.app.features.actors.table import ActorTable
    from stakemap.app.shell.welcome import WelcomePage


class MainWindow(Window):
    """Lays out what the features registered. It starts without a map and shows at most one."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._welcome: WelcomePage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowIcon(icon(APP_ICON, self.palette(), 64))
        # The least height is that of the canvas and the bars.
        self.setMinimumWidth(GRID * 90)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAnimated(False)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        for feature in FEATURES:
            self.add_feature(feature(self))
        self.service(Safekeeping).problem_changed.connect(self.status.show_keeping)
        confidential = self.service(ConfidentialFeature)
        confidential.changed.connect(self.status.show_no_traces)
        self.status.no_traces.clicked.connect(confidential.explain)
        self.host = ActionHost(self, self._actions, self._run, self._fillers)
        self.host.fill_menu_bar(self.menuBar())
        self.toolbar = self.host.toolbar()
        self.addToolBar(self.toolbar)
        self.addToolBarBreak()
        self.addToolBar(self.notices)
        self.rail = self.host.rail(spec.action.id for spec in self._panel_specs if spec.side == "left")
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.rail)
        self._place = restore_place(self, context.settings, len(context.windows))
        context.styler.changed.connect(self._theme_changed)
        context.clipboard.changed.connect(self.refresh)
        context.settings_changed.connect(self._settings_changed)
        context.windows_changed.connect(self._show_title)
        if context.reporter is not None:
            context.reporter.recover.append(self._recover)
        self._show_bars()
        self.refresh()

    # Content

    @property
    def canvas(self) -> Canvas | None:
        """The canvas, or None without a map."""
        return self.services.made(Canvas)

    def show_map(self, session: Session, warnings: Iterable[Fault] = ()) -> None:
        """Show a map in this window, which can be done once.

        `warnings` are those found when the file was read; the status bar reports their number.
        """
        assert self.session is None, "a window shows one map"
        self.session = session
        self.setUpdatesEnabled(False)
        try:
            self._make_canvas(session)
            self.map_shown.emit()
            self._make_panels()
            self._welcome = None
            self._show_bars()
            if self._place is not None:
                self.panels.restore(self._place.open_panels, self._place.left_width)
            session.state_changed.connect(self._state_changed)
            self._update_status()
        finally:
            self.setUpdatesEnabled(True)
        self._state_changed()
        self.service(Canvas).setFocus(Qt.FocusReason.OtherFocusReason)
        text = opening_text(session, len(tuple(warnings)))
        if text:
            self.say(text)

    def _make_canvas(self, session: Session) -> None:
        context = self.context
        view = self.view = ViewState.for_document(session.document, on_error=context.on_error)
        # The first listener, so that the view state names no removed record when the others run.
        session.changed.connect(self._reconcile)
        reduced = is_motion_reduced(context.settings.reduced_motion)
        canvas = Canvas(
            session, view, context.styler.theme, self, reduced_motion=reduced, resolver=self.resolver
        )
        self.provide(Canvas, lambda: canvas)
        self.service(Canvas)
        if self._place is not None:
            canvas.show_detail(Detail.of(self._place.details))
            if self._place.legend:
                canvas.legend.toggle()
        canvas.legend.opened.connect(self.refresh)
        canvas.context_menu_requested.connect(self._canvas_menu)
        canvas.message.connect(self.say)
        canvas.zoomed.connect(self.status.show_zoom)
        canvas.painted.connect(self.painted)
        self._central = CanvasArea(canvas, self)
        self.setCentralWidget(self._central)
        self.theme_changed.connect(canvas.set_theme)

    def add_to_bar(self, widget: QWidget) -> None:
        """Insert a widget into the toolbar, before its right end."""
        self.toolbar.insertWidget(self.host.before_end, widget)

    def add_below_canvas(self, widget: QWidget) -> None:
        """Append a widget below the canvas."""
        self._central.add_below(widget)

    def _make_panels(self) -> None:
        """Create the panels, and connect features that must not import one another."""
        session, view, canvas = self.session, self.view, self.service(Canvas)
        assert session is not None
        assert view is not None
        self.service(ActorsFeature).table_made.connect(self._table_made)
        self.panels = Panels(
            self,
            self._panel_specs,
            leave=lambda: canvas.setFocus(Qt.FocusReason.OtherFocusReason),
            has_selection=lambda: bool(view.selection) or view.relation is not None,
        )
        self.panels.changed.connect(self.refresh)
        tab_in_reading_order(self.toolbar, self.rail)
        # The chips have no layout from which to derive their place.
        self.service(TimelineFeature).view_bar.set_tab_order()
        status, workshop = self.status, self.service(JudgingFeature).workshop
        coverage = self.service(EvidenceFeature).coverage
        coverage.changed.connect(lambda: status.show_coverage(coverage.value))
        workshop.changed.connect(lambda: status.show_workshop(workshop.value))
        status.workshop.clicked.connect(lambda: self.trigger("next-unexplained"))
        status.comments.clicked.connect(lambda: self.trigger("comments-panel"))
        session.changed.connect(self._document_changed)
        self._first_selection = FirstSelection(self.panels, canvas, view)
        view.changed.connect(self._view_changed)

    def _table_made(self, table: ActorTable) -> None:
        find_bar = self.service(SearchFeature).find_bar
        table.show_above(find_bar)
        table.context_menu_requested.connect(self._table_menu)
        find_bar.went_down.connect(table.focus_first)
        find_bar.columns_menu.aboutToShow.connect(lambda: table.columns.fill(find_bar.columns_menu))

    def _reconcile(self, before: StakeMap, after: StakeMap) -> None:
        assert self.view is not None
        self.view.reconcile(after, before)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        # The last message is about the previous edit.
        self.status.clearMessage()
        self._update_status()

    def _view_changed(self, fields: frozenset[str]) -> None:
        self._update_status()
        self.refresh()

    def _update_status(self) -> None:
        """Update selection, counts and handling in the status bar."""
        session, view = self.session, self.view
        assert session is not None
        assert view is not None
        self.status.show_map(session, view, self.service(Canvas).scene.appearance)

    def _canvas_menu(self, actor: object, place: QPoint) -> None:
        menu = self.show_context_menu("canvas" if actor is None else "actor", place)
        menu.destroyed.connect(self.service(Canvas).menu_closed)

    def _table_menu(self, place: QPoint) -> None:
        self.show_context_menu("actor" if self.has_selection() else "canvas", place)

    def _show_bars(self) -> None:
        """Hide toolbar, rail and status bar on the welcome page."""
        for bar in (self.toolbar, self.rail, self.status):
            bar.setVisible(self.session is not None)

    def present(self) -> None:
        """Show the window and activate it, with the welcome page where there is no map."""
        if self.session is None and self._welcome is None:
            from stakemap.app.shell.welcome import WelcomePage

            self._welcome = WelcomePage(self.context, self)
            self.setCentralWidget(self._welcome)
            self._state_changed()
        if not self.isVisible():
            if self._place is not None and self._place.maximised:
                self.showMaximized()
            else:
                self.show()
        elif self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        if QGuiApplication.platformName() != "offscreen":
            self.raise_()
        self.activateWindow()
        if self._welcome is not None:
            self._welcome.setFocus()

    @property
    def menu_title(self) -> str:
        """The title in the list of windows; "•" marks unsaved changes."""
        if self.session is None:
            return tr("Welcome")
        title = full_title(self, self.context.windows, short=True)
        return f"{title} •" if self.session.is_modified else title

    def _show_title(self) -> None:
        if (session := self.session) is None:
            self.setWindowTitle("Stakemap")
            return
        state = tr(" (read-only)") if session.read_only else ""
        title = window_title(full_title(self, self.context.windows))
        self.setWindowTitle(f"{title}[*]{state} – Stakemap")
        self.setWindowModified(session.is_modified)

    def _state_changed(self) -> None:
        self.refresh()
        self.context.windows_changed.emit()

    def say(self, text: str) -> None:
        """Show a message in the status bar."""
        self.status.say(text)

    def _theme_changed(self, theme: Theme) -> None:
        self.host.retint()
        self.theme_changed.emit(theme)
        self.refresh()

    def _settings_changed(self, settings: Settings) -> None:
        if self.canvas is not None:
            self.canvas.reduced_motion = is_motion_reduced(settings.reduced_motion)
        self.settings_changed.emit(settings)

    def _run(self, action: Action) -> None:
        """Run an action; a StakemapError is shown in a message box."""
        self.commit_pending()
        try:
            action.run()
        except StakemapError as error:
            self.context.show_error(self, error)

    def _recover(self) -> None:
        if self.canvas is not None:
            self.canvas.cancel_gesture()
        if self.session is not None and self.session.gesture is not None:
            self.session.gesture.rollback()

    def event(self, event: QEvent) -> bool:
        """Trigger the action that a key of another keyboard layout was pressed for.

        This is before Qt compares the key with shortcuts, and before a list searches for what it types.
        """
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(self.host.trigger_meant(event))
            return True
        return super().event(event)

    # Drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files once the drop has ended, since a dialog would hold up the program of it."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.accept()
        QTimer.singleShot(0, self, lambda: take_files(self, without_sheets(self, paths), self.take_file))

    def take_file(self, path: Path) -> None:
        """Open a file, or begin to import that of another program into the map in view."""
        self.context.service(Documents).open_file(path, self, adds_foreign=True)

    # Closing

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, then store the geometry and close."""
        if not self._may_close():
            event.ignore()
            return
        self._store_place()
        if self.context.reporter is not None and self._recover in self.context.reporter.recover:
            self.context.reporter.recover.remove(self._recover)
        self.context.close_window(self)
        event.accept()

    def _store_place(self) -> None:
        """Store the geometry, the panels and the canvas; without a map, what was stored of these."""
        place, canvas = self._place or WindowPlace(x=0, y=0, width=1, height=1), self.canvas
        opened, width, details, legend = place.open_panels, place.left_width, place.details, place.legend
        if canvas is not None:
            opened, width = self.panels.choices, self.panels.left_width
            details, legend = canvas.scene.detail.names, canvas.legend.is_open
        self.context.apply_settings(store_place(self, self.context.store, opened, width, details, legend))

    def _may_close(self) -> bool:
        if self.session is None:
            return True
        again = self.context.quit if self.context.is_quitting else self.close
        # The dialog of that save says what is waited for, and can be left.
        if self.context.service(MapWriter).do_once_saved(self.session, again):
            return False
        if not self.service(Safekeeping).may_close(is_valid=self.commit_pending()):
            return False
        self._recover()
        if not self.session.is_modified or len(self.context.windows_of(self.session)) > 1:
            return True
        title = map_title(self.session, self.context.windows, short=True)
        answer = self.context.message_boxes.save_changes(self, title)
        return self.service(Saving).save() if answer == "save" else answer == "discard"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let panels give way to the canvas in a narrow window."""
        super().resizeEvent(event)
        if self.session is not None:
            self.panels.window_resized()

    def changeEvent(self, event: QEvent) -> None:
        """Update the full-screen action, and check the file for external changes on activation."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.refresh()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.session:
            # Not every file system supports file watches.
            self.context.service(Documents).external_changes.check(self.session)
