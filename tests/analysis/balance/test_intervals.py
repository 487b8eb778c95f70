"""Monte Carlo intervals: the triangles behind them, determinism, cancelling, and what they may say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance import intervals as module
from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.counted import Inputs, Quantity, gather
from stakemap.analysis.balance.intervals import (
    Interval,
    Intervals,
    intervals,
    missing_ranges,
    quantile,
    sorted_order,
    triangle,
)
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver


def inputs_of(document: StakeMap) -> Inputs:
    return gather(document, "2025", "road", Resolver())


def quantity(*rows: tuple[float, float, float], scale: tuple[float, float] = (-100.0, 100.0)) -> Quantity:
    low, value, high = np.array(rows, dtype=float).T
    return Quantity(value, low, high, scale)


def found(document: StakeMap, **options: int) -> Intervals:
    result = intervals(inputs_of(document), **options)
    assert result is not None
    return result


RANGES = st.tuples(*[st.floats(-100, 100)] * 3).map(lambda ends: tuple(sorted(ends)))


@given(RANGES)
@example((-5e-324, 0.0, 0.0))
@example((0.0, 0.0, 5e-324))
def test_triangle_has_the_range_as_10th_and_90th_percentile_and_the_value_as_mode(
    ends: tuple[float, float, float],
) -> None:
    shape = triangle(quantity(ends))
    low, value, high = ends
    assert shape.at(np.array([0.1]))[0] == pytest.approx(low, abs=1e-6)
    assert shape.at(np.array([0.9]))[0] == pytest.approx(high, abs=1e-6)
    assert shape.at(shape.share)[0] == pytest.approx(value, abs=1e-6)
    assert shape.start[0] <= low
    assert shape.end[0] >= high


def test_triangle_worked_by_hand() -> None:
    """Value at the low end: m = 1/10, so 9/10 − √(9/100) of the width is the range; W = 60 ÷ 0.6 = 100."""
    shape = triangle(quantity((-20.0, -20.0, 40.0)))
    assert shape.start[0] == pytest.approx(-30)
    assert shape.end[0] == pytest.approx(70)
    # Symmetric: m = 1/2; ½ − √(1/20) of the width is half of the range.
    shape = triangle(quantity((-10.0, 0.0, 10.0)))
    assert shape.end[0] == pytest.approx(10 / (1 - np.sqrt(0.2)))
    assert shape.start[0] == pytest.approx(-shape.end[0])


def test_an_empty_range_always_gives_its_value() -> None:
    shape = triangle(quantity((30.0, 30.0, 30.0)))
    assert shape.at(np.linspace(0, 1, 5)[:, None]).tolist() == [[30.0]] * 5


def test_draws_stay_within_the_scale_and_the_percentiles_are_kept() -> None:
    shape = triangle(quantity((90.0, 100.0, 100.0), (-100.0, -100.0, -60.0)))
    drawn = shape.at(np.linspace(0, 1, 1001)[:, None])
    assert drawn.min() == -100
    assert drawn.max() == 100
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    assert low == pytest.approx([90, -100], abs=1e-9)
    assert high == pytest.approx([100, -60], abs=1e-9)


def test_a_missing_range_bars_the_interval_and_is_named() -> None:
    document = one_issue(
        {"ann": standing(50, 10), "bob": standing(50), "cat": standing(50, 10)},
        {"ann": stance(60, reach=10), "bob": stance(60, reach=10), "cat": stance(-60)},
    )
    assert missing_ranges(inputs_of(document)) == ("bob", "cat")
    assert intervals(inputs_of(document)) is None


def test_salience_needs_ranges_only_where_it_weighs() -> None:
    ann = stance(60, 50, 10).model_copy(update={"salience": stance(60, 50).salience})
    weighs = one_issue({"ann": standing(50, 10)}, {"ann": ann})
    assert missing_ranges(inputs_of(weighs)) == ("ann",)
    does_not = one_issue(
        {"ann": standing(50, 10), "bob": standing(50, 10)}, {"ann": ann, "bob": stance(-60, reach=10)}
    )
    assert missing_ranges(inputs_of(does_not)) == ()


def test_nothing_counted_gives_no_interval() -> None:
    assert intervals(inputs_of(one_issue({}, {}))) is None
    assert intervals(inputs_of(one_issue({"ann": standing(0, 0)}, {"ann": stance(60, reach=5)}))) is None


def test_weights_that_are_often_nought_do_not_spoil_the_mean() -> None:
    result = found(one_issue({"ann": standing(0, 10)}, {"ann": stance(60, reach=5)}))
    assert 50 < result.mean.low < 60 < result.mean.high < 70


def test_one_actor_gives_back_its_own_ranges() -> None:
    document = one_issue({"ann": standing(50, 10)}, {"ann": stance(60, reach=20)})
    result = found(document)
    for interval in (result.mean, result.median):
        assert interval.low == pytest.approx(40, abs=1.5)
        assert interval.high == pytest.approx(80, abs=1.5)
    assert result.support.low == pytest.approx(40, abs=0.8)
    assert result.support.high == pytest.approx(60, abs=0.8)
    assert result.opposition == Interval(0, 0)


def test_who_stands_just_in_the_middle_is_neither_for_nor_against() -> None:
    document = one_issue({"ann": standing(50, 10)}, {"ann": stance(0, reach=0)})
    for threshold in (0.0, 5.0):
        result = found(document, threshold=threshold)
        assert result.support == result.opposition == Interval(0, 0)
        assert result.undecided.high > 40


def test_independent_draws_narrow_the_mean_of_many() -> None:
    names = [f"a{number}" for number in range(100)]
    document = one_issue(
        {name: standing(50, 0) for name in names}, {name: stance(20, reach=20) for name in names}
    )
    result = found(document)
    assert result.mean.high - result.mean.low < 6


def test_same_seed_same_numbers_whatever_else_ran() -> None:
    document = one_issue(
        {"ann": standing(50, 10), "bob": standing(30, 20)},
        {"ann": stance(60, 50, 20), "bob": stance(-20, 70, 30)},
    )
    np.random.default_rng().random(7)
    first = found(document)
    assert found(document) == first
    assert found(document, seed=7) != first
    assert first.draws == 2_000


def test_cancelling_ends_the_run_between_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_CELLS", 100)
    inputs = inputs_of(one_issue({"ann": standing(50, 10)}, {"ann": stance(60, reach=20)}))
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) == 3

    assert intervals(inputs, cancelled=cancelled) is None
    assert len(asked) == 3


judgements = st.lists(
    st.tuples(st.integers(-60, 60), st.integers(30, 70), st.integers(0, 20)), min_size=1, max_size=6
)


@settings(max_examples=40)
@given(judgements)
def test_symmetric_ranges_hold_the_point_estimate_of_the_mean(rows: list[tuple[int, int, int]]) -> None:
    names = [f"a{number}" for number in range(len(rows))]
    document = one_issue(
        {name: standing(weight, reach) for name, (_, weight, reach) in zip(names, rows, strict=True)},
        {name: stance(place, reach=reach) for name, (place, _, reach) in zip(names, rows, strict=True)},
    )
    mean = balance(inputs_of(document)).mean
    interval = found(document).mean
    assert mean is not None
    assert interval.low - 1e-9 <= mean <= interval.high + 1e-9


@settings(max_examples=60)
@given(judgements)
def test_where_every_range_is_empty_the_intervals_are_the_balance(rows: list[tuple[int, int, int]]) -> None:
    """Equal weights on both sides too: the median is then half way between two actors, in each draw."""
    names = [f"a{number}" for number in range(len(rows))]
    document = one_issue(
        {name: standing(weight - 30, 0) for name, (_, weight, _) in zip(names, rows, strict=True)},
        {name: stance(place, reach=0) for name, (place, _, _) in zip(names, rows, strict=True)},
    )
    result = balance(inputs_of(document))
    drawn = intervals(inputs_of(document), draws=3)
    if result.mean is None:
        assert drawn is None
        return
    assert drawn is not None
    for name in ("support", "opposition", "undecided", "net", "mean", "median"):
        interval = getattr(drawn, name)
        assert [interval.low, interval.high] == pytest.approx([getattr(result, name)] * 2, abs=1e-6), name


def test_a_median_between_two_actors_of_equal_weight_stays_between_them() -> None:
    document = one_issue(
        {"ann": standing(50, 0), "bob": standing(50, 0)},
        {"ann": stance(-40, reach=0), "bob": stance(60, reach=0)},
    )
    assert balance(inputs_of(document)).median == 10
    assert found(document).median == Interval(10, 10)


@settings(max_examples=40)
@given(judgements)
def test_every_interval_stays_within_what_is_possible(rows: list[tuple[int, int, int]]) -> None:
    names = [f"a{number}" for number in range(len(rows))]
    document = one_issue(
        {name: standing(weight, reach) for name, (_, weight, reach) in zip(names, rows, strict=True)},
        {name: stance(place, 50, reach) for name, (place, _, reach) in zip(names, rows, strict=True)},
    )
    result = found(document)
    for interval in (result.support, result.opposition, result.undecided):
        assert 0 <= interval.low <= interval.high <= 100 * len(rows)
    for interval in (result.mean, result.median):
        assert -100 <= interval.low <= interval.high <= 100
    assert result.net.low <= result.net.high


def test_quantiles_are_numpys_own() -> None:
    generator = np.random.default_rng(7)
    for count in (1, 2, 3, 10, 2_000):
        values = generator.normal(size=count)
        for share in (0.1, 0.9):
            assert quantile(np.sort(values), share) == np.quantile(values, share)


def test_intervals_load_no_masked_arrays() -> None:
    code = """
import sys
from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance.counted import gather
from stakemap.analysis.balance.intervals import intervals
from stakemap.model.resolve import Resolver
document = one_issue({"ann": standing(50, 5)}, {"ann": stance(60, reach=5)})
assert intervals(gather(document, "2025", "road", Resolver())) is not None
assert "numpy.ma" not in sys.modules
"""
    tests = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=tests, check=False)
    assert done.returncode == 0


@given(
    st.integers(1, 40).flatmap(
        lambda actors: st.lists(
            st.lists(st.floats(-100, 100), min_size=actors, max_size=actors), min_size=1, max_size=5
        )
    )
)
def test_the_order_of_draws_is_that_of_their_values(rows: list[list[float]]) -> None:
    drawn = np.array(rows)
    order = sorted_order(drawn)
    assert (np.sort(order, axis=1) == np.arange(drawn.shape[1])).all()
    ordered = np.take_along_axis(drawn, order, axis=1)
    assert (np.diff(ordered, axis=1) >= -1e-9).all()
