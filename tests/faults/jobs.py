"""What children of the fork server do: the real code at work, telling through `say` how far it is."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from faults.harness import own_home
from samples import large, sample, tiny
from stakemap.app.document.autosave import Autosave
from stakemap.editing.session import Session
from stakemap.errors import WriteError
from stakemap.export.formats import write_slide
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.options import SlideOptions
from stakemap.picture.theme import LIGHT
from stakemap.storage.codec import encode
from stakemap.storage.files import digest_of, open_map, save_map

__all__ = ["Say", "at_home", "edit", "export", "save_once", "saves", "slide_of", "the_maps", "warm_up"]

Say = Callable[..., None]
_maps: list[StakeMap] = []


def the_maps() -> list[StakeMap]:
    """Two maps of different sizes that are saved in turn."""
    if not _maps:
        _maps.extend((large(200, 1, 1), large(120, 2, 1)))
    return _maps


def warm_up() -> None:
    """Load, before anything is forked, what the jobs would load."""
    import filelock  # noqa: F401
    import PySide6.QtGui  # noqa: F401

    import stakemap.export.offscreen
    import stakemap.export.pdf
    import stakemap.export.png
    import stakemap.export.pptx
    import stakemap.export.svg
    import stakemap.paint.fonts
    import stakemap.storage.store.journal  # noqa: F401

    the_maps()
    # A whole save, so that a child which gives up its powers has nothing left to load.
    with TemporaryDirectory() as folder, own_home(Path(folder)):
        path = Path(folder) / "a.stakemap.json"
        save_map(path, sample())
        open_map(path)


def at_home(home: str) -> None:
    """Keep settings and what is for recovery in a folder of its own."""
    os.environ["STAKEMAP_CONFIG_DIR"] = str(Path(home) / "config")
    os.environ["STAKEMAP_STATE_DIR"] = str(Path(home) / "state")


def saves(say: Say, home: str, path: str) -> None:
    """Save two maps into one file, again and again."""
    at_home(home)
    say("ready")
    while True:
        for document in the_maps():
            save_map(Path(path), document)


def edit(say: Say, home: str, path: str, seed: int) -> None:
    """Edit, undo, redo and now and then save a map, without a rest; tells each state before it is kept."""
    at_home(home)
    chance = random.Random(seed)
    opened = open_map(Path(path))
    session = Session(
        opened.document, path=opened.path, digest=opened.digest, author="A", today=lambda: "2025-08-01"
    )

    def tell(_: StakeMap, after: StakeMap) -> None:
        say(time.monotonic(), digest_of(encode(after)))

    # Connected first, so that no state is journalled before it was told.
    session.changed.connect(tell)
    autosave = Autosave()
    autosave.follow(session)
    say(time.monotonic(), opened.digest)
    number = 0
    while True:
        number += 1
        what = chance.random()
        if what < 0.15:
            session.undo()
        elif what < 0.2:
            session.redo()
        elif what < 0.23:
            digest = save_map(opened.path, session.document, expected_digest=session.digest)
            session.mark_saved(opened.path, digest)
        elif what < 0.6:
            session.apply(edits.set_texts.of(title=f"Edit {number}"), label="Retitle")
        else:
            move = {chance.choice(("armenia", "russia", "iran")): edits.Move(chance.uniform(-100, 100))}
            session.apply(edits.move_actors.of("2025-07", "border", move, session.authorship), label="Move")
        time.sleep(chance.uniform(0.0, 0.01))


def slide_of(document: StakeMap) -> Any:
    """A small slide of the first issue of a map."""
    from stakemap.paint.fonts import QtMeasure

    style = DeckStyle(LIGHT, QtMeasure(LIGHT.font), (640, 360), SlideOptions(), False, False)
    request = SlideRequest("map", "border", max(document.snapshots), None)
    (page,) = deck_of(document, [request], style, Resolver()).pages
    return page.slide


def export(say: Say, home: str, path: str) -> None:
    """Export two maps to one picture, again and again."""
    from stakemap.export.offscreen import ensure_gui_application

    at_home(home)
    ensure_gui_application()
    slides = [(slide_of(document), document) for document in (tiny(), sample())]
    say("ready")
    while True:
        for slide, document in slides:
            write_slide(slide, document, Path(path))


def save_once(say: Say, home: str, path: str, digest: str) -> None:
    """Stop until somebody looks on, then save once; tells the problem, or nothing."""
    at_home(home)
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        save_map(Path(path), sample(), expected_digest=digest)
        problem = ""
    except WriteError as error:
        problem = str(error)
    say(problem)
