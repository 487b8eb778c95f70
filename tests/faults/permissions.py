"""Who may read what a session of work leaves in the folders of configuration and state: its user alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from app_driver import documents_of
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home, slide_of
from faults.windows import a_desk
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.kit.error_reporter import ErrorReporter
from stakemap.export.formats import write_slide
from stakemap.logs import log_crash, state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.crash_notes import CrashNote
from stakemap.storage.files import open_map, recovery_copy, save_map
from stakemap.storage.folders import config_folder
from stakemap.storage.saving.temporary_files import noted

__all__ = ["inject", "work_and_die", "work_on"]

_MASKS = (0o000, 0o022, 0o002, 0o077)


def inject(trial: Trial) -> Outcome:
    """A session that is killed and one that goes on, under one umask after the other."""
    outcome = Outcome(trials=trial.count)
    with ForkServer(trial.folder) as fork_server:
        for number in range(trial.count):
            mask = _MASKS[number % len(_MASKS)]
            home, path = trial.folder / f"home-{number}", trial.folder / f"{number}.stakemap.json"
            save_map(path, sample())
            path.chmod(0o600)
            fork_server.run("work_and_die", home, path, mask)
            losses = _readable(home)
            if number % 2:
                # As earlier versions left them.
                _open_up(home)
            fork_server.run("work_on", home, path, mask)
            losses += [*_readable(home), *_readable(path)]
            outcome.losses += [f"umask {mask:04o}: {loss}" for loss in losses]
    return outcome


def _readable(place: Path) -> list[str]:
    """What others than its owner may read, or do anything else with."""
    found = [place, *place.rglob("*")] if place.is_dir() else [place]
    modes = {path: path.lstat().st_mode for path in found if not path.is_symlink()}
    # The home of a trial is not the app's.
    return [
        f"{path.relative_to(place.parent)} has mode {stat.S_IMODE(mode):04o}"
        for path, mode in modes.items()
        if mode & 0o077 and (path != place or path.is_file())
    ]


def _open_up(home: Path) -> None:
    for path in home.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def work_and_die(say: Say, home: str, name: str, mask: int) -> None:
    """Open, edit, save, export, and die with unsaved work, a half-done write and notes about it."""
    at_home(home)
    os.umask(mask)
    path = Path(name)
    CrashNote().begin()
    reporter = ErrorReporter(lambda *_: None)
    reporter.install()
    with a_desk() as (context, _):
        window = documents_of(context).open_file(path)
        assert window is not None
        assert window.session is not None
        window.session.apply(set_texts.of(title="Saved"), label="Retitle")
        assert window.service(Saving).save()
        context.change_settings(author="N. Analyst")
        write_slide(slide_of(window.session.document), window.session.document, Path(home) / "slide.png")
        (Path(home) / "slide.png").unlink()
        window.session.apply(set_texts.of(title="Unsaved"), label="Retitle")
        assert documents_of(context).autosave.writer.flush(20)
        reporter.report(ValueError("an error"))
        log_crash(ValueError("an error"))
        with recovery_copy(path, window.session.document), noted(path.with_name(".stakemap-0.tmp")):
            say("dying")
            os._exit(0)


def work_on(say: Say, home: str, name: str, mask: int) -> None:
    """Recover the work after that, save it, and tidy up."""
    at_home(home)
    os.umask(mask)
    with a_desk() as (context, message_boxes):
        message_boxes.answers = ["recover"]
        window = documents_of(context).open_file(Path(name))
        assert window is not None
        assert window.service(Saving).save()
        documents_of(context).autosave.clean_up_now()
        assert state_folder().is_dir()
        assert config_folder().is_dir()
    say(open_map(Path(name)).document.title)
