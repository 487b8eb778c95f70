"""A register dropped on a real window, with real mouse and key events: four times Enter, and undo."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from register_cases import read_case

pytestmark = pytest.mark.window

#: Where the file is dragged from and to, in pixels of the screen: the app starts at its upper left corner.
SOURCE, TARGET = (1530, 930), (500, 400)


@pytest.fixture
def drag_source(screen: str) -> Iterator[Callable[[Path], None]]:
    """Show a window of another program from which a file can be dragged."""
    running: list[subprocess.Popen[str]] = []

    def show(path: Path) -> None:
        environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        script = str(Path(__file__).with_name("drag_source.py"))
        place = [str(edge - 30) for edge in SOURCE]
        process = subprocess.Popen(
            [sys.executable, script, str(path), *place], env=environment, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    yield show
    for process in running:
        process.kill()
        process.communicate()


def test_a_register_is_dropped_and_read_by_four_enters(
    start: Callable, drag_source: Callable[[Path], None], tmp_path: Path
) -> None:
    case = read_case("title-block")
    path = tmp_path / case.file
    path.write_bytes(case.data)
    app = start()
    app.until(lambda place: place is not None, "where", "New map from the preset Armenia")
    drag_source(path)
    app.drag(SOURCE, TARGET)
    for step in ("Step 2 of 6", "Step 3 of 6", "Step 4 of 6", "Step 5 of 6"):
        app.until(lambda place: place is not None, "where", step)
        app.hands("key", "Return")
    actor = ("Canvas", "Farmers' Association")
    app.until(lambda place: place is not None, "where", *actor)
    app.until(lambda place: place is None, "where", "Step 5 of 6")
    app.hands("key", "ctrl+z")
    app.until(lambda place: place is None, "where", *actor)
