"""After a map is forgotten no byte of it is left in settings and state; what stands against that is told."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from guards import LogWatch
from samples import MAP_ID, another, sample
from stakemap.logs import state_folder
from stakemap.model.document import StakeMap
from stakemap.model.draft import Draft
from stakemap.model.edits import set_texts
from stakemap.private_files import private_folder
from stakemap.storage import forgetting
from stakemap.storage.clean_up import tidy_folders
from stakemap.storage.files import save_map
from stakemap.storage.folders import config_folder
from stakemap.storage.forgetting import Forgotten, Subject, clear_history, forget
from stakemap.storage.locks.presence import Claim
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.saving.interrupted import keep_copy
from stakemap.storage.saving.temporary_files import noted
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.storage.settings.settings import SettingsStore
from stakemap.storage.store import erasing
from stakemap.storage.store.erasing import erase_ended, history_of
from stakemap.storage.store.journal import Journal, JournalWriter
from stakemap.storage.store.versions import VersionStore
from state_search import found

TITLE, REASON, OTHER = "Ozymandias affair", "Traveller from an antique land", "Harmless matter"
MAP = set_texts(sample(), title=TITLE)


def the_store() -> VersionStore:
    return VersionStore(state_folder() / "versions")


def the_settings() -> SettingsStore:
    return SettingsStore(config_folder() / "settings.json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Ozymandias.stakemap.json"
    save_map(path, MAP)
    return path


@pytest.fixture
def texts(path: Path) -> tuple[str, ...]:
    """What must not be found any more."""
    return TITLE, REASON, MAP_ID, str(path), path.name


@pytest.fixture
def writer() -> Iterator[JournalWriter]:
    writer = JournalWriter(the_store())
    yield writer
    writer.close()


def edited(journal: Journal, document: StakeMap, times: int = 12) -> StakeMap:
    for number in range(times):
        after = set_texts(document, note=f"{REASON} {number}" * 20)
        journal.record(f"{REASON} {number}", document, after)
        document = after
    return document


def another_map(writer: JournalWriter) -> None:
    """A map that is not to be forgotten, with edits that are unsaved."""
    document = set_texts(another(), title=OTHER)
    edited_document = set_texts(document, note="kept")
    writer.open(document, None).record("Kept", document, edited_document)


def leave_traces(writer: JournalWriter, path: Path) -> Journal:
    """All that a session can leave of a map, beside that of another one."""
    journal = writer.open(MAP, path, "0")
    for _ in range(3):
        another_map(writer)
        document = edited(journal, MAP)
        journal.saved(document, path, "1")
    journal.draft(Draft("note", TITLE, REASON), document)
    assert writer.flush()
    store = the_settings()
    store.add_recent(path, TITLE, MAP_ID)
    store.remember_export(MAP_ID, {"folder": str(path.parent), "headline": REASON})
    store.add_recent(path.parent / "other" / "x.json", OTHER, "other")
    (config_folder() / "settings-damaged-1.json").write_text(TITLE)
    (state_folder() / "versions" / "versions-damaged-1.sqlite3").write_text(TITLE)
    with noted(path.parent / ".stakemap-0.tmp"):
        (path.parent / ".stakemap-0.tmp").write_text(TITLE)

    def write(target: Path, pieces: object) -> None:
        write_bytes_safely(target, path.read_bytes())

    with pytest.raises(OSError, match="full"), keep_copy(path, (b"",), write):
        raise OSError("full")
    return journal


def forgotten(path: Path | None, map_id: str = "", **fields: object) -> Forgotten:
    """What came of it, without what was known of the map."""
    report = forget(lambda _: None, the_settings().path, Subject(map_id, path, **fields))  # type: ignore[arg-type]
    return report._replace(map_ids=frozenset(), paths=frozenset())


def test_nothing_is_left_of_a_forgotten_map_and_all_of_others(
    writer: JournalWriter, path: Path, texts: tuple[str, ...]
) -> None:
    leave_traces(writer, path)
    assert len(found(texts)) > 10
    assert forgotten(path, MAP_ID, owner=writer.owner) == Forgotten(())
    assert found(texts) == []
    assert len(the_store().versions(another().id, None)) == 3
    assert [one.title for one in the_settings().load().recent] == [OTHER]
    with closing(sqlite3.connect(the_store().file)) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_a_map_whose_file_is_gone_is_forgotten_by_its_path_alone(
    writer: JournalWriter, path: Path, texts: tuple[str, ...]
) -> None:
    leave_traces(writer, path)
    path.unlink()
    assert forgotten(path).left == ()
    assert found(texts) == []


def test_what_an_older_version_deleted_without_overwriting_it_is_gone_too(
    writer: JournalWriter, path: Path, texts: tuple[str, ...]
) -> None:
    leave_traces(writer, path)
    writer.close()
    with closing(sqlite3.connect(the_store().file, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        for table in ("draft", "entry", "session"):
            database.execute(f"DELETE FROM {table}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert any("versions.sqlite3" in place for place in found(texts))
    assert forgotten(path, MAP_ID).left == ()
    assert found(texts) == []


def test_edits_after_that_are_kept_anew_and_whole(writer: JournalWriter, path: Path) -> None:
    journal = leave_traces(writer, path)
    forgotten(path, MAP_ID, owner=writer.owner)
    before = set_texts(MAP, note="before")
    after = set_texts(MAP, note="after")
    journal.record("After", before, after)
    assert writer.flush()
    writer.close()
    (work,) = [one for one in the_store().recoverable() if one.map_id == MAP_ID]
    assert the_store().load(work.entry) == after


def test_a_map_that_is_to_leave_no_traces_is_still_recovered_while_it_is_open(
    writer: JournalWriter, path: Path, texts: tuple[str, ...]
) -> None:
    journal = leave_traces(writer, path)
    journal.close()
    journal = writer.open(MAP, path, "0")
    last = edited(journal, MAP, 3)
    assert writer.flush()
    assert forgotten(path, MAP_ID, owner=writer.owner, keeps_open=True).left == ()
    assert len(the_store().versions(MAP_ID, path)) == 4
    assert the_store().load(the_store().versions(MAP_ID, path)[0].entry) == last
    journal.close(forgets=lambda: True)
    assert writer.flush()
    assert found(texts) == []


def test_a_session_that_leaves_no_traces_leaves_none(
    writer: JournalWriter, path: Path, texts: tuple[str, ...], tmp_path: Path
) -> None:
    another_map(writer)
    settings = the_settings()
    settings.set_untraced(MAP_ID, True)
    assert found([MAP_ID]) == []
    settings.add_recent(path, TITLE, MAP_ID)
    settings.remember_export(MAP_ID, {"headline": REASON})
    settings.remember_import("0", {"heading": REASON}, MAP_ID)
    claim = Claim(path, names_path=False)
    journal = writer.open(MAP, path, "0")
    document = edited(journal, MAP)
    journal.saved(document, tmp_path / "elsewhere.json", "1")
    edited(journal, document)
    assert writer.flush()
    assert not [place for place in found(texts) if "versions" not in place]
    journal.close(forgets=lambda: True)
    claim.release()
    assert writer.flush()
    assert found((*texts, "elsewhere")) == []
    assert len(the_store().versions(another().id, None)) == 1


def test_unsaved_work_on_such_a_map_is_offered_once_and_for_a_week(
    path: Path, texts: tuple[str, ...]
) -> None:
    now = [1e9]
    store = VersionStore(state_folder() / "versions", clock=lambda: now[0])

    def crash() -> None:
        writer = JournalWriter(store)
        edited(writer.open(MAP, path, "0"), MAP)
        assert writer.flush()
        writer.close()

    def tidy() -> None:
        store.prune()
        erase_ended(store, lambda map_id: map_id == MAP_ID, keeps_history=True)

    crash()
    tidy()
    (work,) = store.recoverable()
    store.decline(work.session)
    tidy()
    assert found(texts) == []
    crash()
    (work,) = store.recoverable()
    store.mark_recovered(work.session)
    tidy()
    assert found(texts) == []
    crash()
    for _ in range(2):
        assert store.recoverable()
        now[0] += 5 * 86_400
        tidy()
    assert store.recoverable() == ()
    assert found(texts) == []


def test_without_history_only_unsaved_work_stays(writer: JournalWriter, path: Path) -> None:
    journal = leave_traces(writer, path)
    journal.close()
    assert writer.flush()
    erase_ended(the_store(), lambda _: False, keeps_history=False)
    assert the_store().versions(MAP_ID, path) == ()
    assert len(the_store().versions(another().id, None)) == 3


def test_history_is_counted_and_cleared_but_for_the_current_state(writer: JournalWriter, path: Path) -> None:
    leave_traces(writer, path).close()
    journal = writer.open(MAP, path, "7")
    last = edited(journal, MAP, 5)
    journal.begin_with("Clear", last)
    assert writer.flush()
    counted = history_of(the_store(), MAP_ID, writer.owner)
    assert counted.versions == 3 * 13 + 5 + 2 + 1
    assert counted.size > 1_000
    assert history_of(the_store(), None, writer.owner).versions == counted.versions + 3
    report = clear_history(lambda _: None, MAP_ID, writer.owner, {MAP_ID}, the_settings().path)
    assert report == Forgotten(())
    (version,) = the_store().versions(MAP_ID, path)
    assert the_store().load(version.entry) == last
    writer.close()
    (work,) = [one for one in the_store().recoverable() if one.map_id == MAP_ID]
    assert (work.digest, the_store().load(work.entry)) == ("7", last)


def test_clearing_all_history_leaves_other_processes_and_work_that_is_offered(path: Path) -> None:
    crashed, running = JournalWriter(the_store()), JournalWriter(the_store())
    another_map(crashed)
    assert crashed.flush()
    crashed.close()
    leave_traces(running, path).close()
    assert running.flush()
    the_settings().remember_import("0", {"heading": "Name"})
    assert clear_history(lambda _: None, None, None, (), the_settings().path).left == ()
    assert the_store().versions(MAP_ID, path) == ()
    assert len(the_store().versions(another().id, None)) == 4
    assert the_settings().load().imports == {}
    running.close()


def test_another_process_that_has_the_map_open_is_told_of(writer: JournalWriter, path: Path) -> None:
    leave_traces(writer, path)
    assert forgotten(path, MAP_ID, owner=writer.owner) == Forgotten(())
    leave_traces(writer, path)
    assert forgotten(path, MAP_ID) == Forgotten((), is_open_elsewhere=True)
    note = private_folder(state_folder() / "open")
    claim = Claim(path)
    for each in note.glob("*.json"):
        each.write_text(each.read_text().replace(str(os.getpid()), "1"))
    assert forgotten(path, MAP_ID, owner=writer.owner).is_open_elsewhere
    claim.release()


# What stands against it


def test_a_store_that_is_locked_is_told_and_the_rest_is_forgotten(
    writer: JournalWriter, path: Path, texts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_traces(writer, path)
    monkeypatch.setattr(erasing, "LOCK_TIMEOUT", 0.01)
    monkeypatch.setattr("stakemap.storage.store.versions.WRITE_TIMEOUT", 0.01)
    with closing(sqlite3.connect(the_store().file, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        (sentence,) = forgotten(path, MAP_ID).left
        assert sentence.startswith("Earlier versions and unsaved work are still in")
        assert "another program is using it" in sentence
        assert the_settings().load().exports == {}
    assert forgotten(path, MAP_ID).left == ()
    assert found(texts) == []


def test_a_store_that_is_being_read_is_told(
    writer: JournalWriter, path: Path, texts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_traces(writer, path)
    monkeypatch.setattr(erasing, "LOCK_TIMEOUT", 0.01)
    with closing(sqlite3.connect(the_store().file, isolation_level=None)) as database:
        database.execute("BEGIN")
        database.execute("SELECT COUNT(*) FROM entry").fetchone()
        (sentence,) = forgotten(path, MAP_ID).left
        assert sentence.startswith("Earlier versions are deleted, but remains of them may still be in")
    assert forgotten(path, MAP_ID).left == ()
    assert found(texts) == []


def test_a_full_disk_is_told(
    writer: JournalWriter, path: Path, texts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_traces(writer, path)

    def full(_store: VersionStore) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "compact", full)
        (sentence,) = forgotten(path, MAP_ID).left
    assert "the disk is full" in sentence
    assert sentence.endswith("Try again.")
    assert forgotten(path, MAP_ID).left == ()
    assert found(texts) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_settings_that_cannot_be_written_are_told(
    writer: JournalWriter, path: Path, expected_log: LogWatch
) -> None:
    expected_log.expect("settings could not be kept")
    leave_traces(writer, path)
    the_settings().path.chmod(0o400)
    (sentence,) = forgotten(path, MAP_ID).left
    assert sentence.startswith(
        "The settings still have what was to be removed. The settings could not be saved"
    )
    the_settings().path.chmod(0o600)
    assert forgotten(path, MAP_ID).left == ()


def test_damaged_settings_and_a_damaged_store_are_removed_whole(
    writer: JournalWriter, path: Path, texts: tuple[str, ...], expected_log: LogWatch
) -> None:
    leave_traces(writer, path)
    writer.close()
    expected_log.expect("settings could not be read")
    the_settings().path.write_text("{" + TITLE)
    raw = the_store().file.read_bytes()
    the_store().file.write_bytes(b"no" + raw)
    assert forgotten(path, MAP_ID).left == ()
    assert found(texts) == []


def test_what_the_system_refuses_is_told_of_each_step(
    writer: JournalWriter, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_traces(writer, path)

    def refused(*_: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/place")

    monkeypatch.setattr(forgetting, "remove_copies_of", refused)
    monkeypatch.setattr(forgetting, "forget_damaged", refused)
    monkeypatch.setattr(erasing, "erase_maps", refused)
    left = forgotten(path, MAP_ID).left
    assert len(left) == 3
    assert all("Permission denied (/place)" in sentence for sentence in left)


def _die_after(calls: int, path: Path) -> None:
    """Kill this process at some call of a function of the modules that forget."""

    def profile(frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        code = frame.f_code  # type: ignore[attr-defined]
        if event == "call" and "stakemap/storage" in code.co_filename:
            calls -= 1
            if calls == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)
    forgotten(path, MAP_ID)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("calls", [90, 240])
def test_a_kill_in_the_middle_is_made_good_by_forgetting_again(
    path: Path, texts: tuple[str, ...], calls: int
) -> None:
    writer = JournalWriter(the_store())
    leave_traces(writer, path)
    writer.close()
    path.unlink()
    process = multiprocessing.get_context("fork").Process(target=partial(_die_after, calls, path))
    process.start()
    process.join()
    assert process.exitcode in (-signal.SIGKILL, 0)
    # Again from the entry among the recent maps, which goes last.
    recent = next((one for one in the_settings().load().recent if one.path == str(path)), None)
    forgotten(path, recent.map_id if recent is not None else MAP_ID)
    assert found(texts) == []


def test_under_a_policy_without_traces_nothing_is_remembered_and_damaged_stores_go(
    writer: JournalWriter, path: Path
) -> None:
    leave_traces(writer, path)
    use_policy(Policy(leave_no_traces=True))
    store = the_settings()
    assert store.forget_maps().recent == ()
    store.add_recent(path, TITLE, "any")
    store.remember_export("any", {"a": 1})
    store.remember_import("any", {"a": 1})
    kept = the_settings().load()
    assert (kept.recent, kept.exports, kept.imports, kept.last_folder) == ((), {}, {}, "")
    tidy_folders(())
    assert not [*config_folder().glob("*damaged*"), *(state_folder() / "versions").glob("*damaged*")]
