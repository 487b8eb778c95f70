"""Rules of the ledger: what a new judgement inherits, and when the one it replaces is kept."""

from __future__ import annotations

from typing import Any, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Estimate, InfluenceEstimate, Judgement, Stance, Standing, Tie
from stakemap.model.records import LIST_LIMIT, Record, replace

__all__ = ["is_same_judgement", "only_adds", "revised", "signed", "succeeding", "with_own_influence"]

J = TypeVar("J", bound=Judgement)

_SIGNATURE = {"by", "on", "earlier"}
#: Fields that support one value only; a new value never inherits them.
_SUPPORT = ("reason", "citations", "confidence", "basis")
#: Fields about the actor or relation that are independent of the value; a new value inherits them.
_INHERITED: dict[type[Judgement], tuple[str, ...]] = {
    Standing: ("watch_for",),
    Stance: ("watch_for", "salience", "influence", "role", "conditions"),
    Tie: ("watch_for",),
}


def is_same_judgement(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements are equal except for author, day and ledger."""
    return (
        type(one) is type(other)
        and _content(one) == _content(other)
        and (one.model_extra or {}) == (other.model_extra or {})
    )


def _content(judgement: Judgement) -> dict[str, Any]:
    return {name: value for name, value in judgement.__dict__.items() if name not in _SIGNATURE}


def revised(judgement: J, **values: Any) -> J:
    """A judgement with new values and without the old reason, citations, confidence and basis.

    `watch_for` is kept, and a stance's salience, role, conditions and own influence, unless given.
    """
    kind = type(judgement)
    inherited = {name: getattr(judgement, name) for name in _INHERITED[kind]}
    return kind(**(inherited | values))


def with_own_influence(stance: Stance, influence: InfluenceEstimate | None) -> Stance:
    """A stance with another influence of its own, or none; its alignment and support are kept.

    The reason, citations, confidence and basis of a stance are about its alignment.
    """
    return replace(stance, influence=influence, earlier=())


def signed(judgement: J, authorship: Authorship, earlier: tuple[J, ...] = ()) -> J:
    """The judgement signed by an analyst and day, with a ledger (newest first)."""
    return replace(judgement, by=authorship.by, on=authorship.on, earlier=earlier)


def succeeding(own: J | None, new: J, authorship: Authorship) -> J:
    """Sign `new` and give it the ledger that results from replacing `own`, the snapshot's previous judgement.

    `own` goes to `earlier`, newest first. Only an unexplained judgement by the same analyst on the same day
    is replaced in place, so that an unsteady drag does not fill the ledger; written text is never lost.
    Returns `own` when `new` is equal. Raises EditError when the ledger is full.
    """
    if own is None:
        return signed(new, authorship)
    if is_same_judgement(own, new):
        return own
    ledger: tuple[J, ...] = getattr(own, "earlier", ())
    if not _may_replace_in_place(own, new, authorship):
        ledger = (replace(own, earlier=()), *ledger)
    if len(ledger) > LIST_LIMIT:
        raise EditError(
            tr("The history of this judgement is full: it holds {count} earlier ones.", count=LIST_LIMIT)
        )
    return signed(new, authorship, ledger)


def _may_replace_in_place(own: Judgement, new: Judgement, authorship: Authorship) -> bool:
    if own.on is None or (own.by, own.on) != authorship:
        return False
    return only_adds(own, new)


def only_adds(own: Judgement, new: Judgement) -> bool:
    """Whether everything written in `own` is kept or extended in `new`.

    Text supports the value it was written for, so another value loses it. Numbers may be replaced.
    """
    if _has_unknown_fields(own):
        return False
    same_value = _value(own) == _value(new)
    if any(
        getattr(own, name) and not (same_value and _contains(getattr(own, name), getattr(new, name)))
        for name in _SUPPORT
    ):
        return False
    for name in _INHERITED[type(own)]:
        old, current = getattr(own, name), getattr(new, name)
        replaced_number = isinstance(old, Record) and current is not None
        if old and not _contains(old, current) and not replaced_number:
            return False
    return True


def _contains(old: object, new: object) -> bool:
    """Whether `new` contains `old`: of a list every entry, of a text all lines at its start."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return all(entry in new for entry in old)
    return old == new or (isinstance(old, str) and isinstance(new, str) and new.startswith(f"{old}\n"))


def _value(judgement: Judgement) -> object:
    """The judged value without its range."""
    measured = getattr(judgement, judgement.measured)
    return measured.value if isinstance(measured, Estimate) else measured


def _has_unknown_fields(judgement: Judgement) -> bool:
    records = (value for value in judgement.__dict__.values() if isinstance(value, Record))
    return bool(judgement.model_extra) or any(record.model_extra for record in records)
