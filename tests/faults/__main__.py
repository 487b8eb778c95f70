"""Inject all faults at full length and print what was found; takes about an hour on an idle machine.

    python -m tests.faults                         all rows
    python -m tests.faults kills mutations         some rows
    python -m tests.faults --scale 0.1 --seed 7    a tenth of the trials, with other chances
    python -m tests.faults --short                 what the ordinary test run does
    python -m tests.faults soak --python PATH      with another Python that has PySide6, too

The row `fuzz` uses Atheris where it is installed, which has wheels for Linux only:
`pip install --require-hashes -r packaging/requirements/fuzz.txt`; else Hypothesis.

The exit status is 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from faults.harness import Outcome, Row, table
from faults.rows import ROWS
from guards import spare_linked_files


def main(arguments: Sequence[str]) -> int:
    """Run the rows that were asked for; 1 when anything was lost."""
    spare_linked_files()
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Inject faults.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(names)}")
    parser.add_argument("--scale", type=float, default=1.0, help="how many of the trials (default: 1)")
    parser.add_argument("--seed", type=int, default=5, help="what chance begins with (default: %(default)s)")
    parser.add_argument("--short", action="store_true", help="as many trials as the ordinary test run does")
    parser.add_argument("--python", action="append", default=[], help="another Python that has PySide6")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.rows if name not in names]
    if unknown or options.scale <= 0:
        parser.error(f"there is no row {unknown[0]}" if unknown else "the scale must be above nought")
    results = []
    for row in ROWS:
        if not options.rows or row.name in options.rows:
            count = row.short if options.short else max(1, round(row.full * options.scale))
            results.append((row, _run(row, count, options.seed, options.python)))
    print(table(results))
    return int(any(outcome.losses for _, outcome in results))


def _run(row: Row, count: int, seed: int, pythons: Sequence[str]) -> Outcome:
    print(f"{row.name}: {count:,} …", end=" ", file=sys.stderr, flush=True)
    start = time.monotonic()
    try:
        outcome = row.run(count, seed, pythons)
    except Exception as error:
        # The other rows still have something to tell.
        traceback.print_exc()
        outcome = Outcome(losses=[f"the row itself failed: {error!r}"])
    print(f"{time.monotonic() - start:.0f} s, {outcome.found}", file=sys.stderr, flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
