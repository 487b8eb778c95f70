"""The script that takes the README's pictures still can."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "screenshots.py"


@pytest.mark.slow
def test_all_pictures_are_taken(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    result = subprocess.run(
        [sys.executable, SCRIPT, "--folder", tmp_path],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    taken = {path.name: path.read_bytes() for path in tmp_path.glob("*.png")}
    kept = {path.name for path in (ROOT / "resources" / "screenshots").glob("*.png")}
    assert taken.keys() == kept
    for name, data in taken.items():
        width, height = struct.unpack(">II", data[16:24])
        assert min(width, height) > 600, name
        assert len(data) > 20_000, f"{name} is all but empty"


def test_an_unknown_picture_is_told() -> None:
    result = subprocess.run([sys.executable, SCRIPT, "sunset"], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "sunset" in result.stderr
