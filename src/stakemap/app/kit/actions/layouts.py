"""Shortcuts on keyboard layouts that type digits and signs with Shift, such as French and Czech ones."""

from __future__ import annotations

import sys

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_DIGITS = "1234567890"
#: The codes of the keys of the row of digits, from left to right, as the system numbers them.
_ROWS = {
    "win32": range(2, 12),
    "darwin": (18, 19, 20, 21, 23, 22, 26, 28, 25, 29),
}
#: The same where X or Wayland number them.
_ROW = range(10, 20)


def shortcut_meant(event: QKeyEvent, platform: str = sys.platform) -> QKeySequence | None:
    """The shortcut that a key was pressed for which is none as it stands.

    Ctrl and a key of the row of digits stands for Ctrl and the digit, though without Shift the layout has
    another character there. Ctrl, Shift and a digit or sign stands for Ctrl and that digit or sign.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == _CONTROL:
        code = event.nativeVirtualKey() if platform == "darwin" else event.nativeScanCode()
        row = _ROWS.get(platform, _ROW)
        return QKeySequence(f"Ctrl+{_DIGITS[row.index(code)]}") if code in row else None
    if modifiers == _CONTROL | _SHIFT and _is_sign(event.key()):
        return QKeySequence(QKeyCombination(_CONTROL, Qt.Key(event.key())))
    return None


def _is_sign(key: int) -> bool:
    """Whether a key stands for a character that is no letter."""
    return key < Qt.Key.Key_Escape and chr(key).isprintable() and not chr(key).isalpha() and key != ord(" ")
