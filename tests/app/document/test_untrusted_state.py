"""Nothing in the state folder, or in its place, keeps the app from starting or its window from showing."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app_driver import ScriptedMessageBoxes, documents_of, make_context, tidy_up
from samples import sample
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.crash_report import report_crashes
from stakemap.app.shell.welcome import WelcomePage
from stakemap.logs import state_folder
from stakemap.model import edits
from stakemap.storage.files import save_map
from stakemap.storage.locks.presence import Claim, Holder, requests_folder
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore


@pytest.fixture
def context(qapp: QApplication) -> Iterator[AppContext]:
    message_boxes = ScriptedMessageBoxes()
    context = make_context(message_boxes)
    yield context
    tidy_up(context, message_boxes)


def store() -> VersionStore:
    return VersionStore(state_folder() / "versions")


def leave_behind(*titles: str, path: Path | None = None) -> None:
    """What a process that was killed leaves of maps that were edited once each."""
    writer = JournalWriter(store())
    digest = "" if path is None else save_map(path, sample())
    for title in titles:
        document = sample()
        writer.open(document, path, digest).record(
            "Retitle", document, edits.set_texts(document, title=title)
        )
        assert writer.flush()
    writer.close()


def page_of(context: AppContext) -> WelcomePage:
    page = context.show_welcome().centralWidget()
    assert isinstance(page, WelcomePage)
    return page


def notices_of(context: AppContext) -> list[str]:
    QApplication.processEvents()
    return [text for window in context.windows for text in window.notices.texts()]


def test_the_page_is_shown_while_the_store_is_locked(
    context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.shell.welcome.GRACE", 0.01)
    leave_behind("Left behind")
    with closing(sqlite3.connect(store().file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        page = page_of(context)
        assert page.isVisible()
        assert not page.has_looked
        qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
        assert page.unsaved is None
        (said,) = notices_of(context)
        assert said.startswith(
            f"Earlier versions cannot be read or kept in {state_folder()}, so save often: "
        )


def test_unsaved_work_is_looked_for_off_the_gui_thread(
    context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind("Left behind")
    threads = set()
    original = VersionStore.recoverable

    def noting(store: VersionStore, **options: object) -> object:
        threads.add(threading.current_thread())
        return original(store, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(VersionStore, "recoverable", noting)
    page = page_of(context)
    qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
    assert page.unsaved is not None
    assert threads
    assert threading.main_thread() not in threads


def test_much_unsaved_work_is_offered_a_few_at_a_time(context: AppContext, qtbot: QtBot) -> None:
    leave_behind(*(f"Map {number}" for number in range(12)))
    page = page_of(context)
    qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
    unsaved = page.unsaved
    assert unsaved is not None
    assert [row.item.title for row in unsaved.rows] == [f"Map {number}" for number in (11, 10, 9, 8, 7)]
    assert unsaved.show_more.text() == "Show 7 older maps…"
    unsaved.show_more.click()
    assert len(unsaved.rows) == 10
    assert unsaved.show_more.text() == "Show 2 older maps…"
    for row in tuple(unsaved.rows):
        row.decline.click()
    assert [row.item.title for row in unsaved.rows] == ["Map 1", "Map 0"]
    assert unsaved.show_more.isHidden()
    assert unsaved.isVisible()


def test_offers_that_come_late_stand_in_the_order_of_tab_where_they_are_seen(
    context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.shell.welcome.GRACE", 0.0)
    leave_behind(*(f"Map {number}" for number in range(6)))
    page = page_of(context)
    qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
    unsaved = page.unsaved
    assert unsaved is not None
    unsaved.show_more.click()
    qtbot.waitUntil(lambda: all(row.isVisible() for row in unsaved.rows))
    page.open_button.setFocus()
    expected = [button for row in unsaved.rows for button in (row.take, row.decline)]
    for button in (*expected, page.cards[0]):
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        assert page.window().focusWidget() is button


def test_only_what_is_offered_at_once_is_compared_with_its_file_first(
    context: AppContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind(*(f"Map {number}" for number in range(12)), path=tmp_path / "map.stakemap.json")
    compared = []
    autosave = documents_of(context).autosave
    monkeypatch.setattr(autosave, "is_in_file", lambda item: compared.append(item))
    assert len(autosave.recoverable()) == 12
    assert len(compared) == 5


def test_damage_that_was_mended_is_told_once(context: AppContext, qtbot: QtBot) -> None:
    leave_behind("Left behind")
    with closing(sqlite3.connect(store().file)) as database:
        database.execute("UPDATE session SET title = x'00'")
        database.commit()
    said: list[str] = []
    autosave = documents_of(context).autosave
    autosave.trouble.connect(said.append)
    for _ in range(2):
        autosave.clean_up()
        (thread,) = (each for each in threading.enumerate() if each.name == "stakemap-clean-up")
        thread.join(30)
        QApplication.processEvents()
    assert said == ["Some entries of the store of earlier versions were damaged; what is left of them stays."]
    assert [item.title for item in autosave.recoverable()] == [""]


def in_place_of(name: str, make: Callable[[Path], object]) -> Callable[[], None]:
    def put() -> None:
        path = state_folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)

    return put


def file(path: Path) -> None:
    path.write_bytes(b"in the way")


def folder(path: Path) -> None:
    (path / "inside").mkdir(parents=True)


NAMES = {
    "versions": (file,),
    "recovery": (file,),
    "recovery/1-a.json": (folder,),
    "recovery/1.place": (folder,),
    "crashes": (file,),
    "crashes/20250101-000000-1.running": (folder,),
    "open": (file,),
    "open/0.lock": (folder,),
    "unfinished": (file,),
    "unfinished/.stakemap-0.tmp": (folder,),
    "stakemap.log": (folder,),
    "versions/owners": (file,),
    "": (file,),
}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (name, kind)
        for name, kinds in NAMES.items()
        for kind in (*kinds, *((os.mkfifo,) if sys.platform != "win32" and name else ()))
    ],
)
def test_what_is_in_the_place_of_a_folder_or_file_stops_nothing(
    context: AppContext, qtbot: QtBot, tmp_path: Path, name: str, kind: Callable[[Path], object]
) -> None:
    in_place_of(name, kind)()
    page = page_of(context)
    qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
    path = tmp_path / "map.stakemap.json"
    save_map(path, sample())
    window = documents_of(context).open_file(path)
    assert window is not None
    report_crashes(context)
    documents_of(context).autosave.clean_up_now()
    assert len(notices_of(context)) <= 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs modes that bind")
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_state_folder_without_access_stops_nothing(context: AppContext, qtbot: QtBot, mode: int) -> None:
    leave_behind("Left behind")
    state_folder().chmod(mode)
    try:
        page = page_of(context)
        qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
        assert page.isVisible()
    finally:
        state_folder().chmod(0o700)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"[]",
        b"5",
        b"[" * 9_000,
        b"x" * 20_000,
        b'{"pid": 1, "since": 1e308, "analyst": ""}',
        b'{"pid": 1, "since": NaN, "analyst": ""}',
        b'{"pid": 99999999999999999999, "since": 1, "analyst": ""}',
        b'{"pid": "1", "since": [], "analyst": {}}',
        b'{"pid": -1, "since": 1, "analyst": ""}',
    ],
)
def test_a_note_that_is_damaged_tells_nothing_of_the_other_process(tmp_path: Path, note: bytes) -> None:
    path = tmp_path / "map.stakemap.json"
    claim = Claim(path)
    for each in (state_folder() / "open").glob("*.json"):
        each.write_bytes(note)
    other = Claim(path)
    other.release()
    claim.release()
    assert other.holder == Holder(0, 0.0, "")


def test_a_folder_in_the_place_of_a_request_stops_no_claim(tmp_path: Path) -> None:
    claim = Claim(tmp_path / "map.stakemap.json")
    requests = [lock.with_suffix(".show") for lock in requests_folder().glob("*.lock")]
    claim.release()
    for request in requests:
        request.mkdir()
    claim = Claim(tmp_path / "map.stakemap.json")
    assert claim.take_request() is None
    claim.release()


def test_folders_out_of_reach_are_no_folders(
    context: AppContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a state folder that may not be entered, where Python before 3.12 raises an error."""

    def refuse(path: Path) -> bool:
        if path.is_relative_to(state_folder()):
            raise PermissionError(13, "Permission denied")
        return os.path.isdir(path)  # noqa: PTH112 - what is replaced

    path = tmp_path / "map.stakemap.json"
    save_map(path, sample())
    leave_behind("Left behind")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_dir", refuse)
        page = page_of(context)
        qtbot.waitUntil(lambda: page.has_looked, timeout=30_000)
        documents_of(context).autosave.clean_up_now()
        assert documents_of(context).open_file(path) is not None
