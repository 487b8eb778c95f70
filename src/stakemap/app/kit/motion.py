"""Whether things change place at once instead of moving: as the user chose, else as the system asks; and who
waits while they begin to.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication

__all__ = ["VIEW_FIRST", "is_motion_reduced"]

#: Milliseconds that all else waits when another issue or snapshot is chosen: the canvas shows it first.
VIEW_FIRST = 40

#: What Windows is asked: whether it shows animations in windows.
_GET_CLIENT_AREA_ANIMATION = 0x1042


def is_motion_reduced(chosen: bool | None) -> bool:
    """What was chosen, or where that is None what the system asks for, if it can be known here.

    Qt tells it from 6.12 on; before that only Windows can be asked without help.
    """
    return _system_asks_for_less() if chosen is None else chosen


def _system_asks_for_less() -> bool:
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", lambda: None)()
    preference = getattr(accessibility, "motionPreference", None)
    if preference is not None:
        return bool(preference().name != "NoPreference")
    return sys.platform == "win32" and not _windows_animates()


def _windows_animates() -> bool:
    import ctypes

    animates = ctypes.c_int(1)
    user32 = getattr(ctypes, "windll").user32  # noqa: B009
    user32.SystemParametersInfoW(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0)
    return bool(animates.value)
