"""Scenarios beside the snapshot that they build on: published checks, laws, and what is told."""

from __future__ import annotations

import re
from typing import Any, get_args

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report, Stacks
from stakemap.analysis.scenarios.scenarios import (
    BANDS,
    MOST_SCENARIOS,
    coherence,
    compared,
    expectation,
    siblings,
    strength,
    viewed,
)
from stakemap.model.document import Likelihood, Snapshot, StakeMap
from stakemap.model.edits import annotate, branch
from stakemap.model.judgements import Stance
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.storage.presets import load_preset
from strategies import assume_no_text_says_nan, maps

LIKELIHOODS: tuple[Likelihood, ...] = get_args(Likelihood)


def scenario(based_on: str, stances: dict[str, Stance] | None = None, **fields: Any) -> Snapshot:
    """A scenario with stances on the road."""
    judged = {"road": stances} if stances else {}
    return Snapshot(**{"label": "If", "scenario": True, "based_on": based_on, "stances": judged} | fields)


def with_snapshots(document: StakeMap, **added: Snapshot) -> StakeMap:
    """A map with more snapshots."""
    return replace(document, snapshots=document.snapshots | added)


def road(**added: Snapshot) -> StakeMap:
    """Anna is for, Bela against and can block, Cleo undecided; each with an influence of 50 and more."""
    document = one_issue(
        {"anna": standing(60), "bela": standing(50), "cleo": standing(20)},
        {"anna": stance(50, 100), "bela": stance(-80, 100, role="can-block"), "cleo": stance(0, 50)},
    )
    return with_snapshots(document, **added)


def told(document: StakeMap, snapshot: str = "2025") -> Report:
    return METHODS["scenarios"].report(Question.of(document, "road", snapshot))


def texts(report: Report) -> dict[str, str]:
    return {finding.id: finding.text for finding in report.findings}


# --- published checks --------------------------------------------------------------------------------------


def test_bands_of_the_intelligence_community_directive_203() -> None:
    assert [BANDS[each] for each in LIKELIHOODS] == [
        (1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99),
    ]  # fmt: skip


def test_likely_unlikely_and_very_unlikely_add_up_to_80_to_145_hundredths() -> None:
    assert coherence(["likely", "unlikely", "very-unlikely"]) == (0.8, 1.45, 3, 3, "fits")


def test_the_expectation_of_three_scenarios_has_no_sign() -> None:
    found = expectation([(20, "likely"), (-30, "unlikely"), (-60, "very-unlikely")])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-8.5, 6.0))


#: Position (−7 to 7), power and weight of the players of PolicyMaker's bundled example, in its order.
POLICYMAKER = (
    *((6, 6, 1), (6, 6, 2), (-6, 6, 1), (4, 6, 1), (0, 4, 1), (-4, 6, 1), (0, 4, 1), (0, 6, 1), (-6, 6, 1)),
    *((-2, 4, 1), (0, 4, 1), (0, 2, 1), (4, 6, 1), (-6, 6, 1), (-6, 6, 1), (-6, 6, 1), (-6, 6, 1)),
    *((-6, 6, 1), (6, 6, 1), (-4, 2, 1)),
)


def test_strength_is_the_sum_of_policymaker_for_its_bundled_example() -> None:
    position, power, weight = np.array(POLICYMAKER, dtype=float).T
    found = strength(position / 7 * 100, power * weight, threshold=5)
    assert found.support * 7 == pytest.approx(192)
    assert found.opposition * 7 == pytest.approx(292)
    # What it counts for those who are not mobilised, 5 each, is left out: they have no strength here.
    assert 5 * (power * weight)[position == 0].sum() == 100


