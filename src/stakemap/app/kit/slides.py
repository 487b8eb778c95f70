"""The slide of what a window shows, as exports, previews and the clipboard have it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QSize
from PySide6.QtGui import QImage

from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import dated_before
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance import View, build
from stakemap.picture.options import SlideOptions
from stakemap.picture.slide import Slide
from stakemap.picture.slide_layout import compose
from stakemap.picture.theme import Theme

__all__ = ["bare_picture", "picture_data", "slide_of", "standard_size"]


def standard_size() -> tuple[int, int]:
    """The size of a slide in pixels, 16 to 9."""
    return (1920, 1080)


def slide_of(
    document: StakeMap,
    view: ViewState,
    theme: Theme,
    size: tuple[int, int],
    options: SlideOptions | None = None,
) -> Slide:
    """What a view shows of a map, laid out on a page of `size` pixels; selections are not shown."""
    before = None if view.snapshot is None else dated_before(document, view.snapshot)
    looked_at = View(
        view.issue,
        view.snapshot,
        trail_from=before,
        relations=view.relations,
        ties=view.ties,
        selection=view.selection if view.relations == "selection" else frozenset(),
    )
    return compose(document, build(document, looked_at, theme), theme, size, QtMeasure(), options)


def bare_picture(
    document: StakeMap, view: ViewState, theme: Theme, size: QSize, ratio: float, *, shrink: int = 1
) -> QImage:
    """A picture of `size` logical pixels of nothing but the actors and what lies between them.

    It is laid out `shrink` times as large, so that more fits in; `ratio` is that of the screen.
    """
    from stakemap.export.png import render

    bare = SlideOptions(
        title=False,
        question=False,
        key_judgement=False,
        handling=False,
        status=False,
        confidence_note=False,
        tray=False,
        legend=False,
        relation_labels=False,
        sources=False,
    )
    slide = slide_of(document, view, theme, (size.width() * shrink, size.height() * shrink), bare)
    image = render(slide, ratio / shrink)
    image.setDevicePixelRatio(ratio)
    return image


def picture_data(slide: Slide, scale: float = 1.0) -> QMimeData:
    """A slide as the clipboard takes it: pixels for any program, a drawing for those that can have one.

    Raises UsageError for a size that is too large.
    """
    from stakemap.export.png import encode, render
    from stakemap.export.svg import svg_bytes

    data, image = QMimeData(), render(slide, scale)
    data.setImageData(image)
    data.setData("image/png", QByteArray(encode(image, slide.title)))
    # Programs that take a drawing from the clipboard seldom have Inter, so that its letters are outlines.
    data.setData("image/svg+xml", QByteArray(svg_bytes(slide, "paths")))
    return data
