"""Pages that are left out of exports and prints, and what of a deck is composed again after a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app_driver import settle
from picture.pages import crowd
from stakemap.app.features.export import printing
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.picture import deck as deck_module
from stakemap.picture.kinds import SLIDE_KINDS

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slides.slide import Slide

Slides = ExportDialog | PrintDialog


@pytest.fixture
def crowded(open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A map whose matrix takes several pages, fewer on an upright page than on a slide."""
    monkeypatch.setattr(printing, "printers", list)
    monkeypatch.setattr(printing, "usual_printer", lambda: "")
    made: Driver = open_map(crowd(60))
    return made


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often slides of each kind are composed."""
    counts: Counter[str] = Counter()

    class Counting:
        def __init__(self, kind: str) -> None:
            self._kind = SLIDE_KINDS[kind]

        def __getattr__(self, name: str) -> object:
            return getattr(self._kind, name)

        def pages(self, job: SlideJob) -> tuple[Slide, ...]:
            counts[self._kind.id] += 1
            return self._kind.pages(job)

    monkeypatch.setattr(deck_module, "SLIDE_KINDS", {kind: Counting(kind) for kind in SLIDE_KINDS.ids})
    return counts


def _use(driver: Driver, action: str, use: Callable[..., object]) -> None:
    driver.message_boxes.dialogs = [use]
    driver.trigger(action)


def _tick(dialog: Slides, *kinds: str) -> None:
    for kind, box in dialog.slides.kinds.items():
        box.setChecked(kind in kinds)
    settle(dialog)


def _leave_out(dialog: Slides, *rows: int) -> None:
    for row in rows:
        dialog.slides.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    settle(dialog)


def test_a_layout_that_has_only_pages_left_out_says_so(crowded: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        size = dialog.look.size_choice
        size.setCurrentIndex(size.findData("a4-portrait"))
        _tick(dialog, "matrix")
        fewest = len(dialog.pages)
        size.setCurrentIndex(size.findData("16-9"))
        settle(dialog)
        assert len(dialog.pages) > fewest
        _leave_out(dialog, *range(fewest))
        assert dialog.pages
        size.setCurrentIndex(size.findData("a4-portrait"))
        settle(dialog)
        assert dialog.error.text() == "No pages are selected. Choose at least one."
        assert not dialog.export_button.isEnabled()
        assert not dialog.copy_button.isEnabled()
        assert dialog.preview.picture.image.isNull()
        assert not dialog.headline.line.isEnabled()
        assert dialog.slides.list.count() == fewest
        # The pages that the other layout has in addition are none that were left out.
        size.setCurrentIndex(size.findData("16-9"))
        settle(dialog)
        assert not dialog.error.isVisible()
        assert dialog.export_button.isEnabled()
        assert not dialog.preview.picture.image.isNull()
        dialog.reject()

    _use(crowded, "export", use)


def test_a_layout_with_more_pages_than_were_left_out_has_them(crowded: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        size = dialog.look.size_choice
        size.setCurrentIndex(size.findData("a4-portrait"))
        _tick(dialog, "matrix")
        fewest = len(dialog.pages)
        _leave_out(dialog, *range(fewest))
        assert not dialog.export_button.isEnabled()
        size.setCurrentIndex(size.findData("16-9"))
        settle(dialog)
        assert dialog.pages[0].id.number == fewest
        assert dialog.export_button.isEnabled()
        dialog.reject()

    _use(crowded, "export", use)


def test_sheets_that_have_only_pages_left_out_are_not_printed(crowded: Driver) -> None:
    def use(dialog: PrintDialog) -> None:
        turned = dialog.orientation
        turned.setCurrentIndex(turned.findData(False))
        _tick(dialog, "matrix")
        _leave_out(dialog, *range(len(dialog.pages)))
        assert dialog.error.text() == "No pages are selected. Choose at least one."
        assert not dialog.print_button.isEnabled()
        assert dialog.preview.picture.image.isNull()
        dialog.slides.list.item(0).setCheckState(Qt.CheckState.Checked)
        settle(dialog)
        assert not dialog.error.isVisible()
        assert dialog.print_button.isEnabled()
        dialog.reject()

    _use(crowded, "print", use)


def test_leaving_out_the_first_page_composes_two_slides_again(
    open_map: OpenWindow, composed: Counter[str]
) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "evidence", "matrix", "movement")
        composed.clear()
        _leave_out(dialog, 0)
        # That which had the key judgement, and that which has it now.
        assert 0 < composed.total() <= 4
        composed.clear()
        dialog.slides.list.item(0).setCheckState(Qt.CheckState.Checked)
        settle(dialog)
        assert composed.total() <= 4
        composed.clear()
        _leave_out(dialog, dialog.slides.list.count() - 1)
        assert not composed
        dialog.reject()

    _use(open_map(), "export", use)


def test_typing_a_headline_composes_its_slide_alone(
    open_map: OpenWindow, composed: Counter[str], tmp_path: Path
) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "evidence", "matrix")
        composed.clear()
        dialog.headline.line.setFocus()
        QTest.keyClicks(dialog.headline.line, "B")
        settle(dialog)
        assert dialog.pages[0].headline == "B"
        assert composed == {dialog.pages[0].request.kind: 1}
        dialog.look.theme_choice.setCurrentIndex(dialog.look.theme_choice.findData("dark"))
        dialog.look.theme_choice.activated.emit(dialog.look.theme_choice.currentIndex())
        settle(dialog)
        assert composed.keys() == {"evidence", "matrix"}
        assert all(page.slide.theme.name == "dark" for page in dialog.pages)
        composed.clear()
        dialog.opens_folder.setChecked(False)
        dialog.target.line.setText(str(tmp_path / "deck.pptx"))
        dialog.target.line.textEdited.emit(dialog.target.line.text())
        settle(dialog)
        dialog.export_button.click()
        settle(dialog)
        assert dialog.written
        # The pages that were previewed are written.
        assert not composed

    _use(open_map(), "export", use)


def test_pages_left_out_are_remembered_in_the_window_by_both_dialogs(crowded: Driver, tmp_path: Path) -> None:
    said = "1 page is left out of exports and prints until you tick it again."

    def leave_out_and_export(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "matrix", "evidence")
        assert not dialog.slides.note.isVisible()
        _leave_out(dialog, 0)
        assert dialog.slides.note.isVisible()
        assert dialog.slides.note.text() == said
        dialog.opens_folder.setChecked(False)
        dialog.target.line.setText(str(tmp_path / "deck.pdf"))
        dialog.target.line.textEdited.emit(dialog.target.line.text())
        settle(dialog)
        dialog.export_button.click()
        settle(dialog)
        assert dialog.written

    def find_it_left_out(dialog: Slides) -> None:
        settle(dialog)
        first = dialog.slides.list.item(0)
        assert first.checkState() == Qt.CheckState.Unchecked
        assert dialog.slides.note.text() == said
        assert "map" not in {page.request.kind for page in dialog.pages}
        assert dialog.pages
        dialog.reject()

    def take_it_back(dialog: PrintDialog) -> None:
        settle(dialog)
        dialog.slides.list.item(0).setCheckState(Qt.CheckState.Checked)
        settle(dialog)
        assert dialog.slides.note.isHidden()
        dialog.reject()

    def find_it(dialog: ExportDialog) -> None:
        settle(dialog)
        assert dialog.pages[0].request.kind == "map"
        assert dialog.slides.note.isHidden()
        dialog.reject()

    _use(crowded, "export", leave_out_and_export)
    for action in ("export", "print"):
        _use(crowded, action, find_it_left_out)
    _use(crowded, "print", take_it_back)
    _use(crowded, "export", find_it)


def test_other_slides_are_not_counted_among_the_pages_left_out(crowded: Driver) -> None:
    def use(dialog: ExportDialog) -> None:
        _tick(dialog, "map", "matrix")
        _leave_out(dialog, 0)
        _tick(dialog, "matrix")
        assert dialog.slides.note.isHidden()
        _tick(dialog, "map", "matrix")
        assert not dialog.slides.note.isHidden()
        assert dialog.slides.list.item(0).checkState() == Qt.CheckState.Unchecked
        dialog.reject()

    _use(crowded, "export", use)
