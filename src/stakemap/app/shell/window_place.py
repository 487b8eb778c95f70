"""Window geometry, opened panels and what the canvas shows, stored per configuration of screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stakemap.storage.settings import Settings, WindowPlace

if TYPE_CHECKING:
    from stakemap.storage.settings import SettingsStore

__all__ = ["place_of", "restore_place", "screens_key", "store_place"]

_DEFAULT_SIZE = (1280, 800)
#: Estimated size of frame and title bar in pixels; unknown until the window is shown.
_FRAME_SIZE = (16, 40)
#: Offset of each further window from the one before it, down and right, in pixels.
_CASCADE_OFFSET = 28


def screens_key() -> str:
    """Identify the connected screens by their sizes and positions."""
    areas = (screen.geometry() for screen in QGuiApplication.screens())
    return " ".join(sorted(f"{area.width()}x{area.height()}+{area.x()}+{area.y()}" for area in areas))


def place_of(settings: Settings) -> WindowPlace | None:
    """Return the stored geometry for these screens, unless it is outside all of them."""
    place = settings.windows.get(screens_key())
    if place is None:
        return None
    frame = QRect(place.x, place.y, place.width, place.height)
    for screen in QGuiApplication.screens():
        shared = screen.availableGeometry().intersected(frame)
        if shared.width() >= 200 and shared.height() >= 120:
            return place
    return None


def restore_place(window: QWidget, settings: Settings, others: int) -> WindowPlace | None:
    """Apply the stored geometry, offset once for each of the `others` open windows; None without one."""
    place = place_of(settings)
    if place is None:
        available = window.screen().availableGeometry()
        window.resize(
            min(_DEFAULT_SIZE[0], available.width() - _FRAME_SIZE[0]),
            min(_DEFAULT_SIZE[1], available.height() - _FRAME_SIZE[1]),
        )
        return None
    window.resize(place.width, place.height)
    window.move(place.x + _CASCADE_OFFSET * others, place.y + _CASCADE_OFFSET * others)
    return place


def store_place(
    window: QWidget,
    store: SettingsStore,
    open_panels: Mapping[str, bool],
    left_width: int,
    details: Sequence[str],
    legend: bool,
) -> Settings:
    """Store the geometry of a window, which panels the user opened or closed, how wide the left is, and of
    its canvas which details it draws of all actors, and whether the legend is open.
    """
    frame = window.normalGeometry()
    place = WindowPlace(
        x=window.x() if not window.isMaximized() else frame.x(),
        y=window.y() if not window.isMaximized() else frame.y(),
        width=max(frame.width(), 1),
        height=max(frame.height(), 1),
        maximised=window.isMaximized(),
        open_panels=dict(open_panels),
        left_width=left_width,
        details=tuple(details),
        legend=legend,
    )
    return store.remember_window(screens_key(), place)
