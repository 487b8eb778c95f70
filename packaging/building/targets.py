"""The registry of what can be built: each target is a module with `build(out) -> list[Path]`."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

__all__ = ["TARGETS", "BuildError", "Target", "chosen"]


class BuildError(Exception):
    """The build cannot go on; the text is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of package: the values of `sys.platform` on which it can be built, and what to do on others."""

    name: str
    summary: str
    platforms: tuple[str, ...]
    elsewhere: str

    def build(self, out: Path) -> list[Path]:
        """Build it into the folder `out` and return the files. Raises BuildError, SetupError or OSError."""
        files: list[Path] = import_module(f"building.{self.name}").build(out)
        return files


#: In the order in which they are told and built.
TARGETS = (
    Target(
        "portable",
        "a .tar.gz for Linux that runs from any folder",
        ("linux",),
        "The portable package for Linux can only be built on Linux.",
    ),
    Target(
        "deb",
        "a package for Debian, Ubuntu and their kin",
        ("linux",),
        "The package for Debian can only be built on Linux.",
    ),
    Target(
        "windows",
        "for Windows: an installer, and a .zip that runs from any folder",
        ("win32",),
        "The packages for Windows can only be built on Windows.",
    ),
    Target(
        "macos",
        "a disk image with the app, for the processor of this Mac",
        ("darwin",),
        "The package for macOS can only be built on macOS.",
    ),
)


def chosen(names: Sequence[str], platform: str) -> list[Target]:
    """The targets of these names, each once; "all" stands for those that this platform can build.

    Raises BuildError with a sentence for a name that is unknown and for a target of another platform.
    """
    known = {target.name: target for target in TARGETS}
    if unknown := [name for name in names if name not in known and name != "all"]:
        raise BuildError(f"There is no target “{unknown[0]}”; there are {', '.join(known)} and all.")
    for name in names:
        if name != "all" and platform not in known[name].platforms:
            raise BuildError(known[name].elsewhere)
    return [
        target
        for target in TARGETS
        if target.name in names or ("all" in names and platform in target.platforms)
    ]
