"""Composing the slide of a window's view, for exports, previews and the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QSize
from PySide6.QtGui import QImage

from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.paint.fonts import slide_measure
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.options import DEFAULT_STYLE, STYLES, SlideOptions
from stakemap.picture.slides.key_judgement import cut_key_judgement
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT, Theme
from stakemap.storage.policy import policy


def standard_size() -> tuple[int, int]:
    """The size of a slide in pixels, 16 to 9."""
    return (1920, 1080)


def slide_of(
    document: StakeMap,
    view: ViewState,
    theme: Theme,
    size: tuple[int, int],
    options: SlideOptions | None = None,
    limits: tuple[float, float] = DEFAULT_LIMITS,
) -> Slide:
    """The slide of a map in a view, laid out on a page of `size` pixels, without the selection; its headline
    counts sides by `limits` (see `SideLimits`).
    """
    style = DeckStyle(
        theme,
        slide_measure(theme.font),
        size,
        STYLES[DEFAULT_STYLE] if options is None else options,
        has_notes=False,
        relations=view.relations,
        ties=view.ties,
        selection=view.selection if view.relations == "selection" else frozenset(),
        limits=SideLimits(*limits),
    )
    return deck_of(document, (SlideRequest("map", view.issue, view.snapshot),), style).pages[0].slide


def cut_on_slide(document: StakeMap) -> str:
    """How much of the key judgement a slide of standard size shows, in a sentence; "" for all of it."""
    # Laying out the actors of a large map takes long, and hardly changes the room that is left.
    bare = replace(document, actors={}, groups={}, relations={}, snapshots={}, sources={})
    slide = slide_of(bare, ViewState.for_document(bare), LIGHT, standard_size())
    return cut_key_judgement(document, [slide])


def plot_thumbnail(
    document: StakeMap, view: ViewState, theme: Theme, size: QSize, ratio: float, *, shrink: int = 1
) -> QImage:
    """A thumbnail of `size` logical pixels of the plot alone, without title, legend, tray or texts.

    It is laid out `shrink` times as large, so that more fits in; `ratio` is the device pixel ratio.
    """
    from stakemap.export.png import render

    bare = SlideOptions(
        title=False,
        headline=False,
        key_judgement=False,
        handling=False,
        status=False,
        confidence_note=False,
        tray=False,
        legend=False,
        key=False,
        relation_labels=False,
        sources=False,
    )
    slide = slide_of(document, view, theme, (size.width() * shrink, size.height() * shrink), bare)
    image = render(slide, ratio / shrink)
    image.setDevicePixelRatio(ratio)
    return image


def slide_mime_data(slide: Slide, scale: float = 1.0) -> QMimeData:
    """A slide as clipboard data: PNG, and SVG where that may be exported.

    Raises UsageError for a size that is too large, and where PNG may not be exported.
    """
    from stakemap.export.exporters import EXPORTERS
    from stakemap.export.png import encode, render
    from stakemap.export.policy import check_format
    from stakemap.export.svg import svg_bytes

    check_format(EXPORTERS["png"])
    data, image = QMimeData(), render(slide, scale)
    data.setImageData(image)
    data.setData("image/png", QByteArray(encode(image, slide.title)))
    if policy().allows("svg"):
        # As paths, since programs that paste an SVG seldom have the font Inter.
        data.setData("image/svg+xml", QByteArray(svg_bytes(slide, "paths")))
    return data
