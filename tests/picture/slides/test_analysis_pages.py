"""Slides of analyses: first finding as headline, sentences beside charts, nothing over anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations

import pytest

from picture.charts.test_charts import texts_of
from picture.pages import assert_text_inside, compose_deck, crowd
from reports import CHARTS, NAMES, STACKS, TABLE, empty_report, grid, report
from samples import sample
from stakemap.analysis.balance.sides import SideLimits
from stakemap.analysis.methods import METHODS, Method, MethodPage, MethodSlide
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.model.document import StakeMap
from stakemap.model.headlines import Headline
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.comparisons import asked_for, left_out_text
from stakemap.picture.deck import Page, deck_of
from stakemap.picture.headlines.headlines import key_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.kinds.analyses import analysis_kind
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ShapeMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

#: A slide, an upright page, a square, a small picture.
SIZES = [(1920, 1080), (1190, 1684), (1080, 1080), (640, 360)]
ANALYSES = [kind.id for kind in SLIDE_KINDS if kind.method]
REQUEST = SlideRequest("toy", "issue", "now")


@contextmanager
def told(answer: Report) -> Iterator[list[Question]]:
    """A slide kind whose method tells this, and the questions that it is asked."""
    asked: list[Question] = []

    def tell(question: Question) -> Report:
        asked.append(question)
        return answer

    page = MethodPage("What?", (), (), "")
    slide = MethodSlide(lambda *_: not answer.is_empty)
    method = Method("toy", lambda: "Toy", tell, lambda: page, slide=slide)
    with METHODS.registered(method), SLIDE_KINDS.registered(analysis_kind(method, slide)):
        yield asked


def pages_of(
    answer: Report,
    options: SlideOptions = MINISTER,
    size: tuple[int, int] = (1920, 1080),
    document: StakeMap | None = None,
) -> tuple[Page, ...]:
    with told(answer):
        style = DeckStyle(LIGHT, FixedMeasure(), size, options)
        return compose_deck(document or crowd(4), [REQUEST], style)


def marks(page: Page, role: str) -> list[TextMark]:
    return [mark for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


def sentences(*pages: Page) -> list[str]:
    """The sentences of pages, their lines joined."""
    found: dict[tuple[int, str], list[str]] = {}
    for number, page in enumerate(pages):
        for mark in marks(page, "finding"):
            found.setdefault((number, mark.key), []).append(mark.text)
    return [" ".join(lines) for lines in found.values()]


def assert_nothing_covered(page: Page) -> None:
    for (text, one), (other, another) in combinations(texts_of(list(page.slide.marks)), 2):
        assert not one.overlaps(another), (text, other)


LONG = Report(
    "toy",
    tuple(Finding(f"f{n}", f"{n} {', '.join(NAMES)} would not move.") for n in range(12)),
    (STACKS, CHARTS["rows"], grid(25)),
    (TABLE, replace(TABLE, title="Another one", rows=TABLE.rows * 3)),
    f"Rests on {', '.join(NAMES)}. " * 2,
    "It cannot tell what is likely. " * 6,
)


@pytest.mark.parametrize("options", [MINISTER, ANALYST], ids=["minister", "analyst"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("answer", [report("toy"), LONG, empty_report("toy")], ids=["usual", "long", "empty"])
def test_nothing_leaves_the_page_or_covers_anything(answer, size, options):
    pages = pages_of(answer, options, size)
    assert len(pages) < 60
    for page in pages:
        assert_text_inside(page.slide)
        assert_nothing_covered(page)
        body = Box(0, 0, *size)
        assert all(body.holds(mark.box) for mark in page.slide.marks if isinstance(mark, ShapeMark))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_shown_whole(chart):
    (page,) = pages_of(replace(report("toy", 4), charts=(CHARTS[chart],)))
    assert_nothing_covered(page)
    assert not [text for text, _ in texts_of(list(page.slide.marks)) if text.startswith("and ")]


def test_the_first_finding_is_the_headline_and_not_repeated():
    (page,) = pages_of(report("toy"))
    assert (page.headline, page.proposal) == ("Opening is blocked by Azerbaijan",) * 2
    assert " ".join(mark.text for mark in marks(page, "title")) == page.headline
    assert len(sentences(page)) == 5
    assert page.headline not in sentences(page)


def test_a_headline_of_ones_own_leaves_the_first_finding_among_the_sentences():
    document, key = crowd(4), key_of
    with told(report("toy")):
        page_key = key(REQUEST)
    kept = replace_headline(document, page_key, "Baku decides")
    (page,) = pages_of(report("toy"), document=kept)
    assert (page.headline, page.proposal) == ("Baku decides", "Opening is blocked by Azerbaijan")
    assert sentences(page)[0] == "Opening is blocked by Azerbaijan"
    (bare,) = pages_of(report("toy"), replace(MINISTER, headline=False))
    assert sentences(bare)[0] == "Opening is blocked by Azerbaijan"


def replace_headline(document: StakeMap, key: str, text: str) -> StakeMap:
    return document.model_copy(update={"headlines": {key: Headline(text=text)}})


def test_a_full_stop_is_left_out_of_the_headline_alone():
    answer = replace(report("toy"), findings=(Finding("a", "One thing."), Finding("b", "Another thing.")))
    (page,) = pages_of(answer)
    assert page.headline == "One thing"
    assert sentences(page) == ["Another thing."]


def test_what_a_headline_has_no_room_for_is_among_the_sentences():
    answer = replace(report("toy"), findings=(Finding("a", "Very much is to be said here " * 30),))
    (page,) = pages_of(answer)
    assert marks(page, "title")[-1].text.endswith("…")
    assert sentences(page)[0].startswith("Very much is to be said here Very much")


def test_minister_has_few_sentences_and_analyst_all_with_tables():
    (short,) = pages_of(report("toy", 9))
    full = pages_of(report("toy", 9), ANALYST)
    assert len(sentences(short)) == 5
    assert len(sentences(*full)) == 8
    assert not marks(short, "row")
    rows = [mark.text for page in full for mark in marks(page, "row")]
    assert {"Armenia", "ישראל", "0.5"} <= set(rows)


def test_details_without_room_give_way_on_a_slide_for_ministers():
    long = [Finding(f"f{number}", f"{number} " + "word " * 150, kind="detail") for number in range(5)]
    answer = replace(report(), findings=(Finding("first", "The headline"), *long))
    assert len(pages_of(answer, MINISTER)) == 1
    assert len(pages_of(answer, ANALYST)) > 1
    results = replace(answer, findings=tuple(replace(each, kind="result") for each in answer.findings))
    assert len(pages_of(results, MINISTER)) > 1, "results are not left out"


def test_a_long_table_is_divided_with_its_headers_and_every_row_is_shown_once():
    table = replace(TABLE, rows=tuple((f"Actor {n}", "+1 → +2", f"{n}") for n in range(100)))
    pages = pages_of(replace(report("toy", 3), tables=(table,)), ANALYST)
    rows = [mark.text for page in pages for mark in marks(page, "row") if mark.text.startswith("Actor")]
    assert rows == [row[0] for row in table.rows]
    headers = [mark.text for page in pages for mark in marks(page, "column")]
    assert headers.count("Half-ranges") == headers.count("Actor") > 1
    assert "All levers (continued)" in [mark.text for page in pages for mark in marks(page, "heading")]


def test_what_it_rests_on_and_cannot_tell_is_on_every_page():
    for page in pages_of(report("toy", 9), ANALYST):
        foot = " ".join(mark.text for mark in marks(page, "caveat"))
        assert "Rests on 7 actors" in foot
        assert foot.endswith("not what is likely.")


def test_notes_tell_how_each_sentence_comes_about():
    (page,) = pages_of(report("toy", 2))
    assert page.notes.split("\n\n") == [
        "Opening is blocked by Azerbaijan",
        "Question: Who wants what?",
        "Now · July 2025",
        "Opening is blocked by Azerbaijan\npower = influence × salience ÷ 100\n72 = 80 × 90 ÷ 100",
        f"{report().findings[1].text}\n1 = 1 × 1",
        report().rests_on,
        report().caveat,
    ]


def test_it_is_asked_once_a_deck_in_the_view_and_within_the_limits_of_the_deck():
    with told(report("toy")) as asked:
        style = DeckStyle(LIGHT, FixedMeasure(), limits=SideLimits(20, 30))
        deck_of(crowd(4), [REQUEST], style, Resolver())
    (question,) = asked
    assert (question.issue, question.snapshot, question.limits) == ("issue", "now", (20, 30))


def test_what_can_tell_nothing_says_so_where_it_is_asked_for_alone():
    (page,) = pages_of(empty_report("toy"))
    assert page.headline == "Toy"
    assert sentences(page) == ["No salience is judged, so nothing can be told."]


def test_a_deck_leaves_out_pages_without_anything_to_tell():
    document = crowd(4)
    with told(empty_report("toy")):
        alone = asked_for(document, ["toy"], ["issue"], ["now"])
        assert (len(alone.slides), alone.left_out) == (1, ())
        deck = asked_for(document, ["map", "toy"], ["issue"], ["now"])
        assert [request.kind for request in deck.slides] == ["map"]
        said = left_out_text(document, deck.left_out)
    assert said.startswith("Left out, since the map has nothing to tell there: Toy · ")


@pytest.mark.parametrize("name", ["preset", "sample", "crowd"])
@pytest.mark.parametrize("kind", ANALYSES)
def test_a_page_is_only_left_out_where_there_is_nothing_to_tell(kind, name):
    document = {"preset": load_preset("armenia-turkiye"), "sample": sample(), "crowd": crowd(3)}[name]
    for issue in issues_in_order(document):
        for snapshot in snapshots_in_order(document):
            has_content = SLIDE_KINDS[kind].has_content
            assert has_content is not None
            if not has_content(document, issue, snapshot):
                assert METHODS[SLIDE_KINDS[kind].method].report(Question(document, issue, snapshot)).is_empty


@pytest.mark.parametrize("kind", ANALYSES)
def test_a_map_without_anything_has_a_page_that_says_so(kind):
    for document in (load_preset("blank"), crowd(0)):
        request = SlideRequest(kind, None, None)
        pages = compose_deck(document, [request], DeckStyle(LIGHT, FixedMeasure()))
        assert sentences(*pages)
