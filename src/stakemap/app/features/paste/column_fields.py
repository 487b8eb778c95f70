"""A row of combo boxes above the columns of a table, each of which says what its column holds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QTableView

from stakemap.app.features.paste.doubts import scale_text
from stakemap.app.kit.plain_text import PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.column_boxes import ColumnBoxes
from stakemap.i18n import tr
from stakemap.interchange.columns import heading, quantity_of
from stakemap.interchange.scales import Scale
from stakemap.interchange.synonyms import FIELDS, Field
from stakemap.interchange.table import Table
from stakemap.text import one_line

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


class ColumnFields(ColumnBoxes):
    """The boxes follow the columns of `cells` after its first, which says what happens.

    Below the boxes of columns whose scale is not known for sure there is one with the scales they may be on.
    Emits `assigned` and `scaled` with the place of a column (from 0) and the field or the scale that the user
    chose for it.
    """

    assigned = Signal(int, object)
    scaled = Signal(int, object)

    def __init__(self, cells: QTableView) -> None:
        super().__init__(cells, rows=2, leading=1)
        self._texts = QStringListModel(
            [tr("Ignore") if field is None else heading(field) for field in _CHOICES], self
        )
        self._caption = PlainLabel(tr("Content of each column:"), self.area, role="caption")

    @property
    def boxes(self) -> list[ChoiceBox]:
        """The boxes of fields, from left to right."""
        return [self.rows[0][place] for place in sorted(self.rows[0])]

    @property
    def scale_boxes(self) -> dict[int, ChoiceBox]:
        """By the place of a column; hidden for a column whose scale is no longer in question."""
        return self.rows[1]

    def show_table(self, table: Table) -> None:
        """Show the fields of a table's columns."""
        for place in range(len(self.rows[0]), len(table.columns)):
            box = self.new_box(0, place)
            box.setModel(self._texts)
            # Not by the program, only by the user.
            box.activated.connect(partial(self._chosen, place))
            box.show()
        for place, (box, field) in enumerate(zip(self.boxes, table.columns, strict=True)):
            box.setCurrentIndex(_CHOICES.index(field))
            name_combo_box(box, tr("Content of “{column}”", column=one_line(table.header(place))))
        self._show_scales(table)
        self.fit_rows()

    def _show_scales(self, table: Table) -> None:
        offered, chosen = table.offered_scales, table.scales
        for place in {*offered} - {*self.scale_boxes}:
            self.new_box(1, place).activated.connect(partial(self._scale_chosen, place))
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

    def _chosen(self, place: int, index: int) -> None:
        self.assigned.emit(place, _CHOICES[index])

    def _scale_chosen(self, place: int, index: int) -> None:
        scale: Scale = tuple(self.scale_boxes[place].itemData(index))
        self.scaled.emit(place, scale)

    def place(self) -> None:
        """Put each box above its column, and the caption above the first one."""
        super().place()
        header = self._cells.horizontalHeader()
        start = header.sectionViewportPosition(0) + GRID
        self._caption.setGeometry(start, 0, header.sectionSize(0) - 2 * GRID, self.box_height)
