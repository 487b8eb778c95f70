"""A row of the swatches that groups and actors are coloured with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QToolButton, QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model.colours import SWATCHES, colour_name
from stakemap.picture.theme import DARK, LIGHT, chosen_colour

#: The edge of a swatch in pixels, with the ring around its disc.
EDGE = 20
_ICON = 18
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def automatic() -> str:
    """The choice of no colour of one's own, in words."""
    return tr("Automatic")


def paint_swatch(painter: QPainter, area: QRectF, colour: str, palette: QPalette) -> None:
    """Paint a colour as discs show it in the theme of a palette; "" is an empty circle with a stroke."""
    # The ground is often transparent, which the palette gives as black.
    theme = DARK if palette.windowText().color().lightness() > 128 else LIGHT
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.dark().color(), 1))
    painter.setBrush(QColor(chosen_colour(colour, theme)) if colour else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area)
    if not colour:
        inset = area.width() * 0.25
        inner = area.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(inner.bottomLeft(), inner.topRight())


def _paint_ring(painter: QPainter, area: QRectF, palette: QPalette) -> None:
    """Paint the ring around the disc of the chosen swatch."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.windowText().color(), 1.5))
    painter.drawEllipse(area.adjusted(-2.5, -2.5, 2.5, 2.5))


def swatch_icon(colour: str, palette: QPalette, *, chosen: bool) -> QIcon:
    """A colour as the icon of an entry in a menu; Qt shows no tick beside an icon."""
    made = QIcon()
    for ratio in (1, 2):
        picture = QPixmap(_ICON * ratio, _ICON * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        disc = QRectF(3.5, 3.5, _ICON - 7, _ICON - 7)
        paint_swatch(painter, disc, colour, palette)
        if chosen:
            _paint_ring(painter, disc, palette)
        painter.end()
        made.addPixmap(picture)
    return made


class _SwatchButton(QToolButton):
    """One swatch; a ring marks the chosen one, a wider one the keyboard focus."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        tell_as(self, QAccessible.Role.RadioButton)
        self.setFixedSize(QSize(EDGE + 2, EDGE + 2))
        name = colour_name(colour) if colour else automatic()
        self.setAccessibleName(name)
        set_tooltip(self, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrow keys and Enter to the row; Qt's buttons would go on as Tab does."""
        if event.key() in _STEPS or event.key() in _ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        radius = EDGE / 2 - 3
        area = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        paint_swatch(painter, area, self.colour, self.palette())
        if self.isChecked():
            _paint_ring(painter, area, self.palette())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class SwatchRow(QWidget):
    """Ten swatches, and one for no colour of one's own; `picked` carries the colour, "" for none.

    It is one stop of the Tab key; arrow keys move between the swatches.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons = tuple(_SwatchButton(colour) for colour in (*SWATCHES, ""))
        row = row_layout(spacing=0, on=self)
        for button in self.buttons:
            button.clicked.connect(partial(self._pick, button.colour))
            row.addWidget(button)
        row.addStretch(1)
        row.setSpacing(GRID // 8)
        self.show_colour("")

    def show_colour(self, colour: str) -> None:
        """Mark the swatch of a colour, if it is one."""
        shown = colour.lower()
        for button in self.buttons:
            button.setChecked(button.colour == shown)
        checked = next((button for button in self.buttons if button.isChecked()), self.buttons[0])
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is checked else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the swatches; Enter picks like Space."""
        focused = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        if focused is not None and event.key() in _STEPS:
            following = self.buttons[(focused + _STEPS[Qt.Key(event.key())]) % len(self.buttons)]
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in _ENTER:
            self.buttons[focused].click()
        else:
            super().keyPressEvent(event)

    def _pick(self, colour: str) -> None:
        self.show_colour(colour)
        self.picked.emit(colour)
