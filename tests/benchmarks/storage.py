"""Opening and saving 10,000 actors, three issues, three snapshots, beside bare pydantic and a bare disk."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import BenchmarkError, Row, in_turn, isolated_environment, seconds_of
from samples import large
from stakemap.model.document import StakeMap
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.presets import load_preset
from stakemap.storage.writing import write_bytes_safely

__all__ = ["measure"]

OPEN_LIMIT, SAVE_LIMIT, DISK_LIMIT = 2.0, 3.0, 2.0


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
        on_disk = _beside_a_bare_disk(folder, runs, encode(document))
    return [
        Row.ratio("open 10,000 actors, against bare model_validate_json", *opening, OPEN_LIMIT),
        Row.ratio("save 10,000 actors, against bare model_dump_json", *saving, SAVE_LIMIT),
        *on_disk,
    ]


def _beside_a_bare_disk(folder: Path, runs: int, large_map: bytes) -> list[Row]:
    """Saving a real map, and putting the bytes of a large one into a file, beside write and fsync.

    What a save of the small one does besides (text, lock, note, folder) takes two milliseconds: little beside
    a true sync, but more than twice one by a disk that only says that it has synced.
    """
    path, bare = folder / "ours.stakemap.json", folder / "bare.json"
    preset = load_preset("armenia-turkiye")
    data = encode(preset)
    digest = save_map(path, preset)

    def bare_disk(content: bytes) -> float:
        def write() -> None:
            with bare.open("wb", buffering=0) as stream:
                rest = memoryview(content)
                while rest:
                    rest = rest[stream.write(rest) :]
                os.fsync(stream.fileno())

        return 1_000 * seconds_of(write)

    small = in_turn(
        3 * runs,
        lambda: 1_000 * seconds_of(lambda: save_map(path, preset, expected_digest=digest)),
        lambda: bare_disk(data),
    )
    large_ones = in_turn(
        runs,
        lambda: 1_000 * seconds_of(lambda: write_bytes_safely(path, large_map)),
        lambda: bare_disk(large_map),
    )
    return [
        Row.ratio("save the Armenia–Türkiye map, against writing and syncing its bytes", *small, DISK_LIMIT),
        Row.ratio(
            "save the bytes of 10,000 actors, against writing and syncing the same", *large_ones, DISK_LIMIT
        ),
    ]


@contextmanager
def _no_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
