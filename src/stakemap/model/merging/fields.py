"""Merging of a record, field by field; its containers are merged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from stakemap.model.document import Relation, Resolution, StakeMap
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.records import LIST_LIMIT, Record
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Answer, Comment, Review

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=Comment)

#: Lists whose entries are merged one by one, whatever their order.
_SETS = frozenset({"aliases", "tags"})
#: Counts of changes, of which the higher one holds; there is nothing to decide about them.
COUNTS = frozenset({"revision"})
#: Fields that make sense together only: if both sides changed them, the record is one value.
TOGETHER: Mapping[type[Record], tuple[str, ...]] = {
    Relation: ("source", "target"),
    Review: ("by", "on", "clears", "digests"),
    Answer: ("judgements", "commitment", "salt"),
    Resolution: ("snapshot", "actor", "issue", "field", "value", "low", "high", "found"),
}
#: Fields that say which map it is and in which format; they are no content.
IDENTITY: Mapping[type[Record], frozenset[str]] = {StakeMap: frozenset({"format", "version", "id"})}

#: What the name of an unknown field is put in as a conflict's field, where "" stands for the whole record:
#: only a name that has nothing but these.
_QUOTE = '"'
#: The value of a field in a base that has none.
_NOTHING: Any = object()


class _Sides(NamedTuple):
    base: Any
    one: Any
    other: Any


def merged_record(
    place: Place, base: R | None, one: R, other: R, *, is_based: bool = True
) -> tuple[R, list[Conflict]]:
    """Merge a record that both sides have; `one` itself where nothing is taken from `other`.

    Where both sides added it, `base` is None, and a side that left a field at its default gives way. Unless
    `is_based`, nothing is known of what was before: each field that differs is a conflict.
    """
    if isinstance(one, Comment) and isinstance(other, Comment):
        one, other = _resolved_alike(one, other)
    coupled = TOGETHER.get(type(one), ())
    versions = [tuple(getattr(each, name) for name in coupled) for each in (one, other)]
    if base is not None:
        versions.append(tuple(getattr(base, name) for name in coupled))
    if coupled and all(a != b for number, a in enumerate(versions) for b in versions[number + 1 :]):
        return one, [Conflict(place, "", base, one, other)]
    conflicts: list[Conflict] = []
    taken: dict[str, Any] = {}
    for name, sides in _differing(base, one, other, is_based=is_based):
        if sides.one == sides.base:
            taken[name] = sides.other
        elif name in _SETS and len(united := _united(sides)) <= LIST_LIMIT:
            taken[name] = united
        elif name in COUNTS:
            taken[name] = max(sides.one, sides.other)
        else:
            before = None if sides.base is _NOTHING else sides.base
            conflicts.append(Conflict(place, name, before, sides.one, sides.other))
    extra, unknown = _merged_extra(place, base, one, other, is_based=is_based)
    return with_fields(one, taken, extra), conflicts + unknown


def _resolved_alike(one: C, other: C) -> tuple[C, C]:
    """Comments that both sides resolved, as the first of them did: that they agree is no conflict."""
    mine, theirs = (
        {"resolved_on": each.resolved_on, "resolved_by": each.resolved_by} for each in (one, other)
    )
    if not (any(mine.values()) and any(theirs.values())):
        return one, other
    if (one.resolved_on or "9999", one.resolved_by) <= (other.resolved_on or "9999", other.resolved_by):
        return one, other.model_copy(update=mine)
    return one.model_copy(update=theirs), other


def _differing(base: R | None, one: R, other: R, *, is_based: bool) -> Iterator[tuple[str, _Sides]]:
    """The fields, except containers, that `other` has changed and that differ between the sides."""
    kind = type(one)
    for name, field in kind.model_fields.items():
        if name in kind.containers or name in IDENTITY.get(kind, ()):
            continue
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine == theirs:
            continue
        if base is not None:
            before = getattr(base, name)
        elif is_based and not field.is_required():
            before = field.get_default(call_default_factory=True)
        else:
            before = _NOTHING
        if theirs != before:
            yield name, _Sides(before, mine, theirs)


def _united(sides: _Sides) -> tuple[str, ...]:
    """What is left of the base, in its order, then what the sides added, sorted.

    A side that has nothing but another order gives way, so that the result does not depend on which is first.
    """
    base, one, other = (() if each is _NOTHING else each for each in sides)
    changed = [each for each in (one, other) if set(each) != set(base)]
    if len(changed) < 2:
        return tuple(changed[0]) if changed else min(one, other)
    kept = [each for each in dict.fromkeys(base) if each in one and each in other]
    return (*kept, *sorted({*one, *other} - set(base)))


def _merged_extra(
    place: Place, base: Record | None, one: Record, other: Record, *, is_based: bool
) -> tuple[dict[str, Any], list[Conflict]]:
    """Merge the fields that this version does not know, one by one."""
    mine, theirs = one.model_extra or {}, other.model_extra or {}
    before = _NOTHING if base is None and not is_based else ((base and base.model_extra) or {})
    conflicts, result = [], dict(mine)
    for name in sorted(mine.keys() | theirs.keys()):
        sides = _Sides(*(each if each is _NOTHING else _only(each, name) for each in (before, mine, theirs)))
        if sides.other in (sides.one, sides.base):
            continue
        if sides.one == sides.base:
            result.pop(name, None)
            result |= sides.other
        else:
            known = {} if sides.base is _NOTHING else sides.base
            conflicts.append(Conflict(place, field_of_unknown(name), known, sides.one, sides.other))
    return result, conflicts


def field_of_unknown(name: str) -> str:
    """How conflicts and differences call a field that this version does not know."""
    return name if name.strip(_QUOTE) else f"{_QUOTE}{name}{_QUOTE}"


def unknown_name(field: str) -> str:
    """The name of such a field."""
    return field if field.strip(_QUOTE) else field[1:-1]


def with_unknown(record: R, field: str, value: Mapping[str, Any]) -> R:
    """The record with another value of such a field: a mapping that holds it under its name, or nothing."""
    name = unknown_name(field)
    extra = {key: known for key, known in (record.model_extra or {}).items() if key != name}
    return with_fields(record, {}, {**extra, **value})


def _only(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {name: fields[name]} if name in fields else {}


def with_fields(record: R, fields: Mapping[str, Any], extra: dict[str, Any]) -> R:
    """The record with other fields, which are valid, and other unknown ones."""
    if extra == (record.model_extra or {}):
        return record.model_copy(update=dict(fields)) if fields else record
    kind = type(record)
    known = {name: getattr(record, name) for name in kind.model_fields if name not in kind.containers}
    made = kind.model_validate(extra | known | dict(fields))
    return made.model_copy(update={name: getattr(record, name) for name in kind.containers})
