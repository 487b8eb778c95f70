"""What the journal is handed, and the rows of the store that it becomes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stakemap.errors import WriteError
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit
from stakemap.storage.deltas import Entry, differences, pack, picture
from stakemap.storage.edit_codec import encode_edit
from stakemap.storage.pictures import Picture, paced
from stakemap.storage.versions import EntryKind

__all__ = ["PICTURE_EVERY", "JournalledMap", "Order", "Place", "due_pictures", "record"]

#: Seconds of change after which a whole picture of the map is written again.
PICTURE_EVERY = 300.0


@dataclass(slots=True)
class Place:
    """Where a journal writes to: known to the worker alone, and put back when a transaction fails."""

    path: Path | None
    #: The digest of the file that the first edits begin with; empty where they begin with a picture.
    base: str = ""
    session: int | None = None
    pictured_at: float | None = None
    #: The map that the first edits began with, until there is a picture of it in the store.
    opened: Order | None = None


@dataclass(slots=True, eq=False, weakref_slot=True)
class JournalledMap:
    """The map that a journal records. `place` belongs to the worker, which replaces it; by identity."""

    map_id: str
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do for a journal, in its turn: begin (no kind), keep an edit or a picture, or end."""

    target: JournalledMap
    at: float
    kind: EntryKind | None
    label: str = ""
    before: StakeMap | None = None
    after: StakeMap | None = None
    path: Path | None = None
    digest: str = ""
    closes: bool = False
    #: Whether what comes after need not wait for this picture, since there is an earlier one to go on from.
    can_wait: bool = False
    #: What was done, as far as it can be said; recovery goes by what differs.
    edit: Edit | None = None


def due_pictures(orders: Iterable[Order]) -> list[Order]:
    """Pictures of maps as they were opened, and of those that changed for long enough since their last
    picture, as the latest edit left them.
    """
    latest = {order.target: order for order in orders if order.after is not None or order.closes}
    opened = [target.place.opened for target in latest if target.place.opened is not None]
    return opened + [
        Order(target, order.at, "picture", after=order.after, can_wait=True)
        for target, order in latest.items()
        if order.kind == "edit"
        and (target.place.pictured_at is None or order.at - target.place.pictured_at >= PICTURE_EVERY)
    ]


def record(database: sqlite3.Connection, order: Order, after: StakeMap) -> list[Picture]:
    """Write an edit or a picture of a map; returns the picture if it is to be packed later."""
    place, before = order.target.place, order.before
    assert place.session is not None
    if before is not None:
        if place.pictured_at is None:
            _begin_with(database, order, before)
        _append(database, place.session, order, differences(before, after))
        return []
    can_wait = order.can_wait or (order.kind == "saved" and place.pictured_at is not None)
    row = _append(database, place.session, order, None if can_wait else picture(after))
    if order.kind == "opened":
        place.opened = None
    else:
        place.pictured_at = order.at
    return [Picture(row, after)] if can_wait else []


def _begin_with(database: sqlite3.Connection, order: Order, before: StakeMap) -> None:
    """See to it that the store holds what the first edit of a session changes."""
    target, place = order.target, order.target.place
    assert place.session is not None
    if place.base:
        # The edit goes first: it is small, and the file has all of this for now.
        place.opened = Order(target, order.at, "opened", after=before, digest=place.base, can_wait=True)
    else:
        _append(database, place.session, Order(target, order.at, "picture", after=before), picture(before))
    place.pictured_at = order.at


def _append(database: sqlite3.Connection, session: int, order: Order, entries: Iterable[Entry] | None) -> int:
    """Add a row; without entries it has no data yet. Returns its number."""
    data = b"" if entries is None else zlib.compress(pack(paced(entries)), 1)
    cursor = database.execute(
        "INSERT INTO entry (session, at, kind, label, digest, data, edit) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session, order.at, order.kind, order.label, order.digest, data, _packed(order.edit)),
    )
    if order.after is not None and order.kind != "opened":
        database.execute("UPDATE session SET title = ? WHERE id = ?", (order.after.title, session))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _packed(edit: Edit | None) -> bytes | None:
    """An edit for its row; None where there is none, or where it holds what JSON cannot say."""
    if edit is None:
        return None
    try:
        return zlib.compress(encode_edit(edit), 1)
    except WriteError:
        return None
