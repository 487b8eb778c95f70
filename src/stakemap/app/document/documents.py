"""Opening maps in windows, and the autosave, file watch and file lock of each map while it is open."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.external_changes import ExternalChanges
from stakemap.app.document.file_locks import FileLocks, allow_to_raise, holder_text, may_open_copy
from stakemap.app.document.git_conflicts import conflicting_versions, merge_in_git
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.missing_files import MissingFiles
from stakemap.app.document.opening import read_map, show_read_error
from stakemap.app.document.other_versions import asked_to_open, offer_open_version, window_on
from stakemap.app.document.places import look_at
from stakemap.app.document.store_questions import (
    ask_about,
    compare_recovered,
    drafts_of,
    restored,
    settle_once_kept,
    unsaved_work_on,
)
from stakemap.app.kit.author import asker
from stakemap.app.kit.window import AppContext, Window
from stakemap.editing.session import Session
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.storage.files import is_in_conflict
from stakemap.storage.locks.presence import ask_to_show
from stakemap.storage.saving.targets import absolute

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import RecoverAnswer
    from stakemap.storage.files import OpenedMap
    from stakemap.storage.locks.presence import Claim, Holder
    from stakemap.storage.store.versions import Recoverable

#: Milliseconds between clean-ups.
_CLEAN_UP_INTERVAL = 4 * 3_600_000
#: The variable with the token by which a Wayland desktop allows a window to come to the front.
_ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"


class Documents(QObject):
    """Opens maps in windows, each file only once; a service of the app.

    `shown_elsewhere` carries a sentence when a file was not opened here, since another process that has it
    open has shown its window.
    """

    shown_elsewhere = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        #: The files that are being opened, while events are processed.
        self._opening: set[Path] = set()
        self.autosave = Autosave(context.store.leaves_no_traces)
        context.services.provide(Autosave, lambda: self.autosave)
        self.autosave.trouble.connect(lambda sentence: context.post(f"trouble {sentence}", sentence))
        self.autosave.not_kept.connect(self._show_not_kept)
        self.map_writer = MapWriter(context)
        context.services.provide(MapWriter, lambda: self.map_writer)
        context.services.provide(MissingFiles, MissingFiles)
        self.external_changes = ExternalChanges(context)
        self.file_locks = FileLocks(lambda: context.settings.author, self.autosave.leaves_no_traces)
        self.file_locks.show_requested.connect(self._show_session)
        context.window_closed.connect(self._window_closed)

    def session_for(self, document: StakeMap, **fields: Any) -> Session:
        """A new session of a map, with what the settings say of new judgements."""
        context = self._context
        return Session(
            document,
            author=context.settings.author,
            keep_support_below=context.settings.keep_support_below,
            today=context.today,
            on_error=context.on_error,
            ask_author=asker(context),
            **fields,
        )

    # Opening

    def open_preset(self, preset: str, window: Window | None = None) -> Window:
        """Open a preset as a new, unsaved map. Raises UsageError when there is none of that name."""
        from stakemap.storage.presets import load_preset

        session = self.session_for(load_preset(preset), preset=True)
        self._follow(session)
        return self._show(session, window)

    def _show(self, session: Session, window: Window | None, **fields: Any) -> Window:
        """Show a map in the given window if that has none, else in a new one."""
        place = window if window is not None and window.session is None else self._context.new_window()
        place.show_map(session, **fields)
        place.present()
        return place

    def _follow(self, session: Session, claim: Claim | None = None) -> None:
        """Begin autosave of a session, and watch and lock its file."""
        self.autosave.follow(session)
        self.external_changes.follow(session)
        self.file_locks.follow(session, claim)

    def second_window(self, window: Window) -> Window:
        """Open another window on the map of a window: with the same session and its own view state."""
        assert window.session is not None
        assert window.view is not None
        other = self._context.new_window()
        other.show_map(window.session)
        assert other.view is not None
        other.view.set(issue=window.view.issue, snapshot=window.view.snapshot)
        other.present()
        self._context.windows_changed.emit()
        return other

    def open_new(self, document: StakeMap, window: Window | None = None) -> Window:
        """Open a map that has no file yet."""
        session = self.session_for(document)
        self._follow(session)
        return self._show(session, window)

    def open_file(
        self, path: Path, window: Window | None = None, *, adds_foreign: bool = False
    ) -> Window | None:
        """Open a file: in the window that shows it already, else in `window` if free, else in a new one.

        The import of a file of another program begins, which proposes a new map, or with `adds_foreign` the
        one in the window. Of another version of an open map it asks whether to compare it instead; then that
        window is returned. None when the user cancelled, after an error, which is shown, or while the file is
        already being opened.
        """
        path = absolute(path)
        if path in self._opening:
            return None
        self._opening.add(path)
        try:
            return self._open(path, window, adds_foreign)
        finally:
            self._opening.remove(path)

    def _open(self, path: Path, window: Window | None, adds_foreign: bool) -> Window | None:
        found = look_at(self._context, window, path)
        if found is None:
            return None
        known = None if found.shown is None else self._context.window_of(found.shown)
        if known is not None:
            known.present()
            self._unlock(known)
            return known
        if found.is_import:
            return self._begin_import(path, window, adds_foreign)
        claim = self.file_locks.claim(path, found.map_id)
        try:
            place = self._open_claimed(path, window, claim, found.map_id)
        except BaseException:
            claim.release()
            raise
        if place is None:
            claim.release()
        return place

    def _open_claimed(self, path: Path, window: Window | None, claim: Claim, map_id: str) -> Window | None:
        is_locked = claim.holder is not None
        message_boxes = self._context.message_boxes
        if claim.holder is not None and (
            self._is_shown_elsewhere(path, window, claim.holder)
            or not may_open_copy(self._context, path, window, claim.holder)
        ):
            return None
        other = window_on(self._context, map_id, window) if map_id else None
        if other is not None and not asked_to_open(other, path):
            claim.release()
            return other
        unsaved = () if is_locked else unsaved_work_on(path, self.autosave, self._context, window)
        if unsaved is None:
            return None
        item, changed = next(iter(unsaved), (None, ""))
        answer: RecoverAnswer = "open"
        if item is not None and item.edits:
            answer = message_boxes.recover(window, path.name, changed)
        if item is not None and answer == "recover" and (place := self._recovered(item, window, claim)):
            return place
        if answer == "cancel":
            return None
        try:
            opened = read_map(path, window, message_boxes, self._context.limits)
        except MapReadError as error:
            if is_in_conflict(error):
                return self._open_conflicted(path, window, claim)
            show_read_error(window, message_boxes, path, error)
            return None
        if opened is None:
            return None
        session = self.session_for(
            opened.document, path=path, digest=opened.digest, read_only=opened.read_only or is_locked
        )
        if item is not None and not item.edits:
            # Texts that were typed hide nothing of the file, so there is no question to ask.
            self._resume(item, session, claim, window, whole=False)
        else:
            self._follow(session, claim)
        place = self._show(session, window, warnings=opened.warnings)
        self._context.note_recent(path, session.display_title, session.document.id)
        return place

    def _open_conflicted(self, path: Path, window: Window | None, claim: Claim) -> Window | None:
        """Open one of the versions that git left in a file, and request a comparison with the other one.

        None when the user cancelled, or after an error, which is shown.
        """
        conflicted = conflicting_versions(path, window, self._context)
        if conflicted is None:
            return None
        is_locked = claim.holder is not None
        session = self.session_for(
            conflicted.one,
            path=path,
            digest=conflicted.digest,
            read_only=is_locked,
            modified=not is_locked,
        )
        session.conflicting = conflicted.digest
        self._follow(session, claim)
        place = self._show(session, window)
        self._context.note_recent(path, session.display_title, session.document.id)
        merge_in_git(place)
        return place

    def _is_shown_elsewhere(self, path: Path, window: Window | None, holder: Holder) -> bool:
        """Ask the process that has a file open to show its window; whether it has."""
        allow_to_raise(holder)
        if not ask_to_show(path, os.environ.get(_ACTIVATION_TOKEN, "")):
            return False
        sentence = tr(
            "“{name}” is open in another copy of Stakemap; its window is now in front.", name=path.name
        )
        if window is not None:
            window.say(sentence)
        self.shown_elsewhere.emit(sentence)
        return True

    def _show_session(self, session: Session, token: str) -> None:
        """Raise the window of a session, as another process asks."""
        window = next(iter(self._context.windows_of(session)), None)
        if window is None:
            return
        if token:
            # Qt's plugin for Wayland reads it there and removes it.
            os.environ[_ACTIVATION_TOKEN] = token
        window.present()
        # Where the system lets no window come to the front by itself, its entry in the task bar is marked.
        QApplication.alert(window)

    def _unlock(self, window: Window) -> None:
        """Make a map editable that was opened read-only, once no other process has its file open."""
        session = window.session
        if session is not None and session.read_only and self.file_locks.can_change(session):
            session.allow_changes()
            window.say(tr("The map is no longer open elsewhere and can be changed here."))

    def _begin_import(self, path: Path, window: Window | None, adds: bool) -> Window:
        """Have a file imported, which asks about it; at the start of the app once events are processed."""
        if window is not None:
            window.import_requested.emit(path, not adds)
            return window
        place = self._context.show_welcome()
        QTimer.singleShot(0, place, lambda: place.import_requested.emit(path, True))
        return place

    # Recovery

    def recover(
        self, item: Recoverable, window: Window | None = None, claim: Claim | None = None
    ) -> Window | None:
        """Open unsaved work of a process that has ended; None when the user cancelled. Raises MapReadError.

        `claim` is that of its file, if the caller has one already.
        """
        known = None if item.path is None else self._context.window_of(item.path)
        if known is not None:
            compare_recovered(item, self.autosave, self._context, known)
            return known
        if claim is None and item.path is not None:
            claim = self.file_locks.claim(item.path, item.map_id)
            if claim.holder is not None:
                raise MapReadError(
                    tr("The file of this unsaved work is open. {who}", who=holder_text(claim.holder))
                )
        opened = None if item.edits else self._file_of(item, window)
        if opened is not None:
            session = self.session_for(
                opened.document, path=item.path, digest=opened.digest, read_only=opened.read_only
            )
            self._resume(item, session, claim, window, whole=False)
            return self._show(session, window, warnings=opened.warnings)
        document = ask_about(item, restored, self.autosave, self._context, window)
        if document is None:
            return None
        session = self.session_for(document, path=item.path, digest=item.digest or None, modified=True)
        self._resume(item, session, claim, window)
        place = self._show(session, window)
        offer_open_version(place)
        return place

    def _resume(
        self,
        item: Recoverable,
        session: Session,
        claim: Claim | None,
        window: Window | None,
        *,
        whole: bool = True,
    ) -> None:
        """Follow a session with recovered work; see `Autosave.resume`."""
        drafts = ask_about(item, drafts_of, self.autosave, self._context, window)
        self.autosave.resume(session, drafts or (), whole=whole)
        self.external_changes.follow(session)
        self.file_locks.follow(session, claim)
        if drafts is not None:
            # Otherwise what could not be requested is offered again.
            ask_about(item, settle_once_kept, self.autosave, self._context, window)

    def _file_of(self, item: Recoverable, window: Window | None) -> OpenedMap | None:
        """The file of a map of which only typed text is unsaved; None where it is not to be had."""
        if item.path is None:
            return None
        try:
            return read_map(item.path, window, self._context.message_boxes, self._context.limits)
        except MapReadError:
            return None

    def _recovered(self, item: Recoverable, window: Window | None, claim: Claim) -> Window | None:
        """The window with recovered work; None after an error, which is shown."""
        try:
            return self.recover(item, window, claim)
        except MapReadError as error:
            self._context.show_error(window, error)
            return None

    # Closing, and cleaning up

    def _window_closed(self, window: Window, session: Session | None) -> None:
        if session is None:
            return
        if self._context.windows_of(session):
            # The session goes on in other windows; the views of this one must not receive its signals.
            session.disconnect_listeners(partial(_belongs, window))
            return
        self.autosave.unfollow(session)
        self.external_changes.unfollow(session)
        self.file_locks.unfollow(session)

    def _show_not_kept(self, sentence: str) -> None:
        """Show what of the last map was not kept; no window may be left for a notice."""
        headline = tr("Earlier versions were not kept")
        self._context.message_boxes.show_message(None, headline, sentence, symbol="info")

    def clean_up(self) -> None:
        """Prune old versions and delete leftover temporary files, also beside recent maps, in a thread."""
        self.autosave.clean_up({Path(file.path).parent for file in self._context.settings.recent})

    def clean_up_regularly(self, milliseconds: int) -> None:
        """Clean up after a delay and then every few hours, since the app may stay open for weeks."""
        self._clean_up_timer = QTimer(self, interval=milliseconds)
        self._clean_up_timer.timeout.connect(self._clean_up_due)
        self._clean_up_timer.start()

    def _clean_up_due(self) -> None:
        self._clean_up_timer.setInterval(_CLEAN_UP_INTERVAL)
        self.clean_up()


def _belongs(window: Window, listener: Callable[..., object]) -> bool:
    """Whether a listener is a method of a window, of one of its children or of a deleted Qt object."""
    owner = getattr(listener, "__self__", None)
    while isinstance(owner, QObject):
        if owner is window:
            return True
        try:
            owner = owner.parent()
        except RuntimeError:
            # Qt has deleted it while Python still holds it, and so its window too.
            return True
    return False
