"""Exporting slides: which ones, in which look, into which file, with the very pages as preview."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.look import LookPanel, PartsPanel
from stakemap.app.features.export.preview import PagePreview
from stakemap.app.features.export.slides import SlidesPanel
from stakemap.app.features.export.target import TargetRow
from stakemap.app.features.export.work import DeckTask, Drawn, compose_and_draw, draw_again, write
from stakemap.app.kit.latest_work import CalledOffError, LatestWork
from stakemap.app.kit.links import open_folder
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.slides import picture_data
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.errors import StakemapError, UsageError
from stakemap.export.formats import WriteOptions, files_for
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.ids import slug
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.picture.deck import Page, SlideRequest
from stakemap.storage.targets import is_there

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

__all__ = ["ExportDialog"]

#: How long choices rest before the preview follows them, in milliseconds.
_REST = 25
#: How long writing takes at least before its progress is shown, in milliseconds; composing twice as long.
_PATIENCE = 250


class ExportDialog(Dialog):
    """Asks which slides of a map are wanted and writes them; `written` are the files then.

    `outsiders` is the map to export instead of the session's where it is for others: then without notes
    pages.
    """

    def __init__(
        self,
        parent: QWidget | None,
        context: AppContext,
        session: Session,
        view: ViewState,
        outsiders: StakeMap | None = None,
    ) -> None:
        title = tr("Export slides") if outsiders is None else tr("Export slides for outsiders")
        super().__init__(parent, title)
        self._context, self._session, self._view = context, session, view
        self._document = session.document if outsiders is None else outsiders
        self._is_for_outsiders = outsiders is not None
        self.written: tuple[Path, ...] = ()
        self.pages: tuple[Page, ...] = ()
        #: The task whose pages are on show, and which page was looked at: its request, and which of that.
        self._shown: DeckTask | None = None
        self._wanted: tuple[SlideRequest | None, int] = (None, 0)
        self._exports_next = False
        self._make_work()
        self._make_widgets()
        self._lay_out()
        self._restore(ExportChoices.from_settings(context.settings.exports.get(self._document.id, {})))
        self._connect()
        self.resize(self._size_at_first())
        self._changed()

    # Making it

    def _make_work(self) -> None:
        self._preview_work, self._write_work = LatestWork(self), LatestWork(self)
        self._preview_work.done.connect(self._drawn)
        self._preview_work.failed.connect(self._draw_failed)
        self._write_work.done.connect(self._written)
        self._write_work.failed.connect(self._write_failed)
        self._write_work.progress.connect(self._show_progress)
        self._timer, self._patience, self._slow = QTimer(self), QTimer(self), QTimer(self)
        for timer, rest, then in (
            (self._timer, _REST, self._start_preview),
            (self._patience, _PATIENCE, self._show_bar),
            (self._slow, 2 * _PATIENCE, self._say_busy),
        ):
            timer.setSingleShot(True)
            timer.setInterval(rest)
            timer.timeout.connect(then)

    def _make_widgets(self) -> None:
        view, document = self._view, self._document
        issue = view.issue if view.issue in document.issues else next(iter(issues_in_order(document)), None)
        snapshot = view.snapshot
        if snapshot not in document.snapshots:
            snapshot = latest_dated(document)
        self.slides = SlidesPanel(document, issue, snapshot)
        self.look = LookPanel(self._context.questions, self._folder())
        self.parts = PartsPanel()
        self.preview = PagePreview()
        self.target = TargetRow(self._context.questions, self._suggested)
        self.opens_folder = QCheckBox(tr("&Open the folder when done"))
        self.files = PlainLabel(role="caption", wrap=True)
        self.files.setMinimumHeight(self.files.fontMetrics().height())
        self.error = PlainLabel(role="error", wrap=True)
        self.error.setVisible(False)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setVisible(False)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.slides, tr("Slides"))
        self.tabs.addTab(self.look, tr("Look"))
        self.tabs.addTab(self.parts, tr("Parts"))
        self.tabs.setFixedWidth(GRID * 38)
        row = QHBoxLayout()
        row.setSpacing(GRID * 3)
        row.addWidget(self.tabs)
        row.addWidget(self.preview, 1)
        self.column.addLayout(row, 1)
        self.column.addWidget(self.target)
        below = QVBoxLayout()
        below.setSpacing(GRID // 2)
        for widget in (self.files, self.progress, self.error):
            below.addWidget(widget)
        self.column.addLayout(below)
        self.copy_button = self.buttons.addButton(
            tr("Copy as pict&ure"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.cancel_button = self.add_reject()
        self.export_button = self.add_accept(tr("&Export"))
        # The button box sets its buttons as the platform does; the check box stands before them.
        holder = QHBoxLayout()
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.removeWidget(self.buttons)
        holder.addWidget(self.opens_folder)
        holder.addWidget(self.buttons, 1)
        outer.addLayout(holder)

    def _size_at_first(self) -> QSize:
        screen = self.screen().availableSize()
        return QSize(min(GRID * 150, screen.width() - GRID * 6), min(GRID * 90, screen.height() - GRID * 8))

    def _restore(self, choices: ExportChoices) -> None:
        """Begin with what was chosen the last time for this map."""
        # Slides are shown in lit rooms and printed, so light is where to begin whatever the app looks like.
        self.slides.restore(choices)
        self.look.restore(choices)
        self.parts.restore(choices.parts)
        self.opens_folder.setChecked(choices.opens_folder)
        if self._is_for_outsiders:
            self.look.notes.setChecked(False)
            self.look.notes.setEnabled(False)
        self.target.restore(choices.ending)
        self.look.show_choices(self.target.exporter.choices)

    def _connect(self) -> None:
        for panel in (self.slides, self.look, self.parts):
            panel.changed.connect(self._changed)
        self.slides.picked.connect(self._picked)
        self.preview.turned.connect(self._turn)
        self.target.changed.connect(self._target_changed)
        self.export_button.clicked.connect(self.export)
        self.copy_button.clicked.connect(self.copy)

    def _folder(self) -> Path:
        """Where the slides of this map went the last time, else where the map lies, or the last map did."""
        kept = self._context.settings.exports.get(self._document.id, {}).get("folder")
        if isinstance(kept, str) and kept and is_there(Path(kept)):
            return Path(kept)
        folder = self._session.path.parent if self._session.path else None
        return folder or Path(self._context.settings.last_folder or Path.home())

    def _suggested(self, ending: str) -> Path:
        parts = [self._document.title or "map"]
        if not self.slides.all_issues:
            parts.append(self._view.issue or "")
        if not self.slides.all_snapshots:
            parts.append(self._view.snapshot or "")
        return self._folder() / (slug(" ".join(parts)) + ending)

    # What was chosen

    @property
    def choices(self) -> ExportChoices:
        """All that was chosen, to be remembered; UsageError while something makes no sense."""
        slides, look = self.slides, self.look
        return ExportChoices(
            slides.chosen_kinds or ("map",),
            slides.all_issues,
            slides.all_snapshots,
            slides.compared,
            look.layout_chosen,
            look.size_chosen,
            float(look.scale_choice.currentData()),
            self.target.ending,
            look.theme_name,
            self.parts.parts,
            look.transparent.isChecked(),
            look.paths.isChecked(),
            look.notes.isChecked(),
            self.opens_folder.isChecked(),
        )

    def _task(self) -> DeckTask:
        """The pages that are wanted now; UsageError while there is something that makes no sense."""
        size, requests, view = self.look.size_chosen, self.slides.requests, self._view
        if not requests:
            raise UsageError(tr("Choose at least one slide."))
        transparent = self.look.transparent.isChecked() and not self.look.transparent.isHidden()
        return DeckTask(
            self._document,
            requests,
            self.look.theme,
            size,
            self.parts.parts,
            transparent,
            view.relations,
            view.ties,
            view.selection,
        )

    # What follows from a choice

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
            self._timer.start()
        self._say(problem or self.look.complaint)
        self.export_button.setEnabled(not problem)
        self.copy_button.setEnabled(not problem)
        self._tell_files()

    def _say(self, problem: str) -> None:
        self.error.setText(problem)
        self.error.setVisible(bool(problem))

    def _tell_files(self) -> None:
        """What will be written: how many pixels, and which files where there are several."""
        try:
            (width, height), scale = self.look.size_chosen, self.look.scale
            files = files_for(self.target.path, max(1, len(self.pages)))
        except (UsageError, ValueError):
            self.files.setText("")
            return
        self.look.pixels.setText(
            tr(
                "The file will have {width} × {height} pixels.",
                width=round(width * scale),
                height=round(height * scale),
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

    # The preview

    @property
    def is_at_rest(self) -> bool:
        """Whether the preview shows what was chosen, and nothing is being written."""
        return not (self._timer.isActive() or self._preview_work.is_busy or self._write_work.is_busy)

    def _room(self) -> tuple[float, float]:
        return self.preview.picture.room

    def _start_preview(self) -> None:
        """Let the pages be composed, and one of them drawn, as they will be written."""
        try:
            task = self._task()
        except UsageError:
            return
        self._slow.start()
        self._preview_work.start(compose_and_draw, task, self._wanted, self._room())

    def _say_busy(self) -> None:
        self.preview.say_busy()

    def _drawn(self, drawn: Drawn) -> None:
        self._slow.stop()
        self.pages, self._shown = drawn.pages, drawn.task
        page = drawn.pages[drawn.number]
        before = [each for each in drawn.pages[: drawn.number] if each.request == page.request]
        self._wanted = (page.request, len(before))
        self.preview.show_page(drawn.image, drawn.number, len(drawn.pages), page.name)
        self.slides.mark(drawn.pages, drawn.number)
        self._tell_files()
        if self._exports_next:
            self._exports_next = False
            self.export()

    def _draw_failed(self, error: BaseException) -> None:
        self._slow.stop()
        self._exports_next = False
        if isinstance(error, StakemapError):
            self._say(str(error))
        elif isinstance(error, MemoryError):
            self._say(tr("There is not enough memory for a picture of that size."))
        elif not isinstance(error, CalledOffError):
            raise error

    def _picked(self, request: SlideRequest) -> None:
        self._look_at(next((n for n, page in enumerate(self.pages) if page.request == request), None))

    def _turn(self, number: int) -> None:
        self._look_at(number)

    def _look_at(self, number: int | None) -> None:
        """Show another of the pages that are composed."""
        if number is None or self._shown is None or number == self.preview.number:
            return
        page = self.pages[number]
        self._wanted = (page.request, [each.request for each in self.pages[:number]].count(page.request))
        self._preview_work.start(draw_again, self._shown, self.pages, number, self._room())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the preview as large as it can be now."""
        super().resizeEvent(event)
        self._timer.start()

    def copy(self) -> None:
        """Put the page on show on the clipboard, as pixels and as a drawing."""
        if not self.pages or self._is_stale:
            return
        slide = self.pages[self.preview.number].slide
        try:
            data = picture_data(slide, self.look.scale)
        except StakemapError as error:
            self._say(str(error))
            return
        QGuiApplication.clipboard().setMimeData(data)
        self.files.setText(tr("The page is on the clipboard, as PNG and as SVG."))

    # Writing

    @property
    def _is_stale(self) -> bool:
        """Whether the pages that are composed are others than those chosen."""
        return self._timer.isActive() or self._preview_work.is_busy or self._shown != self._task()

    def export(self) -> None:
        """Write the files and close; what stands in the way is told here."""
        try:
            path = self.target.path
            if self._is_stale:
                self._exports_next = True
                self._timer.stop()
                self._start_preview()
                return
            files = files_for(path, len(self.pages))
            if not self.target.may_replace(files, self._session.path):
                return
            options = WriteOptions(self.look.scale, self.look.paths.isChecked(), self.look.notes.isChecked())
        except StakemapError as error:
            self._say(str(error))
            return
        except (OSError, ValueError) as error:
            self._say(tr("The slides were not written: {problem}.", problem=_reason(error)))
            return
        self._say("")
        self._set_writing(True)
        self._write_work.start(write, self._shown, path, options)

    def _set_writing(self, is_writing: bool) -> None:
        for widget in (self.tabs, self.target, self.opens_folder):
            widget.setEnabled(not is_writing)
        self.export_button.setEnabled(not is_writing)
        self.copy_button.setEnabled(not is_writing)
        self.cancel_button.setText(tr("Stop") if is_writing else tr("Cancel"))
        if is_writing:
            self.progress.setValue(0)
            self._patience.start()
        else:
            self._patience.stop()
            self.progress.setVisible(False)

    def _show_bar(self) -> None:
        self.progress.setVisible(True)

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(1000 * share))

    def _written(self, files: tuple[Path, ...]) -> None:
        self.written = files
        self._set_writing(False)
        kept = self.choices.to_settings() | {"folder": str(files[0].parent)}
        self._context.keep(self._context.store.remember_export(self._document.id, kept))
        if self.opens_folder.isChecked():
            open_folder(files[0].parent)
        self.accept()

    def _write_failed(self, error: BaseException) -> None:
        self._set_writing(False)
        if isinstance(error, CalledOffError):
            self._say(tr("The export was stopped; files that were written before are whole."))
        elif isinstance(error, StakemapError):
            self._say(str(error))
        elif isinstance(error, OSError | RuntimeError | ValueError | MemoryError):
            self._say(tr("The slides were not written: {problem}.", problem=_reason(error)))
        else:
            raise error

    # Leaving

    def reject(self) -> None:
        """Stop what is being written; where nothing is, close."""
        if self._write_work.is_busy:
            self._write_work.call_off()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Let the preview rest."""
        for timer in (self._timer, self._patience, self._slow):
            timer.stop()
        self._exports_next = False
        self._preview_work.call_off()
        super().done(result)


def _reason(error: BaseException) -> str:
    """What the system says of an error, without the path, which may be longer than the dialog."""
    return getattr(error, "strerror", None) or type(error).__name__
