"""One window: the welcome page, or a map with its canvas, actors and inspector."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from stakemap.app.document.commands import FileCommands
from stakemap.app.features.actors.commands import EditCommands
from stakemap.app.features.judging.commands import JudgingCommands
from stakemap.app.features.relations.commands import RelationCommands
from stakemap.app.features.timeline.commands import TimeCommands
from stakemap.app.kit.actions.host import ActionHost
from stakemap.app.kit.icons import APP_ICON, icon
from stakemap.app.kit.motion import is_motion_reduced
from stakemap.app.kit.plain_text import window_title
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.notices import NoticeBar
from stakemap.app.shell.conditions import Conditions
from stakemap.app.shell.help_commands import HelpCommands
from stakemap.app.shell.status_bar import StatusBar
from stakemap.app.shell.view_commands import ViewCommands
from stakemap.app.shell.window_place import restore_place, store_place
from stakemap.errors import Fault, StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.picture.theme import Theme

if TYPE_CHECKING:
    from stakemap.app.canvas import Canvas
    from stakemap.app.features.timeline.view_bar import ViewBar
    from stakemap.app.shell.context import Desk
    from stakemap.app.shell.welcome import WelcomePage
    from stakemap.app.shell.workspace import Workspace
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

__all__ = ["MainWindow"]


class MainWindow(QMainWindow):
    """A window of a desk. It begins without a map and gets one at most once.

    `painted` comes when it shows a map for the first time and the canvas has been painted whole.
    """

    painted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session | None = None
        self.workspace: Workspace | None = None
        self._welcome: WelcomePage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowIcon(icon(APP_ICON, self.palette(), 64))
        self.setMinimumSize(GRID * 90, GRID * 60)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAnimated(False)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.file = FileCommands(self)
        self.edit = EditCommands(self)
        self.view_commands = ViewCommands(self)
        self.help = HelpCommands(self)
        self.time = TimeCommands(self)
        self._commands = {
            "file": self.file,
            "edit": self.edit,
            "view": self.view_commands,
            "help": self.help,
            "time": self.time,
            "judging": JudgingCommands(self),
            "relations": RelationCommands(self),
        }
        self._conditions = Conditions(self)
        fillers = {
            "recent": self.file.recent_entries,
            "presets": self.file.preset_entries,
            "window": self.file.window_entries,
        }
        self.host = ActionHost(self, self.run, self._conditions.ask, fillers)
        self.host.fill_menu_bar(self.menuBar())
        self.toolbar = self.host.toolbar()
        self.addToolBar(self.toolbar)
        self.notices = NoticeBar(self)
        self.addToolBarBreak()
        self.addToolBar(self.notices)
        self._place = restore_place(self, desk.settings, len(desk.windows))
        desk.styler.changed.connect(self._theme_changed)
        desk.clipboard_changed.connect(self.refresh)
        desk.settings_changed.connect(self._settings_changed)
        desk.windows_changed.connect(self._show_title)
        if desk.reporter is not None:
            desk.reporter.recover.append(self._recover)
        self._show_bars()
        self.refresh()

    # What it shows

    @property
    def view(self) -> ViewState | None:
        """What this window looks at, if a map is open."""
        return self.workspace.view if self.workspace is not None else None

    @property
    def canvas(self) -> Canvas | None:
        """The canvas, if a map is open."""
        return self.workspace.canvas if self.workspace is not None else None

    @property
    def view_bar(self) -> ViewBar | None:
        """The bar with issue and snapshots, if a map is open."""
        return self.workspace.view_bar if self.workspace is not None else None

    def show_map(self, session: Session, warnings: Iterable[Fault] = ()) -> None:
        """Show a map; a window does so once. `warnings` are those of its file, told in the status bar."""
        from stakemap.app.shell.workspace import Workspace

        assert self.session is None, "a window shows one map"
        self.session = session
        self.setUpdatesEnabled(False)
        workspace = self.workspace = Workspace(self, self.desk, session, self.status)
        self.setCentralWidget(workspace.centre)
        self._welcome = None
        self._show_bars()
        if self._place is not None:
            workspace.restore_panels(self._place.panels)
        workspace.context_menu_requested.connect(self._context_menu)
        workspace.view_bar.snapshots.menu_requested.connect(partial(self._context_menu, "snapshot"))
        workspace.view_bar.action_requested.connect(self.trigger)
        workspace.view_bar.follow(self.host.actions)
        workspace.canvas.play_requested.connect(partial(self.trigger, "play"))
        workspace.action_requested.connect(self.trigger)
        workspace.panels_changed.connect(self.refresh)
        workspace.view_changed.connect(self.refresh)
        workspace.message.connect(self.say)
        workspace.painted.connect(self.painted)
        session.state_changed.connect(self._state_changed)
        self.setUpdatesEnabled(True)
        self._state_changed()
        workspace.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        count = len(tuple(warnings))
        if session.read_only:
            self.say(session.why_read_only)
        elif count:
            self.say(
                tr_count(
                    "The file has {count} warning; “Check the map” lists it.",
                    "The file has {count} warnings; “Check the map” lists them.",
                    count,
                )
            )

    def _show_bars(self) -> None:
        """The welcome page needs neither toolbar nor status bar."""
        has_map = self.session is not None
        self.toolbar.setVisible(has_map)
        self.status.setVisible(has_map)

    def present(self) -> None:
        """Come to the front, with the welcome page where there is no map."""
        if self.session is None and self._welcome is None:
            from stakemap.app.shell.welcome import WelcomePage

            self._welcome = WelcomePage(self.desk, self)
            self.setCentralWidget(self._welcome)
            self._state_changed()
        if not self.isVisible():
            if self._place is not None and self._place.maximised:
                self.showMaximized()
            else:
                self.show()
        elif self.isMinimized():
            self.showNormal()
        if QGuiApplication.platformName() != "offscreen":
            self.raise_()
        self.activateWindow()
        if self._welcome is not None:
            self._welcome.setFocus()

    @property
    def menu_title(self) -> str:
        """What the list of windows calls it."""
        if self.session is None:
            return tr("Welcome")
        return f"{self._title} •" if self.session.is_modified else self._title

    @property
    def _title(self) -> str:
        """The map's title, with a number where several windows show it."""
        assert self.session is not None
        shown = [window for window in self.desk.windows if window.session is self.session]
        title = self.session.display_title
        if self not in shown or len(shown) == 1:
            return title
        return tr("{title}: {number}", title=title, number=shown.index(self) + 1)

    def _show_title(self) -> None:
        session = self.session
        if session is None:
            self.setWindowTitle("Stakemap")
            return
        state = tr(" (read-only)") if session.read_only else ""
        self.setWindowTitle(f"{window_title(self._title)}[*]{state} – Stakemap")
        self.setWindowModified(session.is_modified)

    def _state_changed(self) -> None:
        session = self.session
        self._show_title()
        if session is not None:
            self.host.set_object("undo", session.undo_label or "")
            self.host.set_object("redo", session.redo_label or "")
        self.refresh()
        self.desk.windows_changed.emit()

    def refresh(self) -> None:
        """Let the actions tell what is possible now."""
        self.host.refresh()

    def say(self, text: str) -> None:
        """Tell in the status bar what happened."""
        self.status.say(text)

    def _theme_changed(self, theme: Theme) -> None:
        self.host.retint()
        if self.workspace is not None:
            self.workspace.set_theme(theme)
        self.refresh()

    def _settings_changed(self) -> None:
        if self.canvas is not None:
            self.canvas.reduced_motion = is_motion_reduced(self.desk.settings.reduced_motion)

    # What it does

    def run(self, handler: str) -> None:
        """Do what an action is for; what is not possible is told in one message."""
        part, _, method = handler.partition(".")
        self.commit_pending()
        try:
            getattr(self._commands[part], method)()
        except StakemapError as error:
            self.desk.tell_problem(self, error)

    def trigger(self, action: str) -> None:
        """Do an action if it is possible now."""
        if self.host.actions[action].isEnabled():
            self.host.actions[action].trigger()

    def commit_pending(self) -> bool:
        """Store what is being typed; False when it does not fit."""
        return self.workspace is None or self.workspace.attempt()

    def shows_panel(self, name: str) -> bool:
        """Whether a panel is shown."""
        return self.workspace is not None and self.workspace.shows_panel(name)

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel."""
        if self.workspace is not None:
            self.workspace.show_panel(name, shown)

    def focus_inspector(self) -> None:
        """Go to the inspector's first field."""
        if self.workspace is not None:
            self.workspace.focus_inspector()

    def step_pane(self, step: int) -> None:
        """Go to another part of the window."""
        if self.workspace is not None:
            self.workspace.step_pane(step)

    def table_text(self, actors: Collection[str]) -> str:
        """Actors as a table for other programs, harmless when pasted into a spreadsheet."""
        assert self.workspace is not None
        return self.workspace.table_text(actors)

    def _context_menu(self, place: str, screen: QPoint) -> None:
        menu = self.host.context_menu(place, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)

    def _recover(self) -> None:
        if self.canvas is not None:
            self.canvas.cancel_gesture()
        if self.session is not None and self.session.gesture is not None:
            self.session.gesture.rollback()

    # Files that are dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.accept()
        for path in paths:
            self.desk.open_file(path, self)

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes before going."""
        if not self._may_close():
            event.ignore()
            return
        panels = self.workspace.panel_widths if self.workspace is not None else ()
        if self.session is None and self._place is not None:
            panels = self._place.panels
        self.desk.keep(store_place(self, self.desk.store, panels))
        if self.desk.reporter is not None and self._recover in self.desk.reporter.recover:
            self.desk.reporter.recover.remove(self._recover)
        self.desk.window_closed(self)
        event.accept()

    def _may_close(self) -> bool:
        if self.session is None:
            return True
        if not self.commit_pending():
            headline = tr("A field holds something that does not fit")
            text = tr("It has not been stored and would be lost. The inspector says what is wrong with it.")
            if not self.desk.questions.confirm(self, headline, text, tr("Close &anyway")):
                return False
        self._recover()
        if not self.session.is_modified or len(self.desk.windows_of(self.session)) > 1:
            return True
        answer = self.desk.questions.save_changes(self, self.session.display_title)
        if answer == "save":
            return self.file.save()
        return answer == "discard"

    def changeEvent(self, event: QEvent) -> None:
        """Keep the full screen switch true, and see what became of the file meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.refresh()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.session:
            # Not every drive tells when a file on it changes.
            self.desk.outside.look(self.session)
