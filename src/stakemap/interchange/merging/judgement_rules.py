"""What a value from a table makes of a judgement: what is kept, what goes, and what is written for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from stakemap.errors import EditError
from stakemap.interchange.cells import NoValue
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.ledger import revised, still_kept
from stakemap.model.records import replace, sentence_of

E = TypeVar("E", bound=Estimate)
J = TypeVar("J", bound=Judgement)


def estimated(kind: type[E], old: E | None, value: float, low: float | None, high: float | None) -> E:
    """A value and its range as an estimate; `old` itself if equal.

    A value without a range shifts the old range within the scale, as a drag does. Raises EditError for a
    value off the scale or a range without its value.
    """
    if old is not None and low is None and high is None:
        return old.moved_to(value)
    if old is not None:
        return replace(old, value=value, low=low, high=high)
    try:
        return kind(value=value, low=low, high=high)
    except ValidationError as error:
        raise EditError(sentence_of(error)) from error


def with_value(kind: type[J], old: J | None, given: Estimate | int | NoValue | None) -> tuple[J | None, bool]:
    """The judgement with the given value or state, and whether the value is new.

    A new value drops the old reason, citations, confidence and basis; a new range of the same value keeps
    them.
    """
    if given is None or (isinstance(given, str) and old is not None and old.state == given):
        return old, False
    fields: dict[str, Any] = {kind.measured: given}
    if isinstance(given, str):
        fields = {"state": given}
        if old is None or given == "not-applicable":
            return kind(**fields), True
        return revised(old, **fields), True
    if old is None:
        return kind(**fields), True
    before = getattr(old, kind.measured)
    if before is given or before == given:
        return old, False
    if isinstance(before, Estimate) and isinstance(given, Estimate) and before.value == given.value:
        return replace(old, **fields), False
    return revised(old, **fields), True


def own_support(
    values: Mapping[str, str | None], base: Judgement, old: Judgement | None, stale_reasons: Collection[str]
) -> dict[str, str]:
    """Those of a reason, confidence and basis from a table that say something new of `base`.

    A new value never inherits the reason of the old one: a reason that repeats a stale one, as in a table
    that was copied, changed and pasted back, is ignored, and so are a repeated confidence and basis.
    """
    is_stale = (values["reason"] or "\0").strip() in {text.strip() for text in stale_reasons}
    found: dict[str, str] = {}
    for name, value in values.items():
        repeats = is_stale and (name == "reason" or value == getattr(old, name, None))
        if value is not None and value != (getattr(base, name) or "").strip() and not repeats:
            found[name] = value
    return found


def with_support(base: J, values: Mapping[str, Any]) -> J:
    """The judgement with reason, confidence, basis and citations, which no longer counts as supported by what
    was written for an earlier value once that is rewritten. Raises EditError for an invalid one.
    """
    new = replace(base, **values) if values else base
    is_rewritten = new.support_kept and new is not base and not still_kept(base, new)
    return replace(new, support_kept=False) if is_rewritten else new
