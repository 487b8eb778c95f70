"""The verdict: never more than the known weight allows, alike for both sides and in any unit of weight."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance.balance import Balance, balance
from stakemap.analysis.balance.counted import gather, with_positions
from stakemap.analysis.balance.intervals import Interval, intervals
from stakemap.analysis.balance.verdict import could_turn, turned_by, verdict
from stakemap.analysis.balance.verdict_sentences import verdict_line
from stakemap.model.document import Actor
from stakemap.model.judgements import AlignmentEstimate, InfluenceEstimate, SalienceEstimate, Stance
from stakemap.model.resolve import Resolver

MIRRORED = {
    "for": "against",
    "against": "for",
    "even": "even",
    "uncertain": "uncertain",
    "nothing": "nothing",
}

#: Alignment (None: unknown) and influence of each actor.
Actors = list[tuple[int | None, float]]


def of(actors: Actors, margin: float = 10) -> Balance:
    """The balance of actors with a known influence."""
    names = [f"a{number}" for number in range(len(actors))]
    document = one_issue(
        {name: standing(weight) for name, (_, weight) in zip(names, actors, strict=True)},
        {
            name: Stance(state="unknown") if place is None else stance(place)
            for name, (place, _) in zip(names, actors, strict=True)
        },
    )
    return balance(gather(document, "2025", "road", Resolver()), margin=margin)


actors = st.lists(st.tuples(st.integers(-100, 100) | st.none(), st.integers(0, 100)), min_size=1, max_size=10)
margins = st.integers(0, 50)


@given(actors, margins)
def test_mirrored_alignments_mirror_the_verdict(group: Actors, margin: int) -> None:
    mirrored = [(None if place is None else -place, weight) for place, weight in group]
    assert verdict(of(mirrored, margin)) == MIRRORED[verdict(of(group, margin))]


@given(actors, margins, st.integers(2, 9))
def test_the_unit_of_weight_changes_nothing(group: Actors, margin: int, unit: int) -> None:
    scaled = [(place, weight / unit) for place, weight in group]
    assert verdict(of(scaled, margin)) == verdict(of(group, margin))


@given(actors, margins)
def test_unknown_weight_as_large_as_the_known_never_leaves_a_side(group: Actors, margin: int) -> None:
    known = [(place, weight) for place, weight in group if place is not None]
    known.append((60, 1))
    total = sum(weight for _, weight in known)
    unknown: Actors = [(None, 100)] * -(-total // 100)
    assert verdict(of(known + unknown, margin)) == "uncertain"


@given(actors, margins, st.integers(-100, 100), st.sampled_from([-80, 80]))
def test_a_side_that_is_called_keeps_its_lead_wherever_the_unknown_stand(
    group: Actors, margin: int, place: int, side: int
) -> None:
    some: Actors = [(side, 100), (side, 90), *group]
    called = verdict(of(some, margin))
    settled = of([(place if known is None else known, weight) for known, weight in some], margin)
    if called in ("for", "against"):
        assert settled.net > 0 if called == "for" else settled.net < 0


@given(actors, margins)
def test_more_unknown_weight_never_makes_it_surer(group: Actors, margin: int) -> None:
    if verdict(of(group, margin)) == "uncertain":
        assert verdict(of([*group, (None, 10)], margin)) == "uncertain"


@given(actors, margins, st.floats(-1000, 1000), st.floats(0, 1000))
def test_mirrored_intervals_mirror_the_verdict(group: Actors, margin: int, low: float, width: float) -> None:
    mirrored = [(None if place is None else -place, weight) for place, weight in group]
    result, other = of(group, margin), of(mirrored, margin)
    found, reverse = Interval(low, low + width), Interval(-low - width, -low)
    assert verdict(other, reverse) == MIRRORED[verdict(result, found)]


@pytest.mark.parametrize(
    ("support", "opposition", "margin", "expected"),
    [
        (55, 45, 10, "even"),
        (56, 44, 10, "for"),
        (45, 55, 10, "even"),
        (44, 56, 10, "against"),
        (56, 44, 12, "even"),
        (50, 50, 0, "even"),
        (51, 49, 0, "for"),
    ],
)
def test_even_up_to_the_margin(support: float, opposition: float, margin: float, expected: str) -> None:
    assert verdict(of([(60, support), (-60, opposition)], margin)) == expected


def test_a_difference_of_a_fiftieth_is_no_lead_for_all_that_one_is_unknown() -> None:
    assert verdict(of([(60, 36.6), (-60, 35.0), (None, 4.5)])) == "even"


def test_undecided_weight_counts_for_the_margin() -> None:
    assert verdict(of([(60, 20), (-60, 10)])) == "for"
    assert verdict(of([(60, 20), (-60, 10), (0, 80)])) == "even"


@pytest.mark.parametrize(("unknown", "expected"), [(29, "for"), (30, "uncertain")])
def test_a_lead_stands_until_the_unknown_could_make_up_for_it(unknown: float, expected: str) -> None:
    assert verdict(of([(60, 60), (-60, 30), (None, unknown)])) == expected


@pytest.mark.parametrize(("unknown", "expected"), [(9, "even"), (10, "uncertain")])
def test_evenness_stands_until_the_unknown_weigh_as_much_as_the_margin(unknown: float, expected: str) -> None:
    assert verdict(of([(60, 50), (-60, 50), (None, unknown)])) == expected


@pytest.mark.parametrize(
    ("support", "low", "high", "expected"),
    [
        (70, 0.1, 80, "for"),
        (70, -0.1, 80, "uncertain"),
        (70, -60, -10, "uncertain"),
        (30, -80, -0.1, "against"),
        (30, -80, 0.1, "uncertain"),
        (30, 10, 60, "uncertain"),
        (50, -9, 40, "even"),
        (50, -11, 11, "uncertain"),
        (50, 9, 40, "even"),
        (50, 11, 40, "uncertain"),
        (50, -40, -11, "uncertain"),
    ],
)
def test_the_interval_of_the_difference_can_turn_it(
    support: float, low: float, high: float, expected: str
) -> None:
    result = of([(60, support), (-60, 100 - support)])
    found = Interval(low, high)
    assert verdict(result, found) == expected
    assert turned_by(result, found) == ("ranges" if expected == "uncertain" else None)


def test_those_of_known_side_and_unknown_influence_can_turn_it_only_that_way() -> None:
    def with_extra(alignment: float) -> Balance:
        document = one_issue(
            {"ann": standing(80), "bob": standing(20)},
            {"ann": stance(60), "bob": stance(-60), "cat": stance(alignment)},
        )
        return balance(gather(document, "2025", "road", Resolver()))

    assert verdict(with_extra(-50)) == "uncertain"
    assert could_turn(with_extra(-50)) == (("cat",), 1)
    assert verdict(with_extra(50)) == verdict(with_extra(0)) == "for"
    assert could_turn(with_extra(50)) == ((), 0)


def test_what_is_known_of_those_left_out_bounds_their_weight() -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(60)},
        {
            "ann": stance(60, 100),
            "bob": Stance(state="unknown"),
            "cat": Stance(
                state="unknown", influence=InfluenceEstimate(value=40), salience=SalienceEstimate(value=50)
            ),
        },
        actors={"dan": Actor(name="Dan"), "eve": Actor(name="Eve", part_of="ann")},
    )
    (potential,) = balance(gather(document, "2025", "road", Resolver())).potential
    assert potential == ("unknown", 180, 3, (("dan", 100), ("bob", 60), ("cat", 20)))
    snapshot = document.snapshots["2025"]
    without_salience = {"road": {**snapshot.stances["road"], "ann": stance(60)}}
    by_influence = document.model_copy(
        update={"snapshots": {"2025": snapshot.model_copy(update={"stances": without_salience})}}
    )
    (potential,) = balance(gather(by_influence, "2025", "road", Resolver())).potential
    assert dict(potential.weightiest)["cat"] == 40


def test_an_interval_wholly_on_the_other_side_of_a_lead_turns_it() -> None:
    near = [f"n{number}" for number in range(12)]
    document = one_issue(
        {**{name: standing(10, 0) for name in near}, "far": standing(90, 0)},
        {
            **{name: Stance(alignment=AlignmentEstimate(value=6, low=0, high=8)) for name in near},
            "far": stance(-80, reach=10),
        },
    )
    inputs = gather(document, "2025", "road", Resolver())
    result, found = balance(inputs), intervals(inputs)
    assert found is not None
    assert result.net == 30
    assert found.net.high < 0
    assert verdict(result, found.net) == "uncertain"


def test_the_weightiest_of_thousands_left_out_are_named_and_the_rest_counted() -> None:
    names = [f"a{number:04}" for number in range(3_000)]
    document = one_issue(
        {**{name: standing(1) for name in names}, "a1234": standing(90), "lead": standing(50)},
        {**{name: Stance(state="unknown") for name in names}, "lead": stance(60)},
    )
    assert could_turn(balance(gather(document, "2025", "road", Resolver()))) == (
        ("a1234", "a0000", "a0001"),
        3_000,
    )


def test_a_frame_of_a_drag_costs_no_more_for_thousands_left_out() -> None:
    def calls(count: int) -> int:
        """Calls of functions, and of generators for each item, in the balance and its words."""
        names = [f"a{number:04}" for number in range(count)]
        document = one_issue(
            {name: standing(20) for name in [*names, "lead"]},
            {**{name: Stance(state="unknown") for name in names}, "lead": stance(60)},
        )
        inputs, seen = gather(document, "2025", "road", Resolver()), 0

        def count_call(*_: object) -> None:
            nonlocal seen
            seen += 1

        # What names depend on is found once for each map.
        verdict_line(document, balance(inputs))
        sys.setprofile(count_call)
        try:
            line = verdict_line(document, balance(with_positions(inputs, {"lead": (-40, 50)})))
        finally:
            sys.setprofile(None)
        assert line.startswith("Too many unknowns")
        return seen

    assert calls(2_000) < calls(20) + 20
