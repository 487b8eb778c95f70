"""How much a map file may ask of the machine, and how reading one reports progress and is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stakemap.errors import StakemapError
from stakemap.i18n import tr

__all__ = ["DEFAULT_LIMITS", "Cancelled", "Limits", "Progress", "report"]

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read. `size` is in bytes; `marks` counts brackets, braces and commas; `faults` ends a search."""

    size: int = 64 * MEGABYTE
    marks: int = 4_000_000
    depth: int = 100
    faults: int = 20

    def with_size(self, size: int) -> Limits:
        """The same limits with another cap on bytes, and the cap on marks raised in proportion, never lowered."""
        return Limits(size, max(self.marks, self.marks * size // self.size), self.depth, self.faults)


DEFAULT_LIMITS = Limits()

#: Called with the share that is done, 0 to 1; returning False cancels.
Progress = Callable[[float], object]


class Cancelled(StakemapError):
    """The user stopped the reading of a map."""

    def __init__(self) -> None:
        super().__init__(tr("Opening was cancelled."))


def report(progress: Progress | None, share: float) -> None:
    """Tell `progress` how far the work is; raises Cancelled when it answers False."""
    if progress is not None and progress(share) is False:
        raise Cancelled
