"""A real window on a virtual screen, with real mouse and key events: open, drag, add, undo, save, close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.window

PRESET = "armenia-turkiye"
TURKIYE = ("Canvas", "Türkiye")


@pytest.fixture
def a_map(tmp_path: Path) -> Path:
    path = tmp_path / "talks.stakemap.json"
    subprocess.run([sys.executable, "-m", "stakemap", "new", "-o", path, "--preset", PRESET], check=True)
    return path


def alignment(path: Path) -> float:
    """Where Türkiye stands on the first issue in July 2025, as the file has it."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["snapshots"]["2025-07"]["stances"]["normalisation"]["turkiye"]["alignment"]["value"]


def test_a_newcomer_moves_turkiye_undoes_it_and_saves(start: Callable, a_map: Path) -> None:
    before, content = alignment(a_map), a_map.read_bytes()
    app = start(a_map)
    (title,) = app.until(lambda titles: len(titles) == 1, "windows")
    assert app.ask("platform") == "xcb"
    assert "talks" in title or "Armenia" in title
    x, y = app.until(lambda place: place is not None, "where", *TURKIYE)
    app.hands("search", "--sync", "--onlyvisible", "--name", "Stakemap", "windowfocus")

    app.drag((x, y), (x - 150, y))
    # Once the mouse has gone on, the inspector opens with the selection and leaves the plot less room.
    app.hands("mousemove", x - 150, y + 150)
    dropped, _ = app.until(lambda place: place[0] < x - 200, "where", *TURKIYE)
    app.until(lambda titles: titles != [title], "windows")
    assert a_map.read_bytes() == content, "nothing is written before it is saved"
    app.hands("key", "ctrl+s")
    app.until(lambda titles: titles == [title], "windows")
    moved = alignment(a_map)
    assert moved < before - 5

    app.hands("key", "ctrl+z")
    app.until(lambda place: place[0] > dropped + 50, "where", *TURKIYE)
    app.hands("key", "ctrl+s")
    app.until(lambda titles: titles == [title], "windows")
    assert a_map.read_bytes() == content

    app.hands("key", "ctrl+q")
    assert app.process.wait(20) == 0


def test_escape_cancels_a_drag(start: Callable, a_map: Path) -> None:
    app = start(a_map)
    titles = app.until(lambda titles: len(titles) == 1, "windows")
    x, y = app.until(lambda place: place is not None, "where", *TURKIYE)
    app.hands("search", "--sync", "--onlyvisible", "--name", "Stakemap", "windowfocus")
    app.hands("mousemove", x, y, "mousedown", 1, "mousemove", x - 40, y, "mousemove", x - 90, y)
    app.hands("key", "Escape")
    app.hands("mouseup", 1)
    app.until(lambda place: abs(place[0] - x) <= 2, "where", *TURKIYE)
    assert app.ask("windows") == titles, "nothing to save"


def test_a_dead_display_ends_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "DISPLAY": ":64999"}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    result = subprocess.run(
        [sys.executable, "-m", "stakemap", "open", "--preset", PRESET],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "display" in result.stderr


def test_from_the_welcome_page_to_an_actor_of_ones_own_and_on_by_keyboard(start: Callable) -> None:
    app = start()
    preset = app.until(lambda place: place is not None, "where", "New map from the preset Armenia")
    app.hands("search", "--sync", "--onlyvisible", "--name", "Stakemap", "windowfocus")
    app.hands("mousemove", *preset, "click", 1)
    alone, _ = app.until(lambda place: place is not None, "where", *TURKIYE)
    app.hands("key", "ctrl+2")
    # Beside the inspector, which would open with the new actor.
    x, y = app.until(lambda place: place[0] < alone - 50, "where", *TURKIYE)
    app.hands("mousemove", x - 120, y + 150, "click", "--repeat", 2, "--delay", 60, 1)
    app.until(lambda place: place is not None, "where", "Name of the new actor")
    app.hands("type", "Georgia")
    app.hands("key", "Return")
    before = app.until(lambda place: place is not None, "where", "Canvas", "Georgia")
    assert abs(before[0] - (x - 120)) <= 3
    app.hands("key", "shift+Left")
    app.until(lambda place: place[0] < before[0], "where", "Canvas", "Georgia")
    app.hands("key", "Escape")
    app.hands("key", "ctrl+z", "key", "ctrl+z")
    app.until(lambda place: place is None, "where", "Canvas", "Georgia")
    app.hands("key", "ctrl+q")
    assert app.process.wait(20) == 0, "nothing is left to save"
