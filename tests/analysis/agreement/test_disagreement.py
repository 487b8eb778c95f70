"""What several analysts judge of the same subjects, compared."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.agreement.disagreement import (
    Camp,
    Judged,
    all_disagreements,
    compared,
    disagreements,
    readings_of,
    rivals,
)
from stakemap.analysis.question import Question
from stakemap.model.judgements import Stance, Tie
from stakemap.model.records import replace
from stakemap.model.subjects import Subject

ROAD = Subject.stance("road", "iran")


def beside(*judged: tuple[str, float], reach: float | None = 10) -> Stance:
    """The stance of the first analyst, with those of the others beside it."""
    (first, *others) = [stance(value, reach=reach, by=by) for by, value in judged]
    return replace(first, others=tuple(others))


def test_rival_readings_are_told_as_camps_and_not_pooled() -> None:
    (found,) = compared([Judged("2025", ROAD, beside(("B", 60), ("A", -60), ("C", 50), ("D", 0)))])
    assert found.camps == (Camp("above", ("B", "C")), Camp("below", ("A",)), Camp("middle", ("D",)))
    assert found.pool is None
    assert not found.agrees
    assert found.spread == 120
    assert found.outlier == "A"


def test_what_is_compatible_is_pooled() -> None:
    (found,) = compared([Judged("2025", ROAD, beside(("B", 30), ("A", 40)))])
    assert found.agrees
    assert found.camps == ()
    assert found.pool is not None
    assert found.pool.value == 35
    assert [each.analyst for each in found.readings] == ["A", "B"]
    assert [each.value for each in found.others_than("A")] == [30]


def test_a_pooled_value_is_nobodys_reading() -> None:
    judgement = replace(beside(("", 35), ("B", 30), ("A", 40)), pooled="linear")
    assert [each.analyst for each in readings_of(judgement)] == ["A", "B"]


def test_not_applicable_and_a_value_are_rivals_and_unknown_is_not() -> None:
    judged, unknown = stance(40, by="A"), Stance(state="unknown", by="B")
    out = Stance(state="not-applicable", by="C")
    assert rivals(readings_of(replace(judged, others=(unknown,)))) == ()
    assert rivals(readings_of(replace(judged, others=(out,)))) == (
        Camp("above", ("A",)),
        Camp("not-applicable", ("C",)),
    )
    assert rivals(readings_of(replace(unknown, others=(out,)))) == ()


def test_strengths_of_relations_are_compared_too() -> None:
    tie = Tie(strength=3, by="A", others=(Tie(strength=-3, by="B"),))
    (found,) = compared([Judged("2025", Subject.tie("x"), tie)])
    assert found.camps == (Camp("above", ("A",)), Camp("below", ("B",)))
    assert found.agreement == -1


def test_the_view_lists_those_first_that_differ_most() -> None:
    document = one_issue(
        {"iran": replace(standing(50, 5, by="A"), others=(standing(90, 5, by="B"),))},
        {
            "iran": beside(("A", 40), ("B", 50)),
            "russia": beside(("A", 40), ("B", -50)),
            "georgia": stance(10),
            "turkiye": beside(("A", 100), ("B", 30)),
        },
    )
    found = disagreements(Question.of(document))
    assert [(each.subject.kind, each.subject.id) for each in found] == [
        ("stance", "russia"),
        ("standing", "iran"),
        ("stance", "turkiye"),
        ("stance", "iran"),
    ]
    everywhere = all_disagreements(document)
    assert sorted(each.subject for each in everywhere) == sorted(each.subject for each in found)
    assert everywhere[0] == found[0]


@settings(max_examples=40)
@given(st.lists(st.integers(-100, 100), min_size=2, max_size=6))
def test_rivals_are_never_pooled_and_who_agrees_is_no_outlier(values) -> None:
    (found,) = compared(
        [Judged("2025", ROAD, beside(*[(chr(65 + number), value) for number, value in enumerate(values)]))]
    )
    assert (found.pool is None) == bool(found.camps)
    assert not (found.agrees and (found.camps or found.outlier))
    named = [analyst for camp in found.camps for analyst in camp.analysts]
    assert not named or sorted(named) == [each.analyst for each in found.readings]
