"""An edit of a large map costs what it changes, not what the map holds."""

from __future__ import annotations

from executed_lines import lines_run
from samples import large
from stakemap.model import edits
from stakemap.model.changes import touched
from stakemap.model.resolve import Resolver


def work_of_an_edit(actors: int) -> int:
    """Move an actor in a map of so many and look at all that follows, where it had been looked at before."""
    before = large(actors, 1, 2)
    resolver = Resolver()

    def look(document: object) -> None:
        resolver.standings(document, "s1")
        resolver.stances(document, "s1", "issue-0")

    def edit() -> None:
        moves = {"actor-7": edits.Move(3, 47)}
        after = edits.move_actors(before, "s1", "issue-0", moves, edits.Authorship("", None))
        touched(before, after)
        look(after)

    look(before)
    return lines_run(edit)


def test_an_edit_is_the_same_work_in_a_large_map_as_in_a_small_one() -> None:
    assert work_of_an_edit(2_000) < 1.2 * work_of_an_edit(50)
