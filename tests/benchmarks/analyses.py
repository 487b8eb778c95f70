"""Analyses of 500 actors, beside numpy drawing as many numbers as they draw."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.builders import one_issue, stance, standing
from benchmarks.floors import draw_numbers
from benchmarks.harness import Case, case, milliseconds_of
from stakemap.analysis.check_next import drawn, ranked
from stakemap.analysis.intervals import DRAWS
from stakemap.analysis.question import Question
from stakemap.model.document import StakeMap

__all__ = ["cases"]

ACTORS = 500
#: Times numpy's bare draw of as many random numbers, which takes 6.7 ms: 0.4 s.
SHARES = 60.0


def cases() -> Iterator[Case]:
    """Without a window."""
    question = Question.of(_map())
    # Counting is another row's.
    assert len(question.inputs.actors) == ACTORS

    def shares() -> None:
        assert len(ranked(question)) == 3 * ACTORS
        found = drawn(question)
        assert found is not None
        assert found.median is not None

    yield case(
        f"shares of the uncertainty, 1,500 values × {DRAWS:,} draws",
        lambda: milliseconds_of(shares),
        draw_numbers(3, DRAWS, ACTORS),
        SHARES,
    )


def _map() -> StakeMap:
    """Actors all over both scales, with a range for every value."""
    numbers = {f"actor-{number}": number for number in range(ACTORS)}
    return one_issue(
        {actor: standing(number * 37 % 101, 10) for actor, number in numbers.items()},
        {actor: stance(number * 53 % 201 - 100, number * 29 % 101, 10) for actor, number in numbers.items()},
    )
