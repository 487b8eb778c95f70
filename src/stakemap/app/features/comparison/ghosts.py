"""Where the other version has the actors whose judgements differ, as the canvas shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stakemap.analysis.report import Move, MovedField
from stakemap.app.canvas.proposal import Proposal
from stakemap.model.judgements import Estimate
from stakemap.model.merging.difference import Difference

_FIELDS: dict[str, MovedField] = {"stance": "alignment", "standing": "influence"}


def ghosts_of(differences: Iterable[Difference], name: str, current: Difference | None) -> Proposal | None:
    """The positions in the other version of actors whose judgements differ; None where there are none.

    `name` is what that version is called; only the ghost of the `current` difference has a text.
    """
    moves = tuple(_moves(differences))
    if not moves:
        return None
    subject = None if current is None else current.place.subject
    told = () if subject is None or subject.actor is None else (subject.actor,)
    return Proposal(moves, version=name, told=frozenset(told))


def _moves(differences: Iterable[Difference]) -> Iterator[Move]:
    for each in differences:
        subject = each.place.subject
        if subject is None or each.field:
            continue
        field = _FIELDS.get(subject.kind)
        after = None if field is None else getattr(each.other, field, None)
        if field is not None and isinstance(after, Estimate):
            before = getattr(each.one, field, None)
            yield Move(subject.id, field, before.value if isinstance(before, Estimate) else None, after.value)
