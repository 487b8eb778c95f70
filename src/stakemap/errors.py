"""The one family of exceptions whose text is a sentence for the user, and the record of a single fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CalledOffError",
    "EditError",
    "Fault",
    "MapReadError",
    "StakemapError",
    "UsageError",
    "WriteError",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a map, and where.

    `code` is a stable short word for programs, `path` the place in the file (`actors.turkiye.name`, empty for
    the whole file), `message` one sentence an analyst understands. A `warning` keeps no map from
    opening.
    """

    code: str
    path: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CalledOffError(Exception):
    """Work was given up in the middle, since nobody wants its result any more."""


class StakemapError(Exception):
    """Base of all errors that Stakemap raises on purpose; `str(error)` is one clear sentence."""


class EditError(StakemapError):
    """An edit cannot be applied to this map (no such actor, a cycle, a range that misses its value)."""


class MapReadError(StakemapError):
    """A file cannot be opened as a map; `faults` says what is wrong and where."""

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class WriteError(StakemapError):
    """A file could not be written; what was there before is as it was."""


class UsageError(StakemapError):
    """What was asked for on the command line or in a dialog makes no sense as it stands."""
