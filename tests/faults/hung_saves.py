"""A drive on which a save hangs, and drives that refuse syncs or permissions."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from faults.fork_server import Child, ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from samples import sample, tiny
from stakemap.errors import WriteError
from stakemap.model.records import replace
from stakemap.storage.files import open_map, save_map
from stakemap.storage.locks.locks import LockedError
from stakemap.storage.saving.writing import ExternalChangeError

__all__ = ["inject", "save_in_a_hanging_sync"]

#: Seconds for which a sync hangs and for which another save waits: at full length, and in the suite.
_FULL, _SHORT = (12.0, 10.0), (1.0, 0.2)
#: The number of trials from which on a sync hangs at full length.
_MANY = 10
_REFUSALS = (
    ("fsync", errno.EINVAL),
    ("fsync", errno.ENOSYS),
    ("fsync", errno.ENOTSUP),
    ("fsync", errno.EPERM),
    ("fsync", errno.EACCES),
    ("fchmod", errno.EPERM),
    ("fchmod", errno.ENOTSUP),
    ("fchmod", errno.EACCES),
)
OLD, THEIRS, MINE = tiny(), replace(tiny(), title="Theirs"), sample()


def inject(trial: Trial) -> Outcome:
    """Every way of going on in turn while a save hangs; then every refusal once."""
    outcome = Outcome()
    hang, patience = _FULL if trial.count >= _MANY else _SHORT
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            name, go_on = list(_WAYS.items())[number % len(_WAYS)]
            folder = trial.folder / f"{number}"
            folder.mkdir()
            path = folder / "a.stakemap.json"
            digest = save_map(path, OLD)
            known = digest if number // len(_WAYS) % 2 == 0 else None
            child = fork_server.start("save_in_a_hanging_sync", folder / "their-home", path, known, hang)
            child.until_it_speaks()
            for loss in go_on(path, digest, patience, child):
                outcome.losses.append(f"{name}: {loss}")
            outcome.trials += 1
    for call, code in _REFUSALS:
        outcome.losses += _refuse(trial.folder / "refused.stakemap.json", call, code)
        outcome.trials += 1
    return outcome


def _refused(path: Path, kind: type[WriteError], **how: Any) -> list[str]:
    """Save what is mine, which has to be refused with a question."""
    try:
        save_map(path, MINE, **how)
    except kind:
        return []
    return [f"saved without a question of the kind {kind.__name__}"]


def _their_end(child: Child) -> str:
    """What the save that hung came to."""
    child.wait()
    (result,) = child.said()[-1]
    return str(result)


def _cancel(path: Path, digest: str, patience: float, child: Child) -> list[str]:
    losses = _refused(path, LockedError, expected_digest=digest, patience=patience)
    if _their_end(child) != "saved" or open_map(path).document != THEIRS:
        losses.append("the save that hung was disturbed")
    return losses


def _wait(path: Path, digest: str, patience: float, child: Child) -> list[str]:
    losses = _refused(path, LockedError, expected_digest=digest, patience=patience)
    losses += _refused(path, ExternalChangeError, expected_digest=digest, patience=60.0)
    if _their_end(child) != "saved" or open_map(path).document != THEIRS:
        losses.append("the save that hung was disturbed")
    return losses


def _save_anyway(path: Path, digest: str, patience: float, child: Child) -> list[str]:
    losses = _refused(path, LockedError, expected_digest=digest, patience=patience)
    save_map(path, MINE, expected_digest=digest, patience=None)
    if (result := _their_end(child)) != "ExternalChangeError" or open_map(path).document != MINE:
        losses.append(f"overwritten by the save that hung: {result}")
    return losses


def _kill(path: Path, digest: str, patience: float, child: Child) -> list[str]:
    losses = _refused(path, LockedError, expected_digest=digest, patience=patience)
    child.kill()
    save_map(path, MINE, expected_digest=digest, patience=patience)
    return losses if open_map(path).document == MINE else [*losses, "not saved"]


_WAYS: dict[str, Callable[[Path, str, float, Child], list[str]]] = {
    "cancel": _cancel,
    "wait": _wait,
    "save anyway": _save_anyway,
    "kill": _kill,
}


def save_in_a_hanging_sync(say: Say, home: str, path: str, digest: str | None, seconds: float) -> None:
    """Save, while the first sync takes so long; speaks once it hangs, and tells what came of it."""
    at_home(home)
    sync, is_first = os.fsync, [True]

    def hang(handle: int) -> None:
        if is_first:
            is_first.clear()
            say("hangs")
            time.sleep(seconds)
        sync(handle)

    with patch.object(os, "fsync", hang):
        try:
            save_map(Path(path), THEIRS, expected_digest=digest)
            say("saved")
        except WriteError as error:
            say(type(error).__name__)


def _refuse(path: Path, call: str, code: int) -> list[str]:
    """Save on a drive that refuses a call."""

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    save_map(path, OLD)
    path.chmod(0o664)
    warnings: list[str] = []
    what = f"{call} refused with {errno.errorcode[code]}"
    with patch.object(os, call, refuse):
        try:
            save_map(path, MINE, warn=warnings.append)
        except WriteError as error:
            return [f"{what}: {error}"]
    losses = [] if open_map(path).document == MINE else [f"{what}: not saved"]
    return losses if len(warnings) == 1 else [*losses, f"{what}: {len(warnings)} warnings"]
