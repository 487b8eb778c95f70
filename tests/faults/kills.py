"""kill -9 at a random moment of a save, of editing, of an export: what a user finds at the next start."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial, own_home
from faults.jobs import the_maps
from samples import sample
from stakemap.app.document.autosave import Autosave
from stakemap.storage.codec import encode
from stakemap.storage.files import digest_of, open_map, save_map
from stakemap.storage.saving.temporary_files import sweep_noted

__all__ = ["inject"]

#: Seconds of edits that may be lost.
MAY_BE_LOST = 1.0
KINDS = (".png", ".svg", ".pdf", ".pptx")


def inject(trial: Trial) -> Outcome:
    """A third of the trials each: saves, edits, exports."""
    outcome = Outcome()
    worst = 0.0
    swept = 0
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            folder = trial.folder / f"{number}"
            folder.mkdir()
            with own_home(folder / "home") as home:
                kind = number % 3
                if kind == 0:
                    _kill_saving(fork_server, folder, home, trial.chance.uniform(0.0, 0.2), outcome)
                elif kind == 1:
                    worst = max(worst, _kill_editing(fork_server, folder, home, trial, outcome))
                else:
                    seconds = trial.chance.uniform(0.0, 0.4)
                    _kill_exporting(fork_server, folder, home, KINDS[number // 3 % 4], seconds, outcome)
                swept += sweep_noted()
                stale = list((folder / "maps").glob(".stakemap-*"))
                outcome.expect(not stale, f"trial {number}: left behind: {stale}")
            outcome.trials += 1
    outcome.notes.append(f"{swept} temporary files swept, at most {worst:.2f} s of edits lost")
    return outcome


def _maps_folder(folder: Path) -> Path:
    maps = folder / "maps"
    maps.mkdir()
    return maps


def _wait(seconds: float) -> None:
    """Let the child run; a little longer or shorter does not matter."""
    import time

    time.sleep(seconds)


def _kill_saving(fork_server: ForkServer, folder: Path, home: Path, seconds: float, outcome: Outcome) -> None:
    path = _maps_folder(folder) / "a.stakemap.json"
    save_map(path, the_maps()[0])
    child = fork_server.start("saves", home, path)
    child.until_it_speaks()
    _wait(seconds)
    child.kill()
    outcome.expect(path.read_bytes() in map(encode, the_maps()), f"{path}: neither one map nor the other")


def _kill_exporting(
    fork_server: ForkServer, folder: Path, home: Path, ending: str, seconds: float, outcome: Outcome
) -> None:
    path = _maps_folder(folder) / f"a{ending}"
    child = fork_server.start("export", home, path)
    child.until_it_speaks()
    _wait(seconds)
    child.kill()
    outcome.expect(not path.exists() or _is_whole(path), f"{path}: not whole")


def _is_whole(path: Path) -> bool:
    data = path.read_bytes()
    if path.suffix == ".png":
        return data.startswith(b"\x89PNG") and data.endswith(b"IEND\xaeB`\x82")
    if path.suffix == ".pdf":
        return data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
    try:
        if path.suffix == ".svg":
            return ElementTree.fromstring(data).tag.endswith("svg")
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (ElementTree.ParseError, zipfile.BadZipFile):
        return False


def _kill_editing(fork_server: ForkServer, folder: Path, home: Path, trial: Trial, outcome: Outcome) -> float:
    """Kill a child that edits; the seconds of edits that were lost."""
    path = _maps_folder(folder) / "a.stakemap.json"
    save_map(path, sample())
    # A file of before the edits, on whatever file system and clock.
    os.utime(path, (1_000_000_000, 1_000_000_000))
    child = fork_server.start("edit", home, path, trial.chance.randrange(1 << 30))
    child.until_it_speaks()
    # Mostly short, but long enough now and then for edits to be more than a second old.
    _wait(trial.chance.uniform(0.0, 0.6) if trial.chance.random() < 0.7 else trial.chance.uniform(1.0, 2.5))
    killed = child.kill()
    states = child.said()
    had = _states_to_be_had(path, outcome)
    indexes = [index for index, (_, digest) in enumerate(states) if digest in had]
    if not indexes:
        outcome.losses.append(f"{path}: what is there was never a state of the map")
        return killed - states[0][0]
    after = states[indexes[-1] + 1 :]
    lost = killed - after[0][0] if after else 0.0
    outcome.expect(lost <= MAY_BE_LOST, f"{path}: {lost:.2f} s of edits lost")
    return lost


def _states_to_be_had(path: Path, outcome: Outcome) -> set[str]:
    """The digests of what a user gets at the next start: the file, and what is offered to be recovered."""
    autosave = Autosave()
    troubles: list[str] = []
    autosave.trouble.connect(troubles.append)
    found = {open_map(path).digest}
    found |= {digest_of(encode(autosave.load(item))) for item in autosave.recoverable() if item.path == path}
    outcome.expect(not troubles, f"{path}: {troubles}")
    return found
