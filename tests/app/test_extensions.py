"""Slide kinds, exporters, methods and importers that are added show up wherever the built-in ones do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app_driver import documents_of
from stakemap.analysis.methods import METHODS, Method, MethodPage, MethodSlide
from stakemap.analysis.report import Finding, Report
from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.shell.guide.guide import Guide
from stakemap.app.shell.palette import PaletteDialog
from stakemap.cli import main
from stakemap.export.exporters import EXPORTERS, Exporter, ExportJob
from stakemap.export.formats import files_for
from stakemap.interchange.content import ImportedActor, ImportedContent, Remark
from stakemap.interchange.formats import FORMATS, Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.picture.job import SlideJob
from stakemap.picture.kinds import SLIDE_KINDS, SlideKind
from stakemap.picture.kinds.analyses import analysis_kind
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import footnotes
from stakemap.storage.files import open_map as open_file
from toy_method import Toy as ToyMethod

if TYPE_CHECKING:
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
    # A line may have been broken at a hyphen.
    assert f"{','.join(SLIDE_KINDS.ids)};" in help_of("export", capsys).replace(" ", "")
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


# --- a method ----------------------------------------------------------------------------------------------


def test_a_method_is_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    page = MethodPage("Who shouts?", (), (), "Shouting is not power.")
    answer = Report("shouting", (Finding("loudest", "Iran shouts loudest."),), data={"decibels": 90})
    toy = Method("shouting", lambda: "Shouting", lambda _: answer, lambda: page)
    arguments = ["analyse", "--preset", "armenia-turkiye", "--method", "shouting"]
    with METHODS.registered(toy):
        assert main(["analyse", "--methods"]) == 0
        assert capsys.readouterr().out.splitlines()[-1].split() == ["shouting", "Shouting"]
        assert main(arguments) == 0
        assert capsys.readouterr().out.splitlines()[-2:] == ["Shouting", "- Iran shouts loudest."]
        assert main([*arguments, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["methods"]["shouting"]["decibels"] == 90
    assert main(arguments) == 2


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


TOY = Format("list", lambda: "Lists", (".list", ".json"), _is_list, _listed, _page)


def test_a_new_format_is_in_the_file_dialogs(open_map: OpenWindow, file_dialog: AskedFor) -> None:
    window, home = open_map().window, Path.home()
    with FORMATS.registered(TOY):
        assert QtMessageBoxes().files_to_open(window, home) == []
        maps = "Stakemap maps (*.stakemap.json *.stakemap *.json)"
        assert file_dialog.filters.startswith(f"{maps};;")
        assert file_dialog.filters.endswith(";;Lists (*.list *.json);;All files (*)")
        assert QtMessageBoxes().files_to_import(window, home) == []
    every = file_dialog.filters.partition(";;")[0]
    endings = {ending for each in (*FORMATS, TOY) for ending in each.endings}
    assert every.startswith("Files to import (")
    assert sorted(every.partition("(")[2].rstrip(")").split()) == sorted(f"*{ending}" for ending in endings)


def test_a_map_of_the_same_ending_is_opened_as_a_map(open_map: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    assert main(["new", "-o", str(path)]) == 0
    driver = open_map()
    with FORMATS.registered(TOY):
        opened = documents_of(driver.context).open_file(path)
    assert opened is not None
    assert opened.session is not None
    assert opened.session.path == path


# --- a method of analysis ----------------------------------------------------------------------------------


def test_a_new_method_is_in_the_panel_the_palette_and_the_help(open_map: OpenWindow, qtbot: QtBot) -> None:
    toy = ToyMethod()
    with METHODS.registered(toy.method):
        driver = open_map()
        assert "Analysis: Toy" in {entry.text for entry in PaletteDialog(driver.window).all_entries}
        driver.trigger("analysis-toy")
        panel = driver.panels.content("analysis")
        assert panel.choice.currentText() == "Toy"
        qtbot.waitUntil(lambda: panel.findings.current is not None)
        assert panel.findings.current.text in panel.findings.current_row.accessibleName()
        driver.trigger("methods")
        guide = driver.context.service(Guide).shown
        assert guide is not None
        qtbot.waitUntil(lambda: "Where does everybody stand?" in guide.page.texts, timeout=60_000)
        guide.close()


def test_a_new_method_with_a_slide_is_a_kind_of_slide(
    tmp_path: Path, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    slide = MethodSlide(lambda *_: True)
    method = replace(ToyMethod().method, slide=slide)
    offered: list[str] = []
    out = tmp_path / "toy.svg"
    with METHODS.registered(method), SLIDE_KINDS.registered(analysis_kind(method, slide)):
        assert main([*PRESET, "--slide", "toy", "-o", str(out)]) == 0
        message_boxes.dialogs = [
            lambda dialog: offered.extend(box.text() for box in dialog.slides.kinds.values())
        ]
        open_map().trigger("export")
    assert "Armenia stands at 85" in out.read_text("utf-8")
    assert "Toy" in offered


def test_each_method_with_a_slide_is_a_kind_of_slide() -> None:
    shown = {kind.method for kind in SLIDE_KINDS if kind.method}
    assert shown == {method.id for method in METHODS if method.slide is not None}


def test_a_new_method_is_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    with METHODS.registered(ToyMethod().method):
        assert main(["analyse", "--methods"]) == 0
        assert "toy" in capsys.readouterr().out
        assert main(["analyse", "--preset", "armenia-turkiye", "--method", "toy"]) == 0
    assert "Armenia stands at 85." in capsys.readouterr().out
