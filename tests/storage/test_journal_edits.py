"""What was done stands beside what differs in the store of versions, and old stores go on."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samples import sample
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.storage.deltas import checkpoint, differences, pack
from stakemap.storage.journal import JournalWriter
from stakemap.storage.versions import VersionStore

#: The tables as they were before edits were kept.
OLD_TABLES = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY, map_id TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,
    base_digest TEXT NOT NULL, owner TEXT NOT NULL, pid INTEGER NOT NULL, opened REAL NOT NULL,
    closed REAL, declined REAL
);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    at REAL NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, digest TEXT NOT NULL, data BLOB NOT NULL
);
PRAGMA user_version = 1;
"""
OLD_INSERT = "INSERT INTO entry (session, at, kind, label, digest, data) VALUES (1, ?, ?, '', '', ?)"

RETITLE = edits.set_texts.of(title="Other")


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "state", clock=lambda: 1_000.0)


@pytest.fixture
def writer(store: VersionStore) -> Iterator[JournalWriter]:
    writer = JournalWriter(store)
    yield writer
    writer.close()


def write_as_before(store: VersionStore) -> StakeMap:
    """A store of an earlier version with one edit of a process that is gone; returns the map it led to."""
    before = sample()
    after = RETITLE.apply(before)
    store.folder.mkdir(parents=True)
    with closing(sqlite3.connect(store.file)) as database, database:
        database.executescript(OLD_TABLES)
        database.execute(
            "INSERT INTO session VALUES (1, ?, '', 'Other', '', 'nobody', 1, 900, NULL, NULL)", (before.id,)
        )
        for kind, entries in (("picture", checkpoint(before)), ("edit", differences(before, after))):
            database.execute(OLD_INSERT, (950.0, kind, zlib.compress(pack(entries))))
    return after


def rows(store: VersionStore) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(store.file)) as database:
        return database.execute("SELECT id, kind FROM entry ORDER BY id").fetchall()


def test_an_edit_is_found_beside_what_it_changed_and_an_undo_has_none(
    store: VersionStore, writer: JournalWriter
) -> None:
    before = sample()
    after = RETITLE.apply(before)
    journal = writer.open(before)
    journal.record("Retitle", before, after, RETITLE)
    journal.record("Undo", after, before)
    assert writer.flush()
    done, undone = (entry for entry, kind in rows(store) if kind == "edit")
    assert (store.edit(done), store.edit(undone)) == (RETITLE, None)
    assert store.load(done) == after
    assert store.load(undone) == before


def test_an_old_store_is_recovered_as_it_is(store: VersionStore) -> None:
    after = write_as_before(store)
    (found,) = store.recoverable()
    assert store.load(found.entry) == after
    assert store.edit(found.entry) is None


def test_an_old_store_takes_edits_and_keeps_what_it_held(store: VersionStore, writer: JournalWriter) -> None:
    after = write_as_before(store)
    before = sample()
    writer.open(before).record("Retitle", before, after, RETITLE)
    assert writer.flush()
    entry, _ = rows(store)[-1] if rows(store)[-1][1] == "edit" else rows(store)[-2]
    assert store.edit(entry) == RETITLE
    assert [store.load(item.entry) for item in store.recoverable()] == [after]
    store.prune()
    assert [store.load(item.entry) for item in store.recoverable()] == [after]


def test_an_older_version_goes_on_writing_into_the_store(store: VersionStore, writer: JournalWriter) -> None:
    before = sample()
    after, last = RETITLE.apply(before), edits.set_texts(before, title="Last")
    writer.open(before).record("Retitle", before, after, RETITLE)
    assert writer.flush()
    with closing(sqlite3.connect(store.file)) as database, database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        database.execute(OLD_INSERT, (990.0, "edit", zlib.compress(pack(differences(after, last)))))
    entry, _ = rows(store)[-1]
    assert store.load(entry) == last
    assert store.edit(entry) is None


def test_an_edit_that_nobody_knows_any_more_leaves_the_version_readable(
    store: VersionStore, writer: JournalWriter
) -> None:
    before = sample()
    writer.open(before).record("Retitle", before, RETITLE.apply(before), RETITLE)
    assert writer.flush()
    (entry,) = (entry for entry, kind in rows(store) if kind == "edit")
    for data in (zlib.compress(b'{"edit":"gone","arguments":{}}'), b"damaged"):
        with closing(sqlite3.connect(store.file)) as database, database:
            database.execute("UPDATE entry SET edit = ? WHERE id = ?", (data, entry))
        assert store.edit(entry) is None
        assert store.load(entry).title == "Other"
