"""Text that was typed into a field and is not an edit of the map yet."""

from __future__ import annotations

from typing import NamedTuple


class Draft(NamedTuple):
    """Text typed into a field: `place` identifies record and field, `where` names them in words.

    `content` is what the field shows to hold this text again; None where no field can take it back.
    """

    place: str
    where: str
    text: str
    content: str | None = None
