"""The fault table: every row with its full and its short length."""

from __future__ import annotations

from faults import calls, kills
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
)
