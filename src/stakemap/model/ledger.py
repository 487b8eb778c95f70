"""The ledger rule: what a new judgement takes over from the one it replaces, and where that one goes."""

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
#: What speaks for one value only; a new value never inherits it.
_SUPPORT = ("reason", "citations", "confidence", "basis")
#: What speaks of the actor or the relation whatever the value is; a new value carries it on.
_LASTING: dict[type[Judgement], tuple[str, ...]] = {
    Standing: ("watch_for",),
    Stance: ("watch_for", "salience", "influence", "role", "conditions"),
    Tie: ("watch_for",),
}


def is_same_judgement(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements say the same, whoever made them and whatever they replaced."""
    return (
        type(one) is type(other)
        and _content(one) == _content(other)
        and (one.model_extra or {}) == (other.model_extra or {})
    )


def _content(judgement: Judgement) -> dict[str, Any]:
    return {name: value for name, value in judgement.__dict__.items() if name not in _SIGNATURE}


def revised(judgement: J, **values: Any) -> J:
    """A judgement with new values and none of the old support: no reason, citations, confidence or basis.

    What to watch for carries on, and so do a stance's salience, role, conditions and own influence, unless
    given.
    """
    kind = type(judgement)
    lasting = {name: getattr(judgement, name) for name in _LASTING[kind]}
    return kind(**(lasting | values))


def with_own_influence(stance: Stance, influence: InfluenceEstimate | None) -> Stance:
    """A stance with another influence of its own, or none: its alignment stays, and what supports it.

    The reason, citations, confidence and basis of a stance speak of its alignment.
    """
    return replace(stance, influence=influence, earlier=())


def signed(judgement: J, authorship: Authorship, earlier: tuple[J, ...] = ()) -> J:
    """The judgement as this analyst made it on this day, after those it replaced (newest first)."""
    return replace(judgement, by=authorship.by, on=authorship.on, earlier=earlier)


def succeeding(own: J | None, new: J, authorship: Authorship) -> J:
    """`new` as it stands in a snapshot where `own` was judged before it (None where nothing was).

    What was replaced goes to `earlier`, newest first. Only an unexplained change by the same analyst on the
    same day is replaced in place, so that a wobbling drag does not fill the ledger; nothing written is ever
    lost. Returns `own` when `new` says the same. Raises EditError when the ledger is full.
    """
    if own is None:
        return signed(new, authorship)
    if is_same_judgement(own, new):
        return own
    ledger: tuple[J, ...] = getattr(own, "earlier", ())
    if not _may_vanish(own, new, authorship):
        ledger = (replace(own, earlier=()), *ledger)
    if len(ledger) > LIST_LIMIT:
        raise EditError(
            tr("The history of this judgement is full: it holds {count} earlier ones.", count=LIST_LIMIT)
        )
    return signed(new, authorship, ledger)


def _may_vanish(own: Judgement, new: Judgement, authorship: Authorship) -> bool:
    if own.on is None or (own.by, own.on) != authorship:
        return False
    return only_adds(own, new)


def only_adds(own: Judgement, new: Judgement) -> bool:
    """Whether nothing written in `own` is lost in `new`: all of it stands there still, or more of it.

    What is written supports the value it was written for, so another value loses it. A number may be replaced
    by another one.
    """
    if _has_unknown_fields(own):
        return False
    same_value = _value(own) == _value(new)
    if any(
        getattr(own, name) and not (same_value and _stands(getattr(own, name), getattr(new, name)))
        for name in _SUPPORT
    ):
        return False
    for name in _LASTING[type(own)]:
        old, current = getattr(own, name), getattr(new, name)
        replaced_number = isinstance(old, Record) and current is not None
        if old and not _stands(old, current) and not replaced_number:
            return False
    return True


def _stands(old: object, new: object) -> bool:
    """Whether what was written stands in what is written now; of a list each entry, of a text all lines."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return all(entry in new for entry in old)
    return old == new or (isinstance(old, str) and isinstance(new, str) and new.startswith(f"{old}\n"))


def _value(judgement: Judgement) -> object:
    """What was judged, its range aside."""
    measured = getattr(judgement, judgement.measured)
    return measured.value if isinstance(measured, Estimate) else measured


def _has_unknown_fields(judgement: Judgement) -> bool:
    records = (value for value in judgement.__dict__.values() if isinstance(value, Record))
    return bool(judgement.model_extra) or any(record.model_extra for record in records)
