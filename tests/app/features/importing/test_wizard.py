"""The way through the guided import: by Enter alone, with other choices, back, and left."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app_driver import drop
from stakemap.app.canvas import preparation
from stakemap.app.canvas.scene import updater
from stakemap.app.features.importing import state, work
from stakemap.app.features.importing.steps import Step
from stakemap.app.kit.waiting import ProgressDialog, run_with_progress
from stakemap.app.kit.window import AppContext
from stakemap.interchange.content import ImportedActor, ImportedContent, Remark
from stakemap.interchange.formats import FORMATS, Format, FormatPage, ReadJob, ReadOption

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from import_driver import ImportDialogDriver, Register, UseImportDialog

WATER = {"National Water Board", "Farmers' Association", "Ministry of Finance", "River Trust"}


def test_four_enters_after_a_drop_on_the_welcome_page_make_a_map(
    context: AppContext, message_boxes: ScriptedMessageBoxes, register: Register, in_dialog: UseImportDialog
) -> None:
    window = context.new_window()
    window.present()
    steps: list[Step] = []

    def use(wizard: ImportDialogDriver) -> None:
        for _ in range(4):
            steps.append(wizard.dialog.step)
            wizard.enter()

    message_boxes.dialogs = [in_dialog(use)]
    drop(window, register("title-block"))
    assert steps == [Step.SHEET, Step.COLUMNS, Step.SCALES, Step.MERGE]
    assert context.windows == [window]
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    assert {actor.name for actor in session.document.actors.values()} == WATER
    assert session.undo_label == "Import “register.xlsx”"
    (board,) = (key for key, actor in session.document.actors.items() if actor.name.endswith("Board"))
    assert session.document.snapshots[view.snapshot].standings[board].influence.value == 85
    assert "4 new actors" in window.notices.texts()[0]
    session.undo()
    assert session.document.actors == {}
    assert window.notices.texts() == []


def test_a_drop_on_a_map_adds_to_it_as_one_step(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    drop(driver.window, register("plain-english"))
    added = driver.document.actors.keys() - before.actors.keys()
    assert added == {"ministry-of-energy", "coal-miners-union", "chamber-of-commerce"}
    assert before.actors.keys() <= driver.document.actors.keys()
    assert driver.view.issue == "border"
    driver.trigger("undo")
    assert driver.document is before


def test_the_same_file_again_changes_nothing(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    path = register("plain-english")
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))] * 2
    drop(driver.window, path)
    imported = driver.document
    drop(driver.window, path)
    assert driver.document is imported


@pytest.mark.parametrize("action", ["open", "import"])
def test_an_opened_file_proposes_a_new_map_and_an_imported_one_the_map_in_view(
    action: str, open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.answers = [[register("plain-english")]]
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    driver.trigger(action)
    others = [window for window in driver.context.windows if window is not driver.window]
    assert (len(others), driver.document is before) == ((1, True) if action == "open" else (0, False))


def test_a_read_only_map_gets_nothing(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map(read_only=True)
    before = driver.document
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    drop(driver.window, register("plain-english"))
    assert driver.document is before
    assert len(driver.context.windows) == 2


def test_escape_leaves_everything_as_it_was(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    before = driver.document
    driver.message_boxes.dialogs = [
        in_dialog(lambda wizard: wizard.press(Qt.Key.Key_Return, Qt.Key.Key_Escape))
    ]
    drop(driver.window, register("plain-english"))
    assert driver.document is before
    assert driver.context.settings.imports == {}


@pytest.mark.parametrize("begins", ["welcome page", "map"])
def test_cancelling_the_preparation_of_a_new_map_leaves_no_empty_one(
    begins: str,
    context: AppContext,
    open_map: OpenWindow,
    message_boxes: ScriptedMessageBoxes,
    register: Register,
    in_dialog: UseImportDialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_map().window if begins == "map" else context.new_window()
    window.present()
    monkeypatch.setattr(updater, "REBUILD_THRESHOLD", 0)
    monkeypatch.setattr(preparation, "run_with_progress", partial(run_with_progress, at_once=True))
    message_boxes.answers = [[register("plain-english")]]
    message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4)), ProgressDialog.reject]
    shown = window.session
    window.trigger("open")
    assert message_boxes.dialogs == []
    (left,) = context.windows
    assert left.session is shown
    assert left.isVisible()


def test_one_can_go_back_by_keyboard(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    steps: list[Step] = []

    def use(wizard: ImportDialogDriver) -> None:
        wizard.enter(2)
        for _ in range(4):
            steps.append(wizard.dialog.step)
            wizard.dialog.back_button.setFocus()
            wizard.enter()
        wizard.press(Qt.Key.Key_Escape)

    driver.message_boxes.dialogs = [in_dialog(use)]
    drop(driver.window, register("title-block"))
    assert steps == [Step.SCALES, Step.COLUMNS, Step.SHEET, Step.FILE]


def test_the_work_is_done_off_the_gui_thread(
    open_map: OpenWindow, register: Register, in_dialog: UseImportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map()
    threads: list[threading.Thread] = []
    for module, name in ((work, "format_of"), (work, "_merged"), (state, "draw")):
        function = getattr(module, name)

        def watched(*args: object, function: object = function) -> object:
            threads.append(threading.current_thread())
            return function(*args)  # type: ignore[operator]

        monkeypatch.setattr(module, name, watched)
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.press(Qt.Key.Key_Escape))]
    drop(driver.window, register("title-block"))
    assert len(threads) >= 3
    assert threading.main_thread() not in threads


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.xlsx", b"PK\x03\x04 broken [Content_Types].xml", "damaged"),
        ("a.csv", b"", "empty"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    name: str, data: bytes, sentence: str, open_map: OpenWindow, tmp_path: Path
) -> None:
    driver = open_map()
    path = tmp_path / name
    path.write_bytes(data)
    drop(driver.window, path)
    ((headline, text, _),) = driver.message_boxes.told
    assert headline == f"“{name}” cannot be imported"
    assert sentence in text
    assert not driver.session.can_undo


def _is_notes(file: object) -> bool:
    return getattr(file, "data", b"").startswith(b"NOTES")


def _read_notes(job: ReadJob) -> ImportedContent:
    name = "Upper House" if job.options["house"] == "upper" else "Lower House"
    remark = Remark(kind="left-out", sentence="Colours of lines are left out.")
    return ImportedContent(actors=(ImportedActor(key="1", name=name),), remarks=(remark,))


def _page() -> FormatPage:
    return FormatPage(("names",), ("dates",), ("colours",))


NOTES = Format(
    "notes",
    lambda: "Notes of sittings",
    (".notes",),
    _is_notes,
    _read_notes,
    _page,
    lambda _file: (ReadOption("house", "House", "upper", (("upper", "Upper"), ("lower", "Lower"))),),
)


def test_a_file_of_another_tool_shows_its_options_and_what_is_lost_first(
    open_map: OpenWindow, in_dialog: UseImportDialog, tmp_path: Path
) -> None:
    driver = open_map()
    path = tmp_path / "a.notes"
    path.write_bytes(b"NOTES")
    steps: list[Step] = []

    def use(wizard: ImportDialogDriver) -> None:
        page = wizard.dialog.pages[Step.FILE]
        assert "Notes of sittings." in page.format.text()
        assert "Not imported: colours." in page.format.text()
        assert [remark.sentence for remark in page.lost.remarks.remarks] == ["Colours of lines are left out."]
        steps.append(wizard.dialog.step)
        assert wizard.dialog.focusWidget() is page.option_fields["house"]
        wizard.press(Qt.Key.Key_Down)
        wizard.enter()
        steps.append(wizard.dialog.step)
        wizard.enter()

    driver.message_boxes.dialogs = [in_dialog(use)]
    with FORMATS.registered(NOTES):
        drop(driver.window, path)
    assert steps == [Step.FILE, Step.MERGE]
    assert "lower-house" in driver.document.actors


def test_several_files_go_into_one_map(
    context: AppContext, message_boxes: ScriptedMessageBoxes, register: Register, in_dialog: UseImportDialog
) -> None:
    window = context.new_window()
    window.present()
    message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))] * 2
    drop(window, register("title-block"), register("plain-english"))
    QApplication.processEvents()
    assert context.windows == [window]
    assert window.session is not None
    assert len(window.session.document.actors) == 7


def test_a_later_register_goes_into_a_snapshot_of_its_date(
    open_map: OpenWindow, tmp_path: Path, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    before = driver.document
    path = tmp_path / "Stakeholders August 2025.csv"
    path.write_text("Stakeholder,Influence,Support\nArmenia,High,For\nRiver Trust,Low,Against\n", "utf-8")
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))] * 2
    drop(driver.window, path)
    shown = driver.document.snapshots[driver.view.snapshot]
    assert driver.view.snapshot not in before.snapshots
    assert shown.date == "2025-08"
    assert set(shown.standings) == {"armenia", "river-trust"}
    assert all(driver.document.snapshots[key] is each for key, each in before.snapshots.items())
    imported = driver.document
    drop(driver.window, path)
    assert driver.document is imported


def test_the_first_issue_of_the_file_is_shown(
    open_map: OpenWindow, tmp_path: Path, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    path = tmp_path / "register.csv"
    path.write_text("Actor,Tunnel position,Bridge position\nArmenia,20,80\nGeorgia,90,10\n", "utf-8")
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(4))]
    drop(driver.window, path)
    assert driver.document.issues[driver.view.issue].name == "Tunnel"


def test_references_are_counted_as_sources(
    open_map: OpenWindow, tmp_path: Path, in_dialog: UseImportDialog
) -> None:
    driver = open_map()
    path = tmp_path / "references.bib"
    path.write_text(
        "@book{a, title={Borders}, year={2020}}\n@book{b, title={Bridges}, year={2021}}\n", "utf-8"
    )
    driver.message_boxes.dialogs = [in_dialog(lambda wizard: wizard.enter(2))]
    drop(driver.window, path)
    assert "2 new sources" in driver.window.notices.texts()[0]
