"""A real window as a screen reader has it, through AT-SPI, and used by real keys alone."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from screens import PATIENCE
from window.conftest import Asked, RunningApp

pytestmark = pytest.mark.window

READER = Path(__file__).with_name("reader.py")
#: The Python of the system, which has the bindings of AT-SPI.
PYTHON = "/usr/bin/python3"
BINDINGS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
#: Roles that say nothing of what a control is for.
VAGUE = {"filler", "unknown", "invalid", "redundant object"}
MARKUP = re.compile(r"</?(qt|br|b|i|p|span)\b|&(lt|gt|amp|#x27|quot);|(?<!&)&(?=\w)")
#: More presses of Tab than a window has stops.
STOPS = 80


def missing() -> str:
    """Why no reader can be had here, or nothing."""
    if shutil.which("dbus-run-session") is None or not any(Path(each).exists() for each in LAUNCHERS):
        return "dbus-run-session and at-spi2-core are not both installed"
    try:
        subprocess.run([PYTHON, "-c", BINDINGS], capture_output=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return "python3-gi and gir1.2-atspi-2.0 are not both installed"
    return ""


@pytest.fixture
def bus(screen: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """What the environment needs for a session bus of its own, on which accessibility is."""
    if reason := missing():
        pytest.skip(reason)
    (tmp_path / "run").mkdir(mode=0o700)
    more = {
        "DISPLAY": screen,
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    session = subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'],
        env=os.environ | more,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert session.stdout is not None
    address = session.stdout.readline().strip()
    if not address:
        pytest.skip("a session bus does not start here")
    yield more | {"DBUS_SESSION_BUS_ADDRESS": address}
    # The session leads a group of its own: all that its bus has started goes with it.
    os.killpg(session.pid, signal.SIGTERM)
    session.communicate()


@pytest.fixture
def reader(bus: dict[str, str]) -> Iterator[Asked]:
    """A reader on that bus."""
    process = subprocess.Popen(
        [PYTHON, str(READER)],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | bus,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    yield Asked(process)
    process.kill()
    process.communicate()


class Ear:
    """Presses keys, and waits for what the reader hears of it."""

    def __init__(self, app: RunningApp, reader: Asked) -> None:
        self.app, self.reader = app, reader
        self.start = 0

    def press(self, *keys: str) -> None:
        """Press keys; what is heard from here on counts."""
        self.start = len(self.reader.ask("heard"))
        self.app.hands("key", *keys)

    def hears(self, kind: str, pattern: str) -> list[str]:
        """Wait for something to be told since the last keys: its role, its name and its text."""

        def found(told: list[list[str]] | None) -> list[list[str]]:
            return [
                one[1:] for one in told or () if one[0] == kind and re.search(pattern, f"{one[2]}\n{one[3]}")
            ]

        return found(self.reader.until(lambda told: bool(found(told)), "heard", self.start))[0]

    def attend(self) -> None:
        """Give the main window the keys; no window manager does."""
        self.app.hands("search", "--sync", "--onlyvisible", "--name", "– Stakemap$", "windowfocus")

    def choose(self, typed: str, command: str) -> None:
        """Choose a command by the palette; its first match is told."""
        self.attend()
        self.press("ctrl+k")
        self.hears("focus", "Command or actor")
        self.app.hands("type", typed)
        self.hears("announcement", command)
        self.press("Return")

    def window(self, name: str, *, is_open: bool = True) -> Any:
        """Wait for a window to open, whose title begins so, or to close; what is in it."""
        return self.reader.until(lambda node: (node is not None) is is_open, "window", name)


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An object and all that show in it."""
    yield node
    for child in node["children"]:
        if "showing" in child["states"]:
            yield from nodes(child)


def faults_told(window: dict[str, Any]) -> list[str]:
    """What of a window a reader is told in vain."""
    found = []
    for node in nodes(window):
        name = " ".join(node["labels"]) if node["role"] == "combo box" else node["name"]
        what = f"{node['role']} {node['name']!r} of {window['name']}"
        if MARKUP.search(f"{name}\n{node['description']}"):
            found.append(f"{what} is told with what is meant for the eye")
        # Of a list as such, the rows of a combo box, its name is not told.
        if "focusable" in node["states"] and (not name.strip() or node["role"] in VAGUE):
            found.append(f"{what} has no name or no role")
        told = [(each["role"], each["name"]) for each in node["children"] if "focusable" in each["states"]]
        if node["role"] not in ("table", "tree", "list") and len(told) != len(set(told)):
            found.append(f"{what} has several that are called alike: {told}")
    return found


