"""The table of the words of a column and the values that they become, which can be edited."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from stakemap.app.features.importing.rated import Rated, Word, shown_value
from stakemap.app.kit.forms.parsing import parse_number
from stakemap.app.kit.plain_text import tooltip
from stakemap.i18n import tr
from stakemap.model.terms import term
from stakemap.text import fold, shown_line

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_TEXT, _VALUE, _COUNT = range(3)


def _value_text(word: Word) -> str:
    return tr("⚠ cannot be used") if word.is_refused else shown_value(word.value)


class WordsModel(QAbstractTableModel):
    """The words of one column; `changed` carries the key of a word and its new value, None for unknown.

    `refused` carries a sentence for what was typed and is no value.
    """

    changed = Signal(str, object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rated: Rated | None = None

    def show(self, rated: Rated | None) -> None:
        """Show the words of a column, or none."""
        before = None if self._rated is None else [word.key for word in self._rated.words]
        after = None if rated is None else [word.key for word in rated.words]
        if before == after:
            # The current cell stays where it is while values change.
            self._rated = rated
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, _COUNT))
            return
        self.beginResetModel()
        self._rated = rated
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._rated is None else len(self._rated.words)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Values can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _VALUE else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A word, its value or its count."""
        if not index.isValid() or self._rated is None:
            return None
        word = self._rated.words[index.row()]
        if role == Role.TextAlignmentRole and index.column() != _TEXT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Role.DisplayRole, Role.EditRole, Role.ToolTipRole):
            return None
        text = (shown_line(word.text), _value_text(word), str(word.count))[index.column()]
        if role == Role.EditRole and word.is_refused:
            return ""
        return tooltip(text) if role == Role.ToolTipRole else text

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Take over a number of the scale, or "unknown" or nothing for unknown."""
        if role != Role.EditRole or self._rated is None or index.column() != _VALUE:
            return False
        text = str(value).strip()
        if fold(text) in ("", fold(term("unknown")), "unknown"):
            number = None
        else:
            try:
                number = parse_number(text, self._rated.low, self._rated.high)
            except ValueError as error:
                self.refused.emit(str(error))
                return False
        self.refused.emit("")
        self.changed.emit(self._rated.words[index.row()].key, number)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings of the columns, those of numbers at the right; rows have none."""
        if role == Role.TextAlignmentRole and orientation == Qt.Orientation.Horizontal and section != _TEXT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        return (tr("In the file"), tr("Becomes"), tr("Cells"))[section]
