"""Plain-text labels, tooltips and message boxes: the only place that sets text which Qt might parse as HTML.

Names, notes and titles come from other people's files. Qt's labels and tooltips render anything that looks
like HTML and load the files it references, so a test forbids the raw calls everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import (
    QAction,
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
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QToolButton,
    QToolTip,
    QWidget,
)

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.screen_fit import ScrollingContent, fit_to_screen
from stakemap.app.kit.style import GRID, TextRole, mark, role_font
from stakemap.i18n import tr
from stakemap.lookalikes import revealed
from stakemap.text import shown_line

#: The most characters of a tooltip; the inspector shows the whole text.
_TOOLTIP_LIMIT = 2_000
_AROUND_ARROW = re.compile(r"(?<=\d) (?=→)|(?<=→) ")
_IN_BRACKETS = re.compile(r"\([^()\d]{0,2}\d[^()]{0,24}\)")
#: As `html.escape`, which comes with a table of two thousand names that takes time to import.
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\n": "<br>"})


def values_whole(text: str) -> str:
    """A text of changed values for a label that wraps.

    No line ends between an arrow and a number beside it, or within a range in brackets.
    """
    text = _AROUND_ARROW.sub("\N{NO-BREAK SPACE}", text)
    return _IN_BRACKETS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def tooltip(text: str) -> str:
    """A text escaped for a tooltip, invisible characters revealed; "" for an empty text."""
    if not text:
        return ""
    return f"<qt>{_cut(text).translate(_MARKUP)}</qt>"


def show_tooltip(widget: QWidget, where: QPoint, text: str) -> None:
    """Show a text as the tooltip of a widget at a point of the screen, without setting it."""
    QToolTip.showText(where, tooltip(text), widget)


def _cut(text: str) -> str:
    return revealed(text if len(text) <= _TOOLTIP_LIMIT else text[:_TOOLTIP_LIMIT] + "…")


class _HasToolTip(Protocol):
    def setToolTip(self, text: str, /) -> None: ...


def set_tooltip(target: _HasToolTip, text: str, shortcut: QKeySequence | None = None) -> None:
    """Set the tooltip of a widget or an action, with its shortcut in brackets if it has one.

    Screen readers get it as the description, which Qt takes from the tooltip with all its markup.
    """
    if shortcut is not None and not shortcut.isEmpty():
        text = f"{text} ({shortcut.toString(QKeySequence.SequenceFormat.NativeText)})"
    target.setToolTip(tooltip(text))
    told: Sequence[object] = (target,)
    if isinstance(target, QAction):
        told = [button for button in target.associatedObjects() if isinstance(button, QToolButton)]
    for widget in told:
        # Setting a description notifies screen readers, even when it is the same.
        if isinstance(widget, QWidget) and widget.accessibleDescription() != _cut(text):
            widget.setAccessibleDescription(_cut(text))


def name_combo_box(box: QComboBox, name: str) -> None:
    """Set the accessible name of a combo box without a caption.

    On Linux screen readers take the chosen item for its name, so the description says it, too.
    """
    box.setAccessibleName(name)
    box.setAccessibleDescription(name)
    line = box.lineEdit()
    if line is not None:
        line.setAccessibleName(name)


def action_text(text: str) -> str:
    """A user's text for an action or a button: on one line, with ampersands escaped."""
    return shown_line(text).replace("&", "&&")


def window_title(text: str) -> str:
    """A user's text for a window title, with Qt's placeholder "[*]" escaped."""
    return shown_line(text).replace("[*]", "[*][*]")


class PlainLabel(QLabel):
    """A label that never interprets its text as markup."""

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
        """Keep plain text, whatever format is requested."""
        super().setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show a text with its invisible characters revealed."""
        super().setText(revealed(text))


class ElidedLabel(PlainLabel):
    """A single-line label that is elided to its width; the tooltip then shows the full text."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: TextRole = "body") -> None:
        super().__init__("", parent, role=role)
        self._full_text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        self._full_text = shown_line(text)
        super().setText(self._full_text)
        self._update_tooltip()

    def _update_tooltip(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._full_text) <= self.contentsRect().width()
        set_tooltip(self, "" if fits else self._full_text)

    def minimumSizeHint(self) -> QSize:
        """One line high, three characters wide."""
        return QSize(self.fontMetrics().averageCharWidth() * 3, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set or remove the tooltip for the new width."""
        super().resizeEvent(event)
        self._update_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the elided text."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self._full_text, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, shown)


class PlainTextView(QPlainTextEdit):
    """A read-only plain text that can be selected and copied; Tab moves the focus on."""

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
    """One button of a message box: its key as an answer, its text and role.

    Esc rejects, and Enter accepts; where no button accepts, Enter rejects, too.
    """

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
    """A message box: a headline, a text, buttons, and details to copy if there are any.

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
        self._default = next((choice.key for choice in choices if choice.role == "accept"), self.answer)
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
        # A button that has the focus is the default one, whatever is set.
        self._by_key[self._default].setFocus()
        self.setAccessibleName(headline)
        self._paint_symbol()

    @property
    def message(self) -> str:
        """Headline and text, for tests and screen readers."""
        return "\n".join(part for part in (self._headline.text(), self._text.text()) if part)

    def button(self, key: str) -> QPushButton:
        """The button with the answer `key`. Raises KeyError when there is none."""
        return self._by_key[key]

    def _add_buttons(self, choices: Sequence[Choice]) -> None:
        self._by_key: dict[str, QPushButton] = {}
        for choice in choices:
            button = self._buttons.addButton(choice.text, _ROLES[choice.role])
            mark(button, "primary", choice.role == "accept")
            button.setDefault(choice.key == self._default)
            button.clicked.connect(lambda _checked=False, key=choice.key: self._finish(key))
            self._by_key[choice.key] = button

    def _lay_out(self, details: str) -> None:
        content = ScrollingContent()
        texts = column_layout(self._headline, self._text, spacing=GRID, on=content.body)
        if details:
            view = PlainTextView(details, name=tr("Details"))
            view.setMinimumHeight(GRID * 20)
            copy = self._buttons.addButton(tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: _copy(details))
            texts.addWidget(view, 1)
        else:
            texts.addStretch(1)
        column_layout(
            (row_layout((self._icon, 0, Qt.AlignmentFlag.AlignTop), (content, 1), spacing=GRID * 2), 1),
            self._buttons,
            spacing=GRID * 3,
            margins=(GRID * 3, GRID * 3, GRID * 3, GRID * 2),
            on=self,
        )
        self.setMinimumWidth(GRID * (72 if details else 56))

    def showEvent(self, event: QShowEvent) -> None:
        """Give it the height that wrapped labels need, if the screen has it; Qt only estimates it."""
        if not event.spontaneous():
            fit_to_screen(self)
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
        """Recolour the symbol when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_symbol()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
