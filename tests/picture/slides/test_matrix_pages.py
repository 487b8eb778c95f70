"""The matrix: its order, its column of influence, and how it is spread over pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from picture.pages import assert_text_inside, compose_deck, crowd
from samples import alignment
from stakemap.model.document import Issue, StakeMap
from stakemap.model.judgements import Citation, Stance
from stakemap.picture.deck import Page
from stakemap.picture.geometry import hatching
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, CellMark, FrameMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.slides.matrix_key import cell_colour, cell_hatch
from stakemap.picture.theme import LIGHT, PRINT, contrast


def pages_of(document: StakeMap, options=MINISTER, size=(1920, 1080), **changes) -> tuple[Page, ...]:
    style = DeckStyle(LIGHT, FixedMeasure(), size, options, **changes)
    return compose_deck(document, [SlideRequest("matrix", "issue", "now")], style)


def marks(page: Page, kind: type, role: str = "") -> list:
    return [
        mark
        for mark in page.slide.marks
        if isinstance(mark, kind) and role in ("", getattr(mark, "role", ""))
    ]


def column(pages: tuple[Page, ...], name: str) -> list[str]:
    """The texts of a column, from the top row of the first page down."""
    return [mark.text for page in pages for mark in marks(page, CellMark) if mark.column == name]


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
@pytest.mark.parametrize(
    ("actors", "rows"), [(3, [3]), (17, [17]), (20, [20]), (21, [11, 10]), (50, [17, 17, 16])]
)
def test_rows_shrink_up_to_twenty_on_a_page_and_are_then_spread_evenly(options, actors, rows):
    pages = pages_of(crowd(actors), options)
    assert [len(marks(page, ActorMark)) for page in pages] == rows
    for page in pages:
        assert_text_inside(page.slide)
        assert all(mark.size >= 20 for kind in (CellMark, TextMark) for mark in marks(page, kind))


def test_each_page_has_headline_headings_and_the_meaning_of_colours():
    pages = pages_of(crowd(45))
    assert len(pages) == 3
    for page in pages:
        assert marks(page, TextMark, "title")
        assert [mark.text for mark in marks(page, TextMark, "column")] == ["Issue", "Influence"]
        assert [mark.text for mark in marks(page, TextMark, "axis-end")] == ["− against", "+ for"]
    for page in (*pages, *pages_of(crowd(45), ANALYST)):
        assert "For (+100)" in [mark.text for mark in marks(page, TextMark, "legend")]


def test_the_most_influential_come_first_and_those_of_unknown_influence_last():
    document = crowd(12)
    now = document.snapshots["now"]
    standings = {key: standing for key, standing in now.standings.items() if key != "actor-003"}
    now = now.model_copy(update={"standings": standings})
    pages = pages_of(document.model_copy(update={"snapshots": {"now": now}}))
    *known, last = column(pages, "Influence")
    assert last == "unknown"
    assert marks(pages[-1], ActorMark)[-1].actor == "actor-003"
    assert [float(text) for text in known] == sorted(map(float, known), reverse=True)
    assert marks(pages[0], TextMark, "issue")[0].text.endswith("sorted by influence")


def test_rows_may_be_sorted_by_alignment_on_the_issue_in_view():
    pages = pages_of(crowd(12), matrix_order="alignment")
    values = [float(text.replace("−", "-").removesuffix("\u2009?")) for text in column(pages, "Issue")]
    assert values == sorted(values, reverse=True)
    assert marks(pages[0], TextMark, "issue")[0].text.endswith("sorted by alignment")


def test_the_column_of_names_is_as_wide_as_the_longest():
    document = crowd(3)
    name = "Upstream riparians (Uganda, Kenya)"
    actors = {**document.actors, "actor-000": document.actors["actor-000"].model_copy(update={"name": name})}
    (page,) = pages_of(document.model_copy(update={"actors": actors}))
    assert any(mark.text.startswith(name) for mark in marks(page, TextMark, "row"))


def test_a_name_that_is_too_long_for_a_narrow_page_takes_two_lines():
    document = crowd(3)
    name = "Upstream riparians (Uganda, Kenya)"
    actors = {**document.actors, "actor-000": document.actors["actor-000"].model_copy(update={"name": name})}
    (page,) = pages_of(document.model_copy(update={"actors": actors}), size=(1080, 1920))
    rows = [mark.text for mark in marks(page, TextMark, "row") if mark.key == "actor-000"]
    assert len(rows) == 2
    assert " ".join(rows).startswith(name)


def with_issue(document: StakeMap, low: str, high: str, **stances: Stance) -> StakeMap:
    """The map with a second issue, whose ends have these names."""
    now = document.snapshots["now"]
    second = Issue(name="A second issue with a longer name", low_label=low, high_label=high, order=1)
    now = now.model_copy(update={"stances": {**now.stances, "second": stances}})
    return document.model_copy(
        update={"issues": {**document.issues, "second": second}, "snapshots": {"now": now}}
    )


UNSIGNED = {"weak_support": False}


@pytest.mark.parametrize("options", [replace(MINISTER, **UNSIGNED), replace(ANALYST, **UNSIGNED)])
def test_what_is_missing_is_said_in_words(options):
    document = with_issue(
        crowd(6),
        "No",
        "Yes",
        **{"actor-000": Stance(state="unknown"), "actor-001": Stance(state="not-applicable")},
    )
    (page,) = pages_of(document, options)
    words = ["n/a", *["not judged"] * 4, "unknown"]
    assert sorted(column((page,), "A second issue with a longer name")) == words
    key = [mark.text for mark in marks(page, TextMark, "legend")]
    assert key[2:] == ["n/a not applicable"]
    (page,) = pages_of(crowd(6), options)
    assert len(marks(page, TextMark, "legend")) == 2, "nothing is missing"


def test_where_columns_are_narrow_a_sign_that_is_no_minus_stands_for_what_is_missing():
    document = crowd(6)
    issues = {f"i{number}": Issue(name=f"Law {number}") for number in range(12)}
    now = document.snapshots["now"].model_copy(
        update={"stances": {"i0": {"actor-000": Stance(state="unknown")}}}
    )
    document = document.model_copy(update={"issues": issues, "snapshots": {"now": now}})
    for page in pages_of(document, size=(1080, 1080)):
        assert set(column((page,), "Law 11")) <= {"·"}
        key = [mark.text for mark in marks(page, TextMark, "legend")]
        assert key[2:] in (["· unknown or not judged"], ["· not judged"])


@pytest.mark.parametrize(("options", "words"), [(MINISTER, "Weakly supported"), (ANALYST, "Low confidence")])
def test_weakly_supported_positions_are_not_bold_and_have_the_sign_of_the_map(options, words):
    document = crowd(4)
    stances = {
        f"actor-00{number}": Stance(
            alignment=alignment(10 * number - 15),
            reason="Told.",
            confidence="high" if number else "low",
            citations=(Citation(source="report"),),
        )
        for number in range(4)
    }
    now = document.snapshots["now"].model_copy(update={"stances": {"issue": stances}})
    document = document.model_copy(update={"snapshots": {"now": now}})
    (page,) = pages_of(document, options)
    cells = [mark for mark in marks(page, CellMark) if mark.column == "Issue"]
    assert {mark.text: mark.weight for mark in cells} == {"−15\u2009?": 400, "−5": 620, "+5": 620, "+15": 620}
    assert any(mark.text.startswith(f"? {words}") for mark in marks(page, TextMark, "legend"))
    (page,) = pages_of(document, replace(options, weak_support=False))
    assert {mark.weight for mark in marks(page, CellMark)} == {620}
    assert len(marks(page, TextMark, "legend")) == 2


def test_where_nearly_all_positions_of_the_matrix_are_weak_the_key_says_so_once():
    document = crowd(6)
    stances = {f"actor-00{number}": Stance(alignment=alignment(10 * number)) for number in range(6)}
    now = document.snapshots["now"].model_copy(update={"stances": {"issue": stances}})
    (page,) = pages_of(document.model_copy(update={"snapshots": {"now": now}}))
    cells = [mark for mark in marks(page, CellMark) if mark.column == "Issue"]
    assert {mark.weight for mark in cells} == {400}
    assert not any("?" in mark.text for mark in cells)
    assert "Weakly supported: all 6 positions" in [mark.text for mark in marks(page, TextMark, "legend")]


def test_a_hollow_cell_has_its_key_in_either_style():
    document = crowd(6)
    later = document.snapshots["now"].model_copy(
        update={"label": "Later", "date": "2026", "based_on": "before", "stances": {}}
    )
    before = document.snapshots["now"]
    document = document.model_copy(update={"snapshots": {"before": before, "now": later}})
    for options in (MINISTER, ANALYST):
        (page,) = pages_of(document, options)
        assert any(mark.edge for mark in marks(page, CellMark))
        assert "Carried over" in [mark.text for mark in marks(page, TextMark, "legend")]
    bare = replace(MINISTER, key=False, legend=False)
    assert not marks(pages_of(document, bare)[0], TextMark, "legend")


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1440, 1080)])
def test_the_key_stands_below_the_rows_in_lines_that_fit_the_page(size):
    document = with_issue(
        crowd(6),
        "No",
        "Yes",
        **{"actor-000": Stance(state="unknown"), "actor-001": Stance(state="not-applicable")},
    )
    for page in pages_of(document, replace(ANALYST, **UNSIGNED), size):
        assert_text_inside(page.slide)
        lowest = max(mark.box.bottom for mark in marks(page, CellMark))
        key = marks(page, TextMark, "legend")
        assert [mark.text for mark in key] == [
            "Against (−100)",
            "For (+100)",
            "n/a not applicable",
        ]
        assert all(lowest < mark.baseline - 0.7 * mark.size for mark in key)
        assert max(mark.baseline for mark in key) <= page.slide.plot.bottom


def test_names_of_ends_stand_whole_one_below_the_other_where_they_do_not_fit_side_by_side():
    document = with_issue(crowd(6), "Keep the old agreements", "An equitable share for every state")
    (page,) = pages_of(document)
    ends = {mark.text: mark for mark in marks(page, TextMark, "axis-end")}
    assert list(ends) == [
        "− against",
        "+ for",
        "− Keep the old agreements",
        "+ An equitable share for every state",
    ]
    lines = {text: round(mark.baseline) for text, mark in ends.items()}
    assert lines["− against"] == lines["− Keep the old agreements"]
    assert lines["+ for"] == lines["+ An equitable share for every state"] > lines["− against"]
    # One below the other they are centred, side by side at the ends of their column.
    aligned = {mark.align for mark in ends.values()}
    assert aligned == {0.5}
    (page,) = pages_of(with_issue(crowd(6), "No", "Yes"))
    assert {mark.align for mark in marks(page, TextMark, "axis-end")} == {0.0, 1.0}
    assert len({round(mark.baseline) for mark in marks(page, TextMark, "axis-end")}) == 1


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_issues_go_on_to_another_page_before_the_words_of_their_names_are_broken(size):
    document = crowd(6)
    names = [f"Demilitarisation of the region {number}" for number in range(12)]
    issues = {
        f"i{number}": Issue(name=name, low_label="No", high_label="Yes") for number, name in enumerate(names)
    }
    pages = pages_of(document.model_copy(update={"issues": issues}), size=size)
    assert len(pages) > 1
    shown = [
        len([mark for mark in marks(page, TextMark, "axis-end") if mark.text == "− No"]) for page in pages
    ]
    assert sum(shown) == 12
    assert max(shown) - min(shown) <= 1
    for page in pages:
        lines = [mark.text for mark in marks(page, TextMark, "column")]
        assert sum(line.startswith("Demilitarisation") for line in lines) == shown[pages.index(page)]
    short = {
        key: Issue(name=f"Law {number}", low_label="No", high_label="Yes")
        for number, key in enumerate(issues)
    }
    if size == (1920, 1080):
        assert len(pages_of(document.model_copy(update={"issues": short}), size=size)) == 1


def test_in_print_the_greys_of_a_matrix_are_darker_both_ways_and_only_what_is_against_is_hatched() -> None:
    assert cell_colour(0, PRINT) == PRINT.canvas
    shades = [contrast(cell_colour(value, PRINT), PRINT.canvas) for value in range(0, 101, 10)]
    assert shades == sorted(set(shades)), "darker with each step"
    for value in range(10, 101, 10):
        assert cell_colour(value, PRINT) == cell_colour(-value, PRINT)
        assert contrast(PRINT.text, cell_colour(value, PRINT)) >= 4.5
        assert not cell_hatch(value, PRINT)
        assert cell_hatch(-value, PRINT)
        assert not cell_hatch(-value, LIGHT)
    style = DeckStyle(PRINT, FixedMeasure(), options=MINISTER)
    (page,) = compose_deck(crowd(20, seed=2), [SlideRequest("matrix", "issue", "now")], style)
    hatched = {mark.box.top for mark in marks(page, FrameMark) if mark.hatch}
    against = {mark.box.top for mark in marks(page, CellMark) if mark.text.startswith("−") and not mark.edge}
    # One more is the key's.
    assert against
    assert against < hatched
    assert len(hatched) == len(against) + 1
    for mark in (
        mark for mark in marks(page, CellMark) if mark.box.top in against and mark.column == "Issue"
    ):
        plates = [each.box for each in marks(page, FrameMark) if each.fill and not each.hatch]
        assert any(
            plate.left <= mark.box.centre[0] - mark.width / 2
            and mark.box.centre[0] + mark.width / 2 <= plate.right
            and plate.top == mark.box.top
            for plate in plates
        ), "no line of the hatching runs through the number"


def test_the_stripes_of_a_hatching_stay_in_their_box() -> None:
    for box in (Box(10, 20, 300, 60), Box(10, 20, 30, 90)):
        stripes = hatching(box)
        assert len(stripes) >= 3
        for x, y in (point for stripe in stripes for point in stripe):
            assert box.left - 1e-9 <= x <= box.right + 1e-9
            assert box.top - 1e-9 <= y <= box.bottom + 1e-9
