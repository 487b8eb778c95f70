"""Tensions in sentences: what is said of triads, camps and contradictions, and what is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace as with_fields

from hypothesis import given, settings

from analysis.builders import one_issue, stance, standing
from analysis.tensions.signed_networks import GAHUKU_GAMA, map_of
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Grid, Report
from stakemap.model.document import Relation, StakeMap
from stakemap.model.judgements import Standing, Tie
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from strategies import maps

Strengths = Mapping[tuple[str, str], int | None]


def report_of(strengths: Strengths) -> Report:
    return METHODS["tensions"].report(Question.of(map_of(strengths)))


def texts(report: Report) -> list[str]:
    return [finding.text for finding in report.findings]


def test_a_friend_of_two_enemies() -> None:
    report = report_of({("ankara", "baku"): 3, ("yerevan", "ankara"): 1, ("baku", "yerevan"): -3})
    first, camps = report.findings[:2]
    assert (
        first.text
        == "Ankara is friendly with both Baku and Yerevan, yet Baku and Yerevan are hostile to each other."
    )
    assert first.how.splitlines() == [
        "Ankara – Baku: relations +3",
        "Ankara – Yerevan: relations +1",
        "Baku – Yerevan: relations −3",
        "Signs: + × + × − = −, so the triad is unbalanced. Triads are ranked by their weakest tie, here 1, "
        "then by the sum of all three, here 7.",
    ]
    assert first.place is not None
    assert first.place[:2] == ("2025", Subject.tie("baku-yerevan"))
    assert sorted(first.relations) == ["ankara-baku", "baku-yerevan", "yerevan-ankara"]
    assert camps.text == (
        "The ties fit two camps best: Ankara and Baku against Yerevan; 1 of 3 ties goes against that: "
        "Ankara – Yerevan (friendly)."
    )
    assert camps.camps == (("ankara", "baku"), ("yerevan",))
    assert camps.relations == ("yerevan-ankara",)
    assert "Frustration 1, of 7 for all ties." in camps.how
    assert report.tables[0].rows == (("Ankara – Yerevan", "+1", "relations", "friendly across camps"),)


def test_three_enemies_fit_three_camps() -> None:
    report = report_of({("a", "b"): -1, ("b", "c"): -1, ("a", "c"): -1})
    assert texts(report)[0] == (
        "A, B and C are all hostile to each other, so that no two of them side against the third."
    )
    assert "2 other divisions into two camps do as well; one has" in " ".join(texts(report))
    assert any(text.startswith("Three camps fit better than two: A | B | C.") for text in texts(report))


def test_both_directions_and_contradictions_add_up() -> None:
    report = report_of({("a", "b"): 3, ("b", "a"): -1, ("b", "c"): 2, ("a", "c"): 1, ("c", "a"): -1})
    assert "The relations of A and B contradict each other; together they count as friendly." in texts(report)
    assert "The relations of A and C cancel each other out, so that they count as no tie." in texts(report)
    (found,) = [each for each in report.findings if each.id == "contradiction a b"]
    assert found.how == "A – B: relations +3, relations −1; together +2"


def test_balanced_camps_and_friends() -> None:
    friends = report_of({("a", "b"): 3, ("b", "c"): 1, ("a", "c"): 2})
    assert texts(friends)[0] == "All 3 known ties among A, B and C are friendly: none pulls against another."
    camps = report_of({("a", "b"): 3, ("b", "c"): -1, ("a", "c"): -2})
    assert texts(camps)[0] == "All 3 known ties fit two camps: A and B against C."


def test_beyond_twenty_actors_a_search_claims_no_more_than_it_found() -> None:
    ring = {(f"a{number:02}", f"a{(number + 1) % 25:02}"): 2 for number in range(25)}
    report = report_of(
        {**ring, ("a00", "a01"): -1, ("a00", "a05"): -2, ("a00", "a07"): -2, ("a03", "a05"): -1}
    )
    camps = next(finding for finding in report.findings if finding.id.startswith("camps"))
    assert camps.text == (
        "Of the divisions that were tried, A01, A02, A03, A04, A05, A06 and 18 more against A00 fits the "
        "ties best; 2 of 28 ties go against that: A00 – A24 (friendly), A03 – A05 (hostile)."
    )
    assert "this is the best that a search found, and a better one may exist." in camps.how


def test_what_is_missing() -> None:
    nothing: Strengths = {("a", "b"): None, ("b", "c"): 0}
    report = report_of(nothing)
    assert texts(report) == [
        "“In 2025”: no relation has a known strength other than 0, so nothing can be said about tensions."
    ]
    assert report.is_empty
    assert report.rests_on == "Relations left out: 1 of unknown strength, 1 of strength 0."
    star = report_of({("a", "b"): 2, ("a", "c"): -3, ("a", "d"): 1, ("b", "c"): None, ("c", "d"): 0})
    assert texts(star) == [
        "None of the 3 known ties can pull against others, because they form no circle. A tie between these "
        "would close one: B – C, B – D."
    ]
    assert texts(report_of({("a", "b"): 2, ("b", "a"): -2}))[0] == (
        "No pair has a tie that counts: friendly and hostile ones cancel each other out."
    )
    lonely = one_issue({"a": standing(10)}, {"a": stance(5)})
    assert METHODS["tensions"].report(Question.of(lonely)).is_empty
    assert METHODS["tensions"].report(Question.of(replace(lonely, snapshots={}))).is_empty


def test_actors_off_the_stage_and_relations_to_oneself_are_no_ties() -> None:
    document = map_of({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): -1})
    snapshot = document.snapshots["2025"]
    document = replace(
        document,
        relations={**document.relations, "self": Relation(source="a", target="a")},
        snapshots={
            "2025": replace(
                snapshot,
                standings={"c": Standing(state="not-applicable")},
                ties={**snapshot.ties, "self": Tie(strength=-3)},
            )
        },
    )
    report = METHODS["tensions"].report(Question.of(document))
    assert texts(report)[0] == "There is only 1 known tie, so nothing pulls against it."
    assert report.rests_on == (
        "Rests on 1 relation of known strength (tied pairs: 1; actors: 2). "
        "Relations left out: 2 that do not apply."
    )


def test_tribes_as_a_map() -> None:
    pairs = {GAHUKU_GAMA.pair(index): int(each) for index, each in enumerate(GAHUKU_GAMA.strength)}
    report = report_of({(one.lower(), other.lower()): strength for (one, other), strength in pairs.items()})
    assert "Of 68 triads whose three ties are known, 9 are unbalanced." in texts(report)
    (grid,) = report.charts
    assert isinstance(grid, Grid)
    assert set(grid.keys[-4:]) == {"gavev", "kotun", "nagad", "gama"}
    assert len(report.tables[0].rows) == 7


@settings(max_examples=10, deadline=None)
@given(maps())
def test_any_map_has_an_answer(document: StakeMap) -> None:
    for snapshot in document.snapshots:
        question = Question.of(document, snapshot=snapshot)
        report = METHODS["tensions"].report(question)
        assert 1 <= len(report.findings) <= 9
        assert all(finding.text for finding in report.findings)
        assert len({finding.id for finding in report.findings}) == len(report.findings)
        json.dumps(report.data, allow_nan=False)
        again = METHODS["tensions"].report(with_fields(question))
        assert (again.findings, again.charts, again.data) == (report.findings, report.charts, report.data)
