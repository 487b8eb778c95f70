"""Opening and saving 10,000 actors on three issues in three snapshots, beside bare pydantic."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.harness import BenchmarkError, Row, in_turn, isolated_environment, seconds_of
from samples import large
from stakemap.model.document import StakeMap
from stakemap.storage.files import open_map, save_map

__all__ = ["measure"]

OPEN_LIMIT, SAVE_LIMIT = 2.0, 3.0


def measure(runs: int) -> list[Row]:
    """Milliseconds from the file to the map and from the map to the file; collection is off for all."""
    document = large(10_000, 3, 3)
    with isolated_environment() as (_, folder), _no_collection():
        path = folder / "large.stakemap.json"
        save_map(path, document)
        if open_map(path).document != document:
            raise BenchmarkError("the map did not survive the round trip")
        opening = in_turn(
            runs,
            lambda: 1_000 * seconds_of(lambda: open_map(path)),
            lambda: 1_000 * seconds_of(lambda: StakeMap.model_validate_json(path.read_bytes())),
        )
        saving = in_turn(
            runs,
            lambda: 1_000 * seconds_of(lambda: save_map(path, document)),
            lambda: 1_000 * seconds_of(document.model_dump_json),
        )
    return [
        Row.ratio("open 10,000 actors, against bare model_validate_json", *opening, OPEN_LIMIT),
        Row.ratio("save 10,000 actors, against bare model_dump_json", *saving, SAVE_LIMIT),
    ]


@contextmanager
def _no_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