# --- laws --------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(-100, 100), st.sampled_from(LIKELIHOODS)), min_size=2, max_size=5))
def test_likelihoods_fit_if_probabilities_within_their_bands_add_up_to_one(
    outcomes: list[tuple[float, Likelihood]],
) -> None:
    found, interval = coherence([each for _, each in outcomes]), expectation(outcomes)
    assert found is not None
    assert (found.finding == "fits") == (interval is not None)
    if interval is not None:
        values = [value for value, _ in outcomes]
        assert min(values) - 1e-9 <= interval.low <= interval.high + 1e-9 <= max(values) + 2e-9
        bands = np.array([BANDS[each] for _, each in outcomes]) / 100
        room = bands[:, 1] - bands[:, 0]
        left = 1 - bands[:, 0].sum()
        shares = bands[:, 0] + (room * left / room.sum())
        assert interval.low - 1e-9 <= float(shares @ values) <= interval.high + 1e-9


@settings(max_examples=8)
@given(maps())
def test_any_map_is_told_in_sentences_with_plain_data(document: StakeMap) -> None:
    assume_no_text_says_nan(document)
    before = document.model_copy(deep=True)
    for snapshot in document.snapshots:
        for issue in document.issues:
            report = METHODS["scenarios"].report(Question.of(document, issue, snapshot))
            assert 1 <= len(report.findings) <= 9
            assert len({each.id for each in report.findings}) == len(report.findings)
            assert not re.search(r"\bnan\b|\binf\b", " ".join(each.text for each in report.findings).lower())
            orjson.dumps(dict(report.data))
            for finding in report.findings:
                assert finding.place is None or finding.place.snapshot in document.snapshots
    assert document == before


# --- which scenarios are compared --------------------------------------------------------------------------


def test_a_scenario_is_compared_with_what_it_builds_on() -> None:
    document = road(first=scenario("2025"), second=scenario("first"))
    assert viewed(document, "first") == ("2025", ("first",), 1)
    assert viewed(document, "second") == ("first", ("second",), 1)


def test_a_dated_snapshot_is_compared_with_the_scenarios_that_lead_from_it() -> None:
    document = road(
        a=scenario("2025", label="B"),
        b=scenario("a", label="A"),
        later=Snapshot(label="Later", date="2026", based_on="2025"),
        c=scenario("later"),
    )
    assert viewed(document, "2025") == ("2025", ("a", "b"), 2)
    assert siblings(document, "2025") == ("a",)


def test_no_more_are_compared_than_can_be_read() -> None:
    document = road(**{f"s{number}": scenario("2025", label=f"If {number}") for number in range(20)})
    view = viewed(document, "2025")
    assert view is not None
    assert (len(view.scenarios), view.number) == (MOST_SCENARIOS, 20)
    assert "8 more scenarios are left out" in texts(told(document))["more"]


# --- what is told ------------------------------------------------------------------------------------------


def test_who_moves_and_why_and_what_becomes_of_the_result() -> None:
    moved = stance(40, 100, role="can-block", reason="Was offered a share")
    report = told(road(offer=scenario("2025", {"bela": moved}, label="An offer", likelihood="unlikely")))
    found = texts(report)
    assert found["result"] == (
        "In “An offer”, as judged there, Bela would move, and the result would change from evenly balanced "
        "(Bela can block “The road”) to in favour."
    )
    assert found["move:bela"] == (
        "Bela would move: alignment −80 → +40 (+120). Reason given: “Was offered a share”"
    )
    assert found["strength"] == (
        "Strength, that is weight × firmness: for 30 → 50 (+20), against 40 → 0 (−40). Weight alone: for "
        "60 → 110 (+50), against 50 → 0 (−50), undecided 10 (unchanged)."
    )
    assert found["blockers"] == "Against, and can block: no longer Bela."
    assert found["likelihood"] == "“An offer” is judged: unlikely (20 to 45 %)."
    first = report.findings[1]
    assert first.place is not None
    assert (first.place.snapshot, first.place.subject) == ("offer", ("stance", "bela", "road"))


def test_who_could_no_longer_block_is_told_beside_a_verdict_that_stays() -> None:
    issue, base = "normalisation", "2025-07"
    freed = Subject.stance(issue, "azerbaijan")
    document = branch(load_preset("armenia-turkiye"), "freed", base, "No veto", scenario=True)
    document = annotate(document, "freed", freed, role=None)
    found = texts(METHODS["scenarios"].report(Question.of(document, issue, "freed")))
    assert found["result"] == (
        "In “No veto”, as judged there, the result would stay uncertain (either side could lead), but "
        "Azerbaijan would no longer block “Open it now”."
    )
    several = texts(METHODS["scenarios"].report(Question.of(document, issue, base)))
    assert several["result"].endswith("1 would change the result, as judged: “No veto”.")
    assert several["scenario:freed"].startswith(
        "“No veto”: the result would stay uncertain (either side could lead), but Azerbaijan would no longer"
    )


