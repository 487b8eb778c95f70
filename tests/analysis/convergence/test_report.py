"""Convergence in sentences: closest and furthest pairs, ambivalent pairs, trades, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given, settings

from analysis.builders import MAP_ID, stance, standing
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Grid, Report
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from strategies import maps

Stances = Mapping[str, Mapping[str, Stance]]


def map_of(stances: Stances, standings: Mapping[str, Standing] | None = None, **parts: str) -> StakeMap:
    """A map with the stances of each issue by actor; all have an influence of 50 unless it is given."""
    actors = sorted({actor for by_actor in stances.values() for actor in by_actor})
    return new_map(
        MAP_ID,
        actors={actor: Actor(name=actor.title(), part_of=parts.get(actor)) for actor in actors},
        issues={issue: Issue(name=issue.title(), order=index) for index, issue in enumerate(stances)},
        snapshots={
            "2025": Snapshot(
                label="In 2025",
                date="2025",
                standings={actor: standing(50) for actor in actors} | dict(standings or {}),
                stances={issue: dict(by_actor) for issue, by_actor in stances.items()},
            )
        },
    )


def report_of(document: StakeMap) -> Report:
    return METHODS["convergence"].report(Question.of(document))


def texts(report: Report) -> list[str]:
    return [finding.text for finding in report.findings]


THREE: Stances = {
    "road": {"ankara": stance(80), "baku": stance(-60), "yerevan": stance(40)},
    "border": {"ankara": stance(20), "baku": stance(-40), "yerevan": stance(-70)},
}


def test_closest_and_furthest_apart() -> None:
    report = report_of(map_of(THREE))
    first = report.findings[0]
    assert first.text == (
        "Closest across issues are Ankara and Yerevan (same side on 1 of 2 issues); "
        "furthest apart are Ankara and Baku (opposite sides on 2 of 2 issues)."
    )
    assert first.how.splitlines()[-3:] == [
        "“Road”: Ankara +80, Baku −60: opposite sides, ½ (80 + 60) = 70",
        "“Border”: Ankara +20, Baku −40: opposite sides, ½ (20 + 40) = 30",
        "C = Σ same side = 0; D = Σ opposite sides = 100; C − D = −100",
    ]
    assert "Two actors who both take a side on an issue take the same one in 2 of 6 cases." in texts(report)


def test_ambivalent_pairs_name_their_issues_the_firmest_first() -> None:
    report = report_of(map_of(THREE))
    assert texts(report)[1:3] == [
        "Baku and Yerevan are on the same side of “Border”, but on opposite sides of “Road”.",
        "Ankara and Yerevan are on the same side of “Road”, but on opposite sides of “Border”.",
    ]
    place = report.findings[1].place
    assert place is not None
    assert place[:2] == ("2025", Subject.stance("road", "baku"))


def test_the_heat_map_and_the_list() -> None:
    report = report_of(map_of(THREE))
    (grid,) = report.charts
    assert isinstance(grid, Grid)
    assert grid.keys == ("ankara", "yerevan", "baku")
    assert [cell.text for cell in grid.cells[0]] == ["", "1 – 1", "0 – 2"]
    assert grid.cells[0][2].share == -1
    assert all(grid.cells[row][row].share is None for row in range(3))
    assert report.tables[0].rows[-1] == ("Ankara – Baku", "0", "2", "−100", "−50")
    crowd = {f"a{number:02}": stance(50) for number in range(30)}
    influence = {actor: standing(float(number)) for number, actor in enumerate(crowd)}
    (grid,) = report_of(map_of({"road": crowd, "border": crowd}, influence)).charts
    assert isinstance(grid, Grid)
    assert set(grid.keys) == {f"a{number:02}" for number in range(5, 30)}
    assert grid.title.endswith("(the 25 of 30 actors with most weight)")


def test_trades_need_salience() -> None:
    traders: Stances = {
        "road": {"ankara": stance(80, 90), "baku": stance(-60, 30)},
        "border": {"ankara": stance(20, 40), "baku": stance(-40, 80)},
    }
    report = report_of(map_of(traders))
    (trade,) = [finding for finding in report.findings if finding.id.startswith("trade")]
    assert trade.text == (
        "A possible trade: “Road” matters more to Ankara and “Border” more to Baku, "
        "who are on opposite sides of both."
    )
    assert trade.how.splitlines()[:2] == [
        "Salience to Ankara: “Road” 90, “Border” 40",
        "Salience to Baku: “Road” 30, “Border” 80",
    ]
    assert "Weighted by influence × salience ÷ 100." in report.rests_on
    assert report.tables[0].rows[-1][-1] == "−33"
    without = report_of(map_of(THREE))
    (missing,) = [finding for finding in without.findings if finding.kind == "missing"]
    assert missing.text == "Possible trades cannot all be told: salience is not judged for 6 of 6 positions."
    assert "Weighted by influence alone" in without.rests_on


def test_who_is_unknown_or_undecided_takes_no_part() -> None:
    issues: Stances = {
        "road": {
            "ankara": stance(80),
            "baku": stance(-3),
            "yerevan": Stance(state="unknown"),
            "tbilisi": stance(9),
        },
        "border": {"ankara": stance(20), "baku": stance(-40), "yerevan": stance(-70), "tbilisi": stance(9)},
    }
    report = report_of(map_of(issues))
    assert texts(report)[0] == (
        "Closest across issues are Ankara and Tbilisi (same side on 2 of 2 issues); "
        "no two actors diverge more than they converge."
    )
    assert report.rests_on.startswith(
        "Rests on 6 positions of 4 actors on 2 issues. 1 position is undecided and takes no part."
    )


def test_a_part_does_not_agree_with_its_whole() -> None:
    document = map_of(THREE, None, ankara="baku")
    assert texts(report_of(document))[0] == (
        "Closest across issues are Ankara and Yerevan (same side on 1 of 2 issues); "
        "no two actors diverge more than they converge."
    )
    in_a_cycle = map_of(THREE, None, ankara="baku", baku="ankara")
    assert texts(report_of(in_a_cycle))[0] == texts(report_of(document))[0]


def test_what_is_missing() -> None:
    document = map_of(THREE)
    one = replace(document, issues={"road": document.issues["road"]})
    assert texts(report_of(one)) == [
        "“In 2025”: no two actors both take a side on two issues or more, so convergence across issues "
        "cannot be told. Sides are known on: “Road”."
    ]
    zeros = {actor: stance(0) for actor in ("ankara", "baku")}
    nothing = report_of(map_of({"road": zeros, "border": zeros}))
    assert texts(nothing) == [
        "“In 2025”: no actor takes a side on any issue, so there is nothing to compare."
    ]
    assert nothing.is_empty
    unknown = map_of({"road": {"ankara": Stance(state="unknown")}, "border": {}})
    assert report_of(unknown).is_empty
    assert report_of(replace(document, snapshots={})).is_empty
    assert report_of(new_map(MAP_ID)).is_empty
    weightless = report_of(
        map_of(THREE, {actor: Standing(state="unknown") for actor in ("ankara", "baku", "yerevan")})
    )
    assert texts(weightless)[0] == texts(report_of(document))[0]
    assert {row[-1] for row in weightless.tables[0].rows} == {"–"}


@settings(max_examples=10, deadline=None)
@given(maps())
def test_any_map_has_an_answer(document: StakeMap) -> None:
    for snapshot in document.snapshots:
        question = Question.of(document, snapshot=snapshot)
        report = METHODS["convergence"].report(question)
        assert 1 <= len(report.findings) <= 9
        assert all(finding.text for finding in report.findings)
        assert len({finding.id for finding in report.findings}) == len(report.findings)
        json.dumps(report.data, allow_nan=False)
