"""Two users save into one file, who share no state folder: the lock lies beside the file."""

from __future__ import annotations

import os
import time
from pathlib import Path

from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home, saves, the_maps
from faults.obstacles import give_up_power
from faults.two_processes import add_sources, interleave
from samples import tiny
from stakemap.errors import WriteError
from stakemap.storage.codec import encode
from stakemap.storage.files import save_map

__all__ = ["inject", "others_saves", "others_sources"]

#: Of so many interleaved saves, one more is killed.
_SAVES_PER_KILL = 10


def inject(trial: Trial) -> Outcome:
    """Each user does half of the saves; then the saves of one are killed and the other goes on."""
    outcome = Outcome(trials=trial.count)
    folder = trial.folder / "shared"
    folder.mkdir()
    folder.chmod(0o777)
    path = folder / "a.stakemap.json"
    save_map(path, tiny())
    path.chmod(0o666)
    mine, theirs = trial.folder / "home", trial.folder / "their-home"
    interleave(trial, path, (("add_sources", mine), ("others_sources", theirs)), outcome)
    if os.geteuid():
        outcome.notes.append("both with the rights of one user, as only root can be another")
    # Whoever is killed before the first save leaves what was there.
    save_map(path, the_maps()[0])
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count // _SAVES_PER_KILL):
            before = path.read_bytes()
            child = fork_server.start("others_saves", theirs, path)
            child.until_it_speaks()
            time.sleep(trial.chance.uniform(0.0, 0.1))
            child.kill()
            # A busy machine may not get to the first of its saves.
            whole = {before, *map(encode, the_maps())}
            outcome.expect(path.read_bytes() in whole, f"kill {number}: neither map")
            try:
                save_map(path, the_maps()[0], patience=1.0)
            except WriteError as error:
                outcome.losses.append(f"kill {number}: {error}")
            locks = list(folder.glob(".stakemap-lock-*"))
            outcome.expect(not locks, f"kill {number}: left behind: {locks}")
            outcome.trials += 1
    return outcome


def others_sources(say: Say, home: str, name: str, prefix: str, count: int, seed: int) -> None:
    """Do `add_sources` as another user, where this is root."""
    at_home(home)
    give_up_power(Path(name).parent)
    add_sources(say, home, name, prefix, count, seed)


def others_saves(say: Say, home: str, path: str) -> None:
    """Do `saves` as another user, where this is root."""
    at_home(home)
    give_up_power(Path(path).parent)
    saves(say, home, path)
