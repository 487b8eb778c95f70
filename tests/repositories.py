"""Repositories in which two analysts have judged apart, so that git cannot merge their maps."""

from __future__ import annotations

from pathlib import Path

import pytest

import git_for_tests
from stakemap.model.document import StakeMap
from stakemap.storage.files import save_map

__all__ = ["Repository", "needs_git"]

needs_git = pytest.mark.skipif(not git_for_tests.has_git(), reason="needs git")


class Repository(git_for_tests.Repository):
    """A repository with a map of any name, in which Anna commits unless another name is given."""

    def __init__(self, folder: Path, name: str = git_for_tests.MAP) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, folder.with_name("user of " + folder.name))
        self.path = folder / name
        self.git("init", "-q")

    def commit_by(self, author: str, *arguments: str) -> None:
        """Commit as an author, with more arguments."""
        self.git("-c", f"user.name={author}", "commit", "-q", "-m", "A version", *arguments)

    def commit(self, document: StakeMap, message: str = "Anna") -> None:
        """Save a map into the file and commit it; the message is the name of the author."""
        save_map(self.path, document)
        self.git("add", "-A")
        self.commit_by(message)

    def diverge(self, base: StakeMap, one: StakeMap, other: StakeMap, style: str = "merge") -> None:
        """Commit a version by Anna after the base, one by Boris on another branch, and merge in vain."""
        self.commit(base)
        self.git("checkout", "-q", "-b", "boris")
        self.commit(other, "Boris")
        self.git("checkout", "-q", "main")
        self.commit(one)
        self.git("-c", f"merge.conflictStyle={style}", "merge", "-q", "boris", status=1)
