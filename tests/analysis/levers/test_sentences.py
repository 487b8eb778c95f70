"""Levers in sentences: what they say of the preset, of maps with little in them, and their plain data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from analysis.builders import one_issue, stance, standing
from analysis.levers.test_levers import applied, side
from stakemap.analysis.balance.sides import DEFAULT_LIMITS
from stakemap.analysis.levers.sentences import report
from stakemap.analysis.question import Question
from stakemap.analysis.report import Bars, Finding, Move, Report
from stakemap.model.document import Actor, StakeMap, new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.storage.presets import load_preset
from strategies import assume_no_text_says_nan, maps


@pytest.fixture(scope="module")
def preset() -> Question:
    return Question.of(load_preset("armenia-turkiye"), "normalisation")


def finding(told: Report, key: str) -> Finding:
    return next(each for each in told.findings if each.id == key)


def told_of(document: StakeMap) -> Report:
    return report(Question.of(document))


def test_the_preset_in_one_sentence(preset: Question) -> None:
    told = report(preset)
    headline = told.findings[0]
    assert headline.text == (
        "“Open it now” is blocked by Azerbaijan; it would take Azerbaijan at −4 instead of −45 to unblock "
        "it, while Türkiye at +4 instead of +10 would be enough to leave the sides evenly balanced."
    )
    # A scenario of it is to unblock it, and no more.
    assert headline.moves == (Move("azerbaijan", "alignment", -45, -4),)
    assert headline.place == preset.place_of_stance("azerbaijan")
    assert "for 215 − against 120 = +95; evenly balanced up to 10 % of 335 = 33.5" in headline.how
    assert "then +95 − 85 = +10" in headline.how
    assert "(1.0 half-ranges away, beyond its range)" in finding(told, "blocked").text
    assert "(0.2 half-ranges away, within its range)" in finding(told, "verdict").text
    assert len(told.findings) <= 9
    assert told.rests_on == (
        "Rests on 7 actors with a known alignment and influence, weighted by influence alone. A half-range "
        "is half of the width of the range judged plausible."
    )


def test_every_move_of_the_preset_turns_what_its_sentence_says(preset: Question) -> None:
    told = report(preset)
    for key, target in (
        ("blocked", "blocked"),
        ("verdict", "verdict"),
        ("mean", "mean"),
        ("median", "median"),
    ):
        moves = [(move.actor, move.field, move.after) for move in finding(told, key).moves]
        now = side(preset.inputs, target, DEFAULT_LIMITS)
        assert side(applied(preset.inputs, *moves), target, DEFAULT_LIMITS) != now


def test_the_data_alone_reproduces_a_lever(preset: Question) -> None:
    data = json.loads(json.dumps(report(preset).data))
    lever = next(each for each in data["levers"] if each["target"] == "mean")
    assert set(lever) >= {"target", "actor", "field", "from", "to", "half_ranges"}
    actors = {row["actor"]: row for row in data["actors"]}
    products = sum(row["weight"] * row["alignment"] for row in actors.values())
    row = actors[lever["actor"]]
    assert lever["from"] == row["alignment"]
    assert lever["to"] == pytest.approx(row["alignment"] - products / row["weight"], abs=1e-5)
    low, high = row["alignment_range"]
    assert lever["half_ranges"] == pytest.approx(abs(lever["to"] - lever["from"]) / ((high - low) / 2))
    role = next(each for each in data["levers"] if each["field"] == "role")
    assert (role["target"], role["from"], role["to"], role["half_ranges"]) == (
        "blocked",
        "can-block",
        "influences",
        None,
    )


def test_the_bars_go_from_the_value_now_to_the_value_needed(preset: Question) -> None:
    chart = report(preset).charts[0]
    assert isinstance(chart, Bars)
    first = chart.bars[0]
    assert (first.key, first.start, first.end, first.text) == ("azerbaijan", -45, -4, "−45 → −4")
    assert (first.label, first.short) == ("Azerbaijan · unblock", "AZE · unblock")
    # Its range ends at −5.
    assert first.strong


def test_no_single_change_does_it_so_the_pair_is_told() -> None:
    told = told_of(
        one_issue(
            {"ann": standing(50, 5), "bob": standing(50, 5), "cat": standing(50, 5), "dan": standing(20, 5)},
            {
                "ann": stance(60, reach=20),
                "bob": stance(60, reach=20),
                "cat": stance(60, reach=20),
                "dan": stance(-60, reach=20),
            },
        )
    )
    assert "; no single change would turn that: it would take both" in told.findings[0].text
    assert len(told.findings[0].moves) == 2


def test_several_who_block_are_told_together() -> None:
    told = told_of(
        one_issue(
            {"ann": standing(50), "bob": standing(5), "cat": standing(5)},
            {"ann": stance(60), "bob": stance(-60, role="can-block"), "cat": stance(-30, role="can-block")},
        )
    )
    assert told.findings[0].text.startswith(
        "“The road” is blocked by Bob and Cat; it would take Bob at −4 instead of −60 and Cat at −4 instead "
        "of −30 to unblock it"
    )
    assert finding(told, "blocked").text.startswith("No single change would unblock “The road”")


def test_many_who_block_are_counted() -> None:
    names = [f"a{number}" for number in range(9)]
    told = told_of(
        one_issue(
            {"zed": standing(90), **{name: standing(5) for name in names}},
            {"zed": stance(60), **{name: stance(-60, role="can-block") for name in names}},
        )
    )
    assert "it would take all 9 of them at −4 or above to unblock it" in told.findings[0].text


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (new_map("00000000-0000-4000-8000-000000000000"), "no issue or no snapshot"),
        (one_issue({}, {}), "No actor has both"),
        (one_issue({"ann": Standing(state="unknown")}, {"ann": stance(60)}), "No actor has both"),
        (one_issue({"ann": standing(0)}, {"ann": stance(60)}), "No actor has both"),
    ],
)
def test_what_cannot_be_told_is_said(document: StakeMap, expected: str) -> None:
    told = told_of(document)
    assert told.is_empty
    assert expected in told.findings[0].text
    assert told.charts == told.tables == ()


def test_one_actor_alone() -> None:
    told = told_of(one_issue({"ann": standing(50)}, {"ann": stance(60)}))
    assert told.findings[0].text == (
        "The weight of influence is in favour as judged; it would take Ann at +4 instead of +60 to leave "
        "the sides evenly balanced."
    )
    assert finding(told, "radius").kind == "missing"
    assert "since Ann has no range" in finding(told, "radius").text
    assert "half-ranges" not in finding(told, "verdict").text


def test_all_at_nought() -> None:
    told = told_of(
        one_issue({"ann": standing(50), "bob": standing(40)}, {"ann": stance(0), "bob": stance(0)})
    )
    assert "The weighted mean is at 0" in finding(told, "mean").text
    assert told.findings[0].text.startswith("The weight of influence is evenly balanced as judged;")


def test_a_blocker_whose_stance_is_unknown_leaves_it_open() -> None:
    told = told_of(
        one_issue(
            {"ann": standing(50), "bob": standing(55)},
            {"ann": stance(60), "bob": Stance(state="unknown", role="can-block")},
        )
    )
    assert finding(told, "blocked").text == (
        "Whether “The road” is blocked is open: Bob can block, and where it stands is not known."
    )
    assert "as far as is known" in told.findings[0].text
    assert (
        told.findings[1].text
        == "Bob alone, whose alignment is not known, could leave the sides evenly balanced."
    )


def test_parts_of_an_actor_that_is_left_out_are_told() -> None:
    document = one_issue(
        {"ann": standing(60), "state": standing(5)},
        {"ann": stance(60), "state": Stance(state="unknown")},
        {"ann": Actor(name="Ann", part_of="state"), "state": Actor(name="State")},
    )
    assert finding(told_of(document), "unknowns").text.endswith(
        "This takes parts of State to count as they do now; they would not once their whole counts."
    )


def test_somebody_undecided_of_unknown_influence_could_dilute_a_lead() -> None:
    """60 − 49 = 11 is above 10 % of 109 and below 10 % of 209."""
    told = told_of(
        one_issue(
            {"ann": standing(60), "bob": standing(49)},
            {"ann": stance(60), "bob": stance(-60), "eve": stance(0)},
        )
    )
    found = finding(told, "unknowns")
    assert found.text == (
        "Eve alone, whose alignment or influence is not known, could leave the sides evenly balanced."
    )
    assert "= 0.09 of itself" in found.how


@settings(max_examples=12)
@given(maps())
def test_any_map(document: StakeMap) -> None:
    assume_no_text_says_nan(document)
    for issue in document.issues or [None]:
        for snapshot in document.snapshots or [None]:
            told = report(Question.of(document, issue, snapshot))
            assert told.findings
            assert len({each.id for each in told.findings}) == len(told.findings) <= 9
            texts = [text for each in told.findings for text in (each.text, each.how)]
            assert not any("nan" in text.split() or "inf" in text.split() for text in texts)
            json.dumps(told.data, allow_nan=False)
