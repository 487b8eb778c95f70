"""Texts stand with what they belong to: nearer to it than to its like, off the tracks, and whole."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picture.pages import NAMES, compose_deck, crowd
from picture.slides.test_movement_pages import moving
from stakemap.picture.geometry import move_track
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.placement import place
from stakemap.picture.labels.values import Disc, LabelRequest, LabelStyle, key_letter
from stakemap.picture.labels.variants import forms_for
from stakemap.picture.marks import ActorMark, LabelMark, LeaderMark, MoveMark, RelationMark, TextMark
from stakemap.picture.measure import FixedMeasure, wrap
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.plot.curves import Point, from_line, point_on
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import with_numbers
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

FRAME = Box(0, 0, 1400, 760)
STYLE = LabelStyle(size=24, min_size=18, weight=560, max_width=420, gap=5, max_numbers=30)


def gap(box: Box, x: float, y: float, rim: float) -> float:
    """The distance of a box from the rim of a disc."""
    nearest = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    return math.dist(nearest, (x, y)) - rim


def moves(actors: int, seed: int):
    """A map of so many actors that all moved."""
    chance = random.Random(seed)

    def somewhere() -> tuple[float, float]:
        return chance.uniform(-90, 90), chance.uniform(5, 95)

    return moving(
        **{f"{chance.choice(['egypt', 'somalia'])}{n}": (somewhere(), somewhere()) for n in range(actors)}
    )


def slides(*kinds: str) -> Iterator[Slide]:
    maps = [(load_preset("armenia-turkiye"), "normalisation", "2025-07")]
    maps += [(crowd(actors, seed=actors), "issue", "now") for actors in (12, 24, 40)]
    maps += [(moves(8, seed), "issue", "2024") for seed in range(6)]
    for document, issue, snapshot in maps:
        for options in (MINISTER, ANALYST):
            style = DeckStyle(LIGHT, FixedMeasure(), options=options)
            for kind in kinds:
                for page in compose_deck(document, [SlideRequest(kind, issue, snapshot)], style):
                    yield page.slide


def named(slide: Slide) -> Iterator[tuple[LabelMark, ActorMark]]:
    """Names with their discs, in the only plot of a slide."""
    discs = {mark.actor: mark for mark in slide.marks if isinstance(mark, ActorMark)}
    return ((mark, discs[mark.actor]) for mark in slide.marks if isinstance(mark, LabelMark))


# Names and discs


points = st.tuples(st.floats(30, 1370), st.floats(30, 730))


@given(st.lists(st.tuples(points, st.sampled_from(NAMES), st.floats(27, 40)), max_size=30))
def test_no_name_without_a_leader_stands_nearer_to_the_rim_of_another_disc(actors: list) -> None:
    rim = 25.0
    discs = [Disc(x, y, reach, rim) for (x, y), _, reach in actors]
    wanted = [
        LabelRequest(str(index), name, x, y, reach, rim=rim)
        for index, ((x, y), name, reach) in enumerate(actors)
    ]
    for label in place(wanted, discs, FRAME, FixedMeasure(), STYLE).labels:
        own = discs[int(label.key)]
        others = [each for each in discs if abs(each.x - own.x) + abs(each.y - own.y) >= 0.5 * rim]
        if label.leader is None:
            least = min((gap(label.box, each.x, each.y, rim) for each in others), default=math.inf)
            assert gap(label.box, own.x, own.y, rim) <= least + 1e-6


def test_on_slides_no_name_stands_nearer_to_another_actor() -> None:
    count = 0
    for slide in slides("map", "before-after", "movement"):
        led = {mark.actor for mark in slide.marks if isinstance(mark, LeaderMark)}
        discs = [mark for mark in slide.marks if isinstance(mark, ActorMark)]
        for label, own in named(slide):
            if label.actor in led:
                continue
            count += 1
            for other in discs:
                if math.dist((other.x, other.y), (own.x, own.y)) >= own.radius:
                    assert gap(label.box, own.x, own.y, own.radius) <= gap(
                        label.box, other.x, other.y, other.radius
                    ), (label.name, other.name)
    assert count > 300


def test_a_name_prefers_the_side_away_from_another_disc() -> None:
    # The right is the preferred side, but there the name would all but touch another disc.
    discs = [Disc(400, 400, 26), Disc(560, 400, 26)]
    wanted = LabelRequest("a", "Armenia", 400, 400, 26)
    (label,) = place([wanted], discs, FRAME, FixedMeasure(), STYLE).labels
    assert label.box.right < 400


# Names on slides are whole


@pytest.mark.parametrize("options", [MINISTER, ANALYST], ids=["minister", "analyst"])
@pytest.mark.parametrize("actors", [16, 40, 60])
def test_no_name_is_elided_on_a_slide(actors: int, options) -> None:
    for seed in range(3):
        style = DeckStyle(LIGHT, FixedMeasure(), options=options)
        (page,) = compose_deck(crowd(actors, seed=seed), [SlideRequest("map", "issue", "now")], style)
        shown = [label for label, _ in named(page.slide)]
        assert not any("…" in line.text for label in shown for line in label.lines)
        numbered = {label.actor for label in shown if label.number is not None}
        key = {
            mark.key for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "name-key"
        }
        assert numbered == key
        assert len(shown) + len(page.slide.unnamed) == actors


def test_the_number_of_a_footnote_stays_with_the_last_word_of_a_name() -> None:
    name = with_numbers("European Union", [1])
    measure = FixedMeasure()
    assert wrap(name, measure.extent("Union ¹", 20).width, 20, measure)[-1] == "Union\u2009¹"
    assert forms_for(FixedMeasure(), 20, 18, 560, 400).breaks(name) == [["European", "Union\u2009¹"]]
    assert not forms_for(FixedMeasure(), 20, 18, 560, 400).breaks(with_numbers("Armenia", [1]))


def test_the_letters_of_a_key_go_on_after_the_alphabet() -> None:
    assert [key_letter(number) for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


# Texts and tracks


def crossed(box: Box, mark: MoveMark) -> bool:
    track = move_track(mark.points, mark.radius)
    if track is None:
        return False
    return any(
        box.left < a.x + (b.x - a.x) * step / 200 < box.right
        and box.top < a.y + (b.y - a.y) * step / 200 < box.bottom
        for a, b in pairwise(track.line)
        for step in range(201)
    )


def texts(slide: Slide) -> Iterator[tuple[str, Box]]:
    """Names and dates with the boxes of their letters."""
    for mark in slide.marks:
        if isinstance(mark, LabelMark):
            for line in mark.lines:
                yield (
                    line.text,
                    Box(line.x, line.baseline - 0.7 * mark.size, line.x + line.width, line.baseline),
                )
        elif isinstance(mark, TextMark) and mark.role in ("date", "relation"):
            yield mark.text, Box(mark.x, mark.baseline - 0.7 * mark.size, mark.x + mark.width, mark.baseline)


def test_no_text_lies_on_a_track() -> None:
    count = 0
    for slide in slides("before-after", "movement"):
        for text, box in texts(slide):
            for mark in (mark for mark in slide.marks if isinstance(mark, MoveMark)):
                count += 1
                assert not crossed(box, mark), (text, mark.actor)
    assert count > 1000


# Relations


def relation_gaps(slide: Slide) -> Iterator[tuple[str, float, float]]:
    """The name of each relation with its distances from its own curve and from the nearest other one."""
    curves = {mark.relation: mark.curve for mark in slide.marks if isinstance(mark, RelationMark)}
    points = {key: [point_on(curve, step / 200) for step in range(201)] for key, curve in curves.items()}
    for mark in (mark for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "relation"):
        box = Box(mark.x, mark.baseline - 0.7 * mark.size, mark.x + mark.width, mark.baseline)
        gaps = {key: min(gap(box, x, y, 0) for x, y in track) for key, track in points.items()}
        own = gaps.pop(mark.key)
        yield mark.key, own, min(gaps.values(), default=math.inf)


def test_the_name_of_a_relation_is_nearer_to_its_own_line_than_to_any_other() -> None:
    maps = [(load_preset("armenia-turkiye"), "normalisation", "2025-07")]
    maps += [(crowd(10, seed=seed, relations=8), "issue", "now") for seed in range(12)]
    shown = []
    for document, issue, snapshot in maps:
        style = DeckStyle(LIGHT, FixedMeasure(), options=ANALYST)
        (page,) = compose_deck(document, [SlideRequest("map", issue, snapshot)], style)
        found = list(relation_gaps(page.slide))
        assert all(own < other for _, own, other in found), found
        shown.append(len({key for key, *_ in found}))
    assert shown[0] >= 7
    assert sum(shown) > 60


# Legs of tracks


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_leg_passes_by_the_present_disc_and_each_has_its_head(mirrored: bool) -> None:
    # From far to the right past the present place, and back to it, all on one line.
    points = [Point(800.0, 300.0), Point(100.0, 300.0), Point(400.0, 300.0)]
    if mirrored:
        points = [Point(300.0, 900 - each.x) for each in points]
    track = move_track(points, 28.0)
    assert track is not None
    assert track.head is not None
    assert len(track.earlier) == 1
    assert math.dist(track.earlier[0].tip, points[1]) < 10
    for a, b in pairwise(track.line):
        assert from_line(a, b, *points[-1]) > 28.0
    # A leg that stays away from the disc is straight.
    away = move_track([Point(800.0, 500.0), Point(100.0, 480.0), Point(400.0, 300.0)], 28.0)
    assert away is not None
    assert len(away.line) == 3
