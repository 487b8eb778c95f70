"""One place in which two versions of a map differ."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.places import path_of
from stakemap.model.subjects import Place

#: Which version changed a place: only the first, only the other, or both in ways that do not go together.
Side = Literal["one", "other", "both"]


class Difference(NamedTuple):
    """One place in which two versions differ: a field of a record, a judgement, a record added or removed.

    `field` is "" for a whole record or judgement. `base`, `one` and `other` are what the versions have there,
    None where they have nothing; fields that this version does not know are as in a `Conflict`. What only
    `one` changed stays in a merge, what only `other` changed is taken; for `both` there is a `conflict`.
    """

    place: Place
    field: str
    base: Any
    one: Any
    other: Any
    side: Side
    conflict: Conflict | None = None
    #: The id under which a conflict is recorded in the map, if it is.
    recorded: str = ""

    @property
    def key(self) -> str:
        """A text that identifies it, the same after either version has changed elsewhere."""
        return self.recorded or key_of(self.place, self.field)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether what only the first version changed can be as the other one has it."""
        return self.side == "one" and (bool(self.field) or self.can_keep_both)

    @property
    def can_keep_both(self) -> bool:
        """Whether both values can be kept side by side: two judgements."""
        return not self.field and isinstance(self.one, Judgement) and isinstance(self.other, Judgement)


def key_of(place: Place, field: str) -> str:
    """The key of a difference that is not recorded in the map."""
    return f"{path_of(place)}#{field}"
