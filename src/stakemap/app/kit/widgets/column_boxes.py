"""Rows of boxes above the columns of a table, which follow its columns."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QWidget

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox


class ColumnBoxes(QWidget):
    """Above each column of `cells` after the first `leading` ones, up to one box a row.

    `rows` has the boxes of each row by the place of their column, from 0. A row without a visible box takes
    no room. The box that gets the focus has its column scrolled into view.
    """

    def __init__(self, cells: QTableView, rows: int, leading: int = 0) -> None:
        super().__init__()
        self._cells, self._leading = cells, leading
        self.rows: tuple[dict[int, ChoiceBox], ...] = tuple({} for _ in range(rows))
        #: Keeps boxes of columns that are scrolled away from lying over the numbers of rows.
        self.area = QWidget(self)
        header = cells.horizontalHeader()
        header.sectionResized.connect(self.place)
        header.geometriesChanged.connect(self.place)
        cells.verticalHeader().geometriesChanged.connect(self.place)
        cells.horizontalScrollBar().valueChanged.connect(self.place)

    def new_box(self, row: int, place: int) -> ChoiceBox:
        """Add a box to a row, above the column at a place."""
        box = ChoiceBox(self.area)
        box.setMinimumContentsLength(1)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.installEventFilter(self)
        self.rows[row][place] = box
        return box

    def tab_order(self) -> Iterator[ChoiceBox]:
        """The boxes from left to right, those of one column from above."""
        for place in sorted({place for row in self.rows for place in row}):
            yield from (row[place] for row in self.rows if place in row)

    def fit_rows(self) -> None:
        """Take the height of the rows that have a visible box, and put each box above its column."""
        height, shown = self.box_height, max(1, len(self._shown_rows()))
        self.setFixedHeight(shown * height + (shown - 1) * (GRID // 2))
        self.place()

    @property
    def box_height(self) -> int:
        """The height of a box in pixels."""
        box = next(self.tab_order(), None)
        return self.height() if box is None else box.sizeHint().height()

    def _shown_rows(self) -> list[dict[int, ChoiceBox]]:
        return [row for row in self.rows if any(not box.isHidden() for box in row.values())]

    def place(self) -> None:
        """Put each box above its column."""
        cells, header = self._cells, self._cells.horizontalHeader()
        height = self.box_height
        left = cells.frameWidth() + cells.verticalHeader().width()
        self.area.setGeometry(left, 0, cells.viewport().width(), self.height())
        for number, row in enumerate(self._shown_rows()):
            top = number * (height + GRID // 2)
            for place, box in row.items():
                section = place + self._leading
                width = header.sectionSize(section) - GRID // 2
                box.setGeometry(header.sectionViewportPosition(section), top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the table."""
        super().resizeEvent(event)
        self.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the columns, which are laid out by now."""
        super().showEvent(event)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to the column whose box gets the focus."""
        if event.type() == QEvent.Type.FocusIn:
            boxes = (item for row in self.rows for item in row.items())
            place = next((place for place, box in boxes if box is watched), None)
            if place is not None:
                model, row = self._cells.model(), max(self._cells.currentIndex().row(), 0)
                self._cells.scrollTo(model.index(row, place + self._leading))
        return super().eventFilter(watched, event)
