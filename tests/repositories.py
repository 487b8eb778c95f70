"""Git repositories of tests, without the settings of whoever runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from stakemap.model.document import StakeMap
from stakemap.storage.files import save_map

__all__ = ["Repository", "needs_git"]

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A repository in a folder, on the branch "main", in which Anna commits unless another name is given."""

    def __init__(self, folder: Path, name: str = "talks.stakemap.json") -> None:
        self.folder, self.path = folder, folder / name
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, author: str = "Anna", fails: bool = False) -> str:
        """Run git, which has to succeed unless it `fails`; what it prints."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        names = {f"GIT_{who}_{what}": author for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=env | names | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        assert fails == (done.returncode != 0), done.stdout + done.stderr
        return done.stdout

    def commit(self, document: StakeMap, author: str = "Anna") -> None:
        """Save a map into the file and commit it."""
        save_map(self.path, document)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "A version", author=author)

    def diverge(self, base: StakeMap, one: StakeMap, other: StakeMap, style: str = "merge") -> None:
        """Commit a version by Anna after the base, one by Boris on another branch, and merge in vain."""
        self.commit(base)
        self.git("checkout", "-q", "-b", "boris")
        self.commit(other, "Boris")
        self.git("checkout", "-q", "main")
        self.commit(one)
        self.git("-c", f"merge.conflictStyle={style}", "merge", "-q", "boris", fails=True)
