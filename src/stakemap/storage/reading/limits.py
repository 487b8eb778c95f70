"""Resource limits for reading map files, and progress reporting with cancellation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.values import frozen

#: A megabyte in bytes.
MEGABYTE = 2**20


@frozen
class Limits:
    """Limits of a file that is read; refusing a file takes at most 5 seconds and 512 MB.

    `size` and `memory` are in bytes; `marks` counts brackets, braces and commas, `keys` those of all objects,
    `records` the entries of all mappings, `fields` those of one record; `depth` is the nesting of brackets;
    validation stops after `faults` faults.
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
        """The limits with another file size; memory and counts are raised in proportion."""
        names = ("memory", "marks", "keys", "records")
        caps = {name: getattr(self, name) * max(size, self.size) // self.size for name in names}
        return replace(self, size=size, **caps)


DEFAULT_LIMITS = Limits()
#: The size limit of files in megabytes: the default, and the highest value of the preference.
LARGEST = (64, 1024)


#: The limits for unsaved work and earlier versions, which come from maps that were open.
HIGHEST_LIMITS = DEFAULT_LIMITS.with_size(LARGEST[1] * MEGABYTE)


#: The latest time that is believed of a file, in seconds since 1970: the year 3000.
LATEST_TIME = 32_503_680_000.0

#: Called with the share that is done, 0 to 1; returning False cancels.
Progress = Callable[[float], object]


class Cancelled(StakemapError):  # noqa: N818 - nothing went wrong
    """The user cancelled reading a map."""

    def __init__(self) -> None:
        super().__init__(tr("Opening was cancelled."))


def report(progress: Progress | None, share: float) -> None:
    """Call `progress` with the share done, 0 to 1. Raises Cancelled when it returns False."""
    if progress is not None and progress(share) is False:
        raise Cancelled
