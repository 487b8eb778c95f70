"""The app from its start to the first painted preset, beside an empty window of the same libraries."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.harness import ProcessCost, Row, in_turn, isolated_environment, run_process, stakemap_command

__all__ = ["measure"]

FLOOR = Path(__file__).parent / "peers" / "window_floor.py"
TIME_LIMIT, MEMORY_LIMIT = 1.4, 1.3


def measure(runs: int) -> list[Row]:
    """Milliseconds of the whole process, and its peak memory in MB."""
    with isolated_environment() as (environment, folder):
        app = [*stakemap_command(), "open", "--preset", "armenia-turkiye", "--exit-when-painted"]
        floor = [sys.executable, str(FLOOR)]
        costs: dict[str, list[ProcessCost]] = {"app": [], "floor": []}

        def run(name: str, command: list[str]) -> float:
            cost = run_process(command, environment, folder)
            costs[name].append(cost)
            return cost.seconds * 1_000

        mine, theirs = in_turn(runs, lambda: run("app", app), lambda: run("floor", floor))
    rows = [Row.ratio("start to the first painted preset, against an empty window", mine, theirs, TIME_LIMIT)]
    peaks = {name: [cost.peak / 1e6 for cost in all_of if cost.peak] for name, all_of in costs.items()}
    if peaks["app"]:
        what = "peak memory at the first painted preset, against an empty window"
        rows.append(Row.ratio(what, peaks["app"][1:], peaks["floor"][1:], MEMORY_LIMIT, "MB"))
    return rows
