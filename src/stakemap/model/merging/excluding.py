"""A version of a map without some of what it changed, so that its merge with another one leaves that out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from stakemap.model.document import Relation, Snapshot, StakeMap
from stakemap.model.edits_base import put_judgements
from stakemap.model.merging.difference import Difference
from stakemap.model.merging.fields import with_unknown
from stakemap.model.merging.references import REFERRED_TO, Reference, references_of, references_of_field
from stakemap.model.merging.restoring import with_kept, without_records
from stakemap.model.records import Record, merged, replace, without
from stakemap.model.subjects import Place, Subject

R = TypeVar("R", bound=Record)


def without_left(
    base: StakeMap | None, other: StakeMap, left: Collection[Difference], taken: Collection[Difference]
) -> StakeMap:
    """The other version as if it had not made the changes that are `left`; the result is a valid map.

    What is about a record that is left, such as its judgements, is left with it. A record that something
    `taken` refers to is taken, and one that is left as it was keeps what it referred to.
    """
    base = StakeMap(id=other.id) if base is None else base
    additions = [each for each in left if _adds(each)]
    added = {_reference(each.place) for each in additions}
    while True:
        gone = added | _relations_between(taken, added)
        staying = [each for each in (*taken, *additions) if not _is_about(each, gone)]
        needed = {reference for each in staying for reference in _references(each)} & added
        if not needed:
            break
        added -= needed
    left = [each for each in left if _reference(each.place) in gone or not _adds(each)]
    left += [each for each in taken if _is_about(each, gone)]
    back = {_reference(each.place) for each in left if each.other is None and _is_referred_to(each)}
    back |= {reference for each in left for reference in _references(each, before=True)}
    result = with_kept(base, other, base, back)
    result = _reverted(result, left, gone)
    removed = {name: {key for kind, key in gone if kind == name} for name in REFERRED_TO}
    # Nothing refers to these groups any more; an edit that removes them would give the others their colours.
    result = replace(result, groups=without(result.groups, removed["groups"]))
    return without_records(result, removed)


def _reference(place: Place) -> Reference:
    return place.container, place.id


def _is_referred_to(difference: Difference) -> bool:
    return difference.place.container in REFERRED_TO and difference.place.subject is None


def _adds(difference: Difference) -> bool:
    """Whether it is the addition of a record that others may refer to."""
    return not difference.field and difference.base is None and _is_referred_to(difference)


def _is_about(difference: Difference, gone: Collection[Reference]) -> bool:
    """Whether a difference is within a record, about one or between some of those that are gone."""
    place, other = difference.place, difference.other
    if place.subject is None:
        ends = (other.source, other.target) if isinstance(other, Relation) else ()
        return any(("actors", end) in gone for end in ends) or _reference(place) in gone
    subject = place.subject
    container = "relations" if subject.kind == "tie" else "actors"
    return (
        ("snapshots", place.id) in gone
        or (container, subject.id) in gone
        or ("issues", subject.issue) in gone
    )


def _relations_between(taken: Iterable[Difference], gone: Collection[Reference]) -> set[Reference]:
    """The relations that would be added, but have an end that is gone."""
    relations = (each for each in taken if each.place.container == "relations" and _adds(each))
    return {_reference(each.place) for each in relations if _is_about(each, gone)}


def _references(difference: Difference, *, before: bool = False) -> Iterator[Reference]:
    """What a difference refers to, as it is in the other version or as it was in the base."""
    value = difference.base if before else difference.other
    if isinstance(value, Snapshot):
        # Without who is judged: those judgements are left with a record that is.
        yield from references_of_field("based_on", value.based_on)
        for _, judgement in value.judgements():
            yield from references_of(judgement)
    elif isinstance(value, Record) and not difference.field:
        yield from references_of(value)
    elif value is not None:
        yield from references_of_field(difference.field, value)


def _reverted(other: StakeMap, left: Iterable[Difference], gone: Collection[Reference]) -> StakeMap:
    """The other version with what the base has in the places that are left."""
    judgements: dict[str, dict[Subject, Any]] = {}
    records: dict[str, dict[str, Any]] = {}
    for each in left:
        (container, key, subject), field = each.place, each.field
        if _reference(each.place) in gone:
            continue
        if subject is not None:
            judgements.setdefault(key, {})[subject] = each.base
        elif not container:
            other = _with_field(other, field, each.base)
        elif field:
            changed = records.setdefault(container, {})
            record = changed.get(key) or getattr(other, container)[key]
            changed[key] = _with_field(record, field, each.base)
        elif each.other is not None or container not in REFERRED_TO:
            records.setdefault(container, {})[key] = each.base
    for container, new in records.items():
        other = replace(other, **{container: merged(getattr(other, container), new)})
    for key, changed_back in judgements.items():
        if key in other.snapshots:
            other = put_judgements(other, key, changed_back)
    return other


def _with_field(record: R, field: str, value: Any) -> R:
    if field in type(record).model_fields:
        return record.model_copy(update={field: value})
    return with_unknown(record, field, value or {})
