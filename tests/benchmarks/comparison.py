"""The comparison of two versions of a map with 5,000 differences: opening its list, and scrolling it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.floors import WINDOW, paint_pixmaps
from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from benchmarks.mouse_driver import settle
from samples import large
from stakemap.app.features.comparison.panel import ComparePanel
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move, move_actors
from stakemap.model.order import issues_in_order, latest_dated

__all__ = ["cases"]

ACTORS, DIFFERENCES = 5_000, 5_000
#: Pixmaps of the floor, which takes 3.9 ms.
PIXMAPS = 10_000
#: Times the floor: 300 ms until the list is painted, 16.7 ms for each frame of scrolling.
OPEN_LIMIT, SCROLL_LIMIT = 77.0, 4.3
#: Frames of scrolling, and seconds after which a list that has not come counts as missing.
FRAMES, PATIENCE = 30, 30.0


def cases() -> Iterator[Case]:
    """From the request until the list is painted; then each frame while it is scrolled by a row and a bit."""
    make_application()
    context = make_context()
    if context.reporter is not None:
        # What goes wrong here has to end the run, not to open a dialog.
        context.reporter.uninstall()
    document = large(ACTORS, 1, 1)
    window = context.new_window()
    window.resize(*WINDOW)
    window.show_map(documents_of(context).session_for(document))
    window.present()
    settle(2.0)
    other = _moved(document)
    floor = paint_pixmaps(PIXMAPS)
    what = f"the list of {DIFFERENCES:,} differences"
    yield case(f"opening {what}", lambda: _opened(window, other, document), floor, OPEN_LIMIT)
    _opened(window, other, document)
    yield case(f"a frame of scrolling {what}", lambda: _scrolled(_panel_of(window)), floor, SCROLL_LIMIT)
    window.session = None
    window.close()
    settle(0.1)


def _moved(document: StakeMap) -> StakeMap:
    """The map after somebody moved all actors along one scale."""
    snapshot, issue = latest_dated(document), issues_in_order(document)[0]
    assert snapshot is not None
    moves = {actor: Move(alignment=float(number % 200 - 100)) for number, actor in enumerate(document.actors)}
    return move_actors(document, snapshot, issue, moves, Authorship("B. Colleague", "2025-07-04"))


def _panel_of(window: MainWindow) -> ComparePanel:
    panel: ComparePanel = window.panels.content("compare")
    return panel


def _opened(window: MainWindow, other: StakeMap, base: StakeMap) -> float:
    window.panels.show("compare", False)

    def open_list() -> None:
        window.comparison_requested.emit(OtherVersion(other, "other.stakemap.json", base))
        panel, until = _panel_of(window), time.monotonic() + PATIENCE
        while panel.list.model().rowCount() == 0:
            QApplication.processEvents()
            if time.monotonic() > until:
                raise BenchmarkError("the list of differences does not come")
            # Leaves the processor to the worker.
            time.sleep(0.001)
        panel.list.viewport().repaint()

    spent = milliseconds_of(open_list)
    found = _panel_of(window).list.model().rowCount()
    if not DIFFERENCES * 0.9 < found <= DIFFERENCES:
        raise BenchmarkError(f"{found} differences were found")
    settle(0.5)
    return spent


def _scrolled(panel: ComparePanel) -> list[float]:
    bar, view = panel.list.verticalScrollBar(), panel.list.viewport()
    bar.setValue(0)
    times = []
    for _ in range(FRAMES):
        bar.setValue(bar.value() + 53)
        times.append(milliseconds_of(view.repaint))
    return times
