"""Qt survives very many void calls: some pairs of PySide6 and Python lose a reference each time and abort."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from faults.harness import Outcome, Trial

__all__ = ["Pair", "inject", "is_supported", "pythons", "soak"]

#: The oldest Python 3 that is looked for, and the first that is not, by their second number.
_FIRST, _BEYOND = 11, 20
_PATIENCE = 600


class Pair(NamedTuple):
    """The versions of a Python and of its PySide6."""

    python: str
    qt: str

    def __str__(self) -> str:
        return f"Python {self.python} with PySide6 {self.qt}"


def inject(trial: Trial) -> Outcome:
    """`count` calls with each pair: that of these tests, those found on the machine, and those asked for."""
    outcome = Outcome()
    done: set[Pair] = set()
    for python in dict.fromkeys([sys.executable, *trial.pythons, *pythons()]):
        pair = _pair_of(python)
        if pair is None:
            outcome.expect(python not in trial.pythons, f"{python} has no PySide6")
        elif pair not in done:
            done.add(pair)
            _survive(python, pair, trial.count, outcome)
    return outcome


def _survive(python: str, pair: Pair, count: int, outcome: Outcome) -> None:
    if not is_supported(pair):
        outcome.notes.append(f"{pair} is no supported pair")
        return
    problem = soak(python, count)
    outcome.trials += 1
    outcome.expect(not problem, f"{pair}: {problem}")
    outcome.notes.append(f"{count:,} calls of {pair}")


def pythons() -> Iterator[str]:
    """Other Pythons that this machine has on its path, those of pyenv too; not all of them have PySide6."""
    places = [Path(place) for place in os.environ.get("PATH", "").split(os.pathsep) if place]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    if pyenv.is_dir():
        places += (version / "bin" for version in sorted(pyenv.iterdir()))
    for place in places:
        for minor in range(_FIRST, _BEYOND):
            found = shutil.which(f"python3.{minor}", path=str(place))
            if found is not None:
                yield found


def is_supported(pair: Pair) -> bool:
    """Whether Stakemap may be installed with these versions, as its own list of what it needs has it."""
    environment = {"python_version": ".".join(pair.python.split(".")[:2]), "extra": ""}
    needs = (Requirement(line) for line in requires("stakemap") or () if line.lower().startswith("pyside6"))
    return all(
        need.specifier.contains(pair.qt)
        for need in needs
        if need.marker is None or need.marker.evaluate(environment)
    )


def _pair_of(python: str) -> Pair | None:
    """The versions of a Python and its PySide6; None where it has none."""
    program = "import platform, PySide6; print(platform.python_version(), PySide6.__version__)"
    try:
        done = subprocess.run(
            [python, "-c", program], capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Pair(*done.stdout.split())


def soak(python: str, count: int) -> str:
    """Let a Python make `count` calls of Qt; what came of it that should not, if anything."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # The tests, and what they import, are for this Python alone.
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, str(Path(__file__).with_name("soak_calls.py")), str(count)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    lost = done.stdout.strip()
    if done.returncode or not lost:
        return f"ended with {done.returncode}: {done.stderr.strip()[-500:]}"
    return "" if lost == "0" else f"lost {lost} references to None"
