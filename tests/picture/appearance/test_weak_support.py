"""The sign of weak support stands at single actors; where nearly all would have it, the key says so once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from picture.pages import compose_deck
from samples import MAP_ID, alignment, influence
from stakemap.model.document import Actor, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.judgements import Citation, Stance, Standing, Tie
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, LegendMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.slides.slide import Slide
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


# Relations


def related(weak: int, well: int, positions: int = 0) -> StakeMap:
    """A map with so many weakly and well supported relations between actors on the left and on the right, of
    which so many have weakly supported positions.
    """
    count = weak + well
    document = supported(positions, 2 * count - positions)
    cited = {"reason": "Told.", "citations": (Citation(source="report"),)}
    ties = {f"weak-{each}": Tie(strength=2) for each in range(weak)}
    ties |= {f"well-{each}": Tie(strength=-2, **cited) for each in range(well)}
    keys, now = list(document.actors), document.snapshots["now"]
    relations = {
        key: Relation(source=keys[index], target=keys[count + index], label=key)
        for index, key in enumerate(ties)
    }
    standings, stances = dict(now.standings), dict(now.stances["issue-0"])
    for index, key in enumerate(keys):
        x, y = (-70 if index < count else 70), 10 + 80 * (index % count) / count
        standings[key] = standings[key].model_copy(update={"influence": influence(y)})
        stances[key] = stances[key].model_copy(update={"alignment": alignment(x)})
    changed = {"ties": ties, "standings": standings, "stances": {"issue-0": stances}}
    return document.model_copy(
        update={"relations": relations, "snapshots": {"now": now.model_copy(update=changed)}}
    )


def named(slide: Slide) -> set[str]:
    return {mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "relation"}


def entries(slide: Slide, kind: str) -> list[str]:
    return [
        mark.entry.label for mark in slide.marks if isinstance(mark, LegendMark) and mark.entry.kind == kind
    ]


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
def test_a_weakly_supported_relation_has_the_sign_after_its_name(options: SlideOptions) -> None:
    slide = slide_of(related(1, 1), options=options)
    assert named(slide) == {"weak-0\u2009?", "well-0"}
    assert entries(slide, "weak-relation") == ["Weakly supported relation"]
    assert not entries(slide_of(related(0, 2), options=options), "weak-relation")


@pytest.mark.parametrize("fields", [{"confidence": "low"}, {"reason": ""}, {"citations": ()}])
def test_a_relation_is_weak_for_the_reasons_that_a_position_is(fields: dict) -> None:
    document = related(0, 2)
    now = document.snapshots["now"]
    ties = {**now.ties, "well-1": now.ties["well-1"].model_copy(update=fields)}
    changed = {"now": now.model_copy(update={"ties": ties})}
    slide = slide_of(document.model_copy(update={"snapshots": changed}))
    assert named(slide) == {"well-0", "well-1\u2009?"}


def test_the_sign_of_nearly_all_relations_is_said_once() -> None:
    slide = slide_of(related(5, 1))
    assert not any("?" in text for text in named(slide))
    assert entries(slide, "weak-relation") == ["Weakly supported: 5 of 6 relations"]
    slide = slide_of(related(5, 0))
    assert entries(slide, "weak-relation") == ["Weakly supported: all 5 relations"]


def test_where_discs_have_the_sign_it_is_explained_once_and_on_relations_too() -> None:
    slide = slide_of(related(5, 1, positions=2))
    assert signs(slide) == 2
    assert sum("?" in text for text in named(slide)) == 5
    assert said(slide) == "Weakly supported"
    assert not entries(slide, "weak-relation")


def test_where_relations_have_no_names_or_no_signs_nothing_is_said_of_these() -> None:
    for left_out in ("relation_labels", "weak_support"):
        slide = slide_of(related(1, 1), options=replace(MINISTER, **{left_out: False}))
        assert not entries(slide, "weak-relation")
        assert not any("?" in text for text in named(slide))


def test_a_relation_of_unknown_strength_has_no_support_to_be_weak() -> None:
    document = related(1, 1)
    now = document.snapshots["now"]
    ties = {**now.ties, "weak-0": Tie(state="unknown")}
    document = document.model_copy(update={"snapshots": {"now": now.model_copy(update={"ties": ties})}})
    assert named(slide_of(document, options=ANALYST)) == {"weak-0", "well-0"}
