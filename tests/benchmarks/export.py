"""A slide of the preset from the command line, beside a matplotlib script that draws as many actors."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.harness import (
    BenchmarkError,
    Row,
    in_turn,
    isolated_environment,
    run_process,
    stakemap_command,
)

__all__ = ["measure"]

PEER = Path(__file__).parent / "peers" / "export_matplotlib.py"
LIMIT = 0.75


def measure(runs: int) -> list[Row]:
    """Milliseconds from the start of the process to its end."""
    with isolated_environment() as (environment, folder):
        slide, plot = folder / "slide.png", folder / "plot.png"
        preset = ["--preset", "armenia-turkiye", "--size", "1920x1080"]
        export = [*stakemap_command(), "export", *preset, "-o", str(slide)]

        def ours() -> float:
            slide.unlink(missing_ok=True)
            cost = run_process(export, environment, folder)
            _check_size(slide)
            return cost.seconds * 1_000

        def peer() -> float:
            cost = run_process([sys.executable, str(PEER), str(plot)], environment, folder)
            _check_size(plot)
            return cost.seconds * 1_000

        mine, theirs = in_turn(runs, ours, peer)
    return [Row.ratio("export a slide, against a matplotlib script", mine, theirs, LIMIT)]


def _check_size(picture: Path) -> None:
    header = picture.read_bytes()[:24]
    size = (int.from_bytes(header[16:20]), int.from_bytes(header[20:24]))
    if size != (1920, 1080):
        raise BenchmarkError(f"{picture.name} measures {size}")
