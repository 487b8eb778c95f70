"""kill -9 at a random moment of typing: what the next start has of it."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app_driver import Driver, ScriptedMessageBoxes, documents_of, make_context
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial, own_home
from faults.jobs import Say, at_home
from samples import sample
from stakemap.app.document.autosave import Autosave
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.app.shell.application import make_application
from stakemap.model.document import StakeMap
from stakemap.model.resolve import resolve_stance
from stakemap.storage.files import open_map, save_map

__all__ = ["inject", "type_on"]

#: Seconds of typing that may be lost.
MAY_BE_LOST = 1.0
#: Fields of the inspector by their names: what is typed into is a line, a note, one on another page.
FIELDS: dict[str, type[Any]] = {
    "reason": StanceForm,
    "watch_for": StanceForm,
    "by": StanceForm,
    "code": ActorForm,
    "note": ActorForm,
}
ACTOR, SNAPSHOT, ISSUE = "armenia", "2025-07", "border"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def inject(trial: Trial) -> Outcome:
    """Each trial types into one field and is killed."""
    outcome = Outcome()
    worst = 0.0
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            folder = trial.folder / f"{number}"
            folder.mkdir()
            path = folder / "a.stakemap.json"
            field = list(FIELDS)[number % len(FIELDS)]
            with own_home(folder / "home") as home:
                save_map(path, sample())
                child = fork_server.start("type_on", home, path, field, trial.chance.randrange(1 << 30))
                child.until_it_speaks()
                time.sleep(trial.chance.uniform(0.0, 3.0))
                killed = child.kill()
                worst = max(worst, _lost(path, field, killed, child.said(), outcome))
            outcome.trials += 1
    outcome.notes.append(f"at most {worst:.2f} s of typing lost")
    return outcome


def type_on(say: Say, home: str, path: str, field: str, seed: int) -> None:
    """Type into a field without end, and now and then apply it; tells each text before it is there."""
    at_home(home)
    make_application()
    boxes = ScriptedMessageBoxes()
    context = make_context(boxes)
    window: Any = documents_of(context).open_file(Path(path))
    driver = Driver(context, window, boxes)
    driver.panels.show("inspector", True)
    driver.view.set(snapshot=SNAPSHOT, issue=ISSUE)
    driver.view.select(ACTOR)
    QTest.qWait(50)
    chance = random.Random(seed)
    editor: Any = driver.field(FIELDS[field], field).editor
    driver.type_into(driver.field(FIELDS[field], field), "", None)
    text = ""
    while True:
        text += chance.choice(LETTERS)
        say(time.monotonic(), text)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(editor, text[-1])
        if chance.random() < 0.02:
            QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(chance.randrange(40))


def _lost(path: Path, field: str, killed: float, said: list[Any], outcome: Outcome) -> float:
    """The seconds of typing that the next start has nothing of."""
    if said and said[-1][0] == "error":
        outcome.losses.append(f"{path}: {said[-1][1]}")
        return 0.0
    autosave = Autosave()
    troubles: list[str] = []
    autosave.trouble.connect(troubles.append)
    found = {_stored(open_map(path).document, field)}
    for item in autosave.recoverable():
        found |= {draft.text for draft in autosave.drafts(item)}
        found.add(_stored(autosave.load(item), field))
    outcome.expect(not troubles, f"{path}: {troubles}")
    kept = [index for index, (_, text) in enumerate(said) if text in found]
    after = said[kept[-1] + 1 :] if kept else said
    lost: float = killed - after[0][0] if after else 0.0
    outcome.expect(lost <= MAY_BE_LOST, f"{path}: {lost:.2f} s of typing into {field} lost")
    return lost


def _stored(document: StakeMap, field: str) -> str:
    if FIELDS[field] is ActorForm:
        return str(getattr(document.actors[ACTOR], field))
    shown = resolve_stance(document, SNAPSHOT, ISSUE, ACTOR)
    return "" if shown is None else str(getattr(shown.judgement, field))
