"""Requests to the journal, and the database rows that they become."""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.model.edit import Edit
from stakemap.storage.store.checkpoints import Checkpoint, throttled
from stakemap.storage.store.deltas import Entry, checkpoint, differences, pack
from stakemap.storage.store.edit_codec import encode_edit
from stakemap.storage.store.versions import EntryKind

_log = logging.getLogger(__name__)

#: Seconds of edits after which a checkpoint, a whole map, is written.
CHECKPOINT_INTERVAL = 300.0


class LatestEdit(NamedTuple):
    """The row of the last edit and the maps before and after it, compared by identity."""

    row: int
    before: StakeMap
    after: StakeMap


@dataclass(slots=True)
class SessionState:
    """The state of a journal's session; used by the worker only and restored when a transaction fails."""

    path: Path | None
    #: The digest of the file on which the first edits are based; empty where that is a checkpoint.
    base: str = ""
    session: int | None = None
    checkpoint_at: float | None = None
    #: The checkpoint of the map before the first edit, until it is in the store.
    opened: JournalRequest | None = None
    latest: LatestEdit | None = None


@dataclass(slots=True, eq=False, weakref_slot=True)
class JournalledMap:
    """The map of a journal, compared by identity. Only the worker uses and replaces `state`.

    The requests that are not written yet and what goes on with them are guarded by the writer's condition.
    """

    map_id: str
    title: str
    state: SessionState
    requests: deque[JournalRequest] = field(default_factory=deque)
    #: What is not in its file: the latest edit since it was saved, and the drafts by their places. A session
    #: that begins again needs all of that.
    unsaved: JournalRequest | None = None
    drafts: dict[str, JournalRequest] = field(default_factory=dict)
    #: Failed attempts since the last one that succeeded, and when to try again (monotonic seconds).
    tries: int = 0
    retry_at: float = 0.0
    #: Why the latest attempt failed, and since when something waits to be written (monotonic seconds).
    problem: str = ""
    waiting_since: float | None = None


@dataclass(frozen=True, slots=True)
class JournalRequest:
    """A request to the worker: begin a session (no kind), write an edit or a checkpoint, or end it."""

    target: JournalledMap
    at: float
    kind: EntryKind | None
    label: str = ""
    before: StakeMap | None = None
    after: StakeMap | None = None
    path: Path | None = None
    digest: str = ""
    closes: bool = False
    #: Tells whether its end removes all sessions of the map that have ended, too; for the worker.
    forgets: Callable[[], bool] | None = None
    #: Whether the checkpoint may be compressed later, since an earlier one exists.
    deferrable: bool = False
    #: The edit, if there is one; recovery uses the differences of the maps instead.
    edit: Edit | None = None
    #: The map to which the latest edit led, if this one replaces it.
    replaced: StakeMap | None = None
    #: A draft to be stored or, without text, removed; `after` is the map on which it was typed.
    draft: Draft | None = None


def without_history(requests: Iterable[JournalRequest]) -> list[JournalRequest]:
    """Requests that keep the state to which others lead, which cannot be written, but not the way there.

    A save and the end of the session stay; edits become the whole map after them, as one edit.
    """
    kept: dict[str, JournalRequest] = {}
    for request in requests:
        if request.closes:
            return [request]
        if request.kind == "saved":
            kept = {"saved": request} | {key: one for key, one in kept.items() if one.draft is not None}
        elif request.kind == "edit" or (request.kind == "picture" and not request.deferrable):
            kept["edit"] = request
        elif request.draft is not None:
            kept[request.draft.place] = request
    last = kept.pop("edit", None)
    if last is None or last.after is None:
        return list(kept.values())
    plain = replace(last, before=None, edit=None, replaced=None, deferrable=False)
    whole, edit = replace(plain, kind="picture", label=""), replace(plain, kind="edit", before=last.after)
    return [*(one for one in kept.values()), whole, edit]


def due_checkpoints(requests: Iterable[JournalRequest]) -> list[JournalRequest]:
    """Requests for checkpoints: of maps as opened, and of edited maps whose last one is too old."""
    latest = {request.target: request for request in requests if request.after is not None or request.closes}
    opened = [target.state.opened for target in latest if target.state.opened is not None]
    return opened + [
        JournalRequest(target, request.at, "picture", after=request.after, deferrable=True)
        for target, request in latest.items()
        if request.kind == "edit"
        and (
            target.state.checkpoint_at is None
            or request.at - target.state.checkpoint_at >= CHECKPOINT_INTERVAL
        )
    ]


