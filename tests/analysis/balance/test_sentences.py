"""The sentences of a balance: nothing left out goes unnamed, and texts of a map stay plain values."""

from __future__ import annotations

import pytest

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.counted import gather
from stakemap.analysis.balance.intervals import Interval, intervals, missing_ranges
from stakemap.analysis.balance.sentences import (
    balance_lines,
    counts_text,
    interval_text,
    methods,
    place_text,
    position_text,
)
from stakemap.analysis.balance.verdict_sentences import verdict_text
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import update_issue
from stakemap.model.judgements import AlignmentEstimate, InfluenceEstimate, Stance
from stakemap.model.resolve import Resolver
from stakemap.wording.numbers import figure, signed_figure


def lines_of(document: StakeMap) -> tuple[str, ...]:
    inputs = gather(document, "2025", "road", Resolver())
    return balance_lines(document, balance(inputs), missing_ranges(inputs), intervals(inputs))


def test_a_blocked_balance_in_words() -> None:
    document = one_issue(
        {"ann": standing(80, 5), "bob": standing(20, 5)},
        {
            "ann": stance(60, 100, 5, role="decides"),
            "bob": stance(-50, 50, 5, role="can-block"),
            "cat": Stance(state="unknown", influence=InfluenceEstimate(value=10)),
        },
    )
    assert lines_of(document) == (
        "The weight of influence is in favour. Bob can block it.",
        "Effective power: 80 for, 10 against, 0 undecided.",
        "Weighted mean: +48, for. Weighted median: +60, for.",
        "Actors: 1 for, 1 against, 1 without a position.",
        "Decides: Ann (for).",
        "Can block: Bob (against).",
        "1 actor is left out because its alignment is not known: Cat.",
        "The actors left out could add a weight of up to 10 in all.",
        "Intervals: 10th to 90th percentile of 2,000 draws from the ranges, each value drawn independently.",
    )


def test_what_is_missing_is_said() -> None:
    actors = {"pm": Actor(name="{name} <b>PM</b>", part_of="ann"), "dan": Actor(name="")}
    document = one_issue(
        {"ann": standing(80), "bob": standing(20)},
        {"ann": stance(60), "bob": stance(-50, 50), "dan": stance(5)},
        actors,
    )
    assert lines_of(document)[-5:] == (
        "1 actor is left out because its influence is not known: dan.",
        "The actors left out could add a weight of up to 100 in all.",
        (
            "Salience is not judged for 1 of 2 counted actors (Ann), so the balance is weighted by "
            "influence alone."
        ),
        "Counted as part of another actor: {name} <b>PM</b> in Ann.",
        "No interval: 2 of 2 counted actors have no range for a value used here (Ann and Bob).",
    )


def verdict_of(document: StakeMap, low: str = "", high: str = "") -> str:
    if low or high:
        document = update_issue(document, "road", low_label=low, high_label=high)
    return lines_of(document)[0]


@pytest.mark.parametrize("side", [1, -1])
def test_a_decider_on_the_other_side_is_named(side: int) -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(20)},
        {"ann": stance(60 * side), "bob": stance(-50 * side, role="decides")},
    )
    leading, other = ("in favour", "against") if side > 0 else ("against", "for")
    assert verdict_of(document) == f"The weight of influence is {leading}. Bob decides and is {other}."


def test_a_lead_is_told_by_the_labels_of_the_issue() -> None:
    document = one_issue({"ann": standing(80)}, {"ann": stance(60)})
    mirrored = one_issue({"ann": standing(80)}, {"ann": stance(-60)})
    labels = "Keep  it\nclosed", "Open it now"
    assert verdict_of(document, *labels) == "The weight of influence favours “Open it now”."
    assert verdict_of(mirrored, *labels) == "The weight of influence favours “Keep it closed”."
    assert verdict_of(document, "Against", "For") == "The weight of influence is in favour."
    assert verdict_of(mirrored, "against", "") == "The weight of influence is against."
    assert len(verdict_of(document, "", "Long " * 40)) < 100


def test_a_lead_of_many_mild_over_a_few_firm_actors_says_so() -> None:
    document = one_issue({"ann": standing(80), "bob": standing(50)}, {"ann": stance(10), "bob": stance(-100)})
    assert verdict_of(document, "", "Open") == (
        "The weight of influence favours “Open”, but the other side holds stronger positions."
    )
    assert verdict_of(document) == (
        "The weight of influence is in favour, but those against hold stronger positions."
    )


def test_the_verdict_in_fewer_words() -> None:
    def short(place: float, label: str) -> str:
        document = update_issue(
            one_issue({"ann": standing(80)}, {"ann": stance(place)}), "road", high_label=label
        )
        return verdict_text(document, balance(gather(document, "2025", "road", Resolver())))

    assert short(60, "Open") == "Favours “Open”."
    assert (short(60, ""), short(-60, "Open"), short(0, "")) == (
        "In favour.",
        "Against.",
        "All the weight is with undecided actors.",
    )


def test_what_is_uncertain_for_its_ranges_is_not_put_down_to_unknowns_in_fewer_words_either() -> None:
    def short(ann: float, bob: float) -> str:
        document = one_issue(
            {"ann": standing(ann, 30), "bob": standing(bob, 30)},
            {"ann": stance(60, 90, 5), "bob": stance(-60, 90, 5)},
        )
        inputs = gather(document, "2025", "road", Resolver())
        found = intervals(inputs)
        assert found is not None
        return verdict_text(document, balance(inputs), found.net)

    assert short(60, 40) == "Those in favour are ahead, but the lead is uncertain."
    assert short(40, 60) == "Those against are ahead, but the lead is uncertain."
    assert short(50, 50) == "Too uncertain to call."


