"""Status and handling of the map on slides: the one is small and muted, the other on every picture."""

from __future__ import annotations

import pytest

from picture.pages import assert_text_inside, compose_deck, slide_of
from samples import sample
from stakemap.model.document import StakeMap, Status
from stakemap.picture.deck import Page
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.marks import TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.theme import DARK, LIGHT, PRINT, Theme

STYLES = pytest.mark.parametrize("options", [MINISTER, ANALYST], ids=["minister", "analyst"])


def page_of(
    document: StakeMap, options: SlideOptions, kind: str = "map", theme: Theme = LIGHT, size=(1920, 1080)
) -> Page:
    style = DeckStyle(theme, FixedMeasure(), size, options)
    return compose_deck(document, [SlideRequest(kind, "border", "2025-07")], style)[0]


def marks(page: Page, role: str) -> list[TextMark]:
    return [mark for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


@STYLES
@pytest.mark.parametrize(("status", "said"), [("draft", "Draft map"), ("cleared", "Cleared map")])
def test_the_status_is_said_of_the_map(options: SlideOptions, status: Status, said: str) -> None:
    document = sample().model_copy(update={"status": status})
    (mark,) = marks(page_of(document, options), "status")
    assert mark.text == f"{said} · information as of July 2025"
    undated = document.model_copy(update={"cut_off": None})
    (mark,) = marks(page_of(undated, options), "status")
    assert mark.text == said


@STYLES
@pytest.mark.parametrize("kind", SLIDE_KINDS.ids)
@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_a_draft_is_not_shouted_and_leaves_the_handling_the_louder(
    options: SlideOptions, kind: str, theme: Theme
) -> None:
    page = page_of(sample().model_copy(update={"status": "draft"}), options, kind, theme)
    (status,), (handling,) = marks(page, "status"), marks(page, "handling")
    others = [mark for mark in page.slide.marks if isinstance(mark, TextMark)]
    assert status.size == min(mark.size for mark in others)
    assert (status.weight, status.colour) == (400, theme.text_muted)
    assert (handling.text, handling.weight, handling.colour) == ("TLP:GREEN", 700, theme.text)
    assert handling.size > status.size
    assert status.x + status.width <= handling.x


@pytest.mark.parametrize("size", [(320, 180), (400, 240), (180, 320), (900, 100), (640, 360)])
def test_the_handling_is_on_a_tiny_picture_too(size: tuple[int, int]) -> None:
    slide = slide_of(sample(), "border", "2025-07", size)
    said = [mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "handling"]
    assert said == ["TLP:GREEN"]
    assert_text_inside(slide)


@pytest.mark.parametrize("size", [(221, 2), (320, 40), (16, 900)])
def test_a_page_without_room_for_it_is_laid_out_too(size: tuple[int, int]) -> None:
    assert_text_inside(slide_of(sample(), "border", "2025-07", size))
