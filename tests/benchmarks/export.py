"""Slides: a process that draws one, beside a matplotlib script; then pixels, names, decks and the preview."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.hand import settle
from benchmarks.harness import (
    BenchmarkError,
    Row,
    in_turn,
    isolated_environment,
    processor_seconds_of,
    run_process,
    seconds_of,
    stakemap_command,
)
from picture.pages import crowd
from samples import large
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.shell.application import make_application, make_context
from stakemap.export.png import encode, render
from stakemap.export.pptx import pptx_bytes, properties_of
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance import View, build
from stakemap.picture.deck import KINDS, DeckStyle, SlideRequest, compose_deck
from stakemap.picture.occupancy import Box
from stakemap.picture.page_canvas import Sheet
from stakemap.picture.plot import Plot
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

__all__ = ["measure"]

PEER = Path(__file__).parent / "peers" / "export_matplotlib.py"
PRESET = "armenia-turkiye"
#: Times of the peer's, of the encoder's, and milliseconds.
AGAINST_SCRIPT, AGAINST_ENCODER = 0.75, 2.5
SIXTY, FIVE_HUNDRED, DOZEN, REFRESH = 10.0, 60.0, 2_000.0, 100.0


def measure(runs: int) -> list[Row]:
    """A whole process first, then what goes on in one."""
    rows = [_process(runs)]
    make_application()
    preset = load_preset(PRESET)
    gc.collect()
    gc.freeze()
    rows.append(_pixels(runs, preset))
    rows.append(_names(runs, "place the names of 60 actors", crowd(60), SIXTY))
    rows.append(_names(runs, "place the names of 500 actors", large(500, 1, 1), FIVE_HUNDRED))
    rows.append(_deck(runs, preset))
    rows.append(_preview(runs, "refresh the preview of a slide", preset, ("map",)))
    rows.append(_preview(runs, "refresh the preview, of all kinds", preset, KINDS))
    return rows


def _process(runs: int) -> Row:
    """Milliseconds from the start of the process to its end."""
    with isolated_environment() as (environment, folder):
        slide, plot = folder / "slide.png", folder / "plot.png"
        preset = ["--preset", PRESET, "--size", "1920x1080"]
        export = [*stakemap_command(), "export", *preset, "-o", str(slide)]

        def ours() -> float:
            slide.unlink(missing_ok=True)
            cost = run_process(export, environment, folder)
            _check_size(slide)
            return cost.seconds * 1_000

        def peer() -> float:
            cost = run_process([sys.executable, str(PEER), str(plot)], environment, folder)
            _check_size(plot)
            return cost.seconds * 1_000

        mine, theirs = in_turn(runs, ours, peer)
    return Row.ratio("export a slide, against a matplotlib script", mine, theirs, AGAINST_SCRIPT)


def _check_size(picture: Path) -> None:
    header = picture.read_bytes()[:24]
    size = (int.from_bytes(header[16:20]), int.from_bytes(header[20:24]))
    if size != (1920, 1080):
        raise BenchmarkError(f"{picture.name} measures {size}")


def _request(document: StakeMap, kind: str) -> SlideRequest:
    return SlideRequest(kind, next(iter(issues_in_order(document)), None), latest_dated(document))  # type: ignore[arg-type]


def _pixels(runs: int, document: StakeMap) -> Row:
    """A picture of 3840 × 2160 pixels from map to bytes, against packing the same pixels."""
    style = DeckStyle(LIGHT, QtMeasure(), has_notes=False)
    image = render(compose_deck(document, [_request(document, "map")], style)[0].slide, 2.0)
    if (image.width(), image.height()) != (3840, 2160):
        raise BenchmarkError(f"the picture measures {image.width()} × {image.height()}")

    def ours() -> float:
        def whole() -> bytes:
            page = compose_deck(document, [_request(document, "map")], style)[0]
            return encode(render(page.slide, 2.0))

        return seconds_of(whole) * 1_000

    mine, theirs = in_turn(runs, ours, lambda: seconds_of(lambda: encode(image)) * 1_000)
    return Row.ratio("a slide of 3840 × 2160, against packing it", mine, theirs, AGAINST_ENCODER)


def _names(runs: int, what: str, document: StakeMap, limit: float) -> Row:
    """Finding a place for every name on a slide, with texts measured before, as on a canvas at rest."""
    shown = build(document, View(issues_in_order(document)[0], latest_dated(document)), LIGHT)
    plot = Plot(Sheet(1920, 1080, LIGHT, QtMeasure()), shown, Box(52.0, 300.0, 1512.0, 947.0))
    (times,) = in_turn(runs, lambda: processor_seconds_of(lambda: plot.place_labels(20)) * 1_000)
    return Row.cost(what, times, limit)


def _deck(runs: int, document: StakeMap) -> Row:
    """Twelve pages of all kinds with their notes, from map to bytes."""
    requests = [_request(document, kind) for kind in KINDS] * 2

    def whole() -> bytes:
        pages = compose_deck(document, requests, DeckStyle(LIGHT, QtMeasure()))
        if len(pages) < 12:
            raise BenchmarkError(f"{len(pages)} pages")
        slides, notes = [page.slide for page in pages[:12]], [page.notes for page in pages[:12]]
        return pptx_bytes(slides, properties_of(document), notes)

    (times,) = in_turn(runs, lambda: seconds_of(whole) * 1_000)
    return Row.cost("a PowerPoint deck of 12 slides", times, DOZEN)


def _preview(runs: int, what: str, document: StakeMap, kinds: tuple[str, ...]) -> Row:
    """From a change of a part until its picture is there, in a dialog of 1200 × 720 pixels."""
    context = make_context()
    if context.reporter is not None:
        # What goes wrong here has to end the run, not to open a dialog.
        context.reporter.uninstall()
    window = context.new_window()
    window.show_map(documents_of(context).session_for(document))
    assert window.session is not None
    assert window.view is not None
    dialog = ExportDialog(window, context, window.session, window.view)
    dialog.resize(1200, 720)
    dialog.show()
    for kind, box in dialog.slides.kinds.items():
        box.setChecked(kind in kinds)
    settle(1.0)

    def once() -> float:
        before = dialog.preview.image.cacheKey()
        start = time.perf_counter()
        dialog.parts.boxes["legend"].toggle()
        while dialog.preview.image.cacheKey() == before:
            QApplication.processEvents()
            time.sleep(0.001)
            if time.perf_counter() - start > 30:
                raise BenchmarkError("the preview does not come")
        return (time.perf_counter() - start) * 1_000

    (times,) = in_turn(runs, once)
    dialog.reject()
    window.close()
    return Row.cost(what, times, REFRESH)
