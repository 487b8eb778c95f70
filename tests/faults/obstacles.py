"""What may be in the way of a save, one of each: a clear message, and nothing lost."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from faults.fork_server import ForkServer, ForkServerError
from faults.full_disk import private_mount
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from faults.windows import WINDOW_OBSTACLES
from samples import sample, tiny
from stakemap.errors import MapReadError, WriteError
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map
from stakemap.storage.saving.writing import InPlaceError

__all__ = ["give_up_power", "inject", "meet_obstacle"]

NOBODY = 65_534
OLD, NEW = tiny(), sample()
#: The permissions of a file and its folder.
_MODES = {
    "read-only folder": (0o666, 0o555),
    "read-only file": (0o444, 0o755),
    "folder without access": (0o666, 0o000),
}


def inject(trial: Trial) -> Outcome:
    """All of the list; `count` only says how many damaged stores of versions there are."""
    outcome = Outcome()
    with ForkServer(trial.folder) as fork_server:
        for name in OBSTACLES:
            _meet(fork_server, trial.folder, name, outcome)
    _read_only_disk(trial.folder, outcome)
    for name, meet in WINDOW_OBSTACLES.items():
        outcome.losses += [f"{name}: {loss}" for loss in meet(trial)]
        outcome.trials += 1
    return outcome


def _meet(fork_server: ForkServer, folder: Path, name: str, outcome: Outcome) -> None:
    place = folder / name.replace(" ", "-")
    place.mkdir(mode=0o777)
    said = fork_server.run("meet_obstacle", folder / f"home of {place.name}", place, name)
    outcome.losses += [f"{name}: {loss}" for (loss,) in said]
    outcome.trials += 1


def _read_only_disk(folder: Path, outcome: Outcome) -> None:
    """A folder on a disk that takes no writing, as root meets one too."""
    disk = folder / "read-only-disk"
    disk.mkdir()
    save_map(disk / "a.stakemap.json", OLD)
    if shutil.which("unshare") is None:
        outcome.notes.append("without a read-only disk, for want of unshare")
        return
    try:
        mount = f"mount --bind '{disk}' '{disk}' && mount -o remount,bind,ro '{disk}'"
        with ForkServer(folder, private_mount(mount)) as fork_server:
            said = fork_server.run("meet_obstacle", folder / "home of a disk", disk, "read-only disk")
    except ForkServerError:
        outcome.notes.append("without a read-only disk, as nothing may be mounted")
        return
    outcome.losses += [f"read-only disk: {loss}" for (loss,) in said]
    outcome.trials += 1


def meet_obstacle(say: Say, home: str, folder: str, name: str) -> None:
    """Meet one in a process of its own; tells each loss."""
    at_home(home)
    path = Path(folder) / "a.stakemap.json"
    if name != "read-only disk":
        path = _prepared(name, path)
    for loss in OBSTACLES.get(name, _refused)(path):
        say(loss)
    left = list(path.parent.glob(".stakemap-*"))
    if left:
        say(f"left behind: {left}")


def _prepared(name: str, path: Path) -> Path:
    """The file to save to, once the obstacle is there; root gives up the powers that would let it through."""
    if name == "name of 255 bytes":
        path = path.with_name("Հ" * 120 + "aa.stakemap.json"[-15:])
    if name not in ("dangling symlink", "FIFO in the way", "folder in the way"):
        save_map(path, OLD)
    if name in _MODES:
        file, folder = _MODES[name]
        path.chmod(file)
        path.parent.chmod(folder)
        give_up_power(path.parent)
    return path


def give_up_power(folder: Path) -> None:
    """Become nobody, whom the system refuses what root may do; the folders above `folder` stay reachable."""
    if os.geteuid() == 0:
        for above in folder.parents:
            if above.owner() == "root" and above.name.startswith(("work", "stakemap-faults-")):
                above.chmod(0o755)
        home = Path(os.environ["STAKEMAP_STATE_DIR"]).parent
        home.mkdir(parents=True, exist_ok=True)
        for place, _, names in os.walk(home):
            for each in (Path(place), *(Path(place) / name for name in names)):
                os.chown(each, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def _problem_of(path: Path, in_place: bool = False) -> str:
    try:
        save_map(path, NEW, in_place=in_place)
    except InPlaceError as error:
        return f"in place: {error}"
    except WriteError as error:
        return str(error)
    return ""


def _refused(path: Path) -> list[str]:
    """A save that cannot be: one clear sentence, and the old file."""
    problem = _problem_of(path)
    losses = [] if _is_clear(problem, path) else [f"no clear message: {problem!r}"]
    if os.access(path, os.R_OK) and path.read_bytes() != encode(OLD):
        losses.append("the old file is gone")
    return losses


def _is_clear(problem: str, path: Path) -> bool:
    sentence = problem.removeprefix("in place: ")
    return sentence.startswith(f"“{path.name}” was not saved: ") and sentence.endswith(".")


def _closed_folder(path: Path) -> list[str]:
    """Refused with a question; agreed to, it is written in place."""
    losses = _refused(path)
    if not _problem_of(path).startswith("in place: "):
        losses.append("no question whether to write in place")
    if _problem_of(path, in_place=True) or path.read_bytes() != encode(NEW):
        losses.append("not written in place")
    return losses


def _dangling_link(path: Path) -> list[str]:
    target = path.with_name("target.stakemap.json")
    path.symlink_to(target)
    losses = [] if _problem_of(path) == "" else ["not saved"]
    if not path.is_symlink() or open_map(target).document != NEW:
        losses.append("the link is not kept, or its target was not made")
    return losses


def _hard_link(path: Path) -> list[str]:
    other = path.with_name("other.stakemap.json")
    other.hardlink_to(path)
    losses = _closed_folder(path)
    if not other.samefile(path):
        losses.append("the two names were parted")
    return losses


def _group_mode(path: Path) -> list[str]:
    path.chmod(0o640)
    losses = [] if _problem_of(path) == "" else ["not saved"]
    if stat.S_IMODE(path.stat().st_mode) != 0o640 or open_map(path).document != NEW:
        losses.append("another mode, or another map")
    return losses


def _pipe(path: Path) -> list[str]:
    os.mkfifo(path)
    losses = [] if _is_clear(_problem_of(path), path) else ["no clear message on saving"]
    try:
        open_map(path)
        losses.append("a pipe was opened")
    except MapReadError:
        pass
    if not stat.S_ISFIFO(path.stat().st_mode):
        losses.append("the pipe was replaced")
    return losses


def _folder(path: Path) -> list[str]:
    path.mkdir()
    losses = [] if _is_clear(_problem_of(path), path) else ["no clear message on saving"]
    return losses if path.is_dir() else [*losses, "the folder was replaced"]


def _long_name(path: Path) -> list[str]:
    losses = [] if len(os.fsencode(path.name)) == 255 else [f"{len(os.fsencode(path.name))} bytes"]
    if _problem_of(path) or open_map(path).document != NEW:
        losses.append("not saved")
    longer = path.with_name(f"a{path.name}")
    if not _is_clear(_problem_of(longer), longer):
        losses.append("no clear message for a longer name")
    return losses


OBSTACLES: dict[str, Callable[[Path], list[str]]] = {
    "read-only folder": _closed_folder,
    "read-only file": _refused,
    "folder without access": _refused,
    "dangling symlink": _dangling_link,
    "hard link": _hard_link,
    "mode 0640": _group_mode,
    "FIFO in the way": _pipe,
    "folder in the way": _folder,
    "name of 255 bytes": _long_name,
}
