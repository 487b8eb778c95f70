"""The evidence appendix: last in a deck, by strength of evidence, in two columns, without empty phrases."""

from __future__ import annotations

import pytest

from picture.pages import assert_text_inside, compose_deck, crowd
from stakemap.analysis.evidence.coverage import Coverage, coverage
from stakemap.model.document import Relation, StakeMap
from stakemap.model.edits import set_headline
from stakemap.model.judgements import Stance, Tie
from stakemap.model.resolve import Resolver
from stakemap.picture.comparisons import asked_for
from stakemap.picture.deck import Page
from stakemap.picture.headlines.headlines import key_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset


def pages_of(document: StakeMap, options=MINISTER, size=(1920, 1080)) -> tuple[Page, ...]:
    style = DeckStyle(LIGHT, FixedMeasure(), size, options)
    return compose_deck(document, [SlideRequest("evidence", "issue", "now")], style)


def texts(pages: tuple[Page, ...], *roles: str) -> list[str]:
    """Texts of these roles, or all, in the order in which they are drawn."""
    found = (mark for page in pages for mark in page.slide.marks if isinstance(mark, TextMark))
    return [mark.text for mark in found if not roles or mark.role in roles]


def judged(count: int, **stances: Stance) -> StakeMap:
    """So many actors, of which those named have these stances and no judged influence, and others none."""
    document = crowd(count)
    standings = document.snapshots["now"].standings
    now = document.snapshots["now"].model_copy(
        update={
            "stances": {"issue": {f"actor-{key[1:]}": stance for key, stance in stances.items()}},
            "standings": {
                key: each.model_copy(update={"reason": "", "citations": ()})
                for key, each in standings.items()
            },
        }
    )
    actors = {key: each.model_copy(update={"name": key}) for key, each in document.actors.items()}
    return document.model_copy(update={"snapshots": {"now": now}, "actors": actors})


def stance(value: float, reason: str = "", *, cites: bool = False) -> Stance:
    given = crowd(1).snapshots["now"].stances["issue"]["actor-000"]
    alignment = given.alignment.model_copy(update={"value": value, "low": None, "high": None})
    changes = {"alignment": alignment, "reason": reason, "salience": None, "confidence": None}
    return given.model_copy(update=changes | ({} if cites else {"citations": ()}))


def test_evidence_comes_last_whatever_order_was_asked_for():
    document = crowd(3)
    for kinds in (("evidence", "map", "matrix"), ("matrix", "evidence", "map")):
        requests = asked_for(document, kinds, ["issue"], ["now"]).slides
        assert [request.kind for request in requests] == [
            *(kind for kind in kinds if kind != "evidence"),
            "evidence",
        ]


def test_what_cites_a_source_comes_first_and_what_has_no_reason_is_gathered_at_the_end():
    document = judged(
        5,
        a000=stance(10, "Said so."),
        a001=stance(20, "Wrote so.", cites=True),
        a002=stance(-30),
        a003=stance(-40),
        a004=stance(50, cites=True),
    )
    pages = pages_of(document)
    assert len(pages) == 1
    headings = texts(pages, "heading")
    assert headings == [
        "Positions with a source (2 of 5)",
        "Positions with a reason, without a source (1 of 5)",
        "No reason given",
    ]
    whole = texts(pages, "heading", "row", "evidence")
    said = " ".join(whole)
    assert (
        whole.index("actor-001")
        < whole.index(headings[1])
        < whole.index("actor-000")
        < whole.index(headings[2])
    )
    assert "no reason given" not in said
    assert "Sources (Alignment): ¹" in said
    assert "No reason or source: " in said
    rest = said.partition("No reason given")[2]
    assert "actor-002 (Alignment −30" in rest
    assert "actor-003 (Alignment −40" in rest
    assert "Alignment: actor-004" in rest


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
@pytest.mark.parametrize("actors", [1, 7, 16, 40])
def test_two_columns_are_filled_alike_and_in_as_large_a_size_as_fits(options, actors):
    pages = pages_of(crowd(actors), options)
    for page in pages:
        assert_text_inside(page.slide)
        body = page.slide.plot
        columns: list[list[float]] = [[], []]
        for mark in page.slide.marks:
            if isinstance(mark, TextMark) and mark.role in ("row", "evidence"):
                assert mark.size >= 20
                columns[mark.x > body.centre[0]].append(mark.baseline)
        if actors > 1:
            left, right = (max(each) for each in columns)
            assert abs(left - right) < 0.3 * body.height
    if len(pages) > 1:
        for page in pages[:-1]:
            low = max(
                mark.baseline
                for mark in page.slide.marks
                if isinstance(mark, TextMark) and mark.role == "evidence"
            )
            assert low > page.slide.plot.bottom - 0.3 * page.slide.plot.height
    else:
        sizes = {
            mark.size
            for mark in pages[0].slide.marks
            if isinstance(mark, TextMark) and mark.role == "evidence"
        }
        assert actors > 10 or sizes == {26}


def test_every_actor_with_evidence_has_its_disc_once():
    pages = pages_of(crowd(40))
    discs = [mark.actor for page in pages for mark in page.slide.marks if isinstance(mark, ActorMark)]
    assert sorted(discs) == sorted(crowd(40).actors)


