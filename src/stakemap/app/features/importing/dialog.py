"""The dialog of the guided import: its pages with a preview of the map, and the way from step to step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from stakemap.app.features.importing.canvas_preview import CanvasPreview
from stakemap.app.features.importing.columns_page import ColumnsPage
from stakemap.app.features.importing.file_page import FilePage
from stakemap.app.features.importing.merge_page import MergePage
from stakemap.app.features.importing.page import Page
from stakemap.app.features.importing.scales_page import ScalesPage
from stakemap.app.features.importing.sheet_page import SheetPage
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step, StepHeader
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.waiting import PATIENCE
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.app.features.importing.work import InspectedFile, Outcome
    from stakemap.app.kit.message_boxes import MessageBoxes

_SIZE = QSize(GRID * 148, GRID * 86)


class ImportDialog(Dialog):
    """Leads through the import of a file; once accepted, `imported` is what to apply.

    `size` is the size that the last one of this session was left with.
    """

    _last_size = _SIZE

    def __init__(
        self,
        parent: QWidget | None,
        state: ImportState,
        message_boxes: MessageBoxes,
        path: Path,
        looked: InspectedFile,
    ) -> None:
        super().__init__(parent, tr("Import “{name}”", name=shortened(path.name)), headline=False)
        self.state = state
        state.setParent(self)
        self.imported: Outcome | None = None
        self._imports_next = False
        exclude_from_drafts(self)
        self.header = StepHeader()
        self.pages: dict[Step, Page] = {
            page.step: page
            for page in (
                FilePage(state, message_boxes),
                SheetPage(state),
                ColumnsPage(state),
                ScalesPage(state),
                MergePage(state),
            )
        }
        self.step = Step.FILE
        self._has_begun = False
        self._lay_out()
        self._add_buttons()
        self._connect()
        self.resize(self._last_size)
        state.begin(path, looked)

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for page in self.pages.values():
            self.stack.addWidget(page)
        self.preview = CanvasPreview()
        row = row_layout((self.stack, 1), self.preview, spacing=GRID * 3)
        self.column.addWidget(self.header)
        self.column.addLayout(row, 1)
        self.status = PlainLabel(role="error", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.hide()
        below = column_layout(self.progress, self.status, spacing=GRID // 2)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        # Above the buttons, where it does not scroll away.
        outer.insertLayout(outer.count() - 1, below)

    def _add_buttons(self) -> None:
        # The button box orders its buttons as the platform does.
        self.back_button = QPushButton(tr("&Back"))
        self.back_button.clicked.connect(self.back)
        self.foot.insertWidget(0, self.back_button)
        self.next_button = self.add_accept(tr("&Next"))
        self.next_button.clicked.connect(self.next)
        self.add_reject()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.next_button)

    def _connect(self) -> None:
        state = self.state
        state.looked_at.connect(self._looked_at)
        state.planned.connect(self._planned)
        state.composed.connect(self._composed)
        state.drawn.connect(self.preview.show_picture)
        state.problem_changed.connect(self._update)
        state.progress.connect(lambda share: self.progress.setValue(round(1000 * share)))
        self.preview.resized.connect(self._preview_resized)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_busy)

    # What the state reports

    def _looked_at(self) -> None:
        for page in self.pages.values():
            page.fill()
        tab_in_reading_order(self)
        begins = not self._has_begun
        self._has_begun = True
        if begins:
            first = next((step for step in self.pages if self.pages[step].asks), Step.MERGE)
            self.show_step(first)
        else:
            self._enter()
        self._update()

    def _planned(self) -> None:
        self.pages[self.step].show_plan()
        self._update()

    def _composed(self) -> None:
        outcome = self.state.outcome
        assert outcome is not None
        self.preview.show_sentence(outcome.sentence)
        page = self.pages[self.step]
        page.show_plan()
        page.show_outcome()
        self._update()
        if self._imports_next:
            self._imports_next = False
            self.next()

    def _preview_resized(self) -> None:
        self.state.picture_size = self.preview.size_wanted
        self.state.picture_ratio = self.devicePixelRatioF()
        self.state.draw()

    def _show_busy(self) -> None:
        self.progress.setVisible(self.state.is_busy)

    def _update(self) -> None:
        """Show what can be done now."""
        state, step = self.state, self.step
        self.header.show_step(step, [each for each in self.pages if self.pages[each].asks])
        self.next_button.setText(tr("&Import") if step is Step.MERGE else tr("&Next"))
        is_known = state.looked is not None and not state.is_looking
        problem = (self.pages[step].problem if is_known else "") or state.problem
        may_import = step is not Step.MERGE or not state.problem
        self.next_button.setEnabled(is_known and not self.pages[step].problem and may_import)
        self.back_button.setEnabled(step is not Step.FILE)
        self.status.setText(problem)
        self.status.setVisible(bool(problem))
        if problem:
            self._imports_next = False
        if not state.is_busy or state.problem:
            self._patience.stop()
            self.progress.hide()
        elif not self._patience.isActive() and not self.progress.isVisible():
            self.progress.setValue(0)
            self._patience.start()

    # The way

    def show_step(self, step: Step) -> None:
        """Show the page of a step."""
        self.step = step
        self.stack.setCurrentWidget(self.pages[step])
        self._update()
        if self.state.looked is not None:
            self._enter()

    def _enter(self) -> None:
        """Bring the page up to date and put the focus where it matters."""
        page = self.pages[self.step]
        page.enter()
        (page.first or self.next_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def next(self) -> None:
        """Go to the next step that asks something; after the last one, import."""
        if not self.next_button.isEnabled():
            return
        if self.step is Step.MERGE:
            self._import()
            return
        later = [step for step in self.pages if step > self.step and self.pages[step].asks]
        self.show_step(later[0])

    def back(self) -> None:
        """Go back to the step before that asks something, or to the file."""
        earlier = [step for step in self.pages if step < self.step and self.pages[step].asks]
        self.show_step(earlier[-1] if earlier else Step.FILE)

    def _import(self) -> None:
        """Accept, once what is to be imported is known."""
        if self.state.is_busy:
            self._imports_next = True
        elif self.state.is_current:
            self.imported = self.state.outcome
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, wherever the focus is but in a text of several lines and on another button."""
        focus = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or isinstance(focus, QPlainTextEdit):
            super().keyPressEvent(event)
        elif isinstance(focus, QPushButton):
            focus.click()
        else:
            self.next()

    def done(self, result: int) -> None:
        """Stop all work, and remember the size."""
        ImportDialog._last_size = self.size()
        self._patience.stop()
        self.state.close()
        super().done(result)
