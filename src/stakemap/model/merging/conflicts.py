"""What a merge could not decide: the place, and what base and both sides have there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from stakemap.model.subjects import Place

#: Both sides changed the same; one side removed what the other changed; one side removed what is still
#: referred to; what each side refers to would together be a cycle.
ConflictKind = Literal["changed", "removed", "referred", "cycle"]
#: The containers whose records refer to others of the same, and the field in which they do.
CYCLIC = {"actors": "part_of", "snapshots": "based_on"}


class Conflict(NamedTuple):
    """What a merge could not decide.

    `base`, `one` and `other` are the values of `field`, where "" stands for the whole record or judgement,
    None where a side has none. Of a field that this version does not know they are mappings that hold it
    under its name, empty where a side lacks it, so that its absence differs from null.

    With the kind "changed" the merged map has what `one` has, with "removed" and "referred" what was not
    removed, and with "cycle" what `base` has or nothing.
    """

    place: Place
    field: str
    base: Any
    one: Any
    other: Any
    kind: ConflictKind = "changed"


def in_file_order(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts sorted by place and field, so that their order does not depend on the side."""
    return tuple(sorted(conflicts, key=_key))


def _key(conflict: Conflict) -> tuple[str, ...]:
    container, key, subject = conflict.place
    about = ("", "", "") if subject is None else (subject.kind, subject.issue or "", subject.id)
    return (container, key, *about, conflict.field)
