"""Analyses of 500 actors, and of 51 voters, beside numpy's bare draws of and passes over as many numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy

from analysis.builders import one_issue, stance, standing
from analysis.tensions.signed_networks import map_of
from benchmarks.floors import draw_numbers
from benchmarks.harness import Case, case, milliseconds_of
from stakemap.analysis.balance.intervals import DRAWS
from stakemap.analysis.check_next.check_next import Answer, drawn
from stakemap.analysis.coalitions.voting import Game, indices
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.tensions.structural_balance import STARTS
from stakemap.model.document import StakeMap

__all__ = ["cases"]

ACTORS = 500
#: Times numpy's bare draw of as many random numbers, which takes 6.7 ms: 0.4 s.
SHARES = 60.0
#: As many as the American Electoral College has, with 1 to 51 votes.
VOTERS = 51
#: Times one bare addition for each voter to as many numbers, 0.28 ms in all: 0.2 s.
INDICES = 700.0
#: Ties, and rounds of a floor that takes long enough for others on the machine to slow it down as much.
TIES, ROUNDS = 3_000, 300
#: Times one bare addition for each end of a tie, start and camp in each round, 20 ms in all: 0.2 s.
TENSIONS = 10.0


#: Passes over all values, as many as results are computed again: for ten levers of each of three fields and
#: results, and for each step of a bisection.
PASSES = 270
#: Times a bare sort and sum in each pass, 3.5 ms in all: 50 ms.
LEVERS = 14.0


def cases() -> Iterator[Case]:
    """Without a window."""
    question, ties = Question.of(_map()), _map_of_ties()
    # Counting is another row's.
    assert len(question.inputs.actors) == ACTORS

    def shares() -> None:
        assert len(Answer(question).entries) == 3 * ACTORS
        found = drawn(question)
        assert found is not None
        assert found.median is not None

    yield case(
        f"shares of the uncertainty, 1,500 values × {DRAWS:,} draws",
        lambda: milliseconds_of(shares),
        draw_numbers(3, DRAWS, ACTORS),
        SHARES,
    )
    values = numpy.array([number * 53 % 201 for number in range(ACTORS)], dtype=float)

    def pass_over() -> None:
        for _ in range(PASSES):
            values[values.argsort(kind="stable")].cumsum()

    yield case(
        f"levers of {ACTORS} actors: all single ones, pairs, radius",
        lambda: milliseconds_of(lambda: METHODS["levers"].report(question)),
        lambda: milliseconds_of(pass_over),
        LEVERS,
    )
    game = Game(tuple(1 + number * number // (VOTERS - 1) for number in range(VOTERS)), 444)
    counts = numpy.zeros((VOTERS + 1, game.quota), dtype=numpy.int64)

    def add() -> None:
        for _ in game.weights:
            numpy.add(counts, 1, out=counts)

    yield case(
        f"both power indices of {VOTERS} voters, exactly",
        lambda: milliseconds_of(lambda: indices(game)),
        lambda: milliseconds_of(add),
        INDICES,
    )
    counted = numpy.ones((2 * TIES, STARTS + 1, 2), dtype=numpy.int64)

    def add_ties() -> None:
        for _ in range(ROUNDS):
            numpy.add(counted, 1, out=counted)

    yield case(
        f"tensions of {ACTORS} actors and {TIES:,} ties",
        lambda: milliseconds_of(lambda: METHODS["tensions"].report(Question.of(ties))),
        lambda: milliseconds_of(add_ties),
        TENSIONS,
    )


def _map() -> StakeMap:
    """Actors all over both scales, with a range for every value."""
    numbers = {f"actor-{number}": number for number in range(ACTORS)}
    return one_issue(
        {actor: standing(number * 37 % 101, 10) for actor, number in numbers.items()},
        {actor: stance(number * 53 % 201 - 100, number * 29 % 101, 10) for actor, number in numbers.items()},
    )


def _map_of_ties() -> StakeMap:
    """Actors with twelve ties each, as many hostile as friendly, of every strength."""
    drawn = random.Random(1)
    pairs: dict[tuple[str, str], int] = {}
    while len(pairs) < TIES:
        one, other = sorted(drawn.sample(range(ACTORS), 2))
        pairs[f"actor-{one}", f"actor-{other}"] = drawn.choice([-3, -2, -1, 1, 2, 3])
    return map_of(pairs)
