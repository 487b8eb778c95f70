"""Sixty actors at random places, with long names in five scripts: nothing lies over anything."""

from __future__ import annotations

import pytest

from picture.pages import assert_labels_clear, assert_text_inside, crowd, slide_of
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.marks import ActorMark, LabelMark, TextMark
from stakemap.picture.measure import TextMeasure
from stakemap.picture.slides.layout import compose
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT

#: The fault table draws two hundred.
SEEDS = 50


def assert_whole(slide: Slide, measure: TextMeasure | None = None) -> None:
    """Every name is beside its disc, or a number with a key; one that is walled in by discs is counted."""
    assert_labels_clear(slide)
    assert_text_inside(slide, measure)
    actors = {mark.actor for mark in slide.marks if isinstance(mark, ActorMark)}
    labels = {mark.actor: mark for mark in slide.marks if isinstance(mark, LabelMark)}
    keyed = {mark.key for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "name-key"}
    assert len(actors) == 60
    assert set(labels) == actors - set(slide.unnamed)
    assert {actor for actor, mark in labels.items() if mark.number is not None} == keyed
    said = " ".join(mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "notice")
    assert bool(said) == bool(slide.unnamed)


def test_sixty_names_find_room_at_random_places() -> None:
    left_out = 0
    for seed in range(SEEDS):
        slide = slide_of(crowd(60, seed=seed), size=(1920, 1080))
        assert_whole(slide)
        left_out += len(slide.unnamed)
    assert left_out <= 2, "of 3,000 names"


@pytest.mark.parametrize("seed", range(12))
def test_sixty_names_find_room_in_the_font_of_slides(seed: int) -> None:
    document, measure = crowd(60, seed=seed), QtMeasure()
    view = View(next(iter(document.issues)), next(iter(document.snapshots)))
    slide = compose(document, build(document, view, LIGHT), LIGHT, (1920, 1080), measure)
    assert_whole(slide, measure)
    assert not slide.unnamed


def test_a_slide_says_how_many_names_it_leaves_out() -> None:
    slide = slide_of(crowd(400, seed=3), size=(1280, 720))
    assert slide.unnamed
    said = " ".join(mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "notice")
    assert said == f"{len(slide.unnamed)} actors are shown without their names"
