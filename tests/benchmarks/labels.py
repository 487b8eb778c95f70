"""Finding a place for every name on a slide, with texts measured before, as on a canvas at rest."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication

from benchmarks.floors import measure_texts
from benchmarks.harness import Case, case, milliseconds_of
from picture.pages import crowd
from samples import large
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.paint.fonts import QtMeasure, load_fonts
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.plot.plot import Plot
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.theme import LIGHT

__all__ = ["cases"]

#: Times bare measurements of the same names; of 500 that takes 1.55 ms, and placing them 60 ms at most.
SIXTY, FIVE_HUNDRED = 5.0, 38.0
#: The em of a name in pixels.
SIZE = 20


def cases() -> Iterator[Case]:
    """Time of the processor, which is what counts of work in the background."""
    _application = QApplication.instance() or QApplication([])
    load_fonts()
    for actors, document, limit in ((60, crowd(60), SIXTY), (500, large(500, 1, 1), FIVE_HUNDRED)):
        shown = build(document, View(issues_in_order(document)[0], latest_dated(document)), LIGHT)
        plot = Plot(PageBuilder(1920, 1080, LIGHT, QtMeasure()), shown, Box(52.0, 300.0, 1512.0, 947.0))
        names = [actor.name for actor in document.actors.values()]
        gc.collect()
        yield case(
            f"place the names of {actors} actors, against measuring them",
            partial(milliseconds_of, partial(plot.place_labels, SIZE), time.process_time),
            measure_texts(names, SIZE, time.process_time),
            limit,
        )
