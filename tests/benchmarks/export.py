"""Slides: a process that draws one, beside a matplotlib script; then pixels, decks and the preview."""

from __future__ import annotations

import gc
import importlib.util
import io
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.floors import measure_texts
from benchmarks.harness import (
    BenchmarkError,
    Case,
    NotInstalledError,
    case,
    isolated_environment,
    milliseconds_of,
    run_process,
    stakemap_command,
)
from benchmarks.mouse_driver import settle
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.shell.application import make_application, make_context
from stakemap.export.png import encode, render
from stakemap.export.pptx import pptx_bytes, properties_of
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.marks import TextMark
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

__all__ = ["cases"]

PEER = Path(__file__).parent / "peers" / "export_matplotlib.py"
PRESET = "armenia-turkiye"
PAGES = 12
#: Times what the script, the encoder and python-pptx take; of the last, 2 s beside 130 ms.
AGAINST_SCRIPT, AGAINST_ENCODER, DECK = 0.6, 2.5, 15.0
#: Times what measuring the texts of the pages takes: 100 ms beside 0.45 ms for one page, 2.7 for all kinds.
PREVIEW, PREVIEW_OF_ALL = 220.0, 37.0


def cases() -> Iterator[Case]:
    """A whole process first, then what goes on in one."""
    yield from _process()
    make_application()
    preset = load_preset(PRESET)
    gc.collect()
    gc.freeze()
    yield _pixels(preset)
    yield _deck(preset)
    yield from _preview("refresh the preview of a slide", preset, ("map",), PREVIEW)
    yield from _preview("refresh the preview, of all kinds", preset, SLIDE_KINDS.ids, PREVIEW_OF_ALL)


def _process() -> Iterator[Case]:
    """From the start of the process to its end."""
    with isolated_environment() as (environment, folder):

        def cost(command: list[str], picture: Path) -> float:
            picture.unlink(missing_ok=True)
            spent = run_process([*command, str(picture)], environment, folder)
            _check_size(picture)
            return spent.seconds * 1_000

        def script() -> float:
            if importlib.util.find_spec("matplotlib") is None:
                raise NotInstalledError("matplotlib is not installed")
            return cost([sys.executable, str(PEER)], folder / "plot.png")

        ours = [*stakemap_command(), "export", "--preset", PRESET, "--size", "1920x1080", "-o"]
        what = "export a slide, against a matplotlib script"
        yield case(what, partial(cost, ours, folder / "slide.png"), script, AGAINST_SCRIPT)


def _check_size(picture: Path) -> None:
    header = picture.read_bytes()[:24]
    size = (int.from_bytes(header[16:20]), int.from_bytes(header[20:24]))
    if size != (1920, 1080):
        raise BenchmarkError(f"{picture.name} measures {size}")


def _request(document: StakeMap, kind: str) -> SlideRequest:
    return SlideRequest(kind, next(iter(issues_in_order(document)), None), latest_dated(document))


def _pixels(document: StakeMap) -> Case:
    """A picture of 3840 × 2160 pixels from map to bytes, against packing the same pixels."""
    style = DeckStyle(LIGHT, QtMeasure(), has_notes=False)
    image = render(deck_of(document, [_request(document, "map")], style).pages[0].slide, 2.0)
    if (image.width(), image.height()) != (3840, 2160):
        raise BenchmarkError(f"the picture measures {image.width()} × {image.height()}")

    def whole() -> bytes:
        page = deck_of(document, [_request(document, "map")], style).pages[0]
        return encode(render(page.slide, 2.0))

    return case(
        "a slide of 3840 × 2160, against packing it",
        partial(milliseconds_of, whole),
        partial(milliseconds_of, partial(encode, image)),
        AGAINST_ENCODER,
    )


def _deck(document: StakeMap) -> Case:
    """Pages of all kinds with their notes, from map to bytes, against as many bare discs by python-pptx."""
    requests = [_request(document, kind) for kind in SLIDE_KINDS.ids] * 2

    def whole() -> bytes:
        pages = deck_of(document, requests, DeckStyle(LIGHT, QtMeasure())).pages
        if len(pages) < PAGES:
            raise BenchmarkError(f"{len(pages)} pages")
        slides, notes = [page.slide for page in pages[:PAGES]], [page.notes for page in pages[:PAGES]]
        return pptx_bytes(slides, properties_of(document), notes)

    counts = [len(slide.shapes) for slide in Presentation(io.BytesIO(whole())).slides]

    def bare() -> None:
        deck = Presentation()
        for count in counts:
            slide = deck.slides.add_slide(deck.slide_layouts[6])
            for _ in range(count):
                slide.shapes.add_shape(MSO_SHAPE.OVAL, 0, 0, 1_000, 1_000).text_frame.text = "ARM"
        deck.save(io.BytesIO())

    what = f"a PowerPoint deck of {PAGES} slides, against as many bare shapes"
    return case(what, partial(milliseconds_of, whole), partial(milliseconds_of, bare), DECK)


def _preview(what: str, document: StakeMap, kinds: tuple[str, ...], limit: float) -> Iterator[Case]:
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
        before = dialog.preview.picture.image.cacheKey()
        start = time.perf_counter()
        dialog.parts.boxes["legend"].toggle()
        while dialog.preview.picture.image.cacheKey() == before:
            QApplication.processEvents()
            time.sleep(0.001)
            if time.perf_counter() - start > 30:
                raise BenchmarkError("the preview does not come")
        return (time.perf_counter() - start) * 1_000

    pages = deck_of(
        document, [_request(document, kind) for kind in kinds], DeckStyle(LIGHT, QtMeasure())
    ).pages
    texts = [mark.text for page in pages for mark in page.slide.marks if isinstance(mark, TextMark)]
    yield case(f"{what}, against measuring its texts", once, measure_texts(texts, 20), limit)
    dialog.reject()
    window.close()
