"""The self-test tells the versions of all that Stakemap runs on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from stakemap.commands.selftest import PACKAGES, findings
from stakemap.logs import log_file

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!; ]", text)[0] for text in project["dependencies"]}
    assert declared == set(PACKAGES)
    assert len(PACKAGES) == len(set(PACKAGES))


def test_the_log_is_named() -> None:
    assert str(log_file()) in [finding.details for finding in findings()]
