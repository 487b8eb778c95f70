"""Slides for the tests of formats, and pictures to compare."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage

from stakemap.model.document import StakeMap
from stakemap.model.resolve import dated_before
from stakemap.paint.fonts import slide_measure
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.slides.layout import compose
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT, Theme
from stakemap.storage.presets import load_preset

MakeSlide = Callable[..., Slide]
Pixels = np.ndarray


@pytest.fixture(scope="session")
def preset() -> StakeMap:
    """The map of Armenia and Türkiye."""
    return load_preset("armenia-turkiye")


@pytest.fixture(scope="session")
def make_slide() -> MakeSlide:
    """Makes a slide of a map: `make_slide(document, issue, snapshot, theme=…, size=…)`."""

    def make(
        document: StakeMap,
        issue: str | None = None,
        snapshot: str | None = None,
        theme: Theme = LIGHT,
        size: tuple[int, int] = (1920, 1080),
    ) -> Slide:
        issue = issue or next(iter(sorted(document.issues)), None)
        snapshot = snapshot or next(iter(sorted(document.snapshots)), None)
        before = dated_before(document, snapshot) if snapshot else None
        shown = build(document, View(issue, snapshot, before), theme)
        return compose(document, shown, theme, size, slide_measure())

    return make


@pytest.fixture(scope="session")
def corridor(preset: StakeMap, make_slide: MakeSlide) -> Slide:
    """The preset's slide with something of everything: relations of both kinds, a trail, a tray, ranges."""
    return make_slide(preset, "corridor", "2025-07")


@pytest.fixture(scope="session")
def pixels_of() -> Callable[[QImage | bytes], Pixels]:
    """Turns a picture, or the bytes of a picture file, into an array of height × width × 3."""

    def convert(picture: QImage | bytes) -> Pixels:
        image = QImage.fromData(picture) if isinstance(picture, bytes) else picture
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)

    return convert
