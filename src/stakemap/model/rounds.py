"""Rounds of judging: the sheet that an analyst fills in without others' judgements, and what it answers."""

from __future__ import annotations

from stakemap.model.document import StakeMap
from stakemap.model.teamwork import Round

__all__ = ["is_sheet", "round_of_sheet"]


def is_sheet(document: StakeMap) -> bool:
    """Whether a map is the sheet of an analyst in a round, or their commitment: no version to be merged."""
    return round_of_sheet(document) is not None


def round_of_sheet(document: StakeMap) -> tuple[str, Round] | None:
    """The round of a sheet, with its id; None for any other map."""
    return next(((key, each) for key, each in sorted(document.rounds.items()) if each.analyst), None)
