"""Shortcuts on keyboard layouts that type digits with Shift, or letters with AltGr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from stakemap.app.kit.actions.action import key_sequences
from stakemap.app.kit.actions.layouts import shortcut_meant

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import CanvasDriver, OpenWindow

Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Alt, NoModifier = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
#: What the row of digits types without Shift on a French, a Belgian, a Czech and a Lithuanian keyboard.
ROWS = {
    "French": "&é\"'(-è_çà",
    "Belgian": "&é\"'(§è!çà",
    "Czech": "+ěščřžýáíé",
    "Lithuanian": "ąčęėįšųū90",
}
#: How Linux, Windows and macOS number the keys of that row.
CODES = {
    "linux": list(range(10, 20)),
    "win32": list(range(2, 12)),
    "darwin": [18, 19, 20, 21, 23, 22, 26, 28, 25, 29],
}


def _press(driver: Driver, text: str, modifiers: Qt.KeyboardModifier, code: int = 0) -> None:
    """Press a key: somebody overrides shortcuts with it, or it is one, or it is typed.

    The key press that a test sends to a window goes through all three, but loses its code on the way to the
    first, which is therefore sent on its own.
    """
    key = ord(text.upper())
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, code, code, 0, text)
    override.ignore()
    if code:
        QApplication.sendEvent(driver.window.focusWidget(), override)
    if not override.isAccepted():
        press = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, code, code, 0, text)
        QApplication.sendEvent(driver.window.windowHandle(), press)


@pytest.mark.parametrize("layout", ROWS)
def test_a_digit_that_needs_shift_is_a_shortcut_without_it(open_map: OpenWindow, layout: str) -> None:
    driver = open_map()
    driver.window.activateWindow()
    driver.canvas.setFocus()
    ran = _watch(driver)
    for place, character in enumerate(ROWS[layout]):
        digit = (place + 1) % 10
        if character in "+-":
            # These signs are shortcuts of their own.
            continue
        _press(driver, character, Control, CODES[sys.platform][place])
        assert ran == [f"Ctrl+{digit}"], character
        ran.clear()


@pytest.mark.parametrize("platform", CODES)
def test_each_system_numbers_the_keys_in_its_own_way(platform: str) -> None:
    for digit, code in zip("1234567890", CODES[platform], strict=True):
        virtual = code if platform == "darwin" else 0
        key = QKeyEvent(QEvent.Type.KeyPress, ord("é"), Control, code, virtual, 0, "é")
        assert shortcut_meant(key, platform) == QKeySequence(f"Ctrl+{digit}")


def test_with_shift_a_digit_is_the_shortcut_too(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.window.activateWindow()
    driver.canvas.setFocus()
    ran = _watch(driver)
    for digit in "1234567890":
        _press(driver, digit, Control | Shift)
        assert ran == [f"Ctrl+{digit}"]
        ran.clear()


def test_zoom_by_the_signs_of_a_french_keyboard(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.window.activateWindow()
    driver.canvas.reduced_motion = True
    for focus in (driver.canvas, driver.view_bar.issues):
        focus.setFocus()
        _press(driver, "+", Control | Shift)
        assert driver.canvas.scene.zoom == pytest.approx(1.4)
        _press(driver, "=", Control)
        assert driver.canvas.scene.zoom == pytest.approx(1.96)
        _press(driver, "-", Control, CODES["linux"][5])
        assert driver.canvas.scene.zoom == pytest.approx(1.4)
        _press(driver, "à", Control, CODES[sys.platform][9])
        assert driver.canvas.scene.zoom == pytest.approx(1)


def test_the_canvas_takes_signs_with_shift(drive) -> None:
    canvas: CanvasDriver = drive()
    canvas.key(Qt.Key.Key_Plus, Shift)
    assert canvas.scene.zoom == pytest.approx(1.4)
    canvas.key(Qt.Key.Key_Minus)
    assert canvas.scene.zoom == pytest.approx(1)
    canvas.key(Qt.Key.Key_Equal)
    canvas.key(Qt.Key.Key_0, Shift)
    assert canvas.scene.projection == canvas.scene.fit


def test_a_shortcut_that_is_not_possible_now_stays_so(context, open_map: OpenWindow) -> None:
    window = context.show_welcome()
    key = QKeyEvent(QEvent.Type.KeyPress, ord("&"), Control, CODES[sys.platform][0], 18, 0, "&")
    assert not window.host.actions["actors-panel"].isEnabled()
    assert not window.host.trigger_meant(key)


def test_no_shortcut_takes_what_a_layout_types_with_alt_gr(open_map: OpenWindow) -> None:
    """AltGr is Ctrl+Alt on Windows: with it a Polish keyboard types ż and ń, a French one @ and #."""
    for spec in open_map().window.host.specs.values():
        for sequence in key_sequences(spec):
            for part in (sequence[number] for number in range(sequence.count())):
                printable = part.key() < Qt.Key.Key_Escape
                both = part.keyboardModifiers() & (Control | Alt) == Control | Alt
                assert not (both and printable), f"{spec.id}: {sequence.toString()}"


def test_what_alt_gr_types_triggers_nothing(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.window.activateWindow()
    driver.canvas.setFocus()
    ran = _watch(driver)
    for number, character in enumerate("ąęóśłżźćń@#€"):
        _press(driver, character, Control | Alt, CODES[sys.platform][number % 10])
    assert ran == []


def _watch(driver: Driver) -> list[str]:
    """Let actions with a shortcut of Ctrl and a digit only tell that they were triggered."""
    ran: list[str] = []
    for action in driver.window.host.actions.values():
        for sequence in action.shortcuts():
            keys = sequence.toString()
            if len(keys) == 6 and keys[-1].isdigit():
                action.triggered.disconnect()
                action.triggered.connect(lambda _checked=False, keys=keys: ran.append(keys))
    return ran
