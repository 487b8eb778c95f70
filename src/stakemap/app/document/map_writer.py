"""Writing of open maps into their files, in worker threads: a drive may take long or never answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import CancelledError
from stakemap.i18n import tr
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session
    from stakemap.model.document import StakeMap

#: Seconds between looks whether the user still waits for a save that waits for an earlier one.
_LOOK_SECONDS = 0.1


@dataclass(eq=False)
class _Save:
    """A map to be written, with the arguments of `save_map`; `digest` is set once that has been done."""

    path: Path
    document: StakeMap
    expected: str | None
    options: Mapping[str, Any]
    #: An earlier save of the same map, for which the user did not wait.
    earlier: _Save | None
    is_given_up: threading.Event = field(default_factory=threading.Event)
    has_ended: threading.Event = field(default_factory=threading.Event)
    digest: str | None = None


class MapWriter(QObject):
    """Writes the maps of sessions, those of one session in their order; one for all windows."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        #: The saves of each session that have not ended, in their order.
        self._saves: dict[Session, list[_Save]] = {}
        #: The sessions for which a call of `write` has not returned, and what to do once the map is saved.
        self._waited_for: dict[Session, Callable[[], object] | None] = {}

    def is_writing(self, session: Session) -> bool:
        """Whether a save of a session is under way, even if nobody waits for it any more."""
        return session in self._saves

    def do_once_saved(self, session: Session, then: Callable[[], object]) -> bool:
        """Do something once a call of `write` for a session has returned, before which its window stays.

        It is not done if that failed or the user left it. False if there is no such call.
        """
        if session not in self._waited_for:
            return False
        self._waited_for[session] = then
        return True

    def write(
        self, window: Window, path: Path, document: StakeMap, expected: str | None, **options: Any
    ) -> str | None:
        """Write a version of a window's map and mark it as saved, while events are processed: its digest.

        None when the user did not wait for the end; if the file is written all the same, that version is
        marked as saved then. The options and errors are those of `save_map`.
        """
        session = window.session
        assert session is not None
        saves = self._saves.setdefault(session, [])
        save = _Save(path, document, expected, options, saves[-1] if saves else None)
        saves.append(save)
        worker = Worker(_write, save)
        worker.done.connect(partial(self._written, session, save))
        worker.failed.connect(partial(self._end, session, save))
        # A second window of the map may save it while the first one waits.
        is_first = session not in self._waited_for
        self._waited_for.setdefault(session, None)
        try:
            digest: str | None = run_with_progress(
                worker,
                window,
                tr("Saving “{name}”…", name=path.name),
                self._context.message_boxes,
                cancel=save.is_given_up.set,
            )
        finally:
            then = self._waited_for.pop(session) if is_first else None
        if then is not None and digest is not None:
            QTimer.singleShot(0, window, then)
        return digest

    def _written(self, session: Session, save: _Save, digest: str) -> None:
        is_open = bool(self._context.windows_of(session))
        if is_open and (session.path == save.path or not save.is_given_up.is_set()):
            session.mark_saved(save.path, digest, save.document)
        self._end(session, save)

    def _end(self, session: Session, save: _Save, _error: object = None) -> None:
        self._saves[session].remove(save)
        if not self._saves[session]:
            del self._saves[session]


def _write(report: Callable[[float], bool], save: _Save) -> str:
    """Save a map once the earlier save has ended. Raises CancelledError when the user gave up before."""

    def progress(share: float) -> None:
        if save.is_given_up.is_set():
            raise CancelledError
        report(share)

    try:
        expected = save.expected
        while (earlier := save.earlier) is not None:
            while not earlier.has_ended.wait(_LOOK_SECONDS):
                progress(0.0)
            if earlier.digest is not None and earlier.path == save.path:
                expected = earlier.digest
            # One that was given up before its turn has left those before it.
            save.earlier = earlier.earlier
        save.digest = save_map(
            save.path, save.document, expected_digest=expected, progress=progress, **save.options
        )
        return save.digest
    finally:
        save.has_ended.set()
