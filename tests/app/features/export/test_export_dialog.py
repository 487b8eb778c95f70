"""The export dialog: the preview shows the very pages, faults are told in place, overwriting is asked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app_driver import settle
from picture.pages import crowd
from samples import sample
from several_analysts import debated
from stakemap.app.features.export import work as export_work
from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.kit.slides import slide_of
from stakemap.errors import WriteError
from stakemap.export.png import render
from stakemap.model import edits
from stakemap.model.edits import update_issue
from stakemap.picture.deck import Page
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.marks import TextMark
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.theme import DARK, LIGHT
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

KINDS = SLIDE_KINDS.ids
#: The file that is proposed for the sample.
NAMED = "a-corridor-and-a-border-armenia-turkiye-border-after-the-istanbul-visit.png"


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    return made


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were shown in the file manager, which no test starts."""
    found: list[Path] = []

    def note(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return found


def _export(driver: Driver, use: Callable[[ExportDialog], object]) -> None:
    driver.message_boxes.dialogs = [use]
    driver.trigger("export")


def _write(dialog: ExportDialog, path: Path | str) -> None:
    """Type a name and press the button, and wait for the end."""
    _type(dialog, str(path))
    settle(dialog)
    dialog.export_button.click()
    settle(dialog)


def _type(dialog: ExportDialog, text: str) -> None:
    dialog.target.line.setText(text)
    dialog.target.line.textEdited.emit(text)


def _tick(dialog: ExportDialog, *kinds: str) -> None:
    for kind, box in dialog.slides.kinds.items():
        box.setChecked(kind in kinds)


def _listed(dialog: ExportDialog) -> list[str]:
    """The texts of the list of pages: name and headline."""
    return [dialog.slides.list.item(row).text() for row in range(dialog.slides.list.count())]


def _texts(page: Page, role: str) -> list[str]:
    return [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


def _choose(dialog: ExportDialog, name: str, data: object) -> None:
    combo = getattr(dialog.look, f"{name}_choice")
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def _pixels(image: QImage) -> np.ndarray:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.width())


def _differing(one: QImage, other: QImage) -> int:
    """How many pixels differ; a font drawn for the first time may differ in a few from the second."""
    assert one.size() == other.size()
    return int((_pixels(one) != _pixels(other)).sum())


def test_the_file_is_the_picture_of_this_view(driver: Driver, tmp_path: Path, opened: list[Path]) -> None:
    path = tmp_path / "slide.png"
    driver.view.set(snapshot="2022", issue="border", ties="hostile")

    def use(dialog: ExportDialog) -> None:
        _choose(dialog, "theme", "dark")
        _write(dialog, path)

    _export(driver, use)
    expected = render(slide_of(driver.document, driver.view, DARK, (1920, 1080)))
    written = QImage(str(path))
    assert written.size() == expected.size()
    assert _differing(written, expected) < 500
    assert driver.message == "Exported to slide.png"
    assert opened == [tmp_path]


def test_the_preview_is_the_same_picture_only_smaller(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        size = dialog.look.size_chosen
        slide = slide_of(driver.document, driver.view, LIGHT, size)
        room = dialog.preview.picture.available
        assert (
            _differing(dialog.preview.picture.image, render(slide, min(room[0] / 1920, room[1] / 1080))) < 500
        )
        dialog.reject()

    _export(driver, use)


def test_the_preview_follows_the_choices(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        first = dialog.preview.picture.image
        _choose(dialog, "size", "square")
        assert dialog.look.size_line.text() == "1080 × 1080"
        settle(dialog)
        assert dialog.preview.picture.image.width() == dialog.preview.picture.image.height()
        assert dialog.preview.picture.image != first
        dialog.look.transparent.setChecked(True)
        settle(dialog)
        assert dialog.preview.picture.image.hasAlphaChannel()
        dialog.reject()
        assert not any(timer.isActive() for timer in dialog.findChildren(QTimer))

    _export(driver, use)


def test_every_kind_is_a_page_of_the_list(open_map: OpenWindow) -> None:
    driver = open_map(debated())

    def use(dialog: ExportDialog) -> None:
        for kind in KINDS:
            if not dialog.slides.kinds[kind].isChecked():
                QTest.keyClick(dialog.slides.kinds[kind], Qt.Key.Key_Space)
        settle(dialog)
        rows = [text.split("\n") for text in _listed(dialog)]
        # Evidence takes several pages, each of which is listed.
        names = [name for name, _ in rows if name != "Evidence (continued)"]
        assert names == [kind.title() for kind in SLIDE_KINDS]
        assert names[:5] == [
            "Map",
            "Movement between two dates",
            "Movement over all dates",
            "All issues",
            "Matrix",
        ]
        assert names[-1] == "Evidence"
        assert [headline for _, headline in rows] == [page.headline for page in dialog.pages]
        assert tuple(dict.fromkeys(page.request.kind for page in dialog.pages)) == KINDS
        dialog.slides.issues.setCurrentIndex(1)
        settle(dialog)
        assert _listed(dialog)[0].startswith("Map · Armenia–Türkiye border\n")
        dialog.reject()

    _export(driver, use)


def test_each_page_can_be_left_out(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.opens_folder.setChecked(False)
        _tick(dialog, "map", "evidence")
        # On a small page, evidence takes two.
        dialog.look.size_line.setText("640 × 480")
        _choose(dialog, "size", "custom")
        settle(dialog)
        assert [page.id.number for page in dialog.pages] == [0, 0, 1]
        dialog.slides.list.item(1).setCheckState(Qt.CheckState.Unchecked)
        settle(dialog)
        # It stays in the list, and the pages are numbered without it.
        assert len(_listed(dialog)) == 3
        assert [page.id.number for page in dialog.pages] == [0, 1]
        assert _texts(dialog.pages[1], "page") == ["2 of 2"]
        dialog.slides.list.item(0).setCheckState(Qt.CheckState.Unchecked)
        dialog.slides.list.item(2).setCheckState(Qt.CheckState.Unchecked)
        settle(dialog)
        assert dialog.error.text() == "No pages are selected. Choose at least one."
        assert len(_listed(dialog)) == 3
        assert not dialog.export_button.isEnabled()
        dialog.slides.list.item(0).setCheckState(Qt.CheckState.Checked)
        _write(dialog, tmp_path / "deck.pdf")

    _export(driver, use)
    assert (tmp_path / "deck.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_a_headline_is_typed_seen_and_kept_with_the_map(driver: Driver, tmp_path: Path) -> None:
    before = driver.document

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "matrix")
        settle(dialog)
        proposal = dialog.pages[0].proposal
        assert (dialog.headline.line.text(), dialog.headline.line.placeholderText()) == ("", proposal)
        assert not dialog.headline.use_proposal.isEnabled()
        dialog.headline.line.setFocus()
        QTest.keyClicks(dialog.headline.line, "Baku decides")
        settle(dialog)
        assert " ".join(_texts(dialog.pages[0], "title")) == "Baku decides"
        assert _listed(dialog)[0] == "Map\nBaku decides"
        # Enter ends the typing, and does not export.
        QTest.keyClick(dialog.headline.line, Qt.Key.Key_Return)
        assert driver.document.headlines["map:border:2025-07"].text == "Baku decides"
        assert dialog.isVisible()
        dialog.slides.list.setCurrentRow(1)
        settle(dialog)
        assert dialog.headline.line.text() == ""
        assert dialog.headline.line.placeholderText() == dialog.pages[1].proposal
        dialog.slides.list.setCurrentRow(0)
        settle(dialog)
        assert dialog.headline.line.text() == "Baku decides"
        QTest.mouseClick(dialog.headline.use_proposal, Qt.MouseButton.LeftButton)
        settle(dialog)
        assert " ".join(_texts(dialog.pages[0], "title")) == proposal
        QTest.keyClicks(dialog.headline.line, "Ankara waits")
        _write(dialog, tmp_path / "deck.pdf")

    driver.view.set(snapshot="2025-07", issue="border")
    _export(driver, use)
    assert driver.document.headlines["map:border:2025-07"].text == "Ankara waits"
    # Three steps: a headline, its proposal again, another headline.
    assert driver.session.undo_label == "Edit headline"
    for _ in range(3):
        driver.session.undo()
    assert driver.document is before


def test_each_page_of_the_evidence_has_a_headline_of_its_own(open_map: OpenWindow) -> None:
    driver = open_map(crowd(60))

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "evidence")
        settle(dialog)
        first = dialog.pages[0].headline
        dialog.preview.page_requested.emit(1)
        settle(dialog)
        assert dialog.headline.line.placeholderText() == f"{first} (continued)"
        dialog.headline.line.setFocus()
        QTest.keyClicks(dialog.headline.line, "Most sources are old")
        QTest.keyClick(dialog.headline.line, Qt.Key.Key_Return)
        settle(dialog)
        heads = [" ".join(_texts(page, "title")) for page in dialog.pages[:3]]
        assert heads == [first, "Most sources are old", f"{first} (continued)"]
        dialog.preview.page_requested.emit(0)
        settle(dialog)
        assert dialog.headline.line.text() == ""
        dialog.reject()

    _export(driver, use)
    assert {key: kept.text for key, kept in driver.document.headlines.items()} == {
        "evidence:issue:now::2": "Most sources are old"
    }


def test_a_headline_that_is_too_long_is_told_in_place(driver: Driver) -> None:
    before = driver.document

    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        dialog.headline.line.setFocus()
        QGuiApplication.clipboard().setText("Baku decides. " * 143)
        QTest.keySequence(dialog.headline.line, QKeySequence.StandardKey.Paste)
        assert dialog.error.text() == "A headline has at most 300 characters; this one has 2,001."
        assert not dialog.export_button.isEnabled()
        # What was pasted stays, to be shortened.
        assert len(dialog.headline.line.text()) == 2002
        dialog.headline.line.setText("Baku decides")
        dialog.headline.line.textEdited.emit("Baku decides")
        assert dialog.export_button.isEnabled()
        dialog.headline.use_proposal.click()
        dialog.reject()

    _export(driver, use)
    assert driver.document.headlines == before.headlines


def test_a_headline_that_became_too_long_is_not_kept_in_part(driver: Driver, tmp_path: Path) -> None:
    before = driver.document

    def use(dialog: ExportDialog) -> None:
        dialog.opens_folder.setChecked(False)
        _tick(dialog, "map", "matrix")
        settle(dialog)
        dialog.headline.line.setFocus()
        QTest.keyClicks(dialog.headline.line, "Baku decides")
        QGuiApplication.clipboard().setText(" and decides" * 100)
        QTest.keySequence(dialog.headline.line, QKeySequence.StandardKey.Paste)
        assert dialog.error.isVisible()
        dialog.preview.setFocus()
        assert driver.document is before
        # Another page drops it, and says nothing of it any more.
        dialog.slides.list.setCurrentRow(1)
        settle(dialog)
        assert not dialog.error.isVisible()
        assert dialog.pages[0].headline == dialog.pages[0].proposal
        dialog.preview.previous.click()
        settle(dialog)
        QGuiApplication.clipboard().setText(" and decides" * 100)
        QTest.keySequence(dialog.headline.line, QKeySequence.StandardKey.Paste)
        dialog.close_button.click()
        assert not dialog.isVisible()

    _export(driver, use)
    assert driver.document is before


def test_a_headline_stays_with_the_map_without_an_export(driver: Driver) -> None:
    before = driver.document

    def use(dialog: ExportDialog) -> None:
        # There is no page to head yet.
        assert not dialog.headline.line.isEnabled()
        settle(dialog)
        labels = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("kept with the map" in text for text in labels)
        # What stays is not called off.
        assert dialog.close_button.text() == "Close"
        dialog.headline.line.setFocus()
        QTest.keyClicks(dialog.headline.line, "Baku decides")
        QTest.keyClick(dialog.headline.line, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    driver.view.set(snapshot="2025-07", issue="border")
    _export(driver, use)
    assert driver.document.headlines["map:border:2025-07"].text == "Baku decides"
    driver.trigger("undo")
    assert driver.document is before


def test_a_headline_of_a_map_that_cannot_be_changed_is_on_the_slide_alone(
    open_map: OpenWindow, tmp_path: Path
) -> None:
    driver = open_map(read_only=True)

    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        QTest.keyClicks(dialog.headline.line, "Baku decides")
        QTest.keyClick(dialog.headline.line, Qt.Key.Key_Return)
        assert dialog.error.text()
        settle(dialog)
        assert " ".join(_texts(dialog.pages[0], "title")) == "Baku decides"
        dialog.reject()

    _export(driver, use)
    assert "map:border:2025-07" not in driver.document.headlines


def test_the_settings_scroll_and_the_buttons_stay_in_sight(driver: Driver) -> None:
    # 1366 × 768 at 125 % and 1024 × 600, without a title bar.
    for width, height in ((1092, 614 - 40), (1024, 600 - 40)):

        def use(dialog: ExportDialog, width: int = width, height: int = height) -> None:
            least = dialog.minimumSizeHint()
            assert least.width() <= width
            assert least.height() <= height
            dialog.resize(width, height)
            for number in range(dialog.tabs.count()):
                dialog.tabs.setCurrentIndex(number)
                settle(dialog)
                assert (dialog.width(), dialog.height()) == (width, height)
                for widget in (
                    dialog.export_button,
                    dialog.close_button,
                    dialog.copy_button,
                    dialog.target,
                    dialog.headline,
                    dialog.preview,
                    dialog.tabs,
                ):
                    place = QRect(widget.mapTo(dialog, QPoint()), widget.size())
                    assert dialog.rect().contains(place)
                area = dialog.tabs.currentWidget()
                assert isinstance(area, QScrollArea)
                bar = area.verticalScrollBar()
                assert area.widget().height() - area.viewport().height() <= bar.maximum()
            dialog.reject()

        _export(driver, use)


def test_the_file_is_named_after_issue_and_snapshot_as_they_are_called_now(driver: Driver) -> None:
    driver.session.apply(update_issue.of("border", name="Ճանապարհ to Kars"), label="Rename")

    def use(dialog: ExportDialog) -> None:
        name = dialog.target.path.name
        assert name == "a-corridor-and-a-border-chanaparh-to-kars-after-the-istanbul-visit.png"
        dialog.reject()

    driver.view.set(snapshot="2025-07", issue="border")
    _export(driver, use)


def test_the_file_is_named_anew_for_other_slides_until_the_user_names_it(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        slides = dialog.slides
        assert dialog.target.path.name == NAMED
        slides.issues.setCurrentIndex(slides.issues.findData(True))
        assert dialog.target.path.name == "a-corridor-and-a-border-after-the-istanbul-visit.png"
        slides.snapshots.setCurrentIndex(slides.snapshots.findData(True))
        dialog.target.format_choice.setCurrentIndex(dialog.target.format_choice.findData(".pdf"))
        assert dialog.target.path.name == "a-corridor-and-a-border.pdf"
        dialog.target.line.setFocus()
        dialog.target.line.selectAll()
        QTest.keyClicks(dialog.target.line, "deck.pdf")
        slides.issues.setCurrentIndex(slides.issues.findData(False))
        assert dialog.target.path.name == "deck.pdf"
        dialog.reject()

    driver.view.set(snapshot="2025-07", issue="border")
    _export(driver, use)


def test_the_picture_copied_from_the_window_has_the_theme_and_style_of_the_export(
    driver: Driver, tmp_path: Path
) -> None:
    def use(dialog: ExportDialog) -> None:
        _choose(dialog, "theme", "print")
        dialog.opens_folder.setChecked(False)
        dialog.parts.style_choice.setCurrentIndex(dialog.parts.style_choice.findData("analyst"))
        _write(dialog, tmp_path / "one.png")

    def copied() -> QImage:
        driver.trigger("copy-picture")
        return QImage.fromData(QGuiApplication.clipboard().mimeData().data("image/png"))

    driver.view.set(snapshot="2025-07", issue="border")
    assert _differing(copied(), render(slide_of(driver.document, driver.view, LIGHT, (1920, 1080)))) < 500
    _export(driver, use)
    assert _differing(copied(), QImage(str(tmp_path / "one.png"))) < 500


def test_pages_are_turned_and_picked(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "matrix", "evidence")
        settle(dialog)
        assert dialog.preview.where.text() == f"Page 1 of {len(dialog.pages)}"
        assert not dialog.preview.previous.isEnabled()
        first = dialog.preview.picture.image
        QTest.mouseClick(dialog.preview.next, Qt.MouseButton.LeftButton)
        settle(dialog)
        assert dialog.slides.list.currentRow() == 1
        assert dialog.preview.picture.image != first
        dialog.slides.list.setCurrentRow(2)
        settle(dialog)
        assert dialog.pages[dialog.preview.number].request.kind == "evidence"
        # A choice of look leaves the page that is looked at.
        dialog.look.transparent.setChecked(True)
        settle(dialog)
        assert dialog.pages[dialog.preview.number].request.kind == "evidence"
        QTest.keyClick(dialog.preview, Qt.Key.Key_PageUp)
        settle(dialog)
        assert dialog.pages[dialog.preview.number].request.kind == "matrix"
        dialog.reject()

    _export(driver, use)


def test_a_preview_that_takes_long_says_so(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    usual, wait = export_work.deck_of, [True]

    def slow(*args, **how):  # type: ignore[no-untyped-def]
        while wait:
            QTest.qSleep(2)
        return usual(*args, **how)

    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        monkeypatch.setattr(export_work, "deck_of", slow)
        dialog.parts.boxes["legend"].click()
        qtbot.waitUntil(lambda: dialog.preview.where.text() == "Preparing preview…")
        wait.clear()
        settle(dialog)
        assert dialog.preview.where.text() == "Page 1 of 1"
        dialog.reject()

    _export(driver, use)


def test_another_snapshot_to_compare_with(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "before-after")
        settle(dialog)
        texts = [getattr(mark, "text", "") for mark in dialog.pages[0].slide.marks]
        assert "2022 → 1 July 2025" in texts
        dialog.slides.against.setCurrentIndex(dialog.slides.against.findData("2020"))
        settle(dialog)
        texts = [getattr(mark, "text", "") for mark in dialog.pages[0].slide.marks]
        assert "2020 → 1 July 2025" in texts
        dialog.reject()

    _export(driver, use)


def test_slides_with_nothing_to_compare_are_left_out_and_told(driver: Driver) -> None:
    driver.view.set(snapshot="2020", issue="border")

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "matrix")
        settle(dialog)
        assert not dialog.cut.isVisible()
        _tick(dialog, "map", "before-after", "movement")
        settle(dialog)
        assert [page.request.kind for page in dialog.pages] == ["map"]
        assert "no earlier position is known to compare with" in dialog.cut.text()
        assert dialog.cut.isVisible()
        dialog.reject()

    _export(driver, use)


def test_without_a_slide_there_is_nothing_to_export(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog)
        assert "at least one" in dialog.error.text()
        assert not dialog.export_button.isEnabled()
        _tick(dialog, "matrix")
        assert dialog.export_button.isEnabled()
        dialog.reject()

    _export(driver, use)


def test_minister_is_the_style_until_another_is_chosen(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        parts = dialog.parts
        dialog.opens_folder.setChecked(False)
        assert (parts.style_choice.currentData(), parts.parts) == ("minister", MINISTER)
        parts.style_choice.setCurrentIndex(parts.style_choice.findData("analyst"))
        assert parts.parts == ANALYST
        settle(dialog)
        assert "Legend" in _texts(dialog.pages[0], "heading")
        parts.boxes["legend"].click()
        assert parts.style_choice.currentData() == "own"
        settle(dialog)
        assert "Legend" not in _texts(dialog.pages[0], "heading")
        parts.boxes["legend"].click()
        _write(dialog, tmp_path / "one.png")

    def later(dialog: ExportDialog) -> None:
        assert dialog.parts.style_choice.currentData() == "analyst"
        dialog.reject()

    _export(driver, use)
    _export(driver, later)


def test_parts_that_an_earlier_version_stored_are_a_style_of_one_s_own() -> None:
    assert ExportChoices.from_settings({"without": []}).parts == MINISTER
    assert ExportChoices.from_settings({"without": ["tray"]}).parts == SlideOptions(tray=False)
    own = ExportChoices(parts=SlideOptions(tray=False))
    assert ExportChoices.from_settings(own.to_settings()) == own


def test_each_format(driver: Driver, tmp_path: Path) -> None:
    for index, ending, first in ((2, ".pdf", b"%PDF"), (3, ".pptx", b"PK"), (1, ".svg", b"<?xml")):

        def use(dialog: ExportDialog, index: int = index, ending: str = ending) -> None:
            dialog.target.format_choice.setCurrentIndex(index)
            assert dialog.target.line.text().endswith(ending)
            _write(dialog, tmp_path / "deck")

        _export(driver, use)
        assert (tmp_path / f"deck{ending}").read_bytes().startswith(first)


def test_a_typed_ending_asks_for_its_format(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.opens_folder.setChecked(False)
        _tick(dialog, "map", "before-after")
        _type(dialog, str(tmp_path / "deck.pptx"))
        assert dialog.target.format_choice.currentData() == ".pptx"
        assert not dialog.look.notes.isHidden()
        assert dialog.look.scale_row.isHidden()
        _write(dialog, tmp_path / "deck.pptx")

    _export(driver, use)
    from pptx import Presentation

    deck = Presentation(io.BytesIO((tmp_path / "deck.pptx").read_bytes()))
    assert len(deck.slides) == 2
    assert "Says so at every meeting." in deck.slides[0].notes_slide.notes_text_frame.text


def test_connectors_of_a_deck_are_glued_on_request(driver: Driver, tmp_path: Path) -> None:
    from pptx import Presentation

    def connectors(name: str) -> int:
        slide = Presentation(io.BytesIO((tmp_path / name).read_bytes())).slides[0]
        return len(list(slide.shapes._spTree.iter("{*}stCxn")))

    def first(dialog: ExportDialog) -> None:
        assert dialog.look.glued.isHidden()
        dialog.opens_folder.setChecked(False)
        _type(dialog, str(tmp_path / "free.pptx"))
        assert not dialog.look.glued.isHidden()
        _write(dialog, tmp_path / "free.pptx")

    def second(dialog: ExportDialog) -> None:
        assert not dialog.look.glued.isChecked()
        dialog.look.glued.click()
        _write(dialog, tmp_path / "glued.pptx")

    def third(dialog: ExportDialog) -> None:
        assert dialog.look.glued.isChecked()
        dialog.reject()

    driver.view.set(snapshot="2025-07", issue="corridor")
    for use in (first, second, third):
        _export(driver, use)
    assert connectors("free.pptx") == 0
    assert connectors("glued.pptx") > 0


def test_several_pages_are_numbered_files(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes, opened: list[Path]
) -> None:
    (tmp_path / "deck-2.png").write_bytes(b"old")

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "before-after", "movement")
        dialog.opens_folder.setChecked(False)
        _type(dialog, str(tmp_path / "deck.png"))
        settle(dialog)
        assert dialog.files.text() == "3 files: deck-1.png to deck-3.png"
        message_boxes.answers = [True]
        _write(dialog, tmp_path / "deck.png")

    _export(driver, use)
    assert message_boxes.asked[-1] == "confirm Replace “deck-2.png”?"
    assert sorted(path.name for path in tmp_path.glob("deck*")) == ["deck-1.png", "deck-2.png", "deck-3.png"]
    assert driver.message == "Exported 3 files, deck-1.png first"
    assert opened == []


def test_export_waits_for_the_pages_that_were_chosen(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        _tick(dialog, "map", "movement")
        _type(dialog, str(tmp_path / "soon.pdf"))
        dialog.export_button.click()
        settle(dialog)

    _export(driver, use)
    assert (tmp_path / "soon.pdf").read_bytes().count(b"/Type /Page\n") == 2


def test_writing_can_be_stopped(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    usual = export_work.write_pages

    def slow(pages, document, path, options, progress):  # type: ignore[no-untyped-def]
        def tell(done: int, count: int) -> None:
            while not stopped:
                QTest.qSleep(2)
            progress(done, count)

        return usual(pages, document, path, options, tell)

    stopped: list[bool] = []
    monkeypatch.setattr(export_work, "write_pages", slow)

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "movement")
        _type(dialog, str(tmp_path / "deck.pdf"))
        settle(dialog)
        dialog.export_button.click()
        qtbot.waitUntil(dialog.progress.isVisible)
        assert not dialog.export_button.isEnabled()
        assert dialog.close_button.text() == "Stop"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        stopped.append(True)
        settle(dialog)
        assert dialog.isVisible()
        assert "stopped" in dialog.error.text()
        assert not dialog.progress.isVisible()
        assert dialog.export_button.isEnabled()
        dialog.reject()
        assert not dialog.isVisible()

    _export(driver, use)
    assert list(tmp_path.glob("deck*")) == []


def test_an_impossible_size_is_told_in_place(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        dialog.tabs.setCurrentWidget(dialog.look)
        line = dialog.look.size_line
        line.setFocus()
        for text, word in (
            ("big", "1920"),
            ("10x10", "at least"),
            ("0 x 1080", "at least"),
            ("100000 × 1080", "too large"),
            ("", "1920"),
            ("1920x", "1920"),
        ):
            line.selectAll()
            QTest.keyClick(line, Qt.Key.Key_Delete)
            QTest.keyClicks(line, text)
            assert dialog.look.size_choice.currentData() == "custom"
            assert word in dialog.error.text(), text
            assert not dialog.export_button.isEnabled()
        line.selectAll()
        QTest.keyClicks(line, "800 x 600")
        assert dialog.look.size_chosen == (800, 600)
        assert dialog.export_button.isEnabled()
        dialog.reject()

    _export(driver, use)


def test_overwriting_is_asked(driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes) -> None:
    path = tmp_path / "there.png"
    path.write_bytes(b"old")

    def use(dialog: ExportDialog) -> None:
        message_boxes.answers = [False]
        _write(dialog, path)
        assert dialog.isVisible()
        assert path.read_bytes() == b"old"
        message_boxes.answers = [True]
        _write(dialog, path)

    _export(driver, use)
    assert path.read_bytes() != b"old"


def test_what_cannot_be_written_is_told_in_place(driver: Driver, tmp_path: Path) -> None:
    def use(dialog: ExportDialog) -> None:
        for name, word in (("", "name"), (str(tmp_path / "no" / "folder" / "x.png"), "x.png")):
            _write(dialog, name)
            assert word in dialog.error.text()
            assert dialog.isVisible()
        (tmp_path / "folder.png").mkdir()
        _write(dialog, tmp_path / "folder.png")
        assert "folder" in dialog.error.text()
        dialog.reject()

    _export(driver, use)


def test_an_impossible_name_is_told_in_place(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))

    def use(dialog: ExportDialog) -> None:
        for name, word in (
            ("~nosuchuser/x", "~nosuchuser"),
            ("a" * 300, "too long"),
            ("/", "name"),
            ("nul\0", "not a valid file name"),
        ):
            _write(dialog, name)
            assert word in dialog.error.text(), name
            assert dialog.isVisible()
            assert dialog.written == ()
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

    def refuse(asked: Path, *_: object) -> bool:
        if asked.parent == closed:
            raise PermissionError(13, "Permission denied", str(asked))
        answer: bool = usual(asked)
        return answer

    def use(dialog: ExportDialog) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Path, step, refuse)
            patch.setattr(export_work, "write_pages", lambda _pages, _map, target, *_: refuse(target))
            _write(dialog, path)
        assert "Permission denied" in dialog.error.text()
        assert dialog.isVisible()
        dialog.reject()

    _export(driver, use)
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_told_in_place(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise WriteError("“x.png” was not saved: the disk is full.")

    def use(dialog: ExportDialog) -> None:
        monkeypatch.setattr(export_work, "write_pages", full)
        _write(dialog, tmp_path / "x.png")
        assert "disk is full" in dialog.error.text()
        assert dialog.export_button.isEnabled()
        dialog.reject()

    _export(driver, use)


def test_the_map_itself_is_never_overwritten(open_map: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    digest = save_map(path, sample())
    driver = open_map(path=path, digest=digest)

    def use(dialog: ExportDialog) -> None:
        _write(dialog, path)
        assert "map itself" in dialog.error.text()
        dialog.reject()

    _export(driver, use)


def test_choices_are_remembered_for_this_map(driver: Driver, tmp_path: Path) -> None:
    theme = tmp_path / "team.json"
    theme.write_text(json.dumps({"name": "Team", "colours": {"accent": "#112233"}, "footer": "Unit 7"}))
    before = driver.document

    def first(dialog: ExportDialog) -> None:
        assert dialog.target.line.text().endswith(NAMED)
        driver.message_boxes.answers = [theme]
        _choose(dialog, "theme", "\0file")
        assert dialog.look.theme_choice.currentText() == "Team"
        dialog.look.scale_choice.setCurrentIndex(1)
        dialog.look.size_line.setFocus()
        dialog.look.size_line.selectAll()
        QTest.keyClicks(dialog.look.size_line, "640 x 400")
        _tick(dialog, "map", "matrix")
        dialog.slides.against.setCurrentIndex(dialog.slides.against.findData("2020"))
        dialog.parts.style_choice.setCurrentIndex(dialog.parts.style_choice.findData("analyst"))
        dialog.parts.boxes["tray"].click()
        dialog.opens_folder.setChecked(False)
        _type(dialog, str(tmp_path / "one"))
        assert "1280 × 800" in dialog.look.pixels.text()
        _write(dialog, tmp_path / "one")

    def second(dialog: ExportDialog) -> None:
        assert dialog.look.theme.footer == "Unit 7"
        assert dialog.look.scale == 2.0
        assert dialog.look.size_chosen == (640, 400)
        assert dialog.slides.chosen_kinds == ("map", "matrix")
        assert dialog.slides.compared == "2020"
        assert dialog.parts.parts == SlideOptions(tray=False)
        assert not dialog.opens_folder.isChecked()
        assert dialog.target.path == tmp_path / NAMED
        dialog.reject()

    _export(driver, first)
    assert (tmp_path / "one-1.png").exists()
    _export(driver, second)
    assert driver.document is before


def test_a_broken_theme_gives_way_to_the_light_one(driver: Driver, tmp_path: Path) -> None:
    broken = tmp_path / "team.json"
    broken.write_text('{"colours": {"text": "red"}}')

    def use(dialog: ExportDialog) -> None:
        driver.message_boxes.answers = [broken]
        _choose(dialog, "theme", "\0file")
        assert "team.json" in dialog.error.text()
        assert "light theme" in dialog.error.text()
        assert dialog.look.theme is LIGHT
        assert dialog.look.theme_choice.currentData() == "light"
        settle(dialog)
        driver.message_boxes.answers = [None]
        _choose(dialog, "theme", "\0file")
        assert dialog.look.theme_choice.currentData() == "light"
        dialog.reject()

    _export(driver, use)


def test_choices_survive_settings_that_make_no_sense() -> None:
    assert ExportChoices.from_settings({}) == ExportChoices()
    wrong = dict.fromkeys(ExportChoices().to_settings(), 7) | {"size": "custom", "pixels": "1 × 1"}
    assert ExportChoices.from_settings(wrong) == ExportChoices()
    chosen = ExportChoices(("movement", "matrix"), True, True, "2020", "custom", (800, 700), 3.0, ".svg")
    chosen = replace(chosen, matrix_order="alignment")
    assert ExportChoices.from_settings(json.loads(json.dumps(chosen.to_settings()))) == chosen


def test_the_page_is_copied_as_pixels_and_as_a_drawing(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        dialog.copy_button.click()
        data = QGuiApplication.clipboard().mimeData()
        assert QImage.fromData(data.data("image/png")).size().toTuple() == (1920, 1080)
        root = ElementTree.fromstring(bytes(data.data("image/svg+xml").data()))
        assert root.tag.endswith("svg")
        assert data.hasImage()
        assert "clipboard" in dialog.files.text()
        dialog.reject()

    _export(driver, use)


def test_choosing_a_file(driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes) -> None:
    def use(dialog: ExportDialog) -> None:
        message_boxes.answers = [None, tmp_path / "chosen.pdf"]
        before = dialog.target.line.text()
        dialog.target.browse.click()
        assert dialog.target.line.text() == before
        dialog.target.browse.click()
        assert dialog.target.path == tmp_path / "chosen.pdf"
        assert dialog.target.ending == ".pdf"
        dialog.reject()

    _export(driver, use)


def test_a_map_of_nothing_has_a_slide(open_map: OpenWindow, tmp_path: Path) -> None:
    from stakemap.model.document import StakeMap

    driver = open_map(StakeMap(id="00000000-0000-4000-8000-000000000001"))

    def use(dialog: ExportDialog) -> None:
        _tick(dialog, *KINDS)
        _write(dialog, tmp_path / "nothing.pdf")

    _export(driver, use)
    assert (tmp_path / "nothing.pdf").exists()


def test_every_letter_to_press_is_there_once(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        for number in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(number)
            for index in range(dialog.target.format_choice.count()):
                dialog.target.format_choice.setCurrentIndex(index)
                texts = [
                    widget.text()
                    for kind in (QLabel, QAbstractButton)
                    for widget in dialog.findChildren(kind)
                    if widget.isVisible()
                ]
                letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
                twice = {letter for letter in letters if letters.count(letter) > 1}
                free = "".join(sorted(set(ascii_lowercase).difference(letters)))
                assert not twice, f"{twice} are there twice; {free} are free"
        dialog.reject()

    _export(driver, use)


def test_no_setting_is_cut_at_its_side(driver: Driver) -> None:
    def look(dialog: ExportDialog) -> None:
        dialog.show()
        for index in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(index)
            QApplication.processEvents()
            area = dialog.tabs.widget(index)
            assert isinstance(area, QScrollArea)
            content = area.widget()
            assert content is not None
            assert content.minimumSizeHint().width() <= area.viewport().width()
            assert content.width() <= area.viewport().width()

    _export(driver, look)


LONG = "Ankara moves when Baku lets it, and Baku lets it when Moscow is busy elsewhere. " * 24


def test_it_tells_how_much_of_a_long_key_judgement_the_slide_shows(open_map: OpenWindow) -> None:
    driver = open_map(edits.set_texts.of(key_judgement=LONG).apply(sample()))

    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        line = " ".join(_texts(dialog.pages[0], "key-judgement"))
        shown = round(len(line) - 1, -1)
        assert line.endswith("…")
        assert 200 < shown < 1_500
        assert dialog.cut.isVisible()
        assert dialog.cut.text() == (
            f"The key judgement is too long for a slide, which shows about the first {shown} of its "
            f"{len(LONG.strip()):,} characters."
        )
        dialog.parts.boxes["key_judgement"].click()
        settle(dialog)
        assert dialog.cut.isHidden()

    _export(driver, use)


def test_of_a_key_judgement_that_is_shown_whole_it_says_nothing(driver: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        assert _texts(dialog.pages[0], "key-judgement")
        assert dialog.cut.isHidden()

    _export(driver, use)
