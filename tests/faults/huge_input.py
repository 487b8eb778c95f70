"""Huge pastes and drops: a sentence or a question, bounded memory, and a window that stays alive."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from app_driver import ScriptedMessageBoxes, documents_of, drop, make_context, tidy_up
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from faults.window_crawler import settle
from samples import sample
from stakemap.app.features.importing.dialog import ImportDialog
from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
from stakemap.app.kit.plain_text import MessageDialog
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.shell.application import make_application
from stakemap.app.shell.main_window import MainWindow as Window
from stakemap.editing.clipboard import MIME_TYPE, to_json
from stakemap.model.bundles import Bundle
from stakemap.model.document import Actor
from stakemap.storage.files import save_map

__all__ = ["inject", "meet_huge_input"]

#: The most megabytes that an input may take beside itself.
_MEMORY = 512
#: Seconds of a turn of the event loop that is told, as a user notices it.
_TURN = 0.25
#: The most seconds that a preview of rows may take.
_PATIENCE = 300


#: Puts in what has been made ready.
Act = Callable[[], object]


class _Boxes(ScriptedMessageBoxes):
    """Answers every question with its way out, and waits for what shows its progress."""

    def confirm(self, *words: object, **_options: object) -> bool:
        """See MessageBoxes."""
        self.asked.append(str(words[1]))
        return False

    def run(self, dialog: QDialog) -> bool:
        """See MessageBoxes."""
        if isinstance(dialog, ProgressDialog):
            dialog.exec()
        elif isinstance(dialog, MessageDialog):
            self.asked.append(dialog.message)
            dialog.button("cancel").click()
        elif isinstance(dialog, PasteRowsDialog):
            self.asked.append("rows")
            _see(dialog, lambda: dialog.model.plan is not None)
        elif isinstance(dialog, ImportDialog):
            self.asked.append("import")
            _see(dialog, lambda: not dialog.state.is_busy)
        else:
            raise AssertionError(f"nobody foresaw the dialog {type(dialog).__name__}")
        dialog.deleteLater()
        return False


def _see(dialog: QDialog, is_whole: Callable[[], bool]) -> None:
    """Look at a preview until it is whole."""
    dialog.show()
    until = time.monotonic() + _PATIENCE
    while not is_whole() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.001)
    assert is_whole(), "the preview never came"
    dialog.grab()
    dialog.reject()


class _Heart:
    """The longest time for which the event loop did not turn."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self.beat)
        self._timer.start(5)

    def beat(self) -> None:
        """Note how long it is since the last beat."""
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def stop(self) -> float:
        """The longest time, in seconds."""
        self.beat()
        self._timer.stop()
        return self.longest


def _cells(rows: int, columns: int) -> str:
    head = ["Name", "Influence", "Alignment", *(f"Column {number}" for number in range(columns - 3))]
    rest = "\t".join(["12"] * (columns - 3))
    lines = (f"Actor {row}\t{row % 100}\t{row % 200 - 100}\t{rest}" for row in range(rows - 1))
    return "\n".join(("\t".join(head), *lines))


def _paste_cells(window: Window, _folder: Path, rows: int, columns: int) -> Act:
    QGuiApplication.clipboard().setText(_cells(rows, columns))
    return lambda: window.trigger("paste-rows")


def _paste_actors(window: Window, _folder: Path, count: int) -> Act:
    actors = {f"actor-{number}": Actor(name=f"Actor {number}") for number in range(count)}
    data = QMimeData()
    data.setData(MIME_TYPE, to_json(Bundle(actors=actors)))
    QGuiApplication.clipboard().setMimeData(data)
    return lambda: window.trigger("paste")


def _drop_maps(window: Window, folder: Path, count: int) -> Act:
    paths = [folder / f"dropped-{number}.stakemap.json" for number in range(count)]
    for path in paths:
        save_map(path, sample())
    return lambda: drop(window, *paths)


def _drop_table(window: Window, folder: Path, rows: int, columns: int) -> Act:
    path = folder / "dropped.csv"
    path.write_text(_cells(rows, columns).replace("\t", ","), "utf-8")
    return lambda: drop(window, path)


def _paste_sources(window: Window, _folder: Path, characters: int) -> Act:
    window.panels.show("sources", True)
    text = "a b. " * (characters // 5 + 1)
    return lambda: window.panels.content("sources").add(text)


#: What is put in, by name: how, how much of it at the least and at the most, and how many columns it has.
_INPUTS: dict[str, tuple[Callable[..., Act], tuple[int, int], tuple[int, ...]]] = {
    "cells": (_paste_cells, (2_501, 12_500), (200,)),
    "actors": (_paste_actors, (20_001, 200_000), ()),
    "maps": (_drop_maps, (11, 200), ()),
    "sources": (_paste_sources, (200_001, 5_000_000), ()),
    "table": (_drop_table, (2_501, 12_500), (200,)),
    "some cells": (_paste_cells, (500, 2_500), (200,)),
    "long table": (_drop_table, (1_000, 20_000), (4,)),
    "some actors": (_paste_actors, (2_001, 20_000), ()),
}


def inject(trial: Trial) -> Outcome:
    """Each input in turn, each of chance size."""
    outcome, longest = Outcome(), dict[str, float]()
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            name = tuple(_INPUTS)[number % len(_INPUTS)]
            seed = trial.chance.randrange(1 << 30)
            child = fork_server.start("meet_huge_input", trial.folder / f"home {number}", name, seed)
            status = child.wait()
            for what, *words in child.said():
                if what == "turn":
                    longest[name] = max(longest.get(name, 0.0), *words)
                else:
                    outcome.losses.append(f"{name}, seed {seed}: {what}: {words[0][-600:]}")
            outcome.expect(status == 0, f"{name}, seed {seed}: ended with {status}")
            outcome.trials += 1
    outcome.notes += [
        f"{name}: a turn of {seconds:.2f} s" for name, seconds in longest.items() if seconds > _TURN
    ]
    return outcome


def meet_huge_input(say: Say, home: str, name: str, seed: int) -> None:
    """Put something huge into a window in a process of its own; tells each loss, and the longest turn."""
    at_home(home)
    make_application()
    put, (least, most), columns = _INPUTS[name]
    size = random.Random(seed).randint(least, most)
    boxes = _Boxes()
    context = make_context(boxes)
    folder = Path(home) / "files"
    folder.mkdir(parents=True)
    path = folder / "open.stakemap.json"
    save_map(path, sample())
    window = documents_of(context).open_file(path)
    assert window is not None
    assert window.session is not None
    act = put(window, folder, size, *columns)
    settle()
    window.status.clearMessage()
    before, memory, heart = window.session.document, _peak(), _Heart()
    act()
    settle()
    say("turn", heart.stop())
    grown = _peak() - memory
    if grown > _MEMORY:
        say("memory", f"{size} took {grown:.0f} MB")
    if window.session.document is not before or len(context.windows) > 1:
        say("not asked", f"{size} changed what is open without a question")
    if not (boxes.asked or boxes.told or window.status.currentMessage()):
        say("not told", f"{size} was left out without a word")
    tidy_up(context, boxes)


def _peak() -> float:
    """The most memory that the process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
