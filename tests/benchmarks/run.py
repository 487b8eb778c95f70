"""Run the benchmarks and print one table; takes some minutes, on a machine that does nothing else.

    python tests/benchmarks/run.py                     all of them
    python tests/benchmarks/run.py export start        some of them
    python tests/benchmarks/run.py --runs 5            fewer runs each
    python tests/benchmarks/run.py --base OTHER/src    another checkout too, in turn with this one

Each row is a ratio: the median of what we take, divided by that of a floor or a peer which takes turns with
it (A B A B …), so that a slow machine changes nothing; the milliseconds stand beside it. A missed limit is
printed, not failed.

With `--base`, a process of each checkout takes turns round by round, and the table has what was before on
the right. The other checkout is measured by the benchmarks beside its `src`, so that modules may have moved
since, or by these where it has none of this kind; rows are matched by name.

Install the scripted peer first: `pip install --require-hashes -r packaging/requirements/app.txt -r
packaging/requirements/bench.txt`. What is drawn in a browser needs Chromium and `npm install --no-save
--prefix tests/benchmarks/peers cytoscape`; without these, or with a peer missing, the row says so.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)
# Without this script's own folder, whose modules would pass for the packages of the tests.
sys.path[:] = [str(TESTS), *(folder for folder in sys.path if folder != HERE)]

from benchmarks.harness import BenchmarkError, NotInstalledError, Round, in_turn, isolated_environment  # noqa: E402
from benchmarks.table import Line, figures, table  # noqa: E402
from benchmarks.worker import Worker, started  # noqa: E402

#: Each is a module with a generator `cases() -> Iterator[Case]`, run in a process of its own.
BENCHMARKS = (
    "export",
    "labels",
    "start",
    "packages",
    "storage",
    "hostile",
    "reading",
    "statements",
    "workbook",
    "imports",
    "journal",
    "canvas",
    "editing",
    "judging",
    "analyses",
    "merging",
    "comparison",
    "versions",
    "combining",
)
SOURCE = TESTS.parent / "src"


def main() -> int:
    """Run what was asked for; 1 when something could not be measured at all."""
    parser = argparse.ArgumentParser(description="Measure Stakemap against peers and floors.")
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--runs", type=int, default=9, help="counted runs each (default: %(default)s)")
    parser.add_argument(
        "--base", type=Path, metavar="SRC", help="the `src` of another checkout, measured too"
    )
    options = parser.parse_args()
    unknown = [name for name in options.benchmarks if name not in BENCHMARKS]
    if unknown or options.runs < 1:
        parser.error(f"there is no benchmark {unknown[0]}" if unknown else "at least one run is needed")
    if options.base is not None and not (options.base / "stakemap").is_dir():
        parser.error(f"there is no package stakemap in {options.base}")
    sources = [SOURCE] if options.base is None else [SOURCE, options.base.resolve()]
    lines: list[Line] = []
    failed = []
    for name in options.benchmarks or BENCHMARKS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            lines += measured(f"benchmarks.{name}", sources, options.runs)
        except BenchmarkError as error:
            failed.append(f"{name}: {error}")
    print(table(lines, compares=options.base is not None))
    for each in failed:
        print(f"could not be measured: {each}")
    return 1 if failed else 0


def measured(module: str, sources: list[Path], runs: int) -> list[Line]:
    """The lines of one benchmark for the first of `sources`, with what was before from the second, if any."""
    with ExitStack() as stack:
        workers = []
        for source in sources:
            environment, _ = stack.enter_context(isolated_environment())
            workers.append(stack.enter_context(started(module, source, suite_beside(source), environment)))
        # The lines of each checkout by the names of their rows.
        found: list[dict[str, Line]] = [{} for _ in workers]
        while any(worker.rows for worker in workers):
            active = [worker for worker in workers if worker.rows]
            rounds, missing = _rounds(active, runs)
            for worker, samples in zip(active, rounds, strict=True):
                for row, figure in zip(worker.rows, figures(worker.rows, samples), strict=True):
                    found[workers.index(worker)][row.name] = Line(row, figure, missing=missing)
                worker.advance()
    ours, *others = found
    before = others[0] if others else {}
    return [
        replace(line, before=before[name].figure) if name in before else line for name, line in ours.items()
    ]


def _rounds(workers: list[Worker], runs: int) -> tuple[list[list[Round]], str]:
    """The rounds of each worker's case, taken in turn; none, and why, where something is not installed."""
    try:
        if any(worker.is_once for worker in workers):
            return [[worker.round()] for worker in workers], ""
        return in_turn(runs, *(worker.round for worker in workers)), ""
    except NotInstalledError as error:
        return [[] for _ in workers], str(error)


def suite_beside(source: Path) -> Path:
    """The tests whose benchmarks measure a checkout: its own, or these where it has none of this kind."""
    own = source.parent / "tests"
    return own if (own / "benchmarks" / "worker.py").is_file() else TESTS


if __name__ == "__main__":
    sys.exit(main())
