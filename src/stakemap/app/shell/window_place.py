"""Window geometry, opened panels and what the canvas shows, stored per configuration of screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stakemap.storage.settings.records import Settings, WindowPlace

if TYPE_CHECKING:
    from stakemap.storage.settings.settings import SettingsStore

_DEFAULT_SIZE = (1280, 800)
#: Estimated size of frame and title bar in pixels; unknown until the window is shown.
_FRAME_SIZE = (16, 40)
#: The most pixels of a stored width or height: more is a damaged setting, which would need gigabytes.
_LARGEST_SIDE = 8_192
#: Offset of each further window from the one before it, down and right, in pixels.
_CASCADE_OFFSET = 28


def screens_key() -> str:
    """Identify the connected screens by their sizes and positions."""
    areas = (screen.geometry() for screen in QGuiApplication.screens())
    return " ".join(sorted(f"{area.width()}x{area.height()}+{area.x()}+{area.y()}" for area in areas))


def place_of(settings: Settings, offset: int = 0) -> WindowPlace | None:
    """The stored geometry for these screens, moved by `offset` pixels down and right and onto a screen."""
    place = settings.windows.get(screens_key())
    if place is None:
        return None
    shifted = place.model_copy(update={"x": place.x + offset, "y": place.y + offset})
    return _on_a_screen(shifted, [screen.availableGeometry() for screen in QGuiApplication.screens()])


def _on_a_screen(place: WindowPlace, areas: Sequence[QRect]) -> WindowPlace:
    """A geometry inside one of the areas: that which shows most of the window, or else the nearest to it.

    Of a window that is larger than the area, the title bar and the left edge are inside. Panels on the left
    are not wider than the window.

    The settings file may hold any integers, which QRect could not, so this calculates with plain numbers.
    """
    area = max(areas, key=lambda area: (_shared(place, area), -_distance(place, area)))
    width, height = min(place.width, _LARGEST_SIDE), min(place.height, _LARGEST_SIDE)
    right, bottom = area.x() + area.width() - _FRAME_SIZE[0], area.y() + area.height() - _FRAME_SIZE[1]
    x, y = max(min(place.x, right - width), area.x()), max(min(place.y, bottom - height), area.y())
    left_width = min(place.left_width, width)
    return place.model_copy(
        update={"x": x, "y": y, "width": width, "height": height, "left_width": left_width}
    )


def _shared(place: WindowPlace, area: QRect) -> int:
    """How many pixels of a window an area shows."""
    width = min(place.x + place.width, area.x() + area.width()) - max(place.x, area.x())
    height = min(place.y + place.height, area.y() + area.height()) - max(place.y, area.y())
    return max(width, 0) * max(height, 0)


def _distance(place: WindowPlace, area: QRect) -> int:
    """How far the middle of a window is from that of an area, in pixels along both axes."""
    across = abs(2 * place.x + place.width - 2 * area.x() - area.width())
    return (across + abs(2 * place.y + place.height - 2 * area.y() - area.height())) // 2


def restore_place(window: QWidget, settings: Settings, others: int) -> WindowPlace | None:
    """Apply the stored geometry, offset once for each of the `others` open windows; None without one."""
    place = place_of(settings, _CASCADE_OFFSET * others)
    if place is None:
        available = window.screen().availableGeometry()
        window.resize(
            min(_DEFAULT_SIZE[0], available.width() - _FRAME_SIZE[0]),
            min(_DEFAULT_SIZE[1], available.height() - _FRAME_SIZE[1]),
        )
        return None
    window.resize(place.width, place.height)
    window.move(place.x, place.y)
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
