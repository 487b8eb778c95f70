"""The window as features see it, the base class of features, and the context that all windows share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QWidget

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.actions.host import ActionHost, Filler
from stakemap.app.kit.clipboard_state import ClipboardState
from stakemap.app.kit.garbage_collection import collect_closed_windows
from stakemap.app.kit.panels import Panels, PanelSpec
from stakemap.app.kit.services import Services
from stakemap.app.kit.shared_settings import SharedSettings
from stakemap.app.kit.style import Styler
from stakemap.app.kit.widgets.notices import NoticeBar, NoticeChoice
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import Fault, StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.model.rounds import is_sheet
from stakemap.model.subjects import Subject
from stakemap.storage.saving.targets import is_same_file
from stakemap.storage.settings.settings import SettingsStore

if TYPE_CHECKING:
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import MessageBoxes

T = TypeVar("T")


class AppContext(SharedSettings):
    """The state that all windows of a running app share: settings, theme, services, the list of windows.

    `today` returns the date as "2025-07-01", `make_window` a new window. `window_closed` carries a closed
    window and its session or None. `windows_changed` is emitted when a window opens, closes or is retitled.
    """

    windows_changed = Signal()
    window_closed = Signal(object, object)

    def __init__(
        self,
        store: SettingsStore,
        message_boxes: MessageBoxes,
        today: Callable[[], str],
        make_window: Callable[[AppContext], Window],
        reporter: ErrorReporter | None = None,
    ) -> None:
        super().__init__(store)
        self.message_boxes, self.today, self.reporter = message_boxes, today, reporter
        self._make_window = make_window
        self.styler = Styler(self.settings.theme)
        self.services = Services()
        self.windows: list[Window] = []
        #: Whether the windows are being closed to quit.
        self.is_quitting = False
        self.clipboard = ClipboardState(self)
        self._notices: list[tuple[str, str, Sequence[NoticeChoice]]] = []
        self._reported_problem = ""
        self._report_settings_problem()
        self.settings_changed.connect(self._report_settings_problem)

    def service(self, kind: type[T]) -> T:
        """The service of a type that the whole app shares, created on first use."""
        return self.services.get(kind)

    def on_error(self, error: Exception) -> None:
        """Report the error of a listener of a signal, so that the other listeners are still called."""
        if self.reporter is None:
            raise error
        self.reporter.report(error)

    def show_error(self, window: Window | None, error: StakemapError) -> None:
        """Show an error message."""
        self.message_boxes.show_message(window, tr("This could not be done"), str(error))

    def folder_of(self, path: Path | None = None) -> Path:
        """The folder of a file; without one the folder used last, else the user's own."""
        return path.parent if path else Path(self.settings.last_folder or Path.home())

    # Settings

    def change_settings(self, **changes: Any) -> None:
        """Change settings, store and apply them."""
        self.apply_settings(self.store.update(**changes))
        if "theme" in changes:
            self.styler.set_choice(self.settings.theme)
        if changes.keys() & {"author", "keep_support_below"}:
            self._inform_sessions()

    def _inform_sessions(self) -> None:
        """Tell open maps what new judgements depend on; those of a sheet are signed by the one it is for."""
        for window in self.windows:
            session = window.session
            if session is not None:
                session.keep_support_below = self.settings.keep_support_below
                if not is_sheet(session.document):
                    session.author = self.settings.author

    def _report_settings_problem(self) -> None:
        """Post a notice about a broken settings file, once for each problem."""
        if self.store.problem not in ("", self._reported_problem):
            self._reported_problem = self.store.problem
            self.post("settings", self.store.problem)

    # Windows

    def post(self, key: str, text: str, choices: Sequence[NoticeChoice] = ()) -> None:
        """Show a notice in the front window, or, while there is none, in the next one opened."""
        window = self.window_in_front()
        if window is None:
            self._notices.append((key, text, choices))
        else:
            window.notices.post(key, text, choices)

    def window_in_front(self) -> Window | None:
        """The active window, else the one opened first; None while there is none."""
        return next(iter(sorted(self.windows, key=lambda window: not window.isActiveWindow())), None)

    def new_window(self) -> Window:
        """Another window, with the welcome page in it; not shown yet."""
        window = self._make_window(self)
        self.windows.append(window)
        for key, text, choices in self._notices:
            window.notices.post(key, text, choices)
        self._notices.clear()
        self.windows_changed.emit()
        return window

    def show_welcome(self) -> Window:
        """Show a window with the welcome page: an open one without a map, else a new one."""
        window = next((one for one in self.windows if one.session is None), None) or self.new_window()
        window.present()
        return window

    def close_window(self, window: Window) -> None:
        """Remove a window that has closed."""
        if window in self.windows:
            self.windows.remove(window)
            self.window_closed.emit(window, window.session)
            self.windows_changed.emit()
            if self.windows:
                collect_closed_windows()

    def windows_of(self, session: Session) -> list[Window]:
        """The windows that show a session, the one in front first."""
        shown = [window for window in self.windows if window.session is session]
        return sorted(shown, key=lambda window: not window.isActiveWindow())

    def window_of(self, path: Path) -> Window | None:
        """The window that shows the map of a file, if one does. Accesses the disk if no path is equal."""
        shown = self.shown_paths
        same = path if path in shown else next((one for one in shown if is_same_file(one, path)), None)
        return None if same is None else shown[same]

    @property
    def shown_paths(self) -> dict[Path, Window]:
        """The paths of the maps that are shown, with the first window of each."""
        shown = [(one.session.path, one) for one in reversed(self.windows) if one.session is not None]
        return {path: window for path, window in shown if path is not None}

    def quit(self) -> bool:
        """Close all windows, asking about unsaved changes; False when the user cancels or a save goes on."""
        self.is_quitting = True
        try:
            return all(window.close() for window in tuple(self.windows))
        finally:
            self.is_quitting = False


