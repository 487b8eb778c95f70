"""Names in a plot: near their discs, beside what is seen of these, and off the lines of the plot."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import pytest

from picture.pages import assert_labels_clear, compose_deck, crowd, slide_of
from samples import MAP_ID, alignment, influence
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.placement import place
from stakemap.picture.labels.values import Disc, LabelRequest, LabelStyle
from stakemap.picture.marks import (
    ActorMark,
    CountMark,
    LabelMark,
    LeaderMark,
    MoveMark,
    RangeMark,
    RelationMark,
    TrailMark,
)
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.plot.curves import Point, from_line
from stakemap.picture.slides.slide import Slide
from stakemap.picture.style import MOVE_GHOST, TRAIL_GHOST
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

#: The longest leader line of a name on a page of 1920 × 1080 pixels.
LONGEST = 62.0


def at(**places: tuple[float, float]) -> StakeMap:
    """A map of actors at (alignment, influence)."""
    return StakeMap(
        id=MAP_ID,
        title="Places",
        actors={actor: Actor(name=actor.capitalize(), code=actor[:3].upper()) for actor in places},
        issues={"issue": Issue(name="Issue")},
        snapshots={
            "now": Snapshot(
                label="Now",
                date="2025",
                standings={actor: Standing(influence=influence(y)) for actor, (_, y) in places.items()},
                stances={
                    "issue": {actor: Stance(alignment=alignment(x)) for actor, (x, _) in places.items()}
                },
            )
        },
    )


def labels_of(slide: Slide) -> dict[str, LabelMark]:
    return {mark.actor: mark for mark in slide.marks if isinstance(mark, LabelMark)}


def discs_of(slide: Slide) -> dict[str, ActorMark]:
    return {mark.actor: mark for mark in slide.marks if isinstance(mark, ActorMark)}


def lines_of(label: LabelMark) -> str:
    return " ".join(line.text for line in label.lines)


# Discs that cover each other


def test_the_names_of_discs_on_one_spot_stand_together() -> None:
    slide = slide_of(at(sudan=(30, 60), saudi=(30, 60), egypt=(31, 60)))
    labels = labels_of(slide)
    assert [mark.count for mark in slide.marks if isinstance(mark, CountMark)] == [3]
    # The last one lies on top, and has its code in its disc.
    top = list(discs_of(slide))[-1]
    order = sorted(labels, key=lambda actor: labels[actor].box.top)
    assert order[0] == top
    assert [len(lines_of(labels[actor]).split()) for actor in order] == [1, 2, 2]
    for upper, lower in pairwise(order):
        assert labels[lower].box.top == pytest.approx(labels[upper].box.bottom)
    assert len({labels[actor].lines[0].x for actor in order}) == 1
    assert_labels_clear(slide)


def test_many_names_of_one_spot_are_placed_one_by_one() -> None:
    slide = slide_of(at(**{f"actor{index}": (30.0, 60.0) for index in range(7)}))
    assert len(labels_of(slide)) == 7
    assert_labels_clear(slide)


def test_joined_names_without_room_are_placed_apart() -> None:
    around = {f"other{step}": (8 * math.cos(step), 50 + 16 * math.sin(step)) for step in range(6)}
    slide = slide_of(at(first=(0, 50), second=(0, 50), **around), size=(1280, 720))
    assert {"first", "second"} <= labels_of(slide).keys()
    assert all(len(label.lines) <= 3 for label in labels_of(slide).values())


@pytest.mark.parametrize(("dx", "dy"), [(2.2, 1), (-2.2, 1), (-2.2, 0.1), (1.2, 2.5)])
def test_a_name_stands_where_its_covered_disc_is_seen(dx: float, dy: float) -> None:
    slide = slide_of(at(lower=(0, 50), upper=(dx, 50 + dy)))
    label, disc = labels_of(slide)["lower"], discs_of(slide)["lower"]
    assert lines_of(label) == "Lower"
    x, _ = label.box.centre
    assert (x - disc.x) * dx <= 0, "on the other side than the disc that covers it"
    assert labels_of(slide)["upper"].box.centre[0] * dx > disc.x * dx


# Leader lines


def slides(*kinds: str) -> Iterable[Slide]:
    for document, issue, snapshot in (
        (load_preset("armenia-turkiye"), "normalisation", "2025-07"),
        *((crowd(16, seed=seed, relations=6), "issue", "now") for seed in range(8)),
    ):
        for options in (MINISTER, ANALYST):
            style = DeckStyle(LIGHT, FixedMeasure(), options=options)
            for kind in kinds:
                for page in compose_deck(document, [SlideRequest(kind, issue, snapshot)], style):
                    yield page.slide


def test_leader_lines_are_short_and_pass_beneath_nothing() -> None:
    count = 0
    for slide in slides("map", "before-after", "movement"):
        labels, discs = labels_of(slide), discs_of(slide)
        for line in (mark for mark in slide.marks if isinstance(mark, LeaderMark)):
            count += 1
            ends = Point(line.x0, line.y0), Point(line.x1, line.y1)
            assert math.dist(*ends) <= LONGEST
            for disc in discs.values():
                if disc.actor != line.actor:
                    assert from_line(*ends, disc.x, disc.y) > disc.radius, (line.actor, disc.actor)
            for actor, label in labels.items():
                if actor != line.actor:
                    assert from_line(*ends, *label.box.centre) > label.box.height / 2
    assert count > 20


def test_no_name_covers_the_start_of_a_movement_or_of_a_trail() -> None:
    for slide in slides("map", "before-after", "movement"):
        ghosts = [
            (*mark.points[0], MOVE_GHOST * mark.radius) for mark in slide.marks if isinstance(mark, MoveMark)
        ]
        ghosts += [
            (mark.x0, mark.y0, TRAIL_GHOST * mark.radius)
            for mark in slide.marks
            if isinstance(mark, TrailMark)
        ]
        for label in labels_of(slide).values():
            for x, y, reach in ghosts:
                nearest = (
                    min(max(x, label.box.left), label.box.right),
                    min(max(y, label.box.top), label.box.bottom),
                )
                assert math.dist(nearest, (x, y)) >= reach, label.name


# Ranges


def test_no_name_lies_on_the_end_of_a_range() -> None:
    count = 0
    style = DeckStyle(LIGHT, FixedMeasure(), options=ANALYST)
    requests = [
        SlideRequest(kind, "normalisation", "2025-07") for kind in ("map", "before-after", "movement")
    ]
    for page in compose_deck(load_preset("armenia-turkiye"), requests, style):
        slide, labels = page.slide, labels_of(page.slide)
        for mark in (mark for mark in slide.marks if isinstance(mark, RangeMark)):
            ends = [(x, mark.y) for x in mark.x_span or ()] + [(mark.x, y) for y in mark.y_span or ()]
            for x, y in ends:
                count += 1
                covering = [name for name, label in labels.items() if label.box.overlaps(Box(x, y, x, y))]
                assert not covering, (mark.actor, covering)
    assert count > 20


def test_no_name_hides_a_relation_of_neighbours() -> None:
    count = 0
    for seed in range(40):
        slide = slide_of(crowd(16, seed, relations=20), measure=FixedMeasure())
        labels = labels_of(slide).values()
        for mark in (mark for mark in slide.marks if isinstance(mark, RelationMark)):
            (x0, y0), (x1, y1) = mark.curve.start, mark.curve.end
            if math.dist((x0, y0), (x1, y1)) >= 4 * mark.radius:
                continue
            count += 1
            steps = [step / 20 for step in range(21)]
            points = [(x0 + (x1 - x0) * step, y0 + (y1 - y0) * step) for step in steps]
            assert not [label for label in labels for x, y in points if label.box.overlaps(Box(x, y, x, y))]
    assert count > 10


STYLE = LabelStyle(size=24, min_size=18, weight=560, max_width=420, gap=5)
FRAME = Box(0, 0, 1400, 760)


def test_a_name_is_wrapped_or_led_away_before_it_lies_along_a_line() -> None:
    disc, across = Disc(700, 400, 26), [(0.0, 400.0), (1400.0, 400.0)]
    # Above and below there is a gap for a leader line alone.
    walls: list[Box] = []
    for top, bottom in ((350, 372), (428, 450)):
        walls += [Box(500, top, 690, bottom), Box(710, top, 900, bottom)]
    request = LabelRequest("a", "European Union", 700, 400, 26)
    (label,) = place([request], [disc], FRAME, FixedMeasure(), STYLE, blocked=walls, lines=[across]).labels
    assert not label.box.top < 400 < label.box.bottom
    assert label.leader is not None


def test_an_urgent_name_has_its_place_before_all_others() -> None:
    # Between two discs there is room for one name.
    discs = [Disc(200, 400, 26), Disc(393, 400, 26)]
    frame = Box(174, 374, 419, 426)
    first, second = (
        LabelRequest(key, "Some name", disc.x, disc.y, 26, importance)
        for key, disc, importance in zip("ab", discs, (2.0, 1.0), strict=True)
    )

    def named(*requests: LabelRequest) -> list[str]:
        return [label.key for label in place(requests, discs, frame, FixedMeasure(), STYLE).labels]

    assert named(first, second) == ["a"]
    urgent = LabelRequest(second.key, second.text, second.x, second.y, 26, 1.0, is_urgent=True)
    assert named(first, urgent) == ["b"]
