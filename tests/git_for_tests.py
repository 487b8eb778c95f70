"""Real git for tests: repositories with configuration of their own, and what a merge must have kept."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from merging_laws import lost
from stakemap.model.document import StakeMap
from stakemap.model.merging.merge import Merged
from stakemap.model.merging.recording import as_conflict
from stakemap.storage.codec import decode, encode
from stakemap.storage.conflicts.conflict_markers import versions_of

__all__ = ["MAP", "Repository", "environment", "has_git", "missing"]

#: The map of a repository.
MAP = "talks.stakemap.json"


def has_git() -> bool:
    """Whether git is there."""
    return shutil.which("git") is not None


def environment(home: Path) -> dict[str, str]:
    """The environment of a user of git whose only settings lie in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "gitconfig"
    if not configuration.exists():
        configuration.write_text(
            "[user]\n  name = A. Analyst\n  email = a@example.org\n[init]\n  defaultBranch = main\n"
            "[gc]\n  auto = 0\n[core]\n  fsync = none\n[advice]\n  detachedHead = false\n"
        )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "XDG_"))}
    return kept | {
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": str(configuration),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
        "LC_ALL": "C.UTF-8",
    }


class Repository:
    """A work tree, in which git is run."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.environment = folder, environment(home)
        #: What git and the merge driver said last.
        self.said = ""

    @property
    def map(self) -> Path:
        """The file of the map."""
        return self.folder / MAP

    def git(self, *arguments: str, status: int | None = 0) -> str:
        """Run git, which must exit with this status if one is given; returns its standard output."""
        result = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
            check=False,
        )
        self.said = result.stdout + result.stderr
        assert status is None or result.returncode == status, f"git {' '.join(arguments)}: {self.said}"
        return result.stdout

    def commit(self, document: StakeMap, message: str = "Judge") -> None:
        """Commit a map."""
        self.map.write_bytes(encode(document))
        self.git("add", "-A")
        self.git("commit", "-qm", message, "--allow-empty")

    def untracked(self) -> str:
        """The files that git would add, a line each."""
        return self.git("ls-files", "--others", "--exclude-standard")


def missing(content: bytes, base: StakeMap | None, sides: tuple[StakeMap, StakeMap]) -> Iterator[str]:
    """What a side judged and a merged file has neither in the map, nor in a conflict, nor between markers."""
    if (versions := versions_of(content)) is not None:
        whole = {encode(side) for side in sides}
        if {versions.one.strip(), versions.other.strip()} != {each.strip() for each in whole}:
            yield "a version is missing between the markers"
        return
    document = decode(content).document
    conflicts = tuple(as_conflict(document, each) for each in document.conflicts.values())
    for place in lost(Merged(document, conflicts), base, sides):
        yield str(place)
