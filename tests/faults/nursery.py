"""A process that has loaded the code of the app and forks a child for each job, which then costs nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import stakemap

__all__ = ["Child", "Nursery", "NurseryError"]

TESTS = Path(__file__).parents[1]
PATIENCE = 120.0


class NurseryError(Exception):
    """A child did not do what it was started for; the text tells what it said."""


class Nursery:
    """Starts jobs one after the other; `prefix` is a command that the process runs under."""

    def __init__(self, folder: Path, prefix: Sequence[str] = ()) -> None:
        self.folder = folder
        self._number = 0
        # The code that is tested here, whichever is installed.
        folders = f"{TESTS}{os.pathsep}{Path(stakemap.__file__).parents[1]}"
        environment = {**os.environ, "PYTHONPATH": folders, "QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        self._answer()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NurseryError("the nursery has ended")
        return int(line)

    def start(self, job: str, *arguments: object) -> Child:
        """Begin a job in a process of its own."""
        assert self._process.stdin is not None
        self._number += 1
        log = self.folder / f"job-{id(self)}-{self._number}.log"
        log.touch()
        self._process.stdin.write(json.dumps([str(log), job, *map(_plain, arguments)]) + "\n")
        self._process.stdin.flush()
        return Child(self._answer(), log, self._answer)

    def run(self, job: str, *arguments: object) -> list[Any]:
        """Do a job to its end and return what it said. Raises NurseryError when it failed."""
        child = self.start(job, *arguments)
        status = child.wait()
        said = child.said()
        if status:
            raise NurseryError(f"{job} ended with {status}: {said[-1:]}")
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


class Child:
    """A job under way."""

    def __init__(self, pid: int, log: Path, wait: Any) -> None:
        self.pid, self._log, self._wait = pid, log, wait

    def said(self) -> list[Any]:
        """What the job has told so far; a line that was cut off is left out."""
        whole, _, _ = self._log.read_bytes().rpartition(b"\n")
        return [json.loads(line) for line in whole.splitlines()]

    def until_it_speaks(self) -> None:
        """Wait for its first word."""
        until = time.monotonic() + PATIENCE
        while not self._log.stat().st_size:
            if time.monotonic() > until:
                raise NurseryError("the job says nothing")
            time.sleep(0.001)

    def kill(self) -> float:
        """End it with kill -9; the moment, as time.monotonic() has it, at which it still ran."""
        at = time.monotonic()
        os.kill(self.pid, signal.SIGKILL)
        self._wait()
        return at

    def wait(self) -> int:
        """Wait for its end; its exit status, below zero where a signal ended it."""
        status: int = self._wait()
        return status


def _serve() -> None:
    from faults import (
        drafts,
        full_disk,
        hostile,
        huge_input,
        hung_saves,
        jobs,
        many_edits,
        monkey,
        mutations,
        obstacles,
        paths,
        permissions,
        state_folder,
        two_processes,
        two_users,
    )

    modules = (
        *(drafts, full_disk, hostile, huge_input, hung_saves, jobs, many_edits, monkey, mutations),
        *(obstacles, paths, permissions, state_folder, two_processes, two_users),
    )
    there = {name: work for module in modules for name, work in vars(module).items()}
    jobs.warm_up()
    print(0, flush=True)
    for line in sys.stdin:
        log, job, *arguments = json.loads(line)
        pid = os.fork()
        if not pid:
            _do(log, there[job], arguments)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _do(log: str, job: Any, arguments: list[Any]) -> None:
    """Do a job in the forked process, which ends with it."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND)

    def say(*values: Any) -> None:
        # A call that no save makes, and so none that is made to fail.
        os.pwrite(handle, json.dumps(values).encode() + b"\n", 0)

    status = 3
    try:
        job(say, *arguments)
        status = 0
    except BaseException:
        say("error", traceback.format_exc())
    finally:
        os._exit(status)


if __name__ == "__main__":
    _serve()
