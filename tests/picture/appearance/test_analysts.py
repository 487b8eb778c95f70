"""What several analysts judge, on slides: for analysts, not for ministers, and never by moving an actor."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import pytest
from pptx import Presentation

from picture.pages import assert_labels_clear, assert_text_inside, slide_of
from several_analysts import SNAPSHOT, debated
from stakemap.export.pptx import pptx_bytes
from stakemap.export.svg import svg_bytes
from stakemap.model.judgements import AlignmentEstimate
from stakemap.picture.appearance.analysts import draw_analysts, initials
from stakemap.picture.appearance.values import ActorLook, AnalystValue
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, AnalystsMark, LegendMark
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.slides.slide import Slide


def of_kind(slide: Slide, kind: type) -> list:
    return [mark for mark in slide.marks if isinstance(mark, kind)]


@pytest.fixture(scope="module")
def slide() -> Slide:
    return slide_of(debated(), "border", SNAPSHOT, options=ANALYST)


def test_an_analyst_sees_a_whisker_for_each_before_the_pooled_range(slide: Slide) -> None:
    (mark,) = of_kind(slide, AnalystsMark)
    assert mark.actor == "armenia"
    assert [each.by for each in mark.drawing.across] == ["A. Analyst", "B. Colleague", "Çelik Third"]
    assert len(mark.drawing.along) == 2
    centres = {each.actor: each for each in of_kind(slide, ActorMark)}
    own = mark.drawing.across[0]
    assert own.tick[0] == pytest.approx(centres["armenia"].x), "the current value is that of the disc"
    rows = [each.line[1] for each in mark.drawing.across]
    assert rows == sorted(rows)
    assert rows[0] > centres["armenia"].y + mark.radius
    band = mark.drawing.bands[0]
    assert band.left < mark.drawing.across[1].tick[0] < own.tick[0]
    assert "analysts" in {each.entry.kind for each in of_kind(slide, LegendMark)}
    assert_text_inside(slide)
    assert_labels_clear(slide)


def test_nothing_of_it_moves_an_actor_and_a_minister_sees_none() -> None:
    plain, shown = (slide_of(debated(), "border", SNAPSHOT, options=each) for each in (MINISTER, ANALYST))
    assert not of_kind(plain, AnalystsMark)
    assert "analysts" not in {each.entry.kind for each in of_kind(plain, LegendMark)}
    places = [
        {each.actor: (each.x, each.y) for each in of_kind(each_slide, ActorMark)}
        for each_slide in (shown, slide_of(debated(), "border", SNAPSHOT, options=ANALYST))
    ]
    assert places[0] == places[1]


def test_svg_and_powerpoint_have_it_as_a_named_group(slide: Slide) -> None:
    root = ET.fromstring(svg_bytes(slide))
    svg = "{http://www.w3.org/2000/svg}"
    group = next(each for each in root.iter(f"{svg}g") if each.get("id") == "analysts-armenia")
    assert group.findtext(f"{svg}title") == "Armenia: judgements of analysts"
    assert len(list(group.iter(f"{svg}rect"))) == 2
    assert len(list(group.iter(f"{svg}path"))) == 2
    deck = Presentation(io.BytesIO(pptx_bytes([slide])))
    groups = [shape for shape in deck.slides[0].shapes if shape.name == "Judgements of analysts"]
    bands = [[each.name for each in group.shapes].count("Pooled range") for group in groups]
    # Those of Armenia, and the sample in the legend.
    assert bands == [2, 1]


def test_whiskers_are_on_the_side_that_has_room() -> None:
    values = tuple(
        AnalystValue(by, AlignmentEstimate(value=value)) for by, value in (("A", 0), ("B", 50), ("C", -20))
    )
    look = ActorLook(
        "ann",
        "Ann",
        "A",
        "#0072b2",
        None,
        0,
        0,
        None,
        None,
        False,
        False,
        0,
        None,
        False,
        None,
        x_others=values,
    )
    scales = (lambda value: value + 100, lambda value: 100 - value)
    low = draw_analysts(look, (100, 95), scales, 10, Box(0, 0, 200, 100))
    high = draw_analysts(look, (100, 5), scales, 10, Box(0, 0, 200, 100))
    assert low is not None
    assert high is not None
    assert all(each.line[1] < 95 for each in low.across)
    assert all(each.line[1] > 5 for each in high.across)
    # Without any range the pool of different values still has one.
    assert len(low.bands) == 1
    assert draw_analysts(look._replace(x_others=()), (100, 5), scales, 10, Box(0, 0, 200, 100)) is None


def test_initials() -> None:
    assert [initials(name) for name in ("A. Analyst", "Գոհար Petrosyan", "", "jean-luc de la tour")] == [
        "AA",
        "ԳP",
        "?",
        "JLD",
    ]
