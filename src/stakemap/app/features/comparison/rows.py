"""The list of differences: rows whose texts are made when they are shown, with a sign of the decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionButton, QStyleOptionViewItem, QWidget

from stakemap.app.features.comparison.state import Comparing
from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.two_line_list import (
    ROW_ROLE,
    RowDelegate,
    paint_two_lines,
    row_height,
    set_up_list,
)
from stakemap.i18n import tr
from stakemap.model.merging.difference import Difference
from stakemap.model.merging.settling import Choice
from stakemap.text import shown_line

Index = QModelIndex | QPersistentModelIndex

#: The width of the sign before the texts of a row, in pixels.
_SIGN = GRID * 5
#: What each key decides.
_KEYS: dict[int, Choice | None] = {
    Qt.Key.Key_1: "one",
    Qt.Key.Key_2: "other",
    Qt.Key.Key_3: "both",
    Qt.Key.Key_0: None,
}


def decision_text(state: Comparing, difference: Difference) -> str:
    """What was decided about a difference, in a few words."""
    choice = state.choice(difference)
    if difference.side == "one":
        changed = {
            "other": tr("already here, 2 taken"),
            "both": tr("already here, both kept as a disagreement"),
        }
        return changed.get(choice or "", tr("already here"))
    if difference.side == "other":
        if not state.is_same_map:
            return tr("only there")
        return tr("taken") if choice == "other" else tr("left")
    if choice is None:
        return tr("in conflict, open") if state.is_same_map else tr("differs")
    return {
        "one": tr("in conflict, 1 kept"),
        "other": tr("in conflict, 2 taken"),
        "both": tr("in conflict, both kept as a disagreement"),
    }[choice]


def _sign_text(state: Comparing, difference: Difference) -> str:
    """The sign of a decision about a conflict: the key that decides so."""
    choice = state.choice(difference)
    return {"one": "1", "other": "2", "both": "1+2"}[choice] if choice is not None else "?"


class _Model(QAbstractListModel):
    """The differences at some places of a comparison."""

    def __init__(self, state: Comparing, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._shown: Sequence[Difference] = ()

    def show(self, shown: Sequence[Difference]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def difference(self, index: Index) -> Difference | None:
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def index_of(self, key: str) -> QModelIndex:
        comparison = self._state.comparison
        difference = None if comparison is None else comparison.by_key.get(key)
        for row, each in enumerate(self._shown if difference is not None else ()):
            if each is difference:
                return self.index(row)
        return QModelIndex()

    def decisions_changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        difference, words = self.difference(index), self._state.words
        if difference is None or words is None:
            return None
        if role == ROW_ROLE:
            return difference
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_line(words.place(difference))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            decision = decision_text(self._state, difference)
            return shown_line(
                tr("{sentence}. {decision}", sentence=words.sentence(difference), decision=decision)
            )
        return tooltip(words.sentence(difference)) if role == Qt.ItemDataRole.ToolTipRole else None


class _Delegate(RowDelegate):
    """Paints a row: a check box for what can be taken, the number of what was decided about a conflict."""

    def __init__(self, state: Comparing, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        difference = index.data(ROW_ROLE)
        self.paint_background(painter, option, index)
        words = self._state.words
        if difference is None or words is None:
            return
        self._paint_sign(painter, option, difference)
        area = option.rect.adjusted(_SIGN, 0, -GRID, 0)
        paint_two_lines(painter, area, option, words.place(difference), words.change(difference))

    def _paint_sign(self, painter: QPainter, option: QStyleOptionViewItem, difference: Difference) -> None:
        area = sign_area(option.rect)
        if difference.side == "both" or (
            difference.side == "one" and self._state.choice(difference) != "one"
        ):
            self._paint_badge(painter, option, area, _sign_text(self._state, difference))
        elif difference.side == "other" and self._state.can_decide(difference):
            box = QStyleOptionButton()
            box.rect, box.palette = area, option.palette
            is_taken = self._state.choice(difference) == "other"
            flag = QStyle.StateFlag
            box.state = flag.State_Enabled | (flag.State_On if is_taken else flag.State_Off)
            option.widget.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget
            )

    @staticmethod
    def _paint_badge(painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(role_font("strong"))
        is_open = text == "?"
        ink = option.palette.text().color()
        wide = area.adjusted(-GRID // 2, 0, GRID // 2, 0)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine if is_open else Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(wide, 4, 4)
        painter.setPen(ink)
        painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(GRID * 20, row_height())


def sign_area(row: QRect) -> QRect:
    """Where the sign of a row is."""
    size = GRID * 2 + GRID // 4
    return QRect(row.left() + (_SIGN - size) // 2, row.center().y() - size // 2, size, size)


class DifferenceList(QListView):
    """The differences that are shown, and keys that decide: 1, 2, 3 and 0, and Space to take or leave.

    `current_changed` is emitted when another difference, or none, is the current one; `deciding` carries the
    current difference and a choice.
    """

    current_changed = Signal()
    deciding = Signal(object, object)

    def __init__(self, state: Comparing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.rows = _Model(state, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(state, self))
        self.setAccessibleName(tr("Differences"))
        self.setAccessibleDescription(
            tr("1 keeps, 2 takes the other, 3 keeps both, 0 leaves it open, Space takes it or leaves it")
        )
        self.setUniformItemSizes(True)
        set_up_list(self)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())

    @property
    def current(self) -> Difference | None:
        """The current difference, None for none."""
        return self.rows.difference(self.currentIndex())

    def show_differences(self, shown: Sequence[Difference]) -> None:
        """Show other differences; the current one stays, else the first one is it."""
        current, row = self.current, max(self.currentIndex().row(), 0)
        offset = self.verticalScrollBar().value()
        self.rows.show(shown)
        index = self.rows.index_of(current.key) if current is not None else QModelIndex()
        if not index.isValid():
            index = self.rows.index(min(row, len(shown) - 1))
        self.setCurrentIndex(index)
        self.verticalScrollBar().setValue(offset)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide about the current difference with a digit or Space."""
        current = self.current
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if current is not None and modifiers == Qt.KeyboardModifier.NoModifier:
            if event.key() in _KEYS:
                self.deciding.emit(current, _KEYS[event.key()])
                return
            if event.key() == Qt.Key.Key_Space:
                self._toggle(current)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take or leave what is clicked at its check box."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        difference = self.rows.difference(index)
        if difference is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < self.visualRect(index).left() + _SIGN:
            self._toggle(difference)

    def _toggle(self, difference: Difference) -> None:
        if difference.side == "other":
            taken = self._state.choice(difference) == "other"
            self.deciding.emit(difference, "one" if taken else "other")
