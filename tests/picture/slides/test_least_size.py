"""No text on a slide is smaller than 10 points, whatever the kind, style and format of the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from picture.pages import compose_deck, crowd
from samples import sample
from stakemap.model.document import StakeMap
from stakemap.paint.fonts import slide_measure
from stakemap.picture.geometry import count_badge
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.marks import (
    ActorMark,
    CellMark,
    CountMark,
    LabelMark,
    MoveMark,
    ShapeMark,
    TextMark,
    TrayMark,
)
from stakemap.picture.measure import FixedMeasure, TextMeasure
from stakemap.picture.options import DEFAULT_STYLE, STYLES, SlideOptions
from stakemap.picture.plot.disc_code import fit_code
from stakemap.picture.slides.page_builder import pixels_per_point
from stakemap.picture.slides.slide import Slide
from stakemap.picture.style import MOVE_GHOST
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

MEASURE = FixedMeasure()
#: The formats of the export dialog: slides, A4 pages, a square.
SIZES = ((1920, 1080), (1440, 1080), (1684, 1190), (1190, 1684), (1080, 1080))


def sizes_of(slide: Slide, measure: TextMeasure) -> Iterator[tuple[str, float]]:
    """Every text of a slide with its font size in pixels."""
    for mark in slide.marks:
        if isinstance(mark, TextMark | CellMark) or (isinstance(mark, ShapeMark) and mark.text):
            yield mark.text, mark.size
        elif isinstance(mark, LabelMark):
            yield mark.name, mark.size
        elif isinstance(mark, ActorMark | TrayMark) and mark.style.code:
            yield mark.style.code, fit_code(mark.style, mark.radius, measure)[0]
        elif isinstance(mark, MoveMark) and mark.code:
            style = ActorMark("", "", 0, 0, 0, _hollow(mark.code)).style
            yield mark.code, fit_code(style, mark.radius * MOVE_GHOST, measure)[0]
        elif isinstance(mark, CountMark):
            badge = count_badge(mark.x, mark.y, mark.radius, mark.count, mark.least)
            yield badge.text, badge.size


def _hollow(code: str):
    from stakemap.picture.appearance.values import DiscStyle

    return DiscStyle(code, "#000000", carried=True)


@cache
def worlds(most: int) -> tuple[tuple[str, StakeMap, str, str, int], ...]:
    """Maps of up to `most` actors with an issue and a snapshot, and how many pages to make of them: one page
    has no number.
    """
    return (
        ("preset", load_preset("armenia-turkiye"), "corridor", "2025-07", 2),
        ("sample", sample(), "border", "2025-07", 2),
        ("sixteen", crowd(16, relations=8, unknown=3), "issue", "now", 1),
        ("crowd", crowd(most), "issue", "now", 1),
    )


def small_texts(kind: str, size: tuple[int, int], options: SlideOptions, measure: TextMeasure) -> list[str]:
    """The texts under 10 points on pages of a kind, of each of the maps."""
    # So many that not all find room, which takes some kinds seconds; the default style stands for the others.
    most = 120 if options == STYLES[DEFAULT_STYLE] else 80
    least, small = round(10 * pixels_per_point(*size)), list[str]()
    for name, document, issue, snapshot, pages in worlds(most):
        style = DeckStyle(LIGHT, measure, size, options)
        for page in compose_deck(document, [SlideRequest(kind, issue, snapshot)] * pages, style):
            found = sizes_of(page.slide, measure)
            small += [f"{name}: {text} at {points}" for text, points in found if points < least]
    return small


@pytest.mark.parametrize("options", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kind", SLIDE_KINDS.ids)
def test_no_text_is_under_10_points(kind: str, size: tuple[int, int], options: SlideOptions) -> None:
    assert small_texts(kind, size, options, MEASURE) == []


@pytest.mark.parametrize("size", [(1920, 1080), (1190, 1684)], ids=str)
@pytest.mark.parametrize("kind", SLIDE_KINDS.ids)
def test_no_text_is_under_10_points_in_the_fonts_that_slides_are_set_in(
    kind: str, size: tuple[int, int]
) -> None:
    assert small_texts(kind, size, STYLES[DEFAULT_STYLE], slide_measure()) == []


def test_a_slide_of_1920_by_1080_pixels_has_at_least_20_pixels() -> None:
    # 13.333 inches across: 144 pixels an inch, so 10 points are 20 pixels.
    assert round(10 * pixels_per_point(1920, 1080)) == 20
