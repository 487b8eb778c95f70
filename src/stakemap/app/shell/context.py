"""What all windows share: settings, theme, open windows, and the ways a map comes to be open."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from stakemap.app.document.autosave import Keeper
from stakemap.app.document.external_changes import OutsideChanges
from stakemap.app.document.file_locks import Claims, holder_text
from stakemap.app.document.opening import read_map, tell_unreadable
from stakemap.app.kit.garbage_collection import let_go_of_closed_windows
from stakemap.app.kit.moments import moment_text
from stakemap.app.kit.style import Styler
from stakemap.editing.session import Session
from stakemap.errors import MapReadError, StakemapError
from stakemap.i18n import tr
from stakemap.model.edits import set_texts
from stakemap.storage.limits import Limits, limits_for
from stakemap.storage.settings import Settings, SettingsStore

if TYPE_CHECKING:
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import Questions
    from stakemap.app.kit.widgets.notices import NoticeChoice
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.storage.crash_notes import Crash
    from stakemap.storage.presence import Claim, Holder
    from stakemap.storage.versions import Recoverable

__all__ = ["Desk"]

#: Milliseconds between the times that old versions are forgotten.
_TIDY_EVERY = 4 * 3_600_000


class Desk(QObject):
    """The one shared by the windows of a running app; tests make one each.

    `today` gives the date as "2025-07-01". `settings_changed` carries the new Settings, `clipboard_changed`
    comes when it may hold other actors, `windows_changed` when a window opened, closed or has another title.
    """

    settings_changed = Signal(object)
    clipboard_changed = Signal()
    windows_changed = Signal()

    def __init__(
        self,
        store: SettingsStore,
        questions: Questions,
        today: Callable[[], str],
        reporter: ErrorReporter | None = None,
    ) -> None:
        super().__init__()
        self.store, self.questions, self.today, self.reporter = store, questions, today, reporter
        self.settings: Settings = store.load()
        self.styler = Styler(self.settings.theme)
        self.windows: list[MainWindow] = []
        self.clipboard_has_actors = self.clipboard_has_text = False
        self._notices: list[tuple[str, str, Sequence[NoticeChoice]]] = []
        self._told_of_settings = ""
        self._tell_of_settings()
        self.keeper = Keeper()
        self.keeper.trouble.connect(lambda sentence: self.post(f"trouble {sentence}", sentence))
        self.outside = OutsideChanges(self)
        self.claims = Claims(lambda: self.settings.author)
        QGuiApplication.clipboard().dataChanged.connect(self._look_at_clipboard)

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

    def change_settings(self, **changes: Any) -> None:
        """Change settings and keep them for the next start."""
        self.keep(self.store.update(**changes))
        if "theme" in changes:
            self.styler.set_choice(self.settings.theme)
        if "author" in changes:
            for window in self.windows:
                if window.session is not None:
                    window.session.author = self.settings.author

    @property
    def limits(self) -> Limits:
        """How much a map that is opened may ask of the machine."""
        return limits_for(self.settings.largest_file)

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

    def post(self, key: str, text: str, choices: Sequence[NoticeChoice] = ()) -> None:
        """Show a notice in the window in front, or in the first one once there is one."""
        window = self._window_in_front()
        if window is None:
            self._notices.append((key, text, choices))
        else:
            window.notices.post(key, text, choices)

    def _window_in_front(self) -> MainWindow | None:
        active = next((window for window in self.windows if window.isActiveWindow()), None)
        return active or next(iter(self.windows), None)

    def tell_crashes(self) -> None:
        """Mention that the app crashed, if it did since it last could tell."""
        from stakemap.storage.crash_notes import crashes_left

        crashes = crashes_left()
        if not crashes:
            return
        newest = crashes[0]
        text = tr(
            "Stakemap crashed on {when}. The welcome page offers what was not saved; the earlier versions of "
            "each map hold it too.",
            when=moment_text(newest.at),
        )
        self.post("crash", text, ((tr("&Details…"), partial(self._show_crash, newest)),))

    def _show_crash(self, crash: Crash) -> None:
        from stakemap.app.kit.error_reporter import versions

        headline = tr("Where Stakemap was when it crashed")
        text = tr("The details hold nothing of your maps. They are kept in {file}.", file=crash.path)
        details = f"{versions()}\n\n{crash.text}"
        self.questions.tell(self._window_in_front(), headline, text, details, symbol="info")

    def note_recent(self, path: Path, title: str) -> None:
        """Remember that a map was opened or saved."""
        self.keep(self.store.add_recent(path, title))
        if path.parent.as_posix() != self.settings.last_folder:
            self.change_settings(last_folder=str(path.parent))

    def forget_recent(self, path: str) -> None:
        """Take a map off the recent ones."""
        self.keep(self.store.remove_recent(path))

    def tidy(self) -> None:
        """Sweep and forget, beside the windows, what earlier runs left: here and by the recent maps."""
        self.keeper.tidy({Path(file.path).parent for file in self.settings.recent})

    def tidy_regularly(self, milliseconds: int) -> None:
        """Tidy after so long, and every few hours from then on: the app may stay open for weeks."""
        self._tidying = QTimer(self)
        self._tidying.setInterval(milliseconds)
        self._tidying.timeout.connect(self._tidy_again)
        self._tidying.start()

    def _tidy_again(self) -> None:
        self._tidying.setInterval(_TIDY_EVERY)
        self.tidy()

    def new_window(self) -> MainWindow:
        """Another window, with the welcome page in it; not shown yet."""
        from stakemap.app.shell.main_window import MainWindow

        window = MainWindow(self)
        self.windows.append(window)
        for key, text, choices in self._notices:
            window.notices.post(key, text, choices)
        self._notices.clear()
        self.windows_changed.emit()
        return window

    def window_closed(self, window: MainWindow) -> None:
        """A window has gone."""
        if window in self.windows:
            self.windows.remove(window)
            session = window.session
            if session is not None and self.windows_of(session):
                # The others go on with it, and none of this window's views may hear of that.
                session.forget_listeners(partial(_belongs, window))
            elif session is not None:
                self.keeper.let_go(session)
                self.outside.let_go(session)
                self.claims.let_go(session)
            self.windows_changed.emit()
            if self.windows:
                let_go_of_closed_windows()

    def windows_of(self, session: Session) -> list[MainWindow]:
        """The windows that show a session, the one in front first."""
        shown = [window for window in self.windows if window.session is session]
        return sorted(shown, key=lambda window: not window.isActiveWindow())

    def _place_for(self, window: MainWindow | None) -> MainWindow:
        """The window to show a map in: the given one while it has none, else a new one."""
        if window is not None and window.session is None:
            return window
        return self.new_window()

    def session_for(self, document: Any, **fields: Any) -> Session:
        """A session of a map, with the analyst's name and the day of today."""
        return Session(
            document, author=self.settings.author, today=self.today, on_error=self.on_error, **fields
        )

    def open_preset(self, preset: str, window: MainWindow | None = None) -> MainWindow:
        """A preset as a new, unsaved map. Raises UsageError when there is none of that name."""
        from stakemap.storage.presets import BLANK, load_preset

        document = load_preset(preset)
        if preset == BLANK:
            # What the blank preset says of itself is no title for somebody's map.
            document = set_texts(document, title="", question="", note="")
        session = self.session_for(document, preset=True)
        self._follow(session)
        place = self._place_for(window)
        place.show_map(session)
        place.present()
        return place

    def _follow(self, session: Session, claim: Claim | None = None) -> None:
        """Keep what is done in a session from now on, and watch and claim its file."""
        self.keeper.follow(session)
        self.outside.follow(session)
        self.claims.follow(session, claim)

    def second_window(self, window: MainWindow) -> MainWindow:
        """Another window on the map of a window: one session and one undo, each with a view of its own."""
        assert window.session is not None
        assert window.view is not None
        other = self.new_window()
        other.show_map(window.session)
        assert other.view is not None
        other.view.set(issue=window.view.issue, snapshot=window.view.snapshot)
        other.present()
        self.windows_changed.emit()
        return other

    def window_of(self, path: Path) -> MainWindow | None:
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

    def open_file(self, path: Path, window: MainWindow | None = None) -> MainWindow | None:
        """A map in its window: the one that shows it already, else `window` if it is free, else a new one.

        None when it cannot be opened, which the user has been told, or was called off.
        """
        known = self.window_of(path)
        if known is not None:
            known.present()
            self._unlock(known)
            return known
        claim = self.claims.claim(path)
        try:
            place = self._open_claimed(path, window, claim)
        except BaseException:
            claim.release()
            raise
        if place is None:
            claim.release()
        return place

    def _open_claimed(self, path: Path, window: MainWindow | None, claim: Claim) -> MainWindow | None:
        held = claim.holder is not None
        if claim.holder is not None and not self._may_open_copy(path, window, claim.holder):
            return None
        recovered = None if held else self._recovered_instead(path, window, claim)
        if recovered is not None:
            return recovered
        try:
            opened = read_map(path, window, self.questions, self.limits)
        except MapReadError as error:
            tell_unreadable(window, self.questions, path, error)
            return None
        if opened is None:
            return None
        session = self.session_for(
            opened.document, path=path, digest=opened.digest, read_only=opened.read_only or held
        )
        self._follow(session, claim)
        place = self._place_for(window)
        place.show_map(session, opened.warnings)
        place.present()
        self.note_recent(path, session.display_title)
        return place

    def _may_open_copy(self, path: Path, window: MainWindow | None, holder: Holder) -> bool:
        headline = tr("“{name}” is open elsewhere", name=path.name)
        text = tr(
            "{who} You can look at it here; what is saved there is shown here. To change it, close it there, "
            "or save it here under another name.",
            who=holder_text(holder),
        )
        return self.questions.confirm(window, headline, text, tr("Open &read-only"))

    def _unlock(self, window: MainWindow) -> None:
        """Let a map be changed that was opened read-only because another process had it, once none has."""
        session = window.session
        if session is not None and session.read_only and self.claims.can_change(session):
            session.allow_changes()
            window.say(tr("The map is open nowhere else any more and can be changed here."))

    def recover(
        self, item: Recoverable, window: MainWindow | None = None, claim: Claim | None = None
    ) -> MainWindow:
        """Go on with work that was not saved when the app ended badly. Raises MapReadError.

        `claim` is that of its file, where the caller has one already.
        """
        left = (*self.keeper.recoverable(), *self.keeper.declined())
        if item.session not in {one.session for one in left}:
            raise MapReadError(tr("This work has been taken up already."))
        known = None if item.path is None else self.window_of(item.path)
        if known is not None:
            raise MapReadError(tr("The file of this work is open. Close it first, then recover."))
        if claim is None and item.path is not None:
            claim = self.claims.claim(item.path)
            if claim.holder is not None:
                raise MapReadError(tr("The file of this work is open. {who}", who=holder_text(claim.holder)))
        document = self.keeper.load(item)
        session = self.session_for(document, path=item.path, digest=item.digest or None, modified=True)
        place = self._place_for(window)
        place.show_map(session)
        place.present()
        self.keeper.take_up(item, session)
        self.outside.follow(session)
        self.claims.follow(session, claim)
        return place

    def _recovered_instead(self, path: Path, window: MainWindow | None, claim: Claim) -> MainWindow | None:
        """The window with what was left unsaved of a file, if there is such work and the user wants it."""
        item = self.keeper.unsaved_on(path)
        if item is None:
            return None
        headline = tr("Unsaved work on “{name}” was kept", name=path.name)
        text = tr("Stakemap ended before it was saved. The file itself stays as it is until you save.")
        if not self.questions.confirm(window, headline, text, tr("&Recover it")):
            return None
        try:
            return self.recover(item, window, claim)
        except MapReadError as error:
            self.tell_problem(window, error)
            return None

    def show_welcome(self) -> MainWindow:
        """A window with the welcome page, one that is open already if there is one."""
        free = next((window for window in self.windows if window.session is None), None)
        window = free or self.new_window()
        window.present()
        return window

    def quit(self) -> bool:
        """Close all windows, asking for unsaved changes; False when the user would rather not."""
        return all(window.close() for window in tuple(self.windows))

    def tell_problem(self, window: MainWindow | None, error: StakemapError) -> None:
        """Say what could not be done."""
        self.questions.tell(window, tr("That was not possible"), str(error))


def _belongs(window: MainWindow, listener: Callable[..., object]) -> bool:
    """Whether a listener is a part of a window."""
    owner = getattr(listener, "__self__", None)
    while isinstance(owner, QObject):
        if owner is window:
            return True
        owner = owner.parent()
    return False
