"""The print dialog: composes slides for sheets of paper, previews the sheets, and prints them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.features.export.print_form import PrintForm
from stakemap.app.features.export.sheets import Sheet, draw_sheet
from stakemap.app.features.export.work import DeckTask, Drawn, Progress, compose
from stakemap.app.kit.export_target import may_replace, with_ending
from stakemap.app.kit.latest_work import LatestOnlyWorker, Stop
from stakemap.errors import CancelledError, StakemapError, UsageError
from stakemap.i18n import tr
from stakemap.picture.deck import Page, PageId

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

#: Debounce of the preview after a choice, in milliseconds.
_DEBOUNCE = 25


def _prepare(
    stop: Stop,
    report: Progress,
    task: DeckTask,
    earlier: Drawn | None,
    wanted: PageId | None,
    sheet: Sheet,
    size: tuple[float, float],
) -> Drawn:
    """Compose a task and draw the wanted page, else the first, on its sheet."""
    deck = compose(stop, report, task, earlier)
    if not deck.pages:
        return Drawn(task, deck)
    number = next((place for place, page in enumerate(deck.pages) if page.id == wanted), 0)
    image = draw_sheet(stop, report, deck.pages[number].slide, sheet, size)
    return Drawn(task, deck, number, image)


class PrintDialog(PrintForm):
    """Asks how to print the slides of a map, and prints them; `done_text` says then what was done."""

    def __init__(
        self, parent: QWidget | None, context: AppContext, session: Session, view: ViewState
    ) -> None:
        super().__init__(parent, context, session, view)
        self.done_text = ""
        #: What is previewed.
        self._shown: Drawn | None = None
        self._wanted: PageId | None = None
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._prepared)
        self._work.failed.connect(self._failed)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._timer.timeout.connect(self._start)
        self.changed.connect(self._changed)
        self.slides.picked.connect(self._show_page)
        self.preview.page_requested.connect(lambda number: self._show_page(self.pages[number].id))
        self.print_button.clicked.connect(self.print_pages)
        self._changed()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of the deck."""
        return () if self._shown is None else self._shown.deck.pages

    @property
    def is_idle(self) -> bool:
        """Whether the preview is current."""
        return not (self._timer.isActive() or self._work.is_busy)

    # Preview

    def _changed(self) -> None:
        problem = self._problem()
        self.show_error(problem)
        self.print_button.setEnabled(False)
        if not problem:
            self._timer.start()
        else:
            self._timer.stop()
            self._work.cancel()

    def _problem(self) -> str:
        """Why nothing can be printed, "" where it can."""
        if not self.slides.requests:
            return tr("Choose at least one slide.")
        try:
            _ = self.task
        except UsageError as error:
            return str(error)
        return ""

    def _start(self) -> None:
        available = self.preview.picture.available
        self._work.start(_prepare, self.task, self._shown, self._wanted, self.sheet, available)

    def _prepared(self, prepared: Drawn) -> None:
        self._shown = prepared
        if not self.show_deck(prepared.deck):
            return
        page = self.pages[prepared.number]
        self._wanted = page.id
        assert prepared.image is not None
        self.preview.show_page(prepared.image, prepared.number, len(self.pages), page.name)
        self.slides.mark(page.id)
        self.print_button.setEnabled(self.is_idle)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, StakemapError):
            self.show_error(str(error))
        elif not isinstance(error, CancelledError):
            raise error

    def _show_page(self, page: PageId) -> None:
        self._wanted = page
        self._changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Redraw the preview for the new size."""
        super().resizeEvent(event)
        self._changed()

    # Printing

    def print_pages(self) -> None:
        """Print and close; errors are shown in the dialog."""
        self.show_error("")
        try:
            path = None if self.printer else self._file()
            if self.printer or path is not None:
                self._print(path)
                self.accept()
        except StakemapError as error:
            self.show_error(str(error))
        except OSError as error:
            problem = error.strerror or type(error).__name__
            self.show_error(tr("The pages were not printed: {problem}.", problem=problem))

    def _file(self) -> Path | None:
        """Ask for the file of a PDF; None when cancelled."""
        chosen = self._context.message_boxes.pdf_to_save(self, self.suggested(".pdf"))
        path = None if chosen is None else with_ending(chosen, (".pdf",))
        if path is None or not may_replace(self._context.message_boxes, self, (path,), self._session.path):
            return None
        return path

    def _print(self, path: Path | None) -> None:
        """Print to a file, else to the printer."""
        from stakemap.app.features.export.printing import print_slides, print_to_pdf

        chosen = [self.pages[self.preview.number]] if self.is_one_page else self.pages
        slides, title = [page.slide for page in chosen], self._session.display_title
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            if path is not None:
                print_to_pdf(slides, self.sheet, title, path)
                self.done_text = tr("Printed to {name}", name=path.name)
            else:
                print_slides(slides, self.sheet, title, self.printer, self.copies.value())
                self.done_text = tr("Sent to “{name}”", name=self.printer)
        finally:
            QGuiApplication.restoreOverrideCursor()

    def done(self, result: int) -> None:
        """Stop preparing."""
        self._timer.stop()
        self._work.cancel()
        super().done(result)
