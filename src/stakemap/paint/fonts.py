"""The bundled font Inter at its true weights, and text measurement; system fonts supply missing scripts."""

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
    """Register Inter with Qt, once; False if Qt refuses the file, and text is then set in a system font.

    Needs a QGuiApplication.
    """
    # Qt logs every installed font for each script that none of them has; see `scripts`.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    return QFontDatabase.addApplicationFont(str(FILE)) >= 0


def font(size_px: float, weight: int = 400, family: str = FAMILY) -> QFont:
    """Inter, or another family, at `size_px` (the em, rounded to whole pixels) and `weight` (100 to 900).

    The font is cached per thread, since Qt does not allow threads to share it; do not modify it. Inter is a
    variable font: `QFont.setWeight` gives only its regular and a synthesised bold, its axes true weights.
    """
    return _font(size_px, weight, family, threading.get_ident())


@lru_cache(maxsize=512)
def _font(size_px: float, weight: int, family: str, _thread: int) -> QFont:
    load_fonts()
    result = QFont([family] if family == FAMILY else [family, FAMILY])
    size = max(1, round(size_px))
    result.setPixelSize(size)
    if family == FAMILY:
        result.setVariableAxis(_WEIGHT, float(weight))
        result.setVariableAxis(_OPTICAL_SIZE, float(min(max(size, 14), 32)))
    else:
        result.setWeight(QFont.Weight(min(900, max(100, int(weight / 100 + 0.5) * 100))))
    # Layout is computed once and painted at any scale, so that glyphs must not snap to the pixel grid.
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Contextual alternates are glyphs without a character of their own: (2) would be copied from a PDF as 2.
    result.setFeature(_ALTERNATES, 0)
    return result


@lru_cache(maxsize=512)
def _metrics(size_px: float, weight: int, family: str, _thread: int) -> QFontMetricsF:
    return QFontMetricsF(font(size_px, weight, family))


def cap_height(size_px: float, weight: int = 400, family: str = FAMILY) -> float:
    """The height of capital letters in pixels, for centring text in discs."""
    return _metrics(size_px, weight, family, threading.get_ident()).capHeight()


class QtMeasure:
    """Measures text in the fonts that Qt paints with, with a cache. Each thread needs its own instance."""

    def __init__(self, family: str = "") -> None:
        self.family = family or FAMILY
        self._extents: dict[tuple[str, float, int], Extent] = {}

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """See TextMeasure."""
        key = (text, size, weight)
        known = self._extents.get(key)
        if known is None:
            if len(self._extents) > 20_000:
                self._extents.clear()
            metrics = _metrics(size, weight, self.family, threading.get_ident())
            width = metrics.horizontalAdvance(text)
            known = self._extents[key] = Extent(width, metrics.ascent(), metrics.descent())
        return known
