"""The store of versions is not trusted: whatever stands in it or in its place, the rest of it can be used."""

from __future__ import annotations

import os
import sqlite3
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from faults.altered_rows import COLUMNS, WRONG, alter, execute, fill, leave_behind, look_at, titles_loaded
from samples import large, sample
from stakemap.errors import MapReadError
from stakemap.model.edits import set_texts
from stakemap.storage.store.connection import SUFFIXES
from stakemap.storage.store.deltas import Entry, checkpoint, pack, unpack, unpacked
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

DAY = 86_400.0
NOW = 1_700_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    """A store with unsaved work on a file, and other work that nothing is done to."""
    store = VersionStore(tmp_path / "state" / "versions", clock=lambda: NOW)
    leave_behind(store, "Altered", tmp_path / "map.stakemap.json")
    leave_behind(store, "Untouched")
    return store


@pytest.mark.parametrize(
    ("number", "table", "column"),
    [
        (number, *place)
        for number, place in enumerate((table, name) for table in COLUMNS for name in COLUMNS[table])
    ],
)
def test_a_value_of_any_type_costs_its_own_row_at_most(
    store_file: bytes, tmp_path: Path, number: int, table: str, column: str
) -> None:
    """A few of the types each; the fault table has all."""
    for value in WRONG[number % 5 :: 5]:
        store = VersionStore(tmp_path / str(WRONG.index(value)))
        store.folder.mkdir()
        store.file.write_bytes(store_file)
        alter(store, table, column, value)
        assert look_at(store) == []


@pytest.fixture(scope="module")
def store_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return fill(VersionStore(tmp_path_factory.mktemp("store") / "versions"))


def obstacles() -> dict[str, Callable[[Path], object]]:
    found: dict[str, Callable[[Path], object]] = {"folder": lambda path: path.mkdir()}
    if sys.platform != "win32":
        found["pipe"] = os.mkfifo
        found["device"] = lambda path: path.symlink_to("/dev/zero")
    return found


@pytest.mark.parametrize("kind", obstacles())
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_no_file_is_set_aside_and_the_rest_stays(store: VersionStore, kind: str, suffix: str) -> None:
    with closing(sqlite3.connect(store.file, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = store.file.with_name(store.file.name + suffix)
    path.unlink(missing_ok=True)
    obstacles()[kind](path)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        store.recoverable()
    assert not isinstance(caught.value, sqlite3.OperationalError)
    aside = store.set_aside()
    assert aside is not None
    assert not aside.is_file()
    assert titles_loaded(store) == ({"Altered", "Untouched"} if suffix else set())
    leave_behind(store, "Afterwards")
    assert "Afterwards" in titles_loaded(store)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE session RENAME TO old", f"CREATE VIEW session AS {ENDLESS}"),
        (f"CREATE TRIGGER t AFTER INSERT ON entry BEGIN UPDATE entry SET at = ({ENDLESS}); END",),
        ("CREATE VIRTUAL TABLE more USING fts4(x)",),
        ("ALTER TABLE entry RENAME COLUMN at TO since",),
        ("DROP TABLE entry",),
        (
            "ALTER TABLE session ADD COLUMN needed TEXT NOT NULL DEFAULT 'x'",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, ' DEFAULT ''x''', '')",
        ),
        ("DROP TABLE draft", "CREATE TABLE draft (x)"),
        ("ALTER TABLE entry ADD COLUMN kept TEXT CHECK (session < 3)",),
        (
            "DELETE FROM entry",
            "CREATE UNIQUE INDEX once ON entry (session)",
        ),
        ("CREATE TABLE Pruned (at REAL check (at < 0))",),
        ("DROP TABLE entry", "CREATE TABLE entry (id)", "PRAGMA user_version = 0"),
    ],
)
def test_another_schema_is_no_store_of_ours(store: VersionStore, statements: tuple[str, ...]) -> None:
    execute(store, *statements)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        store.recoverable()
    assert not isinstance(caught.value, sqlite3.OperationalError)
    assert store.set_aside() is not None
    leave_behind(store, "Afterwards")
    assert titles_loaded(store) == {"Afterwards"}


def test_what_later_versions_may_add_is_accepted(store: VersionStore) -> None:
    execute(
        store,
        "ALTER TABLE entry ADD COLUMN colour TEXT",
        "ALTER TABLE session ADD COLUMN shape TEXT NOT NULL DEFAULT 'round'",
        "CREATE TABLE later (x)",
    )
    assert titles_loaded(store) == {"Altered", "Untouched"}
    leave_behind(store, "Afterwards")
    assert titles_loaded(store) == {"Altered", "Untouched", "Afterwards"}


