"""The environment in which packages are built: of pinned versions alone, and alike on each machine."""

import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

from building.targets import BuildError
from environment import ROOT, Environment, clean_environment
from system import say

__all__ = ["FOLDER", "epoch", "prepared", "run", "settings", "version"]

#: Where packages are built; all of it can be thrown away.
FOLDER = ROOT / "build" / "packaging"
#: The most seconds that one step may take.
LONGEST = 3_600


def prepared() -> Environment:
    """The environment with the app, what it runs on, and what freezes it. Raises SetupError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = Environment(FOLDER / "venv")
    environment.prepare("freeze")
    return environment


def version() -> str:
    """The version of the project that is packaged."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def epoch() -> int:
    """The time that all files of a package get, in seconds: SOURCE_DATE_EPOCH, else that of the commit.

    In a source distribution, which has no commits, it is that of pyproject.toml. Raises BuildError.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is not None:
        if not re.fullmatch(r"[0-9]{1,10}", given):
            raise BuildError(f"SOURCE_DATE_EPOCH is “{given}”, which is no whole number of seconds.")
        return int(given)
    try:
        told = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return int(told.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return int((ROOT / "pyproject.toml").stat().st_mtime)


def settings() -> dict[str, str]:
    """The environment variables of a step: those of the user without what would make results differ."""
    kept = {name: value for name, value in clean_environment().items() if not name.startswith("PYTHON")}
    return kept | {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def run(what: str, command: list[str], log: Path, extra: Mapping[str, str] | None = None) -> None:
    """Run one step, whose output goes to the file `log`. Raises BuildError when it fails."""
    say(f"{what} …")
    with log.open("wb") as output:
        variables = settings() | dict(extra or {})
        try:
            status = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=variables,
                timeout=LONGEST,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise BuildError(f"{what} did not end within {LONGEST // 60} minutes; see {log}.") from error
    if status:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
        raise BuildError(f"{what} failed: {last} ({log} has all that it said.)")
