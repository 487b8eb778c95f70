"""Writes what is done to maps into the store of versions, on its own thread, within a second of each edit.

The window only hands over two immutable maps; finding out what differs, packing and writing happen on the
worker, in slices so short that no frame waits for them. Nothing here stops the app: trouble is told once,
edits wait in memory meanwhile, and a damaged store is set aside.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import queue
import sqlite3
import threading
import time
import uuid
import weakref
from collections import deque
from collections.abc import Callable
from pathlib import Path

from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit
from stakemap.storage.journal_rows import JournalledMap, Order, Place, due_pictures, record
from stakemap.storage.owners import Owner
from stakemap.storage.pictures import Picture
from stakemap.storage.versions import EntryKind, VersionStore, key_of, set_aside_sentence

__all__ = ["Journal", "JournalWriter"]

_log = logging.getLogger(__name__)

#: Seconds that edits are gathered before they are written together.
GATHER = 0.2
#: So many pictures wait at most; of what comes between them the edits are kept in any case.
MOST_PICTURES = 12
#: Seconds between attempts while the store cannot be written.
RETRIES = (0.1, 0.5, 2.0)


class Journal:
    """What is done to one map by one process; made by `JournalWriter.open`. Its methods return at once."""

    def __init__(self, writer: JournalWriter, document: StakeMap, path: Path | None, digest: str) -> None:
        self._writer = writer
        self.target = JournalledMap(document.id, document.title, Place(path, digest))

    def begin_with(self, label: str, document: StakeMap) -> None:
        """Keep a whole map as something that is not saved yet, as after a recovery."""
        self._put(kind="picture", after=document)
        self.record(label, document, document)

    def record(self, label: str, before: StakeMap, after: StakeMap, edit: Edit | None = None) -> None:
        """Keep an edit, or an undo or a redo, which are none: what they changed is kept alike."""
        self._put(kind="edit", label=label, before=before, after=after, edit=edit)

    def saved(self, document: StakeMap, path: Path, digest: str) -> None:
        """Keep a picture of what now stands in a file; `digest` is the file's."""
        self._put(kind="saved", after=document, path=path, digest=digest)

    def close(self) -> None:
        """Say that the work ended as it should: saved, or its changes given up by the user."""
        self._put(kind=None, closes=True)

    def _put(
        self,
        kind: EntryKind | None,
        *,
        label: str = "",
        before: StakeMap | None = None,
        after: StakeMap | None = None,
        path: Path | None = None,
        digest: str = "",
        closes: bool = False,
        edit: Edit | None = None,
    ) -> None:
        at = self._writer.store.clock()
        self._writer.put(Order(self.target, at, kind, label, before, after, path, digest, closes, edit=edit))


