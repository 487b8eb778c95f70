"""All issues side by side: no name is lost, in panels of any size."""

from __future__ import annotations

import pytest

from picture.pages import assert_labels_clear, assert_text_inside, compose_deck, crowd
from stakemap.model.document import Issue, StakeMap
from stakemap.picture.deck import Page
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.values import key_letter
from stakemap.picture.marks import ActorMark, FrameMark, LabelMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.theme import LIGHT


def with_issues(document: StakeMap, count: int) -> StakeMap:
    """The map with so many issues, on which everybody stands as on its only one."""
    issues = {
        f"i{number}": Issue(name=f"Issue {number}", low_label="no", high_label="yes")
        for number in range(count)
    }
    now = document.snapshots["now"]
    now = now.model_copy(update={"stances": dict.fromkeys(issues, now.stances["issue"])})
    return document.model_copy(update={"issues": issues, "snapshots": {"now": now}})


def pages_of(document: StakeMap, options=MINISTER, size=(1920, 1080)) -> tuple[Page, ...]:
    style = DeckStyle(LIGHT, FixedMeasure(), size, options)
    return compose_deck(document, [SlideRequest("issues", None, "now")], style)


def texts(page: Page, role: str) -> list[str]:
    return [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
@pytest.mark.parametrize(("actors", "issues"), [(4, 9), (16, 3), (24, 5), (40, 4), (60, 2)])
def test_every_name_is_beside_its_disc_or_in_the_key(options, actors, issues):
    document = with_issues(crowd(actors, seed=2), issues)
    for page in pages_of(document, options):
        labels = [mark for mark in page.slide.marks if isinstance(mark, LabelMark)]
        numbered = {mark.actor: mark.number for mark in labels if mark.number is not None}
        key = texts(page, "name-key")
        listed = dict(zip(key[::2], key[1::2], strict=True))
        count = len(set(numbered.values()))
        assert list(listed) == [key_letter(number) for number in range(1, count + 1)]
        for actor, number in numbered.items():
            assert listed[key_letter(number)] == document.actors[actor].name
        discs = [mark for mark in page.slide.marks if isinstance(mark, ActorMark)]
        assert len({(mark.actor, mark.box) for mark in labels}) == len(labels)
        # In a crowd some may find no room beside their disc; they are named below it.
        noted = " ".join(texts(page, "tray"))
        missing = len(discs) - len(labels)
        assert missing <= 0.05 * len(discs)
        assert bool(missing) == ("Without a label" in noted)
        assert not [line.text for mark in labels for line in mark.lines if line.text.endswith("…")]
        assert not any(text.endswith("…") for text in texts(page, "tray"))
        assert_text_inside(page.slide)


def test_an_actor_has_one_number_in_all_panels_of_a_page():
    page = pages_of(with_issues(crowd(24, seed=2), 4))[0]
    found: dict[str, set[int]] = {}
    for mark in page.slide.marks:
        if isinstance(mark, LabelMark) and mark.number is not None:
            found.setdefault(mark.actor, set()).add(mark.number)
    assert found
    assert all(len(numbers) == 1 for numbers in found.values())


def test_panels_are_spread_evenly_over_pages():
    pages = pages_of(with_issues(crowd(20), 7))
    assert [sum(isinstance(mark, FrameMark) for mark in page.slide.marks) for page in pages] == [4, 3]


def test_actors_without_a_position_are_named_in_full():
    document = with_issues(crowd(10, unknown=8, numbered=False), 3)
    for page in pages_of(document):
        noted = texts(page, "tray")
        assert any(text.startswith("Without a position (8)") for text in noted)
        assert not any(text.endswith("…") for text in noted)


def test_labels_keep_clear_in_a_panel_of_its_own():
    for page in pages_of(with_issues(crowd(60, seed=5), 2)):
        assert_labels_clear(page.slide)