class Window(QMainWindow):
    """The interface of a main window for features; the shell subclasses it and lays it out.

    A window starts without a map and gets one at most once, when `map_shown` is emitted; features are added
    before. `painted` is emitted once that map has been painted whole; `theme_changed` carries a Theme,
    `settings_changed` the Settings. `rail` has the buttons for the panels on the left.

    Features make requests of each other by signals: to show a judgement (`judgement_requested` carries the
    kind of its subject and the name of a field), to show a source, to relate two actors, to import a file
    (`import_requested` carries its path, and whether a new map is proposed for it), another version of
    the map to be compared with it (`comparison_requested` carries an `OtherVersion`), sheets of a round to be
    gathered (`gathering_requested` carries their paths), the map's details to be shown
    (`map_details_requested` carries the field to begin with), or to record what was found of a judgement
    (`resolution_requested` carries the snapshot that shows it, and its subject).
    """

    map_shown = Signal()
    painted = Signal()
    theme_changed = Signal(object)
    settings_changed = Signal(object)
    judgement_requested = Signal(str, str)
    source_requested = Signal(str)
    relation_requested = Signal(str, str)
    import_requested = Signal(object, bool)
    comparison_requested = Signal(object)
    gathering_requested = Signal(object)
    map_details_requested = Signal(str)
    resolution_requested = Signal(str, object)

    host: ActionHost
    rail: QToolBar
    panels: Panels

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.session: Session | None = None
        self.view: ViewState | None = None
        self.resolver = Resolver()
        self.services = Services()
        self.notices = NoticeBar(self)
        self._features: list[Feature] = []
        self._panel_specs: list[PanelSpec] = []
        self._actions: list[Action] = []
        self._fillers: dict[str, Filler] = {}

    # Registration

    def add_feature(self, feature: Feature) -> None:
        """Register the actions, panels and callbacks of a feature."""
        self.services.provide(type(feature), lambda: feature)
        panels = tuple(feature.panels())
        self._panel_specs.extend(panels)
        self._actions.extend((*(spec.action for spec in panels), *feature.actions()))
        self._features.append(feature)
        self.map_shown.connect(feature.map_shown)

    def fill_menu(self, path: str, filler: Filler) -> None:
        """Register the callback that returns the entries of a dynamic menu each time it opens."""
        self._fillers[path] = filler

    def provide(self, kind: type[T], factory: Callable[[], T]) -> None:
        """Register the factory of a service of this window."""
        self.services.provide(kind, factory)

    def service(self, kind: type[T]) -> T:
        """The service of a type that this window has, created on first use."""
        return self.services.get(kind)

    # Conditions under which actions are enabled

    def has_map(self) -> bool:
        """Whether a map is open in this window."""
        return self.session is not None

    def can_edit(self) -> bool:
        """Whether a map is open and not read-only."""
        return self.session is not None and not self.session.read_only

    def can_edit_snapshot(self) -> bool:
        """Whether a snapshot is shown of a map that can be edited."""
        return self.can_edit() and self.view is not None and self.view.snapshot is not None

    def has_selection(self) -> bool:
        """Whether any actor is selected."""
        return self.view is not None and bool(self.view.selection)

    def can_edit_selection(self) -> bool:
        """Whether any actor is selected in a map that can be edited."""
        return self.can_edit() and self.has_selection()

    # Operations

    def show_map(self, session: Session, warnings: Iterable[Fault] = ()) -> None:
        """Show a map; to be called once. The status bar shows the `warnings` found in its file."""
        raise NotImplementedError

    def present(self) -> None:
        """Show and raise the window, with the welcome page if it has no map."""
        raise NotImplementedError

    def add_to_bar(self, widget: QWidget) -> None:
        """Add a widget to the bar below the menus, which gets the room that the buttons leave."""
        raise NotImplementedError

    def add_below_canvas(self, widget: QWidget) -> None:
        """Add a row below the canvas."""
        raise NotImplementedError

    def show_context_menu(self, place: str, screen: QPoint) -> QMenu:
        """Open the context menu of "actor", "canvas" or "snapshot", destroyed after its action ran."""
        menu = self.host.context_menu(place, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)
        return menu

    @property
    def menu_title(self) -> str:
        """The window's title in the menu of windows, not longer than a label."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Show a message in the status bar."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Update which actions are enabled and checked."""
        self.host.refresh()

    def trigger(self, action: str) -> None:
        """Trigger an action if it is enabled."""
        if self.host.actions[action].isEnabled():
            self.host.actions[action].trigger()

    def commit_pending(self) -> bool:
        """Store pending input of all features and panels; False when some of it is invalid."""
        if self.session is None:
            return True
        return all([*(feature.commit_pending() for feature in self._features), self.panels.commit_pending()])

    def shows_panel(self, name: str) -> bool:
        """Whether a panel is shown."""
        return self.session is not None and self.panels.shows(name)

    def open_judgement(self, snapshot: str, subject: Subject, field: str = "value") -> None:
        """Show a judgement: its snapshot, issue and actor or relation, and its field in the inspector."""
        assert self.view is not None
        self.view.show(snapshot, subject)
        self.judgement_requested.emit(subject.kind, field)


