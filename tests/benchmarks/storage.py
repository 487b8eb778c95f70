"""Opening and saving 10,000 actors, three issues, three snapshots, beside bare pydantic and a bare disk."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

from benchmarks.floors import replace_and_sync, write_and_sync
from benchmarks.harness import BenchmarkError, Case, Measure, case, isolated_environment, milliseconds_of
from samples import large
from stakemap.model.document import StakeMap
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.presets import load_preset
from stakemap.storage.saving.writing import write_bytes_safely

__all__ = ["cases"]

OPEN_LIMIT, SAVE_LIMIT, DISK_LIMIT = 1.4, 2.0, 2.0


def cases() -> Iterator[Case]:
    """From the file to the map and from the map to the file; collection is off for all.

    The floor of the small map is not only writing and syncing its bytes: a save that survives a pulled plug
    has to sync twice, the new file and, once that has been renamed, its folder, which is twice as much where
    a sync is true; and where the disk only says that it has synced, pydantic's bare dump takes longer than
    that. What is left to us is the lock, the note, and the digest of the file that is replaced.
    """
    document, preset = large(10_000, 3, 3), load_preset("armenia-turkiye")
    gc.disable()
    with isolated_environment() as (_, folder):
        path, small, bare = (
            folder / "large.stakemap.json",
            folder / "small.stakemap.json",
            folder / "bare.json",
        )
        save_map(path, document)
        if open_map(path).document != document:
            raise BenchmarkError("the map did not survive the round trip")
        yield case(
            "open 10,000 actors, against bare model_validate_json",
            _timed(lambda: open_map(path)),
            _timed(lambda: StakeMap.model_validate_json(path.read_bytes())),
            OPEN_LIMIT,
        )
        yield case(
            "save 10,000 actors, against bare model_dump_json",
            _timed(lambda: save_map(path, document)),
            _timed(document.model_dump_json),
            SAVE_LIMIT,
        )
        digest = save_map(small, preset)
        yield case(
            "save the Armenia–Türkiye map, against its bare dump, synced, renamed, the folder synced",
            _timed(lambda: save_map(small, preset, expected_digest=digest)),
            replace_and_sync(bare, preset.model_dump_json),
            DISK_LIMIT,
        )
        data = encode(document)
        yield case(
            "save the bytes of 10,000 actors, against writing and syncing the same",
            _timed(lambda: write_bytes_safely(path, data)),
            write_and_sync(bare, data),
            DISK_LIMIT,
        )


def _timed(action: Callable[[], object]) -> Measure:
    return lambda: milliseconds_of(action)