def test_an_upright_page_has_one_column():
    (page, *_) = pages_of(crowd(9), size=(1080, 1920))
    lefts = {
        round(mark.x) for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "evidence"
    }
    assert len(lefts) == 1


def test_an_entry_that_fits_a_column_is_never_divided():
    for actors in (1, 2, 3, 9):
        pages = pages_of(crowd(actors))
        assert not any(text.endswith("(continued)") for text in texts(pages, "row"))


@pytest.mark.parametrize("height", [160, 240, 300, 360, 420])
def test_a_low_page_with_hardly_any_room_has_all_entries_too(height):
    pages = pages_of(crowd(3), size=(640, height))
    assert {mark.actor for page in pages for mark in page.slide.marks if isinstance(mark, ActorMark)} == set(
        crowd(3).actors
    )


def test_pages_whose_headlines_take_more_or_fewer_lines_are_filled_to_their_own_foot() -> None:
    request = SlideRequest("evidence", "issue", "now")
    long = "Ankara moves when Baku lets it, and not before. " * 6
    document = set_headline(crowd(60), key_of(request), long)
    document = set_headline(document, key_of(request, 1), "Short")
    pages = compose_deck(document, [request], DeckStyle(LIGHT, FixedMeasure()))
    assert len(pages) > 3
    assert pages[1].slide.plot.height > pages[2].slide.plot.height + 10
    for page in pages:
        entries = [
            mark for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "evidence"
        ]
        assert max(mark.baseline for mark in entries) <= page.slide.plot.bottom
    lowest = max(mark.baseline for mark in pages[1].slide.marks if getattr(mark, "role", "") == "evidence")
    assert lowest > pages[1].slide.plot.bottom - 60


def test_the_headline_and_the_heading_count_the_same_positions() -> None:
    """A source of an influence, of a relation, or of an actor without a position counts for no position."""
    document = judged(
        4, a000=stance(10, cites=True), a001=stance(20, "Wrote so."), a002=Stance(state="unknown")
    )
    now = document.snapshots["now"]
    cited = crowd(4).snapshots["now"].standings
    standings = now.standings | {key: cited[key] for key in ("actor-001", "actor-002")}
    changed = document.model_copy(
        update={
            "relations": {"deal": Relation(source="actor-000", target="actor-001")},
            "snapshots": {
                "now": now.model_copy(
                    update={
                        "standings": standings,
                        "ties": {"deal": Tie(strength=2, citations=stance(1, cites=True).citations)},
                    }
                )
            },
        }
    )
    pages = pages_of(changed)
    assert pages[0].headline == "1 of 2 positions on “Issue” has a source"
    assert texts(pages, "heading")[:4] == [
        "Positions with a source (1 of 2)",
        "Positions with a reason, without a source (1 of 2)",
        "Relations with a source (1 of 1)",
        "Actors without a position, with a source (1 of 2)",
    ]
    assert coverage(changed, "now", "issue", Resolver()) == Coverage(positions=2, sourced=1, sources=1)


@pytest.mark.parametrize("options", [MINISTER, ANALYST])
def test_relations_are_told_by_the_names_of_their_actors(options) -> None:
    document = load_preset("armenia-turkiye")
    style = DeckStyle(LIGHT, FixedMeasure(), (1920, 1080), options)
    pages = compose_deck(document, [SlideRequest("evidence", "normalisation", "2025-07")], style)
    rows = texts(pages, "row")
    assert "Armenia → Türkiye" in rows
    codes = {actor.code for actor in document.actors.values()}
    assert not any(code in text.split() for code in codes for text in rows)


def test_the_lines_of_a_reason_are_told_apart() -> None:
    document = crowd(2)
    relations = {"deal": Relation(source="actor-000", target="actor-001")}
    tie = Tie(strength=2, reason="Rating: friendly\nBewertung: gut")
    now = document.snapshots["now"].model_copy(update={"ties": {"deal": tie}})
    pages = pages_of(document.model_copy(update={"relations": relations, "snapshots": {"now": now}}))
    said = {mark.text for page in pages for mark in page.slide.marks if isinstance(mark, TextMark)}
    assert "Strength: Rating: friendly; Bewertung: gut" in said


def test_a_relation_of_long_names_takes_several_lines() -> None:
    document = crowd(2)
    name = "The Association of Upstream Riparians of the Great River"
    actors = {
        key: each.model_copy(update={"name": f"{name} {key[-1]}"}) for key, each in document.actors.items()
    }
    relations = {"deal": Relation(source="actor-000", target="actor-001")}
    now = document.snapshots["now"].model_copy(update={"ties": {"deal": Tie(strength=2, reason="Signed.")}})
    pages = pages_of(
        document.model_copy(update={"actors": actors, "relations": relations, "snapshots": {"now": now}})
    )
    said = [
        mark.text
        for page in pages
        for mark in page.slide.marks
        if isinstance(mark, TextMark) and mark.key == "deal"
    ]
    assert " ".join(said) == f"{name} 0 → {name} 1"
    for page in pages:
        assert_text_inside(page.slide)
