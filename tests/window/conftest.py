"""A virtual screen for the tests of this folder, and the app as a process of its own on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from screens import PATIENCE, screen
from stakemap.storage.settings.settings import SettingsStore

__all__ = ["screen"]

DRIVER = Path(__file__).with_name("driver.py")


class Asked:
    """A process that answers questions, each a line of JSON."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, question: str, *arguments: object) -> Any:
        """The answer to one question."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([question, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the process has gone"
        return json.loads(answer)

    def until(self, holds: Callable[[Any], bool], question: str, *arguments: object) -> Any:
        """Ask again and again until the answer is the one waited for."""
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.ask(question, *arguments)
            if holds(answer):
                return answer
            assert time.monotonic() < deadline, f"{question} {arguments}: still {answer}"
            time.sleep(0.05)


class RunningApp(Asked):
    """The app in a process of its own: hands and eyes of the test, through the X server and the driver."""

    def __init__(self, process: subprocess.Popen[str], environment: dict[str, str]) -> None:
        super().__init__(process)
        self._environment = environment

    def hands(self, *arguments: object) -> str:
        """One call of xdotool: real mouse and key events."""
        command = ["xdotool", *map(str, arguments)]
        result = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        return result.stdout

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 8) -> None:
        """Press at one point, move to another in steps, let go."""
        self.hands("mousemove", *start, "mousedown", 1)
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            self.hands("mousemove", x, y)
            time.sleep(0.03)
        self.hands("mouseup", 1)


@pytest.fixture
def start(screen: str, own_folders: Path, tmp_path: Path) -> Iterator[Callable[..., RunningApp]]:
    """Start the app on the virtual screen with some command line, and more in the environment; it is ended
    with the test.
    """
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
    environment.pop("WAYLAND_DISPLAY", None)
    # The tour would begin by itself, and take the keys.
    SettingsStore(own_folders / "config" / "settings.json").update(tour_seen=True)
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object, **more: str) -> RunningApp:
        process = subprocess.Popen(
            [sys.executable, str(DRIVER), *map(str, arguments)],
            cwd=tmp_path,
            env=environment | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        running.append(process)
        return RunningApp(process, environment)

    yield begin
    for process in running:
        process.kill()
        process.communicate()
