"""A row of combo boxes above the columns of a table, each of which says what its column holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QStringListModel, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QWidget

from stakemap.app.features.paste.doubts import scale_text
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.interchange.columns import FIELDS, Field, Scale, heading, quantity_of
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

    Below the boxes of columns whose scale is not known for sure there is one with the scales they may be on.
    Emits `assigned` and `scaled` with the place of a column (from 0) and the field or the scale that the user
    chose for it.
    """

    assigned = Signal(int, object)
    scaled = Signal(int, object)

    def __init__(self, cells: QTableView) -> None:
        super().__init__()
        self._cells = cells
        self._texts = QStringListModel(
            [tr("Ignore") if field is None else heading(field) for field in _CHOICES], self
        )
        self.boxes: list[ChoiceBox] = []
        #: By the place of a column; hidden for a column whose scale is no longer in question.
        self.scale_boxes: dict[int, ChoiceBox] = {}
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
        self._show_scales(table)
        self._place()

    def tab_order(self) -> Iterator[ChoiceBox]:
        """The boxes from left to right, that of a scale after that of its column."""
        for place, box in enumerate(self.boxes):
            yield box
            if place in self.scale_boxes:
                yield self.scale_boxes[place]

    def _show_scales(self, table: Table) -> None:
        offered, chosen = table.offered_scales, table.scales
        for place in {*offered} - {*self.scale_boxes}:
            self.scale_boxes[place] = self._new_box()
            self.scale_boxes[place].activated.connect(partial(self._scale_chosen, place))
        for place, box in self.scale_boxes.items():
            box.setVisible(place in offered)
            scales = offered.get(place, ())
            if [box.itemData(index) for index in range(box.count())] != [*scales]:
                box.clear()
                for scale in scales:
                    box.addItem(tr("Scale: {scale}", scale=scale_text(scale)), scale)
            if scales:
                quantity = quantity_of(table.columns[place])
                assert quantity is not None
                box.setCurrentIndex(scales.index(chosen.get(quantity, scales[0])))
                name_combo_box(box, tr("Scale of “{column}”", column=one_line(table.header(place))))
        if self.boxes:
            height = self.boxes[0].sizeHint().height()
            self.setFixedHeight(2 * height + GRID // 2 if offered else height)

    def _add_box(self, place: int) -> None:
        box = self._new_box()
        box.setModel(self._texts)
        # Not by the program, only by the user.
        box.activated.connect(partial(self._chosen, place))
        box.show()
        self.boxes.append(box)

    def _new_box(self) -> ChoiceBox:
        box = ChoiceBox(self._columns)
        box.setMinimumContentsLength(1)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.installEventFilter(self)
        return box

    def _chosen(self, place: int, index: int) -> None:
        self.assigned.emit(place, _CHOICES[index])

    def _scale_chosen(self, place: int, index: int) -> None:
        scale: Scale = tuple(self.scale_boxes[place].itemData(index))
        self.scaled.emit(place, scale)

    def _place(self) -> None:
        """Put each box above its column."""
        cells, header = self._cells, self._cells.horizontalHeader()
        height = self.boxes[0].sizeHint().height() if self.boxes else self.height()
        left = cells.frameWidth() + cells.verticalHeader().width()
        self._columns.setGeometry(left, 0, cells.viewport().width(), self.height())
        start = header.sectionViewportPosition(0) + GRID
        self._caption.setGeometry(start, 0, header.sectionSize(0) - 2 * GRID, height)
        for boxes, top in (
            (dict(enumerate(self.boxes)), 0),
            (self.scale_boxes, self.height() - height),
        ):
            for place, box in boxes.items():
                section = place + 1
                width = header.sectionSize(section) - GRID // 2
                box.setGeometry(header.sectionViewportPosition(section), top, width, height)

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
        if event.type() == QEvent.Type.FocusIn:
            boxes = chain(enumerate(self.boxes), self.scale_boxes.items())
            place = next((place for place, box in boxes if box is watched), None)
            if place is not None:
                model, row = self._cells.model(), max(self._cells.currentIndex().row(), 0)
                self._cells.scrollTo(model.index(row, place + 1))
        return super().eventFilter(watched, event)
