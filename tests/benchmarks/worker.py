"""A process that measures one benchmark of one checkout, a round at a time, so that two can take turns.

Started as `python -m benchmarks.worker MODULE` in the folder `tests` of the checkout, with its `src` first on
the path. It writes a line of JSON for each case (its rows, or null after the last), then one for each line
that it reads: of a round's samples after `round`, of the next case after `next`.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from benchmarks.harness import BenchmarkError, Case, NotInstalledError, Round, Row

__all__ = ["Worker", "main", "started"]


def main(module: str) -> None:
    """Measure the cases of a module as its parent asks; ends when that closes the pipe."""
    # What anything prints meanwhile must not pass for an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    cases: Iterator[Case] = importlib.import_module(module).cases()
    for case in cases:
        _answer(answers, {"rows": [asdict(row) for row in case.rows], "is_once": case.is_once})
        for line in sys.stdin:
            if line.strip() == "next":
                break
            try:
                _answer(answers, asdict(case.round()))
            except NotInstalledError as error:
                _answer(answers, {"missing": str(error)})
        else:
            return
    _answer(answers, None)


def _answer(stream: TextIO, value: object) -> None:
    print(json.dumps(value), file=stream)


class Worker:
    """The parent's side of such a process: `rows` and `is_once` are of the case that it is at.

    After the last case there are no rows. Raises BenchmarkError when the process has failed.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.rows: list[Row] = []
        self.is_once = False
        self._take(self._read())

    def round(self) -> Round:
        """Have the case run once. Raises NotInstalledError."""
        answer = self._ask("round")
        if "missing" in answer:
            raise NotInstalledError(answer["missing"])
        return Round(**answer)

    def advance(self) -> None:
        """Go on to the next case."""
        self._take(self._ask("next"))

    def _take(self, answer: Any) -> None:
        self.rows = [] if answer is None else [Row(**fields) for fields in answer["rows"]]
        self.is_once = answer is not None and answer["is_once"]

    def _ask(self, what: str) -> Any:
        assert self._process.stdin is not None
        try:
            print(what, file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise BenchmarkError("the process has ended") from None
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BenchmarkError(f"the process ended with status {self._process.wait()}")
        return json.loads(line)


@contextmanager
def started(module: str, source: Path, tests: Path, environment: Mapping[str, str]) -> Iterator[Worker]:
    """A worker that measures the package in `source` by the benchmarks in `tests`."""
    paths = (str(source), environment.get("PYTHONPATH", ""))
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.worker", module],
        cwd=tests,
        env={**environment, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Worker(process)
        # Its input ends here, and with it the process.


if __name__ == "__main__":
    main(sys.argv[1])
