"""Convergence across issues: MACTOR's matrices, ambivalence, trades."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.analysis.convergence.convergence import Agreement, Positions, agreement, trades

#: Valued positions (2MAO) of makers of aircraft, scheduled airlines, charter airlines, the State, the airport
#: and its neighbours on five objectives: M. Godet, Actors' moves and strategies, Futures 23, 1991.
PARIS_AIRPORT = np.array(
    [
        [2, 3, 0, 0, 1],
        [-2, 0, 3, -1, -3],
        [-1, 0, -3, 3, -2],
        [0, 3, 2, 0, 1],
        [-1, 0, -2, 2, -2],
        [0, 0, 0, 0, 3],
    ],
    dtype=float,
)
VALUES = st.sampled_from([-100.0, -40.0, -5.0, 0.0, 10.0, 85.0, float("nan")])


@st.composite
def intensities(draw: Any) -> Any:
    actors, issues = draw(st.integers(1, 5)), draw(st.integers(0, 4))
    row = st.lists(VALUES, min_size=issues, max_size=issues)
    return np.array(draw(st.lists(row, min_size=actors, max_size=actors)), dtype=float).reshape(
        actors, issues
    )


def test_paris_airport_of_godet_1991() -> None:
    simple, valued = agreement(np.sign(PARIS_AIRPORT)), agreement(PARIS_AIRPORT)
    assert simple.share == pytest.approx(0.419, abs=5e-4)
    assert valued.share == pytest.approx(0.421, abs=5e-4)
    assert simple.ambivalence == pytest.approx([0, 0.77, 0.31, 0.22, 0.31, 0], abs=5e-3)
    # The actors' weights are not on record here; equal ones leave the third form where the second is.
    assert agreement(PARIS_AIRPORT * 0.7).share == pytest.approx(valued.share)


def test_both_intensities_count_half() -> None:
    found = agreement(np.array([[80.0, -20.0, 50.0], [40.0, 60.0, float("nan")]]))
    assert found.convergence.tolist() == [[0, 60], [60, 0]]
    assert found.divergence.tolist() == [[0, 40], [40, 0]]
    assert found.ambivalence == pytest.approx([0.8, 0.8])


def plain(intensity: Any) -> tuple[Any, Any]:
    count = len(intensity)
    same, opposite = np.zeros((count, count)), np.zeros((count, count))
    for i in range(count):
        for j in range(count):
            for a, b in zip(intensity[i], intensity[j], strict=True):
                if i != j and a * b > 0:
                    same[i, j] += (abs(a) + abs(b)) / 2
                if i != j and a * b < 0:
                    opposite[i, j] += (abs(a) + abs(b)) / 2
    return same, opposite


@settings(max_examples=80, deadline=None)
@given(intensities(), st.randoms(use_true_random=False))
def test_laws(intensity: Any, random: Any) -> None:
    found = agreement(intensity)
    same, opposite = plain(intensity)
    assert found.convergence == pytest.approx(same)
    assert found.divergence == pytest.approx(opposite)
    assert (found.convergence == found.convergence.T).all()
    assert (found.divergence == found.divergence.T).all()
    ambivalence = found.ambivalence
    assert ((ambivalence >= 0) & (ambivalence <= 1) | np.isnan(ambivalence)).all()
    assert found.share is None or 0 <= found.share <= 1
    order = list(range(len(intensity)))
    random.shuffle(order)
    assert agreement(intensity[order]).net == pytest.approx(found.net[np.ix_(order, order)])
    without = np.full((len(intensity), 1), np.nan)
    assert_same(agreement(np.hstack([intensity, without])), found)
    assert_same(agreement(np.hstack([intensity, np.zeros_like(without)])), found)
    turned = intensity * np.where(np.arange(intensity.shape[1]) % 2, -1, 1)
    assert_same(agreement(turned), found)


def assert_same(one: Agreement, other: Agreement) -> None:
    assert one.convergence == pytest.approx(other.convergence)
    assert one.divergence == pytest.approx(other.divergence)


@st.composite
def whole_positions(draw: Any) -> Positions:
    alignment = draw(intensities())
    size, levels = alignment.size, st.sampled_from([0.0, 30.0, 60.0, float("nan")])
    saliences = np.array(draw(st.lists(levels, min_size=size, max_size=size)), dtype=float)
    saliences = saliences.reshape(alignment.shape)
    actors, issues = (tuple(map(str, range(count))) for count in alignment.shape)
    return Positions(actors, issues, alignment, saliences, saliences, True)


@settings(max_examples=80, deadline=None)
@given(whole_positions())
def test_trades_are_all_there_once(found: Positions) -> None:
    apart = np.eye(len(found.actors), dtype=bool)
    expected = set()
    actors, issues = (permutations(range(len(each)), 2) for each in (found.actors, found.issues))
    for (a, b), (x, y) in product(actors, issues):
        is_opposed = all(found.sides[a, issue] * found.sides[b, issue] < 0 for issue in (x, y))
        gaps = [found.salience[a, x] - found.salience[a, y], found.salience[b, y] - found.salience[b, x]]
        if a < b and is_opposed and all(gap >= 20 for gap in gaps):
            expected.add((a, b, x, y, min(gaps)))
    result = trades(found, apart)
    assert set(map(tuple, result)) == expected
    assert len(result) == len(expected)
    assert [trade.gap for trade in result] == sorted((trade.gap for trade in result), reverse=True)
