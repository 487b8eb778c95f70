"""The state folder as an enemy: whatever stands in it, the app starts and says at most a sentence."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from faults.altered_rows import COLUMNS, WRONG, alter, execute, fill, leave_behind, look_at
from faults.fork_server import ForkServer, ForkServerError
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from faults.obstacles import give_up_power
from faults.windows import a_desk
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.shell.crash_report import report_crashes
from stakemap.app.shell.main_window import MainWindow
from stakemap.app.shell.welcome import WelcomePage
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.files import open_map, save_map
from stakemap.storage.folders import config_folder
from stakemap.storage.settings.records import Settings
from stakemap.storage.store.versions import VersionStore

__all__ = ["inject", "start_with"]

#: The seconds that a start may take before it counts as hanging, and the bytes that it may need more.
_PATIENCE, _MEMORY = 90, 512 * 2**20


def inject(trial: Trial) -> Outcome:
    """`count` altered values, and a tenth as many obstacles, if that is not all."""
    outcome = Outcome()
    _alter_rows(trial, outcome)
    names = trial.chance.sample(sorted(OBSTACLES), min(max(trial.count // 10, 5), len(OBSTACLES)))
    with ForkServer(trial.folder) as fork_server:
        for name in names:
            outcome.trials += 1
            try:
                said = fork_server.run("start_with", trial.folder / f"home of {name.replace('/', ' ')}", name)
                outcome.losses += [f"{name}: {loss}" for (loss,) in said]
            except ForkServerError as error:
                outcome.losses.append(f"{name}: {error}")
    outcome.notes.append(f"{len(names)} of {len(OBSTACLES)} obstacles")
    return outcome


def _alter_rows(trial: Trial, outcome: Outcome) -> None:
    places = [
        (table, column, value) for table, names in COLUMNS.items() for column in names for value in WRONG
    ]
    folder = trial.folder / "rows"
    filled = fill(VersionStore(folder / "filled"))
    for table, column, value in trial.chance.sample(places, min(trial.count, len(places))):
        outcome.trials += 1
        shutil.rmtree(folder / "altered", ignore_errors=True)
        store = VersionStore(folder / "altered")
        store.folder.mkdir()
        store.file.write_bytes(filled)
        alter(store, table, column, value)
        try:
            losses = look_at(store)
        except Exception as error:
            losses = [repr(error)]
        outcome.losses += [f"{table}.{column} = {value}: {loss}" for loss in losses]


def start_with(say: Say, home: str, name: str) -> None:
    """Start the app with something in its state folder, and work; tells what is wrong."""
    import resource

    at_home(home)
    # What never ends is ended by the system, which counts as a loss.
    signal.alarm(_PATIENCE)
    path = Path(home) / "map.stakemap.json"
    Path(home).mkdir(parents=True)
    save_map(path, sample())
    store = VersionStore(state_folder() / "versions")
    leave_behind(store, "Left behind", Path(home) / "other.stakemap.json")
    OBSTACLES[name](store)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for loss in _work(path):
        say(loss)
    needed = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    if needed > _MEMORY:
        say(f"{needed / 2**20:,.0f} MB needed")


def _work(path: Path) -> list[str]:
    losses = []
    with a_desk() as (context, message_boxes):
        context.settings_changed.connect(lambda _: None)
        window = context.show_welcome()
        page = window.centralWidget()
        assert isinstance(page, WelcomePage)
        if not window.isVisible():
            losses.append("no window")
        _wait(lambda: page.has_looked)
        _wait(lambda: page.unsaved is None or all(not row.is_pending for row in page.unsaved.rows))
        report_crashes(context)
        documents_of(context).autosave.clean_up_now()
        QApplication.processEvents()
        message_boxes.answers = ["open", "open"]
        opened = documents_of(context).open_file(path)
        if not isinstance(opened, MainWindow) or opened.session is None:
            return [*losses, f"not opened: {message_boxes.told}"]
        opened.session.apply(set_texts.of(title="Afterwards"), label="Retitle")
        documents_of(context).autosave.writer.flush(2)
        if not opened.service(Saving).save() or open_map(path).document.title != "Afterwards":
            losses.append("not saved")
        said = {text for window in context.windows for text in window.notices.texts()}
        losses += [f"no sentence: {text}" for text in said if not 20 < len(text) < 600 or text[-1] != "."]
        if len(said) > 3:
            losses.append(f"{len(said)} notices: {said}")
        losses += [f"told: {told}" for told in message_boxes.told]
    return losses


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, "the page never knew what is unsaved"
        QApplication.processEvents()
        time.sleep(0.005)


# What is in the way


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    (path / "inside").mkdir(parents=True)


def _file(path: Path) -> None:
    path.write_bytes(b"in the way " * 500)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**40)


_KINDS = {"pipe": _pipe, "folder": _folder, "file": _file, "device": _device, "loop": _loop, "1 TB": _sparse}
#: Names in the folder of state; what ends in a slash is a folder by rights.
_PLACES = (
    *("versions/", "versions/owners/", "recovery/", "crashes/", "open/", "unfinished/", "locks/"),
    *("versions/versions.sqlite3", "versions/versions.sqlite3-wal", "versions/versions.sqlite3-shm"),
    *("versions/versions.sqlite3-journal", "recovery/1.place", "recovery/1-a.json", "stakemap.log"),
    *("crashes/20250101-000000-1.running", "unfinished/.stakemap-0.tmp", "open/0.lock", "open/0.json"),
)


def _put(place: str, kind: str) -> Callable[[VersionStore], None]:
    def put(store: VersionStore) -> None:
        path = store.folder.parent / place
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        _KINDS[kind](path)

    return put


def _in_map(kind: str) -> Callable[[VersionStore], None]:
    """In the place of a map with unsaved work, which is in the list of recent ones, too."""

    def put(store: VersionStore) -> None:
        (item,) = store.recoverable()
        assert item.path is not None
        item.path.unlink()
        _KINDS[kind](item.path)
        config_folder().mkdir(parents=True, exist_ok=True)
        (config_folder() / "settings.json").write_text(json.dumps({"recent": [{"path": str(item.path)}]}))

    return put


def _without_access(mode: int) -> Callable[[VersionStore], None]:
    def take(store: VersionStore) -> None:
        # What is loaded by then need not be within reach of one without power.
        _work(store.folder.parent.parent / "map.stakemap.json")
        give_up_power(store.folder.parent.parent)
        state_folder().chmod(mode)

    return take


def _locked(store: VersionStore) -> None:
    # Held until the process ends.
    _kept.append(sqlite3.connect(store.file, isolation_level=None))
    _kept[-1].execute("PRAGMA locking_mode = EXCLUSIVE")
    _kept[-1].execute("BEGIN EXCLUSIVE")


_kept: list[sqlite3.Connection] = []


def _bomb(store: VersionStore) -> None:
    compressor = zlib.compressobj(9)
    million = b" " * 2**20
    data = b"".join([*(compressor.compress(million) for _ in range(1_500)), compressor.flush()])
    _kept.append(sqlite3.connect(store.file))
    _kept[-1].execute("UPDATE entry SET data = ?", (data,))
    _kept[-1].commit()


def _many(store: VersionStore) -> None:
    numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4000)"
    execute(
        store,
        f"{numbers} INSERT INTO session SELECT 10 + x, map_id, path, title || x, base_digest, owner, pid,"
        " opened, NULL, NULL FROM session, n WHERE id = 1",
        f"{numbers} INSERT INTO entry (session, at, kind, label, digest, data)"
        " SELECT 10 + x, at + x, kind, label, digest, data FROM entry, n WHERE session = 1",
    )


def _endless(store: VersionStore) -> None:
    execute(
        store,
        "ALTER TABLE session RENAME TO old",
        "CREATE VIEW session AS"
        " WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    )


def _settings(content: Callable[[random.Random], object]) -> Callable[[VersionStore], None]:
    def write(store: VersionStore) -> None:
        config_folder().mkdir(parents=True, exist_ok=True)
        text = json.dumps(content(random.Random(1)))
        (config_folder() / "settings.json").write_text(text, "utf-8", "surrogatepass")

    return write


_JSON = (
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "x\0y",
    "/dev/zero",
    "\ud800",
    "../x",
    [],
    [[]],
    {},
    {"x": 1},
    "x" * 9_999,
)


def _wrong_settings(chance: random.Random) -> object:
    return {name: chance.choice(_JSON) for name in Settings.model_fields}


def _wrong_entries(chance: random.Random) -> object:
    """Lists and places that are what they should be, with values that are not."""
    place = {"x": 10**30, "y": -(10**30), "width": 10**30, "height": 10**30, "left_width": 10**30}
    return {
        "recent": [{"path": f"/{each}", "title": each} for each in _JSON if isinstance(each, str)] * 3_000,
        "windows": {"800x800+0+0": place, "x": chance.choice(_JSON)},
        "exports": {"x": {"scale": 10**30, "size": [], "pixels": {}, "theme": "/dev/zero"}},
        "last_folder": "/\0",
        "actor_columns": ["x" * 9_999],
        "language": "../../../../x\0",
    }


OBSTACLES: dict[str, Callable[[VersionStore], None]] = {
    **{
        f"{kind} as {place}": _put(place.rstrip("/"), kind)
        for place in _PLACES
        for kind in _KINDS
        # A file in the place of a file is what there should be.
        if not (kind == "folder" and place.endswith("/"))
    },
    **{f"{kind} as a map with unsaved work": _in_map(kind) for kind in _KINDS},
    "state folder without access": _without_access(0o000),
    "read-only state folder": _without_access(0o500),
    "locked store": _locked,
    "bomb in the store": _bomb,
    "4,000 sessions of unsaved work": _many,
    "a view without an end": _endless,
    "settings of wrong types": _settings(_wrong_settings),
    "settings with wrong entries": _settings(_wrong_entries),
}

if sys.platform == "win32":
    OBSTACLES.clear()
