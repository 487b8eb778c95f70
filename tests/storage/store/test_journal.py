"""The journal: every edit is found again after the process is gone, and nothing stops the work."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings

from samples import sample
from stakemap.errors import MapReadError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.storage import codec, files
from stakemap.storage.locks.owners import Owner, is_alive
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.store import checkpoints as pictures
from stakemap.storage.store.deltas import apply_entries, assemble, checkpoint, differences, pack, unpack
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore
from strategies import maps


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "state")


@pytest.fixture
def writer(store: VersionStore):
    writer = JournalWriter(store)
    yield writer
    writer.close()


def titled(document: StakeMap, title: str) -> StakeMap:
    return edits.set_texts(document, title=title)


def rebuilt(*steps: list) -> StakeMap:
    state: dict = {}
    for step in steps:
        apply_entries(state, unpack(pack(step)))
    return codec.decode(assemble(state)).document


@given(maps())
@settings(max_examples=40)
def test_a_picture_gives_the_map_back(document: StakeMap) -> None:
    assert codec.encode(rebuilt(list(checkpoint(document)))) == codec.encode(document)


@given(maps(), maps())
@settings(max_examples=40)
def test_what_differs_leads_from_any_map_to_any_other(before: StakeMap, after: StakeMap) -> None:
    state = rebuilt(list(checkpoint(before)), list(differences(before, after)))
    assert codec.encode(state) == codec.encode(after)


def test_an_edit_writes_only_what_it_changed() -> None:
    before = sample()
    actor = sorted(before.actors)[0]
    after = edits.update_actor(before, actor, name="Renamed")
    assert [entry.place for entry in differences(before, after)] == [("actors", actor)]


def test_edits_of_a_dead_process_are_offered_and_come_back(tmp_path: Path) -> None:
    state, script = tmp_path / "state", tmp_path / "victim.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import time
            from pathlib import Path
            from samples import sample
            from stakemap.model import edits
            from stakemap.storage.store.journal import JournalWriter
            from stakemap.storage.store.versions import VersionStore
            writer = JournalWriter(VersionStore(Path({str(state)!r})))
            before = sample()
            journal = writer.open(before)
            for number in range(3):
                after = edits.set_texts(before, title=f"Edit {{number}}")
                journal.record("Retitle", before, after)
                before = after
            assert writer.flush(30)
            print("ready", flush=True)
            time.sleep(60)
            """
        )
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == "ready"
        store = VersionStore(state)
        assert store.recoverable() == ()
        victim.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    (found,) = store.recoverable()
    assert (found.title, found.edits, found.path) == ("Edit 2", 3, None)
    assert store.load(found.entry) == titled(sample(), "Edit 2")
    store.decline(found.session)
    assert store.recoverable() == ()
    assert store.load(found.entry).title == "Edit 2"


def test_a_clean_end_leaves_nothing_to_recover(store: VersionStore, writer: JournalWriter) -> None:
    document = sample()
    journal = writer.open(document)
    journal.record("Retitle", document, titled(document, "Other"))
    journal.close()
    writer.close()
    assert store.recoverable() == ()


def test_a_map_only_looked_at_leaves_no_trace(store: VersionStore, writer: JournalWriter) -> None:
    writer.open(sample()).close()
    writer.close()
    with sqlite3.connect(store.file) as database:
        assert database.execute("SELECT COUNT(*) FROM session").fetchone() == (0,)
    database.close()


