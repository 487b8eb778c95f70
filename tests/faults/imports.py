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
from faults.hostile_imports import hostile_imports
from faults.mutations import MEGABYTES, SECONDS
from faults.system_calls import allowed, forbidden_calls, run_watched

__all__ = ["inject"]

_READER = "faults.imports_reader"
_PATIENCE = 3_600
#: So many of a short run are hostile, the others are mutants.
_SHORT = 10
#: As tables, by its format, and by `stakemap import`.
READINGS = 3


def inject(trial: Trial) -> Outcome:
    """All hostile files and mutants up to `count`; some of the former if these are not so many."""
    outcome = Outcome()
    names = list(hostile_imports())
    if trial.count < 2 * len(names):
        names = sorted(trial.chance.sample(names, min(_SHORT, trial.count)))
    order, record = _order(trial, names), trial.folder / "imports.strace"
    is_watched = shutil.which("strace") is not None
    if is_watched:
        status = run_watched(order, record, _environment(trial.folder), _PATIENCE, _READER)
    else:
        command = [sys.executable, "-m", _READER, str(order)]
        status = subprocess.run(command, env=_environment(trial.folder), timeout=_PATIENCE).returncode
        outcome.notes.append("not watched, for want of strace")
    outcome.expect(status == 0, f"the process ended with {status}")
    _judge(trial, outcome)
    if is_watched:
        places = allowed(*(trial.folder / name for name in ("imports", "home", "output", "answers")))
        outcome.losses += [f"forbidden: {call}" for call in forbidden_calls(record, places)]
    return outcome


def _order(trial: Trial, names: Sequence[str]) -> Path:
    """What the process is to do; `mutants` are a seed and a number."""
    folder, order = trial.folder, trial.folder / "order.json"
    for place in ("imports", "home", "output"):
        (folder / place).mkdir()
    mutants = (trial.chance.randrange(1 << 30), max(trial.count - len(names), 0))
    wanted = {
        "folder": str(folder / "imports"),
        "output": str(folder / "output"),
        "answers": str(folder / "answers.jsonl"),
        "names": names,
        "mutants": mutants,
    }
    order.write_text(json.dumps(wanted))
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


def _judge(trial: Trial, outcome: Outcome) -> None:
    slowest = largest = 0.0
    answers = trial.folder / "answers.jsonl"
    for line in answers.read_text(encoding="utf-8").splitlines() if answers.exists() else ():
        what, losses, seconds, memory = json.loads(line)
        outcome.trials += 1
        outcome.losses += [f"{what}: {loss}" for loss in losses]
        outcome.expect(seconds <= READINGS * SECONDS, f"{what}: {seconds:.1f} s")
        outcome.expect(memory <= MEGABYTES, f"{what}: {memory} MB")
        slowest, largest = max(slowest, seconds), max(largest, memory)
    outcome.expect(outcome.trials == trial.count, f"only {outcome.trials} were imported")
    outcome.notes.append(f"read {READINGS} times in {slowest * 1000:.0f} ms at most, {largest:.0f} MB")
