"""Forgetting maps and clearing their history: the questions, the work, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.documents import Documents
from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.storage.forgetting import Forgotten, Subject, clear_history, forget
from stakemap.storage.reading.limits import Progress
from stakemap.storage.store.erasing import History
from stakemap.wording.numbers import size_in_words


@dataclass(frozen=True)
class _Histories:
    """How much is kept of the map in view and of all maps."""

    map: History
    all: History


def ask_to_forget(context: AppContext, window: Window, title: str, subject: Subject) -> frozenset[str]:
    """Ask whether to forget a map, and do it; its file stays, and it stays open where it is.

    Returns the ids of what was forgotten.
    """
    is_open = bool(_sessions(context, subject))
    parts = [
        tr(
            "This removes its earlier versions, unsaved work that is kept for recovery, its entry among the "
            "recent maps, the options of its exports, and what was damaged and set aside, of other maps too."
        ),
        tr("Its file stays, and so do exports and copies of it."),
    ]
    if is_open:
        parts.append(
            tr(
                "It stays open with its unsaved changes, which are not backed up until you change it again. "
                "What you do with it from then on is kept as usual, unless it leaves no traces."
            )
        )
    headline = tr("Forget everything about “{title}”?", title=title)
    boxes = context.message_boxes
    if not boxes.confirm(window, headline, "\n\n".join(parts), tr("&Forget everything"), destructive=True):
        return frozenset()
    forgotten = _forget(context, window, title, subject)
    if forgotten is None:
        return frozenset()
    _tell(context, window, title, forgotten)
    return forgotten.map_ids


def forget_so_far(context: AppContext, window: Window, session: Session) -> None:
    """Remove what was kept of an open map, but for what brings its unsaved work back after a crash."""
    subject = Subject(session.document.id, session.path, keeps_open=True)
    forgotten = _forget(context, window, session.display_title, subject)
    if forgotten is not None and (forgotten.left or forgotten.is_open_elsewhere):
        _tell(context, window, session.display_title, forgotten)


def _forget(context: AppContext, window: Window, title: str, subject: Subject) -> Forgotten | None:
    """Forget a map in a worker; None where the user did not wait, though it goes on."""
    autosave, settings_file = context.service(Autosave), context.store.path
    worker = Worker(_forgotten, autosave, settings_file, subject)
    text = tr("Forgetting “{title}”", title=title)
    forgotten: Forgotten | None = run_with_progress(worker, window, text, context.message_boxes)
    if forgotten is not None:
        context.apply_settings(context.store.forget(forgotten.map_ids, forgotten.paths))
        for session in _sessions(context, subject):
            context.service(Documents).file_locks.hide_path(session)
    return forgotten


def _forgotten(report: Progress, autosave: Autosave, settings_file: Path, subject: Subject) -> Forgotten:
    # What waits to be written would come after what is removed.
    autosave.flush()
    return forget(report, settings_file, replace(subject, owner=autosave.owner))


def _sessions(context: AppContext, subject: Subject) -> set[Session]:
    """The open sessions of a map."""
    sessions = {window.session for window in context.windows if window.session is not None}
    return {
        session
        for session in sessions
        if session.document.id == subject.map_id
        or (session.path is not None and session.path == subject.path)
    }


def _tell(context: AppContext, window: Window, title: str, forgotten: Forgotten) -> None:
    """Tell what was removed, and what was not."""
    parts = list(forgotten.left)
    if forgotten.is_open_elsewhere:
        parts.append(
            tr(
                "Another copy of Stakemap has it open and keeps what is changed there: close it, then "
                "forget it again."
            )
        )
    if parts:
        headline = tr("Not everything about “{title}” is forgotten", title=title)
        context.message_boxes.show_message(window, headline, "\n\n".join(parts))
        return
    headline = tr("Everything about “{title}” is forgotten", title=title)
    text = tr(
        "What is left is not in Stakemap’s hands: the map’s own file, exports, backups, and what the desktop "
        "remembers, such as its lists of recent files, the folders of its file dialogs, and the clipboard."
    )
    context.message_boxes.show_message(window, headline, text, symbol="info")


# History


def ask_to_clear_history(context: AppContext, window: Window) -> None:
    """Ask whose earlier versions to remove, those of the map in the window or of all maps, and do it."""
    session, autosave = window.session, context.service(Autosave)
    window.commit_pending()
    worker = Worker(_histories, autosave, "" if session is None else session.document.id)
    boxes = context.message_boxes
    histories: _Histories | None = run_with_progress(
        worker, window, tr("Looking for earlier versions"), boxes
    )
    if histories is None:
        return
    of_map = "" if session is None else session.display_title
    dialog = _clear_dialog(window, histories, of_map)
    boxes.run(dialog)
    if dialog.answer == "cancel":
        return
    map_id = session.document.id if session is not None and dialog.answer == "map" else None
    sessions = {each.session for each in context.windows if each.session is not None}
    keeps = frozenset(
        each.document.id
        for each in sessions
        if map_id in (None, each.document.id) and autosave.keep_anew(each, tr("Clear history"))
    )
    worker = Worker(_cleared, autosave, map_id, keeps, context.store.path)
    cleared: Forgotten | None = run_with_progress(worker, window, tr("Clearing the history"), boxes)
    if cleared is None:
        return
    if map_id is None:
        context.apply_settings(context.store.forget_imports())
    if cleared.left:
        boxes.show_message(window, tr("The history could not be cleared"), "\n\n".join(cleared.left))
    else:
        window.say(tr("The history is cleared"))


def _histories(_report: Progress, autosave: Autosave, map_id: str) -> _Histories:
    autosave.flush()
    return _Histories(autosave.history(map_id), autosave.history(None))


def _cleared(
    report: Progress, autosave: Autosave, map_id: str | None, keeps: frozenset[str], settings_file: Path
) -> Forgotten:
    autosave.flush()
    return clear_history(report, map_id, autosave.owner, keeps, settings_file)


def _clear_dialog(window: Window, histories: _Histories, title: str) -> MessageDialog:
    parts = [tr("All maps: {amount}.", amount=_amount(histories.all))]
    choices = [
        Choice("all", tr("Clear for &all maps"), "destructive"),
        Choice("cancel", tr("Cancel"), "reject"),
    ]
    if title:
        parts.insert(0, tr("“{title}”: {amount}.", title=title, amount=_amount(histories.map)))
        choices.insert(0, Choice("map", tr("Clear for this &map"), "destructive"))
    text = tr(
        "Each map stays as it is, and so does unsaved work. For all maps, how registers were read is "
        "forgotten too. Maps that are open in another copy of Stakemap keep their versions."
    )
    headline = tr("Clear the history of earlier versions?")
    return MessageDialog(window, headline, "\n".join((*parts, "", text)), choices=choices)


def _amount(history: History) -> str:
    size = size_in_words(history.size)
    return tr_count(
        "{count} earlier version, {size}", "{count} earlier versions, {size}", history.versions, size=size
    )
