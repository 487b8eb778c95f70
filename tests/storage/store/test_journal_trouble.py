"""The journal under trouble: one map never holds up another, the worker goes on, drafts are kept."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from guards import LogWatch
from samples import sample
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.storage.files import save_map
from stakemap.storage.locks.owners import Owner, is_alive
from stakemap.storage.store import journal, journal_sessions
from stakemap.storage.store.checkpoints import Checkpoint
from stakemap.storage.store.connection import SUFFIXES
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.journal_rows import JournalledMap, JournalRequest
from stakemap.storage.store.path_keys import key_of, path_of
from stakemap.storage.store.versions import VersionStore

NOT_UTF_8 = os.fsdecode(b"caf\xe9.stakemap.json")
REASON = Draft('["JudgementTarget"]', "Reason, Armenia", "Because", "Because")


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "state")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def writer(store: VersionStore, said: list[str]) -> Iterator[JournalWriter]:
    writer = JournalWriter(store, said.append)
    yield writer
    writer.close()


def titled(document: StakeMap, title: str) -> StakeMap:
    return edits.set_texts(document, title=title)


def another() -> StakeMap:
    return sample().model_copy(update={"id": "00000000-0000-4000-8000-000000000002"})


def wait_until(holds: Callable[[], Any], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def offered(store: VersionStore) -> set[str]:
    return {store.load(item.entry).title for item in store.recoverable()}


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes only elsewhere")
@pytest.mark.parametrize("name", [NOT_UTF_8, "two\nlines", "x" * 255, "ж" * 127, "地" * 85])
def test_a_map_of_any_file_name_is_kept_and_found_by_its_path(
    store: VersionStore, writer: JournalWriter, tmp_path: Path, name: str
) -> None:
    strange, other = sample(), another()
    path = tmp_path / name
    writer.open(strange, path, save_map(path, strange)).record("Retitle", strange, titled(strange, "One"))
    writer.open(other).record("Retitle", other, titled(other, "Two"))
    assert writer.flush()
    assert [version.label for version in store.versions(strange.id, path)] == ["Retitle", ""]
    writer.close()
    assert offered(store) == {"One", "Two"}
    assert path in {item.path for item in store.recoverable()}


def test_paths_that_are_text_are_stored_as_before(tmp_path: Path) -> None:
    for name in ("map.json", "bytes:map.json", "жлоб.json"):
        assert key_of(tmp_path / name) == str(tmp_path.resolve() / name)
        assert path_of(key_of(tmp_path / name)) == tmp_path.resolve() / name
    assert (key_of(None), path_of("")) == ("", None)


def refusing(monkeypatch: pytest.MonkeyPatch, label: str, error: Exception) -> list[str]:
    """Refuse to write requests of a label; returns the labels of all that were tried."""
    usual, tried = journal_sessions.record, []

    def record(database: sqlite3.Connection, request: JournalRequest, after: StakeMap) -> list[Checkpoint]:
        tried.append(request.label)
        if request.label == label:
            raise error
        return usual(database, request, after)

    monkeypatch.setattr(journal_sessions, "record", record)
    return tried


@pytest.mark.parametrize(
    "error",
    [UnicodeEncodeError("utf-8", "\udce9", 0, 1, "surrogates"), MemoryError(), sqlite3.DataError("too big")],
)
def test_a_request_that_cannot_be_written_holds_up_no_other_map_and_gives_way_to_the_whole_map(
    store: VersionStore,
    writer: JournalWriter,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    expected_log: LogWatch,
    error: Exception,
) -> None:
    expected_log.expect("not journalled")
    tried = refusing(monkeypatch, "Poison", error)
    one, other = sample(), another()
    journal, beside = writer.open(one), writer.open(other)
    second, third = titled(one, "Second"), titled(one, "Third")
    journal.record("Poison", one, second)
    beside.record("Retitle", other, titled(other, "Beside"))
    wait_until(lambda: [each.label for each in store.versions(other.id, None)] == ["Retitle"], 3.0)
    wait_until(lambda: journal.problem)
    assert beside.problem == ""
    journal.record("Retitle", second, third)
    assert writer.flush(20)
    assert tried.count("Poison") <= 4
    assert journal.problem == ""
    assert said
    fourth = titled(third, "Fourth")
    journal.record("Retitle", third, fourth)
    assert writer.flush()
    writer.close()
    assert offered(store) == {"Fourth", "Beside"}


def test_a_folder_that_cannot_be_used_is_named_in_words(
    store: VersionStore, writer: JournalWriter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document = sample()
    journal = writer.open(document)
    assert writer.flush()
    with monkeypatch.context() as patch:
        denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES), tmp_path / "versions")
        refusing(patch, "Retitle", denied)
        journal.record("Retitle", document, titled(document, "Other"))
        wait_until(lambda: journal.problem)
        assert journal.problem == f"{os.strerror(errno.EACCES)} ({tmp_path / 'versions'})"
    assert writer.flush(20)


def test_a_map_that_cannot_be_written_at_all_is_said_so_until_it_can(
    store: VersionStore, writer: JournalWriter, monkeypatch: pytest.MonkeyPatch, expected_log: LogWatch
) -> None:
    expected_log.expect("not journalled")
    document = sample()
    journal = writer.open(document)
    assert writer.flush()
    with monkeypatch.context() as patch:
        refusing(patch, "", ValueError("the text of the map"))
        refusing(patch, "Retitle", ValueError("the text of the map"))
        journal.record("Retitle", document, titled(document, "Other"))
        wait_until(lambda: journal.target.tries > 4)
        assert journal.problem
        assert "the text of the map" not in journal.problem
        assert len(journal.target.requests) == 2
    assert writer.flush(20)
    assert journal.problem == ""
    writer.close()
    assert offered(store) == {"Other"}


def failing_once(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, error: Exception) -> None:
    usual, left = getattr(owner, name), [error]

    def fail(*arguments: Any) -> Any:
        if left:
            raise left.pop()
        return usual(*arguments)

    monkeypatch.setattr(owner, name, fail)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (journal_sessions.SessionWriter, "write"),
        (journal_sessions.SessionWriter, "compress_checkpoint"),
        (JournalWriter, "_next_due"),
        (JournalWriter, "_attempt"),
        (JournalWriter, "_failed"),
        (JournalWriter, "_compress_checkpoint"),
    ],
)
def test_the_worker_outlives_a_memory_error_anywhere(
    store: VersionStore,
    writer: JournalWriter,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    expected_log: LogWatch,
    owner: type,
    name: str,
) -> None:
    expected_log.expect("not journalled|stumbled")
    if name == "_failed":
        failing_once(monkeypatch, journal_sessions.SessionWriter, "write", OSError("no"))
    failing_once(monkeypatch, owner, name, MemoryError())
    document, path = sample(), tmp_path / "a.stakemap.json"
    journal = writer.open(document, path, save_map(path, document))
    journal.record("Retitle", document, titled(document, "Other"))
    assert writer.flush(20)
    assert store.load(store.versions(document.id, path)[0].entry).title == "Other"
    assert journal.problem == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_that_died_is_started_again(
    store: VersionStore, writer: JournalWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_once(monkeypatch, JournalWriter, "_attempt", SystemExit())  # type: ignore[arg-type]
    document = sample()
    writer.open(document).record("Retitle", document, titled(document, "Other"))
    assert writer.flush(20)
    assert len(store.versions(document.id, None)) == 1


def test_a_thread_that_does_not_start_is_started_later(
    store: VersionStore, writer: JournalWriter, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.storage.store.journal.RESTART_DELAY", 0.05)
    monkeypatch.setattr("stakemap.storage.store.journal.PATIENCE", 0.1)
    document = sample()
    with monkeypatch.context() as patch:

        def refuse(_thread: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        patch.setattr(threading.Thread, "start", refuse)
        journal = writer.open(document)
        journal.record("Retitle", document, titled(document, "Other"))
        assert not writer.flush(0.3)
        assert journal.problem
    assert writer.flush(20)
    assert journal.problem == ""
    assert len(said) == 1
    assert store.load(store.versions(document.id, None)[0].entry).title == "Other"


def test_a_gap_in_the_requests_is_bridged_by_the_whole_map(
    store: VersionStore, writer: JournalWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sample()
    second = edits.update_actor(first, "iran", name="Persia")
    third = titled(second, "Third")
    journal = writer.open(first)
    with monkeypatch.context() as patch:
        patch.setattr(JournalWriter, "put", lambda *_: (_ for _ in ()).throw(MemoryError()))
        with pytest.raises(MemoryError):
            journal.record("Rename", first, second)
    journal.record("Retitle", first, titled(first, "Other"))
    journal.record("Retitle", second, third)
    assert writer.flush()
    assert store.load(store.versions(first.id, None)[0].entry) == third


# Drafts


def drafts_left(store: VersionStore) -> list[tuple[Draft, ...]]:
    return [store.drafts(item.session) for item in store.recoverable()]


def test_a_draft_alone_is_offered_with_the_map_that_it_belongs_to(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = sample(), tmp_path / "a.stakemap.json"
    writer.open(document, path, save_map(path, document)).draft(REASON, document)
    unsaved = another()
    writer.open(unsaved).draft(REASON._replace(text="Never saved"), unsaved)
    assert writer.flush()
    writer.close()
    items = {item.path: item for item in store.recoverable()}
    assert [(item.edits, item.drafts) for item in items.values()] == [(0, 1), (0, 1)]
    assert store.drafts(items[path].session) == (REASON,)
    assert store.load(items[None].entry) == unsaved
    path.unlink()
    assert store.load(items[path].entry) == document


def test_a_draft_replaces_that_of_its_place_and_goes_with_its_text(
    store: VersionStore, writer: JournalWriter
) -> None:
    document = sample()
    journal = writer.open(document)
    journal.draft(REASON, document)
    journal.draft(REASON._replace(text="Because of it", content=None), document)
    journal.draft(Draft("other", "Note", "A note"), document)
    assert writer.flush()
    journal.draft(Draft("other", "Note", ""), document)
    assert writer.flush()
    with closing(sqlite3.connect(store.file)) as database:
        assert database.execute("SELECT text, content FROM draft").fetchall() == [("Because of it", None)]
    journal.close()
    assert writer.flush()
    with closing(sqlite3.connect(store.file)) as database:
        assert database.execute("SELECT COUNT(*) FROM draft").fetchone() == (0,)
    writer.close()
    assert store.recoverable() == ()


def test_drafts_move_with_the_map_to_another_file_and_into_another_store(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = sample(), tmp_path / "a.stakemap.json"
    journal = writer.open(document)
    journal.draft(REASON, document)
    journal.saved(document, path, save_map(path, document))
    assert writer.flush()
    store.set_aside()
    journal.record("Retitle", document, titled(document, "Other"))
    assert writer.flush()
    writer.close()
    assert drafts_left(store) == [(REASON,)]


def test_what_is_unsaved_of_all_maps_is_kept_in_the_store_that_takes_the_place_of_a_damaged_one(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    """Not only of the map that is edited next."""
    one, other, path = sample(), another(), tmp_path / "a.stakemap.json"
    journal, beside = writer.open(one, path, save_map(path, one)), writer.open(other)
    journal.record("Retitle", one, titled(one, "One"))
    journal.draft(REASON, titled(one, "One"))
    assert writer.flush()
    for suffix in SUFFIXES:
        store.file.with_name(store.file.name + suffix).unlink(missing_ok=True)
    store.file.write_bytes(b"no database at all" * 1000)
    beside.record("Retitle", other, titled(other, "Two"))
    assert writer.flush()
    writer.close()
    assert offered(store) == {"One", "Two"}
    assert sorted(drafts_left(store)) == [(), (REASON,)]


def test_a_draft_with_a_lone_surrogate_is_kept(store: VersionStore, writer: JournalWriter) -> None:
    document = sample()
    writer.open(document).draft(REASON._replace(text="half \ud83d", content=None), document)
    assert writer.flush()
    writer.close()
    assert [draft.text for (draft,) in drafts_left(store)] == ["half ?"]


def test_a_store_without_drafts_is_read_and_gets_their_table(
    store: VersionStore, writer: JournalWriter
) -> None:
    document = sample()
    journal = writer.open(document)
    journal.record("Retitle", document, titled(document, "Other"))
    assert writer.flush()
    with closing(sqlite3.connect(store.file)) as database:
        database.execute("DROP TABLE draft")
    assert store.drafts(1) == ()
    assert store.recoverable() == ()
    journal.draft(REASON, titled(document, "Other"))
    assert writer.flush()
    writer.close()
    assert drafts_left(store) == [(REASON,)]


def test_rows_that_hold_no_text_are_no_drafts(store: VersionStore, writer: JournalWriter) -> None:
    document = sample()
    writer.open(document).draft(REASON, document)
    assert writer.flush()
    writer.close()
    with closing(sqlite3.connect(store.file)) as database, database:
        database.execute("INSERT INTO draft SELECT session, 'b', words, x'ff', content, at FROM draft")
    assert drafts_left(store) == [(REASON,)]


def test_an_unused_target_keeps_nothing_alive(writer: JournalWriter) -> None:
    journal = writer.open(sample())
    assert writer.flush()
    assert isinstance(journal.target, JournalledMap)
    assert not journal.is_waiting


def test_two_threads_start_one_worker(writer: JournalWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    # Or else the second one is kept from starting only by the pause after a first attempt.
    monkeypatch.setattr(journal, "RESTART_DELAY", 0.0)
    start, started = threading.Thread.start, list[threading.Thread]()

    def slow(thread: threading.Thread) -> None:
        if thread.name == "stakemap-journal":
            started.append(thread)
            time.sleep(0.2)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", slow)
    tending = [threading.Thread(target=writer.tend) for _ in range(2)]
    for thread in tending:
        thread.start()
    for thread in tending:
        thread.join(20)
    assert len(started) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a lock that is held cannot be linked")
def test_a_lock_is_released_also_while_the_thread_that_took_it_hangs(store: VersionStore) -> None:
    taken, may_end, made = threading.Event(), threading.Event(), list[Owner]()

    def take() -> None:
        made.append(Owner(store.owners, "one"))
        taken.set()
        may_end.wait(60)

    thread = threading.Thread(target=take)
    thread.start()
    assert taken.wait(20)
    (store.owners / "twin.lock").hardlink_to(store.owners / "one.lock")
    assert is_alive(store.owners, "twin")
    made[0].release()
    is_held = is_alive(store.owners, "twin")
    may_end.set()
    thread.join()
    assert not is_held


def test_a_lock_that_cannot_be_removed_keeps_nothing_from_ending(
    store: VersionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    owner = Owner(store.owners, "one")
    monkeypatch.setattr(Path, "unlink", refused)
    owner.release()
    assert not is_alive(store.owners, "one")
