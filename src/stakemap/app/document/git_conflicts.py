"""Maps whose file git could not merge: opening one of the versions, and offering to merge the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.document.opening import run_by_size, show_read_error
from stakemap.app.document.other_versions import compare_file
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.storage.reading.regular_files import TooLargeError

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session
    from stakemap.storage.conflicts.conflicted import ConflictedMap
    from stakemap.storage.reading.limits import Limits

NOTICE = "git"


def conflicting_versions(path: Path, window: Window | None, context: AppContext) -> ConflictedMap | None:
    """The versions that git left in a file; None after an error, which is shown, or when cancelled."""
    text, boxes = tr("Opening “{name}”", name=path.name), context.message_boxes
    try:
        conflicted: ConflictedMap | None = run_by_size(
            Worker(_read, path, context.limits), path, window, text, boxes
        )
    except MapReadError as error:
        show_read_error(window, boxes, path, error)
        return None
    return conflicted


def _read(report: Callable[[float], bool], path: Path, limits: Limits) -> ConflictedMap | None:
    from stakemap.storage.conflicts.conflicted import read_conflicted

    return read_conflicted(path, limits, report)


def look_for_conflict(context: AppContext, session: Session) -> Worker | None:
    """Find out in a worker whether git has other versions of the file of a session; offers to merge them."""
    path = session.path
    if path is None:
        return None
    worker = Worker(_sides, path, context.limits)

    def offer(sides: tuple[bool, bool] | None) -> None:
        if sides is None or session.path != path:
            return
        for window in context.windows_of(session):
            _offer(window, path, is_removed=not all(sides))

    worker.done.connect(offer)
    worker.start()
    return worker


def _sides(_report: Callable[[float], bool], path: Path, limits: Limits) -> tuple[bool, bool] | None:
    """Whether either side has the file that git could not merge; None where there is no conflict."""
    from stakemap.storage.conflicts.git_stages import read_stages

    try:
        stages = read_stages(path, limits.size)
    except TooLargeError:
        return None
    return None if stages is None else (stages.one is not None, stages.other is not None)


def _offer(window: Window, path: Path, *, is_removed: bool) -> None:
    session = window.session
    assert session is not None
    if is_removed:
        text = tr(
            "In git one side changed “{name}” and the other one removed it: “git add” keeps it, “git rm” "
            "removes it.",
            name=path.name,
        )
        window.notices.post(NOTICE, text)
    elif session.document.conflicts:
        text = tr(
            "Git merged “{name}” as far as it could: decide the open conflicts, save the map, and tell git: "
            "git add “{name}”",
            name=path.name,
        )
        window.notices.post(NOTICE, text)
    elif not session.has_merged(session.digest or ""):
        session.conflicting = session.digest or ""
        text = tr("Git could not merge “{name}”: it has another version of this map.", name=path.name)
        window.notices.post(NOTICE, text, ((tr("Compare and &merge…"), lambda: merge_in_git(window)),))


def merge_in_git(window: Window) -> None:
    """Ask for the version that git could not merge to be compared with the map of a window."""
    session = window.session
    assert session is not None
    path = session.path
    if path is None:
        return

    def taken(digest: str) -> None:
        session.conflicting = digest
        session.note_merged(digest)
        window.notices.withdraw(NOTICE)
        if not session.is_modified:
            tell_git(window, path)

    compare_file(window, path, taken=taken)


def tell_git(window: Window, path: Path) -> None:
    """Explain how to mark the map as merged in git."""
    text = tr("“{name}” is saved. Tell git that it is merged: git add “{name}”", name=path.name)
    window.notices.post(NOTICE, text)
