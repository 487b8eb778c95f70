"""Hostile imports: each is read or refused in one sentence, within 5 s and 512 MB, and acts in no way."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import stakemap
from faults.harness import Outcome, Trial
from faults.hostile_imports import hostile_imports, mutants
from faults.jobs import Say
from faults.mutations import MEGABYTES, SECONDS
from faults.nursery import Nursery
from faults.watching import allowed, forbidden_calls, run_watched

__all__ = ["inject", "write_hostile"]

_PATIENCE = 1_800
#: So many of a short run are hostile, the others are mutants.
_SHORT = 14


def inject(trial: Trial) -> Outcome:
    """All hostile files and mutants up to `count`; some of the former if these are not so many."""
    outcome = Outcome()
    names = list(hostile_imports())
    if trial.count < 2 * len(names):
        names = sorted(trial.chance.sample(names, _SHORT))
    files = _write(trial, names, max(trial.count - len(names), 0))
    order, record = _order(trial.folder, list(files)), trial.folder / "imports.strace"
    is_watched = shutil.which("strace") is not None
    if is_watched:
        status = run_watched(order, record, _environment(trial.folder), _PATIENCE, "faults.imports_reader")
    else:
        command = [sys.executable, "-m", "faults.imports_reader", str(order)]
        status = subprocess.run(
            command, env=_environment(trial.folder), timeout=_PATIENCE, check=False
        ).returncode
        outcome.notes.append("not watched, for want of strace")
    outcome.expect(status == 0, f"the process ended with {status}")
    _judge(trial.folder, files, outcome)
    if is_watched:
        places = allowed(*(trial.folder / name for name in ("imports", "home", "output", "answers")))
        outcome.losses += [f"forbidden: {call}" for call in forbidden_calls(record, places)]
    return outcome


def _write(trial: Trial, names: Sequence[str], count: int) -> dict[str, str]:
    """Write the files; the name of each and what it is."""
    folder = trial.folder / "imports"
    for place in (folder, trial.folder / "home", trial.folder / "output"):
        place.mkdir()
    seed = trial.chance.randrange(1 << 30)
    (folder / "plain.csv").write_text("Name,Influence\nA,5\n")
    # Made elsewhere, since that takes more memory than this process should have when it forks.
    with Nursery(trial.folder) as nursery:
        said = nursery.run("write_hostile", folder, json.dumps(names), seed, count)
    return dict(said)


def write_hostile(say: Say, folder: str, names: str, seed: int, count: int) -> None:
    """Write hostile files and mutants into a folder; tells the name of each and what it is."""
    there = hostile_imports()
    for number, name in enumerate(json.loads(names)):
        file, make = there[name]
        called = f"{number:03}-{file}"
        (Path(folder) / called).write_bytes(make())
        say(called, name)
    for number, (file, data) in enumerate(mutants(seed, count)):
        called = f"m{number:05}-{file}"
        (Path(folder) / called).write_bytes(data)
        say(called, f"mutant {number} of {seed}, {file}")


def _order(folder: Path, files: Sequence[str]) -> Path:
    order = folder / "order.json"
    order.write_text(
        json.dumps(
            {
                "folder": str(folder / "imports"),
                "plain": str(folder / "imports" / "plain.csv"),
                "output": str(folder / "output"),
                "answers": str(folder / "answers.jsonl"),
                "files": files,
            }
        )
    )
    return order


def _environment(folder: Path) -> dict[str, str]:
    home = folder / "home"
    return {
        **os.environ,
        **{name: str(home) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")},
        "STAKEMAP_CONFIG_DIR": str(home / "config"),
        "STAKEMAP_STATE_DIR": str(home / "state"),
        # The code that is tested here, whichever is installed.
        "PYTHONPATH": f"{Path(__file__).parents[1]}{os.pathsep}{Path(stakemap.__file__).parents[1]}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _judge(folder: Path, files: dict[str, str], outcome: Outcome) -> None:
    slowest = largest = 0.0
    seen = set()
    answers = folder / "answers.jsonl"
    for line in answers.read_text(encoding="utf-8").splitlines() if answers.exists() else ():
        name, losses, seconds, memory = json.loads(line)
        seen.add(name)
        what = files[name]
        outcome.trials += 1
        outcome.losses += [f"{what}: {loss}" for loss in losses]
        outcome.expect(seconds <= 3 * SECONDS, f"{what}: {seconds:.1f} s for three readings")
        outcome.expect(memory <= MEGABYTES, f"{what}: {memory} MB")
        slowest, largest = max(slowest, seconds), max(largest, memory)
    outcome.expect(seen == set(files), f"never imported: {sorted(files.keys() - seen)[:5]}")
    outcome.notes.append(f"at most {slowest * 1000:.0f} ms for three readings, {largest:.0f} MB")
