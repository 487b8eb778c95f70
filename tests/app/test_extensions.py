"""A kind of slide, an exporter and an importer that are added show up wherever the built-in ones do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app_driver import documents_of
from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.kit.window import Window
from stakemap.cli import main
from stakemap.errors import Fault, MapReadError
from stakemap.export.exporters import EXPORTERS, Exporter, ExportJob
from stakemap.export.formats import files_for
from stakemap.interchange.content import ImportedActor, ImportedContent, Remark
from stakemap.interchange.formats import FORMATS, Format, FormatPage, ReadJob
from stakemap.interchange.importers import IMPORTERS, Imported, Importer, ImportJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.model.document import Actor
from stakemap.model.edits_records import add_actor
from stakemap.picture.framed_page import FramedPage
from stakemap.picture.job import SlideJob
from stakemap.picture.kinds import SLIDE_KINDS, SlideKind
from stakemap.picture.slide import Slide
from stakemap.picture.sources import footnotes
from stakemap.storage.files import open_map as open_file

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow

PRESET = ["export", "--preset", "armenia-turkiye"]


def roster(job: SlideJob) -> tuple[Slide, ...]:
    """A page with the names of all actors."""
    page = FramedPage(job)
    notes = footnotes(job.document, job.appearance, job.resolver)
    body = page.frame("Who is who", notes, "")
    names = ", ".join(actor.name for actor in job.document.actors.values())
    page.builder.text("row", names, body.left, body.top, page.builder.size(12), body.width)
    return (page.slide(body),)


def as_words(job: ExportJob) -> bytes:
    """The title of each slide in a line."""
    return "".join(f"{slide.title}\n" for slide in job.slides).encode()


def as_list(job: ImportJob) -> Imported:
    """An actor for each line."""
    document = job.into
    for number, name in enumerate(job.data.decode().splitlines()[1:]):
        if not name:
            raise MapReadError("A line is empty.", [Fault("line", f"line {number + 2}", "It is empty.")])
        document = add_actor(document, name.lower(), Actor(name=name))
    return Imported(document, (Fault("dates", "", "Dates were left out.", "warning"),))


@pytest.fixture
def _slide_kind() -> Iterator[None]:
    with SLIDE_KINDS.registered(SlideKind("toy-roster", lambda: "Roster", roster, lambda: "R&oster")):
        yield


@pytest.fixture
def _exporter() -> Iterator[None]:
    toy = Exporter(
        "words", lambda: "Word list", lambda: "Word lists", (".words",), as_words, holds_all_slides=True
    )
    with EXPORTERS.registered(toy):
        yield


@pytest.fixture
def _importer() -> Iterator[None]:
    toy = Importer("list", lambda: "Lists", (".list", ".json"), lambda data: data[:5] == b"LIST\n", as_list)
    with IMPORTERS.registered(toy):
        yield


class AskedFor:
    """What the system's file dialog was asked to show, and what it answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.filters, self.chosen = "", ("", "")
        for name in ("getOpenFileNames", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, self.ask)

    def ask(self, _parent: object, _title: str, _place: str, filters: str, *_: object) -> Any:
        """Remember the filters."""
        self.filters = filters
        return self.chosen


