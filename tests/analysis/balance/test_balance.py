"""Balance: the published case, small maps worked by hand, and laws of the weighted mean and median."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.builders import EMISSIONS, emission_standards, one_issue, stance, standing
from stakemap.analysis.balance.balance import balance, weighted_mean, weighted_median
from stakemap.analysis.balance.counted import Inputs, gather, with_positions
from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.balance.verdict import opposed_blockers, verdict
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Role, Stance, Standing
from stakemap.model.resolve import Resolver


def inputs_of(document: StakeMap) -> Inputs:
    return gather(document, "2025", "road", Resolver())


def test_published_case_of_the_emission_standards() -> None:
    capability, salience, position = np.array(list(EMISSIONS.values()), dtype=float).T
    weights = capability * salience
    assert weighted_mean(position, weights) == pytest.approx(7.38996, abs=5e-6)
    assert weighted_median(position, weights) == 7.0


def test_published_case_through_a_map() -> None:
    """The same on the map's scales, on which the years 4 … 10 are −100 … 100."""
    result = balance(inputs_of(emission_standards()))
    assert result.mean is not None
    assert 7 + result.mean * 3 / 100 == pytest.approx(7.38996, abs=5e-6)
    assert result.median == 0.0
    assert result.by_salience


def test_small_map_by_hand() -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(50), "cat": standing(40), "dan": standing(20)},
        {
            "ann": stance(60, salience=50),
            "bob": stance(-40, salience=100),
            "cat": stance(4.9, salience=25),
            "dan": stance(5, salience=50),
        },
    )
    result = balance(inputs_of(document))
    assert (result.support, result.opposition, result.undecided) == (40 + 10, 50, 10)
    assert result.net == 0
    assert result.counts == (2, 1, 1)
    assert verdict(result) == "even"
    assert result.mean == pytest.approx((60 * 40 - 40 * 50 + 4.9 * 10 + 5 * 10) / 110)
    assert result.median == 4.9
    assert result.power == (("ann", 40.0), ("bob", 50.0), ("cat", 10.0), ("dan", 10.0))


def test_threshold_moves_actors_between_sides() -> None:
    document = one_issue({"ann": standing(80)}, {"ann": stance(10, salience=100)})
    inputs = inputs_of(document)
    assert balance(inputs, threshold=10).support == 80
    assert balance(inputs, threshold=10.5).undecided == 80


def test_without_full_salience_it_weighs_by_influence_alone() -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(50)}, {"ann": stance(60, salience=10), "bob": stance(-40)}
    )
    result = balance(inputs_of(document))
    assert not result.by_salience
    assert result.without_salience == ("bob",)
    assert (result.support, result.opposition) == (80, 50)


def test_influence_on_the_issue_wins_over_the_standing() -> None:
    document = one_issue({"ann": standing(80)}, {"ann": stance(60, salience=100, influence=10)})
    assert balance(inputs_of(document)).support == 10


def test_unknown_actors_are_named_and_take_no_part() -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(50), "eve": Standing(state="not-applicable")},
        {
            "ann": stance(60),
            "bob": Stance(state="unknown"),
            "cat": stance(-100),
            "dan": Stance(state="not-applicable"),
            "eve": stance(-100, influence=100),
        },
        actors={"fay": Actor(name="Fay")},
    )
    result = balance(inputs_of(document))
    assert result.unknown == ("bob", "fay")
    assert result.without_influence == ("cat",)
    assert result.power == (("ann", 80.0),)
    assert inputs_of(document).not_applicable == ("dan", "eve")


def test_parts_of_a_counted_actor_are_not_counted_twice() -> None:
    actors = {
        "state": Actor(name="State"),
        "ministry": Actor(name="Ministry", part_of="state"),
        "minister": Actor(name="Minister", part_of="ministry"),
        "adviser": Actor(name="Adviser", part_of="minister"),
    }
    everyone = {name: standing(50) for name in actors}
    stances = {"state": stance(50), "ministry": stance(50), "minister": stance(-50)}
    result = balance(inputs_of(one_issue(everyone, stances, actors)))
    assert result.within == (("adviser", "state"), ("minister", "state"), ("ministry", "state"))
    assert result.unknown == ()
    assert (result.support, result.opposition) == (50, 0)

    unknown_whole = stances | {"state": Stance(state="unknown")}
    result = balance(inputs_of(one_issue(everyone, unknown_whole, actors)))
    assert result.unknown == ("state",)
    assert result.within == (("adviser", "ministry"), ("minister", "ministry"))
    assert (result.support, result.opposition) == (50, 0)


def test_actors_that_are_part_of_each_other_all_count() -> None:
    actors = {
        "ann": Actor(name="Ann", part_of="bob"),
        "bob": Actor(name="Bob", part_of="ann"),
        "cat": Actor(name="Cat", part_of="ann"),
    }
    document = one_issue({n: standing(50) for n in actors}, {n: stance(50) for n in actors}, actors)
    result = balance(inputs_of(document))
    assert [actor for actor, _ in result.power] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("alignment", "role", "opposed"),
    [
        (-20, "can-block", ("bob",)),
        (-4, "can-block", ()),
        (20, "can-block", ()),
        (-20, "decides", ()),
        (-20, "influences", ()),
    ],
)
def test_who_can_block_and_is_against(alignment: float, role: Role, opposed: tuple[str, ...]) -> None:
    document = one_issue(
        {"ann": standing(90), "bob": standing(10)},
        {"ann": stance(60), "bob": stance(alignment, role=role)},
    )
    assert opposed_blockers(balance(inputs_of(document))) == opposed


