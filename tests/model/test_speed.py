"""An edit of a large map costs what it changes, not what the map holds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from samples import large
from stakemap.model import edits
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

ACTORS = 5_000


def median(run: Callable[[int], object], times: int = 9) -> float:
    """Seconds of the median of several runs."""
    found = []
    for number in range(times):
        started = time.perf_counter()
        run(number)
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def look(resolver: Resolver, document: StakeMap) -> None:
    resolver.standings(document, "s1")
    resolver.stances(document, "s1", "issue-0")


def test_an_edit_and_all_that_follows_from_it_fit_in_a_frame_many_times() -> None:
    document = large(ACTORS, 1, 2)
    resolver = Resolver()
    look(resolver, document)

    def edit(number: int) -> None:
        moves = {f"actor-{number}": edits.Move(3, 47)}
        after = edits.move_actors(document, "s1", "issue-0", moves, edits.Authorship("", None))
        touched(document, after)
        look(resolver, after)

    whole = median(lambda _: look(Resolver(), document))
    once = median(edit)
    assert once < max(whole, 0.016)
