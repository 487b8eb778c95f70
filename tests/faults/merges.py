"""Merges of versions of a map that two analysts edited by chance, at any distance from each other."""

from __future__ import annotations

from contextlib import suppress

from faults.harness import Outcome, Trial
from faults.random_edits import RandomEdits
from merging_laws import Triple, broken_laws
from samples import sample
from stakemap.errors import StakemapError
from stakemap.model.document import StakeMap
from stakemap.model.merging.merge import merge

__all__ = ["inject"]

#: Edits at most that lead to the base, and from it to each side.
_TO_BASE, _TO_SIDE = 20, 30


def inject(trial: Trial) -> Outcome:
    """`count` triples of maps, for each of which all laws are to hold."""
    outcome = Outcome(trials=trial.count)
    edits, conflicting, conflicts = RandomEdits(trial.chance), 0, 0
    for number in range(trial.count):
        base = _edited(sample(), edits, trial.chance.randrange(_TO_BASE + 1))
        triple = Triple(base, *(_edited(base, edits, trial.chance.randrange(1, _TO_SIDE + 1)) for _ in "ab"))
        found = merge(*triple).conflicts
        conflicting, conflicts = conflicting + bool(found), conflicts + len(found)
        outcome.losses += [f"triple {number}: {law}" for law in broken_laws(triple)]
    outcome.notes.append(f"{conflicts:,} conflicts in {conflicting:,} triples")
    return outcome


def _edited(document: StakeMap, edits: RandomEdits, count: int) -> StakeMap:
    for _ in range(count):
        made = edits.next(document)
        with suppress(StakemapError):
            document = made.function(document, *made.arguments, **made.fields)
    return document
