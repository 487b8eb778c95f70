"""A process that has loaded the code of the app and forks a child for each job, which then costs nothing."""

from __future__ import annotations

import atexit
import ctypes
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

__all__ = ["Child", "ForkServer", "ForkServerError"]

TESTS = Path(__file__).parents[1]
PATIENCE = 120.0


class ForkServerError(Exception):
    """A child did not do what it was started for; the text tells what it said."""


class _Server:
    """The process that forks, under the command `prefix`."""

    def __init__(self, prefix: Sequence[str]) -> None:
        #: The child that it waits for.
        self._running: int | None = None
        # The code that is tested here, whichever is installed.
        folders = f"{TESTS}{os.pathsep}{Path(stakemap.__file__).parents[1]}"
        environment = {**os.environ, "PYTHONPATH": folders, "QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "faults.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        self._answer()

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a job."""
        return self._running is None and self._process.poll() is None

    def begin(self, *order: object) -> int:
        """Fork a child that does a job, and return its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._running = self._answer()
        return self._running

    def wait(self) -> int:
        """Wait for the end of the child, and return its exit status."""
        status = self._answer()
        self._running = None
        return status

    def end(self) -> None:
        """End it, and a child that is still at work."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ForkServerError("the fork server has ended")
        return int(line)


#: Those without a prefix that no fork server uses at the moment, since one takes seconds to load the code.
_idle: list[_Server] = []


@atexit.register
def _end_idle() -> None:
    while _idle:
        _idle.pop().end()


class ForkServer:
    """Starts jobs one after the other; `prefix` is a command that the process runs under."""

    def __init__(self, folder: Path, prefix: Sequence[str] = ()) -> None:
        self.folder = folder
        self._number = 0
        self._is_shared = not prefix
        self._server = _idle.pop() if self._is_shared and _idle else _Server(prefix)

    def start(self, job: str, *arguments: object) -> Child:
        """Begin a job in a process of its own."""
        self._number += 1
        log = self.folder / f"job-{id(self)}-{self._number}.log"
        log.touch()
        home = {name: value for name, value in os.environ.items() if name.startswith("STAKEMAP_")}
        pid = self._server.begin(str(log), home, job, *map(_plain, arguments))
        return Child(pid, log, self._server.wait)

    def run(self, job: str, *arguments: object) -> list[Any]:
        """Do a job to its end and return what it said. Raises ForkServerError when it failed."""
        child = self.start(job, *arguments)
        status = child.wait()
        said = child.said()
        if status:
            raise ForkServerError(f"{job} ended with {status}: {said[-1:]}")
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_shared and self._server.is_idle:
            _idle.append(self._server)
        else:
            self._server.end()


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
                raise ForkServerError("the job says nothing")
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
    _end_with_parent()
    print(0, flush=True)
    for line in sys.stdin:
        log, home, job, *arguments = json.loads(line)
        pid = os.fork()
        if not pid:
            _end_with_parent()
            os.environ.update(home)
            _do(log, there[job], arguments)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _end_with_parent() -> None:
    """Let the system end this process with the one that started it, which may be killed."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


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
