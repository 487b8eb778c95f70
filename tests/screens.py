"""A virtual screen of X for tests that need real windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

__all__ = ["PATIENCE", "missing", "screen"]

PATIENCE = 20.0
"""How long a window or an answer may take, in seconds."""


def missing() -> str:
    """Why these tests cannot run here, or nothing."""
    if sys.platform != "linux":
        return "a virtual screen is for Linux"
    absent = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    return f"{' and '.join(absent)} not installed" if absent else ""


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The display of a virtual screen that nobody else uses."""
    if reason := missing():
        pytest.skip(reason)
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            pytest.skip("Xvfb does not start here")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(PATIENCE)
