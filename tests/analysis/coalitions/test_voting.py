"""Voting games: published indices and counts, games worked out by brute force, and laws of the indices."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.analysis.coalitions.voting import (
    ENUMERATED,
    Game,
    Indices,
    MinimalSets,
    indices,
    minimal_blocking,
    minimal_winning,
)

#: The Council of the European Economic Community of 1958: Germany, France, Italy, two more, Luxembourg.
EEC_1958 = Game((4, 4, 4, 2, 2, 1), 12)
#: The Security Council of the United Nations since 1965: five permanent members, then ten others.
SECURITY_COUNCIL = Game((7,) * 5 + (1,) * 10, 39)
#: The Council of the European Union of fifteen, 1995 to 2004.
EU_15 = Game((10,) * 4 + (8,) + (5,) * 4 + (4,) * 2 + (3,) * 3 + (2,), 62)

GAMES = st.builds(Game, st.lists(st.integers(0, 9), min_size=1, max_size=7).map(tuple), st.integers(-2, 40))


def found(game: Game) -> Indices:
    result = indices(game)
    assert result is not None
    return result


def coalitions(game: Game) -> list[tuple[int, ...]]:
    players = range(len(game.weights))
    return list(chain.from_iterable(combinations(players, size) for size in range(len(players) + 1)))


def wins(game: Game, coalition: tuple[int, ...]) -> bool:
    return sum(game.weights[player] for player in coalition) >= game.quota


def minimal_by_hand(game: Game) -> set[tuple[int, ...]]:
    return {
        each
        for each in coalitions(game)
        if wins(game, each)
        and not any(wins(game, tuple(other for other in each if other != player)) for player in each)
    }


def as_sets(minimal: MinimalSets) -> set[tuple[int, ...]]:
    return {tuple(sorted(each)) for each in minimal.sets}


def test_published_council_of_1958() -> None:
    result = found(EEC_1958)
    large, medium = Fraction(5, 21), Fraction(1, 7)
    assert result.banzhaf == (large, large, large, medium, medium, 0)
    assert result.shapley == (Fraction(7, 30),) * 3 + (Fraction(3, 20),) * 2 + (0,)
    assert result.winning == 14
    assert minimal_winning(EEC_1958).count == 4
    assert minimal_winning(EEC_1958).sets == ((0, 1, 2), (0, 1, 3, 4), (0, 2, 3, 4), (1, 2, 3, 4))
    assert 5 not in (minimal_winning(EEC_1958).members or ())


def test_published_security_council() -> None:
    result = found(SECURITY_COUNCIL)
    assert result.shapley == (Fraction(421, 2145),) * 5 + (Fraction(4, 2145),) * 10
    assert result.swings == (848,) * 5 + (84,) * 10
    assert float(result.banzhaf[0]) == pytest.approx(0.16693, abs=5e-6)
    assert float(result.banzhaf[5]) == pytest.approx(0.016535, abs=5e-7)
    assert result.winning == 848
    assert minimal_winning(SECURITY_COUNCIL).count == 210
    assert minimal_winning(SECURITY_COUNCIL).members == frozenset(range(15))
    # Each permanent member blocks alone, and any seven others do.
    assert minimal_blocking(SECURITY_COUNCIL).count == 5 + math.comb(10, 7)
    assert minimal_blocking(SECURITY_COUNCIL).sets[:5] == ((0,), (1,), (2,), (3,), (4,))


def test_security_council_as_vetoes_is_the_same_game() -> None:
    """Nine votes of fifteen, and no permanent member against."""
    game = Game.with_vetoes((1,) * 15, 9, frozenset(range(5)))
    assert found(game) == found(SECURITY_COUNCIL)
    assert minimal_winning(game).count == 210


def test_published_example_of_stach() -> None:
    """Stach 2011, [50; 10, 10, 20, 30]."""
    expected = tuple(Fraction(*each) for each in ((1, 12), (1, 12), (1, 4), (7, 12)))
    assert found(Game((10, 10, 20, 30), 50)).shapley == expected


def test_council_of_fifteen() -> None:
    result = found(EU_15)
    places = (0, 4, 5, 9, 11, 14)
    assert [round(float(result.banzhaf[each]), 4) for each in places] == [
        0.1116,
        0.0924,
        0.0587,
        0.0479,
        0.0359,
        0.0226,
    ]
    assert [round(float(result.shapley[each]), 4) for each in places] == [
        0.1167,
        0.0955,
        0.0552,
        0.0454,
        0.0353,
        0.0207,
    ]


@settings(max_examples=40)
@given(GAMES)
def test_indices_are_what_their_definitions_say(game: Game) -> None:
    result, number = found(game), len(game.weights)
    assert result.winning == sum(wins(game, each) for each in coalitions(game))
    for player in range(number):
        turned = [
            each
            for each in coalitions(game)
            if player not in each and not wins(game, each) and wins(game, (*each, player))
        ]
        assert result.swings[player] == len(turned)
        weighed = (math.factorial(len(each)) * math.factorial(number - 1 - len(each)) for each in turned)
        assert result.shapley[player] == Fraction(sum(weighed), math.factorial(number))


@settings(max_examples=40)
@given(GAMES)
def test_indices_sum_to_one_where_anybody_can_turn_anything(game: Game) -> None:
    result = found(game)
    expected = 1 if 0 < game.quota <= game.total else 0
    assert sum(result.banzhaf) == expected
    assert sum(result.shapley) == expected


@settings(max_examples=30)
@given(GAMES, st.data())
def test_indices_follow_their_players(game: Game, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(game.weights))))
    moved = found(Game(tuple(game.weights[place] for place in order), game.quota))
    result = found(game)
    assert moved.swings == tuple(result.swings[place] for place in order)
    assert moved.shapley == tuple(result.shapley[place] for place in order)


@settings(max_examples=30)
@given(GAMES)
def test_a_dummy_changes_nothing(game: Game) -> None:
    result, more = found(game), found(Game((*game.weights, 0), game.quota))
    assert more.banzhaf == (*result.banzhaf, 0)
    assert more.shapley == (*result.shapley, 0)
    assert minimal_winning(Game((*game.weights, 0), game.quota)) == minimal_winning(game)


@settings(max_examples=40)
@given(GAMES)
def test_minimal_sets_are_all_those_of_which_every_member_is_needed(game: Game) -> None:
    for each in (game, game.dual):
        result, by_hand = minimal_winning(each), minimal_by_hand(each)
        assert as_sets(result) == by_hand
        assert result.count == len(by_hand)
        assert result.members == {player for members in by_hand for player in members}
        assert [len(members) for members in result.sets] == sorted(len(members) for members in by_hand)


@settings(max_examples=40)
@given(GAMES, st.data())
def test_those_who_can_block_are_in_every_winning_set(game: Game, data: st.DataObject) -> None:
    vetoes = data.draw(st.frozensets(st.sampled_from(range(len(game.weights)))))
    vetoed = Game.with_vetoes(game.weights, game.quota, vetoes)
    for each in coalitions(game):
        assert wins(vetoed, each) == (wins(game, each) and vetoes <= set(each))
    if game.quota <= game.total:
        blocking = as_sets(minimal_blocking(vetoed))
        assert {(veto,) for veto in vetoes} <= blocking


@settings(max_examples=20)
@given(st.lists(st.integers(1, 50), min_size=ENUMERATED + 1, max_size=40), st.floats(0.05, 1))
def test_of_many_players_the_fewest_that_win(weights: list[int], share: float) -> None:
    game = Game(tuple(weights), math.ceil(share * sum(weights)))
    result = minimal_winning(game)
    (smallest,) = result.sets
    assert result.count is result.members is None
    assert wins(game, smallest)
    assert sum(sorted(weights, reverse=True)[: len(smallest) - 1]) < game.quota
    for player in smallest:
        assert not wins(game, tuple(each for each in smallest if each != player))


def test_huge_votes_of_few_players_are_counted_one_by_one() -> None:
    populations = (83_166_711, 67_320_216, 59_641_488, 17_407_585, 11_522_440, 626_108)
    result = found(Game(populations, 155_781_846))
    turns = [0] * 6
    for order in permutations(range(6)):
        reached = 0
        for player in order:
            reached += populations[player]
            if reached >= 155_781_846:
                turns[player] += 1
                break
    assert result.shapley == tuple(Fraction(each, 720) for each in turns)


def test_votes_in_thousands_are_the_same_game() -> None:
    votes = tuple(range(1_000_000, 25_000_000, 1_000_000))
    assert found(Game(votes, 150_500_000)) == found(Game(tuple(range(1, 25)), 151))


def test_a_hundred_equal_votes() -> None:
    """More coalitions than 64 bits can count."""
    result = found(Game((1,) * 100, 51))
    assert set(result.swings) == {math.comb(99, 50)}
    assert set(result.shapley) == {Fraction(1, 100)}


def test_what_cannot_be_counted_is_not() -> None:
    assert indices(Game(tuple(range(10**9, 10**9 - 500, -1)), 10**11)) is None


def test_no_weight_and_no_players() -> None:
    assert found(Game((0, 0), 1)).banzhaf == (0, 0)
    assert found(Game((), 0)).swings == ()
    assert minimal_winning(Game((), 0)).sets == ((),)
    assert minimal_winning(Game((0, 0), 1)).count == 0
