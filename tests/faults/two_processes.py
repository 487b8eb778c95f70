"""Two processes save into one file, each what it adds to it: no save of either is lost without a question."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

from faults.fork_server import ForkServer, ForkServerError
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from samples import tiny
from stakemap.model.document import Source
from stakemap.model.records import replace
from stakemap.storage.files import open_map, save_map
from stakemap.storage.saving.writing import ExternalChangeError

__all__ = ["add_sources", "inject", "interleave"]


def inject(trial: Trial) -> Outcome:
    """Each process does half of the saves."""
    outcome = Outcome(trials=trial.count)
    path = trial.folder / "a.stakemap.json"
    save_map(path, tiny())
    home = trial.folder / "home"
    interleave(trial, path, (("add_sources", home), ("add_sources", home)), outcome)
    return outcome


def interleave(trial: Trial, path: Path, jobs: Sequence[tuple[str, Path]], outcome: Outcome) -> None:
    """Let two jobs, each with its home, save into one file, and look for what was lost."""
    each = (trial.count + 1) // 2
    questions = 0
    with ForkServer(trial.folder) as one, ForkServer(trial.folder) as other:
        children = [
            fork_server.start(job, home, path, name, each, trial.chance.randrange(99))
            for fork_server, name, (job, home) in zip((one, other), ("one", "other"), jobs, strict=True)
        ]
        for child in children:
            if child.wait():
                raise ForkServerError(f"a process failed: {child.said()}")
            questions += sum(count for (count,) in child.said())
    found = set(open_map(path).document.sources)
    wanted = {f"{name}-{number}" for name in ("one", "other") for number in range(each)}
    outcome.expect(found == wanted, f"lost without a question: {sorted(wanted - found)}")
    outcome.expect(trial.count < 100 or questions > 0, "the processes never met")
    outcome.notes.append(f"{questions} questions asked")


def add_sources(say: Say, home: str, name: str, prefix: str, count: int, seed: int) -> None:
    """Add sources one by one to what the file held when it was last read; tells how often it was asked."""
    at_home(home)
    chance, path, questions = random.Random(seed), Path(name), 0
    opened = open_map(path)
    document, digest = opened.document, opened.digest
    for number in range(count):
        key = f"{prefix}-{number}"
        while True:
            changed = replace(document, sources={**document.sources, key: Source(title=key)})
            time.sleep(chance.uniform(0.0, 0.004))
            try:
                digest = save_map(path, changed, expected_digest=digest)
            except ExternalChangeError:
                # The question; the user who is asked looks at the other's work and goes on from it.
                questions += 1
                opened = open_map(path)
                document, digest = opened.document, opened.digest
            else:
                document = changed
                break
    say(questions)