def test_each_number_of_the_strength_can_be_calculated_again() -> None:
    report = told(road(offer=scenario("2025", {"bela": stance(-20, 100)})))
    how = next(each.how for each in report.findings if each.id == "strength")
    assert "“In 2025”, for: Anna 60.0 × 50 ÷ 100 = 30.0" in how
    assert "“If”, against: Bela 50.0 × 20 ÷ 100 = 10.0" in how


def test_the_bars_are_the_weights_and_the_strengths() -> None:
    report = told(road(offer=scenario("2025", {"bela": stance(40, 100)})))
    weight, firm = report.charts
    assert isinstance(weight, Stacks)
    assert isinstance(firm, Stacks)
    assert [[(each.side, each.value) for each in stack.segments] for stack in weight.stacks] == [
        [("against", 50.0), ("undecided", 10.0), ("for", 60.0)],
        [("undecided", 10.0), ("for", 110.0)],
    ]
    assert [segment.short for segment in weight.stacks[0].segments] == ["50", "10", "60"]
    assert [[(each.side, each.value) for each in stack.segments] for stack in firm.stacks] == [
        [("against", 40.0), ("for", 30.0)],
        [("for", 50.0)],
    ]
    assert [row[0] for row in report.tables[0].rows] == ["In 2025", "If"]


def test_several_scenarios_stand_side_by_side_and_are_not_averaged() -> None:
    report = told(
        road(
            offer=scenario("2025", {"bela": stance(40, 100)}, label="An offer", likelihood="likely"),
            fear=scenario("2025", {"anna": stance(-30, 100)}, label="Fear", likelihood="unlikely"),
            calm=scenario("2025", label="Calm", likelihood="very-unlikely"),
        )
    )
    found = texts(report)
    assert found["result"] == (
        "Of 3 scenarios that build on “In 2025”, 2 would change the result, as judged: “An offer” and “Fear”."
    )
    assert found["scenario:calm"] == "“Calm”: nothing is judged anew on this issue."
    assert found["coherence"] == (
        "The likelihoods of the 3 scenarios built on “In 2025” add up to 0.80 to 1.45, so they can all hold "
        "even if no two of them can come about together."
    )
    assert "expectation" not in found


def test_likelihoods_that_do_not_settle_the_side_are_said_so() -> None:
    offered = {"bela": stance(40, 100)}
    found = texts(
        told(
            road(
                offer=scenario("2025", offered, likelihood="roughly-even-chance"),
                fear=scenario("2025", {"anna": stance(-30, 100)}, likelihood="roughly-even-chance"),
            )
        )
    )
    # Weighted means 41.7 and −48.3 with probabilities of 0.45 to 0.55 each.
    assert "(−7.8 to +1.2 if exactly one of the scenarios comes about)" in found["expectation"]
    assert "not averaged" in found["expectation"]


def test_likelihoods_that_cannot_all_hold_are_said_so() -> None:
    found = texts(
        told(
            road(
                one=scenario("2025", {"anna": stance(40, 100)}, likelihood="almost-certain"),
                two=scenario("2025", {"anna": stance(30, 100)}, likelihood="unlikely"),
            )
        )
    )
    assert "add up to more than 1 even at the low ends (1.15 to 1.44)" in found["coherence"]
    assert "at least one is judged too likely" in found["coherence"]


def test_room_that_is_left_is_told_only_if_all_likelihoods_are_judged() -> None:
    rare = {
        name: scenario("2025", {"anna": stance(value, 100)}, likelihood="very-unlikely")
        for name, value in (("one", 40), ("two", 30))
    }
    assert "at least 0.60 is left for what none of them describes" in texts(told(road(**rare)))["coherence"]
    open_map = road(**rare, three=scenario("2025"))
    assert "so they can all hold" in texts(told(open_map))["coherence"]


