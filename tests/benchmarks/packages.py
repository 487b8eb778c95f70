"""The packages that bring their own Python: how soon they start, and how large they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.harness import (
    Case,
    NotInstalledError,
    Row,
    isolated_environment,
    run_process,
    stakemap_command,
)

__all__ = ["cases"]

ROOT = Path(__file__).resolve().parents[2]
#: Where each package lies once it is built or installed, and how to get it there.
PACKAGES = {
    "portable package": (ROOT / "build" / "packaging" / "stakemap", "run packaging/build.py portable first"),
    "Debian package": (Path("/usr/lib/stakemap"), "run packaging/build.py deb and install it first"),
}
START_LIMIT = 1.1
#: Most megabytes (of 1024 × 1024 bytes) that a package takes on the disk.
SIZE_LIMIT = 140.0
OPENING = ("open", "--preset", "armenia-turkiye", "--exit-when-painted")


def cases() -> Iterator[Case]:
    """The start to the first painted preset against that of the checkout, and the size against its limit."""
    with isolated_environment() as (environment, folder):

        def start(command: list[str]) -> float:
            return 1_000 * run_process([*command, *OPENING], environment, folder).seconds

        def start_of(place: Path, missing: str) -> float:
            _need(place, missing)
            return start([str(place / "stakemap")])

        for name, (place, missing) in PACKAGES.items():
            row = Row(f"start of the {name} to the first painted preset, against the checkout", START_LIMIT)
            yield Case((row,), partial(start_of, place, missing), partial(start, stakemap_command()))
            row = Row(f"size of the {name}, unpacked, against its limit", 1.0, unit="MB")
            yield Case((row,), partial(_size, place, missing), lambda: SIZE_LIMIT, is_once=True)


def _need(place: Path, missing: str) -> None:
    if not (place / "stakemap").is_file():
        raise NotInstalledError(missing)


def _size(place: Path, missing: str) -> float:
    """The megabytes of all files in a folder."""
    _need(place, missing)
    files = (Path(parent, name) for parent, _, names in os.walk(place) for name in names)
    return sum(file.lstat().st_size for file in files) / 1024**2
