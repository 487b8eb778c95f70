"""Very many edits, undos and redos with the window open: memory stays flat, every view equals the model."""

from __future__ import annotations

import ctypes
import gc
import random
import statistics
import sys
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from app_driver import Parts, documents_of
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from faults.random_edits import RandomEdits
from faults.visible_texts import against_the_model, what_a_window_shows
from faults.window_crawler import settle
from samples import sample
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.main_window import MainWindow
from stakemap.editing.history import History
from stakemap.errors import StakemapError
from stakemap.storage.files import save_map

__all__ = ["edit_with_a_window", "inject", "told"]

#: How much more memory may be in use at the end than when half of the edits were made.
GROWTH = 0.10
#: So many times the memory is looked at, and so many times the views.
_SAMPLES, _LOOKS = 40, 2
#: Bytes of undo, so that its cap is reached long before half of the edits were made.
_UNDO = 2_000_000
#: After so many edits the map goes back to its file, as else the ledgers would grow and grow.
_REVERT = 700
_SIZE = (1_280, 800)
#: Milliseconds after which a window has done all that it puts off.
_REST = 700


def inject(trial: Trial) -> Outcome:
    """`count` edits in a process of their own, whose memory is theirs alone."""
    outcome = Outcome(trials=trial.count)
    path = trial.folder / "a.stakemap.json"
    save_map(path, sample())
    seed = trial.chance.randrange(1 << 30)
    with ForkServer(trial.folder) as fork_server:
        child = fork_server.start("edit_with_a_window", trial.folder / "home", path, seed, trial.count)
        status = child.wait()
    said = child.said()
    outcome.expect(status == 0, f"seed {seed}: ended with {status}")
    memory: list[float] = []
    for what, *words in said:
        if what == "memory":
            memory += words
        elif what == "note":
            outcome.notes += words
        else:
            outcome.losses.append(f"seed {seed}: {what}: {' '.join(map(str, words))}")
    _judge_memory(memory, outcome)
    return outcome