class Feature(QObject):
    """Base class of a feature: what it adds to one window, which finds it by `window.service(its type)`.

    Its actions that need a map are offered only while there is one.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._context = window, window.context

    @property
    def _session(self) -> Session:
        assert self._window.session is not None
        return self._window.session

    @property
    def _view(self) -> ViewState:
        assert self._window.view is not None
        return self._window.view

    @property
    def _document(self) -> StakeMap:
        return self._session.document

    def actions(self) -> Iterable[Action]:
        """The actions of the feature, in their order within each group of a menu."""
        return ()

    def panels(self) -> Iterable[PanelSpec]:
        """The panels of the feature; the action of each is registered with it."""
        return ()

    def _panel_action(
        self, panel: str, text: str, key: str, *, tip: str, icon: str, focus: bool = True, on: str = ""
    ) -> Action:
        """The action that toggles a panel, and focuses it when shown if `focus` is set."""
        window = self._window
        return action(
            f"{panel}-panel",
            text,
            lambda: window.panels.toggle(panel, focus=focus),
            ("view/panels", 0),
            key,
            tip=tip,
            icon=icon,
            enabled=window.has_map,
            checked=lambda: window.shows_panel(panel),
            on=on,
        )

    def map_shown(self) -> None:
        """Called once when the window has got its map: connect to the session and the view state."""

    def commit_pending(self) -> bool:
        """Store pending input outside panels; False when it is invalid."""
        return True
