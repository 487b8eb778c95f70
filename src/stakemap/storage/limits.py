"""How much a map file may ask of the machine, and how reading one reports progress and is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from stakemap.errors import StakemapError
from stakemap.i18n import tr

__all__ = ["DEFAULT_LIMITS", "LARGEST", "Cancelled", "Limits", "Progress", "limits_for", "report"]

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on what is read, such that what is refused costs at most 5 seconds and 512 MB.

    `size` and `memory` are in bytes; `marks` counts brackets, braces and commas, `keys` those of all objects,
    `records` the entries of all mappings, `fields` those of one record; `depth` is of brackets inside one
    another; a search ends with so many `faults`.
    """

    size: int = 64 * MEGABYTE
    memory: int = 480 * MEGABYTE
    marks: int = 2_750_000
    keys: int = 2_000_000
    records: int = 300_000
    fields: int = 1_000
    depth: int = 100
    faults: int = 20

    def with_size(self, size: int) -> Limits:
        """The same limits with another cap on bytes; the caps on parts are raised in proportion."""
        names = ("memory", "marks", "keys", "records")
        caps = {name: getattr(self, name) * max(size, self.size) // self.size for name in names}
        return replace(self, size=size, **caps)


DEFAULT_LIMITS = Limits()
#: The largest file that is opened, in megabytes: what it is at first, and how far the user may raise it.
LARGEST = (64, 1024)


def limits_for(megabytes: int) -> Limits:
    """The limits of somebody who opens files of up to so many megabytes, within the bounds of `LARGEST`."""
    return DEFAULT_LIMITS.with_size(min(max(megabytes, LARGEST[0]), LARGEST[1]) * MEGABYTE)


#: Called with the share that is done, 0 to 1; returning False cancels.
Progress = Callable[[float], object]


class Cancelled(StakemapError):  # noqa: N818 - nothing went wrong
    """The user stopped the reading of a map."""

    def __init__(self) -> None:
        super().__init__(tr("Opening was cancelled."))


def report(progress: Progress | None, share: float) -> None:
    """Tell `progress` how far the work is; raises Cancelled when it answers False."""
    if progress is not None and progress(share) is False:
        raise Cancelled