def _judge_memory(memory: list[float], outcome: Outcome) -> None:
    """Compare what was in use about the middle with what was in use at the end."""
    if len(memory) < _SAMPLES:
        outcome.losses.append("the memory was not looked at to the end")
        return
    tenth = _SAMPLES // 10
    middle = statistics.median(memory[_SAMPLES // 2 - tenth : _SAMPLES // 2 + tenth])
    end = statistics.median(memory[-2 * tenth :])
    outcome.expect(end <= middle * (1 + GROWTH), f"memory grew from {middle:.0f} to {end:.0f} MB")
    outcome.notes.append(f"memory from {middle:.0f} to {end:.0f} MB over the second half")


class _RandomEditor:
    """Edits the map of a window by chance, and looks at it here and there."""

    def __init__(self, window: MainWindow, chance: random.Random) -> None:
        assert window.session is not None
        assert window.view is not None
        self._session, self._view, self._window = window.session, window.view, window
        self._chance = chance
        self._edits = RandomEdits(chance)
        self._file = self._session.document
        self.done: Counter[str] = Counter()

    def act(self, number: int) -> None:
        """Edit, undo or redo once."""
        what = self._chance.random()
        if number % _REVERT == _REVERT - 1:
            self._session.reload(self._file, self._session.digest or "", "Revert")
            self.done["reverted"] += 1
        elif what < 0.2:
            self.done["undone"] += self._session.undo() is not None
        elif what < 0.28:
            self.done["redone"] += self._session.redo() is not None
        elif what < 0.33:
            self._drag()
        else:
            edit = self._edits.next(self._session.document)
            try:
                self._session.apply(edit.function.of(*edit.arguments, **edit.fields), label="Edit")
                self.done["edited"] += 1
            except StakemapError:
                self.done["refused"] += 1
        if self._chance.random() < 0.1:
            self._look()

    def _drag(self) -> None:
        view = self._view
        placed = sorted(Parts(self._window).canvas.scene.appearance.actors)
        if not placed or view.snapshot is None or view.issue is None:
            return
        with suppress(StakemapError):
            gesture = self._session.begin("Move", [self._chance.choice(placed)], view.snapshot, view.issue)
            for _ in range(3):
                gesture.move(self._chance.uniform(-30, 30), self._chance.uniform(-30, 30))
            if self._chance.random() < 0.3:
                gesture.rollback()
            else:
                gesture.commit()
            self.done["dragged"] += 1

    def _look(self) -> None:
        """Look at something else."""
        document, chance = self._session.document, self._chance
        what = chance.randrange(6)
        if what == 0:
            self._view.select(
                *chance.sample(sorted(document.actors), min(len(document.actors), chance.randrange(3)))
            )
        elif what == 1 and document.snapshots:
            self._view.set(snapshot=chance.choice(sorted(document.snapshots)))
        elif what == 2 and document.issues:
            self._view.set(issue=chance.choice(sorted(document.issues)))
        elif what == 3 and document.relations:
            self._view.set(relation=chance.choice(sorted(document.relations)))
        elif what == 4:
            self._view.set(relations=chance.choice(("all", "selection", "none")))
        else:
            self._window.panels.show(chance.choice(sorted(self._window.panels.docks)), chance.random() < 0.8)


def edit_with_a_window(say: Say, home: str, path: str, seed: int, count: int) -> None:
    """Edit with a window open; tells losses, the memory in use, and a note at the end."""
    at_home(home)
    from app_driver import ScriptedMessageBoxes, make_context
    from stakemap.app.shell.application import make_application

    make_application()
    chance = random.Random(seed)
    problems: list[str] = []
    sys.excepthook = lambda _kind, error, _trace: problems.append(told(error))
    context = make_context(ScriptedMessageBoxes())
    window = documents_of(context).open_file(Path(path))
    assert window is not None
    assert window.session is not None
    window.session.history = History(window.session.document, capacity=_UNDO)
    window.session.history.mark_saved()
    window.resize(*_SIZE)
    editor = _RandomEditor(window, chance)
    for number in range(count):
        editor.act(number)
        if chance.random() < 0.1:
            settle(1)
        if (number + 1) * _SAMPLES // count > number * _SAMPLES // count:
            say("memory", *([_megabytes()] * ((number + 1) * _SAMPLES // count - number * _SAMPLES // count)))
        if (number + 1) * _LOOKS // count > number * _LOOKS // count:
            for loss in _differences(context, window):
                say("view", f"after {number + 1} edits", loss)
        for problem in problems:
            say("error", f"at edit {number + 1}", problem)
        problems.clear()
    say("note", ", ".join(f"{number:,} {what}" for what, number in sorted(editor.done.items())))


def told(error: BaseException) -> str:
    """An error with the way to it, on one line."""
    steps = traceback.extract_tb(error.__traceback__)[-6:]
    way = " > ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in steps)
    return f"{error!r} ({way})"


def _megabytes() -> float:
    """The memory in use, once what nobody needs any more has been given back."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4_096 / 2**20


def _differences(context: AppContext, window: MainWindow) -> list[str]:
    """What a window shows otherwise than the model has it, or than a new window on the same map."""
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    settle()
    found = against_the_model(window)
    other = context.new_window()
    other.show_map(documents_of(context).session_for(session.document))
    other.resize(*_SIZE)
    other.show()
    assert other.view is not None
    fields: dict[str, Any] = {
        name: getattr(view, name)
        for name in ("issue", "snapshot", "selection", "primary", "relations", "ties", "relation")
    }
    other.view.set(**fields)
    _choose_the_same(window, other)
    QTest.qWait(_REST)
    mine, fresh = what_a_window_shows(window), what_a_window_shows(other)
    for name, texts in fresh.items():
        missing, extra = texts - mine[name], mine[name] - texts
        if missing or extra:
            found.append(f"{name} lacks {_some(missing)} and has {_some(extra)} instead")
    other.close()
    settle()
    return found


def _choose_the_same(window: MainWindow, other: MainWindow) -> None:
    """Let the panel of sources of another window show the source that it shows in this one."""
    for shown in (window, other):
        shown.panels.show("sources", True)
    source = window.panels.content("sources").current
    if source is not None:
        other.source_requested.emit(source)


def _some(counted: Counter[str]) -> str:
    return str(sorted(counted)[:4])[:300]
