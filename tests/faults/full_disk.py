"""A disk that is full: a small real one where mounting is allowed, else a limit on the size of files."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from faults.fork_server import ForkServer, ForkServerError
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home, the_maps
from stakemap.app.document.autosave import Autosave
from stakemap.editing.session import Session
from stakemap.errors import WriteError
from stakemap.model import edits
from stakemap.storage.codec import encode
from stakemap.storage.files import save_map

__all__ = ["inject", "on_a_full_disk", "private_mount"]

_SIZE = 3 << 20
_JOURNALLED = 5


def private_mount(command: str) -> list[str]:
    """A prefix under which `command` mounts something that nobody else sees and that goes by itself."""
    unshare = ["unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",))]
    return [*unshare, "sh", "-c", f'{command} && exec "$@"', "sh"]


def inject(trial: Trial) -> Outcome:
    """Saves with less and less room; every fifth time edits are journalled on the full disk too."""
    disk = trial.folder / "disk"
    disk.mkdir()
    prefix = private_mount(f"mount -t tmpfs -o size={_SIZE} tmpfs '{disk}'")
    outcome = Outcome()
    with contextlib.ExitStack() as stack:
        try:
            if shutil.which("unshare") is None:
                raise ForkServerError("there is no unshare")
            fork_server = stack.enter_context(ForkServer(trial.folder, prefix))
            limited = False
        except ForkServerError:
            fork_server = stack.enter_context(ForkServer(trial.folder))
            limited = True
        outcome.notes.append("with a limit on the size of files" if limited else "on a tmpfs of 3 MB")
        for number in range(trial.count):
            seed = trial.chance.randrange(1 << 30)
            home = (disk if number % 2 else trial.folder) / f"home-{number}"
            journals = number % _JOURNALLED == 0 and not limited
            said = fork_server.run("on_a_full_disk", home, disk / f"{number}", seed, limited, journals)
            outcome.losses += [f"trial {number}: {loss}" for (loss,) in said]
            outcome.trials += 1
    return outcome


def on_a_full_disk(say: Say, home: str, name: str, seed: int, limited: bool, journals: bool) -> None:
    """One trial, in a process of its own; tells each loss."""
    at_home(home)
    chance, folder = random.Random(seed), Path(name)
    folder.mkdir()
    path = folder / "a.stakemap.json"
    old, new = the_maps()
    save_map(path, old)
    with _no_room(path.parent, chance, len(encode(new)), limited):
        try:
            save_map(path, new)
            saved = True
        except WriteError as error:
            saved = False
            if not str(error).startswith("“a.stakemap.json” was not saved: "):
                say(str(error))
        if path.read_bytes() != encode(new if saved else old):
            say("neither the old file nor the new one")
        if len(list(folder.glob(".stakemap-*"))):
            say("a temporary file is left")
        work = _edit(path) if journals else None
    if work is not None:
        _check_journal(say, *work)
    shutil.rmtree(folder)
    shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def _no_room(folder: Path, chance: random.Random, size: int, limited: bool) -> Iterator[None]:
    """Within, there is at random no room for `size` bytes, for a part of them, or just enough."""
    room = chance.randrange(size * 5 // 4)
    if limited:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    filler = folder / "filler"
    free = shutil.disk_usage(folder).free
    _fill(filler, max(0, free - room))
    try:
        yield
    finally:
        filler.unlink()


def _fill(path: Path, size: int) -> None:
    with path.open("wb", buffering=0) as stream:
        try:
            while size > 0:
                size -= stream.write(b"\xff" * min(size, 65_536))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def _edit(path: Path) -> tuple[Autosave, Session]:
    """An edit for the journal, while there may be no room for it."""
    autosave = Autosave()
    session = Session(the_maps()[0], path=path, digest="", today=lambda: "2025-08-01")
    autosave.follow(session)
    session.apply(edits.set_texts.of(title="On a full disk"), label="Retitle")
    autosave.writer.flush(0.5)
    return autosave, session


def _check_journal(say: Say, autosave: Autosave, session: Session) -> None:
    """Now that there is room the edit has to be kept, however long ago it was."""
    if not autosave.writer.flush(30):
        say("the edit was not journalled when there was room again")
    autosave.writer.close()
    kept = [autosave.load(item) for item in autosave.recoverable()]
    if session.document not in kept:
        say(f"the edit is not among the {len(kept)} maps that can be recovered")
