"""Maps whose file names are hard: the journal keeps them, they are recovered and saved, and so are others."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from app_driver import documents_of
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial, own_home
from faults.jobs import Say, at_home
from faults.windows import a_desk
from samples import another, sample
from stakemap.app.document.autosave import Autosave
from stakemap.app.document.saving import Saving
from stakemap.editing.session import Session
from stakemap.model import edits
from stakemap.storage.files import open_map, save_map

__all__ = ["edit_both", "inject"]

ENDING = b".stakemap.json"
NAMES = (
    b"caf\xe9",
    b"two\nlines",
    b"a tab\tand a return\r",
    b"\xed\xa0\x80 half a surrogate pair",
    b"\xff\xfe",
    b"bytes:%2Fetc",
    b"-rf *",
    "\u202exs.spam".encode(),
    "é".encode(),
    "e\u0301".encode(),
    b"x" * (255 - len(ENDING)),
    "ж".encode() * ((255 - len(ENDING)) // 2),
    "地".encode() * ((255 - len(ENDING)) // 3),
    b"\xe9" * (255 - len(ENDING)),
)


def inject(trial: Trial) -> Outcome:
    """The names above, some of them where there are to be fewer, then random ones."""
    outcome = Outcome()
    names = NAMES if trial.count >= len(NAMES) else trial.chance.sample(NAMES, trial.count)
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            folder = trial.folder / f"{number}"
            folder.mkdir()
            stem = names[number] if number < len(names) else _random_name(trial.chance)
            path = folder / os.fsdecode(stem + ENDING)
            with own_home(folder / "home") as home:
                try:
                    save_map(path, sample())
                except OSError as error:
                    outcome.notes.append(f"{stem!r} is refused by the disk: {error}")
                else:
                    _meet(fork_server, home, path, outcome, repr(stem))
            outcome.trials += 1
    return outcome


def _random_name(chance: random.Random) -> bytes:
    allowed = [byte for byte in range(1, 256) if byte != ord("/")]
    return bytes(chance.choices(allowed, k=chance.randint(1, 255 - len(ENDING))))


def edit_both(say: Say, home: str, path: str, beside: str) -> None:
    """Edit a map, one beside it and the first again, and wait to be killed."""
    at_home(home)
    autosave = Autosave()
    sessions = []
    for each in (path, beside):
        opened = open_map(Path(each))
        session = Session(
            opened.document, path=opened.path, digest=opened.digest, today=lambda: "2025-08-01", author="A"
        )
        autosave.follow(session)
        sessions.append(session)
    for title in ("First", "Second"):
        for session in sessions:
            session.apply(edits.set_texts.of(title=title), label="Retitle")
    say(autosave.writer.flush(20))
    time.sleep(600)


def _meet(fork_server: ForkServer, home: Path, path: Path, outcome: Outcome, name: str) -> None:
    beside = path.with_name("beside.stakemap.json")
    save_map(beside, another())
    child = fork_server.start("edit_both", home, path, beside)
    child.until_it_speaks()
    child.kill()
    outcome.expect(child.said() == [[True]], f"{name}: the journal was not written")
    with a_desk() as (context, message_boxes):
        documents = documents_of(context)
        troubles: list[str] = []
        documents.autosave.trouble.connect(troubles.append)
        offered = {item.path for item in documents.autosave.recoverable()}
        outcome.expect(offered == {path, beside}, f"{name}: offered is {offered}")
        for one in (path, beside):
            message_boxes.answers = ["recover"]
            window = documents.open_file(one)
            session = None if window is None else window.session
            if window is None or session is None or session.document.title != "Second":
                outcome.losses.append(f"{name}: not recovered")
                continue
            session.apply(edits.set_texts.of(title="Third"), label="Retitle")
            saved = window.service(Saving).save() and open_map(one).document.title == "Third"
            outcome.expect(saved, f"{name}: not saved")
            versions = documents.autosave.versions(session)
            outcome.expect(bool(versions) and versions[0].saved, f"{name}: the save is no earlier version")
        outcome.expect(not troubles, f"{name}: {troubles}")
