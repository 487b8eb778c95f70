"""The uncertainty of sums over actors: moments of the triangles, shares, and the value of information."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stakemap.analysis.balance.counted import FloatArray, Quantity
from stakemap.analysis.balance.intervals import triangle
from stakemap.analysis.check_next.uncertainty import (
    BinnedShares,
    Distribution,
    distribution,
    shares_of_products,
    side_distribution,
    value_of_information,
)

#: Low end, value and high end, in tenths.
RANGES = st.tuples(*[st.integers(-1_000, 1_000)] * 3).map(
    lambda ends: tuple(end / 10 for end in sorted(ends))
)


def quantity(*rows: tuple[float, float, float], scale: tuple[float, float] = (-100.0, 100.0)) -> Quantity:
    low, value, high = np.array(rows, dtype=float).T
    return Quantity(value, low, high, scale)


def normal(mean: float, deviation: float) -> tuple[FloatArray, FloatArray]:
    """A normal distribution as nodes with their probabilities."""
    places = np.linspace(-8, 8, 20_001)
    chances = np.exp(-(places**2) / 2)
    return mean + deviation * places, chances / chances.sum()


@settings(max_examples=40)
@given(RANGES, st.sampled_from([0.0, 5.0, 40.0]))
@example((80.0, 100.0, 100.0), 5.0)
@example((-5e-324, 0.0, 0.0), 5.0)
@example((30.0, 30.0, 30.0), 5.0)
def test_moments_and_sides_are_those_of_the_draws(ends: tuple[float, float, float], threshold: float) -> None:
    shape = triangle(quantity(ends))
    drawn = shape.at((np.arange(20_000)[:, None] + 0.5) / 20_000)[:, 0]
    exact, sides = distribution(shape), side_distribution(shape, threshold)
    assert exact.mean[0] == pytest.approx(drawn.mean(), abs=1e-4)
    assert exact.variance[0] == pytest.approx(drawn.var(), rel=1e-3, abs=1e-3)
    undecided = (np.abs(drawn) < threshold) | (drawn == 0)
    parts = [(~undecided & (drawn < 0)).mean(), undecided.mean(), (~undecided & (drawn > 0)).mean()]
    assert sides.chances[0] == pytest.approx(parts, abs=2e-4)


def test_a_certain_value_has_no_variance_at_all() -> None:
    exact = distribution(triangle(quantity((30.0, 30.0, 30.0), (0.1, 0.1, 0.1))))
    assert exact.mean.tolist() == [30, 0.1]
    assert exact.variance.tolist() == [0, 0]


def test_shares_of_a_product_by_hand() -> None:
    """x·w with means 2 and 3, variances 1 and 4: 1·9 and 4·4, and 1·4 together; 29 in all."""
    coin = np.array([[0.5, 0.5]])
    found = shares_of_products(
        [Distribution(np.array([[1.0, 3.0]]), coin), Distribution(np.array([[1.0, 5.0]]), coin)]
    )
    assert found is not None
    assert found.variance == pytest.approx(29)
    assert found.first[0] == pytest.approx([9 / 29, 16 / 29])
    assert found.together[0] == pytest.approx(4 / 29)


def test_where_nothing_varies_there_are_no_shares() -> None:
    certain = Distribution(np.array([[2.0], [3.0]]), np.ones((2, 1)))
    assert shares_of_products([certain, certain]) is None


def ishigami(draws: int, bins: int, seed: int) -> list[float]:
    """Estimated indices of Ishigami and Homma's function, from draws in two chunks."""
    uniform = np.random.default_rng(seed).random((draws, 3))
    first, second, third = (2 * uniform.T - 1) * np.pi
    values = np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)
    estimate = BinnedShares(3, bins)
    estimate.add(uniform[: draws // 3], values[: draws // 3])
    estimate.add(uniform[draws // 3 :], values[draws // 3 :])
    assert estimate.shares is not None
    return estimate.shares.tolist()


@pytest.mark.parametrize(
    ("draws", "bins", "runs", "published", "slack"),
    [(2_000, 20, 40, (0.322, 0.397, 0.003), 0.02), (20_000, 50, 8, (0.316, 0.430, 0.0), 0.008)],
)
def test_ishigami_function(
    draws: int, bins: int, runs: int, published: tuple[float, ...], slack: float
) -> None:
    """Ishigami and Homma 1990: the indices are .3139, .4424 and 0. A published run is like one of these."""
    found = np.array([ishigami(draws, bins, seed) for seed in range(runs)])
    assert found.mean(axis=0) == pytest.approx((0.3139, 0.4424, 0.0), abs=slack)
    assert (np.abs(found.mean(axis=0) - published) < 2.5 * found.std(axis=0) + 1e-3).all()


def test_binned_shares_of_what_does_not_vary_or_is_not_known() -> None:
    uniform = np.random.default_rng(7).random((500, 2))
    constant = BinnedShares(2)
    constant.add(uniform, np.full(500, 7.5))
    assert constant.shares is None
    unknown = BinnedShares(2)
    unknown.add(uniform, np.full(500, np.nan))
    assert unknown.shares is None
    partly = BinnedShares(2)
    partly.add(uniform, np.where(uniform[:, 1] < 0.5, uniform[:, 0], np.nan))
    assert partly.shares == pytest.approx([1, 0], abs=0.1)


def test_value_of_perfect_information_of_a_normal_distribution() -> None:
    """Raiffa and Schlaifer 1961: σ·L(|μ| ÷ σ), with the unit loss L."""
    assert value_of_information(*normal(10, 20)) == pytest.approx(3.956, abs=5e-4)
    # Known in part: the expectation varies with σ 16 or σ 12.
    assert value_of_information(*normal(10, 16)) == pytest.approx(2.591, abs=5e-4)
    assert value_of_information(*normal(10, 12)) == pytest.approx(1.360, abs=5e-4)


def test_unit_normal_loss() -> None:
    assert value_of_information(*normal(0, 1)) == pytest.approx(0.39894, abs=5e-6)
    assert value_of_information(*normal(-1, 1)) == pytest.approx(0.08332, abs=5e-6)
    assert value_of_information(*normal(1, 1)) == pytest.approx(0.08332, abs=5e-6)


def test_what_cannot_change_the_decision_is_worth_exactly_nothing() -> None:
    values = np.array([0.1, 0.2, 0.3])
    assert value_of_information(values, np.full(3, 1 / 3)) == 0
    assert value_of_information(-values, np.full(3, 1 / 3)) == 0
