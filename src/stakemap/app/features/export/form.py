"""The widgets of the export dialog: their layout, the choices of the user, and restoring them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.headline_row import HeadlineRow
from stakemap.app.features.export.look import LookPanel, PartsPanel
from stakemap.app.features.export.preview import PagePreview
from stakemap.app.features.export.slides import SlidesPanel
from stakemap.app.features.export.target import TargetRow
from stakemap.app.features.export.work import DeckTask
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.widgets.tabs import Tabs
from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.ids import slug
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.storage.targets import is_there

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

__all__ = ["ExportForm"]


#: Most characters of the name that is proposed for the file, which leaves room for numbers of pages.
_LONGEST_STEM = 120


class ExportForm(Dialog):
    """The layout of the export dialog, and its choices of slides, look, parts and file.

    `outsiders` is a clean copy to export instead of the session's map, then without notes pages.
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
        self._make_widgets()
        self._lay_out()
        self._restore(ExportChoices.from_settings(context.settings.exports.get(self._document.id, {})))

    def _make_widgets(self) -> None:
        view, document = self._view, self._document
        issue = view.issue if view.issue in document.issues else next(iter(issues_in_order(document)), None)
        snapshot = view.snapshot
        if snapshot not in document.snapshots:
            snapshot = latest_dated(document)
        self.slides = SlidesPanel(document, issue, snapshot)
        self.look = LookPanel(self._context.message_boxes, self._folder())
        self.parts = PartsPanel()
        self.preview = PagePreview()
        self.headline = HeadlineRow()
        self.target = TargetRow(self._context.message_boxes, self._suggested)
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
        self.tabs = Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(_scrolled(self.slides), tr("Slides"))
        self.tabs.addTab(_scrolled(self.look), tr("Look"))
        self.tabs.addTab(_scrolled(self.parts), tr("Style"))
        self.tabs.setFixedWidth(GRID * 38)
        page = QVBoxLayout()
        page.setSpacing(GRID)
        page.addWidget(self.preview, 1)
        page.addWidget(self.headline)
        row = QHBoxLayout()
        row.setSpacing(GRID * 3)
        row.addWidget(self.tabs)
        row.addLayout(page, 1)
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
        # The button box orders its buttons as the platform does, so the check box goes beside it.
        self.foot.insertWidget(0, self.opens_folder)

    def _initial_size(self) -> QSize:
        screen = self.screen().availableSize()
        return QSize(min(GRID * 150, screen.width() - GRID * 6), min(GRID * 90, screen.height() - GRID * 8))

    def _restore(self, choices: ExportChoices) -> None:
        """Restore the choices of the last export of this map."""
        self.slides.restore(choices)
        self.look.restore(choices)
        self.parts.restore(choices.parts)
        self.opens_folder.setChecked(choices.opens_folder)
        if self._is_for_outsiders:
            self.look.notes.setChecked(False)
            self.look.notes.setEnabled(False)
        self.target.restore(choices.ending)
        self.look.show_choices(self.target.exporter.choices)

    def _folder(self) -> Path:
        """The folder of the last export of this map, else that of the map, else the last folder used."""
        stored = self._context.settings.exports.get(self._document.id, {}).get("folder")
        if isinstance(stored, str) and stored and is_there(Path(stored)):
            return Path(stored)
        folder = self._session.path.parent if self._session.path else None
        return folder or Path(self._context.settings.last_folder or Path.home())

    def _suggested(self, ending: str) -> Path:
        """A file named after the map and, as they are called now, the issue and the snapshot on show."""
        document, names = self._document, [self._document.title or tr("map")]
        issue = document.issues.get(self.slides.issue or "")
        snapshot = document.snapshots.get(self.slides.snapshot or "")
        if issue is not None and not self.slides.all_issues:
            names.append(issue.name)
        if snapshot is not None and not self.slides.all_snapshots:
            names.append(snapshot.label or snapshot.date or "")
        stem = "-".join(slug(name) for name in names if name.strip())
        return self._folder() / (stem[:_LONGEST_STEM].strip("-") + ending)

    @property
    def choices(self) -> ExportChoices:
        """All choices, to be stored in the settings; raises UsageError while one is invalid."""
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
            look.glued.isChecked(),
            self.opens_folder.isChecked(),
            look.matrix_order,
        )

    def _task(self) -> DeckTask:
        """Return the pages to compose; raises UsageError while a choice is invalid."""
        size, requests, view = self.look.size_chosen, self.slides.requests, self._view
        if not requests:
            raise UsageError(tr("Choose at least one slide."))
        transparent = self.look.transparent.isChecked() and not self.look.transparent.isHidden()
        if self.headline.problem:
            raise UsageError(self.headline.problem)
        return DeckTask(
            self._document,
            self._document.headlines,
            requests,
            self.slides.left_out,
            self.look.theme,
            size,
            self.parts.parts,
            transparent,
            view.relations,
            view.ties,
            view.selection,
            self._context.settings.undecided_below,
            self.look.matrix_order,
        )

    def _show_error(self, problem: str) -> None:
        self.error.setText(problem)
        self.error.setVisible(bool(problem))


def _scrolled(panel: QWidget) -> QScrollArea:
    """A panel in an area that scrolls where the screen is too low for it."""
    panel.setProperty("plain", True)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(panel)
    return area
