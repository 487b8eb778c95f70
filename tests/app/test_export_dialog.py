"""The export dialog: the preview is the picture, faults are told in place, overwriting is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.dialogs.export import ExportDialog
from stakemap.app.slides import slide_of
from stakemap.export.png import render
from stakemap.picture.theme import DARK
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from conftest import OpenWindow
    from desks import Driver, ScriptedQuestions


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    return made


def _export(driver: Driver, use: Callable[[ExportDialog], object]) -> None:
    driver.questions.dialogs = [use]
    driver.trigger("export")


def _pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.width())


def _differing(one: QImage, other: QImage) -> int:
    """How many pixels differ; a font drawn for the first time may differ in a few from the second."""
    assert one.size() == other.size()
    return int((_pixels(one) != _pixels(other)).sum())


def test_the_file_is_the_picture_of_this_view(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "slide.png"
    driver.view.set(snapshot="2022", issue="border")

    def use(dialog: ExportDialog) -> None:
        dialog.theme_choice.setCurrentIndex(dialog.theme_choice.findData("dark"))
        dialog.file_line.setText(str(path))
        dialog.export_button.click()

    _export(driver, use)
    expected = render(slide_of(driver.document, driver.view, DARK, (1920, 1080)))
    written = QImage(str(path))
    assert written.size() == expected.size()
    assert _differing(written, expected) < 500
    assert driver.message == "Exported to slide.png"


def test_the_preview_is_the_same_picture_only_smaller(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.show_preview()
        size = dialog.size_chosen
        slide = slide_of(driver.document, driver.view, driver.desk.styler.theme, size)
        area = dialog.preview.area_for(*size)
        scale = area.width() * dialog.devicePixelRatioF() / size[0]
        assert _differing(dialog.preview.image, render(slide, scale)) < 500
        dialog.reject()

    driver.desk.styler.set_choice("light")
    _export(driver, use)


def test_preview_follows_the_choices(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.show_preview()
        first = dialog.preview.image
        dialog.size_choice.setCurrentIndex(dialog.size_choice.findData("square"))
        assert dialog.size_line.text() == "1080 × 1080"
        assert dialog._timer.isActive()
        dialog.show_preview()
        assert dialog.preview.image.width() == dialog.preview.image.height()
        assert dialog.preview.image != first
        dialog.reject()
        assert not dialog._timer.isActive()

    _export(driver, use)


@pytest.mark.parametrize(
    ("text", "word"),
    [("big", "1920"), ("10x10", "at least"), ("20000 × 20000", "too large"), ("", "1920"), ("1920x", "1920")],
)
def test_an_impossible_size_is_told_in_place(driver: Driver, text: str, word: str) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.size_line.setFocus()
        dialog.size_line.selectAll()
        QTest.keyClick(dialog.size_line, Qt.Key.Key_Delete)
        QTest.keyClicks(dialog.size_line, text)
        assert dialog.size_choice.currentData() == "custom"
        assert word in dialog.error.text()
        assert not dialog.export_button.isEnabled()
        dialog.size_line.selectAll()
        QTest.keyClicks(dialog.size_line, "800 x 600")
        assert dialog.size_chosen == (800, 600)
        assert dialog.export_button.isEnabled()
        dialog.reject()

    _export(driver, use)


def test_overwriting_is_asked(driver: Driver, tmp_path: Path, questions: ScriptedQuestions) -> None:
    path = tmp_path / "there.png"
    path.write_bytes(b"old")

    def use(dialog: ExportDialog) -> None:
        dialog.file_line.setText(str(path))
        questions.answers = [False]
        dialog.export_button.click()
        assert dialog.isVisible()
        assert path.read_bytes() == b"old"
        questions.answers = [True]
        dialog.export_button.click()

    _export(driver, use)
    assert path.read_bytes() != b"old"


def test_what_cannot_be_written_is_told_in_place(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        for name, word in (("", "name"), (str(tmp_path / "no" / "folder" / "x.png"), "x.png")):
            dialog.file_line.setText(name)
            dialog.export_button.click()
            assert word in dialog.error.text()
            assert dialog.isVisible()
        (tmp_path / "folder.png").mkdir()
        dialog.file_line.setText(str(tmp_path / "folder.png"))
        dialog.export_button.click()
        assert "folder" in dialog.error.text()
        dialog.reject()

    _export(driver, use)


@pytest.mark.parametrize(
    ("name", "word"),
    [("~nosuchuser/x", "~nosuchuser"), ("a" * 300, "too long"), ("/", "name"), ("nul\0", "no file can have")],
)
def test_an_impossible_name_is_told_in_place(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, word: str
) -> None:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))

    def use(dialog: ExportDialog) -> None:
        dialog.file_line.setText(name)
        dialog.export_button.click()
        assert word in dialog.error.text()
        assert dialog.isVisible()
        assert dialog.written is None
        dialog.reject()

    _export(driver, use)


@pytest.mark.parametrize("step", ["exists", "is_dir"])
def test_a_folder_without_access_is_told_in_place(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    path = closed / "x.png"
    path.write_bytes(b"old")
    usual = getattr(Path, step)

    def refuse(asked: Path) -> bool:
        if asked.parent == closed:
            raise PermissionError(13, "Permission denied", str(asked))
        answer: bool = usual(asked)
        return answer

    def use(dialog: ExportDialog) -> None:
        dialog.file_line.setText(str(path))
        with monkeypatch.context() as patch:
            patch.setattr(Path, step, refuse)
            patch.setattr("stakemap.app.dialogs.export.write_png", lambda _slide, target, *_: refuse(target))
            dialog.export_button.click()
        assert "Permission denied" in dialog.error.text()
        assert dialog.isVisible()
        dialog.reject()

    _export(driver, use)


def test_the_map_itself_is_never_overwritten(open_map: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    digest = save_map(path, sample())
    driver = open_map(path=path, digest=digest)

    def use(dialog: ExportDialog) -> None:
        dialog.file_line.setText(str(path))
        dialog.export_button.click()
        assert "map itself" in dialog.error.text()
        dialog.reject()

    _export(driver, use)


def test_choices_are_remembered_for_this_map(driver: Driver, tmp_path: Path) -> None:
    def first(dialog: ExportDialog) -> None:
        assert dialog.file_line.text().endswith("a-corridor-and-a-border-border-2025-07.png")
        dialog.theme_choice.setCurrentIndex(dialog.theme_choice.findData("print"))
        dialog.scale_choice.setCurrentIndex(1)
        dialog.size_line.setFocus()
        dialog.size_line.selectAll()
        QTest.keyClicks(dialog.size_line, "640 x 400")
        dialog.file_line.setText(str(tmp_path / "one"))
        assert "1280 × 800" in dialog.pixels.text()
        dialog.export_button.click()

    def second(dialog: ExportDialog) -> None:
        assert dialog.theme_choice.currentData() == "print"
        assert dialog.scale == 2.0
        assert dialog.size_chosen == (640, 400)
        dialog.reject()

    _export(driver, first)
    assert (tmp_path / "one.png").exists()
    _export(driver, second)
    QApplication.processEvents()


def test_choosing_a_file(driver: Driver, tmp_path: Path, questions: ScriptedQuestions) -> None:
    def use(dialog: ExportDialog) -> None:
        questions.answers = [None, tmp_path / "chosen.png"]
        before = dialog.file_line.text()
        dialog.browse.click()
        assert dialog.file_line.text() == before
        dialog.browse.click()
        assert dialog.path == tmp_path / "chosen.png"
        dialog.reject()

    _export(driver, use)
