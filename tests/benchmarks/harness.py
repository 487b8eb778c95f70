"""What the benchmarks share: cases of a subject and its floor, taken in turn, and what processes cost."""

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
    "Case",
    "Measure",
    "NotInstalledError",
    "ProcessCost",
    "Round",
    "Row",
    "Samples",
    "case",
    "in_turn",
    "isolated_environment",
    "median",
    "milliseconds_of",
    "run_process",
    "stakemap_command",
]

T = TypeVar("T")

#: What one run of a measure gives for a row of the table.
Samples = float | Sequence[float]
#: Runs what is measured once. A tuple has an entry for each row of a case; anything else is for all of them.
Measure = Callable[[], Samples | tuple[Samples, ...]]


class BenchmarkError(Exception):
    """What was to be measured did not work, so that its time says nothing."""


class NotInstalledError(Exception):
    """What is measured against is not on this machine; the message says what and how to get it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: our figure divided by its floor is to be at most `limit`.

    Our figure is the median of the samples, or the highest of them (`is_worst`); the floor's is the median.
    """

    name: str
    limit: float
    is_worst: bool = False
    unit: str = "ms"


@dataclass(frozen=True, slots=True)
class Round:
    """The samples of one run of a subject and of its floor, a list for each row."""

    ours: list[list[float]]
    floor: list[list[float]]


@dataclass(frozen=True, slots=True)
class Case:
    """A subject beside the least that its work costs, with the rows that one run of both gives samples for.

    `is_once` is for what takes so long that it is run only once, whatever the number of runs.
    """

    rows: tuple[Row, ...]
    subject: Measure
    floor: Measure
    is_once: bool = False

    def round(self) -> Round:
        """Run the subject, then the floor. Raises NotInstalledError."""
        return Round(self._samples(self.subject()), self._samples(self.floor()))

    def _samples(self, result: Samples | tuple[Samples, ...]) -> list[list[float]]:
        each = result if isinstance(result, tuple) else (result,) * len(self.rows)
        if len(each) != len(self.rows):
            raise BenchmarkError(f"{len(each)} results for {len(self.rows)} rows")
        return [[float(one)] if isinstance(one, (int, float)) else list(one) for one in each]


def case(name: str, subject: Measure, floor: Measure, limit: float) -> Case:
    """A case of a single row, in milliseconds."""
    return Case((Row(name, limit),), subject, floor)


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


def milliseconds_of(action: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one call takes; what it returns is let go only after the clock has stopped.

    By `time.process_time`, what others run meanwhile does not count.
    """
    start = clock()
    result = action()
    end = clock()
    del result
    return 1_000 * (end - start)


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
