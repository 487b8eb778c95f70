"""Levers: published values, and that each turns its result where less of it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from analysis.builders import emission_inputs, inputs_from
from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.counted import Inputs, RoleHolder
from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits
from stakemap.analysis.balance.verdict import leader, opposed_blockers
from stakemap.analysis.levers.found import find
from stakemap.analysis.levers.levers import Lever, levers
from stakemap.analysis.levers.results import TARGETS, Setting, Target

SIDES = {"for": 1, "even": 0, "against": -1}


def applied(inputs: Inputs, *moves: tuple[str, str, object]) -> Inputs:
    """The inputs with values or roles of actors changed."""
    for actor, name, value in moves:
        if name == "role":
            places = {**dict(zip(inputs.actors, inputs.alignment.value, strict=True))}
            places |= {holder.actor: holder.alignment for holder in inputs.roles}
            others = tuple(holder for holder in inputs.roles if holder.actor != actor)
            inputs = replace(inputs, roles=(*others, RoleHolder(actor, value, places[actor])))
            continue
        if name == "alignment":
            inputs = replace(
                inputs,
                roles=tuple(
                    holder._replace(alignment=value) if holder.actor == actor else holder
                    for holder in inputs.roles
                ),
            )
        if actor in inputs.actors:
            quantity = getattr(inputs, name)
            values = quantity.value.copy()
            values[inputs.actors.index(actor)] = value
            inputs = replace(inputs, **{name: replace(quantity, value=values)})
    return inputs


def side(inputs: Inputs, target: Target, limits: SideLimits) -> int | None:
    """The side of a result, told by the balance alone."""
    result = balance(inputs, *limits)
    if target == "blocked":
        return -1 if opposed_blockers(result) else 0
    if result.mean is None or result.median is None:
        return None
    if target == "verdict":
        return SIDES[leader(result)]
    value = result.mean if target == "mean" else result.median
    return 0 if abs(value) < 1e-11 else int(np.sign(value))


def found(inputs: Inputs, target: Target, name: str, limits: SideLimits = DEFAULT_LIMITS) -> dict[str, Lever]:
    return {lever.actor: lever for lever in levers(Setting(inputs, limits), target) if lever.field == name}


# --- fixture E: emission standards (jmckib/bdm-scholz-expected-utility-model, ExampleActors.csv) ---


def test_emission_standards_balance() -> None:
    result = balance(emission_inputs())
    assert result.mean == pytest.approx(12.9985, abs=5e-5)
    assert result.median == 0
    assert (result.support, result.opposition, result.undecided) == pytest.approx((210, 155, 58.125))
    assert Setting(emission_inputs()).products == pytest.approx(5_500)


def test_emission_standards_levers_of_the_mean() -> None:
    inputs = emission_inputs()
    places = found(inputs, "mean", "alignment")
    assert {actor: lever.after for actor, lever in places.items()} == pytest.approx(
        {"france": 8.333333, "italy": 8.333333, "uk": 38.888889}, abs=1e-5
    )
    assert (places["uk"].typed, places["france"].typed) == (38, 8)
    assert places["uk"].half_ranges == pytest.approx(3.0556, abs=1e-4)
    influence, salience = found(inputs, "mean", "influence"), found(inputs, "mean", "salience")
    assert influence["france"].after == pytest.approx(100 * 5 / 60, abs=1e-4)
    assert salience["france"].after == pytest.approx(5, abs=1e-4)
    assert influence["uk"].after == pytest.approx(38.889, abs=1e-3)
    assert salience["uk"].after == pytest.approx(35, abs=1e-4)


def test_emission_standards_knife_edge_of_the_median() -> None:
    """Ireland, with a weight of 3.125 of 423, takes the median along from 0, and moves the mean by .07."""
    inputs = emission_inputs()
    ireland = found(inputs, "median", "alignment")["ireland"]
    assert ireland.after == pytest.approx(0, abs=1e-5)
    assert ireland.typed == 1
    moved = balance(applied(inputs, ("ireland", "alignment", 10.0)))
    assert moved.median == 10
    assert moved.mean == pytest.approx(13.07, abs=0.005)


# --- laws ---------------------------------------------------------------------------------------------------

rows = st.lists(
    st.tuples(
        st.integers(-100, 100) | st.sampled_from([-100, -5, 0, 5, 100]),
        st.integers(0, 100),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=6,
)
side_limits = st.builds(
    SideLimits, st.sampled_from([0.0, 5.0, 5.5, 40.0]), st.sampled_from([0.0, 10.0, 100.0])
)


@st.composite
def any_inputs(draw: st.DrawFn) -> Inputs:
    chosen = draw(rows)
    with_salience = draw(st.booleans())
    roles = draw(st.lists(st.sampled_from([None, "can-block", "decides"]), min_size=len(chosen)))
    return inputs_from(
        {
            f"a{place}": (x, c, s if with_salience else None, role)
            for place, ((x, c, s), role) in enumerate(zip(chosen, roles, strict=False))
        }
    )


@settings(max_examples=70)
@given(any_inputs(), side_limits, st.sampled_from(TARGETS))
@example(inputs_from({"a": (60, 50, None, None), "b": (-40, 50, None, None)}), SideLimits(), "median")
def test_a_lever_turns_its_result_and_less_of_it_does_not(
    inputs: Inputs, limits: SideLimits, target: Target
) -> None:
    now = side(inputs, target, limits)
    for lever in levers(Setting(inputs, limits), target):
        if lever.field == "role":
            assert side(applied(inputs, (lever.actor, "role", lever.after)), target, limits) != now
            continue
        assert side(applied(inputs, (lever.actor, lever.field, lever.after)), target, limits) not in (
            now,
            None,
        )
        then = side(applied(inputs, (lever.actor, lever.field, lever.typed)), target, limits)
        assert then == lever.outcome != now
        step = lever.after - lever.before
        if abs(step) > 1e-3:
            less = lever.before + 0.99 * step
            assert side(applied(inputs, (lever.actor, lever.field, less)), target, limits) == now


@settings(max_examples=25)
@given(any_inputs(), side_limits, st.sampled_from(["verdict", "mean", "median"]))
def test_no_smaller_single_change_turns_the_result(
    inputs: Inputs, limits: SideLimits, target: Target
) -> None:
    """Values of a coarse grid, tried one by one."""
    now = side(inputs, target, limits)
    assume(now is not None and not (target == "mean" and now == 0))
    fields = ["alignment", "influence", *(["salience"] if balance(inputs).by_salience else [])]
    for name in fields:
        known = found(inputs, target, name, limits)
        quantity = getattr(inputs, name)
        for index, actor in enumerate(inputs.actors):
            before = float(quantity.value[index])
            step = abs(known[actor].after - before) if actor in known else np.inf
            for value in np.arange(quantity.scale[0], quantity.scale[1] + 0.5, 20):
                if abs(value - before) < step - 1e-3:
                    assert side(applied(inputs, (actor, name, value)), target, limits) in (now, None)


def test_nothing_to_turn_where_nothing_has_weight() -> None:
    for inputs in (inputs_from({}), inputs_from({"ann": (60, 0, None, None)})):
        for target in ("verdict", "mean", "median"):
            assert levers(Setting(inputs), target) == ()


def test_all_at_nought_has_no_mean_to_cross() -> None:
    inputs = inputs_from({"ann": (0, 50, 50, None), "bob": (0, 60, 50, None)})
    assert levers(Setting(inputs), "mean") == ()
    assert {abs(float(lever.typed or 0)) for lever in levers(Setting(inputs), "verdict")} == {5}


# --- who can block ------------------------------------------------------------------------------------------


def test_the_only_blocker_comes_over_the_threshold_or_loses_its_role() -> None:
    inputs = inputs_from({"ann": (60, 50, None, None), "bob": (-60, 40, None, "can-block")}, reach=28)
    place, role = levers(Setting(inputs), "blocked")
    assert (place.actor, place.field, place.before, place.typed) == ("bob", "alignment", -60, -4)
    assert place.after == pytest.approx(-5, abs=1e-5)
    assert place.half_ranges == pytest.approx(55 / 28, abs=1e-5)
    assert (role.field, role.before, role.after) == ("role", "can-block", "influences")


def test_who_could_come_to_block() -> None:
    inputs = inputs_from(
        {"ann": (60, 50, None, "can-block"), "bob": (-60, 40, None, "decides"), "cat": (-9, 45, None, None)}
    )
    place, *roles = levers(Setting(inputs), "blocked")
    assert (place.actor, place.after) == ("ann", -5)
    assert [(lever.actor, lever.before, lever.after) for lever in roles] == [
        ("cat", None, "can-block"),
        ("bob", "decides", "can-block"),
    ]


def test_several_blockers_leave_no_single_lever() -> None:
    inputs = inputs_from(dict.fromkeys(("ann", "bob"), (-60, 40, None, "can-block")))
    assert levers(Setting(inputs), "blocked") == ()


def test_a_large_step_that_is_small_beside_a_wide_range_is_found_among_many_smaller_steps() -> None:
    """Twelve firm actors need 10 to 21 points each, one who may stand anywhere needs 60."""
    rows = {f"a{index:02}": (15.0 + index, 40.0, None, None) for index in range(12)}
    inputs = inputs_from(
        {**rows, "wide": (65.0, 40.0, None, None), "bob": (-50.0, 450.0, None, None)}, reach=2
    )
    quantity = inputs.alignment
    low, high = quantity.low.copy(), quantity.high.copy()
    low[12], high[12] = -35.0, 100.0
    ranged = replace(inputs, alignment=replace(quantity, low=low, high=high))
    found = find(ranged, SideLimits(5, 5))
    plausible = found.most_plausible("verdict")
    assert plausible is not None
    assert plausible.actor == "wide"
