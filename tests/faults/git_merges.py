"""Two clones of a repository, whose maps git merges with the merge driver, also where that is killed."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from faults.harness import Outcome, Trial
from faults.merges import edited
from faults.random_edits import RandomEdits
from git_for_tests import MAP, Repository, has_git, missing
from samples import sample
from stakemap.model.document import StakeMap

__all__ = ["inject"]

#: Edits at most that lead to the base, and from it to each commit of a side.
_TO_BASE, _TO_SIDE = 10, 12
#: Commits of a side at most.
_COMMITS = 2
#: When the driver is killed at the latest, as a share of the time that a whole merge takes.
_LONGEST_LIFE = 1.1


def inject(trial: Trial) -> Outcome:
    """`count` pairs of edits, each merged both ways, rebased, and merged with a driver that is killed."""
    if not has_git():
        return Outcome(skipped="needs git")
    outcome = Outcome(trials=trial.count)
    clones = _Clones(trial.folder)
    made = RandomEdits(trial.chance)
    for number in range(trial.count):
        base = edited(sample(), trial.chance, made, trial.chance.randrange(_TO_BASE + 1))
        sides = clones.edit(base, trial.chance, made)
        for name, losses in clones.merged(base, sides, trial.chance):
            outcome.losses += [f"pair {number}, {name}: {loss}" for loss in losses]
    outcome.notes.append(f"{clones.conflicts} merges with conflicts, {clones.killed} drivers killed")
    outcome.notes.append(f"{clones.marked} of them left markers")
    return outcome


class _Clones:
    """Two clones of a bare repository, each with the edits of one side on a branch of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        home = folder / "user"
        origin = Repository(folder, home)
        origin.git("init", "-q", "--bare", "origin")
        self._clones = []
        for name in ("one", "other"):
            origin.git("clone", "-q", "origin", name)
            self._clones.append(Repository(folder / name, home))
        program = [sys.executable, "-m", "stakemap"]
        for clone in self._clones:
            subprocess.run(
                [*program, "git-setup"],
                cwd=clone.folder,
                env=clone.environment,
                check=True,
                capture_output=True,
            )
        self._driver = self._clones[0].git("config", "merge.stakemap.driver").strip()
        self.conflicts = self.killed = self.marked = 0
        self._seconds = 0.0

    def edit(self, base: StakeMap, chance: random.Random, made: RandomEdits) -> tuple[StakeMap, StakeMap]:
        """Commit the base, and on it the edits of each side; returns what the sides lead to."""
        one, other = self._clones
        for clone in self._clones:
            clone.git("reset", "-q", "--hard", status=None)
        one.git("checkout", "-q", "-B", "base")
        one.commit(base, "Base")
        one.git("push", "-qf", "origin", "base")
        other.git("fetch", "-q")
        ends = []
        for name, clone, start in (("one", one, "base"), ("other", other, "origin/base")):
            clone.git("checkout", "-qf", "-B", name, start)
            document = base
            for _ in range(chance.randrange(1, _COMMITS + 1)):
                document = edited(document, chance, made, chance.randrange(1, _TO_SIDE + 1))
                clone.commit(document)
            clone.git("push", "-qf", "origin", name)
            ends.append(document)
        one.git("fetch", "-q")
        other.git("fetch", "-q")
        return ends[0], ends[1]

    def merged(
        self, base: StakeMap, sides: tuple[StakeMap, StakeMap], chance: random.Random
    ) -> Iterator[tuple[str, Iterator[str]]]:
        """Merge in all ways; yields the name of each with what was lost."""
        one, other = self._clones
        yield "merged", self._merge(one, "origin/other", base, sides)
        yield "merged the other way", self._merge(other, "origin/one", base, sides)
        other.git("reset", "-q", "--hard", "origin/other")
        yield "rebased", self._rebase(other, base, sides)
        one.git("reset", "-q", "--hard", "origin/one")
        yield "killed", self._kill(one, base, sides, chance.uniform(0.0, _LONGEST_LIFE * self._seconds))

    def _merge(
        self, clone: Repository, branch: str, base: StakeMap, sides: tuple[StakeMap, StakeMap]
    ) -> Iterator[str]:
        start = time.monotonic()
        clone.git("merge", "-q", "-m", "Merge", branch, status=None)
        self._seconds = time.monotonic() - start
        yield from self._lost(clone, base, sides)

    def _lost(self, clone: Repository, base: StakeMap, sides: tuple[StakeMap, StakeMap]) -> Iterator[str]:
        content = clone.map.read_bytes()
        self.conflicts += b'\n  "conflicts": {' in content
        yield from missing(content, base, sides)
        if left := clone.untracked():
            yield f"left behind: {left}"

    def _rebase(self, clone: Repository, base: StakeMap, sides: tuple[StakeMap, StakeMap]) -> Iterator[str]:
        clone.git("rebase", "-q", "origin/one", status=None)
        for _ in range(_COMMITS + 1):
            if not (clone.folder / ".git" / "rebase-merge").exists():
                break
            clone.git("add", MAP)
            clone.git("rebase", "--continue", status=None)
        else:
            yield f"the rebase does not end: {clone.said}"
        yield from self._lost(clone, base, sides)

    def _kill(
        self, clone: Repository, base: StakeMap, sides: tuple[StakeMap, StakeMap], life: float
    ) -> Iterator[str]:
        """Merge while the driver is killed after `life` seconds, and then once more."""
        note = self._folder / "pid"
        note.unlink(missing_ok=True)
        # The shell becomes the driver.
        noting = f'sh -c \'echo $$ >"$0"; exec "$@"\' {shlex.quote(str(note))} env '
        clone.git("config", "merge.stakemap.driver", noting + self._driver)
        command = ["git", "merge", "-q", "-m", "Merge", "origin/other"]
        with subprocess.Popen(
            command,
            cwd=clone.folder,
            env=clone.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and not (note.exists() and note.read_text().endswith("\n")):
                time.sleep(0.001)
            if process.poll() is None:
                time.sleep(life)
                with suppress(ProcessLookupError):
                    os.kill(int(note.read_text()), signal.SIGKILL)
                    self.killed += 1
        content = clone.map.read_bytes()
        self.marked += content.startswith(b"<")
        yield from self._lost(clone, base, sides)
        clone.git("config", "merge.stakemap.driver", self._driver)
        clone.git("reset", "-q", "--hard", "origin/one")
        # The next run of the driver takes away what the killed one left in git's own folder.
        yield from self._merge(clone, "origin/other", base, sides)
        if left := list((clone.folder / ".git").glob(".stakemap-*")):
            yield f"left behind: {left}"
