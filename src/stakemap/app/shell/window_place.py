"""Where windows stood and how wide their panels were, kept per set of screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stakemap.storage.settings import Settings, WindowPlace

if TYPE_CHECKING:
    from stakemap.storage.settings import SettingsStore

__all__ = ["place_of", "restore_place", "screens_key", "store_place"]

_USUAL = (1280, 800)
#: What a window's frame and title bar take, about; they are not known before the window is shown.
_FRAME = (16, 40)
#: So much further down and right stands a second window than the one before it, in pixels.
_CASCADE = 28


def screens_key() -> str:
    """Stands for the screens that are connected, by their sizes and places."""
    areas = (screen.geometry() for screen in QGuiApplication.screens())
    return " ".join(sorted(f"{area.width()}x{area.height()}+{area.x()}+{area.y()}" for area in areas))


def place_of(settings: Settings) -> WindowPlace | None:
    """The place of the last window on these screens, if it still lies on one of them."""
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
    """Put a window where the last one stood, a little aside for each of the `others` that are open."""
    place = place_of(settings)
    if place is None:
        available = window.screen().availableGeometry()
        window.resize(
            min(_USUAL[0], available.width() - _FRAME[0]), min(_USUAL[1], available.height() - _FRAME[1])
        )
        return None
    window.resize(place.width, place.height)
    window.move(place.x + _CASCADE * others, place.y + _CASCADE * others)
    return place


def store_place(window: QWidget, store: SettingsStore, panels: Sequence[int]) -> Settings:
    """Remember where a window stands; `panels` are the widths of its panels, negative for hidden ones."""
    frame = window.normalGeometry()
    place = WindowPlace(
        x=window.x() if not window.isMaximized() else frame.x(),
        y=window.y() if not window.isMaximized() else frame.y(),
        width=max(frame.width(), 1),
        height=max(frame.height(), 1),
        maximised=window.isMaximized(),
        panels=tuple(panels),
    )
    return store.remember_window(screens_key(), place)