@pytest.fixture
def file_dialog(monkeypatch: pytest.MonkeyPatch) -> AskedFor:
    return AskedFor(monkeypatch)


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `--help` says, without its line breaks."""
    assert main([command, "--help"]) == 0
    return " ".join(capsys.readouterr().out.split())


# --- a kind of slide ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_slide_kind")
def test_a_new_kind_of_slide_is_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"{', '.join(SLIDE_KINDS.ids)};" in help_of("export", capsys)
    out = tmp_path / "a.svg"
    assert main([*PRESET, "--slide", "toy-roster", "-o", str(out)]) == 0
    assert "Who is who" in out.read_text("utf-8")


@pytest.mark.usefixtures("_slide_kind")
def test_a_new_kind_of_slide_is_in_the_export_dialog(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    seen: list[tuple[str, list[str]]] = []

    def look(dialog: ExportDialog) -> None:
        dialog.slides.kinds["map"].setChecked(False)
        dialog.slides.kinds["toy-roster"].setChecked(True)
        listed = dialog.slides.list
        seen.append((dialog.slides.kinds["toy-roster"].text(), [listed.item(0).text()]))

    driver = open_map()
    message_boxes.dialogs.append(look)
    driver.trigger("export")
    assert seen[0][0] == "R&oster"
    assert seen[0][1][0].startswith("Roster")
    assert ExportChoices.from_settings({"kinds": ["toy-roster"]}).kinds == ("toy-roster",)


def test_a_kind_that_has_gone_is_neither_offered_nor_remembered() -> None:
    assert "toy-roster" not in SLIDE_KINDS
    assert main([*PRESET, "--slide", "toy-roster", "-o", "a.svg"]) == 2
    assert ExportChoices.from_settings({"kinds": ["toy-roster"]}).kinds == ("map",)


# --- an exporter -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_exporter")
def test_a_new_format_is_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ".pptx, .words" in help_of("export", capsys)
    out = tmp_path / "a.words"
    assert main([*PRESET, "--slide", "map", "--slide", "matrix", "-o", str(out)]) == 0
    assert len(out.read_text("utf-8").splitlines()) == 2
    assert files_for(out, 3) == (out,)


@pytest.mark.usefixtures("_exporter")
def test_a_new_format_is_in_the_dialogs(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, file_dialog: AskedFor
) -> None:
    formats: list[str] = []

    def look(dialog: ExportDialog) -> None:
        choice = dialog.target.format_choice
        formats.extend(choice.itemText(place) for place in range(choice.count()))
        choice.setCurrentIndex(choice.count() - 1)
        assert dialog.target.path.suffix == ".words"
        assert dialog.look.transparent.isHidden()

    driver = open_map()
    message_boxes.dialogs.append(look)
    driver.trigger("export")
    assert formats[-1] == "Word list"
    file_dialog.chosen = ("a", "Word lists (*.words)")
    chosen = QtMessageBoxes().picture_to_save(driver.window, Path("a.png"))
    assert chosen == Path("a.words")
    assert file_dialog.filters.endswith(";;PowerPoint decks (*.pptx);;Word lists (*.words)")


# --- an importer -------------------------------------------------------------------------------------------


def test_a_format_to_import_is_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.list", tmp_path / "a.stakemap.json"
    source.write_text('{"list": ["Iran"]}', "utf-8")
    toy = Format("list", lambda: "Lists", (".list",), _is_list, _listed, _page)
    with FORMATS.registered(toy):
        assert main(["import", "--formats"]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "Lists (.list)"
        assert main(["import", str(source), "-o", str(out)]) == 0
    assert set(open_file(out).document.actors) == {"iran"}
    assert f"{source}: Dates were left out." in capsys.readouterr().out.splitlines()


def _is_list(file: IncomingFile) -> bool:
    return file.data.startswith(b'{"list"')


def _listed(job: ReadJob) -> ImportedContent:
    """An actor for each name."""
    names = job.file.json["list"]
    remarks = (Remark(kind="left-out", sentence="Dates were left out."),)
    return ImportedContent(
        actors=tuple(ImportedActor(key=name, name=name) for name in names), remarks=remarks
    )


def _page() -> FormatPage:
    return FormatPage(("names",))


@pytest.mark.usefixtures("_importer")
def test_a_new_importer_is_in_the_file_dialogs(open_map: OpenWindow, file_dialog: AskedFor) -> None:
    window, home = open_map().window, Path.home()
    assert QtMessageBoxes().files_to_open(window, home) == []
    maps = "Stakemap maps (*.stakemap.json *.stakemap *.json)"
    built_in = [each for each in IMPORTERS if each.id != "list"]
    endings = " ".join(f"*{ending}" for each in built_in for ending in each.endings)
    titles = ";;".join(f"{each.title()} ({' '.join(f'*{one}' for one in each.endings)})" for each in built_in)
    kinds = f"{titles};;Lists (*.list *.json);;All files (*)"
    assert file_dialog.filters == f"{maps};;{kinds}"
    assert QtMessageBoxes().files_to_import(window, home) == []
    assert file_dialog.filters == f"Files to import ({endings} *.list *.json);;{kinds}"


def drop(window: Window, path: Path) -> None:
    """Drag a file from another program onto a window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, copy = QPointF(50, 50), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(place.toPoint(), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(place, copy, data, left, none))
    QApplication.processEvents()


