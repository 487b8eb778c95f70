"""Unbalanced triads and the division into camps that least ties oppose."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tensions.signed_networks import GAHUKU_GAMA, network_of
from stakemap.analysis.tensions import structural_balance
from stakemap.analysis.tensions.structural_balance import Division, circles, divide, parts, triads
from stakemap.analysis.tensions.ties import TieNetwork

NAMES = "abcdefg"


@st.composite
def networks(draw: Any) -> TieNetwork:
    count = draw(st.integers(2, len(NAMES)))
    strengths = draw(
        st.dictionaries(
            st.sampled_from(list(combinations(NAMES[:count], 2))),
            st.integers(-3, 3).filter(bool),
            min_size=1,
        )
    )
    return network_of(strengths)


def opposing(part: TieNetwork, camp: Any) -> int:
    first, second = part.pairs.T
    is_opposed = (camp[first] == camp[second]) == (part.strength < 0)
    return int(np.abs(part.strength[is_opposed]).sum())


def named(part: TieNetwork, division: Division) -> list[set[str]]:
    return [{part.actors[index] for index in camp} for camp in division.camps]


def test_tribes_of_read_1954() -> None:
    found = triads(GAHUKU_GAMA)
    assert (found.total, found.total - found.unbalanced) == (68, 59)
    assert found.balanced_share == pytest.approx(0.8676471, abs=1e-7)
    (part,) = parts(GAHUKU_GAMA)
    assert (len(part.actors), len(part.pairs), int((part.strength > 0).sum())) == (16, 58, 29)
    division = divide(part)
    assert (division.frustration, len(division.frustrated)) == (7, 7)
    assert (division.is_exact, division.number) == (True, 1)
    twelve, four = named(part, division)
    assert four == {"Gavev", "Kotun", "Nagad", "Gama"}
    assert twelve == set(part.actors) - four


def test_three_camps_of_davis_1967() -> None:
    assert divide(GAHUKU_GAMA, 3).frustration == 2


def test_the_search_finds_the_same_camps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structural_balance, "MOST_ACTORS", {2: 0, 3: 0})
    division = divide(GAHUKU_GAMA)
    assert (division.frustration, division.is_exact) == (7, False)
    assert named(GAHUKU_GAMA, division)[1] == {"Gavev", "Kotun", "Nagad", "Gama"}


@settings(max_examples=60, deadline=None)
@given(networks(), st.sampled_from([2, 3]))
def test_no_division_does_better(network: TieNetwork, camps: int) -> None:
    for part in parts(network):
        division = divide(part, camps)
        all_divisions = [
            opposing(part, np.array(camp)) for camp in product(range(camps), repeat=len(part.actors))
        ]
        assert division.frustration == opposing(part, division.camp) == min(all_divisions)
        if camps == 2:
            assert division.number * 2 == all_divisions.count(division.frustration)
            assert bool(division.moved) == (division.number > 1)
            moved = division.camp.copy()
            moved[list(division.moved)] ^= 1
            assert opposing(part, moved) == division.frustration
        if not circles(part):
            assert division.frustration == 0


@settings(max_examples=60, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_actors_changes_nothing(network: TieNetwork, random: Any) -> None:
    shuffled = list(NAMES)
    random.shuffle(shuffled)
    renamed = dict(zip(NAMES, shuffled, strict=True))
    pairs = {
        tuple(renamed[actor] for actor in network.pair(index)): int(strength)
        for index, strength in enumerate(network.strength)
    }
    other = network_of({(one, two): strength for (one, two), strength in pairs.items()})
    assert (triads(other).total, triads(other).unbalanced) == (
        triads(network).total,
        triads(network).unbalanced,
    )
    for camps in (2, 3):
        assert sum(divide(part, camps).frustration for part in parts(other)) == sum(
            divide(part, camps).frustration for part in parts(network)
        )


@settings(max_examples=60, deadline=None)
@given(networks())
def test_triads_are_counted_once_and_the_most_tense_first(network: TieNetwork) -> None:
    weights, found = network.matrix(), triads(network)
    expected = []
    total = 0
    for i, j, k in combinations(range(len(network.actors)), 3):
        strengths = [int(weights[i, j]), int(weights[i, k]), int(weights[j, k])]
        total += all(strengths)
        if np.prod(strengths) < 0:
            hostile = sum(strength < 0 for strength in strengths)
            rank = -min(map(abs, strengths)), -sum(map(abs, strengths)), hostile
            expected.append((rank, [i, j, k], strengths))
    assert found.total == total
    assert found.unbalanced == len(expected)
    ranked = sorted(expected, key=lambda entry: entry[0])
    assert [(members, strengths) for _, members, strengths in ranked] == list(
        zip(found.members.tolist(), found.strengths.tolist(), strict=True)
    )


def test_parts_are_those_that_ties_connect() -> None:
    network = network_of({("a", "b"): 1, ("c", "d"): -1, ("d", "e"): 2, ("f", "g"): 3, ("c", "e"): 1})
    found = parts(network)
    assert [part.actors for part in found] == [("c", "d", "e"), ("a", "b"), ("f", "g")]
    assert [circles(part) for part in found] == [1, 0, 0]
    assert [part.strength.tolist() for part in found] == [[-1, 1, 2], [1], [3]]
