"""The list of the comments of one conversation, each with its author, day and whole text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.two_line_list import RowDelegate, set_up_list
from stakemap.i18n import tr
from stakemap.model.comments import Conversation
from stakemap.model.teamwork import Comment
from stakemap.text import shown_line
from stakemap.wording.remarks import signature_text

Index = QModelIndex | QPersistentModelIndex
_COMMENT = Qt.ItemDataRole.UserRole
#: Indent of answers in pixels.
_INDENT = GRID * 2
#: Rows that are laid out at a time.
_BATCH = 100
#: The most texts of which the lines are kept.
_MOST_LAYOUTS = 100


class _Model(QAbstractListModel):
    """The comments of a conversation, the remark first; nothing of it is markup."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: Sequence[tuple[str, Comment]] = ()

    def show(self, conversation: Conversation | None) -> None:
        entries = () if conversation is None else conversation.all
        if entries != self._entries:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()

    def entry(self, index: Index) -> tuple[str, Comment] | None:
        return self._entries[index.row()] if index.isValid() else None

    def index_of(self, key: str) -> QModelIndex:
        rows = (row for row, (known, _) in enumerate(self._entries) if known == key)
        return self.index(next(rows, -1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == _COMMENT:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{heading(entry[1])}: {entry[1].text}"
        return None


def heading(comment: Comment) -> str:
    """Who wrote a comment and when, and whether and by whom it was resolved."""
    written = signature_text(comment.by, comment.on)
    if not comment.is_resolved:
        return written
    resolved = signature_text(comment.resolved_by, comment.resolved_on)
    return tr("{written} · resolved by {resolved}", written=written, resolved=resolved)


class _Delegate(RowDelegate):
    """Paints a comment: its heading, and its text on as many lines as it needs."""

    def __init__(self, parent: ConversationList) -> None:
        super().__init__(parent)
        self._list = parent
        #: The height of texts by text and width, and the layouts of those that were painted last.
        self._heights: dict[tuple[str, int], float] = {}
        self._layouts: OrderedDict[tuple[str, int], QTextLayout] = OrderedDict()

    def forget(self) -> None:
        """Forget the layouts, since the font may be another."""
        self._heights.clear()
        self._layouts.clear()

    def _layout(self, text: str, width: int) -> QTextLayout:
        known = self._layouts.get((text, width))
        if known is None:
            known = self._layouts[text, width] = _layout(text, width)
            self._heights[text, width] = known.boundingRect().height()
            if len(self._layouts) > _MOST_LAYOUTS:
                self._layouts.popitem(last=False)
        return known

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(_COMMENT)
        if entry is None:
            return QSize()
        width = self._list.viewport().width()
        comment = entry[1]
        room = width - 2 * GRID - _indent(comment)
        height = self._heights.get((comment.text, room))
        if height is None:
            height = self._layout(comment.text, room).boundingRect().height()
        return QSize(width, round(height) + _heading_height() + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_COMMENT)
        self.paint_background(painter, option, index)
        if entry is None:
            return
        comment, palette = entry[1], option.palette
        area = option.rect.adjusted(GRID + _indent(comment), GRID // 2, -GRID, 0)
        painter.save()
        painter.setClipRect(option.rect)
        _paint_heading(painter, area, palette, comment)
        painter.setPen(palette.text().color())
        layout = self._layout(comment.text, area.width())
        layout.draw(painter, QPointF(area.left(), area.top() + _heading_height()))
        painter.restore()


def _paint_heading(painter: QPainter, area: QRect, palette: QPalette, comment: Comment) -> None:
    painter.setFont(role_font("caption"))
    painter.setPen(palette.placeholderText().color())
    line = QRect(area.left(), area.top(), area.width(), _heading_height())
    text = painter.fontMetrics().elidedText(
        shown_line(heading(comment)), Qt.TextElideMode.ElideRight, line.width()
    )
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _indent(comment: Comment) -> int:
    return 0 if comment.reply_to is None else _INDENT


def _heading_height() -> int:
    return QFontMetrics(role_font("caption")).height() + 2


def _layout(text: str, width: int) -> QTextLayout:
    """A text laid out in a column of `width` pixels."""
    # Line breaks of a text are lines of one paragraph.
    layout = QTextLayout(text.replace("\n", "\u2028"), role_font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, GRID))
        line.setPosition(QPointF(0.0, y))
        y += line.height()
    layout.endLayout()
    return layout


class ConversationList(QListView):
    """The comments of a conversation; `selected` is emitted when another one becomes current."""

    selected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comments = _Model(self)
        self.setModel(self.comments)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Conversation"))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        set_up_list(self)
        self.selectionModel().currentChanged.connect(lambda *_: self.selected.emit())

    def show_conversation(self, conversation: Conversation | None, current: str | None) -> None:
        """Show a conversation, or nothing, with `current` as the current comment, else its remark."""
        self.comments.show(conversation)
        index = self.comments.index_of(current or "")
        if not index.isValid():
            index = self.comments.index(0)
        self.setCurrentIndex(index)
        self.selected.emit()

    @property
    def current(self) -> tuple[str, Comment] | None:
        """The current comment with its id."""
        return self.comments.entry(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the texts out for the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.forget()
        super().changeEvent(event)
