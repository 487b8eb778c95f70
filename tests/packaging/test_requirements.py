"""The files of pinned versions hold all that is installed from them: pip refuses what has no hash."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def pins(*files: str) -> dict[str, str]:
    """The pinned version of each distribution in these files, by its normalised name."""
    texts = [(ROOT / "packaging" / "requirements" / file).read_text(encoding="utf-8") for file in files]
    found = re.findall(r"^([A-Za-z0-9-]+)==([0-9a-z.]+)", "\n".join(texts), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def missing(pinned: dict[str, str]) -> set[str]:
    """What the installed distributions of these names need on this machine that no pin satisfies."""
    wanted = set()
    for name in pinned:
        try:
            needs = map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            # Needed on other machines alone.
            continue
        for need in needs:
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                version = pinned.get(canonicalize_name(need.name))
                if version is None or not need.specifier.contains(version, prereleases=True):
                    wanted.add(f"{name} needs {need}")
    return wanted


@pytest.mark.parametrize(
    "files",
    [
        ("build.txt", "app.txt"),
        ("build.txt", "app.txt", "dev.txt"),
        ("build.txt", "app.txt", "freeze.txt"),
    ],
    ids=["run", "test", "package"],
)
def test_all_that_the_pinned_versions_need_is_pinned(files: tuple[str, ...]) -> None:
    assert missing(pins(*files)) == set()
