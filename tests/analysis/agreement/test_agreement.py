"""How far analysts agree: the published checks, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.analysis.agreement.agreement import (
    Strength,
    agreement,
    agreement_of_values,
    are_compatible,
    are_rivals,
    correlations,
    counts,
    outlier_candidate,
    sides_of_scale,
    spread,
)
from stakemap.model.judgements import AlignmentEstimate, InfluenceEstimate

COUNTS = st.lists(st.integers(0, 9), min_size=3, max_size=7).filter(any)


def at(value: float, low: float | None = None, high: float | None = None) -> AlignmentEstimate:
    return AlignmentEstimate(value=value, low=low, high=high)


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),
        ([0, 2, 3, 0, 0], 0.8),
        ([3, 0, 0, 0, 2], -0.6),
        ([0, 0, 5, 0, 0], 1),
        ([1, 1, 1, 1, 1], 0),
        ([1, 0, 0, 0, 1], -1),
    ],
)
def test_agreement_of_van_der_eijk_2001(counted: list[int], expected: float) -> None:
    assert agreement(counted) == pytest.approx(expected, abs=1e-7)


def test_nobody_neither_agrees_nor_disagrees() -> None:
    assert agreement([0, 0, 0]) is None


@settings(max_examples=50)
@given(COUNTS, st.integers(2, 4))
def test_agreement_does_not_depend_on_direction_or_number(counted, times) -> None:
    expected = agreement(counted)
    assert expected is not None
    assert -1 <= expected <= 1
    assert agreement(counted[::-1]) == pytest.approx(expected)
    assert agreement([count * times for count in counted]) == pytest.approx(expected)


def test_intraclass_correlations_of_shrout_and_fleiss_1979() -> None:
    ratings = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
    )
    assert correlations(ratings) == pytest.approx((0.166, 0.290, 0.715), abs=5e-4)


@pytest.mark.parametrize("ratings", [[[1.0, 2.0]], [[1.0], [2.0]], [[3.0, 3.0], [3.0, 3.0]]])
def test_there_may_be_no_correlation(ratings: list[list[float]]) -> None:
    assert correlations(np.array(ratings)) is None


def test_values_are_counted_in_parts_of_the_scale_that_have_no_direction() -> None:
    assert counts([-100, -60, -20, 0, 20, 60, 100], (-100, 100)) == (1, 1, 3, 1, 1)
    assert counts([0, 19, 21, 100], (0, 100)) == (2, 1, 0, 0, 1)


def test_spread() -> None:
    assert spread([3, -20, 40]) == 60
    assert spread([]) == 0


def test_ranges_that_touch_are_compatible_and_values_have_a_margin() -> None:
    assert are_compatible([at(-20, -40, 0), at(20, 0, 40), at(5)])
    assert not are_compatible([at(-20, -40, -1), at(20, 0, 40)])
    assert are_compatible([at(0), at(20)])
    assert not are_compatible([at(0), at(21)])
    assert are_compatible([])


def test_rivals_are_on_different_sides_beyond_what_their_ranges_allow() -> None:
    assert are_rivals([at(40, 20, 60), at(-40), at(0), at(70)])
    # Their ranges overlap, all are on one side, one is undecided.
    assert not are_rivals([at(40, -10, 60), at(-40, -60, -5)])
    assert not are_rivals([at(90), at(10)])
    assert not are_rivals([at(90), at(-4)], threshold=5)
    assert are_rivals([at(90), at(-4)])
    assert are_rivals([InfluenceEstimate(value=80), InfluenceEstimate(value=20)])
    # Strengths that are a step apart are compatible.
    assert not are_rivals([Strength(value=1), Strength(value=0)])
    assert are_rivals([Strength(value=1), Strength(value=-1)])


def test_sides_of_a_scale() -> None:
    assert sides_of_scale([at(40), at(-40), at(0), at(3)], threshold=5) == ((0,), (1,), (2, 3))


def test_strengths_agree_by_their_steps() -> None:
    assert agreement_of_values([Strength(value=2), Strength(value=2)]) == 1
    assert agreement_of_values([Strength(value=3), Strength(value=-3)]) == -1
    assert agreement_of_values([]) is None


def test_a_candidate_for_the_outlier_is_farther_from_the_others_than_anybody() -> None:
    assert outlier_candidate([at(30), at(40), at(35), at(-50)]) == 3
    assert outlier_candidate([at(30), at(40), at(35), at(-50, -90, 60)]) is None
    # Two against two: nobody is alone.
    assert outlier_candidate([at(40), at(40), at(-40), at(-40)]) is None
    assert outlier_candidate([at(40), at(-40)]) is None
