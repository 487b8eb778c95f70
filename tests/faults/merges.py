"""Merges of versions of a map that two analysts edited by chance, at any distance from each other."""

from __future__ import annotations

import random
from contextlib import suppress

from faults.harness import Outcome, Trial
from faults.random_edits import Edit, RandomEdits
from merging_laws import Triple, broken_laws
from samples import team_sample
from stakemap.errors import StakemapError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.merging.merge import merge
from stakemap.model.merging.recording import with_conflicts

__all__ = ["edited", "inject"]

#: Edits at most that lead to the base, and from it to each side.
_TO_BASE, _TO_SIDE = 20, 30
#: So often an edit removes what there is, which edits by chance seldom do.
_REMOVALS = 0.1
#: So often the base has conflicts of an earlier merge.
_MERGED = 0.3


def inject(trial: Trial) -> Outcome:
    """`count` triples of maps, for each of which all laws are to hold."""
    outcome = Outcome(trials=trial.count)
    made, conflicting, conflicts = RandomEdits(trial.chance), 0, 0
    for number in range(trial.count):
        base = edited(team_sample(), trial.chance, made, trial.chance.randrange(_TO_BASE + 1))
        if trial.chance.random() < _MERGED:
            sides = (edited(base, trial.chance, made, trial.chance.randrange(1, _TO_SIDE + 1)) for _ in "ab")
            base = with_conflicts(*merge(base, *sides))
        triple = Triple(
            base, *(edited(base, trial.chance, made, trial.chance.randrange(1, _TO_SIDE + 1)) for _ in "ab")
        )
        found = merge(*triple).conflicts
        conflicting, conflicts = conflicting + bool(found), conflicts + len(found)
        outcome.losses += [f"triple {number}: {law}" for law in broken_laws(triple)]
    outcome.notes.append(f"{conflicts:,} conflicts in {conflicting:,} triples")
    return outcome


def edited(document: StakeMap, chance: random.Random, edits: RandomEdits, count: int) -> StakeMap:
    """A map after so many edits by chance, of which some are refused."""
    for _ in range(count):
        made = edits.next(document)
        if chance.random() < _REMOVALS:
            made = _removal(chance, edits)
        with suppress(StakemapError):
            document = made.function(document, *made.arguments, **made.fields)
    return document


def _removal(chance: random.Random, made: RandomEdits) -> Edit:
    """Remove a record that there is, with all that refers to it, or make an actor part of another one."""
    container = chance.choice(("actors", "groups", "issues", "relations", "snapshots", "sources", "parts"))
    if container == "parts":
        return Edit(edits.update_actor, (made.one_of("actors"),), {"part_of": made.one_of("actors")})
    if container == "actors":
        return Edit(edits.remove_actors, (made.several("actors"),))
    return Edit(getattr(edits, f"remove_{container[:-1]}"), (made.one_of(container),))
