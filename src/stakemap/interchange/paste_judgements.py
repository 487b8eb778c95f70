"""What a row of a pasted table says of an actor's influence and of its stance on the issue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.cells import NoValue, basis_of, confidence_of, role_of
from stakemap.interchange.columns import Field
from stakemap.interchange.paste_row import Row, estimate_of, shown
from stakemap.model.judgements import (
    AlignmentEstimate,
    Estimate,
    InfluenceEstimate,
    Judgement,
    SalienceEstimate,
    Stance,
    Standing,
)
from stakemap.model.ledger import revised, with_own_influence
from stakemap.model.records import replace
from stakemap.model.terms import term

__all__ = ["OWN_SUPPORT", "PLAIN_SUPPORT", "Support", "stance_of", "standing_of"]

J = TypeVar("J", Standing, Stance)

Quantity = Literal["influence", "alignment", "salience"]


class Support(NamedTuple):
    """The columns that hold a judgement's reason, confidence and basis."""

    reason: Field
    confidence: Field
    basis: Field


OWN_SUPPORT = Support("influence_reason", "influence_confidence", "influence_basis")
PLAIN_SUPPORT = Support("reason", "confidence", "basis")


def standing_of(
    row: Row, old: Standing | None, stance: Stance | None, support: Support, *, shares: bool
) -> Standing | None:
    """The standing as the row would have it, None where it says nothing new or cannot be taken.

    With `shares` the support columns are those of `stance`: they then speak for a new influence as well, but
    not for one that stays.
    """
    refused = len(row.refused)
    words = _support_words(row, support)
    said = estimate_of(row, "influence", InfluenceEstimate, None if old is None else old.influence, 0)
    if len(row.refused) > refused:
        return None
    base, is_new = _based(Standing, old, said)
    _note(row, "influence", old, base)
    if is_new or not shares:
        known = [judgement.reason for judgement in (old, stance) if judgement is not None]
        base = _supported(row, base, old, support, words, known if is_new else ())
    return base if base is not old else None


def stance_of(row: Row, old: Stance | None) -> Stance | None:
    """The stance as the row would have it, None where it says nothing new or cannot be taken.

    Influence is read here only where the stance has its own, and is then supported by the stance.
    """
    refused = len(row.refused)
    words = _support_words(row, PLAIN_SUPPORT)
    said = estimate_of(row, "alignment", AlignmentEstimate, None if old is None else old.alignment, -100)
    salience = estimate_of(row, "salience", SalienceEstimate, None if old is None else old.salience, 0)
    influence: InfluenceEstimate | NoValue | None = None
    if old is not None and old.influence is not None:
        influence = estimate_of(row, "influence", InfluenceEstimate, old.influence, 0)
        _refuse(row, OWN_SUPPORT, tr("This actor's influence is judged with its stance on this issue."))
    if isinstance(salience, str):
        row.refuse("salience", tr("“{text}” is no number.", text=row.text("salience")))
    if isinstance(influence, str):
        row.refuse("influence", tr("This actor's influence is judged with its stance on this issue."))
    role = row.parsed("role", role_of)
    if len(row.refused) > refused:
        return None
    base, is_new = _based(Stance, old, said)
    if base is not None and isinstance(influence, InfluenceEstimate) and base.influence is not influence:
        base = with_own_influence(base, influence)
    lasting = {"salience": salience, "role": role, "watch_for": row.text("watch_for")}
    base = _with_lasting(row, base, {name: value for name, value in lasting.items() if value is not None})
    for quantity in _QUANTITIES:
        _note(row, quantity, old, base)
    stale = [old.reason] if is_new and old is not None else ()
    base = _supported(row, base, old, PLAIN_SUPPORT, words, stale)
    return base if base is not old else None


_QUANTITIES: tuple[Quantity, ...] = ("influence", "alignment", "salience")


