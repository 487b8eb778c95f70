"""The fault table: every row with its full and its short length."""

from __future__ import annotations

from faults import calls, full_disk, kills, mutations, obstacles, two_processes
from faults.harness import Row

__all__ = ["ROWS"]

ROWS = (
    Row(
        "kills",
        "kill -9 at a random moment of save, edit, export",
        "0 unreadable files, at most 1 s of edits lost, 0 stale temporary files after the next start",
        1_000,
        12,
        kills.inject,
    ),
    Row(
        "calls",
        "the Nth call of the system of a save fails, every N",
        "the old file and an error, or the new file and success",
        8,
        2,
        calls.inject,
    ),
    Row(
        "full-disk",
        "a full disk",
        "the old file and an error, or the new file and success",
        40,
        6,
        full_disk.inject,
    ),
    Row(
        "obstacles",
        "read-only folder, file and disk, dangling symlink, hard link, mode 0640, FIFO or folder in the way, "
        "name of 255 bytes, file removed while open, file replaced during a drag, damaged versions store",
        "a clear message, nothing lost",
        100,
        4,
        obstacles.inject,
    ),
    Row(
        "two-processes",
        "two processes on one file, interleaved saves",
        "no lost save without a question",
        200,
        40,
        two_processes.inject,
    ),
    Row(
        "mutations",
        "mutated valid maps: bits turned over, cut at every byte of a small map, structure changed",
        "opens or a clean error within 5 s and 512 MB; never a traceback",
        20_000,
        1_500,
        mutations.inject,
    ),
)
