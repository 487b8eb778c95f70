"""Pairs, sets of unknown actors and the radius: published values, and that they are the smallest."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import emission_inputs, inputs_from
from analysis.levers.test_levers import applied, side, side_limits
from stakemap.analysis.balance.counted import Inputs, LeftOut, RoleHolder
from stakemap.analysis.balance.sides import SideLimits
from stakemap.analysis.levers.levers import levers, unblocking
from stakemap.analysis.levers.pairs import Pair, radius, smallest_pair
from stakemap.analysis.levers.results import Setting, Target
from stakemap.analysis.levers.unknowns import smallest_unknown_set

RESULTS: tuple[Target, ...] = ("verdict", "mean", "median")


def pair_of(setting: Setting, target: Target) -> Pair | None:
    return smallest_pair(setting, target, levers(setting, target))


# --- fixture E: emission standards (jmckib/bdm-scholz-expected-utility-model, ExampleActors.csv) ---


def test_emission_standards_pair() -> None:
    """The United Kingdom with France (or Italy, which is the same): 1.83 half-ranges of 20 each."""
    pair = pair_of(Setting(emission_inputs()), "mean")
    assert pair is not None
    assert {lever.actor for lever in pair.levers} in (
        {"france", "uk"},
        {"italy", "uk"},
    )
    assert (pair.size, pair.unit) == (pytest.approx(1.8333, abs=1e-4), "half-ranges")
    assert [lever.half_ranges for lever in pair.levers] == pytest.approx([1.8333] * 2, abs=1e-4)


def test_emission_standards_radius() -> None:
    assert radius(Setting(emission_inputs()), "mean") == pytest.approx(0.650, abs=5e-4)


# --- laws ---------------------------------------------------------------------------------------------------


@st.composite
def mappings(draw: st.DrawFn) -> Inputs:
    """Up to five actors; no two sets of their weights are equal, so that there are no ties."""
    weights = draw(st.permutations([1.0, 2.0, 4.0, 8.0, 16.0]))
    chosen = draw(st.lists(st.integers(-100, 100), min_size=1, max_size=5))
    inputs = inputs_from(
        {
            f"a{index}": (place, weight, None, None)
            for index, (place, weight) in enumerate(zip(chosen, weights, strict=False))
        }
    )
    halves = np.array(draw(st.lists(st.sampled_from([5.0, 20.0, 33.0]), min_size=5, max_size=5)))
    halves = halves[: len(chosen)] if draw(st.booleans()) else np.full(len(chosen), np.nan)
    quantity = inputs.alignment
    ranged = replace(quantity, low=quantity.value - halves, high=quantity.value + halves)
    return replace(inputs, alignment=ranged)


def pushed(inputs: Inputs, actors: tuple[str, ...], toward: int, size: float) -> Inputs:
    """The actors moved by `size` half-ranges, or points without ranges, as far as the scale goes."""
    quantity = inputs.alignment
    halves = np.nan_to_num((quantity.high - quantity.low) / 2, nan=1.0)
    moves = []
    for actor in actors:
        index = inputs.actors.index(actor)
        place = quantity.value[index] + toward * size * halves[index]
        moves.append((actor, "alignment", float(np.clip(place, -100, 100))))
    return applied(inputs, *moves)


def least_size(inputs: Inputs, actors: tuple[str, ...], target: Target, limits: SideLimits) -> float:
    """The least size of a common push that turns a result, by bisection with the balance itself."""
    now = side(inputs, target, limits)
    sizes = []
    for toward in (-1, 1):
        if side(pushed(inputs, actors, toward, 400), target, limits) != now:
            low, high = 0.0, 400.0
            for _ in range(22):
                middle = (low + high) / 2
                turned = side(pushed(inputs, actors, toward, middle), target, limits) != now
                low, high = (low, middle) if turned else (middle, high)
            sizes.append(high)
    return min(sizes, default=np.inf)


@settings(max_examples=15)
@given(mappings(), side_limits, st.sampled_from(RESULTS))
def test_the_smallest_pair_is_the_smallest_and_less_of_it_does_not_do(
    inputs: Inputs, limits: SideLimits, target: Target
) -> None:
    pair, now = pair_of(Setting(inputs, limits), target), side(inputs, target, limits)
    if target == "mean" and now == 0:
        assert pair is None
        return
    alone = min(least_size(inputs, (actor,), target, limits) for actor in inputs.actors)
    brute = min(
        (least_size(inputs, two, target, limits) for two in combinations(inputs.actors, 2)), default=np.inf
    )
    if pair is None:
        assert brute == np.inf or brute > alone - 1e-3
        return
    assert pair.size == pytest.approx(brute, abs=1e-3)
    assert pair.size < alone + 1e-3
    moves = [(lever.actor, "alignment", lever.after) for lever in pair.levers]
    assert side(applied(inputs, *moves), target, limits) != now
    typed = [(lever.actor, "alignment", lever.typed) for lever in pair.levers]
    assert side(applied(inputs, *typed), target, limits) == pair.outcome != now
    if all(abs(lever.after - lever.before) > 1e-3 for lever in pair.levers):
        less = [
            (lever.actor, "alignment", lever.before + 0.99 * (lever.after - lever.before))
            for lever in pair.levers
        ]
        assert side(applied(inputs, *less), target, limits) == now


def test_no_pair_is_told_where_one_actor_turns_even_sides_the_other_way_with_a_smaller_step() -> None:
    """Two could put those against ahead, by 105 points; one puts those in favour ahead, by 10."""
    inputs = inputs_from(
        {
            "ann": (100, 40, None, None),
            "bob": (-90, 60, None, None),
            "eve": (-5, 20, None, None),
            "dan": (20, 35, None, None),
        }
    )
    setting = Setting(inputs, SideLimits(5, 10))
    assert setting.result("verdict") == 0
    alone = [lever for lever in levers(setting, "verdict") if lever.field == "alignment"]
    assert (alone[0].actor, alone[0].outcome) == ("eve", 1)
    assert pair_of(setting, "verdict") is None


@pytest.mark.parametrize(("weight", "turns"), [(51.0, False), (52.0, True)])
def test_somebody_undecided_of_unknown_influence_may_end_a_lead_by_the_margin(
    weight: float, turns: bool
) -> None:
    """60 − 45 = 15 is above 10 % of 105, and of no more than 150 (15 ÷ 0.1)."""
    inputs = inputs_from({"ann": (60, 60, None, None), "bob": (-60, 45, None, None)})
    others = left_out(("eve", 0, weight - 6.5))
    unknown = replace(inputs, left_out=others)
    found = smallest_unknown_set(Setting(unknown, SideLimits(5, 10)), "verdict")
    assert (
        (found is not None)
        == turns
        == (side(with_known(inputs, others, ("eve",), -1), "verdict", SideLimits(5, 10)) == 0)
    )


@settings(max_examples=15)
@given(mappings(), side_limits, st.sampled_from(RESULTS))
def test_within_the_radius_no_push_turns_the_result(
    inputs: Inputs, limits: SideLimits, target: Target
) -> None:
    size = radius(Setting(inputs, limits), target)
    if size is None:
        return
    brute = least_size(inputs, inputs.actors, target, limits)
    if target == "mean":
        # As if the scale had no ends: where somebody reaches one, the result holds out longer.
        assert size <= brute + 1e-3
    else:
        assert size == pytest.approx(brute, abs=1e-3)


def test_a_radius_needs_all_ranges() -> None:
    assert radius(Setting(emission_inputs(None)), "mean") is None
    assert pair_of(Setting(emission_inputs(None)), "mean").unit == "points"


def test_two_who_block_have_to_move_together() -> None:
    inputs = inputs_from(dict.fromkeys(("ann", "bob"), (-60, 40, None, "can-block")))
    assert [(lever.actor, lever.typed) for lever in unblocking(Setting(inputs))] == [("ann", -4), ("bob", -4)]


# --- unknown actors -----------------------------------------------------------------------------------------


def left_out(*rows: tuple[str, float | None, float]) -> LeftOut:
    ranked = sorted(rows, key=lambda row: (-row[2], row[0]))
    places = [np.nan if place is None else place for _, place, _ in ranked]
    return LeftOut(
        tuple(row[0] for row in ranked), np.array(places, dtype=float), np.array([row[2] for row in ranked])
    )


def with_known(inputs: Inputs, others: LeftOut, chosen: tuple[str, ...], toward: int) -> Inputs:
    """The inputs with some of those left out, at the end of the scale or where they are known to be."""
    rows = {
        actor: (place, weight, None, None)
        for actor, place, weight in zip(
            inputs.actors, inputs.alignment.value.tolist(), inputs.influence.value.tolist(), strict=True
        )
    }
    for actor, place, weight in zip(
        others.actors, others.alignment.tolist(), others.weight.tolist(), strict=True
    ):
        if actor in chosen:
            rows[actor] = (100.0 * toward if np.isnan(place) else place, weight, None, None)
    return inputs_from(rows)


@settings(max_examples=15)
@given(
    mappings(),
    st.lists(
        st.tuples(st.none() | st.integers(-100, 100), st.sampled_from([0.0, 3.3, 7.7, 40.1])), max_size=4
    ),
    side_limits,
    st.sampled_from(RESULTS),
)
def test_the_smallest_set_of_unknown_actors_turns_the_result_and_no_smaller_one_does(
    inputs: Inputs, rows: list[tuple[int | None, float]], limits: SideLimits, target: Target
) -> None:
    others = left_out(*((f"z{index}", *row) for index, row in enumerate(rows)))
    now = side(inputs, target, limits)
    if target == "mean" and now == 0:
        return
    found = smallest_unknown_set(Setting(replace(inputs, left_out=others), limits), target)
    if found is not None:
        assert side(with_known(inputs, others, found.actors, found.toward), target, limits) != now
    smaller = len(others.actors) if found is None else len(found.actors) - 1
    # On the side of the push, or in the middle; who is known to be on the other side would not help.
    for size in range(1, smaller + 1):
        for chosen in combinations(others.actors, size):
            for toward in (-1, 1):
                usable = all(
                    np.isnan(place) or place * toward >= 0
                    for actor, place in zip(others.actors, others.alignment.tolist(), strict=True)
                    if actor in chosen
                )
                if usable and toward != now:
                    assert side(with_known(inputs, others, chosen, toward), target, limits) == now


def test_an_unknown_actor_that_can_block() -> None:
    inputs = inputs_from({"ann": (60, 50, None, None)})
    unknown = replace(inputs, roles=(RoleHolder("bob", "can-block", None),))
    found = smallest_unknown_set(Setting(unknown), "blocked")
    assert found is not None
    assert found.actors == ("bob",)
    assert smallest_unknown_set(Setting(inputs), "blocked") is None
