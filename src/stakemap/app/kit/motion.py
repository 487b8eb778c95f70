"""Reduced motion, by the user's preference or else the system's, and a delay that lets the canvas animate."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication

#: Milliseconds that other views wait after a switch of issue or snapshot: the canvas shows it first.
VIEW_CHANGE_DELAY = 40

#: The parameter of SystemParametersInfo that says whether Windows animates windows.
_GET_CLIENT_AREA_ANIMATION = 0x1042


def is_motion_reduced(chosen: bool | None) -> bool:
    """Whether to avoid animations: as `chosen`, or for None as the system prefers, if that is known.

    Qt reports it from 6.12 on; before that only Windows is queried.
    """
    return _system_reduces_motion() if chosen is None else chosen


def _system_reduces_motion() -> bool:
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
