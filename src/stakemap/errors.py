"""Exceptions whose message is a sentence for the user, and the record of a single fault of a map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from stakemap.values import frozen


@frozen
class Fault:
    """A fault of a map and its place.

    `code` is a stable identifier for programs, `path` the place in the file (`actors.turkiye.name`, empty for
    the whole file), `message` a sentence for the user. A map with nothing but warnings can be opened.
    """

    code: str
    path: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class CancelledError(Exception):
    """Work was cancelled before it was complete."""


class StakemapError(Exception):
    """Base of all errors with a message for the user, which is one sentence."""


class EditError(StakemapError):
    """An edit cannot be applied to this map (no such actor, a cycle, a range without its value)."""


class AuthorMissingError(EditError):
    """A judgement was not made, since the policy requires the analyst's name and it was not given."""


class MapReadError(StakemapError):
    """A file cannot be opened as a map; `faults` says what is wrong and where."""

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class WriteError(StakemapError):
    """A file could not be written; an existing file is unchanged."""


class UsageError(StakemapError):
    """Invalid input on the command line or in a dialog."""
