"""The self-test tells the versions of all that Stakemap runs on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from stakemap.logs import log_file
from stakemap.selftest import PACKAGES, findings

ROOT = Path(__file__).resolve().parent.parent


def test_every_dependency_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!; ]", text)[0] for text in project["dependencies"]}
    assert declared == set(PACKAGES)
    assert len(PACKAGES) == len(set(PACKAGES))


def test_the_log_is_named() -> None:
    assert str(log_file()) in [finding.details for finding in findings()]