def record(database: sqlite3.Connection, request: JournalRequest, after: StakeMap) -> list[Checkpoint]:
    """Insert the row of an edit or checkpoint; returns the checkpoint if it is to be compressed later."""
    state, before = request.target.state, request.before
    assert state.session is not None
    if before is not None:
        if request.replaced is not None:
            if _replace_latest(database, request, after):
                return []
            # The row before stays, and from what it led to this edit does not lead to `after`.
            before, request = request.replaced, replace(request, edit=None)
        ensure_base(database, request, before)
        row = _append(database, state.session, request, differences(before, after))
        state.latest = LatestEdit(row, before, after)
        return []
    deferrable = request.deferrable or (request.kind == "saved" and state.checkpoint_at is not None)
    row = _append(database, state.session, request, None if deferrable else checkpoint(after))
    if request.kind == "opened":
        state.opened = None
    else:
        state.checkpoint_at = request.at
    return [Checkpoint(row, after)] if deferrable else []


def ensure_base(database: sqlite3.Connection, request: JournalRequest, before: StakeMap) -> None:
    """Ensure that the store has the map on which the first edit or draft of a session is based."""
    target, state = request.target, request.target.state
    assert state.session is not None
    if state.checkpoint_at is not None:
        return
    if state.base:
        # The edit is written first: it is small, and the file has the whole map for now.
        state.opened = JournalRequest(
            target, request.at, "opened", after=before, digest=state.base, deferrable=True
        )
    else:
        _append(
            database,
            state.session,
            JournalRequest(target, request.at, "picture", after=before),
            checkpoint(before),
        )
    state.checkpoint_at = request.at


def _replace_latest(database: sqlite3.Connection, request: JournalRequest, after: StakeMap) -> bool:
    """Make the row of the latest edit lead to `after`; False when it is not the latest any more.

    Rows after it, but for that of the map as opened, are based on what it led to.
    """
    state, latest = request.target.state, request.target.state.latest
    if latest is None or latest.after is not request.replaced:
        return False
    edit = request.edit if latest.before is request.before else None
    changed = database.execute(
        "UPDATE entry SET at = ?, label = ?, data = ?, edit = ? WHERE id = ? AND session = ? AND NOT EXISTS"
        " (SELECT 1 FROM entry e WHERE e.session = entry.session AND e.id > entry.id AND e.kind != 'opened')",
        (
            *(request.at, request.label, _packed(differences(latest.before, after)), _compressed(edit)),
            *(latest.row, state.session),
        ),
    )
    if changed.rowcount == 0:
        return False
    database.execute("UPDATE session SET title = ? WHERE id = ?", (after.title, state.session))
    state.latest = latest._replace(after=after)
    return True


def _append(
    database: sqlite3.Connection, session: int, request: JournalRequest, entries: Iterable[Entry] | None
) -> int:
    """Insert a row, without data if `entries` is None; returns its id."""
    data = b"" if entries is None else _packed(entries)
    cursor = database.execute(
        "INSERT INTO entry (session, at, kind, label, digest, data, edit) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session, request.at, request.kind, request.label, request.digest, data, _compressed(request.edit)),
    )
    if request.after is not None and request.kind != "opened":
        database.execute("UPDATE session SET title = ? WHERE id = ?", (request.after.title, session))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _packed(entries: Iterable[Entry]) -> bytes:
    return zlib.compress(pack(throttled(entries)), 1)


def _compressed(edit: Edit | None) -> bytes | None:
    """The compressed JSON of an edit; None when there is none, it cannot be encoded, or holds whole maps, as
    the one that takes another version: its row would be as large as these, whatever it changed.

    No error is raised: recovery needs only the differences, which must be written in any case.
    """
    if edit is None or any(isinstance(each, StakeMap) for each in edit.arguments.values()):
        return None
    try:
        return zlib.compress(encode_edit(edit), 1)
    except Exception as error:
        # Without its message, which may quote the map.
        _log.warning("an edit is journalled by its differences only: %s", type(error).__name__)
        return None
