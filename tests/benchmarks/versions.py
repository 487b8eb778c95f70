"""Merging three versions of a large map that were read from files, beside reading the files."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial

from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from samples import large
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move
from stakemap.model.merging.merge import merge
from stakemap.storage.codec import decode, encode

__all__ = ["cases"]

LIMIT = 1.5
#: Each side judges every so manieth actor anew; both judge the same ones at times.
STEPS = (10, 15)


def cases() -> Iterator[Case]:
    """Three-way and two-way; what is read from files shares nothing, so all is compared by value."""
    files = [encode(each) for each in _versions()]
    gc.disable()
    base, one, other = _read(files)
    if not merge(base, one, other).conflicts:
        raise BenchmarkError("the versions do not contradict each other")
    floor = partial(milliseconds_of, partial(_read, files))
    yield case(
        "merge three versions of 10,000 actors, against reading their files",
        partial(milliseconds_of, partial(merge, base, one, other)),
        floor,
        LIMIT,
    )
    yield case(
        "the same two sides without their base",
        partial(milliseconds_of, partial(merge, None, one, other)),
        floor,
        LIMIT,
    )


def _versions() -> Iterator[StakeMap]:
    base = large(10_000, 3, 3)
    yield base
    for step, by in zip(STEPS, "AB", strict=True):
        moves = {f"actor-{number}": Move(float(step), 1.0) for number in range(0, 10_000, step)}
        yield edits.move_actors(base, "s2", "issue-0", moves, Authorship(by, "2025-08-01"))


def _read(files: list[bytes]) -> tuple[StakeMap, StakeMap, StakeMap]:
    base, one, other = (decode(data).document for data in files)
    return base, one, other