def test_roles_are_named_also_where_the_stance_is_unknown() -> None:
    document = one_issue(
        {"ann": standing(90), "bob": standing(10)},
        {"ann": stance(60, role="decides"), "bob": Stance(state="unknown", role="can-block")},
    )
    result = balance(inputs_of(document))
    assert result.deciders == (("ann", "for"),)
    assert result.blockers == (("bob", "unknown"),)


def test_nothing_to_weigh() -> None:
    empty = balance(inputs_of(one_issue({}, {})))
    weightless = balance(inputs_of(one_issue({"ann": standing(0)}, {"ann": stance(50)})))
    for result in (empty, weightless):
        assert (result.mean, result.median, verdict(result)) == (None, None, "nothing")


def test_dragging_carries_values_ranges_and_roles_along() -> None:
    document = one_issue(
        {"ann": standing(50, 10), "bob": standing(50)},
        {"ann": stance(60, 50, 20, role="can-block"), "bob": stance(10)},
    )
    before = inputs_of(document)
    after = with_positions(before, {"ann": (-90, 95), "nobody": (0, 0)})
    assert after.alignment.value.tolist() == [-90, 10]
    assert (after.alignment.low[0], after.alignment.high[0]) == (-100, -70)
    assert (after.influence.low[0], after.influence.high[0]) == (85, 100)
    assert after.roles[0].alignment == -90
    assert before.alignment.value.tolist() == [60, 10]


def test_inputs_cannot_be_changed() -> None:
    inputs = inputs_of(one_issue({"ann": standing(50)}, {"ann": stance(60)}))
    with pytest.raises(ValueError, match="read-only"):
        inputs.alignment.value[0] = 3


def test_side_of_nought_is_undecided_at_any_threshold() -> None:
    assert side_of(0.0, threshold=0) == "undecided"
    assert side_of(0.1, threshold=0) == "for"
    assert side_of(None) == "unknown"


positions = st.integers(-100, 100)
weighted = st.lists(st.tuples(positions, st.integers(0, 100)), min_size=1, max_size=12).filter(
    lambda pairs: any(weight for _, weight in pairs)
)


def arrays(pairs: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    places, weights = np.array(pairs, dtype=float).T
    return places, weights


@given(weighted)
def test_mean_and_median_lie_within_the_hull_of_those_with_weight(pairs: list[tuple[int, int]]) -> None:
    held = [place for place, weight in pairs if weight]
    for found in (weighted_mean(*arrays(pairs)), weighted_median(*arrays(pairs))):
        assert found is not None
        assert min(held) <= found <= max(held)


@given(weighted)
def test_mean_agrees_with_exact_arithmetic(pairs: list[tuple[int, int]]) -> None:
    exact = Fraction(sum(p * w for p, w in pairs), sum(w for _, w in pairs))
    assert weighted_mean(*arrays(pairs)) == pytest.approx(float(exact), abs=1e-9)


@given(weighted)
def test_no_more_than_half_the_weight_lies_on_either_side_of_the_median(pairs: list[tuple[int, int]]) -> None:
    median = weighted_median(*arrays(pairs))
    assert median is not None
    total = sum(weight for _, weight in pairs)
    assert 2 * sum(weight for place, weight in pairs if place < median) <= total
    assert 2 * sum(weight for place, weight in pairs if place > median) <= total


@given(weighted, st.integers(1, 9))
def test_median_and_mean_do_not_depend_on_the_unit_of_weight(pairs: list[tuple[int, int]], unit: int) -> None:
    places, weights = arrays(pairs)
    assert weighted_median(places, weights / unit) == weighted_median(places, weights)
    assert weighted_mean(places, weights / unit) == pytest.approx(weighted_mean(places, weights), abs=1e-9)


@given(weighted, st.randoms(use_true_random=False))
def test_median_does_not_depend_on_order_or_on_splitting_an_actor(
    pairs: list[tuple[int, int]], random: Random
) -> None:
    split = [(place, half) for place, weight in pairs for half in (weight / 4, weight * 3 / 4)]
    random.shuffle(split)
    assert weighted_median(*arrays(split)) == weighted_median(*arrays(pairs))


@given(weighted, st.floats(1, 50))
def test_median_does_not_move_while_others_move_further_out(
    pairs: list[tuple[int, int]], push: float
) -> None:
    """What sets the median apart from the mean: how extreme the extremes are does not matter to it."""
    places, weights = arrays(pairs)
    median = weighted_median(places, weights)
    assert median is not None
    if median not in places:
        return
    pushed = np.where(places > median, places + push, np.where(places < median, places - push, places))
    assert weighted_median(pushed, weights) == median


@given(weighted)
def test_mirrored_positions_give_mirrored_results(pairs: list[tuple[int, int]]) -> None:
    places, weights = arrays(pairs)
    assert weighted_median(-places, weights) == -(weighted_median(places, weights) or 0.0)
    assert weighted_mean(-places, weights) == pytest.approx(-(weighted_mean(places, weights) or 0.0))


@given(weighted, st.integers(0, 100))
def test_the_three_sides_sum_to_all_the_power(pairs: list[tuple[int, int]], threshold: int) -> None:
    names = [f"a{number}" for number in range(len(pairs))]
    document = one_issue(
        {name: standing(weight) for name, (_, weight) in zip(names, pairs, strict=True)},
        {name: stance(place) for name, (place, _) in zip(names, pairs, strict=True)},
    )
    result = balance(inputs_of(document), threshold)
    total = sum(weight for _, weight in pairs)
    assert result.support + result.opposition + result.undecided == pytest.approx(total)
