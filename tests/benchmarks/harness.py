"""What the benchmarks share: runs in turn, medians, processes with their peak memory, rows of a table."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

__all__ = [
    "BenchmarkError",
    "ProcessCost",
    "Row",
    "Spent",
    "in_turn",
    "isolated_environment",
    "median",
    "processor_seconds_of",
    "run_process",
    "seconds_of",
    "spent_on",
    "stakemap_command",
    "table",
]


T = TypeVar("T")


#: From so many runs on, what 95 of 100 keep to says something.
_ENOUGH = 40


class BenchmarkError(Exception):
    """What was to be measured did not work, so that its time says nothing."""


class Spent(float):
    """Milliseconds by the clock, and how many of them (`work`) this thread had a processor for itself."""

    work: float

    def __new__(cls, milliseconds: float, work: float) -> Spent:
        """Both in milliseconds."""
        made = super().__new__(cls, milliseconds)
        made.work = work
        return made

    def __add__(self, other: float) -> Spent:
        """The two one after the other."""
        return Spent(float(self) + float(other), self.work + getattr(other, "work", other))


def spent_on(action: Callable[[], object]) -> Spent:
    """How long one call takes; what it returns is let go only after the clocks have stopped."""
    start, start_of_work = time.perf_counter(), time.thread_time()
    result = action()
    end, end_of_work = time.perf_counter(), time.thread_time()
    del result
    return Spent((end - start) * 1_000, (end_of_work - start_of_work) * 1_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. With a peer the figure is the ratio to it; without one it is our own cost.

    `ours` and `peer` are in `unit`; `lowest` and `highest` are of our runs and tell how steady they were, and
    `late` is what 95 of 100 of them keep to, where there are enough to say so. `work` is how long the thread
    of the window was at work in the median run: on a machine that is busy with other things, far less.
    """

    what: str
    ours: float
    limit: float
    peer: float | None = None
    unit: str = "ms"
    lowest: float | None = None
    highest: float | None = None
    late: float | None = None
    work: float | None = None

    @classmethod
    def ratio(
        cls, what: str, ours: Sequence[float], peer: Sequence[float], limit: float, unit: str = "ms"
    ) -> Row:
        """The median of our runs against the median of the peer's."""
        return cls(what, median(ours), limit, median(peer), unit, min(ours), max(ours))

    @classmethod
    def cost(cls, what: str, ours: Sequence[float], limit: float, unit: str = "ms") -> Row:
        """The median of our runs against a fixed limit in the same unit."""
        late = statistics.quantiles(ours, n=20)[-1] if len(ours) >= _ENOUGH else None
        works = [one.work for one in ours if isinstance(one, Spent)]
        work = median(works) if works else None
        lowest, highest = float(min(ours)), float(max(ours))
        return cls(what, median(ours), limit, None, unit, lowest, highest, late, work)

    @classmethod
    def worst(cls, what: str, ours: Sequence[float], limit: float, unit: str = "ms") -> Row:
        """The worst of our runs against a fixed limit in the same unit."""
        return cls(what, float(max(ours)), limit, None, unit)

    @property
    def figure(self) -> float:
        """What is held against the limit."""
        return self.ours if self.peer is None else self.ours / self.peer

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps to its limit."""
        return self.figure <= self.limit


def median(values: Sequence[float]) -> float:
    """The middle of some runs, or the mean of the middle two."""
    return float(statistics.median(values))


def in_turn(runs: int, *measures: Callable[[], T]) -> list[list[T]]:
    """What each measure gives in `runs` rounds, taken in turn (A B A B …) after one that is not counted.

    So a machine that grows slower or faster meanwhile does so for all alike.
    """
    results: list[list[T]] = [[] for _ in measures]
    for turn in range(runs + 1):
        for measure, kept in zip(measures, results, strict=True):
            value = measure()
            if turn:
                kept.append(value)
    return results


def seconds_of(action: Callable[[], object]) -> float:
    """How long one call takes; what it returns is let go only after the clock has stopped."""
    start = time.perf_counter()
    result = action()
    end = time.perf_counter()
    del result
    return end - start


def processor_seconds_of(action: Callable[[], object]) -> float:
    """How long one call keeps the processor busy: what others run meanwhile does not count."""
    start = time.process_time()
    result = action()
    end = time.process_time()
    del result
    return end - start


@dataclass(frozen=True, slots=True)
class ProcessCost:
    """A whole process, from its start to its end. `peak` is in bytes; None where the system does not tell."""

    seconds: float
    peak: int | None


def run_process(command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> ProcessCost:
    """Run a command to its end; BenchmarkError with its last words when it fails.

    Its peak memory counts from the size of the process that starts it, so that one has to be small itself.
    """
    with (cwd / "output.txt").open("w+b") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=dict(environment), cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        peak = None
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        else:
            process.wait()
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            output.seek(0)
            words = output.read().decode(errors="replace").strip()[-2_000:]
            raise BenchmarkError(f"{' '.join(command)} ended with status {process.returncode}: {words}")
    return ProcessCost(seconds, peak)


def stakemap_command() -> list[str]:
    """How a user starts Stakemap: the command installed beside this Python, else the module."""
    installed = shutil.which("stakemap", path=str(Path(sys.executable).parent))
    return [installed] if installed else [sys.executable, "-m", "stakemap"]


@contextmanager
def isolated_environment() -> Iterator[tuple[dict[str, str], Path]]:
    """Environment variables and an empty folder for processes: no settings, recovery or screen of the user.

    The window platform is the offscreen one unless QT_QPA_PLATFORM names another; it is the same for all.
    Python may keep what it compiles, as it does for users: else each start would compile the app anew, and
    the peers, which are installed compiled, would not.
    """
    with TemporaryDirectory(prefix="stakemap-benchmark-") as folder:
        home = Path(folder)
        environment = {
            **os.environ,
            "STAKEMAP_CONFIG_DIR": str(home / "config"),
            "STAKEMAP_STATE_DIR": str(home / "state"),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        yield environment, home


def table(rows: Sequence[Row]) -> str:
    """The rows as text with aligned columns and a verdict each."""
    heading = (
        "benchmark",
        "ours",
        "lowest to highest",
        "95 of 100",
        "work",
        "peer",
        "figure",
        "limit",
        "verdict",
    )
    lines = [heading, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    text = []
    for line in lines:
        cells = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        text.append("  ".join(cells).rstrip())
    text.insert(1, "-" * max(len(line) for line in text))
    return "\n".join(text)


def _cells(row: Row) -> tuple[str, ...]:
    spread = ""
    if row.lowest is not None and row.highest is not None:
        spread = f"{_number(row.lowest)} to {_number(row.highest)}"
    return (
        row.what,
        f"{_number(row.ours)} {row.unit}",
        spread,
        "" if row.late is None else f"{_number(row.late)} {row.unit}",
        "" if row.work is None else f"{_number(row.work)} {row.unit}",
        "" if row.peer is None else f"{_number(row.peer)} {row.unit}",
        f"{row.figure:.2f}" if row.peer is not None else f"{_number(row.figure)} {row.unit}",
        f"{row.limit:g}" if row.peer is not None else f"{row.limit:g} {row.unit}",
        "met" if row.is_met else "MISSED",
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
