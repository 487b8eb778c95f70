"""Run the benchmarks and print one table; takes some minutes, on a machine that does nothing else.

    python tests/benchmarks/run.py                  all of them
    python tests/benchmarks/run.py export start     some of them
    python tests/benchmarks/run.py --runs 5         fewer runs each

Install the scripted peer first: `pip install -c packaging/constraints.txt -e .[bench]`. Times differ between
machines: where there is a peer only the ratio to it counts, and a missed limit is printed, not failed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
HERE = str(Path(__file__).resolve().parent)
# Without this script's own folder, whose modules would pass for the packages of the tests.
sys.path[:] = [str(TESTS), *(folder for folder in sys.path if folder != HERE)]

from benchmarks.harness import Row, isolated_environment, table  # noqa: E402

#: The load of a processor that the benchmarks alone stay below.
_QUIET = 0.8
#: Each is a module with a function `measure(runs) -> list[Row]`, run in a process of its own.
BENCHMARKS = ("export", "start", "storage", "hostile", "reading", "journal", "canvas", "editing", "judging")


def main() -> int:
    """Run what was asked for; 1 when something could not be measured at all."""
    parser = argparse.ArgumentParser(description="Measure Stakemap against peers and floors.")
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--runs", type=int, default=9, help="counted runs each (default: %(default)s)")
    parser.add_argument("--rows", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    wanted = options.benchmarks or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown or options.runs < 1:
        parser.error(f"there is no benchmark {unknown[0]}" if unknown else "at least one run is needed")
    if options.rows:
        module = importlib.import_module(f"benchmarks.{wanted[0]}")
        print(json.dumps([asdict(row) for row in module.measure(options.runs)]))
        return 0
    return _run_all(wanted, options.runs)


def _run_all(names: list[str], runs: int) -> int:
    rows: list[Row] = []
    failed = []
    for name in names:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        with isolated_environment() as (environment, _):
            command = [sys.executable, __file__, name, "--rows", "--runs", str(runs)]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            rows += [Row(**fields) for fields in json.loads(done.stdout.splitlines()[-1])]
        else:
            failed.append(name)
    print(table(rows))
    if hasattr(os, "getloadavg") and os.getloadavg()[0] > _QUIET * (os.cpu_count() or 1):
        print("The machine was busy with other things: what has no peer took longer than it does alone.")
    if failed:
        print(f"could not be measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