def test_a_save_ends_what_could_be_recovered_and_later_edits_begin_anew(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = sample(), tmp_path / "map.stakemap.json"
    journal = writer.open(document)
    first = titled(document, "First")
    journal.record("Retitle", document, first)
    digest = files.save_map(path, first)
    journal.saved(first, path, digest)
    assert writer.flush()
    writer.close()
    assert store.recoverable() == ()
    labels = [version.saved for version in store.versions(document.id, path)]
    assert labels == [True, False]
    assert store.load(store.versions(document.id, path)[0].entry) == first


def test_an_opened_file_is_the_base_of_its_first_edits(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = sample(), tmp_path / "map.stakemap.json"
    digest = files.save_map(path, document)
    journal = writer.open(document, path, digest)
    second = titled(document, "Second")
    journal.record("Retitle", document, second)
    assert writer.flush()
    assert [store.load(version.entry) for version in store.versions(document.id, path)] == [second, document]


def test_undo_is_journalled_like_an_edit(store: VersionStore, writer: JournalWriter) -> None:
    document = sample()
    journal = writer.open(document)
    other = titled(document, "Other")
    journal.record("Retitle", document, other)
    journal.record("Undo", other, document)
    assert writer.flush()
    newest = store.versions(document.id, None)[0]
    assert store.load(newest.entry) == document


def test_a_damaged_store_is_set_aside_and_work_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    store = VersionStore(tmp_path / "state")
    store.folder.mkdir()
    store.file.write_bytes(b"no database at all" * 100)
    writer = JournalWriter(store, said.append)
    document = sample()
    journal = writer.open(document)
    journal.record("Retitle", document, titled(document, "Other"))
    assert writer.flush()
    writer.close()
    assert any("set aside" in sentence for sentence in said)
    assert len(list(store.folder.glob("versions-damaged-*"))) == 1
    assert store.load(store.versions(document.id, None)[0].entry).title == "Other"


def test_edits_wait_while_the_store_is_locked(store: VersionStore, tmp_path: Path) -> None:
    said: list[str] = []
    writer = JournalWriter(store, said.append)
    document = sample()
    journal = writer.open(document)
    assert writer.flush()
    blocker = sqlite3.connect(store.file, isolation_level=None, check_same_thread=False)
    blocker.execute("BEGIN EXCLUSIVE")
    journal.record("Retitle", document, titled(document, "Other"))
    threading.Timer(0.5, lambda: (blocker.execute("ROLLBACK"), blocker.close())).start()
    assert writer.flush(20)
    writer.close()
    assert store.load(store.versions(document.id, None)[0].entry).title == "Other"


def test_a_constant_stream_of_edits_is_written_within_a_second(
    store: VersionStore, writer: JournalWriter
) -> None:
    document = sample()
    journal = writer.open(document)
    until, number, written = time.monotonic() + 20, 0, 0
    # A debounce would write nothing as long as the stream goes on.
    while written <= number / 3 or number < 30:
        assert time.monotonic() < until
        after = titled(document, f"Edit {number}")
        journal.record("Retitle", document, after)
        document, number = after, number + 1
        time.sleep(0.01)
        written = len(store.versions(document.id, None))
    assert writer.flush()
    assert len(store.versions(document.id, None)) == number


def states(store: VersionStore, document: StakeMap, path: Path | None) -> list[tuple[str, bool, bool]]:
    return [
        (store.load(version.entry).title, version.saved, version.opened)
        for version in store.versions(document.id, path)
    ]


def test_the_map_as_it_was_opened_can_be_had_back_after_it_was_overwritten(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = titled(sample(), "As it came"), tmp_path / "map.stakemap.json"
    journal = writer.open(document, path, files.save_map(path, document))
    first, second = titled(document, "First"), titled(document, "Second")
    journal.record("Retitle", document, first)
    assert writer.flush()
    journal.record("Retitle", first, second)
    journal.saved(second, path, files.save_map(path, second))
    assert writer.flush()
    assert states(store, document, path) == [
        ("Second", True, False),
        ("Second", False, False),
        ("First", False, False),
        ("As it came", False, True),
    ]


def test_edits_outlive_the_file_that_they_began_with(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "state")
    writer = JournalWriter(store)
    document, path = sample(), tmp_path / "map.stakemap.json"
    journal = writer.open(document, path, files.save_map(path, document))
    journal.record("Retitle", document, titled(document, "Mine"))
    assert writer.flush()
    writer.close()
    path.unlink()
    (item,) = store.recoverable()
    assert (item.title, item.edits) == ("Mine", 1)
    assert store.load(item.entry).title == "Mine"


def test_what_was_done_before_the_first_save_stays_among_the_versions(
    store: VersionStore, writer: JournalWriter, tmp_path: Path
) -> None:
    document, path = sample(), tmp_path / "map.stakemap.json"
    journal = writer.open(document)
    draft = titled(document, "Draft")
    journal.record("Retitle", document, draft)
    journal.saved(draft, path, files.save_map(path, draft))
    assert writer.flush()
    assert states(store, document, path) == [("Draft", True, False), ("Draft", False, False)]


def written_edits(store: VersionStore, document: StakeMap, path: Path | None) -> int:
    return sum(not (each.saved or each.opened) for each in store.versions(document.id, path))


def test_edits_do_not_wait_while_a_picture_is_packed_and_stand_on_their_own(
    store: VersionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    packed = pictures.Checkpoint.advance

    def slow(self: pictures.Checkpoint, seconds: float) -> bool:
        return may_go_on.wait(0.05) and packed(self, seconds)

    monkeypatch.setattr(pictures.Checkpoint, "advance", slow)
    writer = JournalWriter(store)
    document, path = sample(), tmp_path / "map.stakemap.json"
    journal = writer.open(document, path, files.save_map(path, document))
    one, two, three = (titled(document, title) for title in ("One", "Two", "Three"))
    journal.record("Retitle", document, one)
    journal.record("Retitle", one, two)
    journal.saved(two, path, files.save_map(path, two))
    journal.record("Retitle", two, three)
    until = time.monotonic() + 20
    while written_edits(store, document, path) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    assert not writer.flush(0.0)
    assert writer.flush(20, with_checkpoints=False), "closing does not wait for what is only packed"
    # As a crash would leave it: no picture is there yet, and the file is the one that was saved.
    newest = store.versions(document.id, path)[0]
    assert store.load(newest.entry) == three
    may_go_on.set()
    assert writer.flush(20)
    assert [title for title, _, _ in states(store, document, path)] == [
        "Three",
        "Two",
        "Two",
        "One",
        sample().title,
    ]
    writer.close()


@given(maps())
@settings(max_examples=20)
def test_a_picture_packed_bit_by_bit_is_the_same(document: StakeMap) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "PIECE_SIZE", 50)
        made = pictures.Checkpoint(1, document)
        while not made.advance(0.0):
            pass
    assert made.data is not None
    assert zlib.decompress(made.data) == pack(list(checkpoint(document)))


def test_what_nobody_can_recover_any_more_grows_old_like_the_rest(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    store = VersionStore(tmp_path / "state", clock=lambda: now[0])
    writer = JournalWriter(store)
    document, path = sample(), tmp_path / "map.stakemap.json"
    writer.open(document, path, files.save_map(path, document)).record(
        "Retitle", document, titled(document, "Killed")
    )
    assert writer.flush()
    writer.close()
    files.save_map(path, titled(document, "Newer"))
    # A newer file hides nothing; what was recovered is what nobody can recover any more.
    (item,) = store.recoverable()
    assert store.load(item.entry).title == "Killed"
    store.mark_recovered(item.session)
    store.prune()
    assert len(store.versions(document.id, path)) == 2
    for _ in range(13):
        now[0] += 7 * 86_400
        store.prune()
    assert store.versions(document.id, path) == ()


def test_a_long_session_is_cut_to_its_last_picture_and_still_comes_back(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    store = VersionStore(tmp_path / "state", clock=lambda: now[0])
    writer = JournalWriter(store)
    document = sample()
    journal = writer.open(document)
    for number in range(40):
        after = titled(document, f"Edit {number}")
        journal.record("Retitle", document, after)
        document = after
        now[0] += 60
        if number % 10 == 9:
            assert writer.flush()
    before = store.file.stat().st_size
    store.prune(size=1_000)
    kept = states(store, document, None)
    assert kept[0][0] == "Edit 39"
    assert len(kept) == 10
    assert store.file.stat().st_size <= before
    writer.close()
    assert store.load(store.recoverable()[0].entry) == document


def test_old_and_large_sessions_go_first_and_running_ones_stay(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    store = VersionStore(tmp_path / "state", clock=lambda: now[0])
    writer = JournalWriter(store)
    document = sample()
    for title in ("Old", "Recent"):
        journal = writer.open(document)
        journal.record("Retitle", document, titled(document, title))
        journal.close()
        assert writer.flush()
        now[0] += 80 * 86_400
    running = writer.open(document)
    running.record("Retitle", document, titled(document, "Running"))
    assert writer.flush()
    store.prune()
    titles = {store.load(version.entry).title for version in store.versions(document.id, None)}
    assert titles == {"Recent", "Running"}
    store.prune(size=0)
    titles = {store.load(version.entry).title for version in store.versions(document.id, None)}
    assert titles == {"Running"}
    writer.close()


def test_an_entry_that_is_gone_gives_one_clear_sentence(store: VersionStore, writer: JournalWriter) -> None:
    writer.open(sample())
    assert writer.flush()
    with pytest.raises(MapReadError, match="earlier version"):
        store.load(12345)


def test_an_owner_is_alive_until_it_lets_go(tmp_path: Path) -> None:
    with Owner(tmp_path, "one") as owner:
        assert is_alive(tmp_path, owner.name)
    assert not is_alive(tmp_path, "one")
    assert not is_alive(tmp_path, "nobody")


def test_two_maps_live_through_a_damaged_store_each_in_a_session_of_its_own(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "state")
    writer = JournalWriter(store, [].append)
    one, other = sample(), sample().model_copy(update={"id": "00000000-0000-4000-8000-000000000002"})
    journals = [(writer.open(one), one), (writer.open(other), other)]
    for journal, document in journals:
        journal.record("Retitle", document, titled(document, "First"))
    assert writer.flush()
    store.file.write_bytes(b"no database at all" * 1000)
    for journal, document in journals:
        first = titled(document, "First")
        journal.record("Retitle", first, titled(first, f"Second of {document.id}"))
        assert writer.flush()
    writer.close()
    assert len(list(store.folder.glob("versions-damaged-*"))) == 1
    for _, document in journals:
        newest = store.versions(document.id, None)[0]
        assert store.load(newest.entry).title == f"Second of {document.id}"


def test_a_store_replaced_by_another_process_gets_sessions_of_our_own(
    store: VersionStore, writer: JournalWriter
) -> None:
    document = sample()
    journal = writer.open(document)
    first = titled(document, "First")
    journal.record("Retitle", document, first)
    assert writer.flush()
    assert store.set_aside() is not None
    stranger = JournalWriter(VersionStore(store.folder))
    other = sample().model_copy(update={"id": "00000000-0000-4000-8000-000000000003"})
    stranger.open(other).record("Retitle", other, titled(other, "Stranger"))
    assert stranger.flush()
    journal.record("Retitle", first, titled(first, "Second"))
    assert writer.flush()
    stranger.close()
    assert store.load(store.versions(document.id, None)[0].entry).title == "Second"
    assert store.load(store.versions(other.id, None)[0].entry).title == "Stranger"


def test_what_could_not_be_written_counts_as_unwritten_and_is_tried_again(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "state")
    writer = JournalWriter(store, [].append)
    document = sample()
    journal = writer.open(document)
    assert writer.flush()
    real, failing = store.transaction, True

    @contextlib.contextmanager
    def transaction():
        if failing:
            raise sqlite3.OperationalError("database or disk is full")
        with real() as database:
            yield database

    store.transaction = transaction
    journal.record("Retitle", document, titled(document, "Other"))
    assert not writer.flush(0.5)
    failing = False
    assert writer.flush(10)
    writer.close()
    assert store.load(store.versions(document.id, None)[0].entry).title == "Other"


@pytest.mark.parametrize("way", ["decline", "mark_recovered"])
def test_work_after_another_process_declined_or_recovered_it_is_offered(
    store: VersionStore, writer: JournalWriter, way: str
) -> None:
    """The other process does not see that this one runs, and its user answers what is offered there."""
    start = sample()
    journal = writer.open(start, None, "")
    seen = titled(start, "Seen there")
    journal.record("Retitle", start, seen)
    assert writer.flush(20)
    with sqlite3.connect(store.file) as database:
        (session,) = database.execute("SELECT id FROM session").fetchone()
    getattr(store, way)(session)
    later = titled(seen, "Later work")
    journal.record("Retitle", seen, later)
    assert writer.flush(20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stakemap.storage.locks.owners.is_alive", lambda *_: False)
        (item,) = store.recoverable()
        assert store.load(item.entry) == later
        declined = store.recoverable(declined=True)
    assert [one.session for one in declined] == ([session] if way == "decline" else [])


def test_a_policy_says_how_many_days_earlier_versions_are_kept(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    store = VersionStore(tmp_path / "state", clock=lambda: now[0])
    writer = JournalWriter(store)
    document = sample()
    for title in ("Old", "Recent"):
        journal = writer.open(document)
        journal.record("Retitle", document, titled(document, title))
        journal.close()
        assert writer.flush()
        now[0] += 20 * 86_400
    running = writer.open(document)
    running.record("Retitle", document, titled(document, "Running"))
    assert writer.flush()

    def kept(days: int | None) -> set[str]:
        use_policy(Policy(keep_history_days=days))
        store.prune()
        return {store.load(version.entry).title for version in store.versions(document.id, None)}

    assert kept(None) == {"Old", "Recent", "Running"}
    assert kept(30) == {"Recent", "Running"}
    assert kept(0) == {"Running"}
    writer.close()


def test_a_policy_can_have_earlier_versions_kept_longer_than_usual(tmp_path: Path) -> None:
    now = [1_000_000_000.0]
    store = VersionStore(tmp_path / "state", clock=lambda: now[0])
    writer, document = JournalWriter(store), sample()
    journal = writer.open(document)
    journal.record("Retitle", document, titled(document, "Old"))
    journal.close()
    writer.close()
    use_policy(Policy(keep_history_days=365))
    for _ in range(20):
        now[0] += 7 * 86_400
        store.prune()
    assert store.versions(document.id, None)
    use_policy(Policy())
    store.prune()
    assert not store.versions(document.id, None)
