"""The base class of the pages of the guided import, one for each step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, role_font

#: So many rows are measured for the widths of columns, and so many columns get a width of their own.
_MEASURED, _FITTED = 12, 60


class Page(QWidget):
    """One page: `column` is its layout, below a sentence that says what is asked.

    `fill` is called when another file was looked into, `show_plan` when the plan, an option or the target
    changed, and `show_outcome` once what comes out of it is known; the last two for the page that is shown.
    """

    step: Step

    def __init__(self, state: ImportState, sentence: str) -> None:
        super().__init__()
        self._state = state
        self.setProperty("plain", True)
        self.sentence = PlainLabel(sentence, role="muted", wrap=True)
        self.column = column_layout(self.sentence, spacing=GRID * 3 // 2, on=self)

    @property
    def asks(self) -> bool:
        """Whether the file has a question in this step; else it is passed through."""
        return True

    @property
    def problem(self) -> str:
        """A sentence about what has to be chosen before it goes on; "" for nothing."""
        return ""

    @property
    def first(self) -> QWidget | None:
        """What gets the focus when the page is shown; None if there is nothing to choose."""
        raise NotImplementedError

    def fill(self) -> None:
        """Show another file."""

    def show_plan(self) -> None:
        """Show how the file is read now."""

    def show_outcome(self) -> None:
        """Show what comes out of it."""

    def enter(self) -> None:
        """Bring the page up to date when it is shown."""
        self.show_plan()
        self.show_outcome()


class Table(QTableView):
    """A table in a page, in small type: Tab leaves it, and Enter is for the dialog but in a cell's editor."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(GRID * 14)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setFont(role_font("caption"))
        self.horizontalHeader().setHighlightSections(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.horizontalHeader().setDefaultAlignment(left)
        self.verticalHeader().setDefaultSectionSize(GRID * 7 // 2)

    @contextmanager
    def keeping_current(self) -> Iterator[None]:
        """Context manager: the current cell stays where it is while the model is reset."""
        current = self.currentIndex()
        row, column = current.row(), current.column()
        yield
        index = self.model().index(min(row, self.model().rowCount() - 1), column)
        if index.isValid():
            self.setCurrentIndex(index)

    def fit_columns(self, first: int, widest: int) -> None:
        """Make columns as wide as some rows from `first` on need, at most `widest` pixels."""
        model, metrics = self.model(), self.fontMetrics()
        rows = range(first, min(first + _MEASURED, model.rowCount()))
        for column in range(min(model.columnCount(), _FITTED)):
            texts = [str(model.index(row, column).data() or "") for row in rows]
            width = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 3 * GRID
            self.setColumnWidth(column, min(max(width, GRID * 8), widest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish a cell's editor on Enter, without pressing the button of the dialog."""
        if self.state() == QAbstractItemView.State.EditingState:
            return
        super().keyPressEvent(event)
