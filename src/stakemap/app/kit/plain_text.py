"""The only place that hands text to widgets which would read markup: labels, tooltips and message boxes.

Names, notes and titles come from other people's files. Qt's labels and tooltips read anything that looks like
HTML and load the files it names, so a test forbids the raw calls everywhere else.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from stakemap.app.kit.style import GRID, TextRole, mark, role_font
from stakemap.i18n import tr
from stakemap.lookalikes import revealed
from stakemap.text import shown_line

__all__ = [
    "Choice",
    "ElidedLabel",
    "MessageDialog",
    "PlainLabel",
    "PlainTextView",
    "action_text",
    "name_choice",
    "set_tooltip",
    "tooltip",
    "window_title",
]

#: A tooltip longer than this is cut; the whole text stands in the inspector.
_TOOLTIP_LIMIT = 2_000


def tooltip(text: str) -> str:
    """A text as a tooltip that shows it letter by letter; nothing for an empty text."""
    if not text:
        return ""
    cut = revealed(text if len(text) <= _TOOLTIP_LIMIT else text[:_TOOLTIP_LIMIT] + "…")
    return "<qt>" + html.escape(cut).replace("\n", "<br>") + "</qt>"


class _HasToolTip(Protocol):
    def setToolTip(self, text: str, /) -> None: ...


def set_tooltip(target: _HasToolTip, text: str, shortcut: QKeySequence | None = None) -> None:
    """Give a widget or an action a plain tooltip, with its shortcut in brackets if it has one."""
    if shortcut is not None and not shortcut.isEmpty():
        text = f"{text} ({shortcut.toString(QKeySequence.SequenceFormat.NativeText)})"
    target.setToolTip(tooltip(text))


def name_choice(box: QComboBox, name: str) -> None:
    """Tell screen readers what a list of choices without a caption is for.

    On Linux its name is what is chosen, so that it is said in its description too.
    """
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)
    line = box.lineEdit()
    if line is not None:
        line.setAccessibleName(name)


def action_text(text: str) -> str:
    """A user's text as the text of an action or a button: on one line, no letter of it a mnemonic."""
    return shown_line(text).replace("&", "&&")


def window_title(text: str) -> str:
    """A user's text as a window title, where "[*]" stands for the mark of unsaved changes."""
    return shown_line(text).replace("[*]", "[*][*]")


class PlainLabel(QLabel):
    """A label that shows its text as it is, whatever it looks like."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: TextRole = "body",
        wrap: bool = False,
        selectable: bool = False,
        buddy: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setFont(role_font(role))
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        if buddy is not None:
            self.setBuddy(buddy)
        self.setText(text)

    def setTextFormat(self, text_format: Qt.TextFormat) -> None:
        """Stay plain, whoever asks for something else."""
        super().setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show a text, with marks for what nobody sees in it."""
        super().setText(revealed(text))


class ElidedLabel(PlainLabel):
    """A plain label on one line that ends in an ellipsis when it lacks room; its tooltip then tells all."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: TextRole = "body") -> None:
        super().__init__("", parent, role=role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; line breaks in it become blanks."""
        self._whole = shown_line(text)
        super().setText(self._whole)
        self._update_tooltip()

    def _update_tooltip(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._whole) <= self.contentsRect().width()
        set_tooltip(self, "" if fits else self._whole)

    def minimumSizeHint(self) -> QSize:
        """As high as a line, as narrow as need be."""
        return QSize(self.fontMetrics().averageCharWidth() * 3, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole text in the tooltip once it does not fit."""
        super().resizeEvent(event)
        self._update_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, shown)


class PlainTextView(QPlainTextEdit):
    """A text to read, select and copy, without markup; Tab leaves it."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(name)
        self.setPlainText(text)


class Choice(NamedTuple):
    """One button of a message: the key it answers, its text, and whether it is what Enter or Esc press."""

    key: str
    text: str
    role: Literal["accept", "reject", "other", "destructive"] = "other"


_ROLES = {
    "accept": QDialogButtonBox.ButtonRole.AcceptRole,
    "reject": QDialogButtonBox.ButtonRole.RejectRole,
    "destructive": QDialogButtonBox.ButtonRole.DestructiveRole,
    "other": QDialogButtonBox.ButtonRole.ActionRole,
}


class MessageDialog(QDialog):
    """A short message: what happened, what can be done, details to copy if there are any.

    `answer` is the key of the button that closed it, or that of the rejecting button.
    """

    def __init__(
        self,
        parent: QWidget | None,
        headline: str,
        text: str = "",
        *,
        details: str = "",
        choices: Sequence[Choice] = (),
        symbol: str = "",
    ) -> None:
        super().__init__(parent)
        choices = choices or (Choice("ok", tr("OK"), "accept"),)
        self.answer = next((choice.key for choice in choices if choice.role == "reject"), choices[0].key)
        self.setWindowTitle("Stakemap")
        self._symbol = symbol
        self._icon = PlainLabel()
        self._icon.setVisible(bool(symbol))
        self._headline = PlainLabel(headline, role="heading", wrap=True, selectable=True)
        self._text = PlainLabel(text, wrap=True, selectable=True)
        self._text.setVisible(bool(text))
        self._buttons = QDialogButtonBox()
        self._add_buttons(choices)
        self._lay_out(details)
        self.setAccessibleName(headline)
        self._paint_symbol()

    @property
    def message(self) -> str:
        """All that the dialog says, for tests and screen readers."""
        return "\n".join(part for part in (self._headline.text(), self._text.text()) if part)

    def button(self, key: str) -> QPushButton:
        """The button that answers `key`; KeyError when there is none."""
        return self._by_key[key]

    def _add_buttons(self, choices: Sequence[Choice]) -> None:
        self._by_key: dict[str, QPushButton] = {}
        for choice in choices:
            button = self._buttons.addButton(choice.text, _ROLES[choice.role])
            mark(button, "primary", choice.role == "accept")
            button.setDefault(choice.role == "accept")
            button.clicked.connect(lambda _checked=False, key=choice.key: self._finish(key))
            self._by_key[choice.key] = button

    def _lay_out(self, details: str) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(GRID)
        texts.addWidget(self._headline)
        texts.addWidget(self._text)
        if details:
            view = PlainTextView(details, name=tr("Details"))
            view.setMinimumHeight(GRID * 20)
            copy = self._buttons.addButton(tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: _copy(details))
            texts.addWidget(view, 1)
        else:
            texts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GRID * 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 3)
        column.addLayout(row, 1)
        column.addWidget(self._buttons)
        self.setMinimumWidth(GRID * (72 if details else 56))

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the texts need at this width, which a layout of wrapped labels only guesses."""
        layout = self.layout()
        assert layout is not None
        needed = layout.totalHeightForWidth(self.width())
        if needed > 0:
            self.resize(self.width(), needed)
        super().showEvent(event)

    def _finish(self, key: str) -> None:
        self.answer = key
        self.accept()

    def _paint_symbol(self) -> None:
        if self._symbol:
            from stakemap.app.kit.icons import pixmap

            colour = self.palette().text().color().name()
            self._icon.setPixmap(pixmap(self._symbol, 32, colour, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the symbol in the theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_symbol()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
