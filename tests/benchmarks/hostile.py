"""Refusing files of up to 64 MB that were made to cost much: the worst of them, in time and in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.harness import BenchmarkError, Case, Row, isolated_environment
from storage.hostile import CASES, parse_apart, read_apart

__all__ = ["cases"]

#: 5 s of the processor beside 0.57 s, and 512 MB beside 308.
TIME_LIMIT, MEMORY_LIMIT = 8.8, 1.66


def cases() -> Iterator[Case]:
    """The processor's time and the highest memory of a process that reads each file once."""
    what = "64 MB of hostile input is refused, the worst, against json.loads"
    rows = (
        Row(what, TIME_LIMIT, is_worst=True),
        Row(f"memory while {what}", MEMORY_LIMIT, is_worst=True, unit="MB"),
    )
    with isolated_environment() as (_, folder):
        path = folder / "hostile.json"
        yield Case(rows, lambda: _read_all(path), lambda: _costs([parse_apart(path)]), is_once=True)


def _read_all(path: Path) -> tuple[list[float], list[float]]:
    outcomes = []
    for name, (code, _make) in CASES.items():
        outcome = read_apart(name, path)
        if outcome["code"] != code:
            raise BenchmarkError(f"{name}: {outcome['message']}")
        # Of the worst the table tells how much, not which it was.
        print(f"{name}: {outcome['seconds']:.2f} s, {outcome['memory']:.0f} MB", file=sys.stderr)
        outcomes.append(outcome)
    return _costs(outcomes)


def _costs(outcomes: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Milliseconds and megabytes; the latter are left out where the system does not tell."""
    times = [1_000 * outcome["seconds"] for outcome in outcomes]
    return times, [outcome["memory"] for outcome in outcomes if outcome["memory"]]
