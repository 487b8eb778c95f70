"""The build of packages: what can be asked for, what goes wrong in one sentence, and what is left then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from building.targets import TARGETS, BuildError, chosen

ROOT = Path(__file__).resolve().parents[2]


def build(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a user does."""
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_all_stands_for_what_this_platform_can_build() -> None:
    assert "portable" in {target.name for target in chosen(["all"], "linux")}
    assert "portable" not in {target.name for target in chosen(["all"], "win32")}
    assert chosen(["portable", "all", "portable"], "linux") == chosen(["all"], "linux")


def test_a_target_of_another_platform_is_refused_in_a_sentence() -> None:
    for target in TARGETS:
        elsewhere = next(each for each in ("linux", "win32", "darwin") if each not in target.platforms)
        with pytest.raises(BuildError, match=r"^[A-Z].* can only be built on .*\.$"):
            chosen([target.name], elsewhere)


def test_an_unknown_target_is_refused_in_a_sentence(tmp_path: Path) -> None:
    told = build("rpm", "--out", str(tmp_path / "out"))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("There is no target “rpm”; there are portable")
    assert not (tmp_path / "out").exists()
