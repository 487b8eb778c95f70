"""Pools of several analysts' estimates: the published checks, and laws."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.analysis.agreement.pooling import Pool, pools, quantile_between
from stakemap.analysis.balance.counted import FloatArray, Quantity
from stakemap.analysis.balance.intervals import triangle
from stakemap.model.judgements import AlignmentEstimate, Estimate, PoolMethod

METHODS = st.sampled_from(["linear", "median", "quantile"])
WEIGHTS = st.sampled_from([0.5, 1.0, 3.0])
#: 10th and 90th percentile of a standard normal distribution.
LOW, HIGH = NormalDist().inv_cdf(0.1), NormalDist().inv_cdf(0.9)


def at(value: float, low: float | None = None, high: float | None = None) -> AlignmentEstimate:
    return AlignmentEstimate(value=value, low=low, high=high)


def _estimate(ends: tuple[int, int, int], *, has_range: bool) -> AlignmentEstimate:
    low, value, high = sorted(ends)
    return at(value, low, high) if has_range else at(value)


ESTIMATES = st.builds(_estimate, st.tuples(*[st.integers(-100, 100)] * 3), has_range=st.booleans())
WEIGHTED = st.lists(st.tuples(ESTIMATES, WEIGHTS), min_size=1, max_size=6)


def pooled(
    estimates: Sequence[Estimate], method: PoolMethod = "linear", weights: Sequence[float] | None = None
) -> Pool | None:
    return pools([estimates], method, None if weights is None else [weights])[0]


def of_normals(share: float) -> float:
    """A quantile of the linear pool of N(0, 1) and N(2, 1)."""

    def below(places: FloatArray) -> FloatArray:
        return np.array([(NormalDist(0, 1).cdf(place) + NormalDist(2, 1).cdf(place)) / 2 for place in places])

    return float(quantile_between(below, share, np.array([-9.0]), np.array([11.0]))[0])


def test_the_linear_pool_of_lichtendahl_grushka_cockayne_and_winkler_2013() -> None:
    assert [of_normals(0.1), of_normals(0.9)] == pytest.approx([-0.849, 2.849], abs=5e-4)
    quantiles = [of_normals((place + 0.5) / 1_000) for place in range(1_000)]
    assert np.mean(quantiles) == pytest.approx(1)
    assert np.var(quantiles) == pytest.approx(2, abs=0.01)


def test_the_quantile_average_of_lichtendahl_grushka_cockayne_and_winkler_2013() -> None:
    one, other = (Estimate(value=mean, low=mean + LOW, high=mean + HIGH) for mean in (0.0, 2.0))
    pool = pooled([one, other], "quantile")
    assert pool is not None
    assert [pool.low, pool.high] == pytest.approx([-0.282, 2.282], abs=5e-4)
    # Of normal distributions, a range from the 10th to the 90th percentile is 2.563 standard deviations.
    assert ((pool.high - pool.low) / (HIGH - LOW)) ** 2 == pytest.approx(1)
    assert pool.value == 1


def test_a_linear_pool_is_the_mean_of_the_triangles() -> None:
    estimates = [at(-40, -70, -20), at(10, 0, 50), at(30)]
    pool = pooled(estimates, "linear", [1, 2, 1])
    shape = triangle(
        Quantity(np.array([-40.0, 10, 30]), np.array([-70.0, 0, 30]), np.array([-20.0, 50, 30]), (-100, 100))
    )
    uniform = np.repeat((np.arange(20_000)[:, None] + 0.5) / 20_000, 3, axis=1)
    drawn = np.concatenate([shape.at(uniform), shape.at(uniform)[:, 1:2]], axis=1).ravel()
    assert pool is not None
    assert pool.value == 2.5
    assert [pool.low, pool.high] == pytest.approx(np.quantile(drawn, [0.1, 0.9]).tolist(), abs=0.05)


@pytest.mark.parametrize(
    ("method", "value", "low", "high"),
    [("linear", 20, 0, 50), ("median", 10, 10, 10), ("quantile", 20, 20, 20)],
)
def test_values_without_ranges(method: PoolMethod, value: float, low: float, high: float) -> None:
    pool = pooled([at(0), at(10), at(50)], method)
    ends = (None, None) if low == high else (low, high)
    assert pool == Pool(value, *ends, method, 3)


def test_a_mean_outside_of_what_most_hold_plausible_widens_the_range() -> None:
    assert pooled([at(0)] * 19 + [at(100)]) == Pool(5, 0, 5, "linear", 20)


def test_without_estimates_there_is_no_pool() -> None:
    assert pooled([]) is None
    assert pools([[], [at(3)]]) == [None, Pool(3, None, None, "linear", 1)]


@pytest.mark.parametrize("weights", [[1], [0, 0], [-1, 2], [float("inf"), 1], [float("nan"), 1]])
def test_weights_that_cannot_be_used(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        pooled([at(0), at(1)], "linear", weights)


@settings(max_examples=40)
@given(WEIGHTED, METHODS)
def test_a_pool_lies_within_its_range_and_the_scale_and_has_no_order(weighted, method) -> None:
    estimates, weights = zip(*weighted, strict=True)
    pool = pooled(estimates, method, weights)
    assert pool is not None
    ends = [end for each in estimates for end in (each.low, each.high, each.value) if end is not None]
    if pool.low is not None and pool.high is not None:
        assert -100 <= pool.low <= pool.value <= pool.high <= 100
    else:
        assert not any(each.has_range for each in estimates)
    assert min(ends) - 200 <= pool.value <= max(ends)
    backwards = pooled(estimates[::-1], method, weights[::-1])
    assert backwards == pool
    mirrored = pooled([_mirrored(each) for each in estimates], method, weights)
    assert mirrored is not None
    assert mirrored.value == pytest.approx(-pool.value)
    if pool.low is not None and pool.high is not None:
        assert [mirrored.low, mirrored.high] == pytest.approx([-pool.high, -pool.low], abs=1e-6)


def _mirrored(estimate: AlignmentEstimate) -> AlignmentEstimate:
    if estimate.low is None or estimate.high is None:
        return at(-estimate.value)
    return at(-estimate.value, -estimate.high, -estimate.low)


@settings(max_examples=25)
@given(ESTIMATES, st.integers(1, 5), METHODS)
def test_what_all_judge_alike_is_what_they_judge(estimate, count, method) -> None:
    pool = pooled([estimate] * count, method)
    assert pool == Pool(estimate.value, estimate.low, estimate.high, method, count)


@settings(max_examples=25)
@given(st.lists(ESTIMATES, min_size=1, max_size=5))
def test_the_mean_of_quantiles_has_the_same_value_as_the_linear_pool(estimates) -> None:
    linear, quantile = pooled(estimates), pooled(estimates, "quantile")
    assert linear is not None
    assert quantile is not None
    assert linear.value == quantile.value


@settings(max_examples=25)
@given(st.lists(st.lists(ESTIMATES, max_size=4), max_size=5), METHODS)
def test_many_rows_are_pooled_as_each_by_itself(rows, method) -> None:
    assert pools(rows, method) == [pooled(row, method) for row in rows]
