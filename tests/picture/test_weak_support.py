"""The sign of weak support stands at single actors; where nearly all would have it, the key says so once."""

from __future__ import annotations

import pytest

from picture.pages import compose_deck
from samples import MAP_ID, alignment, influence
from stakemap.model.document import Actor, Issue, Snapshot, Source, StakeMap
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, LegendMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.slide import Slide
from stakemap.picture.theme import LIGHT


def supported(weak: int, well: int, issues: int = 1) -> StakeMap:
    """A map with so many weakly and well supported positions on each issue."""
    cited = {"reason": "Told.", "citations": (Citation(source="report"),)}
    support = {f"weak-{each}": {} for each in range(weak)} | {f"well-{each}": cited for each in range(well)}
    stances = {
        actor: Stance(alignment=alignment(-90 + 10 * index), **fields)
        for index, (actor, fields) in enumerate(support.items())
    }
    return StakeMap(
        id=MAP_ID,
        title="Support",
        actors={actor: Actor(name=actor.capitalize()) for actor in support},
        issues={f"issue-{each}": Issue(name=f"Issue {each}") for each in range(issues)},
        sources={"report": Source(title="A report")},
        snapshots={
            "now": Snapshot(
                label="Now",
                date="2025",
                standings={
                    actor: Standing(influence=influence(10 + 4 * index), **fields)
                    for index, (actor, fields) in enumerate(support.items())
                },
                stances=dict.fromkeys((f"issue-{each}" for each in range(issues)), stances),
            )
        },
    )


def slide_of(document: StakeMap, kind: str = "map", options: SlideOptions = MINISTER) -> Slide:
    style = DeckStyle(LIGHT, FixedMeasure(), options=options)
    (page,) = compose_deck(document, (SlideRequest(kind, "issue-0", "now"),), style)
    return page.slide


def signs(slide: Slide) -> int:
    return sum(isinstance(mark, ActorMark) and mark.style.weak for mark in slide.marks)


def said(slide: Slide) -> str:
    """What the key or the legend says of support."""
    (entry,) = (
        mark.entry for mark in slide.marks if isinstance(mark, LegendMark) and mark.entry.kind == "weak"
    )
    text = " ".join(mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "legend")
    assert entry.label in text, "not cut"
    return entry.label


@pytest.mark.parametrize(
    ("weak", "well", "label"),
    [
        (1, 0, "Weakly supported"),
        (4, 1, "Weakly supported"),
        (6, 3, "Weakly supported"),
        (5, 0, "Weakly supported: all 5 positions"),
        (5, 2, "Weakly supported: all but Well-0 and Well-1"),
        (13, 5, "Weakly supported: 13 of 18 positions"),
    ],
)
def test_the_sign_of_nearly_all_is_said_once(weak: int, well: int, label: str) -> None:
    slide = slide_of(supported(weak, well))
    assert said(slide) == label
    assert signs(slide) == (weak if label == "Weakly supported" else 0)


def test_the_legend_of_analysts_says_it_in_full() -> None:
    slide = slide_of(supported(6, 1), options=ANALYST)
    assert said(slide) == "Low confidence, or no reason or source: all but Well-0"
    assert signs(slide) == 0


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
def test_all_plots_of_a_page_have_the_signs_or_none(options: SlideOptions) -> None:
    document = supported(6, 2, issues=2)
    stances = document.snapshots["now"].stances
    few = {actor: stance for actor, stance in stances["issue-1"].items() if actor in ("weak-0", "well-0")}
    snapshot = document.snapshots["now"].model_copy(update={"stances": dict(stances) | {"issue-1": few}})
    slide = slide_of(document.model_copy(update={"snapshots": {"now": snapshot}}), "issues", options)
    assert signs(slide) == 0
    assert said(slide).endswith(": 7 of 10 positions")
