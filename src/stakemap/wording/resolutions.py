"""What was found of judgements and scenarios, in words; for lists, comparisons and confirmations."""

from __future__ import annotations

from stakemap.i18n import decimal, isolate, number, tr
from stakemap.model.document import DecisionRule, Outcome, Resolution, ResolvedField, StakeMap
from stakemap.model.terms import term
from stakemap.text import one_line
from stakemap.wording.dates import date_text
from stakemap.wording.names import actor_name, issue_name, snapshot_name
from stakemap.wording.numbers import signed


def value_text(field: ResolvedField, value: float) -> str:
    """A value of a field: alignment with its sign."""
    return signed(value) if field == "alignment" else number(value)


def range_text(resolution: Resolution) -> str:
    """What was judged, with its range if it had one: "+20 (10 to 35)"."""
    value = value_text(resolution.field, resolution.value)
    if resolution.low is None or resolution.high is None:
        return value
    low, high = (value_text(resolution.field, end) for end in (resolution.low, resolution.high))
    return tr("{value} ({low} to {high})", value=value, low=low, high=high)


def resolution_name(document: StakeMap, resolution: Resolution) -> str:
    """What was resolved: "Türkiye on Border opening (2024)"; what is gone from the map as it was called."""
    actor = isolate(
        actor_name(document, resolution.actor)
        if resolution.actor in document.actors
        else one_line(resolution.name) or resolution.actor
    )
    snapshot = isolate(
        snapshot_name(document, resolution.snapshot)
        if resolution.snapshot in document.snapshots
        else one_line(resolution.snapshot_label) or resolution.snapshot
    )
    if resolution.issue is None:
        return tr("influence of {actor} ({snapshot})", actor=actor, snapshot=snapshot)
    issue = isolate(issue_name(document, resolution.issue))
    words = {
        "alignment": tr("{actor} on {issue} ({snapshot})"),
        "salience": tr("salience of {issue} to {actor} ({snapshot})"),
        "influence": tr("influence of {actor} on {issue} ({snapshot})"),
    }
    return words[resolution.field].format(actor=actor, issue=issue, snapshot=snapshot)


def resolution_text(document: StakeMap, resolution: Resolution) -> str:
    """What was found and what had been judged: "Türkiye on Border opening (2024): found +40, judged +20"."""
    return tr(
        "{name}: found {found}, judged {judged}",
        name=resolution_name(document, resolution),
        found=value_text(resolution.field, resolution.found),
        judged=range_text(resolution),
    )


def outcome_name(document: StakeMap, scenario: str, outcome: Outcome) -> str:
    """The label of a scenario, or what it was called if it is gone from the map."""
    if scenario in document.snapshots:
        return isolate(snapshot_name(document, scenario))
    return isolate(one_line(outcome.label) or scenario)


def happened_text(outcome: Outcome) -> str:
    """Whether a scenario came about, and when: "came about (July 2025)"."""
    text = tr("came about") if outcome.happened else tr("did not come about")
    date = date_text(outcome.date)
    return tr("{text} ({date})", text=text, date=date) if date else text


def outcome_text(document: StakeMap, scenario: str, outcome: Outcome) -> str:
    """The outcome of a scenario beside its likelihood: "Pressure: came about, judged unlikely"."""
    name, happened = outcome_name(document, scenario, outcome), happened_text(outcome)
    if outcome.likelihood is None:
        return tr("{name}: {happened}, without a likelihood", name=name, happened=happened)
    return tr(
        "{name}: {happened}, judged {likelihood}",
        name=name,
        happened=happened,
        likelihood=term(outcome.likelihood),
    )


def rule_text(rule: DecisionRule) -> str:
    """How an issue is decided: "a share of the weight, 60 %", "votes, 7 needed"."""
    words = term(rule.kind)
    if rule.quota is None:
        return words
    quota = decimal(f"{rule.quota:.15g}", grouped=True)
    if rule.kind == "share":
        return tr("{rule}, {quota} %", rule=words, quota=quota)
    return tr("{rule}, {quota} needed", rule=words, quota=quota)
