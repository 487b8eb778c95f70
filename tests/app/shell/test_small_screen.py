"""All dialogs and lists of choices fit on the screen of a small notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "small_screen.py"

#: 1366 × 768 pixels at 125 % are 1092 × 614 of the app's; a task bar takes 40 of them.
SCREENS = {"notebook": (1092, 574), "netbook": (1024, 560)}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_dialog_and_every_list_is_on_the_screen(screen: str, own_folders: Path, tmp_path: Path) -> None:
    width, height = SCREENS[screen]
    one: dict[str, Any] = {"name": screen, "x": 0, "y": 0, "width": width, "height": height}
    one |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [one]}), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["faults"] == []
    assert found["missing"] == [], "small_screen.py has to open these, too"
    assert found["lists"] > 20
