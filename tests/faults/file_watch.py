"""What may come into the place of an open map: it is noticed, and never read where it is no map."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from faults.harness import Outcome, Trial
from faults.windows import a_desk
from samples import sample
from stakemap.app.document import external_changes
from stakemap.app.kit.window import Window
from stakemap.model import edits
from stakemap.storage.files import save_map

__all__ = ["inject"]

#: The most seconds until a change is noticed.
_PATIENCE = 30.0
#: Seconds for which nothing happens, and the most of them in which the process may work.
_REST, _WORK = 0.5, 0.25


def inject(trial: Trial) -> Outcome:
    """Each obstacle in turn comes, and then a good map in its place."""
    outcome = Outcome()
    with patch.multiple(external_changes, WATCH_DELAY=0, POLL_INTERVAL=100):
        for number in range(trial.count):
            name = tuple(_OBSTACLES)[number % len(_OBSTACLES)]
            folder = trial.folder / f"outer-{number}" / "folder"
            folder.mkdir(parents=True)
            outcome.losses += [f"{name} {number}: {loss}" for loss in _meet(folder, name)]
            outcome.trials += 1
    return outcome


def _meet(folder: Path, name: str) -> Iterator[str]:
    path = folder / "map.stakemap.json"
    save_map(folder / "real.stakemap.json", sample())
    if name == "link pointed elsewhere":
        path.symlink_to("real.stakemap.json")
    else:
        (folder / "real.stakemap.json").rename(path)
    with a_desk() as (context, _):
        window = documents_of(context).open_file(path)
        assert window is not None
        window.activateWindow()
        if not _noticed(lambda: window.isActiveWindow() and _is_watched(window)):
            yield "never watched"
        put, is_map = _OBSTACLES[name]
        put(path)
        if not _noticed(lambda: _title(window).strip() == "Put" if is_map else _is_modified(window)):
            yield "not noticed"
        before = time.process_time()
        _turn(_REST)
        if time.process_time() - before > _WORK:
            yield f"the processor worked {time.process_time() - before:.2f} s in {_REST} s"
        _put_map(path, "Back")
        # What was no longer on disk counts as unsaved, so that the user may be asked.
        if not _noticed(lambda: _title(window) == "Back" or bool(window.notices.buttons("outside"))):
            yield "a good map put back was not noticed"


def _turn(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def _noticed(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + _PATIENCE
    while not holds() and time.monotonic() < until:
        _turn(0.01)
    return holds()


def _is_watched(window: Window) -> bool:
    assert window.session is not None
    watch = documents_of(window.context).external_changes.watch_of(window.session)
    return watch is not None and watch.state is not None


def _title(window: Window) -> str:
    assert window.session is not None
    return window.session.document.title


def _is_modified(window: Window) -> bool:
    assert window.session is not None
    return window.session.is_modified


def _put_map(path: Path, title: str) -> None:
    made = path.with_name("made.stakemap.json")
    save_map(made, edits.set_texts(sample(), title=title))
    if path.is_dir():
        path.rmdir()
    made.replace(path)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _huge(path: Path) -> None:
    path.unlink()
    with path.open("wb") as stream:
        stream.truncate(40 * 2**30)


def _gone(path: Path) -> None:
    path.unlink()


def _other_link(path: Path) -> None:
    other = path.with_name("other.stakemap.json")
    _put_map(other, "Put")
    path.unlink()
    path.symlink_to(other.name)


def _other_folder(path: Path) -> None:
    outer = path.parents[1]
    outer.rename(outer.with_name(f"{outer.name}-gone"))
    path.parent.mkdir(parents=True)
    _put_map(path, "Put")


def _same_size_and_time(path: Path) -> None:
    before = path.stat()
    other = path.read_text("utf-8").replace(sample().title, "Put".ljust(len(sample().title)))
    path.write_text(other, "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


#: What comes, and whether it is another map, of the title "Put".
_OBSTACLES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "pipe": (_pipe, False),
    "device": (_device, False),
    "40 GB": (_huge, False),
    "link pointed elsewhere": (_other_link, True),
    "folder replaced": (_other_folder, True),
    "same size and time": (_same_size_and_time, True),
    "folder": (_folder, False),
    "nothing": (_gone, False),
}
