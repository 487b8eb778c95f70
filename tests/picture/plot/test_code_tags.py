"""Tags with the codes of discs that others cover."""

from __future__ import annotations

import math

import pytest

from picture.pages import crowd, slide_of
from picture.plot.test_names import at
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, FrameMark, LabelMark, TextMark
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.slides.slide import Slide


def tags_of(slide: Slide) -> dict[str, tuple[Box, TextMark]]:
    """The tags by actor: the plate and the code above it."""
    return {
        code.key: (plate.box, code)
        for plate, code in zip(slide.marks, slide.marks[1:], strict=False)
        if isinstance(code, TextMark) and code.role == "code" and isinstance(plate, FrameMark)
    }


def discs_of(slide: Slide) -> dict[str, ActorMark]:
    return {mark.actor: mark for mark in slide.marks if isinstance(mark, ActorMark)}


def gap(box: Box, disc: ActorMark) -> float:
    left, top, right, bottom = box
    return math.hypot(max(left - disc.x, 0.0, disc.x - right), max(top - disc.y, 0.0, disc.y - bottom))


@pytest.mark.parametrize(("dx", "dy"), [(2.2, 1), (-2.2, 1), (-2.2, 0.1), (1.2, 2.5)])
def test_a_tag_lies_on_the_side_of_its_disc_that_is_seen_and_discs_stay(dx: float, dy: float) -> None:
    alone, slide = slide_of(at(lower=(0, 50))), slide_of(at(lower=(0, 50), upper=(dx, 50 + dy)))
    discs, ((box, code),) = discs_of(slide), tags_of(slide).values()
    lower, upper = discs["lower"], discs["upper"]
    assert (code.key, code.text) == ("lower", "LOW")
    assert (lower.x, lower.y) == (discs_of(alone)["lower"].x, discs_of(alone)["lower"].y)
    assert gap(box, lower) < lower.radius, "attached to its disc"
    assert gap(box, upper) >= upper.radius, "clear of the other"
    assert (box.centre[0] - lower.x) * dx <= 0
    assert box.left < code.x
    assert code.x + code.width < box.right
    order = [mark for mark in slide.marks if isinstance(mark, ActorMark) or mark is code]
    assert order[-1] is code, "above all discs"


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
@pytest.mark.parametrize("seed", range(6))
def test_tags_cover_neither_other_discs_nor_names(seed: int, options) -> None:
    slide = slide_of(crowd(24, seed=seed), options=options)
    discs = discs_of(slide)
    for actor, (box, _) in tags_of(slide).items():
        assert all(gap(box, disc) >= disc.radius for key, disc in discs.items() if key != actor)
        assert not any(box.overlaps(mark.box) for mark in slide.marks if isinstance(mark, LabelMark))


def test_a_hollow_disc_has_a_hollow_tag() -> None:
    document = at(lower=(0, 50), upper=(2.2, 51))
    later = document.snapshots["now"].model_copy(
        update={"date": "2026", "based_on": "now", "stances": {}, "standings": {}}
    )
    document = document.model_copy(update={"snapshots": {**document.snapshots, "later": later}})
    slide = slide_of(document, snapshot="later")
    (plate,) = (mark for mark in slide.marks if isinstance(mark, FrameMark) and mark.box in _plates(slide))
    assert plate.fill == slide.theme.canvas
    assert plate.colour == discs_of(slide)["lower"].style.colour


def _plates(slide: Slide) -> list[Box]:
    return [box for box, _ in tags_of(slide).values()]
