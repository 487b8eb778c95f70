"""A window as features see it, and the context that all windows of the app share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.actions.host import ActionHost, Filler
from stakemap.app.kit.garbage_collection import let_go_of_closed_windows
from stakemap.app.kit.panels import Panels, PanelSpec
from stakemap.app.kit.services import Services
from stakemap.app.kit.style import Styler
from stakemap.app.kit.widgets.notices import NoticeBar, NoticeChoice
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import Fault, StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject
from stakemap.storage.limits import Limits, limits_for
from stakemap.storage.settings import Settings, SettingsStore

if TYPE_CHECKING:
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import Questions

__all__ = ["AppContext", "Feature", "Window"]

T = TypeVar("T")


class AppContext(QObject):
    """The one shared by the windows of a running app; tests make one each.

    `today` gives the date as "2025-07-01", `make_window` a new window. `settings_changed` carries the new
    Settings, `clipboard_changed` comes when it may hold other actors, `windows_changed` when a window opened,
    closed or has another title, `window_closed` carries a window that has gone and its session or None.
    """

    settings_changed = Signal(object)
    clipboard_changed = Signal()
    windows_changed = Signal()
    window_closed = Signal(object, object)

    def __init__(
        self,
        store: SettingsStore,
        questions: Questions,
        today: Callable[[], str],
        make_window: Callable[[AppContext], Window],
        reporter: ErrorReporter | None = None,
    ) -> None:
        super().__init__()
        self.store, self.questions, self.today, self.reporter = store, questions, today, reporter
        self._make_window = make_window
        self.settings: Settings = store.load()
        self.styler = Styler(self.settings.theme)
        self.services = Services()
        self.windows: list[Window] = []
        self.clipboard_has_actors = self.clipboard_has_text = False
        self._notices: list[tuple[str, str, Sequence[NoticeChoice]]] = []
        self._told_of_settings = ""
        self._tell_of_settings()
        QGuiApplication.clipboard().dataChanged.connect(self._look_at_clipboard)

    def service(self, kind: type[T]) -> T:
        """What the whole app shares of a type, made now if need be."""
        return self.services.get(kind)

    def _look_at_clipboard(self) -> None:
        from stakemap.editing.clipboard import MIME_TYPE

        data = QGuiApplication.clipboard().mimeData()
        actors = data is not None and data.hasFormat(MIME_TYPE)
        text = data is not None and data.hasText()
        if (actors, text) != (self.clipboard_has_actors, self.clipboard_has_text):
            self.clipboard_has_actors, self.clipboard_has_text = actors, text
            self.clipboard_changed.emit()

    def on_error(self, error: Exception) -> None:
        """An error of a listener of some signal, which must not keep the others from hearing it."""
        if self.reporter is None:
            raise error
        self.reporter.report(error)

    def tell_problem(self, window: Window | None, error: StakemapError) -> None:
        """Say what could not be done."""
        self.questions.tell(window, tr("That was not possible"), str(error))

    # Settings

    def change_settings(self, **changes: Any) -> None:
        """Change settings and keep them for the next start."""
        self.keep(self.store.update(**changes))
        if "theme" in changes:
            self.styler.set_choice(self.settings.theme)
        if "author" in changes:
            for window in self.windows:
                if window.session is not None:
                    window.session.author = self.settings.author

    def keep(self, settings: Settings) -> None:
        """Go on with settings that were just stored."""
        self.settings = settings
        self._tell_of_settings()
        self.settings_changed.emit(settings)

    def _tell_of_settings(self) -> None:
        """Say once what is wrong with the settings file."""
        if self.store.problem not in ("", self._told_of_settings):
            self._told_of_settings = self.store.problem
            self.post("settings", self.store.problem)

    @property
    def limits(self) -> Limits:
        """How much a map that is opened may ask of the machine."""
        return limits_for(self.settings.largest_file)

    def note_recent(self, path: Path, title: str) -> None:
        """Remember that a map was opened or saved."""
        self.keep(self.store.add_recent(path, title))
        if path.parent.as_posix() != self.settings.last_folder:
            self.change_settings(last_folder=str(path.parent))

    def forget_recent(self, path: str) -> None:
        """Take a map off the recent ones."""
        self.keep(self.store.remove_recent(path))

    # Windows

    def post(self, key: str, text: str, choices: Sequence[NoticeChoice] = ()) -> None:
        """Show a notice in the window in front, or in the first one once there is one."""
        window = self.window_in_front()
        if window is None:
            self._notices.append((key, text, choices))
        else:
            window.notices.post(key, text, choices)

    def window_in_front(self) -> Window | None:
        """The active window, else the one that was opened first; None while there is none."""
        active = next((window for window in self.windows if window.isActiveWindow()), None)
        return active or next(iter(self.windows), None)

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
        """A window with the welcome page, one that is open already if there is one."""
        free = next((window for window in self.windows if window.session is None), None)
        window = free or self.new_window()
        window.present()
        return window

    def close_window(self, window: Window) -> None:
        """A window has gone."""
        if window in self.windows:
            self.windows.remove(window)
            self.window_closed.emit(window, window.session)
            self.windows_changed.emit()
            if self.windows:
                let_go_of_closed_windows()

    def windows_of(self, session: Session) -> list[Window]:
        """The windows that show a session, the one in front first."""
        shown = [window for window in self.windows if window.session is session]
        return sorted(shown, key=lambda window: not window.isActiveWindow())

    def window_of(self, path: Path) -> Window | None:
        """The window that shows the map of a file, if one does."""
        try:
            wanted = os.path.realpath(path)
        except ValueError:
            # No file has such a name; opening it tells so.
            return None
        for window in self.windows:
            shown = window.session.path if window.session is not None else None
            if shown is not None and os.path.realpath(shown) == wanted:
                return window
        return None

    def quit(self) -> bool:
        """Close all windows, asking for unsaved changes; False when the user would rather not."""
        return all(window.close() for window in tuple(self.windows))


class Window(QMainWindow):
    """What features may ask of the window that they are in; the shell makes and lays out the real one.

    Each feature is added once, before there is a map. `map_shown` comes when there is one: a window begins
    without a map and gets one at most once. `painted` comes when that map has been painted whole,
    `theme_changed` carries a Theme, `settings_changed` the Settings.

    What one feature wants of another is asked for by a signal: to show a judgement (`judgement_requested`
    carries the kind of its subject and the name of a field), a source, or to relate two actors.
    """

    map_shown = Signal()
    painted = Signal()
    theme_changed = Signal(object)
    settings_changed = Signal(object)
    judgement_requested = Signal(str, str)
    source_requested = Signal(str)
    relation_requested = Signal(str, str)

    host: ActionHost
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
        """Register what gives the entries of a menu that is filled when it opens."""
        self._fillers[path] = filler

    def provide(self, kind: type[T], factory: Callable[[], T]) -> None:
        """Register how what is found by `service(kind)` is made."""
        self.services.provide(kind, factory)

    def service(self, kind: type[T]) -> T:
        """What this window shares of a type, made now if need be."""
        return self.services.get(kind)

    # What is possible

    def has_map(self) -> bool:
        """A map is open in this window."""
        return self.session is not None

    def can_edit(self) -> bool:
        """A map is open that may be changed."""
        return self.session is not None and not self.session.read_only

    def can_edit_snapshot(self) -> bool:
        """A snapshot is shown of a map that may be changed."""
        return self.can_edit() and self.view is not None and self.view.snapshot is not None

    def has_selection(self) -> bool:
        """Actors are selected."""
        return self.view is not None and bool(self.view.selection)

    def can_edit_selection(self) -> bool:
        """Actors are selected in a map that may be changed."""
        return self.can_edit() and self.has_selection()

    # What it does

    def show_map(self, session: Session, warnings: Iterable[Fault] = ()) -> None:
        """Show a map; a window does so once. `warnings` are those of its file, told in the status bar."""
        raise NotImplementedError

    def present(self) -> None:
        """Come to the front, with the welcome page where there is no map."""
        raise NotImplementedError

    def add_below_canvas(self, widget: QWidget) -> None:
        """Add a row below the canvas."""
        raise NotImplementedError

    def show_context_menu(self, place: str, screen: QPoint) -> None:
        """Open the context menu of "actor", "canvas" or "snapshot" at a place on the screen."""
        menu = self.host.context_menu(place, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)

    @property
    def menu_title(self) -> str:
        """What the list of windows calls it."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Tell in the status bar what happened."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Let the actions tell what is possible now."""
        self.host.refresh()

    def trigger(self, action: str) -> None:
        """Do an action if it is possible now."""
        if self.host.actions[action].isEnabled():
            self.host.actions[action].trigger()

    def commit_pending(self) -> bool:
        """Store what is being typed; False when some of it does not fit."""
        if self.session is None:
            return True
        return all([*(feature.attempt() for feature in self._features), self.panels.attempt()])

    def shows_panel(self, name: str) -> bool:
        """Whether a panel is shown."""
        return self.session is not None and self.panels.shows(name)

    def go_to(self, snapshot: str, subject: Subject, field: str = "value") -> None:
        """Look at a judgement: its snapshot, issue and actor or relation, and its field in the inspector."""
        view = self.view
        assert view is not None
        if subject.kind == "tie":
            drawn = "all" if view.relations == "none" else view.relations
            view.set(snapshot=snapshot, relation=subject.id, relations=drawn)
        else:
            issue = view.issue if subject.issue is None else subject.issue
            view.set(snapshot=snapshot, issue=issue, selection={subject.id}, primary=subject.id)
        self.judgement_requested.emit(subject.kind, field)


class Feature(QObject):
    """What one feature adds to one window, found there by `window.service(type of the feature)`.

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
        """Its actions, in the order in which they stand in their groups of menus."""
        return ()

    def panels(self) -> Iterable[PanelSpec]:
        """Its panels; the action of each is registered with it."""
        return ()

    def _panel_action(
        self, panel: str, text: str, key: str, *, tip: str, icon: str, focus: bool = True, on: str = ""
    ) -> Action:
        """The action that shows or hides a panel, and goes to it once it is shown if `focus` is set."""
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
        """The window has its map: make what follows it from the beginning."""

    def attempt(self) -> bool:
        """Store text that is being typed outside panels; False when that does not fit."""
        return True