def test_what_can_be_blocked_is_named_where_it_would_not_be_clear() -> None:
    standings = {"ann": standing(50), "bob": standing(50)}
    even = one_issue(standings, {"ann": stance(60), "bob": stance(-60, role="can-block")})
    balanced = "The weight of influence is evenly balanced."
    assert verdict_of(even, "Keep", "Open") == f"{balanced} Bob can block “Open”."
    assert verdict_of(even, "Against", "For") == f"{balanced} Bob can block “The road”."
    led = one_issue(standings | {"ann": standing(90)}, even.snapshots["2025"].stances["road"])
    assert verdict_of(led, "Keep", "Open") == "The weight of influence favours “Open”. Bob can block it."
    wide = {"ann": standing(60, 30), "bob": standing(40, 30)}
    stances = {"ann": stance(60, 90, 5), "bob": stance(-60, 90, 5, role="can-block")}
    assert verdict_of(one_issue(wide, stances), "Keep", "Open") == (
        "“Open” is ahead, but within the ranges, either side could lead. Bob can block “Open”."
    )


def test_near_and_far_alignments_read_differently() -> None:
    said = [
        position_text(
            balance(gather(one_issue({"a": standing(50)}, {"a": stance(x)}), "2025", "road", Resolver()))
        )
        for x in (-5, -95)
    ]
    assert said == [
        "weighted mean −5, slightly against",
        "weighted mean −95, strongly against",
    ]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (0, "0, between the sides"),
        (4.9, "+5, between the sides"),
        (8, "+8, slightly for"),
        (33, "+33, slightly for"),
        (34, "+34, for"),
        (67, "+67, strongly for"),
        (100, "+100, strongly for"),
        (-66, "−66, against"),
    ],
)
def test_a_weighted_position_is_said_in_words_too(place: float, words: str) -> None:
    assert place_text(place, 5.0) == words


def test_who_could_turn_a_lead_is_named_the_weightiest_first() -> None:
    document = one_issue(
        {
            "ann": standing(80),
            "bob": standing(20),
            "cat": standing(70),
            "dan": standing(15),
            "eve": standing(5),
        },
        {
            "ann": stance(60),
            **{name: Stance(state="unknown") for name in ("cat", "dan", "eve")},
            "bob": Stance(state="unknown", role="can-block"),
        },
    )
    assert verdict_of(document) == (
        "Too many unknowns to call: Cat, Bob, Dan and 1 more could tip it. Bob can block “The road” "
        "(position unknown)."
    )
    result = balance(gather(document, "2025", "road", Resolver()))
    assert counts_text(result) == "1 for, 0 against, 4 without a position"


def test_a_lead_within_the_ranges_is_not_called() -> None:
    document = one_issue(
        {"ann": standing(60, 30), "bob": standing(40, 30)},
        {"ann": stance(60, 90, 5), "bob": stance(-60, 90, 5)},
    )
    assert verdict_of(document, "", "Open") == (
        "“Open” is ahead, but within the ranges, either side could lead."
    )
    assert verdict_of(document) == "Those in favour are ahead, but within the ranges, either side could lead."
    even = one_issue(
        {"ann": standing(50, 30), "bob": standing(50, 30)},
        {"ann": stance(60, 90, 5), "bob": stance(-60, 90, 5)},
    )
    assert verdict_of(even) == "Evenly balanced, but within the ranges, either side could lead."


def test_values_that_their_ranges_contradict_call_no_side() -> None:
    near = [f"n{number}" for number in range(12)]
    document = one_issue(
        {**{name: standing(10, 0) for name in near}, "far": standing(90, 0)},
        {
            **{name: Stance(alignment=AlignmentEstimate(value=6, low=0, high=8)) for name in near},
            "far": stance(-80, reach=10),
        },
    )
    assert verdict_of(document) == (
        "Too uncertain to call: the values and their ranges point in different directions."
    )


def test_a_map_without_sides_is_undecided_rather_than_balanced() -> None:
    assert (
        verdict_of(one_issue({"ann": standing(60)}, {"ann": stance(0)}))
        == "All the weight is with undecided actors."
    )
    even = one_issue({"ann": standing(60), "bob": standing(58)}, {"ann": stance(30), "bob": stance(-30)})
    assert verdict_of(even) == "The weight of influence is evenly balanced."


def test_nothing_to_weigh() -> None:
    assert lines_of(one_issue({}, {})) == (
        "Nothing to weigh: no actor has both a known alignment and a weight on this issue.",
    )


def test_figures_in_sentences() -> None:
    assert figure(-0.4) == "0"
    assert figure(-12.6) == "−13"
    assert figure(1234.56, 1) == "1,234.6"
    assert [figure(value) for value in (0.5, 11.5, 12.5, -12.5)] == ["1", "12", "13", "−13"]
    assert (signed_figure(12.4), signed_figure(-12.4), signed_figure(0.2)) == ("+12", "−12", "0")
    assert interval_text(Interval(-12.2, 30.0), with_sign=True) == "−12 to +30"


def test_every_method_names_its_source() -> None:
    assert [method.source for method in methods()][:3] == [
        "Efird, Lester and Wise 2016",
        "Achen 2006",
        "Black 1948",
    ]
