"""Disputed stances: the score of the literature, its laws, and what is told."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.disputed.disputed import dispute_of, inconsistency, is_disputed
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Grid, Report
from stakemap.model.document import Source, StakeMap
from stakemap.model.judgements import Citation, Readings, Stance
from stakemap.model.records import replace
from stakemap.storage.presets import load_preset
from strategies import maps

RATINGS = st.integers(1, 5)


def cited(*ratings: tuple[int, int, int] | None, against: int = 1, value: float = 40) -> Stance:
    """A stance with a citation for each of some ratings (in favour, undecided, against), `against` of which
    speak against it.
    """
    citations = tuple(
        Citation(
            source="paper",
            passage=f"p. {number}",
            against=number > len(ratings) - against,
            readings=None
            if each is None
            else Readings(supporting=each[0], undecided=each[1], opposing=each[2]),
        )
        for number, each in enumerate(ratings, start=1)
    )
    return stance(value, citations=citations)


def a_map(**stances: Stance) -> StakeMap:
    document = one_issue({actor: standing(50) for actor in stances}, stances)
    return replace(document, sources={"paper": Source(title="A paper")})


def told(document: StakeMap) -> Report:
    return METHODS["disputed"].report(Question.of(document))


def test_heuer_1999_ratings_1_2_and_4_have_5_points() -> None:
    assert inconsistency([1, 2, 4]) == 5


def test_a_mean_rating_between_two_of_several_analysts() -> None:
    assert inconsistency([1.5]) == pytest.approx(2.25)


@given(st.lists(RATINGS, max_size=6), RATINGS)
def test_a_further_rating_never_takes_points_away(ratings: list[int], more: int) -> None:
    assert inconsistency([*ratings, more]) == inconsistency(ratings) + inconsistency([more])
    assert (inconsistency([more]) == 0) == (more >= 3)


def test_the_reading_with_the_fewest_contradictions() -> None:
    found = dispute_of("anna", cited((4, 3, 1), (5, 2, 1), (2, 3, 4)), threshold=5)
    assert found.scores == (1, 1, 8)
    assert found.least == ("supporting", "undecided")
    assert not found.is_contradicted


def test_a_citation_that_is_not_rated_for_all_readings_counts_for_none() -> None:
    partly = replace(
        cited((1, 1, 1), (1, 3, 3)),
        citations=(
            Citation(source="paper", readings=Readings(supporting=1)),
            Citation(source="paper", against=True, readings=Readings(supporting=1, undecided=3, opposing=3)),
        ),
    )
    found = dispute_of("anna", partly, threshold=5)
    assert (found.rated, found.scores) == (1, (4, 0, 0))


def test_ratings_of_one_passage_by_several_analysts_are_averaged() -> None:
    twice = tuple(
        Citation(source="paper", passage="p. 1", readings=Readings(supporting=one, undecided=3, opposing=3))
        for one in (1, 2)
    )
    other = Citation(source="paper", against=True)
    (first, _) = dispute_of("anna", stance(40, citations=(*twice, other)), threshold=5).evidence
    assert (first.ratings, first.raters) == ((1.5, 3, 3), 2)


def test_what_is_disputed() -> None:
    assert is_disputed(cited(None, None))
    assert not is_disputed(cited(None, None, against=0))
    assert not is_disputed(cited(None, None, against=2))
    assert is_disputed(Stance(state="unknown", citations=cited(None, None).citations))
    assert not is_disputed(Stance(state="not-applicable", citations=cited(None, None).citations))


def test_a_contradicted_judgement_is_told_first_with_its_points() -> None:
    report = told(
        a_map(
            anna=cited((4, 2, 1), (3, 3, 4)),
            bela=cited((1, 3, 4), (2, 3, 4)),
            cleo=cited((4, 3, 1), None),
        )
    )
    assert [each.id for each in report.findings] == ["disputed:bela", "disputed:anna", "disputed:cleo"]
    assert report.findings[0].text == (
        "Bela: the rated citations contradict “undecided” and “against” least (in favour 5, undecided 0, "
        "against 0 points of contradiction). Yet the stance is judged +40, for."
    )
    assert "in favour: (3 − 1)² + (3 − 2)² = 5" in report.findings[0].how
    assert report.findings[2].text.endswith("1 citation is not rated and not counted.")
    place = report.findings[0].place
    assert place is not None
    assert (place.subject.id, place.field) == ("bela", "citations")


def test_readings_that_are_contradicted_alike_are_not_told_apart() -> None:
    (finding,) = told(a_map(anna=cited((3, 3, 3), (4, 4, 4)))).findings
    assert "contradict all readings alike" in finding.text


def test_the_matrix_has_a_row_for_each_citation() -> None:
    (grid,) = told(a_map(anna=cited((5, 3, 1), (2, 3, 4)))).charts
    assert isinstance(grid, Grid)
    assert grid.rows == ("A paper, p. 1", "A paper, p. 2")
    assert grid.columns == ("In favour: 1", "Undecided: 0", "Against: 4")
    assert [[cell.share for cell in row] for row in grid.cells] == [[1, 0, -1], [-0.5, 0, 0.5]]


def test_without_ratings_they_are_asked_for_and_nothing_is_proposed() -> None:
    report = told(a_map(anna=cited(None, None)))
    assert report.is_empty
    assert "Rate the citations…" in report.findings[0].text
    assert (report.charts, report.tables) == ([], ())


def test_without_disputes_and_without_a_view_it_is_said_so() -> None:
    assert "No stance on “The road” in “In 2025”" in told(a_map(anna=stance(40))).findings[0].text
    assert METHODS["disputed"].report(Question(a_map(), None, None)).is_empty


@settings(max_examples=8)
@given(maps())
def test_any_map_is_told_in_sentences_with_plain_data(document: StakeMap) -> None:
    for snapshot in document.snapshots:
        for issue in document.issues:
            report = METHODS["disputed"].report(Question.of(document, issue, snapshot))
            assert 1 <= len(report.findings) <= 9
            orjson.dumps(dict(report.data))


def test_the_worked_example_of_the_preset_says_that_its_ratings_are_put_in() -> None:
    example = METHODS["disputed"].page().example
    assert example is not None
    lines = example(Question.of(load_preset("armenia-turkiye")))
    assert "put in for this example" in lines[0]
    assert "points of contradiction" in lines[1]
    assert example(Question.of(a_map(anna=stance(40)))) == ()
