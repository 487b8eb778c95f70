"""The table of what was refused, left out, kept elsewhere or doubted, with the place of each in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from stakemap.app.features.importing.page import Table
from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr, tr_count
from stakemap.interchange.alike_remarks import bundled
from stakemap.interchange.content import Remark
from stakemap.text import shown_line

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: So many rows are as high as their sentences need.
_FITTED = 200
#: The most serious first.
_ORDER = ("refused", "doubt", "kept", "left-out")


def _kind_text(kind: str) -> str:
    return {
        "refused": tr("Refused"),
        "doubt": tr("In doubt"),
        "kept": tr("Kept elsewhere"),
        "left-out": tr("Left out"),
    }[kind]


def counts_of(remarks: Iterable[Remark]) -> str:
    """How many remarks there are of each kind, in a sentence; "" without any."""
    kinds = [remark.kind for remark in remarks]
    parts = [
        text
        for kind, text in (
            ("refused", tr_count("{count} refused", "{count} refused", kinds.count("refused"))),
            ("doubt", tr_count("{count} in doubt", "{count} in doubt", kinds.count("doubt"))),
            ("kept", tr_count("{count} kept elsewhere", "{count} kept elsewhere", kinds.count("kept"))),
            ("left-out", tr_count("{count} left out", "{count} left out", kinds.count("left-out"))),
        )
        if kind in kinds
    ]
    return ", ".join(parts)


class RemarksModel(QAbstractTableModel):
    """Remarks, the most serious first: their kind, place and sentence, and the text that stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: tuple[Remark, ...] = ()

    def show(self, remarks: Iterable[Remark]) -> None:
        """Show other remarks, those that say the same as one."""
        self.beginResetModel()
        self.remarks = tuple(sorted(bundled(remarks), key=lambda remark: _ORDER.index(remark.kind)))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.remarks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text of a cell."""
        if not index.isValid() or role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        remark = self.remarks[index.row()]
        cells = (_kind_text(remark.kind), str(remark.place), remark.sentence, remark.text)
        text = shown_line(cells[index.column()])
        return tooltip(text) if role == Role.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings of the columns; rows have none."""
        if role != Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (tr("What"), tr("Where"), tr("Why"), tr("Text in the file"))[section]


class RemarksTable(Table):
    """The view of remarks."""

    def __init__(self) -> None:
        super().__init__(tr("What was not imported as it stands"))
        self.remarks = RemarksModel()
        self.remarks.setParent(self)
        self.setModel(self.remarks)
        self.verticalHeader().hide()
        self.setSelectionBehavior(Table.SelectionBehavior.SelectRows)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        for column, width in ((0, GRID * 14), (1, GRID * 30), (3, GRID * 18)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def show_remarks(self, remarks: Iterable[Remark]) -> None:
        """Show remarks; hidden without any."""
        self.remarks.show(remarks)
        self.setVisible(bool(self.remarks.remarks))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Give rows the height of their wrapped sentences, unless there are many."""
        if len(self.remarks.remarks) <= _FITTED:
            self.resizeRowsToContents()

    def sizeHintForRow(self, row: int) -> int:
        """The height of a row: that of its lines with room around them, or that of other tables."""
        return max(self.verticalHeader().defaultSectionSize(), super().sizeHintForRow(row) + GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rewrap the sentences."""
        super().resizeEvent(event)
        self._fit_rows()
