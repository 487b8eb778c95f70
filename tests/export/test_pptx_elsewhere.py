"""PowerPoint decks on machines that have neither Inter nor Arial, as LibreOffice draws them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from libreoffice import Word, anchor_of, drawn_by_office, needs_office, only_fonts, picture_of
from stakemap.export.pptx import pptx_bytes
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.paint.fonts import QtMeasure, slide_measure
from stakemap.picture.actor_parts import ActorPart, group_actor_marks
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, RelationMark, TextMark, TrayMark
from stakemap.picture.plot.curves import point_on
from stakemap.picture.slides.refit import refit
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT
from stakemap.storage.files import open_map

pytestmark = needs_office

FIXTURES = Path(__file__).parent.parent / "fixtures"
#: A substitute with the widths of Arial, and one that is a seventh wider.
METRIC, WIDER = "Liberation Sans", "DejaVu Sans"
#: Largest distance from our picture, as a share of the frame.
NEAR = 0.01


class Drawn(NamedTuple):
    """A slide as we paint it, and what LibreOffice makes of it."""

    slide: Slide
    words: list[Word]
    picture: np.ndarray
    substitute: str


@pytest.fixture(scope="module")
def slides() -> list[Slide]:
    """The maps of sixteen actors and of two ties, one page each."""
    found = []
    for name in ("sixteen-actors", "two-ties"):
        document = open_map(FIXTURES / f"{name}.stakemap.json").document
        request = SlideRequest("map", issues_in_order(document)[0], latest_dated(document))
        (page,) = deck_of(document, [request], DeckStyle(LIGHT, slide_measure())).pages
        found.append(page.slide)
    return found


@pytest.fixture(scope="module", params=(METRIC, WIDER))
def deck(
    request: pytest.FixtureRequest,
    slides: list[Slide],
    tmp_path_factory: pytest.TempPathFactory,
    pixels_of: Callable[[bytes], np.ndarray],
) -> list[Drawn]:
    """Both pages in one deck, drawn with one font only."""
    folder = tmp_path_factory.mktemp("deck")
    pages = drawn_by_office(pptx_bytes(slides), folder, only_fonts(request.param, folder))
    assert request.param.replace(" ", "").encode() in (folder / "deck.pdf").read_bytes()
    return [
        Drawn(refit(slide, QtMeasure()), words, pixels_of(picture_of(folder, number)), request.param)
        for number, (slide, words) in enumerate(zip(slides, pages, strict=True), 1)
    ]


def test_no_text_leaves_the_page_and_none_is_lost(deck: list[Drawn]) -> None:
    for drawn in deck:
        for word in drawn.words:
            assert 0 <= word.left < word.right <= 1, word
            assert 0 <= word.top < word.bottom <= 1, word
        shown = {word.text for word in drawn.words}
        for mark in drawn.slide.marks:
            if isinstance(mark, TextMark):
                assert set(mark.text.split()) <= shown, mark.text


def test_no_text_covers_the_disc_of_another(deck: list[Drawn]) -> None:
    for drawn in deck:
        if drawn.substitute != METRIC:
            pytest.skip("names in a font that is so much wider may reach a neighbour")
        width, height = drawn.slide.width, drawn.slide.height
        discs = [mark for mark in drawn.slide.marks if isinstance(mark, ActorMark | TrayMark)]
        # The code of a covered disc stands on a tag at its rim.
        tags = {mark.text for mark in drawn.slide.marks if isinstance(mark, TextMark) and mark.role == "code"}
        codes = {disc.style.code for disc in discs} | tags
        names = [word for word in drawn.words if word.text not in codes]
        assert len(names) > len(discs)
        for word in names:
            # The letters themselves, without what is above and below them.
            tall = (word.bottom - word.top) * height
            top, bottom = word.top * height + 0.2 * tall, word.bottom * height - 0.2 * tall
            for disc in discs:
                across = max(word.left * width - disc.x, disc.x - word.right * width, 0)
                down = max(top - disc.y, disc.y - bottom, 0)
                assert math.hypot(across, down) >= disc.radius, (word.text, disc.name)


def labels_of(slide: Slide) -> Iterator[tuple[str, float, float, float, float]]:
    """The lines of names and the texts of relations: text, fixed end, left, right and middle in pixels."""
    for part in group_actor_marks(slide.marks):
        if isinstance(part, ActorPart) and part.label:
            size, share = part.label.size, part.label_align
            for line in part.label.lines:
                yield line.text, share, line.x, line.x + line.width, line.baseline - 0.35 * size
        elif isinstance(part, TextMark) and part.role == "relation":
            yield part.text, part.align, part.x, part.x + part.width, part.baseline - 0.35 * part.size


def test_labels_are_where_our_picture_has_them(deck: list[Drawn]) -> None:
    for drawn in deck:
        width, height = drawn.slide.width, drawn.slide.height
        labels = list(labels_of(drawn.slide))
        assert len(labels) > 4
        for text, fixed, left, right, middle in labels:
            # Of a wider font only the end at the disc can stay in its place.
            shares = (fixed,) if drawn.substitute == WIDER else (0.0, 0.5, 1.0)
            for share in shares:
                ours = (left + share * (right - left)) / width, middle / height
                assert anchor_of(text, drawn.words, share, ours) == pytest.approx(ours, abs=NEAR), text


def test_every_relation_is_a_curve_of_its_own(deck: list[Drawn]) -> None:
    for drawn in deck:
        relations = [mark for mark in drawn.slide.marks if isinstance(mark, RelationMark)]
        assert relations
        ground = np.array([int(LIGHT.canvas[at : at + 2], 16) for at in (1, 3, 5)])
        for mark in relations:
            hits = [
                is_inked(drawn.picture, *point_on(mark.curve, step / 40), ground) for step in range(3, 38)
            ]
            # Dashes have gaps, and a text interrupts its line.
            assert np.mean(hits) > 0.75, mark.label


def is_inked(picture: np.ndarray, x: float, y: float, ground: np.ndarray) -> bool:
    """Whether there is anything but the background within some pixels of a place."""
    reach = 6
    window = picture[round(y) - reach : round(y) + reach + 1, round(x) - reach : round(x) + reach + 1]
    return bool((np.abs(window - ground).max(axis=2) > 40).any())


def test_two_ties_are_two_curves(deck: list[Drawn]) -> None:
    drawn = deck[1]
    first, second = (mark.curve for mark in drawn.slide.marks if isinstance(mark, RelationMark))
    middles = [point_on(curve, 0.62) for curve in (first, second)]
    assert math.dist(*middles) > 30
    ground = np.array([int(LIGHT.canvas[at : at + 2], 16) for at in (1, 3, 5)])
    between = [(a + b) / 2 for a, b in zip(*middles, strict=True)]
    assert [is_inked(drawn.picture, *place, ground) for place in (*middles, between)] == [True, True, False]
