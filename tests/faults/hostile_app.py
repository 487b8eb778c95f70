"""The app in a process of its own, to be watched: it opens hostile maps, shows them and tells what failed."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from app_driver import documents_of
from faults.system_calls import BEGIN, END, mark
from faults.window_crawler import Looker, look_around, look_at, settle, try_actions
from stakemap import cli
from stakemap.app.features.export import printing
from stakemap.app.kit.error_reporter import ErrorReporter
from stakemap.app.shell.application import context_for, make_application
from stakemap.app.shell.main_window import MainWindow
from stakemap.model import edits
from stakemap.storage.settings.settings import SettingsStore

#: What a map is exported as, besides.
_ENDINGS = (".png", ".svg", ".pdf", ".pptx")


class _Told(logging.Handler):
    """Errors that the app wrote into its log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """See logging.Handler."""
        error = record.exc_info[1] if record.exc_info else None
        self.lines.append(f"{record.name}: {record.getMessage()} {error!r}")


class _App:
    """A context that answers itself, and what went wrong on it."""

    def __init__(self) -> None:
        make_application()
        # The dialog of printing asks the system for printers, which may call its print service.
        printing.printers, printing.usual_printer = list, str
        self.errors: list[str] = []
        self.looker = Looker()
        reporter = ErrorReporter(lambda _headline, text, details: self.errors.append(details or text))
        reporter.install()
        self._told = _Told()
        logging.getLogger().addHandler(self._told)
        self.context = context_for(SettingsStore(), self.looker, lambda: "2025-08-01", reporter)

    def open(self, path: Path, is_full: bool) -> list[str]:
        """Open a map and look at it; what went wrong."""
        self.errors.clear()
        self._told.lines.clear()
        self.looker.told.clear()
        try:
            window = documents_of(self.context).open_file(path)
            settle()
            if window is None:
                return self._problems() + self._unclear()
            self._look(window, is_full)
            if is_full:
                self._export(path)
            self._close(window, is_full)
        except BaseException as error:
            self.errors.append(repr(error))
        return self._problems()

    def _problems(self) -> list[str]:
        return [*self.errors, *self._told.lines]

    def _unclear(self) -> list[str]:
        told = self.looker.told
        return [] if len(told) == 1 and 10 < len(told[0]) < 500 else [f"not one clear error: {told}"]

    def _look(self, window: MainWindow, is_full: bool) -> None:
        if is_full:
            look_around(window, self.looker)
            try_actions(window, self.looker)
        else:
            assert window.view is not None
            assert window.session is not None
            window.view.select(*sorted(window.session.document.actors)[:1])
        self.looker.look_at(window)

    def _close(self, window: MainWindow, is_full: bool) -> None:
        session = window.session
        assert session is not None
        if is_full and not session.read_only:
            # Left unsaved, so that the next process finds it for recovery.
            session.apply(edits.set_texts.of(note="Unsaved"), label="Retitle")
            documents_of(self.context).autosave.writer.flush(10)
        else:
            window.close()
            settle()
        for other in list(self.context.windows):
            if other.session is not session:
                other.close()

    def _export(self, path: Path) -> None:
        outputs = [str(path.with_suffix(ending)) for ending in _ENDINGS]
        exports = [["export", str(path), "--force", "-o", output] for output in outputs]
        for command in (["validate", str(path)], *exports):
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                cli.main(command)

    def welcome(self) -> list[str]:
        """Look at the welcome page, with recent maps and unsaved work of the processes before."""
        window = self.context.new_window()
        window.present()
        self.looker.look_at(window)
        return self._problems()


def _serve(say: Callable[..., None], folder: Path, names: list[tuple[str, bool]]) -> None:
    app = _App()
    mark(BEGIN)
    say("welcome", app.welcome())
    for name, is_full in names:
        say(name, app.open(folder / name, is_full))
    say("dialogs", sorted(set(app.looker.dialogs)))
    mark(END)


def _control(folder: Path) -> None:
    """Do on purpose, in every way that is watched for, what no map may make the app do."""
    from PySide6.QtWidgets import QLabel

    make_application()
    mark(BEGIN)
    for number, picture in enumerate(("label", "tooltip")):
        label = QLabel(f'<img src="{folder / picture}.png">' if number == 0 else "plain")
        label.setToolTip(f'<img src="file://{folder / picture}.png">' if number else "")
        label.show()
        look_at(label)
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("192.0.2.1", 9))
    with contextlib.suppress(OSError):
        os.close(os.open("/dev/zero", os.O_RDONLY))
    with contextlib.suppress(OSError):
        os.posix_spawn("/bin/true", ["true"], {})
        os.wait()


def main(order: str) -> None:
    """Do what a file of JSON says: its folder, and its maps or the control trial."""
    # Where it dies is told with the loss.
    faulthandler.enable()
    wanted = json.loads(Path(order).read_text(encoding="utf-8"))
    folder = Path(wanted["folder"])
    os.chdir(folder / "beside")
    with Path(wanted["answers"]).open("a", encoding="utf-8") as answers:

        def say(name: str, losses: list[str]) -> None:
            answers.write(json.dumps([name, losses]) + "\n")
            answers.flush()

        if wanted["control"]:
            _control(folder / "canary")
        else:
            _serve(say, folder / "maps", wanted["maps"])
    # As a crash would, so that what is unsaved stays for recovery.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
