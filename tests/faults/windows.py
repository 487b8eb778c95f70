"""Obstacles that meet a map while it is open in a window: its file goes or changes, the store is damaged."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog

from app_driver import ScriptedMessageBoxes, documents_of, make_context, tidy_up
from faults.harness import Trial
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import make_application
from stakemap.app.shell.main_window import MainWindow
from stakemap.errors import MapReadError
from stakemap.logs import state_folder
from stakemap.model import edits
from stakemap.storage.files import open_map, save_map

__all__ = ["WINDOW_OBSTACLES", "a_desk"]


class _PatientMessageBoxes(ScriptedMessageBoxes):
    """Waits for what shows its progress, as a faulty drive or a busy machine may make it take long."""

    def run(self, dialog: QDialog) -> bool:
        """See MessageBoxes."""
        if isinstance(dialog, ProgressDialog) and not self.dialogs:
            is_accepted = bool(dialog.exec())
            dialog.deleteLater()
            return is_accepted
        return super().run(dialog)


@contextlib.contextmanager
def a_desk() -> Iterator[tuple[AppContext, ScriptedMessageBoxes]]:
    """A context whose windows are closed afterwards."""
    make_application()
    message_boxes = _PatientMessageBoxes()
    context = make_context(message_boxes)
    try:
        yield context, message_boxes
    finally:
        tidy_up(context, message_boxes)


def _opened(context: AppContext, path: Path) -> MainWindow:
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


def _title(window: MainWindow, title: str) -> None:
    assert window.session is not None
    window.session.apply(edits.set_texts.of(title=title), label="Retitle")


def removed_while_open(trial: Trial) -> list[str]:
    """Saving makes the file anew."""
    path = trial.folder / "removed.stakemap.json"
    save_map(path, sample())
    with a_desk() as (context, message_boxes):
        window = _opened(context, path)
        _title(window, "Still here")
        path.unlink()
        message_boxes.answers = ["overwrite"]
        saved = window.service(Saving).save()
        return [] if saved and open_map(path).document.title == "Still here" else ["not saved anew"]


def replaced_during_a_drag(trial: Trial) -> list[str]:
    """The drag is kept, and saving asks before it overwrites what somebody else put there."""
    path = trial.folder / "replaced.stakemap.json"
    save_map(path, sample())
    losses = []
    with a_desk() as (context, message_boxes):
        session = _opened(context, path).session
        assert session is not None
        gesture = session.begin("Move", ["armenia"], "2025-07", "border")
        gesture.move(7.0, 0.0)
        theirs = path.with_name("theirs.stakemap.json")
        save_map(theirs, edits.set_texts(sample(), title="Theirs"))
        theirs.replace(path)
        gesture.move(9.0, 0.0)
        gesture.commit()
        moved = session.document
        if not session.is_modified:
            losses.append("the drag was not kept")
        window = context.window_of(path)
        assert window is not None
        message_boxes.answers = ["cancel"]
        if window.service(Saving).save() or not any(
            asked.startswith("outside") for asked in message_boxes.asked
        ):
            losses.append("overwritten without a question")
        if open_map(path).document.title != "Theirs" or session.document is not moved:
            losses.append("one of the two is gone")
    return losses


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _scribbled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.randbytes(5_000) + data[start + 5_000 :]


def _without_head(data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(200) + data[200:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(len(data))


def damaged_store(trial: Trial) -> list[str]:
    """Whatever is done to the store, maps open and are saved, and edits are kept or their user told."""
    losses = []
    for number in range(max(4, trial.count)):
        damage = (_cut, _scribbled, _without_head, _noise)[number % 4]
        shutil.rmtree(state_folder(), ignore_errors=True)
        path = trial.folder / f"store-{number}.stakemap.json"
        save_map(path, sample())
        losses += [f"{damage.__name__} {number}: {loss}" for loss in _meet_damage(path, damage, trial.chance)]
    return losses


def _meet_damage(
    path: Path, damage: Callable[[bytes, random.Random], bytes], chance: random.Random
) -> list[str]:
    _fill_store(path)
    store = state_folder() / "versions" / "versions.sqlite3"
    store.write_bytes(damage(store.read_bytes(), chance))
    losses = []
    with a_desk() as (context, message_boxes):
        troubles: list[str] = []
        documents_of(context).autosave.trouble.connect(troubles.append)
        for item in documents_of(context).autosave.recoverable():
            with contextlib.suppress(MapReadError):
                documents_of(context).autosave.load(item)
        message_boxes.answers = [False] * 3
        window = _opened(context, path)
        _title(window, "After the damage")
        is_kept = documents_of(context).autosave.writer.flush(20)
        if not (is_kept or troubles):
            losses.append("the edit was not journalled, and nobody said so")
        if not window.service(Saving).save() or open_map(path).document.title != "After the damage":
            losses.append("not saved")
    return losses


def _fill_store(path: Path) -> None:
    with a_desk() as (context, message_boxes):
        message_boxes.answers = [False]
        window = _opened(context, path)
        for number in range(20):
            _title(window, f"Edit {number}")
        documents_of(context).autosave.writer.flush(20)


WINDOW_OBSTACLES: dict[str, Callable[[Trial], list[str]]] = {
    "file removed while open": removed_while_open,
    "file replaced during a drag": replaced_during_a_drag,
    "damaged versions store": damaged_store,
}