def only(window: dict[str, Any], role: str, name: str = "") -> dict[str, Any]:
    """The one object of a role whose name begins so."""
    (found,) = [one for one in nodes(window) if one["role"] == role and one["name"].startswith(name)]
    return found


def test_a_reader_is_told_the_window_and_what_is_done_in_it(
    start: Callable, bus: dict[str, str], reader: Asked
) -> None:
    app: RunningApp = start("open", "--preset", "armenia-turkiye", **bus)
    ear = Ear(app, reader)
    window = reader.until(
        lambda node: node and any(each["role"] == "chart" for each in nodes(node)), "window", "Armenia"
    )
    app.hands("search", "--sync", "--onlyvisible", "--name", "Stakemap", "windowfocus")
    assert faults_told(window) == []
    assert {each["role"] for each in nodes(window)} >= {
        "frame",
        "menu bar",
        "tool bar",
        "status bar",
        "radio button",
    }
    canvas = only(window, "list", "Canvas")
    assert "influence from 0 to 100" in canvas["description"]
    assert len(canvas["children"]) == 7
    for actor in canvas["children"]:
        assert re.fullmatch(r".+: alignment [+−]\d+, influence \d+", actor["name"]), actor["name"]
        assert "confidence" in actor["description"]

    tab_leads_around(ear)
    # From actor to actor, and one is moved and explained.
    ear.press("Tab")
    ear.hears("focus", "Russia: alignment −15")
    ear.press("space")
    ear.hears("selected", "Russia")
    ear.press("Right")
    ear.hears("renamed", "Russia: alignment −14, influence 30")
    ear.hears("announcement", r"Why\? Russia: alignment −15 → −14\. Press Tab")
    ear.press("Tab")
    ear.hears("focus", "Reason for alignment −15 → −14")
    ear.press("Escape")
    # Back on the canvas, its actor is told last.
    ear.hears("focus", "Russia: alignment −14")
    ear.press("ctrl+z")
    ear.hears("renamed", "Russia: alignment −15")
    ear.hears("announcement", "Undone: Move Russia")

    # The table tells with each cell its column and its actor.
    ear.press("ctrl+1")
    ear.reader.until(lambda told: told == ["80", ["Influence"], ["Azerbaijan"]], "cell", "Actors", 1, 2)
    ear.press("ctrl+1")
    dialogs_are_told(ear)
    ear.choose("Tour", "Show five callouts")
    ear.hears("announcement", r"1 of 5\. Who stands where")


def dialogs_are_told(ear: Ear) -> None:
    """Open dialogs by the palette, as somebody who hears does, and leave them by Esc."""
    for typed, command, title in (
        ("Preferences", "Preferences", "Preferences"),
        ("Issues", "remove issues", "Issues"),
        ("Groups", "groups", "Groups"),
        ("Export slides", "Export slides", "Export"),
        ("Guide", "Open the Guide", "Guide"),
        ("Report a problem", "Collect what a report", "Report a problem"),
    ):
        ear.choose(typed, command)
        assert faults_told(ear.window(title)) == []
        ear.press("Escape")
        ear.window(title, is_open=False)


def tab_leads_around(ear: Ear) -> None:
    """Tab goes through the actors, the bars and the panels' buttons in reading order, and comes back."""
    ear.press("Tab")
    around = [tuple(ear.hears("focus", "alignment")[:2])]
    for _ in range(STOPS):
        ear.press("Tab")
        told = ear.reader.until(lambda told: any(one[0] == "focus" for one in told or ()), "heard", ear.start)
        stops = [tuple(one[1:3]) for one in told if one[0] == "focus"]
        # An actor is told before the canvas that it is on, and again after it.
        if around[0] in stops:
            break
        around.append(stops[-1])
    else:
        raise AssertionError("Tab does not come around")
    names = [name for _, name in around]
    assert len(names) == len(set(names)), "\n".join(names)
    assert names.index("Details") < names.index("New map") < names.index("Show or hide the actors")
