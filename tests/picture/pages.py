"""Maps and slides that the tests of the picture share, and what is checked of every slide."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from samples import MAP_ID
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    InfluenceEstimate,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.resolve import dated_before
from stakemap.picture.appearance.appearance import Appearance, build
from stakemap.picture.appearance.values import View
from stakemap.picture.deck import Page, deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, LabelMark, TextMark
from stakemap.picture.measure import FixedMeasure, TextMeasure
from stakemap.picture.options import SlideOptions
from stakemap.picture.slides.layout import compose
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT, Theme

#: Names of five scripts and of all lengths.
NAMES = (
    "Armenia",
    "Türkiye",
    "European Union",
    "Organisation for Security and Co-operation in Europe",
    "Հայաստանի Հանրապետություն",
    "საქართველო",
    "Министерство иностранных дел",
    "中华人民共和国外交部",
    "جمهورية أذربيجان",
    "The president's inner circle",
)


def crowd(
    actors: int, seed: int = 0, relations: int = 0, unknown: int = 0, numbered: bool = True
) -> StakeMap:
    """So many actors at random places, with all that a disc can show."""
    chance = random.Random(seed)
    keys = [f"actor-{index:03d}" for index in range(actors + unknown)]
    placed = keys[:actors]
    citations = (Citation(source="report"),)
    records = {
        key: Actor(
            name=f"{chance.choice(NAMES)} {index}" if numbered else chance.choice(NAMES),
            group=f"g{index % 4}",
        )
        for index, key in enumerate(keys)
    }
    ties = [chance.sample(placed, 2) for _ in range(relations)]
    return StakeMap(
        id=MAP_ID,
        title="A crowded question",
        question="Who wants what?",
        key_judgement="It depends.",
        handling="TLP:AMBER",
        actors=records,
        groups={f"g{index}": Group(name=f"Group {index}") for index in range(4)},
        issues={
            "issue": Issue(
                name="Issue", low_label="against", high_label="for", quadrants=("a", "b", "c", "d")
            )
        },
        relations={
            f"tie-{index}": Relation(
                source=pair[0], target=pair[1], label="acts on", directed=bool(index % 2)
            )
            for index, pair in enumerate(ties)
        },
        sources={"report": Source(title="A report", publisher="An institute", date="2025")},
        snapshots={
            "now": Snapshot(
                label="Now",
                date="2025-07",
                standings={key: _standing(chance, citations) for key in placed},
                stances={"issue": {key: _stance(chance, citations) for key in placed}},
                ties={f"tie-{index}": Tie(strength=chance.randint(-3, 3)) for index in range(relations)},
            )
        },
    )


def _standing(chance: random.Random, citations: tuple[Citation, ...]) -> Standing:
    return Standing(
        influence=InfluenceEstimate(value=chance.uniform(0, 100)), reason="Told.", citations=citations
    )


def _stance(chance: random.Random, citations: tuple[Citation, ...]) -> Stance:
    value = chance.uniform(-100, 100)
    spread = {"low": max(-100.0, value - 15), "high": min(100.0, value + 15)} if chance.random() < 0.2 else {}
    salience = SalienceEstimate(value=chance.uniform(0, 100)) if chance.random() < 0.4 else None
    return Stance(
        alignment=AlignmentEstimate(value=value, **spread),
        salience=salience,
        confidence=chance.choice(("low", "moderate", "high", None)),
        reason=chance.choice(("", "Told.")),
        citations=citations,
    )


def seen(document: StakeMap, issue: str | None, snapshot: str | None, theme: Theme = LIGHT) -> Appearance:
    """The appearance of one issue at one snapshot, with trails from the one before."""
    before = dated_before(document, snapshot) if snapshot else None
    return build(document, View(issue, snapshot, trail_from=before), theme)


def slide_of(
    document: StakeMap,
    issue: str | None = "issue",
    snapshot: str | None = "now",
    size: tuple[int, int] = (1920, 1080),
    theme: Theme = LIGHT,
    options: SlideOptions | None = None,
    measure: TextMeasure | None = None,
) -> Slide:
    """A slide laid out with a measure that depends on no font, unless one is given."""
    appearance = seen(document, issue, snapshot, theme)
    return compose(document, appearance, theme, size, measure or FixedMeasure(), options)


def text_boxes(slide: Slide, measure: TextMeasure) -> Iterator[tuple[str, Box]]:
    """The room of every line of text on a slide."""
    for mark in slide.marks:
        if isinstance(mark, TextMark):
            extent = measure.extent(mark.text, mark.size, mark.weight)
            yield mark.text, _room(mark.x, mark.baseline, extent.width, mark.size)
        elif isinstance(mark, LabelMark):
            for line in mark.lines:
                yield line.text, _room(line.x, line.baseline, line.width, mark.size)


def _room(x: float, baseline: float, width: float, size: float) -> Box:
    """What letters fill; capitals and descenders, not the room that fonts leave above and below."""
    return Box(x, baseline - 0.8 * size, x + width, baseline + 0.22 * size)


def assert_text_inside(slide: Slide, measure: TextMeasure | None = None) -> None:
    """No text leaves the picture."""
    page = Box(0, 0, slide.width, slide.height).grown(0.5)
    outside = [text for text, box in text_boxes(slide, measure or FixedMeasure()) if not page.holds(box)]
    assert not outside


def assert_labels_clear(slide: Slide) -> None:
    """No name covers a name or another actor's disc, or leaves the plot."""
    labels = [mark for mark in slide.marks if isinstance(mark, LabelMark)]
    discs = [mark for mark in slide.marks if isinstance(mark, ActorMark)]
    for index, label in enumerate(labels):
        assert slide.plot.holds(label.box)
        for other in labels[index + 1 :]:
            assert not label.box.overlaps(other.box), (label.name, other.name)
        for disc in discs:
            assert not covers(label.box, disc.x, disc.y, disc.radius * 1.1), (label.name, disc.name)


def covers(box: Box, x: float, y: float, radius: float) -> bool:
    """Whether a box covers a part of a disc."""
    dx, dy = max(box.left - x, 0, x - box.right), max(box.top - y, 0, y - box.bottom)
    return dx * dx + dy * dy < radius * radius


def compose_deck(
    document: StakeMap, requests: Sequence[SlideRequest], style: DeckStyle, *more: Any, **options: Any
) -> tuple[Page, ...]:
    """The pages of a deck alone."""
    return deck_of(document, requests, style, *more, **options).pages
