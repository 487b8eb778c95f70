"""From a row of a pasted table to an actor's standing and its stance on the issue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.cells import NoValue, basis_of, confidence_of, role_of
from stakemap.interchange.columns import Field
from stakemap.interchange.judgement_rules import own_support, with_support, with_value
from stakemap.interchange.paste_row import Row, estimate_of, shown
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Estimate,
    InfluenceEstimate,
    Judgement,
    SalienceEstimate,
    Stance,
    Standing,
)
from stakemap.model.ledger import with_own_influence
from stakemap.model.records import replace
from stakemap.model.terms import term

__all__ = ["OWN_SUPPORT", "PLAIN_SUPPORT", "Support", "stance_of", "standing_of"]

J = TypeVar("J", Standing, Stance)

Quantity = Literal["influence", "alignment", "salience"]


class Support(NamedTuple):
    """The columns of a judgement's reason, confidence, basis and sources."""

    reason: Field
    confidence: Field
    basis: Field
    source: Field


OWN_SUPPORT = Support("influence_reason", "influence_confidence", "influence_basis", "influence_source")
PLAIN_SUPPORT = Support("reason", "confidence", "basis", "source")


def standing_of(
    row: Row, old: Standing | None, stance: Stance | None, support: Support, *, shares: bool
) -> Standing | None:
    """The standing that the row sets; None if nothing changes or a cell is refused.

    With `shares` the support columns are those of `stance`; they then apply to a new influence as well, but
    not to an unchanged one.
    """
    refused = len(row.refused)
    support_values = _parse_support(row, support)
    given = estimate_of(row, "influence", InfluenceEstimate, None if old is None else old.influence, 0)
    if len(row.refused) > refused:
        return None
    base, is_new = with_value(Standing, old, given)
    _record_changes(row, "influence", old, base)
    if is_new or not shares:
        known = [judgement.reason for judgement in (old, stance) if judgement is not None]
        base = _with_support(row, base, old, support, support_values, known if is_new else ())
    return base if base is not old else None


def stance_of(row: Row, old: Stance | None) -> Stance | None:
    """The stance that the row sets; None if nothing changes or a cell is refused.

    Influence is read here only if the stance has its own, whose support is that of the stance.
    """
    refused = len(row.refused)
    support_values = _parse_support(row, PLAIN_SUPPORT)
    given = estimate_of(row, "alignment", AlignmentEstimate, None if old is None else old.alignment, -100)
    salience = estimate_of(row, "salience", SalienceEstimate, None if old is None else old.salience, 0)
    influence: InfluenceEstimate | NoValue | None = None
    if old is not None and old.influence is not None:
        influence = estimate_of(row, "influence", InfluenceEstimate, old.influence, 0)
        _refuse(
            row,
            OWN_SUPPORT,
            tr(
                "This actor has its own influence on this issue, which shares the reason and sources of its "
                "alignment."
            ),
        )
    if isinstance(salience, str):
        row.refuse("salience", tr("“{text}” is not a number.", text=row.text("salience")))
    if isinstance(influence, str):
        row.refuse(
            "influence",
            tr(
                "This actor has its own influence on this issue, which shares the reason and sources of its "
                "alignment."
            ),
        )
    role = row.parsed("role", role_of)
    if len(row.refused) > refused:
        return None
    base, is_new = with_value(Stance, old, given)
    if base is not None and isinstance(influence, InfluenceEstimate) and base.influence is not influence:
        base = with_own_influence(base, influence)
    stance_fields = {"salience": salience, "role": role, "watch_for": row.text("watch_for")}
    base = _with_stance_fields(
        row, base, {name: value for name, value in stance_fields.items() if value is not None}
    )
    for quantity in _QUANTITIES:
        _record_changes(row, quantity, old, base)
    stale = [old.reason] if is_new and old is not None else ()
    base = _with_support(row, base, old, PLAIN_SUPPORT, support_values, stale)
    return base if base is not old else None


_QUANTITIES: tuple[Quantity, ...] = ("influence", "alignment", "salience")


def _with_stance_fields(row: Row, base: Stance | None, values: dict[str, Any]) -> Stance | None:
    """The stance with salience, role and what to watch for; refuses them if there is no stance."""
    if base is None:
        orphaned: tuple[Field, ...] = ("salience", "salience_low", "salience_high", "role", "watch_for")
        _refuse(row, orphaned, tr("This needs an alignment: a number or “unknown”."))
        return None
    if base.role != values.get("role", base.role):
        row.changed("role", _term(base.role), _term(values["role"]))
    if base.watch_for.strip() != values.get("watch_for", base.watch_for.strip()):
        row.changed("watch_for", base.watch_for, values["watch_for"])
    else:
        values.pop("watch_for", None)
    try:
        return replace(base, **values) if values else base
    except EditError as error:
        row.refuse("watch_for", str(error))
        return base


def _parse_support(row: Row, support: Support) -> dict[str, str | None]:
    return {
        "reason": row.text(support.reason),
        "confidence": row.parsed(support.confidence, confidence_of),
        "basis": row.parsed(support.basis, basis_of),
    }


def _with_support(
    row: Row,
    base: J | None,
    old: J | None,
    support: Support,
    support_values: Mapping[str, str | None],
    stale_reasons: Collection[str],
) -> J | None:
    """The judgement with the reason, confidence and basis of the row, and its sources cited.

    A new value never inherits the reason of the old one: a cell that repeats it, as in a table that was
    copied, changed and pasted back, is ignored, and so are a repeated confidence and basis.
    """
    if base is None:
        _refuse(row, support, tr("This needs a judgement, in this row or on the map."))
        return None
    values: dict[str, Any] = dict(own_support(support_values, base, old, stale_reasons))
    for name, field in zip(support_values, support[:3], strict=True):
        if name in values:
            before, is_text = getattr(base, name) or "", name == "reason"
            row.changed(
                field,
                before.strip() if is_text else _term(before),
                values[name] if is_text else _term(values[name]),
            )
    citations = _with_cited(row, base.citations, support.source)
    if citations is not base.citations:
        values["citations"] = citations
    try:
        return with_support(base, values)
    except EditError as error:
        row.refuse(support.reason, str(error))
        return None


def _with_cited(row: Row, citations: tuple[Citation, ...], field: Field) -> tuple[Citation, ...]:
    """The citations with those of the sources in a cell that are not among them."""
    text = row.text(field)
    if text is None:
        return citations
    cited = {citation.source for citation in citations}
    new = {source: title for source, title in row.cite(text).items() if source not in cited}
    row.changed(field, "", "; ".join(new.values()))
    return (*citations, *(Citation(source=source) for source in new)) if new else citations


def _refuse(row: Row, fields: Iterable[Field], sentence: str) -> None:
    """Refuse the first of these cells that is not empty."""
    for field in fields:
        if row.text(field) is not None:
            row.refuse(field, sentence)
            return


def _term(value: str | None) -> str:
    return term(value) if value else ""


def _record_changes(row: Row, quantity: Quantity, old: Judgement | None, new: Judgement | None) -> None:
    """Record changes of a value and its range, or of the state in place of a value."""
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
