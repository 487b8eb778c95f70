"""The app's own line icons, rendered from the SVGs in `resources/icons/` in the colours of a palette."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from stakemap.resources import resource

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

#: The colour icon of the app itself.
APP_ICON = "stakemap"
_RATIOS = (1.0, 2.0)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    drawing = resource("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


@lru_cache(maxsize=1024)
def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap of `size` logical pixels. Raises OSError when there is no such icon."""
    edge = max(1, round(size * ratio))
    picture = QPixmap(edge, edge)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, palette: QPalette | None = None, size: int = 20) -> QIcon:
    """An icon in the palette's colour of button texts, and in that of disabled ones."""
    colours = palette or QGuiApplication.palette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole.ButtonText
    return _icon(
        name, colours.color(group.Active, role).name(), colours.color(group.Disabled, role).name(), size
    )


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(pixmap(name, size, colour, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
    return made


def _ratios() -> list[float]:
    screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return sorted(screens | {_RATIOS[0]})


class IconButton(QToolButton):
    """A flat button that shows one of the app's icons and keeps it in the theme's colour."""

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, size: int = 20
    ) -> None:
        super().__init__(parent)
        self._name, self._size = name, size
        self.setAutoRaise(True)
        self.setIconSize(QSize(size, size))
        self.setAccessibleName(accessible_name)
        self._tint()

    def _tint(self) -> None:
        self.setIcon(icon(self._name, self.palette(), self._size))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the icon in the theme's colour."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
