"""What was done stands beside what differs in the store of versions, and old stores go on."""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from guards import LogWatch
from samples import sample
from stakemap.errors import MapReadError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit
from stakemap.storage.files import save_map
from stakemap.storage.store.deltas import checkpoint, differences, pack
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

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

TODAY = edits.Authorship("A", "2025-08-01")
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


def test_a_version_that_is_taken_is_journalled_by_what_it_changed(
    store: VersionStore, writer: JournalWriter
) -> None:
    before = sample()
    other = RETITLE.apply(before)
    taking = edits.take_version.of(other, before, {})
    journal = writer.open(before)
    journal.record("Take", before, taking.apply(before), taking)
    assert writer.flush()
    (done,) = (entry for entry, kind in rows(store) if kind == "edit")
    assert store.load(done) == other
    with closing(sqlite3.connect(store.file)) as database:
        (row,) = database.execute("SELECT LENGTH(data), edit FROM entry WHERE id = ?", (done,))
    assert row[0] < 1_000
    assert row[1] is None


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


def _spoil(store: VersionStore, entry: int, column: str, value: object) -> None:
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute(f"UPDATE entry SET {column} = ? WHERE id = ?", (value, entry))


@pytest.mark.parametrize("value", ["text", 5, 5.5, zlib.compress(b"[" * 100_000)])
def test_a_column_that_holds_something_else_holds_no_edit(
    store: VersionStore, writer: JournalWriter, value: object
) -> None:
    before = sample()
    writer.open(before).record("Retitle", before, RETITLE.apply(before), RETITLE)
    assert writer.flush()
    (entry,) = (entry for entry, kind in rows(store) if kind == "edit")
    _spoil(store, entry, "edit", value)
    assert store.edit(entry) is None
    assert store.load(entry).title == "Other"


@pytest.mark.parametrize("value", ["text", 5, *(zlib.compress(data) for data in (b"5", b"[5]", b"[[5, 5]]"))])
def test_differences_that_are_something_else_are_damage(
    store: VersionStore, writer: JournalWriter, value: object
) -> None:
    before = sample()
    writer.open(before).record("Retitle", before, RETITLE.apply(before), RETITLE)
    assert writer.flush()
    (entry,) = (entry for entry, kind in rows(store) if kind == "edit")
    _spoil(store, entry, "data", value)
    with pytest.raises(MapReadError, match="damaged"):
        store.load(entry)


def test_asking_a_store_that_is_not_there_makes_none(store: VersionStore) -> None:
    store.folder.mkdir(parents=True)
    assert store.edit(1) is None
    assert store.recoverable() == ()
    assert store.versions("map", None) == ()
    with pytest.raises(MapReadError):
        store.load(1)
    assert not store.file.exists()


def _bottomless() -> Edit:
    edit = RETITLE
    for _ in range(5_000):
        edit = Edit("compound", {"edits": (edit,)})
    return edit


@pytest.mark.parametrize(
    "edit",
    [
        Edit("set-texts", {"title": object()}),
        Edit("set-texts", {"title": "\ud800"}),
        Edit("set-texts", {"title": {1: math.nan}}),
        _bottomless(),
    ],
    ids=["an object", "half a character", "no number", "bottomless"],
)
def test_an_edit_that_cannot_be_written_keeps_nothing_else_from_being_written(
    store: VersionStore, writer: JournalWriter, expected_log: LogWatch, edit: Edit
) -> None:
    expected_log.expect("an edit is journalled by its differences only: WriteError")
    before = sample()
    after = RETITLE.apply(before)
    last = edits.set_texts(after, title="Last")
    journal = writer.open(before)
    journal.record("Retitle", before, after, edit)
    journal.record("Retitle", after, last, edits.set_texts.of(title="Last"))
    assert writer.flush(2.0)
    first, second = (entry for entry, kind in rows(store) if kind == "edit")
    assert (store.edit(first), store.edit(second)) == (None, edits.set_texts.of(title="Last"))
    assert (store.load(first), store.load(second)) == (after, last)


