"""Conflicts of a merge kept in the map until somebody decides them: as records of JSON values, and back."""

from __future__ import annotations

import hashlib
import re
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.changed_keys import changed_keys
from stakemap.model.citing import with_known_references
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import CYCLIC, Conflict
from stakemap.model.merging.fields import IDENTITY, TOGETHER, unknown_name
from stakemap.model.places import path_of, place_at
from stakemap.model.records import Record, merged, replace
from stakemap.model.subjects import Place
from stakemap.model.teamwork import OpenConflict

#: The most characters of the readable part of an id, and of the digest that makes it unique.
_READABLE, _DIGEST = 100, 12
#: Nesting of the values of a conflict, which stand three levels deep in a map (see `storage.reading.limits`).
_DEEPEST = 97
#: What of a judgement in conflict is not recorded: it is merged apart and stays in the map.
_APART = frozenset({"earlier", "others"})
_STRICT = ConfigDict(strict=True, allow_inf_nan=False)
#: The values of a field that this version does not know: objects that hold it under its name, or nothing.
_UNKNOWN: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def conflict_id(conflict: Conflict) -> str:
    """The id under which a conflict is recorded: readable, and another one for each place and field."""
    path = path_of(conflict.place)
    about = f"{path}/{conflict.field}" if conflict.field else path
    words = re.findall(r"[a-z0-9]+", about.lower())
    digest = hashlib.sha256(about.encode()).hexdigest()[:_DIGEST]
    return f"{'-'.join(words)[:_READABLE].strip('-')}-{digest}"


def with_conflicts(document: StakeMap, conflicts: Iterable[Conflict]) -> StakeMap:
    """The map with these conflicts recorded, beside those of earlier merges.

    Raises EditError for values of unknown fields that are nested so deeply that a file with them as parts of
    a conflict could not be opened.
    """
    recorded: dict[str, OpenConflict] = {}
    known = document.conflicts
    for conflict in conflicts:
        base, one, other = (_plain(each) for each in (conflict.base, conflict.one, conflict.other))
        record = OpenConflict(
            place=path_of(conflict.place),
            field=conflict.field,
            kind=conflict.kind,
            base=base,
            one=one,
            other=other,
        )
        if any(_is_too_deep(each) for each in (base, one, other)):
            raise EditError(tr("What the versions disagree about is nested too deeply to be kept."))
        key = conflict_id(conflict)
        # An earlier merge may have left another conflict at the same place.
        if record not in (*_numbered(known, key), *_numbered(recorded, key)):
            recorded[_free(key, ChainMap(recorded, known))] = record
    return replace(document, conflicts=merged(known, recorded)) if recorded else document


def _is_too_deep(value: Any) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(_DEEPEST):
        if not level:
            return False
        parts = (each.values() if isinstance(each, dict) else each for each in level)
        level = [part for each in parts for part in each if isinstance(part, dict | list)]
    return bool(level)


def merged_conflicts(
    base: Mapping[str, OpenConflict], one: Mapping[str, OpenConflict], other: Mapping[str, OpenConflict]
) -> dict[str, OpenConflict | None]:
    """How the open conflicts of `one` change: those of `other` are added, and what a side decided is decided.

    Two that were recorded of the same place are both kept.
    """
    changes: dict[str, OpenConflict | None] = {}
    taken = one.keys() | other.keys()
    for key in sorted(changed_keys(base, other)):
        mine, theirs, before = one.get(key), other.get(key), base.get(key)
        # A side may have decided a conflict, and left another one at the same place in a merge since.
        if (theirs is None and mine == before) or (mine is None and theirs == before):
            changes[key] = None
        elif theirs is None:
            changes[key] = mine
        elif mine is None or mine == before or mine in _numbered(other, key):
            changes[key] = theirs
        elif theirs not in _numbered(one, key):
            changes[key], second = sorted((mine, theirs), key=repr)
            changes[_free(key, taken | changes.keys())] = second
    return {key: new for key, new in changes.items() if new is not None or key in one}


def _numbered(recorded: Mapping[str, OpenConflict], key: str) -> Iterator[OpenConflict]:
    """Yield all conflicts that were recorded of the same place and field."""
    number, current = 1, key
    while current in recorded:
        yield recorded[current]
        number += 1
        current = f"{key}-{number}"


def _free(key: str, taken: Container[str]) -> str:
    """The id itself or, where it is taken, the first that is free with a number."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _plain(value: Any) -> Any:
    """A value as in a file. Judgements are without their ledgers, snapshots without what is judged there."""
    if isinstance(value, Record):
        left_out = _APART if isinstance(value, Judgement) else value.containers
        return _plain(
            value.__pydantic_serializer__.to_python(
                value, exclude=set(left_out) or None, exclude_defaults=True, warnings=False
            )
        )
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else value


def as_conflict(document: StakeMap, recorded: OpenConflict) -> Conflict:
    """The conflict that was recorded, with values of the model's types.

    Judgements cite what the map has, as if they had been in its ledgers. Raises EditError where the values do
    not fit the place.
    """
    place, field = place_at(recorded.place), recorded.field
    values = (recorded.base, recorded.one, recorded.other)
    kind = StakeMap if not place.container else _record_kind(place)
    if not _can_be(place, recorded, kind):
        raise _unfit(recorded)
    read: list[Any]
    try:
        if not field and kind is not StakeMap:
            read = [None if each is None else kind.model_validate(each) for each in values]
        elif field in kind.model_fields.keys() - kind.containers:
            read = [None if each is None else _adapter(kind, field).validate_python(each) for each in values]
        else:
            read = [_UNKNOWN.validate_python(each) for each in values]
            if not field or any(name != unknown_name(field) for each in read for name in each):
                raise _unfit(recorded)
    except ValidationError as error:
        raise _unfit(recorded) from error
    base, one, other = (_with_known_references(document, each) for each in read)
    return Conflict(place, field, base, one, other, recorded.kind)


def _can_be(place: Place, recorded: OpenConflict, kind: type[Record]) -> bool:
    """Whether a merge leaves such a conflict. Any other was written by another program, and taking its values
    could harm the map, such as the number of its format.
    """
    container, field, is_judgement = place.container, recorded.field, issubclass(kind, Judgement)
    if recorded.kind == "cycle":
        return bool(field) and CYCLIC.get(container) == field
    if recorded.kind != "changed":
        return not field and kind is not StakeMap
    if not field:
        return is_judgement or (kind in TOGETHER and None not in (recorded.one, recorded.other))
    return field in _APART if is_judgement else field not in IDENTITY.get(kind, ())


def _with_known_references(document: StakeMap, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_with_known_references(document, each) for each in value)
    return with_known_references(document, value) if isinstance(value, Judgement) else value


def _record_kind(place: Place) -> type[Record]:
    if place.subject is not None:
        return place.subject.record
    kind: type[Record] = get_args(StakeMap.model_fields[place.container].annotation)[1]
    return kind


@cache
def _adapter(kind: type[Record], field: str) -> TypeAdapter[Any]:
    info = kind.model_fields[field]
    hint: Any = Annotated[info.annotation, info]
    return TypeAdapter(hint, config=_STRICT)


def _unfit(recorded: OpenConflict) -> EditError:
    return EditError(
        tr("The conflict about {place} holds values that do not fit there.", place=recorded.place)
    )
