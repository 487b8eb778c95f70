"""The bundled fonts and text measurement: Inter at its true weights for what the app paints, and Arimo, which
has the widths of Arial, for what PowerPoint sets. System fonts supply missing scripts.
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from pathlib import Path

from fontpkg_inter import ROOT
from PySide6.QtCore import QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from stakemap.picture.measure import Extent, WidestMeasure

FAMILY = "Inter"
#: The font of PowerPoint decks: readers have it, or a substitute of the same widths.
OFFICE_FAMILY = "Arial"
#: The bundled font with the widths of `OFFICE_FAMILY`.
_OFFICE_METRICS = "Arimo"
#: Least weight that is set in bold where a font has only regular and bold.
_BOLD = 550
#: Width that layout reserves for a text in PowerPoint, relative to its own: programs round differently.
_SPARE = 1.05
#: Font size in pixels at which text of decks is measured, since its sizes are no whole pixels.
_OFFICE_EM = 100.0
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
        key = (text, size, weight)
        known = self._extents.get(key)
        if known is None:
            if len(self._extents) > 20_000:
                self._extents.clear()
            metrics = _metrics(size, weight, self.family, threading.get_ident())
            width = metrics.horizontalAdvance(text)
            known = self._extents[key] = Extent(width, metrics.ascent(), metrics.descent())
        return known


def is_bold_in_office(weight: int) -> bool:
    """Whether text of a weight is bold in PowerPoint, which has only regular and bold."""
    return weight >= _BOLD


@cache
def _load_office_font() -> None:
    """Register Arimo with Qt, once; a system font is measured instead if Qt refuses the file."""
    from fontpkg_arimo import ROOT as ARIMO

    load_fonts()
    QFontDatabase.addApplicationFont(str(Path(ARIMO) / "files" / "Arimo[wght].ttf"))


class OfficeMeasure:
    """Measures text as PowerPoint sets it, in Arial or another family, regular or bold and without kerning.

    Widths are multiplied by `spare`. Each thread needs its own instance.
    """

    def __init__(self, family: str = "", spare: float = 1.0) -> None:
        self.family = family or OFFICE_FAMILY
        self.spare = spare
        self._fonts: dict[bool, QFontMetricsF] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        bold = is_bold_in_office(weight)
        metrics = self._fonts.get(bold) or self._fonts.setdefault(bold, self._metrics(bold))
        width = self._widths.get((text, bold))
        if width is None:
            if len(self._widths) > 20_000:
                self._widths.clear()
            width = self._widths[text, bold] = metrics.horizontalAdvance(text)
        scale = size / _OFFICE_EM
        # Office programs put the leading of a font above its lines.
        ascent = metrics.ascent() + metrics.leading()
        return Extent(self.spare * width * scale, ascent * scale, metrics.descent() * scale)

    def _metrics(self, bold: bool) -> QFontMetricsF:
        _load_office_font()
        # Arial itself is not requested, so that a map is laid out alike on all machines.
        own = [] if self.family == OFFICE_FAMILY else [self.family]
        shown = QFont([*own, _OFFICE_METRICS, OFFICE_FAMILY, FAMILY])
        shown.setPixelSize(round(_OFFICE_EM))
        weight = QFont.Weight.Bold if bold else QFont.Weight.Normal
        # The weight for a family of several files, the axis for a variable font such as Arimo.
        shown.setWeight(weight)
        shown.setVariableAxis(_WEIGHT, float(weight.value))
        shown.setKerning(False)
        shown.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return QFontMetricsF(shown)


def slide_measure(family: str = "") -> WidestMeasure:
    """The measure to lay out slides with, so that each text has room for itself both as the app paints it and
    as PowerPoint sets it: a slide has the same lines and the same places in every format. There is one for
    each thread, which keeps what it has measured: a preview composes the same texts after each change.
    """
    return _slide_measure(family, threading.get_ident())


@lru_cache(maxsize=8)
def _slide_measure(family: str, _thread: int) -> WidestMeasure:
    return WidestMeasure(QtMeasure(family), OfficeMeasure(family, _SPARE))
