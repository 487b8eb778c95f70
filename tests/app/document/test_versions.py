"""Earlier versions are listed, shown, compared in words and put back; undo takes that back too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app_driver import ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document.earlier_versions import EarlierVersionsDialog, without_transient
from stakemap.app.document.saving import Saving
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.logs import state_folder
from stakemap.model.edits import Move, move_actors, set_texts
from stakemap.storage.files import open_map, save_map
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.store.versions import VersionInfo, VersionStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.session import Session

Use = Callable[[EarlierVersionsDialog], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "map.stakemap.json"
    save_map(path, set_texts(sample(), title="As it came"))
    return path


@pytest.fixture
def window(context: AppContext, path: Path) -> MainWindow:
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def retitle(window: MainWindow, *titles: str) -> None:
    for title in titles:
        session_of(window).apply(set_texts.of(title=title), label=f"Call it {title}")


def with_dialog(window: MainWindow, message_boxes: ScriptedMessageBoxes, use: Use) -> None:
    def used(dialog: object) -> None:
        assert isinstance(dialog, EarlierVersionsDialog)
        use(dialog)

    message_boxes.dialogs = [used]
    window.host.actions["versions"].trigger()
    assert message_boxes.dialogs == []


def rows(dialog: EarlierVersionsDialog) -> list[str]:
    return [dialog.list.rows.index(number).data() for number in range(dialog.list.rows.rowCount())]


def test_what_was_done_is_kept_beside_the_version_it_led_to(window: MainWindow, context: AppContext) -> None:
    retitle(window, "One")
    window.host.actions["undo"].trigger()
    undone, done = (
        item for item in documents_of(context).autosave.versions(session_of(window)) if not item.opened
    )
    store = VersionStore(state_folder() / "versions")
    assert (store.edit(done.entry), store.edit(undone.entry)) == (set_texts.of(title="One"), None)


def test_a_run_of_nudges_is_one_version_whose_edit_leads_there(
    window: MainWindow, context: AppContext
) -> None:
    session = session_of(window)
    start, latest = session.document, session.document
    for alignment in (10, 11, 12):
        edit = move_actors.of("2025-07", "border", {"armenia": Move(alignment)}, session.authorship)
        session.amend(latest, edit, label="Move Armenia", replace=True)
        latest = session.document
    (moved,) = (item for item in documents_of(context).autosave.versions(session) if not item.opened)
    store = VersionStore(state_folder() / "versions")
    assert (store.edit(moved.entry), store.load(moved.entry)) == (edit, latest)
    assert edit.apply(start) == latest


def test_all_states_are_listed_shown_compared_and_restored(
    window: MainWindow, path: Path, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    retitle(window, "One", "Two")
    assert window.service(Saving).save()
    retitle(window, "Three")

    def use(dialog: EarlierVersionsDialog) -> None:
        assert rows(dialog) == ["Call it Three", "Saved", "Call it Two", "Call it One", "Opened"]
        assert dialog.focusWidget() is dialog.list
        qtbot.waitUntil(lambda: dialog.summary.text() == "The map has not changed since then.")
        assert not dialog.restore.isEnabled()
        dialog.only_files.click()
        assert rows(dialog) == ["Saved", "Opened"]
        QTest.keyClick(dialog.list, Qt.Key.Key_End)
        qtbot.waitUntil(dialog.restore.isEnabled)
        assert dialog.differences.toPlainText() == "The map: title “Three” → “As it came”"
        qtbot.waitUntil(lambda: not dialog.picture.pixmap().isNull() and dialog.picture.isEnabled())
        QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    with_dialog(window, message_boxes, use)
    session = session_of(window)
    assert session.document.title == "As it came"
    assert session.is_modified
    assert open_map(path).document.title == "Two"
    session.undo()
    assert session.document.title == "Three"
    asked: list[OtherVersion] = []
    window.comparison_requested.connect(asked.append)

    def compare(dialog: EarlierVersionsDialog) -> None:
        assert not dialog.compare.isEnabled()
        QTest.keyClick(dialog.list, Qt.Key.Key_End)
        qtbot.waitUntil(dialog.compare.isEnabled)
        QTest.mouseClick(dialog.compare, Qt.MouseButton.LeftButton)

    with_dialog(window, message_boxes, compare)
    (other,) = asked
    assert other.document.title == "As it came"
    assert other.base == other.document
    assert other.name.startswith("the version of ")


def test_a_map_without_edits_says_from_when_on_versions_are_kept(
    window: MainWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    def use(dialog: EarlierVersionsDialog) -> None:
        assert dialog.restore.isHidden()
        assert dialog.list.rows.rowCount() == 0

    with_dialog(window, message_boxes, use)


def test_a_preset_that_is_just_saved_has_its_version(
    context: AppContext, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    window = documents_of(context).open_preset("armenia-turkiye")
    message_boxes.answers = [tmp_path / "mine"]
    assert window.service(Saving).save()
    with_dialog(window, message_boxes, lambda dialog: message_boxes.answers.extend(rows(dialog)))
    assert message_boxes.answers == ["Saved"]


def test_a_version_that_cannot_be_read_any_more_says_so(
    window: MainWindow, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    retitle(window, "One")
    assert documents_of(window.context).autosave.writer.flush()
    monkeypatch.setattr("stakemap.storage.store.restoring.unpack", lambda _data: [][0])

    def use(dialog: EarlierVersionsDialog) -> None:
        qtbot.waitUntil(lambda: "damaged" in dialog.summary.text())
        assert not dialog.restore.isEnabled()

    with_dialog(window, message_boxes, use)


def test_what_cannot_be_changed_is_shown_but_not_restored(
    window: MainWindow, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    retitle(window, "One", "Two")
    session_of(window).read_only = True

    def use(dialog: EarlierVersionsDialog) -> None:
        dialog.list.setCurrentIndex(dialog.list.rows.index(1))
        qtbot.waitUntil(lambda: bool(dialog.differences.toPlainText()))
        assert not dialog.restore.isEnabled()

    with_dialog(window, message_boxes, use)


def test_what_an_arrow_key_leaves_on_its_way_is_one_version() -> None:
    def version(entry: int, at: float, label: str, saved: bool = False) -> VersionInfo:
        return VersionInfo(entry, at, label, saved)

    held = [
        version(9, 104.0, "Move Iran"),
        version(8, 103.9, ""),
        version(7, 103.5, "Move Iran"),
        version(6, 103.4, ""),
        version(5, 103.0, "Move Iran"),
        version(4, 102.9, "", saved=True),
        version(3, 102.8, "Move Iran"),
        version(2, 102.7, "Rename Iran"),
        version(1, 90.0, "Rename Iran"),
    ]
    assert [each.entry for each in without_transient(held)] == [9, 4, 3, 2, 1]
    assert without_transient([]) == ()


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy(), "for 90 days."),
        (Policy(leave_no_traces=True), "until it is closed."),
        (Policy(keep_history_days=1), "for 1 day."),
        (Policy(keep_history_days=30), "for 30 days."),
        (Policy(keep_history_days=0), "until it is closed."),
    ],
)
def test_before_the_first_version_it_is_said_how_long_they_will_be_kept(
    policy: Policy, expected: str, open_map: OpenWindow, qtbot: QtBot
) -> None:
    use_policy(policy)
    driver = open_map()
    dialog = EarlierVersionsDialog(None, driver.context, driver.session, driver.view, ())
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(PlainLabel)]
    assert any(text.endswith(f"is kept here {expected}") for text in texts)