def test_a_question_to_the_store_ends(store: VersionStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.storage.store.versions.READ_SECONDS", -2.0)
    with closing(sqlite3.connect(store.file)) as database:
        database.executemany(
            "INSERT INTO entry (session, at, kind, label, digest, data) VALUES (2, 0, 'edit', '', '', x'00')",
            [()] * 20_000,
        )
        database.commit()
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        store.recoverable()


@cache
def packed_zeros(size: int, start: bytes = b"", piece: bytes = b"0") -> bytes:
    compressor = zlib.compressobj(9)
    whole = piece * (2**20 // len(piece))
    return b"".join(
        [
            compressor.compress(start),
            *(compressor.compress(whole) for _ in range(size // 2**20)),
            compressor.flush(),
        ]
    )


# Made in the test: each process that runs tests collects all of them.
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: packed_zeros(200 * 2**20), "too large"),
        (lambda: packed_zeros(20 * 2**20, b"[", b"[],"), "too many"),
        (lambda: zlib.compress(b"[]")[:-1], "cut off"),
        (lambda: b"text", "damaged"),
        (lambda: "text", "not compressed"),
        (lambda: None, "not compressed"),
    ],
)
def test_data_that_grows_without_measure_is_refused(make: Callable[[], Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        unpacked(make())


def test_a_large_map_is_no_bomb() -> None:
    document = large(2_000, 1, 1)
    assert unpack(unpacked(zlib.compress(pack(checkpoint(document)), 1))) == list(checkpoint(document))


@pytest.mark.parametrize(
    "entries",
    [
        b"5",
        b"[5]",
        b"[[5,null]]",
        b'[[["a",5],null]]',
        b'[[["a"],5]]',
        b'[[["a"]]]',
        b'[[["' + b'a","' * 9 + b'a"],null]]',
    ],
)
def test_entries_that_are_none_are_refused(entries: bytes) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        unpack(entries)


@pytest.mark.parametrize(
    "make",
    [
        lambda: packed_zeros(200 * 2**20),
        lambda: zlib.compress(b'[[["' + b'a","' * 5_000 + b'a"],"{}"]]'),
        lambda: zlib.compress(pack([Entry(("actors", "a"), b"{}"), Entry(("actors", "a", "b", "c"), b"{}")])),
        lambda: zlib.compress(pack([Entry(("",), b"["), Entry(("actors", ""), b"")])),
    ],
)
def test_a_row_that_is_damaged_gives_one_sentence(store: VersionStore, make: Callable[[], bytes]) -> None:
    item = next(item for item in store.recoverable() if item.title == "Untouched")
    with closing(sqlite3.connect(store.file)) as database:
        database.execute("UPDATE entry SET data = ? WHERE session = ?", (make(), item.session))
        database.commit()
    with pytest.raises(MapReadError) as caught:
        store.load(item.entry)
    assert str(caught.value)
    assert titles_loaded(store) == {"Altered"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "sparse"])
def test_what_is_in_the_place_of_a_remembered_map_is_not_read(
    store: VersionStore, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "map.stakemap.json"
    path.unlink()
    if kind == "sparse":
        with path.open("wb") as file:
            file.truncate(2**40)
    else:
        obstacles()[kind](path)
    execute(store, "DELETE FROM entry WHERE kind = 'opened'")
    items = store.recoverable()
    assert {item.title for item in items} == {"Altered", "Untouched"}
    assert titles_loaded(store) == {"Untouched"}
    store.prune()


def test_work_whose_digest_is_lost_is_not_saved_over_the_file_unasked(store: VersionStore) -> None:
    execute(store, "UPDATE session SET base_digest = x'05'")
    assert {item.digest for item in store.recoverable()} == {"unknown", ""}


def test_what_is_mended_is_told_once_and_grows_old(store: VersionStore) -> None:
    execute(store, "UPDATE session SET title = x'05', opened = x'00' WHERE id = 1")
    assert store.prune() == 2
    assert store.prune() == 0


def test_the_work_on_one_file_is_found_alone(store: VersionStore, tmp_path: Path) -> None:
    (item,) = store.recoverable(path=tmp_path / "map.stakemap.json")
    assert item.title == "Altered"
    assert store.recoverable(path=tmp_path / "other.stakemap.json") == ()


class TestClock:
    def history(self, folder: Path) -> tuple[VersionStore, list[float]]:
        """A store with work of a week, and the time that its clock tells."""
        now = [NOW]
        store = VersionStore(folder / "versions", clock=lambda: now[0])
        for day in range(7):
            self.work(store, f"Day {day}")
            now[0] += DAY
            store.prune()
        return store, now

    def work(self, store: VersionStore, title: str) -> None:
        writer = JournalWriter(store)
        journal = writer.open(sample())
        journal.record("Retitle", sample(), set_texts(sample(), title=title))
        journal.close()
        assert writer.flush()
        writer.close()

    @pytest.mark.parametrize("works", [False, True])
    def test_one_start_with_a_clock_far_ahead_deletes_nothing(self, tmp_path: Path, works: bool) -> None:
        store, now = self.history(tmp_path)
        now[0] += 100 * DAY
        if works:
            self.work(store, "In the future")
        store.prune()
        store.prune()
        now[0] -= 100 * DAY
        store.prune()
        assert len(store.versions(sample().id, None)) == 7 + works

    def test_a_store_that_was_never_pruned_counts_from_its_last_use(self, tmp_path: Path) -> None:
        store, now = self.history(tmp_path)
        execute(store, "DROP TABLE pruned")
        now[0] += 100 * DAY
        store.prune()
        assert len(store.versions(sample().id, None)) == 7

    def test_what_is_really_old_goes(self, tmp_path: Path) -> None:
        store, now = self.history(tmp_path)
        for _ in range(14):
            now[0] += 7 * DAY
            store.prune()
        assert store.versions(sample().id, None) == ()

    @pytest.mark.parametrize("value", ["'text'", "x'00'", "9e999", "-1", "1e12", "NULL"])
    def test_a_damaged_time_of_pruning_is_made_anew(self, tmp_path: Path, value: str) -> None:
        store, _ = self.history(tmp_path)
        execute(store, f"UPDATE pruned SET at = {value}")
        store.prune()
        with closing(sqlite3.connect(store.file)) as database:
            ((at,),) = database.execute("SELECT at FROM pruned").fetchall()
        assert NOW <= at <= NOW + 8 * DAY
        assert len(store.versions(sample().id, None)) == 7
