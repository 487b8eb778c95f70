"""An issue in short: the preset in one look, and what is said where little is known."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report
from stakemap.model.document import DecisionRule, StakeMap, new_map
from stakemap.model.edits import update_issue
from stakemap.model.judgements import Stance
from stakemap.storage.presets import load_preset
from strategies import maps


def told_of(document: StakeMap, issue: str | None = None, snapshot: str | None = None) -> Report:
    return METHODS["in-short"].report(Question.of(document, issue, snapshot))


def test_the_preset_in_one_look() -> None:
    told = told_of(load_preset("armenia-turkiye"), "normalisation", "2025-07")
    assert told.findings[0].text == (
        "“Open it now” is blocked by Azerbaijan; it would take Azerbaijan at −4 to unblock it, while Türkiye "
        "at +4 would be enough to leave the sides evenly balanced; the judgement most worth checking is the "
        "alignment of Türkiye."
    )
    assert [each.id for each in told.findings] == ["headline", "result", "blocked", "check", "verdict"]
    _, result, lever, check, _ = told.findings
    assert "Azerbaijan can block “Open it now”." in result.text
    assert lever.moves[0].after == -4
    assert check.place is not None
    assert check.place.subject.id == "turkiye"
    # All numbers of the headline stand in its own How.
    for text in ("at −5 or below; Azerbaijan is at −45", "= +95", "+95 − 85 = +10", "= 48 %"):
        assert text in told.findings[0].how
    assert told.data["check_next"] is not None


def test_a_rule_that_the_issue_states_is_applied_too() -> None:
    """By weight Ann leads alone; under the rule her votes are too few."""
    document = one_issue(
        {"ann": standing(90), "bob": standing(20)},
        {"ann": stance(60, votes=10), "bob": stance(-60, votes=12)},
    )
    assert all(each.id != "rule" for each in told_of(document).findings)
    document = update_issue(document, "road", rule=DecisionRule(kind="votes", quota=15))
    rule = next(each for each in told_of(document).findings if each.id == "rule")
    assert rule.text == "Those in favour of “The road” hold 10 of the 15 votes needed."


def test_what_is_not_known_comes_first() -> None:
    told = told_of(
        one_issue(
            {"ann": standing(50), "bob": standing(60)}, {"ann": stance(60), "bob": Stance(state="unknown")}
        )
    )
    assert told.findings[0].text == (
        "The weight of influence is in favour as far as is known, which is too little to call it; it would "
        "take Ann at +4 to leave the sides evenly balanced; what to find out first is where Bob stands."
    )
    assert "Bob 60" in told.findings[1].how


@pytest.mark.parametrize("weight", [50, 10])
def test_a_verdict_that_the_headline_begins_with_is_not_told_again(weight: float) -> None:
    told = told_of(
        one_issue({"ann": standing(50), "bob": standing(weight)}, {"ann": stance(60), "bob": stance(-60)})
    )
    assert [each.id for each in told.findings] == ["headline", "verdict", "check"]
    assert told.findings[0].text.startswith("The weight of influence is ")
    # What it rests on stays with the headline.
    assert f"for 50 − against {weight} = " in told.findings[0].how


def test_a_verdict_that_says_more_than_the_headline_is_told() -> None:
    told = told_of(
        one_issue({"ann": standing(50), "bob": standing(50)}, {"ann": stance(0), "bob": stance(2)})
    )
    assert told.findings[1].text == "All the weight is with undecided actors."


def test_without_ranges_the_weakest_support_is_told() -> None:
    told = told_of(one_issue({"ann": standing(50)}, {"ann": stance(60)}))
    assert "the weightiest judgement with weak support is the alignment of Ann." in told.findings[0].text


def test_what_cannot_be_told_is_said() -> None:
    assert told_of(new_map("00000000-0000-4000-8000-000000000000")).is_empty
    told = told_of(one_issue({}, {"ann": Stance(state="unknown")}))
    assert told.findings[0].text == (
        "No actor has both a known alignment and a weight on this issue; what to find out first is where Ann "
        "stands."
    )


@settings(max_examples=8)
@given(maps())
def test_any_map(document: StakeMap) -> None:
    told = told_of(document)
    assert told.findings
    assert len({each.id for each in told.findings}) == len(told.findings)
    json.dumps(told.data, allow_nan=False)
