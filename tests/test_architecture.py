"""ARCHITECTURE.md names every package, and each path in it exists."""

from __future__ import annotations

import re
from pathlib import Path

import stakemap

PACKAGE = Path(stakemap.__file__).parent
TEXT = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
#: What stands in code quotes and looks like a path: a folder with a slash at its end, or a Python module.
PATHS = sorted({name for name in re.findall(r"`([\w./<>-]+)`", TEXT) if name.endswith(("/", ".py"))})


def test_every_package_is_named() -> None:
    packages = {path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("__init__.py")} - {Path()}
    assert {f"{package.as_posix()}/" for package in packages} <= set(PATHS)


def test_every_module_at_the_top_is_named() -> None:
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert modules <= set(PATHS)


def test_each_path_exists() -> None:
    places = [PACKAGE, PACKAGE / "app" / "canvas", PACKAGE.parents[1]]
    missing = [path for path in PATHS if not any((place / path).exists() for place in places)]
    assert missing == []
