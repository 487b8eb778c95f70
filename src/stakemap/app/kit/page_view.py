"""A page to read: styled plain text with headings, lists and tables.

Text gets into it by the cursor alone, with formats from the theme, so that nothing is read as markup and no
file is opened for it, as with the labels of `plain_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from stakemap.app.kit.blocks import Block, Span, Spans, anchor_of, plain_text
from stakemap.app.kit.style import GRID, TextRole, role_font
from stakemap.paint.fonts import FAMILY

#: The widest that lines get, in pixels at the usual text size: longer ones are hard to read.
_MEASURE = 720
#: The height of lines in per cent of what the font asks for.
_LINE_HEIGHT = 125.0
#: How many pixels larger or smaller text can be made.
_ZOOM = range(-3, 13)
_HEADINGS: tuple[TextRole, ...] = ("display", "title", "heading")


class PageView(QTextBrowser):
    """Shows blocks; its text can be selected and copied, and made larger with Ctrl and +.

    `link_chosen` carries the anchor that a link leads to.
    """

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: Sequence[Block] = ()
        #: Where each text of the page begins, and which text each anchor is.
        self._starts: list[int] = []
        self._anchors: dict[str, int] = {}
        self._zoom = 0
        self._marked: tuple[tuple[int, int, int], ...] = ()
        self._current = -1
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        # Lines wrap; a frame of a table sticks out by a pixel.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(lambda address: self.link_chosen.emit(address.fragment()))

    # Content

    def show_blocks(self, name: str, blocks: Sequence[Block]) -> None:
        """Show a page from its beginning; `name` is its accessible name."""
        self.setAccessibleName(name)
        self._blocks, self._marked, self._current = blocks, (), -1
        self._write()
        self._go_to(0)

    def replace_blocks(self, blocks: Sequence[Block]) -> None:
        """Show a new state of the same page, scrolled as it was."""
        self._blocks = blocks
        self._write_in_place()

    @property
    def texts(self) -> list[str]:
        """The texts of the page in their order, those of tables by cell."""
        return [plain_text(spans) for block in self._blocks for spans in block.texts]

    def show_beginning(self) -> None:
        """Scroll to the beginning of the page."""
        self._go_to(0)

    def scroll_to_anchor(self, anchor: str) -> bool:
        """Scroll to the heading with an anchor; False if the page has none."""
        if anchor in self._anchors:
            self._go_to(self._anchors[anchor])
        return anchor in self._anchors

    def mark_places(self, places: Iterable[tuple[int, int, int]], current: int) -> None:
        """Mark places, each the number of a text with its first character and the one after its last.

        Those in the text `current` are marked more strongly, and it is scrolled into view.
        """
        self._marked, self._current = tuple(places), current
        self._paint_marks()
        if current >= 0:
            first = next((start for text, start, _ in self._marked if text == current), 0)
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._starts[current] + _units(self.texts[current][:first]))
            self.setTextCursor(cursor)
            self._leave_room_above()

    def _leave_room_above(self) -> None:
        """Scroll so that the text cursor is not at an edge, where what surrounds it is not seen."""
        area = self.viewport().height()
        top = self.cursorRect().top()
        if not area // 8 < top < area * 3 // 4:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - area // 3)

    def _go_to(self, text: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[text] if text < len(self._starts) else 0)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect().top() - GRID * 2 if text else 0)

    def _write_in_place(self) -> None:
        bar, position = self.verticalScrollBar(), self.textCursor().position()
        share = bar.value() / max(bar.maximum(), 1)
        self._write()
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._paint_marks()
        bar.setValue(round(share * bar.maximum()))

    # Writing

    def _write(self) -> None:
        self._starts.clear()
        self._anchors.clear()
        self.clear()
        document = self.document()
        document.setDefaultFont(self._font("body"))
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, block in enumerate(self._blocks):
            self._write_block(cursor, block, first=number == 0)
        cursor.endEditBlock()
        # The text cursor has moved along with what was written, and Qt would scroll to it.
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._set_margins()

    def _write_block(self, cursor: QTextCursor, block: Block, *, first: bool) -> None:
        if block.kind == "table":
            self._write_table(cursor, block)
            return
        shape = _spaced(GRID)
        style = QTextCharFormat()
        style.setFont(self._font("body"))
        if block.kind == "heading":
            self._anchors.setdefault(anchor_of(plain_text(block.spans)), len(self._starts))
            shape.setHeadingLevel(block.level)
            shape.setTopMargin(0 if first else GRID * (4 - min(block.level, 3)))
            style.setFont(self._font(_HEADINGS[min(block.level, len(_HEADINGS)) - 1]))
        elif block.kind == "item":
            shape.setLeftMargin(GRID * 3)
            width = QFontMetricsF(style.font()).horizontalAdvance(f"{block.marker} ")
            shape.setTextIndent(-width)
        elif block.kind == "note":
            style.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        elif block.kind == "code":
            shape.setBackground(self.palette().color(QPalette.ColorRole.AlternateBase))
            shape.setLeftMargin(GRID)
            style.setFont(self._code_font())
        if not first:
            cursor.insertBlock(shape, style)
        else:
            cursor.setBlockFormat(shape)
        if block.marker:
            cursor.insertText(f"{block.marker} ", style)
        self._write_spans(cursor, block.spans, style)

    def _write_spans(self, cursor: QTextCursor, spans: Spans, style: QTextCharFormat) -> None:
        self._starts.append(cursor.position())
        for span in spans:
            # A line separator keeps lines of one text in one block.
            cursor.insertText(span.text.replace("\n", "\u2028"), self._style_of(span, style))

    def _style_of(self, span: Span, style: QTextCharFormat) -> QTextCharFormat:
        if span.style == "body":
            return style
        styled = QTextCharFormat(style)
        if span.style == "code":
            styled.setFont(self._code_font())
            styled.setBackground(self.palette().color(QPalette.ColorRole.AlternateBase))
        elif span.style == "link":
            styled.setAnchor(True)
            styled.setAnchorHref(f"#{span.target}")
            styled.setForeground(self.palette().color(QPalette.ColorRole.Link))
            styled.setFontUnderline(True)
        else:
            styled.setFont(self._font("strong"))
        return styled

    def _write_table(self, cursor: QTextCursor, block: Block) -> None:
        columns = max(len(row) for row in block.rows)
        shape = QTextTableFormat()
        shape.setHeaderRowCount(1)
        shape.setCellPadding(GRID // 2)
        shape.setCellSpacing(0)
        shape.setBorderCollapse(True)
        shape.setBorder(1)
        shape.setBorderBrush(self.palette().color(QPalette.ColorRole.Mid))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBottomMargin(GRID)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, share) for share in _shares(block)]
        )
        written = cursor.insertTable(len(block.rows), columns, shape)
        for row, cells in enumerate(block.rows):
            style = QTextCharFormat()
            style.setFont(self._font("body" if row else "strong"))
            for column, spans in enumerate(cells):
                cell = written.cellAt(row, column).firstCursorPosition()
                cell.setBlockFormat(_spaced(0))
                self._write_spans(cell, spans, style)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    # Style

    def _font(self, role: TextRole) -> QFont:
        if not self._zoom:
            return role_font(role)
        font = QFont(role_font(role))
        font.setPixelSize(max(9, font.pixelSize() + self._zoom))
        return font

    def _code_font(self) -> QFont:
        font = QFont(self._font("body"))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setFamilies([fixed.family(), FAMILY])
        return font

    def _set_margins(self) -> None:
        """Keep lines short enough to read, in the middle of a wide view."""
        frame = self.document().rootFrame()
        shape = frame.frameFormat()
        measure = _MEASURE + _MEASURE * max(self._zoom, 0) // 13
        spare = max(0, self.viewport().width() - measure - GRID * 6) // 2
        shape.setMargin(GRID * 3)
        shape.setLeftMargin(GRID * 3 + spare)
        shape.setRightMargin(GRID * 3 + spare)
        frame.setFrameFormat(shape)

    def _paint_marks(self) -> None:
        selections = []
        texts = self.texts
        for text, start, end in self._marked:
            selection = QTextBrowser.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._starts[text] + _units(texts[text][:start]))
            cursor.setPosition(
                self._starts[text] + _units(texts[text][:end]), QTextCursor.MoveMode.KeepAnchor
            )
            selection.cursor = cursor
            style = QTextCharFormat()
            if text == self._current:
                style.setBackground(self.palette().color(QPalette.ColorRole.Highlight))
                style.setForeground(self.palette().color(QPalette.ColorRole.HighlightedText))
            else:
                # Underlined, too: a tint alone is faint.
                style.setFontUnderline(True)
                style.setUnderlineColor(self.palette().color(QPalette.ColorRole.Highlight))
                style.setProperty(QTextFormat.Property.TextUnderlineStyle, 1)
            selection.format = style
            selections.append(selection)
        self.setExtraSelections(selections)

    # Events

    def zoom_by(self, steps: int) -> None:
        """Make the text larger by pixels, smaller for a negative number, as usual for 0."""
        zoom = self._zoom + steps if steps else 0
        if zoom in _ZOOM and zoom != self._zoom:
            self._zoom = zoom
            self._write_in_place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with +, − and 0 sets the size of the text."""
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in steps:
            self.zoom_by(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the margins for the new width."""
        super().resizeEvent(event)
        self._set_margins()

    def changeEvent(self, event: QEvent) -> None:
        """Render the page again in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._blocks:
            self._write_in_place()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Open nothing: a page has no pictures or style sheets."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text alone."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data


def _spaced(below: int) -> QTextBlockFormat:
    """Paragraphs with lines that are easy to follow, and a distance below them in pixels."""
    shape = QTextBlockFormat()
    shape.setBottomMargin(below)
    shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return shape


def _units(text: str) -> int:
    """The length of a text in the UTF-16 code units in which Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shares(block: Block) -> list[float]:
    """The width of each column in per cent: more for longer texts, but a readable one for each."""
    columns = max(len(row) for row in block.rows)
    lengths = [
        max((len(plain_text(row[column])) for row in block.rows if column < len(row)), default=0)
        for column in range(columns)
    ]
    wanted = [min(max(length, 12), 120) ** 0.75 for length in lengths]
    return [100.0 * width / sum(wanted) for width in wanted]
