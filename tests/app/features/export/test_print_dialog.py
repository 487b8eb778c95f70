"""Printing: the sheets that are previewed come out, in the sizes of their paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app_driver import settle
from stakemap.app.features.export import printing
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.app.features.export.sheets import PAPERS, Sheet
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.errors import WriteError
from stakemap.picture.theme import DARK

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")
#: The short sides of paper in millimetres; the long one is √2 times as long.
WIDTHS = {"A4": 210, "A3": 297, "A2": 420, "A1": 594, "A0": 841}


@pytest.fixture
def driver(open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A window on a computer without printers."""
    monkeypatch.setattr(printing, "printers", list)
    monkeypatch.setattr(printing, "usual_printer", lambda: "")
    made: Driver = open_map()
    return made


def _print(driver: Driver, use: Callable[[PrintDialog], object]) -> None:
    driver.message_boxes.dialogs = [use]
    driver.trigger("print")


def _choose(dialog: PrintDialog, **choices: object) -> None:
    for name, data in choices.items():
        box = getattr(dialog, name)
        box.setCurrentIndex(box.findData(data))
    settle(dialog)


def _tick(dialog: PrintDialog, *kinds: str) -> None:
    for kind, box in dialog.slides.kinds.items():
        box.setChecked(kind in kinds)
    settle(dialog)


def _sizes(path: Path) -> list[tuple[float, float]]:
    """Width and height of the pages of a PDF in millimetres."""
    done = subprocess.run(["pdfinfo", "-l", "99", path], capture_output=True, check=True, text=True)
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", done.stdout)
    return [(float(width) / 72 * 25.4, float(height) / 72 * 25.4) for width, height in found]


def _text(path: Path) -> str:
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout


def _words(path: Path) -> dict[str, tuple[float, float]]:
    """Where the first occurrence of each word begins, in points from the upper left corner."""
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True)
    rows = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)<', done.stdout)
    return {word: (float(x), float(y)) for x, y, word in reversed(rows)}


@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("is_landscape", [True, False])
def test_the_sheets_have_the_size_of_their_paper(
    driver: Driver, tmp_path: Path, paper: str, is_landscape: bool
) -> None:
    path = tmp_path / "sheets.pdf"
    driver.message_boxes.answers = [path]

    def use(dialog: PrintDialog) -> None:
        _choose(dialog, paper=paper, orientation=is_landscape)
        image = dialog.preview.picture.image
        assert (image.width() > image.height()) is is_landscape
        dialog.print_button.click()

    _print(driver, use)
    short = WIDTHS[paper]
    long = short * 2**0.5
    wanted = (long, short) if is_landscape else (short, long)
    assert _sizes(path) == [pytest.approx(wanted, abs=1.1)]
    assert "Armenia" in _text(path)
    assert driver.window.status.currentMessage() == "Printed to sheets.pdf"


@needs_poppler
@pytest.mark.parametrize("is_one_page", [False, True])
def test_all_pages_are_printed_or_only_the_one_shown(
    driver: Driver, tmp_path: Path, is_one_page: bool
) -> None:
    path = tmp_path / "deck.pdf"
    driver.message_boxes.answers = [path]
    headlines: list[str] = []

    def use(dialog: PrintDialog) -> None:
        _tick(dialog, "map", "matrix")
        assert len(dialog.pages) >= 2
        _choose(dialog, which=is_one_page)
        dialog.preview.next.click()
        settle(dialog)
        assert dialog.preview.number == 1
        headlines.extend(page.headline for page in dialog.pages)
        dialog.print_button.click()

    _print(driver, use)
    assert len(_sizes(path)) == (1 if is_one_page else len(headlines))
    text = " ".join(_text(path).split())
    assert headlines[1][:20] in text
    assert (headlines[0][:20] in text) is not is_one_page


@needs_poppler
def test_slides_fill_the_sheet_or_keep_their_size(driver: Driver, tmp_path: Path) -> None:
    places = {}
    for scale in (True, False):
        path = tmp_path / f"{scale}.pdf"
        driver.message_boxes.answers = [path]
        _print(driver, lambda dialog, scale=scale: _print_on_a3(dialog, scale))
        places[scale] = _words(path)
    fitted, own = places[True], places[False]
    words = sorted(fitted.keys() & own.keys())
    near = min(words, key=lambda word: fitted[word])
    far = max(words, key=lambda word: fitted[word])
    # A slide of A4 at 100 % on A3 is smaller by the root of two, in the middle.
    grown = (fitted[far][0] - fitted[near][0]) / (own[far][0] - own[near][0])
    assert grown == pytest.approx(2**0.5 * (1190.55 - 28.4) / 1190.55, rel=0.02)
    assert own[near][0] > fitted[near][0] + 100


def _print_on_a3(dialog: PrintDialog, scale: bool) -> None:
    _choose(dialog, paper="A3", scale=scale)
    dialog.print_button.click()


