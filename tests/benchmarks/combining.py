"""Combining the maps of twenty analysts that were read from files, beside reading the files."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from functools import partial

from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from samples import large
from stakemap.analysis.combining.combining import combine
from stakemap.model import edits
from stakemap.model.combining.combine import Contribution
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move
from stakemap.storage.codec import decode, encode

__all__ = ["cases"]

ANALYSTS, ACTORS, ISSUES = 20, 500, 2
#: 3 s where reading the files takes 1 s.
LIMIT = 3.0


def cases() -> Iterator[Case]:
    """All analysts judge each actor anew, so that each subject has twenty judgements to be pooled."""
    files = [encode(each) for each in _maps()]
    gc.disable()
    contributions = [Contribution(f"{number}", each) for number, each in enumerate(_read(files))]
    found = combine(contributions)
    if len(found.comparisons) < ACTORS * ISSUES or not found.rivals:
        raise BenchmarkError("the analysts did not judge all actors")
    yield case(
        f"combine the maps of {ANALYSTS} analysts of {ACTORS} actors, against reading their files",
        partial(milliseconds_of, partial(combine, contributions)),
        partial(milliseconds_of, partial(_read, files)),
        LIMIT,
    )


def _maps() -> Iterator[StakeMap]:
    base = large(ACTORS, ISSUES, 1)
    for number in range(ANALYSTS):
        chance, document = random.Random(number), base
        for issue in base.issues:
            moves = {key: Move(chance.uniform(-30, 30), chance.uniform(-9, 9)) for key in base.actors}
            by = Authorship(f"Analyst {number}", f"2025-08-{number + 1:02}")
            document = edits.move_actors(document, "s0", issue, moves, by)
        yield document


def _read(files: list[bytes]) -> list[StakeMap]:
    return [decode(data).document for data in files]
