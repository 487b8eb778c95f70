"""Conflicts of a merge that somebody decides, in a map that may have changed since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.citing import known_citations, with_known_references
from stakemap.model.cycles import in_cycles
from stakemap.model.document import Actor, Outcome, Relation, Resolution, Snapshot, StakeMap
from stakemap.model.edits_base import check_subject, put_judgements
from stakemap.model.edits_records import check_relation
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import following
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.fields import with_unknown
from stakemap.model.merging.references import REFERRED_TO
from stakemap.model.merging.restoring import without_records
from stakemap.model.others import beside, others_of, without_lists
from stakemap.model.records import Record, merged, replace, without
from stakemap.model.subjects import Place, Subject

J = TypeVar("J", bound=Judgement)
R = TypeVar("R", bound=Record)

#: What the merged map has; what it does not have; both judgements, side by side.
Choice = Literal["one", "other", "both"]

#: Fields with the id of a record that may be gone, and its container; they are then empty.
_OPTIONAL = {"group": "groups", "part_of": "actors", "based_on": "snapshots"}


def settled(document: StakeMap, conflict: Conflict, choice: Choice) -> StakeMap:
    """The map after one conflict is decided.

    "one" leaves it as it is. With "other" the value of `other` takes its place: a current judgement goes to
    the ledger, which the other one leaves; what was kept though a side removed it goes, with what goes with
    it; and an edge that would have closed a cycle is put in. "both" lists the other judgement among those of
    others. What a value refers to and is gone meanwhile is left out. Raises EditError where the place is
    gone, where a cycle would be closed, and for "both" of anything but two judgements.
    """
    return settled_together(document, [(conflict, choice)])


def settled_together(document: StakeMap, choices: Iterable[tuple[Conflict, Choice]]) -> StakeMap:
    """The map after conflicts are decided, all or none; see `settled`."""
    settling = _Settling(document)
    for conflict, choice in choices:
        if choice != "one":
            settling.add(conflict, choice)
    return settling.result()


class _Settling:
    """Collects what changes, so that each mapping of the map is copied once."""

    def __init__(self, document: StakeMap) -> None:
        self._document = document
        self._records: dict[str, dict[str, Any]] = {}
        self._judgements: dict[str, dict[Subject, Judgement | None]] = {}
        self._removed: dict[str, set[str]] = {}

    def add(self, conflict: Conflict, choice: Choice) -> None:
        """Take the other side of a conflict, or both."""
        container, key, subject = place = conflict.place
        if subject is not None:
            self._add_judgement(conflict, subject, choice)
        elif choice == "both":
            raise EditError(tr("Only two judgements can be kept side by side."))
        elif conflict.kind in ("removed", "referred"):
            self._removed.setdefault(container, set()).add(key)
        elif not container:
            self._document = self._with_field(self._document, conflict)
        else:
            self._records.setdefault(container, {})[key] = self._changed(place, conflict)

    def result(self) -> StakeMap:
        """The map with all that was added."""
        document = self._document
        records = {name: merged(getattr(document, name), new) for name, new in self._records.items()}
        document = replace(document, **records)
        for snapshot, judgements in self._judgements.items():
            document = put_judgements(document, snapshot, judgements)
        if self._records.keys() & {"actors", "snapshots"}:
            _check_cycles(document)
        return self._without_removed(document)

    def _without_removed(self, document: StakeMap) -> StakeMap:
        for name in self._removed.keys() - set(REFERRED_TO):
            document = replace(document, **{name: without(getattr(document, name), self._removed[name])})
        removed = {
            name: getattr(document, name).keys() & self._removed.get(name, set()) for name in REFERRED_TO
        }
        return without_records(document, removed) if any(removed.values()) else document

    def _changed(self, place: Place, conflict: Conflict) -> Record:
        record: Record | None = self._records.get(place.container, {}).get(place.id)
        if record is None:
            record = getattr(self._document, place.container).get(place.id)
        if record is None:
            raise EditError(tr("What this conflict is about is no longer in the map."))
        if conflict.field:
            record = self._with_field(record, conflict)
        else:
            record = _with_known_citations(self._document, conflict.other)
        if isinstance(record, Relation):
            check_relation(self._document, record)
        return record

    def _with_field(self, record: R, conflict: Conflict) -> R:
        name, value = conflict.field, conflict.other
        if name not in type(record).model_fields:
            return with_unknown(record, name, value)
        if conflict.kind == "cycle":
            sides = (conflict.one, conflict.other)
            value = next((each for each in sides if each not in (getattr(record, name), None)), None)
        if name in _OPTIONAL and isinstance(record, Actor | Snapshot):
            known = getattr(self._document, _OPTIONAL[name])
            value = value if value in known else None
        return _with_known_citations(self._document, replace(record, **{name: value}))

    def _add_judgement(self, conflict: Conflict, subject: Subject, choice: Choice) -> None:
        snapshot = conflict.place.id
        check_subject(self._document, snapshot, subject)
        judgements = self._judgements.setdefault(snapshot, {})
        current = judgements.get(subject) or self._document.snapshots[snapshot].judgement(subject)
        if choice == "both" and (conflict.field or None in (conflict.one, conflict.other)):
            raise EditError(tr("Only two judgements can be kept side by side."))
        if conflict.field:
            if current is None:
                raise EditError(tr("What this conflict is about is no longer in the map."))
            judgements[subject] = replace(current, **{conflict.field: conflict.other})
        elif None in (conflict.one, conflict.other):
            judgements[subject] = None
        else:
            other = with_known_references(self._document, without_lists(conflict.other))
            judgements[subject] = _with_other(current, other, choice)


def _with_other(current: J | None, other: J, choice: Choice) -> J:
    """The other judgement in the place of the current one or beside it; it leaves the lists that hold it."""
    if current is None:
        return other
    if without_lists(current) == other:
        return current
    # Parts of a valid judgement are valid, and there may be many conflicts.
    left = current.model_copy(
        update={
            "earlier": tuple(each for each in current.with_earlier()[1:] if each != other),
            "others": tuple(each for each in others_of(current) if each != other),
        }
    )
    return beside(left, [other]) if choice == "both" else following(left, other)


def _with_known_citations(document: StakeMap, record: R) -> R:
    if isinstance(record, Resolution | Outcome):
        return replace(record, citations=known_citations(document, record.citations))
    return record


def _check_cycles(document: StakeMap) -> None:
    """Raise EditError where actors are part of themselves or snapshots build on themselves."""
    for key in in_cycles({key: actor.part_of for key, actor in document.actors.items()}):
        name = document.actors[key].name
        raise EditError(tr("“{name}” would be part of itself, directly or through others.", name=name))
    for key in in_cycles({key: each.based_on for key, each in document.snapshots.items()}):
        name = document.snapshots[key].label
        raise EditError(tr("“{name}” would build on itself, directly or through others.", name=name))
