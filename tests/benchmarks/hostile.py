"""Refusing files of up to 64 MB that were made to cost much: the worst of them, in time and in memory."""

from __future__ import annotations

from benchmarks.harness import BenchmarkError, Row, isolated_environment
from storage.hostile import CASES, MEGABYTES, SECONDS, read_apart

__all__ = ["measure"]


def measure(runs: int) -> list[Row]:
    """Seconds of the processor and megabytes at most; each file is read once, whatever `runs`."""
    seconds, memory = {}, {}
    with isolated_environment() as (_, folder):
        for case, (code, _make) in CASES.items():
            outcome = read_apart(case, folder / "hostile.json")
            if outcome["code"] != code:
                raise BenchmarkError(f"{case}: {outcome['message']}")
            seconds[case], memory[case] = outcome["seconds"], outcome["memory"]
    slowest, largest = max(seconds, key=seconds.__getitem__), max(memory, key=memory.__getitem__)
    return [
        Row.worst(f"64 MB of hostile input is refused ({slowest})", list(seconds.values()), SECONDS, "s"),
        Row.worst(f"64 MB of hostile input is refused ({largest})", list(memory.values()), MEGABYTES, "MB"),
    ]