def test_an_error_of_any_kind_in_an_edit_is_logged_without_its_text(
    store: VersionStore,
    writer: JournalWriter,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    expected_log: LogWatch,
) -> None:
    def fail(_edit: Edit) -> bytes:
        raise LookupError("a secret")

    monkeypatch.setattr("stakemap.storage.store.journal_rows.encode_edit", fail)
    expected_log.expect("LookupError")
    before = sample()
    writer.open(before).record("Retitle", before, RETITLE.apply(before), RETITLE)
    assert writer.flush(2.0)
    assert "LookupError" in caplog.text
    assert "secret" not in caplog.text


def _nudge(document: StakeMap, alignment: float) -> tuple[Edit, StakeMap]:
    edit = edits.move_actors.of("2025-07", "border", {"armenia": edits.Move(alignment)}, TODAY)
    return edit, edit.apply(document)


def _chain(store: VersionStore) -> list[tuple[StakeMap, Edit | None]]:
    """The map after each edit in the store, and the edit that is said to lead there."""
    return [(store.load(entry), store.edit(entry)) for entry, kind in rows(store) if kind == "edit"]


@pytest.mark.parametrize("path", [None, "map.json"])
@pytest.mark.parametrize("together", [True, False])
def test_a_run_of_amended_edits_is_one_row_whose_edit_leads_to_its_end(
    store: VersionStore, writer: JournalWriter, tmp_path: Path, path: str | None, together: bool
) -> None:
    start = sample()
    digest = "" if path is None else save_map(tmp_path / path, start)
    journal = writer.open(start, None if path is None else tmp_path / path, digest)
    edit, latest = _nudge(start, 1)
    journal.record("Move", start, latest, edit)
    for alignment in (2, 3, 4):
        replaced = latest
        edit, latest = _nudge(start, alignment)
        if not together:
            assert writer.flush()
        journal.record("Move", start, latest, edit, replaced)
    journal.record("Retitle", latest, RETITLE.apply(latest), RETITLE)
    assert writer.flush()
    assert _chain(store) == [(latest, edit), (RETITLE.apply(latest), RETITLE)]
    assert edit.apply(start) == latest
    writer.close()
    (found,) = store.recoverable()
    assert (found.edits, store.load(found.entry)) == (2, RETITLE.apply(latest))


@pytest.mark.parametrize("between", ["saved", "checkpoint", "other store", "note"])
def test_an_amended_edit_stands_apart_from_what_others_are_based_on(
    store: VersionStore, writer: JournalWriter, tmp_path: Path, between: str
) -> None:
    start = sample()
    journal = writer.open(start)
    edit, first = _nudge(start, 1)
    journal.record("Move", start, first, edit)
    expected: list[tuple[StakeMap, Edit | None]] = [(first, edit)]
    latest = first
    if between == "saved":
        journal.saved(first, tmp_path / "map.json", "digest")
        journal.saved(first, tmp_path / "map.json", "digest")
    elif between == "checkpoint":
        journal.begin_with("Recover", first)
        expected.append((first, None))
    elif between == "other store":
        assert writer.flush()
        store.file.unlink()
        expected.clear()
    else:
        note = edits.set_texts.of(note="Why")
        latest = note.apply(first)
        journal.record("Note", first, latest, note)
    for alignment in (2, 3):
        replaced = latest
        edit, latest = _nudge(start, alignment)
        journal.record("Move", start, latest, edit, replaced)
    assert writer.flush()
    if between == "checkpoint":
        # The row of the recovery leads to the same map, so it is the one that is amended.
        expected.pop()
    assert _chain(store) == [*expected, (latest, None)]
    undone = edits.set_texts(start, note="Undone")
    journal.record("Undo", latest, undone)
    assert writer.flush()
    assert _chain(store)[-1] == (undone, None)
