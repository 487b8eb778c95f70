"""The app from its start to the first painted preset, beside an empty window of the same libraries."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.harness import Case, Row, isolated_environment, run_process, stakemap_command

__all__ = ["cases"]

FLOOR = Path(__file__).parent / "peers" / "window_floor.py"
TIME_LIMIT, MEMORY_LIMIT = 1.2, 1.3


def cases() -> Iterator[Case]:
    """The whole process and its peak memory."""
    rows = (
        Row("start to the first painted preset, against an empty window", TIME_LIMIT),
        Row("peak memory at the first painted preset, against an empty window", MEMORY_LIMIT, unit="MB"),
    )
    with isolated_environment() as (environment, folder):

        def cost(command: list[str]) -> tuple[float, list[float]]:
            spent = run_process(command, environment, folder)
            return 1_000 * spent.seconds, [] if spent.peak is None else [spent.peak / 1e6]

        app = [*stakemap_command(), "open", "--preset", "armenia-turkiye", "--exit-when-painted"]
        yield Case(rows, partial(cost, app), partial(cost, [sys.executable, str(FLOOR)]))
