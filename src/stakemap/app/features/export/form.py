"""The widgets of the export dialog: their layout, the choices of the user, and restoring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QProgressBar, QScrollArea, QWidget

from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.headline_row import HeadlineRow
from stakemap.app.features.export.look import LookPanel, PartsPanel
from stakemap.app.features.export.slides_form import SlidesForm
from stakemap.app.features.export.target import TargetRow
from stakemap.app.features.export.work import DeckTask
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.policy import offers_pictures
from stakemap.app.kit.style import GRID
from stakemap.errors import UsageError
from stakemap.export.policy import in_house
from stakemap.i18n import tr
from stakemap.model.document import StakeMap

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState


class ExportForm(SlidesForm):
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
        title = tr("Export slides") if outsiders is None else tr("Export slides for readers outside the team")
        document = session.document if outsiders is None else outsiders
        super().__init__(parent, title, context, session, view, document)
        self._is_for_outsiders = outsiders is not None
        self._make_widgets()
        self._lay_out()
        self._restore(self.stored_choices)

    def _make_widgets(self) -> None:
        self.look = LookPanel(self._context.message_boxes, self.folder())
        self.parts = PartsPanel()
        self.headline = HeadlineRow()
        self.target = TargetRow(self._context.message_boxes, self.suggested)
        self.opens_folder = QCheckBox(tr("&Open the folder when done"))
        self.files = PlainLabel(role="caption", wrap=True)
        self.files.setMinimumHeight(self.files.fontMetrics().height())
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.setVisible(False)

    def _lay_out(self) -> None:
        self.tabs.addTab(_scrolled(self.slides), tr("Slides"))
        self.tabs.addTab(_scrolled(self.look), tr("Look"))
        self.tabs.addTab(_scrolled(self.parts), tr("Style"))
        row = row_layout(
            self.tabs, (column_layout((self.preview, 1), self.headline, spacing=GRID), 1), spacing=GRID * 3
        )
        self.column.addLayout(row, 1)
        self.column.addWidget(self.target)
        self.column.addLayout(
            column_layout(self.cut, self.files, self.progress, self.error, spacing=GRID // 2)
        )
        self.copy_button = self.buttons.addButton(
            tr("Copy as pict&ure"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.setVisible(offers_pictures())
        # Not "Cancel": headlines that were typed stay with the map.
        self.close_button = self.add_reject(tr("Close"))
        self.export_button = self.add_accept(tr("&Export"))
        # The button box orders its buttons as the platform does, so the check box goes beside it.
        self.foot.insertWidget(0, self.opens_folder)

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
        theme, parts = in_house(self.look.theme, self.parts.parts)
        return DeckTask(
            self._document,
            self._document.headlines,
            requests,
            self.slides.left_out,
            theme,
            size,
            parts,
            transparent,
            view.relations,
            view.ties,
            view.selection,
            self._context.settings.balance_limits,
            self.look.matrix_order,
        )


def _scrolled(panel: QWidget) -> QScrollArea:
    """A panel in an area that scrolls where the screen is too low for it."""
    panel.setProperty("plain", True)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(panel)
    return area
