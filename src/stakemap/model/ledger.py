"""Rules of the ledger: what a new judgement inherits, and when the one it replaces is kept."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, TypeVar, cast

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Citation, Estimate, InfluenceEstimate, Judgement, Stance, Standing, Tie
from stakemap.model.others import without_lists
from stakemap.model.records import LIST_LIMIT, Record, replace

J = TypeVar("J", bound=Judgement)

_SIGNATURE = {"by", "on", "others", "earlier"}
#: Fields that support one value only; a new value never inherits them.
_SUPPORT = ("reason", "citations", "confidence", "basis")
#: Fields about the actor or relation that are independent of the value; a new value inherits them.
_INHERITED: dict[type[Judgement], tuple[str, ...]] = {
    Standing: ("watch_for",),
    Stance: ("watch_for", "salience", "influence", "role", "votes", "conditions"),
    Tie: ("watch_for",),
}


def is_same_judgement(one: Judgement, other: Judgement) -> bool:
    """Whether two judgements are equal except for author, day, ledger and those of others."""
    return (
        type(one) is type(other)
        and _content(one) == _content(other)
        and (one.model_extra or {}) == (other.model_extra or {})
    )


def _content(judgement: Judgement) -> dict[str, Any]:
    return {name: value for name, value in judgement.__dict__.items() if name not in _SIGNATURE}


def revised(judgement: J, **values: Any) -> J:
    """A judgement with new values and without the old reason, citations, confidence and basis.

    `watch_for` is kept, and a stance's salience, role, votes, conditions and own influence, unless given.
    """
    kind = type(judgement)
    inherited = {name: getattr(judgement, name) for name in _INHERITED[kind]}
    return kind(**(inherited | values))


def with_own_influence(stance: Stance, influence: InfluenceEstimate | None) -> Stance:
    """A stance with another influence of its own, or none; its alignment and support are kept.

    The reason, citations, confidence and basis of a stance are about its alignment.
    """
    return replace(stance, influence=influence, pooled=None, earlier=())


def signed(judgement: J, authorship: Authorship, earlier: tuple[J, ...] = ()) -> J:
    """The judgement signed by an analyst and day, with a ledger (newest first)."""
    return replace(judgement, by=authorship.by, on=authorship.on, earlier=earlier)


def succeeding(
    own: J | None, new: J, authorship: Authorship, base: J | None = None, *, keep_below: float = 0.0
) -> J:
    """Sign `new` and give it the ledger that results from replacing `own`, the snapshot's previous judgement.

    `own` goes to `earlier`, newest first. Only an unexplained judgement by the same analyst on the same day
    is replaced in place, so that an unsteady drag does not fill the ledger; written text is never lost.
    `base` is what the snapshot carries over without `own`. A new value less than `keep_below` points from the
    one for which the support was written keeps that support, see `with_support_of`.
    Returns `own` when `new` is equal. Raises EditError when the ledger is full.
    """
    if own is not None and is_same_judgement(own, new):
        return own
    chain = _chain(own, base)
    in_place = own is not None and _may_replace_in_place(own, new, authorship, chain[1:])
    if keep_below:
        new = _with_close_support(new, own, chain[1:] if in_place else chain, keep_below)
    if own is None:
        return signed(replace(new, others=()), authorship)
    if is_same_judgement(own, new):
        return own
    return following(own, replace(new, by=authorship.by, on=authorship.on), in_place=in_place)


def following(own: J | None, new: J, *, in_place: bool = False) -> J:
    """`new` with the ledger of `own`, which it replaces, and unless `in_place` with `own` at the front of it.

    What others judge stays beside it.

    Raises EditError when the ledger is full.
    """
    ledger: tuple[J, ...] = getattr(own, "earlier", ())
    if own is not None and not in_place:
        ledger = (without_lists(own), *ledger)
    if len(ledger) > LIST_LIMIT:
        raise EditError(
            tr("The history of this judgement is full: it has {count} earlier ones.", count=LIST_LIMIT)
        )
    return replace(new, earlier=ledger, others=getattr(own, "others", ()))


def completed(judgement: J, by: Judgement, *, but: Container[str] = ()) -> J:
    """A judgement with what `by` says of the same subject where it says nothing itself: salience, role, what
    to watch for and the like (see `revised`), `but` for these fields.
    """
    names = [name for name in _INHERITED[type(judgement)] if name not in but]
    silent = [name for name in names if getattr(judgement, name) in (None, "", ())]
    return replace(judgement, **{name: getattr(by, name) for name in silent})


def _chain(own: J | None, base: J | None) -> tuple[J, ...]:
    """What a new judgement follows, newest first: the snapshot's own with its ledger, then the base's."""
    found = (
        entry for judgement in (own, base) if judgement is not None for entry in judgement.with_earlier()
    )
    return cast("tuple[J, ...]", tuple(found))


def _may_replace_in_place(own: J, new: J, authorship: Authorship, before: Sequence[J]) -> bool:
    if own.on is None or (own.by, own.on) != authorship:
        return False
    return only_adds(own, new, before[0] if before else None)


def only_adds(own: J, new: J, before: J | None = None) -> bool:
    """Whether everything written in `own` is kept or extended in `new`, or stands in `before`, its precursor.

    Text supports the value it was written for, so another value loses it. Numbers may be replaced.
    """
    if _has_unknown_fields(own) or own.pooled != new.pooled:
        return False
    same_value = _value(own) == _value(new)
    if not _only_repeats(own, before) and any(
        getattr(own, name) and not (same_value and _contains(getattr(own, name), getattr(new, name)))
        for name in _SUPPORT
    ):
        return False
    for name in _INHERITED[type(own)]:
        old, current = getattr(own, name), getattr(new, name)
        replaced_number = isinstance(old, Record | int) and current is not None
        if old and not _contains(old, current) and not replaced_number:
            return False
    return True


def _only_repeats(own: Judgement, before: Judgement | None) -> bool:
    """Whether the support of `own` is that of its precursor, so that none of it was written for `own`."""
    if before is None or not (own.support_kept or _value(own) == _value(before)):
        return False
    return all(getattr(own, name) == getattr(before, name) for name in _SUPPORT)


# --- support that is kept for another value ---------------------------------------------------------------


def can_keep_support(new: Judgement, old: Judgement | None) -> bool:
    """Whether the support of `old` could be said to still apply to `new`: another value of the same kind."""
    return (
        old is not None
        and type(old) is type(new)
        and old.is_judged
        and new.is_judged
        and _value(old) != _value(new)
        and _is_supported(old)
    )


def with_support_of(new: J, old: Judgement) -> J:
    """`new` with the reason, citations, confidence and basis of `old` added to its own, marked as kept."""
    texts = [new.reason, old.reason] if new.reason.strip() else [old.reason]
    return replace(
        new,
        reason="\n".join(filter(None, texts)),
        citations=(*new.citations, *(one for one in old.citations if one not in new.citations)),
        confidence=new.confidence or old.confidence,
        basis=new.basis or old.basis,
        support_kept=True,
    )


def without_support_of(new: J, old: Judgement) -> J:
    """`new` without what it has of the reason, citations, confidence and basis of `old`."""
    reason = new.reason
    if reason == old.reason:
        reason = ""
    elif old.reason:
        reason = reason.removeprefix(f"{old.reason}\n").removesuffix(f"\n{old.reason}")
    return replace(
        new,
        reason=reason,
        citations=tuple(one for one in new.citations if one not in old.citations),
        confidence=None if new.confidence == old.confidence else new.confidence,
        basis=None if new.basis == old.basis else new.basis,
        support_kept=False,
    )


def still_kept(old: Judgement, new: Judgement) -> bool:
    """Whether `new` still holds the reason and all citations that `old` kept for its value."""
    reason = not old.reason or _contains(old.reason, new.reason)
    return old.support_kept and reason and _contains(old.citations, new.citations) and _is_supported(new)


def alone(judgement: J, before: Judgement | None = None) -> J:
    """A copy of a judgement without its ledger, for a place where it replaces `before`.

    Its support stays marked as kept only if `before` has that support.
    """
    kept = judgement.support_kept and before is not None and _has_support_of(judgement, before)
    return replace(judgement, earlier=(), support_kept=kept)


def _has_support_of(new: Judgement, old: Judgement) -> bool:
    """Whether `new` is another value than `old`, and what is written for it could be that of `old`."""
    is_written = bool(old.reason or old.citations) or not (new.reason or new.citations)
    return (
        can_keep_support(new, old)
        and is_written
        and old.reason in new.reason
        and all(citation in new.citations for citation in old.citations)
    )


def _with_close_support(new: J, own: J | None, chain: Sequence[J], below: float) -> J:
    """`new` with the support of `chain[0]`, if written for a value of less than `below` points away."""
    before = own if own is not None else (chain[0] if chain else None)
    if not chain or before is None or _value(before) == _value(new):
        return new
    old = chain[0]
    written = next((entry for entry in chain if not entry.support_kept), old)
    now, then = (getattr(one, one.measured) for one in (new, written))
    if not isinstance(now, Estimate) or not isinstance(then, Estimate):
        return new
    may_keep = old.is_judged and _is_supported(old) and not _is_supported(new)
    if not may_keep or abs(now.value - then.value) >= below:
        return new
    return replace(with_support_of(new, old), support_kept=now.value != then.value)


def _is_supported(judgement: Judgement) -> bool:
    return any(getattr(judgement, name) for name in _SUPPORT)


def _contains(old: object, new: object) -> bool:
    """Whether `new` contains `old`: of a list every entry, of a text all lines at its start.

    How citations are rated makes no difference: ratings are numbers, which may be replaced.
    """
    if isinstance(old, tuple) and isinstance(new, tuple):
        entries = [_unrated(entry) for entry in new]
        return all(_unrated(entry) in entries for entry in old)
    return old == new or (isinstance(old, str) and isinstance(new, str) and new.startswith(f"{old}\n"))


def _unrated(entry: object) -> object:
    return replace(entry, readings=None) if isinstance(entry, Citation) and entry.readings else entry


def _value(judgement: Judgement) -> object:
    """The judged value without its range."""
    measured = getattr(judgement, judgement.measured)
    return measured.value if isinstance(measured, Estimate) else measured


def _has_unknown_fields(judgement: Judgement) -> bool:
    records = (value for value in judgement.__dict__.values() if isinstance(value, Record))
    return bool(judgement.model_extra) or any(record.model_extra for record in records)
