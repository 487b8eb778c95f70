"""A row of combo boxes above the columns of a table, each of which says what its column holds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QStringListModel, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QWidget

from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.interchange.columns import FIELDS, Field, heading
from stakemap.interchange.spreadsheet import Table
from stakemap.text import one_line

__all__ = ["ColumnFields"]

_USUAL: tuple[Field, ...] = (
    "name",
    "code",
    "group",
    "kind",
    "influence",
    "alignment",
    "salience",
    "confidence",
    "reason",
    "source",
)
#: The fields that can be chosen: the usual ones, all others, and None for a column that is not read.
_CHOICES: tuple[Field | None, ...] = (*_USUAL, *(field for field in FIELDS if field not in _USUAL), None)


class ColumnFields(QWidget):
    """The boxes follow the columns of `cells` after its first, which says what happens.

    Emits `assigned` with the place of a column (from 0) and the field that the user chose for it.
    """

    assigned = Signal(int, object)

    def __init__(self, cells: QTableView) -> None:
        super().__init__()
        self._cells = cells
        self._texts = QStringListModel(
            [tr("Ignore") if field is None else heading(field) for field in _CHOICES], self
        )
        self.boxes: list[ChoiceBox] = []
        #: Keeps boxes of columns that are scrolled away from lying over the numbers of rows.
        self._columns = QWidget(self)
        self._caption = PlainLabel(tr("Content of each column:"), self._columns, role="caption")
        header = cells.horizontalHeader()
        header.sectionResized.connect(self._place)
        header.geometriesChanged.connect(self._place)
        cells.verticalHeader().geometriesChanged.connect(self._place)
        cells.horizontalScrollBar().valueChanged.connect(self._place)

    def show_table(self, table: Table) -> None:
        """Show the fields of a table's columns."""
        for place in range(len(self.boxes), len(table.columns)):
            self._add_box(place)
        for place, (box, field) in enumerate(zip(self.boxes, table.columns, strict=True)):
            box.setCurrentIndex(_CHOICES.index(field))
            name_combo_box(box, tr("Content of “{column}”", column=one_line(table.header(place))))
        self._place()

    def _add_box(self, place: int) -> None:
        box = ChoiceBox()
        box.setParent(self._columns)
        box.setModel(self._texts)
        box.setMinimumContentsLength(1)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # Not by the program, only by the user.
        box.activated.connect(partial(self._chosen, place))
        box.installEventFilter(self)
        box.show()
        self.boxes.append(box)
        self.setFixedHeight(box.sizeHint().height())

    def _chosen(self, place: int, index: int) -> None:
        self.assigned.emit(place, _CHOICES[index])

    def _place(self) -> None:
        """Put each box above its column."""
        cells, header, height = self._cells, self._cells.horizontalHeader(), self.height()
        left = cells.frameWidth() + cells.verticalHeader().width()
        self._columns.setGeometry(left, 0, cells.viewport().width(), height)
        start = header.sectionViewportPosition(0) + GRID
        self._caption.setGeometry(start, 0, header.sectionSize(0) - 2 * GRID, height)
        for place, box in enumerate(self.boxes, start=1):
            box.setGeometry(
                header.sectionViewportPosition(place), 0, header.sectionSize(place) - GRID // 2, height
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the table."""
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the columns, which are laid out by now."""
        super().showEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll to the column whose box gets the focus."""
        if event.type() == QEvent.Type.FocusIn and watched in self.boxes:
            model, row = self._cells.model(), max(self._cells.currentIndex().row(), 0)
            self._cells.scrollTo(model.index(row, self.boxes.index(watched) + 1))
        return super().eventFilter(watched, event)
