"""Approach: the quadrants of AIIM, what lies on a border, and what can be told without salience."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.approach.approach import QuadrantPlace, quadrant_of
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Place, Report
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.subjects import Subject
from strategies import maps


def told(document: StakeMap) -> Report:
    return METHODS["approach"].report(Question.of(document))


def texts(report: Report) -> list[str]:
    return [each.text for each in report.findings]


@pytest.mark.parametrize(
    ("alignment", "salience", "quadrant"),
    [(40, 80, "partnership"), (40, 20, "enthusiasm"), (-40, 80, "challenge"), (-40, 20, "awareness")],
)
def test_published_quadrants_of_mendizabal(alignment: float, salience: float, quadrant: str) -> None:
    assert quadrant_of(stance(alignment, salience)) == QuadrantPlace(quadrant)


def test_a_range_over_a_border_is_on_it() -> None:
    assert quadrant_of(stance(10, 80, reach=15)) == QuadrantPlace("partnership", ("alignment",))
    assert quadrant_of(stance(10, 60, reach=15)) == QuadrantPlace("partnership", ("alignment", "salience"))
    # It reaches the border and not over it.
    assert quadrant_of(stance(10, 80, reach=10)) == QuadrantPlace("partnership")


def test_a_value_on_a_border_is_in_no_quadrant() -> None:
    assert quadrant_of(stance(0, 80)) == QuadrantPlace(None, ("alignment",))
    assert quadrant_of(stance(10, 50)) == QuadrantPlace(None, ("salience",))
    assert quadrant_of(stance(10)) == QuadrantPlace(None)
    assert quadrant_of(Stance(state="unknown")) == QuadrantPlace(None)


def test_the_weightiest_quadrant_first_and_in_it_the_most_influential() -> None:
    document = one_issue(
        {"ann": standing(30), "bob": standing(60), "cat": standing(80), "dan": standing(10)},
        {
            "ann": stance(40, 90, reach=5),
            "bob": stance(10, 90, reach=20),
            "cat": stance(-70, 60),
            "dan": stance(-20, 10),
            "eve": stance(50, 70),
        },
    )
    report = told(document)
    assert texts(report) == [
        "Learn in partnership with Bob (on the border), Ann and Eve, AIIM advises: judged in favour of “The "
        "road”, with high salience.",
        "Challenge existing beliefs of Cat, AIIM advises: judged against “The road”, with high salience.",
        "Develop awareness and enthusiasm in Dan, AIIM advises: judged against “The road”, with low "
        "salience.",
    ]
    assert "Bob: alignment +10 (−10 to +30), salience 90 (70 to 100), influence 60" in report.findings[0].how
    assert "Eve: alignment +50, salience 70, influence unknown" in report.findings[0].how
    assert [row[0] for row in report.tables[0].rows] == ["Bob", "Ann", "Eve", "Cat", "Dan"]


def test_without_salience_only_the_side() -> None:
    document = one_issue(
        {"ann": standing(30), "bob": standing(60), "cat": standing(20)},
        {"ann": stance(40), "bob": stance(-10, reach=20), "cat": stance(0)},
    )
    report = told(document)
    assert report.is_empty
    assert texts(report) == [
        "Salience is not judged for anybody, so that only the side can be told: for: Ann; against: Bob (on "
        "the border); on neither side: Cat (on the border)."
    ]
    assert report.findings[0].place == Place("2025", Subject.stance("road", "bob"), "salience")
    some = one_issue({"ann": standing(30)}, {"ann": stance(40, 60), "bob": stance(-10)})
    assert texts(told(some))[1] == (
        "Salience is not judged for 1 more actor, so that only the side can be told: against: Bob."
    )


def test_who_is_unknown_or_exactly_between_is_told_apart() -> None:
    document = one_issue(
        {"ann": standing(30), "bob": standing(60), "cat": standing(10)},
        {"ann": stance(0, 80), "bob": Stance(state="unknown"), "cat": Stance(state="not-applicable")},
    )
    assert texts(told(document)) == [
        "Ann stands exactly on a border, between two kinds of approach.",
        "Where Bob stands is unknown, so that no approach can be told.",
    ]


def test_nobody_and_no_view() -> None:
    assert told(one_issue({}, {})).is_empty
    assert METHODS["approach"].report(Question(one_issue({}, {}))).is_empty


@settings(max_examples=12)
@given(maps())
def test_every_map_gets_sentences(document: StakeMap) -> None:
    for snapshot in document.snapshots or [None]:
        for issue in document.issues or [None]:
            report = METHODS["approach"].report(Question.of(document, issue, snapshot))
            assert 1 <= len(report.findings) <= 7
            assert len({each.id for each in report.findings}) == len(report.findings)
            json.dumps(report.data, allow_nan=False)