class JournalWriter:
    """One worker for all maps of a process.

    `on_trouble` gets a sentence, on the worker, once for each kind of trouble. The thread starts with the
    first journal and ends with `close`.
    """

    def __init__(self, store: VersionStore, on_trouble: Callable[[str], None] = _log.warning) -> None:
        self.store = store
        self._on_trouble = on_trouble
        self._told: set[str] = set()
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._targets: weakref.WeakSet[JournalledMap] = weakref.WeakSet()
        #: Known to the worker alone.
        self._pictures: deque[Picture] = deque()
        self._pending = 0
        self._all_written = threading.Condition()
        self._thread: threading.Thread | None = None
        self._owner: Owner | None = None
        self._closing = threading.Event()

    @property
    def owner(self) -> str | None:
        """The name under which this process works, once it has written something."""
        return None if self._owner is None else self._owner.name

    def open(self, document: StakeMap, path: Path | None = None, digest: str = "") -> Journal:
        """Begin to keep what is done to a map; `digest` is of the file it was read from."""
        journal = Journal(self, document, path, digest)
        self._targets.add(journal.target)
        self.put(Order(journal.target, self.store.clock(), None))
        return journal

    def put(self, order: Order) -> None:
        """Hand an order to the worker."""
        with self._all_written:
            self._pending += 1
        self._orders.put(order)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="stakemap-journal", daemon=True)
            self._thread.start()

    def flush(self, seconds: float = 5.0) -> bool:
        """Wait until all that was handed over is written; False when that took longer or was not possible."""
        with self._all_written:
            return self._all_written.wait_for(lambda: self._pending == 0, seconds)

    def close(self, seconds: float = 5.0) -> None:
        """Write what is left, end the worker and let go of what this process owns."""
        self._closing.set()
        if self._thread is not None:
            self._orders.put(None)
            self._thread.join(seconds)
            self._thread = None
        if self._owner is not None:
            self._owner.release()
            self._owner = None

    def _work(self) -> None:
        ended = False
        waiting: list[Order] = []
        while not ended or self._pictures:
            orders: list[Order] = []
            if not ended:
                orders, ended = self._gathered(RETRIES[-1] if waiting else None)
            before, pictures = len(waiting) + len(orders), len(self._pictures)
            waiting = self._left_of([*waiting, *orders])
            self._settle(before - len(waiting) - len(self._pictures) + pictures)
            if self._pictures:
                self._advance()

    def _settle(self, count: int) -> None:
        """So many of those that were handed over, or became due, are done."""
        with self._all_written:
            self._pending -= count
            self._all_written.notify_all()

    def _gathered(self, patience: float | None) -> tuple[list[Order], bool]:
        """The next orders, and whether the last of all is among them; the first is waited for.

        For `patience` seconds only where it is given, and not at all while a picture is being packed.
        """
        busy = bool(self._pictures)
        try:
            first = self._orders.get(timeout=0.0 if busy else patience)
        except queue.Empty:
            return [], False
        if first is None:
            return [], True
        orders = [first]
        until = time.monotonic() + (0 if busy or self._closing.is_set() else GATHER)
        with contextlib.suppress(queue.Empty):
            while True:
                order = self._orders.get(timeout=max(until - time.monotonic(), 0))
                if order is None:
                    return orders, True
                orders.append(order)
        return orders, False

    def _advance(self) -> None:
        """Pack the picture that waits longest for a while, and put it into the store once it is whole."""
        first = self._pictures[0]
        if first.data is None and not first.advance(GATHER):
            return
        try:
            with self.store.transaction() as database:
                database.execute(
                    "UPDATE entry SET data = ? WHERE id = ? AND length(data) = 0", (first.data, first.row)
                )
        except (sqlite3.Error, OSError) as error:
            self._tell(error)
            if isinstance(error, sqlite3.OperationalError) and not self._closing.wait(RETRIES[-1]):
                # It may be possible later.
                return
        self._drop_pictures(1)

    def _drop_pictures(self, count: int) -> None:
        for _ in range(count):
            self._pictures.popleft()
        self._settle(count)

    def _left_of(self, orders: list[Order]) -> list[Order]:
        """Write orders; returns those that could not be written yet, to go before the next ones."""
        for pause in (0.0, *RETRIES):
            self._closing.wait(pause)
            try:
                while orders:
                    orders = self._write_batch(orders)
            except sqlite3.OperationalError as error:
                self._tell(error)
            except sqlite3.IntegrityError as error:
                self._tell(error)
                self._begin_anew()
            except sqlite3.DatabaseError:
                self._set_aside()
            except (OSError, StakemapError) as error:
                self._tell(error)
            except Exception as error:
                _log.exception("the journal failed")
                self._tell(error)
            else:
                return []
        return orders

    def _write_batch(self, orders: list[Order]) -> list[Order]:
        """Write orders in one transaction; returns the whole pictures that fell due, which take longer."""
        places = {order.target: copy.copy(order.target.place) for order in orders}
        pictures: list[Picture] = []
        try:
            with self.store.transaction() as database:
                for order in orders:
                    pictures += self._write(database, order)
        except BaseException:
            for target, place in places.items():
                target.place = place
            raise
        self._pictures += pictures
        while len(self._pictures) > MOST_PICTURES:
            # One that is half packed goes on; of the others the oldest goes.
            del self._pictures[1]
        return due_pictures(orders)

    def _write(self, database: sqlite3.Connection, order: Order) -> list[Picture]:
        """Write an order; returns the picture for which there is a place now, if it is to be packed later."""
        target, place = order.target, order.target.place
        if order.kind == "saved" and order.path != place.path:
            self._end(database, order)
            target.place = place = Place(order.path)
        if place.session is not None and not self._is_own(database, target):
            target.place = place = Place(place.path)
        if place.session is None:
            place.session = self._begin(database, order)
        if order.closes:
            self._end(database, order)
        elif order.after is not None:
            return record(database, order, order.after)
        return []

    def _begin(self, database: sqlite3.Connection, order: Order) -> int:
        if self._owner is None:
            self._owner = Owner(self.store.owners, uuid.uuid4().hex)
        target = order.target
        cursor = database.execute(
            "INSERT INTO session (map_id, path, title, base_digest, owner, pid, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                target.map_id,
                key_of(target.place.path),
                target.title,
                target.place.base,
                self._owner.name,
                os.getpid(),
                order.at,
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _is_own(self, database: sqlite3.Connection, target: JournalledMap) -> bool:
        """Whether the session is still there; another process may have set a damaged store aside."""
        found = database.execute(
            "SELECT 1 FROM session WHERE id = ? AND owner = ? AND map_id = ?",
            (target.place.session, self.owner, target.map_id),
        )
        return found.fetchone() is not None

    def _end(self, database: sqlite3.Connection, order: Order) -> None:
        session = order.target.place.session
        database.execute("UPDATE session SET closed = ? WHERE id = ?", (order.at, session))
        database.execute(
            "DELETE FROM session WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entry WHERE session = ?)",
            (session, session),
        )

    def _begin_anew(self) -> None:
        """Let every journal begin with a picture in the store that there is now."""
        self._pictures.clear()
        for target in tuple(self._targets):
            target.place = Place(target.place.path)

    def _set_aside(self) -> None:
        try:
            aside = self.store.set_aside()
        except OSError as error:
            self._tell(error)
            return
        self._begin_anew()
        self._say(set_aside_sentence(aside))

    def _tell(self, error: Exception) -> None:
        self._say(tr("Edits cannot be journalled right now, so save often: {reason}.", reason=error))

    def _say(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._on_trouble(sentence)