@pytest.mark.usefixtures("_importer")
@pytest.mark.parametrize("name", ["a.list", "a.json"])
def test_a_file_dropped_on_a_window_is_imported(
    name: str, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text("LIST\nIran\n", "utf-8")
    driver = open_map()
    drop(driver.window, path)
    (new,) = [window for window in driver.context.windows if window is not driver.window]
    assert new.session is not None
    assert set(new.session.document.actors) == {"iran"}
    assert new.session.document.title == "a"
    assert new.session.path is None
    assert new.session.is_modified
    assert message_boxes.told == [("Part of the file was not imported", "Dates were left out.", "")]


@pytest.mark.usefixtures("_importer")
def test_a_map_of_the_same_ending_is_opened_as_a_map(open_map: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    assert main(["new", "-o", str(path)]) == 0
    driver = open_map()
    opened = documents_of(driver.context).open_file(path)
    assert opened is not None
    assert opened.session is not None
    assert opened.session.path == path


# --- the action --------------------------------------------------------------------------------------------


def test_a_table_is_imported_from_the_menu(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text("Name,Influence\nGeorgia,45\n", "utf-8")
    driver = open_map()
    message_boxes.answers = [[path]]
    driver.trigger("import")
    (new,) = [window for window in driver.context.windows if window is not driver.window]
    assert new.session is not None
    assert new.session.document.snapshots["now"].standings["georgia"].on == "2025-08-01"
    assert message_boxes.told == []


def test_a_long_table_is_imported_in_a_thread(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Name,Note\n" + "".join(f"Actor {n},{'x' * 900}\n" for n in range(60)), "utf-8")
    driver = open_map()
    shown = []

    def wait(dialog: ProgressDialog) -> None:
        shown.append(dialog)
        qtbot.waitUntil(lambda: bool(dialog.result()), timeout=20_000)

    message_boxes.dialogs.append(wait)
    new = documents_of(driver.context).import_file(path)
    assert new is not None
    assert new.session is not None
    assert len(new.session.document.actors) == 60
    # What was read does not go with the dialog, which would hold up a frame.
    assert [dialog.result_value for dialog in shown] == [None]


def test_faults_of_a_table_are_listed(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text("Name,Influence\nGeorgia,lots\nIran,400\n", "utf-8")
    driver = open_map()
    assert documents_of(driver.context).import_file(path) is None
    assert driver.context.windows == [driver.window]
    (told,) = message_boxes.told
    assert told[:2] == ("“talks.csv” cannot be imported", "2 cells cannot be used.")
    assert told[2].splitlines() == [
        "row 1, Influence: “lots” is not a number.",
        "row 2, Influence: 400 is out of range: it must be between 0 and 100.",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("talks.csv", "The content of this file does not match its extension."),
        ("talks.xlsx", "Stakemap cannot import this kind of file."),
    ],
)
def test_a_workbook_is_no_table(
    name: str, sentence: str, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04\x14\0")
    assert documents_of(open_map().context).import_file(path) is None
    ((told, why, _),) = message_boxes.told
    assert (told, why) == (f"“{name}” cannot be imported", sentence)


@pytest.mark.usefixtures("_importer")
def test_what_an_edit_refuses_is_told_of_a_dropped_file(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    path = tmp_path / "twice.list"
    path.write_text("LIST\nArmenia\nArmenia\n", "utf-8")
    driver = open_map()
    drop(driver.window, path)
    headline, text, _ = message_boxes.told[0]
    assert headline == "“twice.list” cannot be imported"
    assert text == "The id “armenia” is already in use in this map."
