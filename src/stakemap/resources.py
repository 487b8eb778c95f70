"""Location of the files of `resources/`, in a wheel, a checkout or a frozen app."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from stakemap.errors import StakemapError


@cache
def resource_root() -> Path:
    """The folder of `presets/`, `icons/`, `schema/`, `i18n/`, `linux/` and `licences/`.

    Raises StakemapError if the installation lacks it.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parents[1] / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if (candidate / "presets").is_dir():
            return candidate
    raise StakemapError("Stakemap's resource files are missing; install it again.")


def resource(*parts: str) -> Path:
    """The path of one resource, such as `resource("presets", "blank.stakemap.json")`."""
    return resource_root().joinpath(*parts)


def readme() -> str:
    """The text of the README: among the resources of an installation, above them in a checkout.

    Raises StakemapError if the installation lacks it.
    """
    for folder in (resource_root(), resource_root().parent):
        if (folder / "README.md").is_file():
            return (folder / "README.md").read_text(encoding="utf-8")
    raise StakemapError("Stakemap's README is missing; install it again.")
