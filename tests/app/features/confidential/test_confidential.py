"""What the user is asked and told about what is kept of a map; afterwards nothing of it is found any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app_driver import ScriptedMessageBoxes, documents_of, named
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import MessageDialog
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import context_for
from stakemap.app.shell.main_window import MainWindow
from stakemap.app.shell.welcome import WelcomePage
from stakemap.editing.session import Session
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.files import save_map
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.settings.records import RecentFile
from stakemap.storage.settings.settings import SettingsStore
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore
from state_search import found

TITLE, REASON = "Ozymandias affair", "Traveller from an antique land"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Ozymandias.stakemap.json"
    save_map(path, set_texts(sample(), title=TITLE))
    return path


@pytest.fixture
def window(context: AppContext, path: Path) -> MainWindow:
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


@pytest.fixture
def texts(path: Path) -> tuple[str, ...]:
    return TITLE, REASON, sample().id, str(path), path.name


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def work(context: AppContext, window: MainWindow) -> None:
    """Edit, save, export, and edit again."""
    session = session_of(window)
    for number in range(3):
        session.apply(set_texts.of(note=f"{REASON} {number}"), label=REASON)
        if number < 2:
            assert window.service(Saving).save()
    options = {"headline": REASON}
    context.apply_settings(context.store.remember_export(session.document.id, options))
    assert documents_of(context).autosave.flush()


def leave_behind(path: Path) -> None:
    """What a process leaves that was killed after one edit."""
    writer = JournalWriter(VersionStore(state_folder() / "versions"))
    document = set_texts(sample(), title=TITLE)
    journal = writer.open(document, path, save_map(path, document))
    journal.record(REASON, document, set_texts(document, note=REASON))
    assert writer.flush()
    writer.close()


def test_all_is_forgotten_of_a_map_that_stays_open_with_its_changes(
    context: AppContext,
    window: MainWindow,
    message_boxes: ScriptedMessageBoxes,
    texts: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object, **_more: object) -> None:
        raise OSError("no")

    work(context, window)
    assert len(found(texts)) > 8
    message_boxes.answers = [False, True]
    window.trigger("forget-map")
    with monkeypatch.context() as patch:
        patch.setattr("stakemap.storage.store.erasing.erase_maps", refused)
        window.trigger("forget-map")
    headline, text, _ = message_boxes.told[-1]
    assert headline == f"Not everything about “{TITLE}” is forgotten"
    assert text.startswith("Earlier versions and unsaved work are still in")
    assert found(texts)
    message_boxes.answers = [True]
    window.trigger("forget-map")
    assert message_boxes.asked[-1] == f"confirm Forget everything about “{TITLE}”?"
    assert message_boxes.told[-1][0] == f"Everything about “{TITLE}” is forgotten"
    assert found(texts) == []
    assert session_of(window).is_modified
    assert session_of(window).document.note == f"{REASON} 2"
    assert context.settings.recent == ()


def test_a_recent_map_whose_file_is_gone_is_forgotten_from_the_welcome_page(
    context: AppContext,
    window: MainWindow,
    message_boxes: ScriptedMessageBoxes,
    texts: tuple[str, ...],
    path: Path,
    qtbot: QtBot,
) -> None:
    work(context, window)
    message_boxes.answers = ["discard"]
    window.close()
    leave_behind(path)
    path.unlink()
    welcome = context.show_welcome()
    page = welcome.centralWidget()
    assert isinstance(page, WelcomePage)
    qtbot.waitUntil(lambda: page.unsaved is not None)
    assert page.unsaved is not None
    assert len(page.unsaved.rows) == 1
    message_boxes.answers = [True]
    button = named(welcome, IconButton, f"Forget everything about {TITLE}…")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert found(texts) == []
    assert page.unsaved.rows == []
    assert message_boxes.told[-1][0] == f"Everything about “{TITLE}” is forgotten"
    assert not [
        each
        for each in welcome.findChildren(IconButton)
        if TITLE in each.accessibleName() and each.isVisible()
    ]


def test_a_map_that_leaves_no_traces_leaves_none_and_says_so(
    context: AppContext, window: MainWindow, message_boxes: ScriptedMessageBoxes, texts: tuple[str, ...]
) -> None:
    work(context, window)
    message_boxes.answers = [False, True]
    window.trigger("leave-no-traces")
    assert not window.host.actions["leave-no-traces"].isChecked()
    window.trigger("leave-no-traces")
    assert message_boxes.told == []
    status = window.status.no_traces
    assert status.isVisible()
    assert status.text() == "No traces"
    assert window.host.actions["leave-no-traces"].isChecked()
    # Its unsaved work is still kept, since the app may crash.
    assert {place.partition(" in ")[2].partition("-")[0] for place in found(texts)} == {
        "versions/versions.sqlite3"
    }
    work(context, window)
    assert context.settings.recent == ()
    status.click()
    assert message_boxes.told.pop()[0] == "This map leaves no traces"
    window.trigger("leave-no-traces")
    assert (status.isVisible(), window.host.actions["leave-no-traces"].isChecked()) == (False, False)
    message_boxes.answers = [True, "discard"]
    window.trigger("leave-no-traces")
    window.close()
    assert found(texts) == []
    assert SettingsStore().load().untraced != ()


def test_what_another_process_says_of_a_map_counts_once_it_is_closed(
    context: AppContext,
    window: MainWindow,
    message_boxes: ScriptedMessageBoxes,
    texts: tuple[str, ...],
    path: Path,
) -> None:
    work(context, window)
    other = SettingsStore()
    other.set_untraced(sample().id, True)
    other.forget({sample().id}, [path])
    message_boxes.answers = ["discard"]
    window.close()
    assert found(texts) == []


def test_after_a_crash_its_work_is_offered_and_gone_once_recovered_and_closed(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    path: Path,
    texts: tuple[str, ...],
    tmp_path: Path,
) -> None:
    use_policy(Policy(leave_no_traces=True, organisation="The ministry"))
    leave_behind(path)
    message_boxes.answers = ["recover"]
    window = documents_of(context).open_file(path)
    assert isinstance(window, MainWindow)
    assert session_of(window).document.note == REASON
    kept = SettingsStore(tmp_path / "settings.json")
    kept.update(recent=(RecentFile(path=str(path), title=TITLE),), imports={"0": {"heading": REASON}})
    context_for(kept, message_boxes, context.today)
    assert not SettingsStore(kept.path).load().remembers_maps
    action = window.host.actions["leave-no-traces"]
    assert (action.isChecked(), action.isEnabled()) == (True, False)
    assert "Set by The ministry" in action.toolTip()
    assert window.status.no_traces.isVisible()
    window.status.no_traces.click()
    assert "set by The ministry" in message_boxes.told.pop()[1]
    message_boxes.answers = ["discard"]
    window.close()
    assert found(texts) == []
    assert context.settings.recent == ()


def test_unsaved_work_that_is_not_kept_once_dismissed_is_asked_about(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    path: Path,
    texts: tuple[str, ...],
    qtbot: QtBot,
) -> None:
    use_policy(Policy(leave_no_traces=True))
    leave_behind(path)
    page = context.show_welcome().centralWidget()
    assert isinstance(page, WelcomePage)
    qtbot.waitUntil(lambda: page.unsaved is not None)
    assert page.unsaved is not None
    (row,) = page.unsaved.rows
    message_boxes.answers = [False, True]
    row.decline.click()
    assert page.unsaved.rows == [row]
    assert found(texts) != []
    row.decline.click()
    assert page.unsaved.rows == []
    assert found(texts) == []
    assert not page.show_dismissed.isVisible(), "there is nothing to be had back"


def test_history_is_cleared_of_one_map_or_of_all(
    context: AppContext, window: MainWindow, message_boxes: ScriptedMessageBoxes, path: Path
) -> None:
    work(context, window)

    def choose(key: str) -> Callable[[MessageDialog], None]:
        def use(dialog: MessageDialog) -> None:
            assert f"“{TITLE}”: " in dialog.message
            QTest.mouseClick(dialog.button(key), Qt.MouseButton.LeftButton)

        return use

    store = VersionStore(state_folder() / "versions")
    message_boxes.dialogs = [choose("cancel")]
    window.trigger("clear-history")
    assert len(store.versions(sample().id, path)) > 3
    message_boxes.dialogs = [choose("map")]
    window.trigger("clear-history")
    assert window.status.currentMessage() == "The history is cleared"
    (version,) = store.versions(sample().id, path)
    assert store.load(version.entry).note == f"{REASON} 2"
    message_boxes.dialogs = [choose("all")]
    window.trigger("clear-history")
    assert len(store.versions(sample().id, path)) == 1
