"""A stored window place leaves the title bar on a screen, whatever was stored and whatever is plugged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stakemap.app.shell.window_place import place_of, restore_place, screens_key
from stakemap.storage.settings.records import Settings, WindowPlace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

#: The height of the title bar, and how much of its width can be grabbed at least.
TITLE_HEIGHT, GRIP = 30, 200


class Screen:
    """A screen of which only the area is asked."""

    def __init__(self, *area: int) -> None:
        self.area = QRect(*area)

    def geometry(self) -> QRect:
        return self.area

    availableGeometry = geometry  # noqa: N815 - the name in Qt


LAPTOP, LEFT_OF_IT, ABOVE_IT = (
    Screen(0, 0, 1366, 768),
    Screen(-1920, 0, 1920, 1080),
    Screen(0, -1080, 1920, 1080),
)


def restored(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: WindowPlace, *screens: Screen, others: int = 0
) -> QRect:
    monkeypatch.setattr(QGuiApplication, "screens", lambda: list(screens))
    window = QWidget()
    qtbot.addWidget(window)
    restore_place(window, Settings(windows={screens_key(): place}), others)
    return QRect(window.x(), window.y(), window.width(), window.height())


def has_title_on_a_screen(frame: QRect, *screens: Screen) -> bool:
    for screen in screens:
        seen = screen.area.intersected(QRect(frame.x(), frame.y(), frame.width(), TITLE_HEIGHT))
        if seen.width() >= GRIP and seen.height() == TITLE_HEIGHT:
            return True
    return False


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (100, -300),
        (-900, 100),
        (100, 760),
        (1360, 100),
        (-5_000, -5_000),
        (5_000, 5_000),
        (10**30, -(10**30)),
    ],
)
@pytest.mark.parametrize("screens", [(LAPTOP,), (LAPTOP, LEFT_OF_IT), (ABOVE_IT, LAPTOP)])
def test_a_title_bar_that_would_be_off_the_screens_is_moved_onto_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, x: int, y: int, screens: tuple[Screen, ...]
) -> None:
    frame = restored(qtbot, monkeypatch, WindowPlace(x=x, y=y, width=1000, height=700), *screens)
    assert has_title_on_a_screen(frame, *screens)
    assert (frame.width(), frame.height()) == (1000, 700)


def test_a_window_on_a_screen_with_negative_coordinates_stays_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = WindowPlace(x=-1800, y=50, width=1000, height=700)
    assert restored(qtbot, monkeypatch, left, LAPTOP, LEFT_OF_IT) == QRect(-1800, 50, 1000, 700)
    above = WindowPlace(x=200, y=-1000, width=1000, height=700)
    assert restored(qtbot, monkeypatch, above, LAPTOP, ABOVE_IT) == QRect(200, -1000, 1000, 700)


def test_further_windows_are_moved_down_and_right_but_not_off_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = WindowPlace(x=20, y=20, width=1000, height=700)
    first, second, last = (
        restored(qtbot, monkeypatch, place, Screen(0, 0, 1920, 1080), others=others) for others in (0, 1, 60)
    )
    assert first.topLeft() != second.topLeft()
    assert Screen(0, 0, 1920, 1080).area.contains(last)


def test_a_size_that_no_screen_has_is_a_damaged_setting(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = restored(qtbot, monkeypatch, WindowPlace(x=0, y=0, width=10**12, height=10**12), LAPTOP)
    assert frame.width() < 10_000
    assert frame.height() < 10_000


def test_panels_wider_than_the_window_are_a_damaged_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = WindowPlace(x=0, y=0, width=1000, height=700, left_width=10**10)
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [LAPTOP])
    place = place_of(Settings(windows={screens_key(): stored}))
    assert place is not None
    assert place.left_width == 1000
    assert place_of(Settings(windows={screens_key(): stored.model_copy(update={"left_width": 288})})) == (
        place.model_copy(update={"left_width": 288})
    )
