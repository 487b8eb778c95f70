"""Inter, the same on every machine, at true weights; the system's fonts stand in for scripts it lacks."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from pathlib import Path

from fontpkg_inter import ROOT
from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from stakemap.picture.measure import Extent

__all__ = ["FAMILY", "FILE", "QtMeasure", "cap_height", "font", "load_fonts"]

FAMILY = "Inter"
#: The variable font itself.
FILE = Path(ROOT) / "files" / "Inter[opsz,wght].ttf"
_WEIGHT = QFont.Tag("wght")
_OPTICAL_SIZE = QFont.Tag("opsz")
_ALTERNATES = QFont.Tag("calt")


@cache
def load_fonts() -> bool:
    """Make Inter known to Qt, once; needs a QGuiApplication. False when Qt refuses the file (then text
    still shows, in the system's font).
    """
    # Qt would name every font of the machine for each script that none of them has; see `scripts`.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    return QFontDatabase.addApplicationFont(str(FILE)) >= 0


def font(size_px: float, weight: int = 400, family: str = FAMILY) -> QFont:
    """Inter, or another family, at `size_px` (the em, rounded to whole pixels) and `weight` (100 to 900).
    Don't change what you get: it is shared, though by no two threads, which Qt does not allow.

    Inter is a variable font: `QFont.setWeight` would give only its regular and a faked bold, its axes give
    true ones.
    """
    return _font(size_px, weight, family, threading.get_ident())


@lru_cache(maxsize=512)
def _font(size_px: float, weight: int, family: str, _thread: int) -> QFont:
    load_fonts()
    made = QFont([family] if family == FAMILY else [family, FAMILY])
    size = max(1, round(size_px))
    made.setPixelSize(size)
    if family == FAMILY:
        made.setVariableAxis(_WEIGHT, float(weight))
        made.setVariableAxis(_OPTICAL_SIZE, float(min(max(size, 14), 32)))
    else:
        made.setWeight(QFont.Weight(min(900, max(100, int(weight / 100 + 0.5) * 100))))
    # Layout is worked out once and painted at any scale, so letters must not snap to the pixels of one of
    # them.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Its contextual alternates are letters without a character of their own: (2) would be copied from a PDF
    # as 2.
    made.setFeature(_ALTERNATES, 0)
    return made


@lru_cache(maxsize=512)
def _metrics(size_px: float, weight: int, family: str, _thread: int) -> QFontMetricsF:
    return QFontMetricsF(font(size_px, weight, family))


def cap_height(size_px: float, weight: int = 400, family: str = FAMILY) -> float:
    """The height of capital letters in pixels, for centring text in discs."""
    return _metrics(size_px, weight, family, threading.get_ident()).capHeight()


class QtMeasure:
    """The measure of the fonts that Qt paints with; it remembers what it measured. Each thread needs its
    own.
    """

    def __init__(self, family: str = "") -> None:
        self.family = family or FAMILY
        self._known: dict[tuple[str, float, int], Extent] = {}

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """See TextMeasure."""
        key = (text, size, weight)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > 20_000:
                self._known.clear()
            metrics = _metrics(size, weight, self.family, threading.get_ident())
            width = metrics.horizontalAdvance(text)
            known = self._known[key] = Extent(width, metrics.ascent(), metrics.descent())
        return known
