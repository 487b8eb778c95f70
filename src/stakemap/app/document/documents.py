"""The ways a map comes to be open, and what is kept, watched and locked while it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.external_changes import ExternalChanges
from stakemap.app.document.file_locks import FileLocks, holder_text
from stakemap.app.document.importing import means_import, read_import
from stakemap.app.document.opening import faults_text, read_map, tell_unreadable
from stakemap.app.kit.window import AppContext, Window
from stakemap.editing.session import Session
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, set_texts

if TYPE_CHECKING:
    from stakemap.storage.presence import Claim, Holder
    from stakemap.storage.versions import Recoverable

__all__ = ["Documents"]

#: Milliseconds between the times that old versions are forgotten.
_TIDY_EVERY = 4 * 3_600_000


class Documents(QObject):
    """Opens maps in windows of the app, each file once; one for all windows."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self.autosave = Autosave()
        context.services.provide(Autosave, lambda: self.autosave)
        self.autosave.trouble.connect(lambda sentence: context.post(f"trouble {sentence}", sentence))
        self.external_changes = ExternalChanges(context)
        self.file_locks = FileLocks(lambda: context.settings.author)
        context.window_closed.connect(self._window_closed)

    def session_for(self, document: StakeMap, **fields: Any) -> Session:
        """A session of a map, with the analyst's name and the day of today."""
        context = self._context
        return Session(
            document,
            author=context.settings.author,
            today=context.today,
            on_error=context.on_error,
            **fields,
        )

    # Opening

    def open_preset(self, preset: str, window: Window | None = None) -> Window:
        """A preset as a new, unsaved map. Raises UsageError when there is none of that name."""
        from stakemap.storage.presets import BLANK, load_preset

        document = load_preset(preset)
        if preset == BLANK:
            # What the blank preset says of itself is no title for somebody's map.
            document = set_texts(document, title="", question="", note="")
        session = self.session_for(document, preset=True)
        self._follow(session)
        return self._show(session, window)

    def _show(self, session: Session, window: Window | None, **fields: Any) -> Window:
        """Show a map in the given window while that has none, else in a new one."""
        place = window if window is not None and window.session is None else self._context.new_window()
        place.show_map(session, **fields)
        place.present()
        return place

    def _follow(self, session: Session, claim: Claim | None = None) -> None:
        """Keep what is done in a session from now on, and watch and lock its file."""
        self.autosave.follow(session)
        self.external_changes.follow(session)
        self.file_locks.follow(session, claim)

    def second_window(self, window: Window) -> Window:
        """Another window on the map of a window: one session and one undo, each with a view of its own."""
        assert window.session is not None
        assert window.view is not None
        other = self._context.new_window()
        other.show_map(window.session)
        assert other.view is not None
        other.view.set(issue=window.view.issue, snapshot=window.view.snapshot)
        other.present()
        self._context.windows_changed.emit()
        return other

    def open_file(self, path: Path, window: Window | None = None) -> Window | None:
        """A map in its window: the one that shows it already, else `window` if it is free, else a new one.

        A file of another program becomes a new, unsaved map. None when it cannot be opened, which the user
        has been told, or was called off.
        """
        known = self._context.window_of(path)
        if known is not None:
            known.present()
            self._unlock(known)
            return known
        if means_import(path, self._context.limits):
            return self.import_file(path, window)
        claim = self.file_locks.claim(path)
        try:
            place = self._open_claimed(path, window, claim)
        except BaseException:
            claim.release()
            raise
        if place is None:
            claim.release()
        return place

    def _open_claimed(self, path: Path, window: Window | None, claim: Claim) -> Window | None:
        held = claim.holder is not None
        questions = self._context.questions
        if claim.holder is not None and not self._may_open_copy(path, window, claim.holder):
            return None
        recovered = None if held else self._recovered_instead(path, window, claim)
        if recovered is not None:
            return recovered
        try:
            opened = read_map(path, window, questions, self._context.limits)
        except MapReadError as error:
            tell_unreadable(window, questions, path, error)
            return None
        if opened is None:
            return None
        session = self.session_for(
            opened.document, path=path, digest=opened.digest, read_only=opened.read_only or held
        )
        self._follow(session, claim)
        place = self._show(session, window, warnings=opened.warnings)
        self._context.note_recent(path, session.display_title)
        return place

    def _may_open_copy(self, path: Path, window: Window | None, holder: Holder) -> bool:
        headline = tr("“{name}” is open elsewhere", name=path.name)
        text = tr(
            "{who} You can look at it here; what is saved there is shown here. To change it, close it there, "
            "or save it here under another name.",
            who=holder_text(holder),
        )
        return self._context.questions.confirm(window, headline, text, tr("Open &read-only"))

    def _unlock(self, window: Window) -> None:
        """Let a map be changed that was opened read-only because another process had it, once none has."""
        session = window.session
        if session is not None and session.read_only and self.file_locks.can_change(session):
            session.allow_changes()
            window.say(tr("The map is open nowhere else any more and can be changed here."))

    def import_file(self, path: Path, window: Window | None = None) -> Window | None:
        """A file of another program as a new, unsaved map.

        None when it is no such file, which the user has been told, or was called off.
        """
        context = self._context
        authorship = Authorship(context.settings.author, context.today())
        try:
            imported = read_import(path, window, context.questions, context.limits, authorship)
        except MapReadError as error:
            headline = tr("“{name}” cannot be imported", name=path.name)
            context.questions.tell(window, headline, str(error), faults_text(error))
            return None
        if imported is None:
            return None
        session = self.session_for(imported.document, modified=True)
        self._follow(session)
        place = self._show(session, window)
        if imported.warnings:
            left_out = "\n".join(map(str, imported.warnings))
            context.questions.tell(place, tr("Not all of the file was imported"), left_out, symbol="info")
        return place

    # Recovery

    def recover(self, item: Recoverable, window: Window | None = None, claim: Claim | None = None) -> Window:
        """Go on with work that was not saved when the app ended badly. Raises MapReadError.

        `claim` is that of its file, where the caller has one already.
        """
        left = (*self.autosave.recoverable(), *self.autosave.declined())
        if item.session not in {one.session for one in left}:
            raise MapReadError(tr("This work has been taken up already."))
        known = None if item.path is None else self._context.window_of(item.path)
        if known is not None:
            raise MapReadError(tr("The file of this work is open. Close it first, then recover."))
        if claim is None and item.path is not None:
            claim = self.file_locks.claim(item.path)
            if claim.holder is not None:
                raise MapReadError(tr("The file of this work is open. {who}", who=holder_text(claim.holder)))
        document = self.autosave.load(item)
        session = self.session_for(document, path=item.path, digest=item.digest or None, modified=True)
        place = self._show(session, window)
        self.autosave.take_up(item, session)
        self.external_changes.follow(session)
        self.file_locks.follow(session, claim)
        return place

    def _recovered_instead(self, path: Path, window: Window | None, claim: Claim) -> Window | None:
        """The window with what was left unsaved of a file, if there is such work and the user wants it."""
        item = self.autosave.unsaved_on(path)
        if item is None:
            return None
        headline = tr("Unsaved work on “{name}” was kept", name=path.name)
        text = tr("Stakemap ended before it was saved. The file itself stays as it is until you save.")
        if not self._context.questions.confirm(window, headline, text, tr("&Recover it")):
            return None
        try:
            return self.recover(item, window, claim)
        except MapReadError as error:
            self._context.tell_problem(window, error)
            return None

    # Closing, and what is left

    def _window_closed(self, window: Window, session: Session | None) -> None:
        if session is None:
            return
        if self._context.windows_of(session):
            # The others go on with it, and none of this window's views may hear of that.
            session.forget_listeners(partial(_belongs, window))
            return
        self.autosave.let_go(session)
        self.external_changes.let_go(session)
        self.file_locks.let_go(session)

    def tidy(self) -> None:
        """Sweep and forget, beside the windows, what earlier runs left: here and by the recent maps."""
        self.autosave.tidy({Path(file.path).parent for file in self._context.settings.recent})

    def tidy_regularly(self, milliseconds: int) -> None:
        """Tidy after so long, and every few hours from then on: the app may stay open for weeks."""
        self._tidying = QTimer(self)
        self._tidying.setInterval(milliseconds)
        self._tidying.timeout.connect(self._tidy_again)
        self._tidying.start()

    def _tidy_again(self) -> None:
        self._tidying.setInterval(_TIDY_EVERY)
        self.tidy()


def _belongs(window: Window, listener: Callable[..., object]) -> bool:
    """Whether a listener is a part of a window."""
    owner = getattr(listener, "__self__", None)
    while isinstance(owner, QObject):
        if owner is window:
            return True
        owner = owner.parent()
    return False