def _based(kind: type[J], old: J | None, said: Estimate | NoValue | None) -> tuple[J | None, bool]:
    """The judgement with what was said put in, and whether that is a new value.

    A new value leaves the old reason, citations, confidence and basis behind; a new range of the same value
    does not.
    """
    if said is None or (isinstance(said, str) and old is not None and old.state == said):
        return old, False
    fields: dict[str, Any] = {kind.measured: said}
    if isinstance(said, str):
        fields = {"state": said}
        if old is None or said == "not-applicable":
            return kind(**fields), True
        return revised(old, **fields), True
    if old is None:
        return kind(**fields), True
    before: Estimate | None = getattr(old, kind.measured)
    if before is said:
        return old, False
    if before is not None and before.value == said.value:
        return replace(old, **fields), False
    return revised(old, **fields), True


def _with_lasting(row: Row, base: Stance | None, values: dict[str, Any]) -> Stance | None:
    """The stance with salience, role and what to watch for, which need a stance to belong to."""
    if base is None:
        wanting: tuple[Field, ...] = ("salience", "salience_low", "salience_high", "role", "watch_for")
        _refuse(row, wanting, tr("This needs an alignment to belong to, a number or “unknown”."))
        return None
    if base.role != values.get("role", base.role):
        row.changed("role", _word(base.role), _word(values["role"]))
    if base.watch_for.strip() != values.get("watch_for", base.watch_for.strip()):
        row.changed("watch_for", base.watch_for, values["watch_for"])
    else:
        values.pop("watch_for", None)
    try:
        return replace(base, **values) if values else base
    except EditError as error:
        row.refuse("watch_for", str(error))
        return base


def _support_words(row: Row, support: Support) -> dict[str, str | None]:
    return {
        "reason": row.text(support.reason),
        "confidence": row.parsed(support.confidence, confidence_of),
        "basis": row.parsed(support.basis, basis_of),
    }


def _supported(
    row: Row,
    base: J | None,
    old: J | None,
    support: Support,
    words: Mapping[str, str | None],
    stale_reasons: Collection[str],
) -> J | None:
    """The judgement with the reason, confidence and basis of the row.

    A new value never inherits the reason of the old one: where a cell merely repeats it, as in a table that
    was copied, changed and pasted back, it is passed over, and so are a confidence and a basis that it
    repeats.
    """
    if base is None:
        _refuse(
            row, support, tr("There is no judgement, in this row or on the map, that this could belong to.")
        )
        return None
    is_stale = words["reason"] in {text.strip() for text in stale_reasons}
    values: dict[str, Any] = {}
    for (name, value), field in zip(words.items(), support, strict=True):
        repeats = is_stale and (name == "reason" or value == getattr(old, name, None))
        before = (getattr(base, name) or "").strip()
        if value is not None and value != before and not repeats:
            values[name] = value
            is_text = name == "reason"
            row.changed(field, before if is_text else _word(before), value if is_text else _word(value))
    try:
        return replace(base, **values) if values else base
    except EditError as error:
        row.refuse(support.reason, str(error))
        return None


def _refuse(row: Row, fields: Iterable[Field], sentence: str) -> None:
    """Refuse the first of these cells that says anything."""
    for field in fields:
        if row.text(field) is not None:
            row.refuse(field, sentence)
            return


def _word(value: str | None) -> str:
    return term(value) if value else ""


def _note(row: Row, quantity: Quantity, old: Judgement | None, new: Judgement | None) -> None:
    """Note what changes of a value and its range, or of the state that stands in a value's place."""
    before: Estimate | None = getattr(old, quantity, None)
    after: Estimate | None = getattr(new, quantity, None)
    row.changed(quantity, _value_text(before, quantity, old), _value_text(after, quantity, new))
    low: Field = f"{quantity}_low"  # type: ignore[assignment]
    high: Field = f"{quantity}_high"  # type: ignore[assignment]
    row.changed(low, shown(before.low if before else None), shown(after.low if after else None))
    row.changed(high, shown(before.high if before else None), shown(after.high if after else None))


def _value_text(estimate: Estimate | None, quantity: Quantity, judgement: Judgement | None) -> str:
    if estimate is not None:
        return shown(estimate.value)
    return term(judgement.state) if judgement is not None and judgement.measured == quantity else ""