def test_black_on_white_by_default_and_any_theme_on_request(driver: Driver) -> None:
    def use(dialog: PrintDialog) -> None:
        settle(dialog)
        assert dialog.task.theme.name == "print"
        assert dialog.preview.picture.image.pixelColor(1, 1) == QColor("white")
        _choose(dialog, theme="dark")
        image = dialog.preview.picture.image
        # The slide is dark, the margin that it is fitted into stays as white as the paper.
        assert image.pixelColor(1, 1) == QColor("white")
        assert image.pixelColor(image.width() // 20, image.height() // 2) == QColor(DARK.canvas)

    _print(driver, use)


def test_without_a_printer_it_says_so_and_offers_a_file(driver: Driver) -> None:
    def use(dialog: PrintDialog) -> None:
        settle(dialog)
        assert dialog.hint.isVisible()
        assert "No printer is set up" in dialog.hint.text()
        assert [dialog.printer_choice.itemText(0), dialog.printer_choice.count()] == ["PDF file", 1]
        assert not dialog.copies_row.isVisible()

    driver.message_boxes.dialogs = [use]
    QTest.keyClick(driver.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert driver.message_boxes.asked == ["dialog PrintDialog"]


def test_a_printer_gets_the_pages(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[int, Sheet, str, str, int]] = []
    monkeypatch.setattr(printing, "printers", lambda: ["Office", "Plotter"])
    monkeypatch.setattr(printing, "usual_printer", lambda: "Plotter")
    monkeypatch.setattr(printing, "print_slides", lambda slides, *rest: sent.append((len(slides), *rest)))

    def use(dialog: PrintDialog) -> None:
        _choose(dialog, paper="A0")
        assert not dialog.hint.isVisible()
        dialog.copies.setValue(3)
        dialog.print_button.click()

    _print(driver, use)
    assert sent == [(1, Sheet("A0"), driver.session.display_title, "Plotter", 3)]
    assert driver.window.status.currentMessage() == "Sent to “Plotter”"


def test_a_printer_that_fails_is_told_in_the_dialog(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise WriteError("“Office” did not accept the pages.")

    monkeypatch.setattr(printing, "printers", lambda: ["Office"])
    monkeypatch.setattr(printing, "print_slides", fail)

    def use(dialog: PrintDialog) -> None:
        settle(dialog)
        dialog.print_button.click()
        assert dialog.error.isVisible()
        assert "Office" in dialog.error.text()
        assert dialog.isVisible()

    _print(driver, use)


def test_a_printer_that_is_gone_raises(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="no-such-printer"):
        printing.print_slides([], Sheet(), "Map", "no-such-printer", 1)


class _SmallPrinter(QPrinter):
    """A printer that has A4 alone, and ignores other sizes as Qt does."""

    def setPageLayout(self, layout: QPageLayout) -> bool:
        small = QPageLayout(layout)
        small.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        super().setPageLayout(small)
        return layout.pageSize().id() == QPageSize.PageSizeId.A4


def test_a_printer_without_the_paper_prints_nothing(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sheets.pdf"
    driver.message_boxes.answers = [path, path]
    monkeypatch.setattr(printing, "QPrinter", _SmallPrinter)

    def use(dialog: PrintDialog) -> None:
        _choose(dialog, paper="A0")
        dialog.print_button.click()
        assert dialog.isVisible()
        assert "no paper of the size A0" in dialog.error.text()
        assert not path.exists()
        _choose(dialog, paper="A4", orientation=False)
        dialog.print_button.click()

    _print(driver, use)
    assert path.exists()


def test_it_asks_for_a_pdf_file_named_after_what_it_shows(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, str]] = []

    def answer(_parent: object, title: str, suggested: str, kinds: str, **_: object) -> tuple[str, str]:
        asked.append((title, Path(suggested).name, kinds))
        return str(tmp_path / "map v1.2"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    monkeypatch.setattr(driver.message_boxes, "pdf_to_save", QtMessageBoxes().pdf_to_save)

    def use(dialog: PrintDialog) -> None:
        settle(dialog)
        dialog.print_button.click()

    driver.view.set(snapshot="2025-07", issue="border")
    _print(driver, use)
    name = "a-corridor-and-a-border-armenia-turkiye-border-after-the-istanbul-visit.pdf"
    assert asked == [("Print to a PDF file", name, "PDF files (*.pdf)")]
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["map v1.2.pdf"]


def test_a_file_that_is_there_is_replaced_only_on_request(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "there.pdf"
    path.write_bytes(b"dear")
    driver.message_boxes.answers = [path, False]

    def use(dialog: PrintDialog) -> None:
        settle(dialog)
        dialog.print_button.click()
        assert dialog.isVisible()

    _print(driver, use)
    assert path.read_bytes() == b"dear"


def test_nothing_can_be_printed_of_no_slide(driver: Driver) -> None:
    def use(dialog: PrintDialog) -> None:
        _tick(dialog)
        assert not dialog.print_button.isEnabled()
        assert dialog.error.text() == "Choose at least one slide."

    _print(driver, use)
