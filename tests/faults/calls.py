"""The Nth call of the system that a save makes fails, for every N: the old file and an error, or the new one.

First through a seam over the functions of `os`, on any system; then, where strace may attach, in the kernel's
place, which also reaches what Python's own code calls.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from samples import sample, tiny
from stakemap.errors import WriteError
from stakemap.storage.codec import encode
from stakemap.storage.files import digest_of, save_map

__all__ = ["CODES", "NEW", "OLD", "Came", "fail_every_call", "inject"]

FUNCTIONS = (
    "access",
    "chmod",
    "close",
    "fchmod",
    "fchown",
    "fstat",
    "fsync",
    "ftruncate",
    "link",
    "lseek",
    "lstat",
    "mkdir",
    "open",
    "read",
    "readlink",
    "rename",
    "replace",
    "stat",
    "unlink",
    "write",
)
CODES = (
    errno.ENOSPC,
    errno.EIO,
    errno.EACCES,
    errno.EINTR,
    errno.EROFS,
    errno.EDQUOT,
    errno.ENOLCK,
    errno.EPERM,
)
OLD, NEW = tiny(), sample()

#: Calls of the system that a save makes, as strace names them.
SYSTEM_CALLS = (
    "openat",
    "write",
    "read",
    "fsync",
    "rename",
    "unlink",
    "fchmod",
    "close",
    "flock",
    "fstat,newfstatat",
    "access,faccessat,faccessat2",
    "readlink,readlinkat",
    "mkdir",
)
#: Errors of the kernel, and "short": a write that says it took half of what there was and took nothing.
INJECTIONS = ("ENOSPC", "EIO", "EACCES", "EINTR", "short")
_MOST_CALLS = 40
_PATIENCE = 30.0


@dataclass
class Came:
    """How many calls a save made, which of them it could not do without, and what was lost."""

    calls: int = 0
    refused: set[str] = field(default_factory=set)
    losses: list[str] = field(default_factory=list)


@contextmanager
def _failing(number: int, code: int) -> Iterator[list[str]]:
    """Within, the call of the system with this number fails; yields the names of those made so far."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            if len(made) - 1 == number:
                if name == "access":
                    return False
                if name == "close":
                    # The system closes a file even where it says that it could not.
                    real(*args, **kwargs)
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return call

    with patch.multiple(os, **{name: counted(name, getattr(os, name)) for name in FUNCTIONS}):
        yield made


def fail_every_call(folder: Path, code: int) -> Came:
    """Save over a file in an empty folder, again and again, until no call was left to fail with `code`."""
    folder.mkdir(exist_ok=True)
    path = folder / "a.stakemap.json"
    came = Came()
    while True:
        path.unlink(missing_ok=True)
        digest = save_map(path, OLD)
        problem = result = ""
        with _failing(came.calls, code) as made:
            try:
                result = save_map(path, NEW, expected_digest=digest)
            except WriteError as error:
                problem = str(error)
        failed = made[came.calls] if came.calls < len(made) else "nothing"
        if problem:
            came.refused.add(failed)
        if result not in ("", digest_of(encode(NEW))):
            came.losses.append(f"{failed}: a wrong digest")
        came.losses += _losses(path, problem, f"{failed} fails with {errno.errorcode[code]}")
        if len(made) <= came.calls:
            return came
        came.calls += 1


def _losses(path: Path, problem: str, what: str) -> list[str]:
    """What is wrong with a file that was saved over, or was not because of a problem."""
    found = []
    if path.read_bytes() != encode(OLD if problem else NEW):
        found.append(f"{what}: {'not the old file' if problem else 'not the new file'}")
    if problem and not problem.startswith("“a.stakemap.json” was not saved: "):
        found.append(f"{what}: {problem}")
    beside = [entry.name for entry in path.parent.iterdir() if entry != path]
    if beside:
        found.append(f"{what}: {beside} left behind")
    return found


def inject(trial: Trial) -> Outcome:
    """Every call through the seam with `count` errors, and as many kinds of errors from the kernel."""
    outcome = Outcome()
    for code in CODES[: trial.count]:
        came = fail_every_call(trial.folder / f"{code}", code)
        outcome.trials += came.calls
        outcome.losses += came.losses
    if shutil.which("strace") is None:
        outcome.notes.append("without strace, so through os only")
        return outcome
    with ForkServer(trial.folder) as fork_server:
        kernel = _Kernel(fork_server, trial.folder, outcome)
        for what in INJECTIONS[: trial.count]:
            kernel.fail_with(what)
    outcome.notes.append(f"{kernel.injected} in the kernel's place")
    return outcome


class _Kernel:
    """Saves in children of the fork server, whose calls strace lets fail."""

    def __init__(self, fork_server: ForkServer, folder: Path, outcome: Outcome) -> None:
        self._fork_server, self._outcome = fork_server, outcome
        self._path = folder / "kernel" / "a.stakemap.json"
        self._path.parent.mkdir()
        self._home, self._log = folder / "kernel-home", folder / "strace.log"
        self.injected = 0

    def fail_with(self, what: str) -> None:
        """Every call of every kind."""
        for calls in ("write",) if what == "short" else SYSTEM_CALLS:
            for number in range(1, _MOST_CALLS):
                if not self._fail(calls, number, what):
                    break

    def _fail(self, calls: str, number: int, what: str) -> bool:
        """Let one call fail; False when there were fewer."""
        self._path.unlink(missing_ok=True)
        digest = save_map(self._path, OLD)
        child = self._fork_server.start("save_once", self._home, self._path, digest)
        injection = f"retval={len(encode(NEW)) // 2}" if what == "short" else f"error={what}"
        command = ["strace", "-qq", "-o", str(self._log), "-p", str(child.pid)]
        command += ["-e", f"trace={calls}", "-e", f"inject={calls}:{injection}:when={number}"]
        _until_stopped(child.pid)
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            if not _is_traced(child.pid, tracer):
                raise RuntimeError(f"strace does not attach: {tracer.communicate()[1].decode()}")
            os.kill(child.pid, signal.SIGCONT)
            status = child.wait()
        finally:
            tracer.terminate()
            tracer.communicate()
        was_injected = "INJECTED" in self._log.read_text(errors="replace")
        if was_injected:
            self._judge(child.said(), status, f"{calls} number {number} {what}")
        return was_injected

    def _judge(self, said: list[Any], status: int, what: str) -> None:
        self.injected += 1
        self._outcome.trials += 1
        if status or not said:
            self._outcome.losses.append(f"{what}: ended with {status}: {said}")
            return
        ((problem,),) = said
        self._outcome.losses += _losses(self._path, problem, what)


def _state(pid: int) -> tuple[str, int]:
    """The state of a process as one letter, and who traces it."""
    with suppress(OSError):
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return lines["State"].split()[0], int(lines["TracerPid"])
    return "", 0


def _until_stopped(pid: int) -> None:
    until = time.monotonic() + _PATIENCE
    while _state(pid)[0] not in ("T", "t") and time.monotonic() < until:
        time.sleep(0.001)


def _is_traced(pid: int, tracer: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + _PATIENCE
    while tracer.poll() is None and time.monotonic() < until:
        if _state(pid)[1]:
            return True
        time.sleep(0.001)
    return False
