"""An issue in one look: what the result is and what blocks it, what would turn it, what to check next."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from stakemap.analysis.balance.verdict import opposed_blockers
from stakemap.analysis.balance.verdict_sentences import is_open, open_lead, verdict_line
from stakemap.analysis.check_next.check_next import Answer, Checkable
from stakemap.analysis.check_next.formulas import how_of_share, percent
from stakemap.analysis.check_next.support import value_name
from stakemap.analysis.coalitions.coalitions import coalitions
from stakemap.analysis.coalitions.findings import first_finding
from stakemap.analysis.coalitions.phrases import CoalitionWords
from stakemap.analysis.levers.data import charts, data_of
from stakemap.analysis.levers.formulas import blocked_line, how_of_unknowns, sides_line
from stakemap.analysis.levers.phrases import lead_text
from stakemap.analysis.levers.sentences import LeverWords
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.analysis.shared_sentences import without_view
from stakemap.i18n import tr, tr_count
from stakemap.text import capital
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import figure

METHOD = "in-short"


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "It says what would matter as judged, not what will happen: each change is tried with all else held, "
        "and each value is taken to err by itself."
    )


def report(question: Question) -> Report:
    """The report on the issue and snapshot of a question."""
    if not question.has_view:
        return without_view(METHOD, caveat())
    words, check = LeverWords(question), _check(question)
    return Report(
        METHOD,
        _findings(words, check),
        charts=charts(question, words.found)[:1],
        rests_on=words.rests_on(),
        caveat=caveat(),
        data={**data_of(question, words.found), "check_next": None if check is None else _data(check.entry)},
    )


def _findings(words: LeverWords, check: _Check | None) -> list[Finding]:
    if words.question.balance.mean is None:
        return [_nothing(check), *words.blocked_findings(), *_check_findings(check)]
    blocked = [each for each in words.blocked_findings() if each.kind != "detail"]
    verdict = words.verdict_findings()[:1]
    if not verdict and not words.is_blocked:
        verdict = [replace(words.headline(), id="lever")]
    levers = [*blocked, *verdict] if words.is_blocked else [*verdict, *blocked]
    result = [] if _headline_tells_result(words) else [_result(words)]
    told = [_headline(words, check), *result, *_under_the_rule(words.question)]
    return [*told, *levers[:1], *_check_findings(check), *levers[1:]]


def _headline_tells_result(words: LeverWords) -> bool:
    """Whether the verdict is no more than what the headline begins with."""
    document, balance, interval = words.document, words.question.balance, words.question.net_interval
    lead = open_lead(document, balance) if is_open(balance, interval) else lead_text(document, balance)
    return not words.is_blocked and verdict_line(document, balance, interval) == tr("{claim}.", claim=lead)


def _headline(words: LeverWords, check: _Check | None) -> Finding:
    question = words.question
    claim = words.claim(in_short=True, is_open=is_open(question.balance, question.net_interval))
    if check is None:
        return words.finding("headline", tr("{claim}.", claim=claim.text), claim.levers, claim.how)
    text = tr("{claim}; {check}.", claim=claim.text, check=check.clause)
    return words.finding("headline", text, claim.levers, f"{claim.how}\n{check.finding.how}".strip())


def _nothing(check: _Check | None) -> Finding:
    claim = tr("No actor has both a known alignment and a weight on this issue")
    text = (
        tr("{claim}.", claim=claim)
        if check is None
        else tr("{claim}; {check}.", claim=claim, check=check.clause)
    )
    return Finding("headline", text, kind="missing", place=None if check is None else check.entry.place)


def _result(words: LeverWords) -> Finding:
    """The verdict of the balance, with who can block it."""
    question = words.question
    opposed = opposed_blockers(question.balance)
    unknowns = words.found.unknowns["verdict"]
    how = sides_line(words.setting) if unknowns is None else how_of_unknowns(question, words.found, unknowns)
    if opposed:
        how += "\n" + blocked_line()
    return Finding(
        "result",
        verdict_line(question.document, question.balance, question.net_interval),
        how,
        place=question.place_of_stance(opposed[0], "role") if opposed else None,
        actors=opposed,
    )


def _under_the_rule(question: Question) -> list[Finding]:
    """Whether those in favour can pass the issue under the rule that it states; nothing if it states none."""
    if question.document.issues[question.issue or ""].rule is None:
        return []
    return [replace(first_finding(CoalitionWords(question, coalitions(question))), id="rule")]


# --- what to check next -------------------------------------------------------------------------------------


class _Check(NamedTuple):
    """What to check next, as the end of a sentence and as a finding."""

    entry: Checkable
    clause: str
    finding: Finding


def _check(question: Question) -> _Check | None:
    """The first of the judgements to check; None if there is none, or if none stands out."""
    answer = Answer(question)
    if not answer.entries:
        return None
    entry = answer.entries[0]
    if not entry.is_known:
        return _unknown(question, entry)
    found, value = answer.found, value_name(question, entry)
    share = _share(entry) if found is not None else None
    tied = [each for each in answer.known if percent(_share(each)) == percent(share or 0.0)]
    clause = (
        tr("one of the judgements most worth checking is {value}", value=value)
        if share and len(tied) > 1
        else tr("the judgement most worth checking is {value}", value=value)
    )
    if found is not None and share:
        whole = (
            tr("the uncertainty about the difference between the sides")
            if entry.share
            else tr("the uncertainty about the weighted mean")
        )
        text = tr_count(
            "The judgement most worth checking is {value}: it carries {share} of {whole}.",
            "One of the {count} judgements most worth checking is {value}: each carries {share} of {whole}.",
            len(tied),
            value=value,
            share=percent(share),
            whole=whole,
        )
        how = how_of_share(question, found, entry)
        return _Check(entry, clause, Finding("check", text, how, place=entry.place, actors=(entry.actor,)))
    if found is None and entry.judgement is not None and entry.judgement.is_weak and entry.weight > 0:
        clause = tr("the weightiest judgement with weak support is {value}", value=value)
        text = tr(
            "The weightiest judgement with weak support is {value} (weight {weight}); without ranges for "
            "all, their shares of the uncertainty cannot be told.",
            value=value,
            weight=figure(entry.weight),
        )
        how = tr("weak support: low confidence, no reason, or no source")
        return _Check(entry, clause, Finding("check", text, how, place=entry.place, actors=(entry.actor,)))
    return None


def _share(entry: Checkable) -> float:
    """The share by which values are ranked."""
    return entry.share or entry.share_of_position or 0.0


def _unknown(question: Question, entry: Checkable) -> _Check:
    name = actor_name(question.document, entry.actor)
    clause = (
        tr("what to find out first is how much influence {name} has", name=name)
        if entry.field == "influence"
        else tr("what to find out first is where {name} stands", name=name)
    )
    text = tr(
        "{clause}: with a weight of up to {weight}, no other unknown actor could weigh more.",
        clause=capital(clause),
        weight=figure(entry.weight),
    )
    how = tr("an influence that is not judged may be as high as 100")
    return _Check(entry, clause, Finding("check", text, how, place=entry.place, actors=(entry.actor,)))


def _check_findings(check: _Check | None) -> list[Finding]:
    return [] if check is None else [check.finding]


def _data(entry: Checkable) -> dict[str, object]:
    return {
        "actor": entry.actor,
        "field": entry.field,
        "value": None if entry.estimate is None else entry.estimate.value,
        "range": None
        if entry.estimate is None or entry.estimate.low is None
        else [entry.estimate.low, entry.estimate.high],
        "weight": entry.weight,
        "share": entry.share,
        "share_of_position": entry.share_of_position,
        "worth": entry.worth,
    }
