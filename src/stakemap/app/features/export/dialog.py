"""The export dialog: composes and previews pages in a worker, copies a page, and writes the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.features.export.form import ExportForm
from stakemap.app.features.export.work import Drawn, compose_and_draw, draw_page, write
from stakemap.app.kit.latest_work import LatestOnlyWorker
from stakemap.app.kit.links import open_folder
from stakemap.app.kit.slides import slide_mime_data
from stakemap.app.kit.style import GRID
from stakemap.errors import CancelledError, EditError, StakemapError, UsageError
from stakemap.export.exporters import WriteOptions
from stakemap.export.formats import files_for
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.headlines import set_headline
from stakemap.picture.deck import Page, PageId
from stakemap.picture.headlines.headlines import key_of

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

#: Debounce of the preview after a choice, in milliseconds.
_DEBOUNCE = 25
#: Delay before the progress of writing is shown, in milliseconds; twice as long for composing.
_PROGRESS_DELAY = 250


class ExportDialog(ExportForm):
    """Asks which slides of a map to export and writes them; `written` are the files then."""

    def __init__(
        self,
        parent: QWidget | None,
        context: AppContext,
        session: Session,
        view: ViewState,
        outsiders: StakeMap | None = None,
    ) -> None:
        super().__init__(parent, context, session, view, outsiders)
        self.written: tuple[Path, ...] = ()
        #: The pages that were composed last, and the one previewed.
        self._shown: Drawn | None = None
        #: The page previewed last.
        self._wanted: PageId | None = None
        #: The headlines before those that were typed and are not in the map yet, by the keys of their pages.
        self._typed: dict[str, str] = {}
        self._exports_next = False
        self._make_work()
        self._connect()
        self.fit_to_screen(GRID * 150, GRID * 104)
        self._changed()

    def _make_work(self) -> None:
        self._preview_work, self._write_work = LatestOnlyWorker(self), LatestOnlyWorker(self)
        self._preview_work.done.connect(self._preview_done)
        self._preview_work.failed.connect(self._preview_failed)
        self._write_work.done.connect(self._written)
        self._write_work.failed.connect(self._write_failed)
        self._write_work.progress.connect(self._show_progress)
        self._preview_timer, self._progress_timer, self._busy_timer = QTimer(self), QTimer(self), QTimer(self)
        for timer, delay, callback in (
            (self._preview_timer, _DEBOUNCE, self._start_preview),
            (self._progress_timer, _PROGRESS_DELAY, self.progress.show),
            (self._busy_timer, 2 * _PROGRESS_DELAY, self.preview.show_busy),
        ):
            timer.setSingleShot(True)
            timer.setInterval(delay)
            timer.timeout.connect(callback)

    def _connect(self) -> None:
        # The name of the file comes first, which `_changed` reports.
        self.slides.changed.connect(self.target.suggest_again)
        for panel in (self.slides, self.look, self.parts):
            panel.changed.connect(self._changed)
        self.slides.picked.connect(self._picked)
        self.preview.page_requested.connect(self._show_page)
        self.headline.edited.connect(self._headline_typed)
        self.headline.left.connect(self._keep_headlines)
        self.target.changed.connect(self._target_changed)
        self.export_button.clicked.connect(self.export)
        self.copy_button.clicked.connect(self.copy)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that will be exported."""
        return () if self._shown is None else self._shown.deck.pages

    # Headlines

    def _headline_typed(self, page: str, text: str) -> None:
        """Preview a headline as it is typed; the map gets it when the line is left, if it is short enough."""
        if self.headline.problem:
            text = self._typed.pop(page, self._kept_headline(page))
        else:
            self._typed.setdefault(page, self._kept_headline(page))
        self._document = set_headline(self._document, page, text)
        self._changed()

    def _kept_headline(self, page: str) -> str:
        headline = self._document.headlines.get(page)
        return "" if headline is None else headline.text

    def _keep_headlines(self) -> None:
        """Write the headlines that were typed into the map, where an undo takes them back."""
        while self._typed:
            page, _ = self._typed.popitem()
            edit = set_headline.of(page, self._kept_headline(page))
            try:
                self._session.apply(edit, label=tr("Edit headline"))
            except EditError as error:
                # The slides have it all the same; a map that is read-only cannot keep it.
                self.show_error(str(error))

    # Choices

    def _target_changed(self) -> None:
        self.look.show_choices(self.target.exporter.choices)
        self._changed()

    def _changed(self) -> None:
        try:
            self._task()
        except UsageError as error:
            problem = str(error)
        else:
            problem = ""
            self._preview_timer.start()
        self.show_error(problem or self.look.theme_error)
        self._show_possible(not problem)
        self._update_files()

    def _show_possible(self, is_possible: bool) -> None:
        """Show whether there is a page to export and copy."""
        self.export_button.setEnabled(is_possible)
        self.copy_button.setEnabled(is_possible)

    def _update_files(self) -> None:
        """Show the size in pixels, and the number of pages or files that will be written."""
        try:
            (width, height), scale = self.look.size_chosen, self.look.scale
            files = files_for(self.target.path, max(1, len(self.pages)))
        except (UsageError, ValueError):
            self.files.setText("")
            return
        self.look.pixels.setText(
            tr(
                "The file will have {width} × {height} pixels.",
                width=str(round(width * scale)),
                height=str(round(height * scale)),
            )
        )
        if len(files) > 1:
            text = tr(
                "{count} files: {first} to {last}",
                count=len(files),
                first=files[0].name,
                last=files[-1].name,
            )
        elif not self.pages:
            text = ""
        elif len(self.pages) > 1:
            text = tr("{count} pages in one file", count=len(self.pages))
        else:
            text = tr("One page")
        self.files.setText(text)

    # Preview

    @property
    def is_idle(self) -> bool:
        """Whether the preview is current and nothing is being written."""
        return not (self._preview_timer.isActive() or self._preview_work.is_busy or self._write_work.is_busy)

    def _start_preview(self) -> None:
        """Compose the pages and draw the wanted one in a worker."""
        try:
            task = self._task()
        except UsageError:
            return
        self._busy_timer.start()
        available = self.preview.picture.available
        self._preview_work.start(compose_and_draw, task, self._shown, self._wanted, available)

    def _preview_done(self, drawn: Drawn) -> None:
        self._busy_timer.stop()
        self._shown = drawn
        if not self.show_deck(drawn.deck):
            self._exports_next = False
            self._show_possible(False)
            self.headline.show_page("", "", "")
            self._update_files()
            return
        page = drawn.deck.pages[drawn.number]
        self._wanted = page.id
        assert drawn.image is not None
        self.preview.show_page(drawn.image, drawn.number, len(drawn.deck.pages), page.name)
        self.slides.mark(page.id)
        key, problem = key_of(*page.id), self.headline.problem
        self.headline.show_page(key, self._kept_headline(key), page.proposal)
        if problem and not self.headline.problem:
            # The headline that was too long is of another page, which has the one before again.
            self._changed()
        self._update_files()
        if self._exports_next:
            self._exports_next = False
            self.export()

    def _preview_failed(self, error: BaseException) -> None:
        self._busy_timer.stop()
        self._exports_next = False
        if isinstance(error, StakemapError):
            self.show_error(str(error))
        elif isinstance(error, MemoryError):
            self.show_error(tr("There is not enough memory for a picture of that size."))
        elif not isinstance(error, CancelledError):
            raise error

    def _picked(self, page: PageId) -> None:
        self._show_page(next((n for n, each in enumerate(self.pages) if each.id == page), None))

    def _show_page(self, number: int | None) -> None:
        """Preview another page of those composed."""
        if number is None or self._shown is None or number == self.preview.number:
            return
        self._wanted = self.pages[number].id
        self._preview_work.start(draw_page, self._shown, number, self.preview.picture.available)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Redraw the preview for the new size."""
        super().resizeEvent(event)
        self._preview_timer.start()

    def copy(self) -> None:
        """Copy the previewed page to the clipboard, as PNG, and as SVG where that may be exported."""
        if not self.pages or self._is_stale:
            return
        slide = self.pages[self.preview.number].slide
        try:
            data = slide_mime_data(slide, self.look.scale)
        except StakemapError as error:
            self.show_error(str(error))
            return
        QGuiApplication.clipboard().setMimeData(data)
        self.files.setText(
            tr("The page is on the clipboard, as PNG and as SVG.")
            if data.hasFormat("image/svg+xml")
            else tr("The page is on the clipboard, as PNG.")
        )

    # Writing

    @property
    def _is_stale(self) -> bool:
        """Whether the composed pages differ from those chosen."""
        shown = None if self._shown is None else self._shown.task
        return self._preview_timer.isActive() or self._preview_work.is_busy or shown != self._task()

    def export(self) -> None:
        """Write the files and close; errors are shown in the dialog."""
        self._keep_headlines()
        try:
            path = self.target.path
            if self._is_stale:
                self._exports_next = True
                self._preview_timer.stop()
                self._start_preview()
                return
            files = files_for(path, len(self.pages))
            if not self.target.may_replace(files, self._session.path):
                return
            look = self.look
            options = WriteOptions(
                look.scale, look.paths.isChecked(), look.notes.isChecked(), look.glued.isChecked()
            )
        except StakemapError as error:
            self.show_error(str(error))
            return
        except (OSError, ValueError) as error:
            self.show_error(tr("The slides were not exported: {problem}.", problem=_reason(error)))
            return
        self.show_error("")
        self._set_writing(True)
        self._write_work.start(write, self._shown, path, options)

    def _set_writing(self, is_writing: bool) -> None:
        for widget in (self.tabs, self.headline, self.target, self.opens_folder):
            widget.setEnabled(not is_writing)
        self._show_possible(not is_writing)
        self.close_button.setText(tr("Stop") if is_writing else tr("Close"))
        if is_writing:
            self.progress.setValue(0)
            self._progress_timer.start()
        else:
            self._progress_timer.stop()
            self.progress.setVisible(False)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))

    def _written(self, files: tuple[Path, ...]) -> None:
        self.written = files
        self._set_writing(False)
        stored = self.choices.to_settings() | {"folder": str(files[0].parent)}
        self._context.apply_settings(self._context.store.remember_export(self._document.id, stored))
        if self.opens_folder.isChecked():
            open_folder(files[0].parent)
        self.accept()

    def _write_failed(self, error: BaseException) -> None:
        self._set_writing(False)
        if isinstance(error, CancelledError):
            self.show_error(tr("The export was stopped. Files already written are complete."))
        elif isinstance(error, StakemapError):
            self.show_error(str(error))
        elif isinstance(error, OSError | RuntimeError | ValueError | MemoryError):
            self.show_error(tr("The slides were not exported: {problem}.", problem=_reason(error)))
        else:
            raise error

    # Closing

    def reject(self) -> None:
        """Cancel writing; close if nothing is being written."""
        if self._write_work.is_busy:
            self._write_work.cancel()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Keep headlines, stop the timers and cancel the preview."""
        self._keep_headlines()
        for timer in (self._preview_timer, self._progress_timer, self._busy_timer):
            timer.stop()
        self._exports_next = False
        self._preview_work.cancel()
        super().done(result)


def _reason(error: BaseException) -> str:
    """Return the system's description of an error without the path, which may be longer than the dialog."""
    return getattr(error, "strerror", None) or type(error).__name__