def test_likelihoods_of_different_bases_are_not_added() -> None:
    document = road(
        one=scenario("2025", {"anna": stance(40, 100)}, likelihood="almost-certain"),
        two=scenario("one", {"anna": stance(30, 100)}, likelihood="almost-certain"),
    )
    assert "coherence" not in texts(told(document))


def test_no_sentence_speaks_of_likelihood_and_confidence() -> None:
    judged = stance(40, 100, confidence="high", reason="A word")
    document = road(
        one=scenario("2025", {"bela": judged}, likelihood="likely"),
        two=scenario("2025", {"anna": judged}, likelihood="unlikely"),
    )
    for snapshot in document.snapshots:
        assert not [each for each in told(document, snapshot).findings if "confiden" in each.text]


def test_different_weights_are_not_compared() -> None:
    report = told(road(offer=scenario("2025", {"bela": stance(40)})))
    assert "weights cannot be compared: salience is not judged for Bela" in texts(report)["strength"]
    assert report.charts == ()


def test_a_salience_a_role_and_a_lost_position_are_told() -> None:
    changed = {"anna": stance(50, 20, role="decides"), "cleo": Stance(state="unknown")}
    found = texts(told(road(offer=scenario("2025", changed))))
    assert found["anew"] == (
        "Judged anew besides: no position would be known of Cleo; salience of Anna 100 → 20; role of Anna "
        "not judged → decides; salience of Cleo 50 → not judged."
    )


def test_what_a_scenario_would_still_take_is_proposed_in_its_own_view() -> None:
    document = road(offer=scenario("2025", {"anna": stance(90, 100)}, label="An offer"))
    here, there = (
        next(each for each in told(document, snapshot).findings if each.id == "levers")
        for snapshot in ("offer", "2025")
    )
    assert here.text == there.text
    assert here.text.startswith(
        "By the values of “An offer” alone: “The road” is blocked by Bela; it would take"
    )
    assert {move.actor for move in here.moves} >= {"bela"}
    assert there.moves == ()


# --- what is missing ---------------------------------------------------------------------------------------


def test_without_scenarios_it_is_said_how_to_make_one() -> None:
    report = told(road())
    assert report.is_empty
    assert "New scenario…" in report.findings[0].text


def test_a_scenario_without_a_base() -> None:
    report = told(road(lost=replace(scenario("2025"), based_on=None)), "lost")
    assert report.is_empty
    assert "builds on no other snapshot" in report.findings[0].text


def test_a_scenario_in_which_nothing_is_judged_on_the_issue() -> None:
    report = told(road(empty=scenario("2025")), "empty")
    assert report.findings[0].kind == "missing"
    assert "nothing is judged anew" in report.findings[0].text


def test_a_base_that_is_a_scenario_is_said_to_be_one() -> None:
    document = road(one=scenario("2025"), two=scenario("one", {"anna": stance(-20, 100)}))
    assert "is itself a scenario" in told(document, "two").findings[0].how


def test_without_weight_there_is_nothing_to_compare() -> None:
    document = one_issue({"anna": standing(0)}, {"anna": stance(50, 0)})
    report = told(with_snapshots(document, one=scenario("2025", {"anna": stance(-50, 0)})))
    assert report.is_empty


def test_without_a_view_there_is_nothing_to_compare() -> None:
    document = road()
    assert METHODS["scenarios"].report(Question(document, None, None)).is_empty


def test_a_cancelled_comparison_ends() -> None:
    document = road(one=scenario("2025"))
    question = Question(document, "road", "2025", cancelled=lambda: True)
    view = viewed(document, "2025")
    assert view is not None
    assert compared(question, view) == ()
    assert METHODS["scenarios"].report(question).is_empty


def test_its_page_has_the_bands_and_their_source() -> None:
    page = METHODS["scenarios"].page()
    assert any("roughly even chance 45 to 55 %" in each for each in page.formulas)
    assert any("203" in each and "2015" in each for each in page.sources)
