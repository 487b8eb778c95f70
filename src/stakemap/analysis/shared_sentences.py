"""Sentences that several methods share: that data is missing, and what a weighted result rests on."""

from __future__ import annotations

from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.question import Question
from stakemap.analysis.report import Code, Finding, Report
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.new_actors import code_of
from stakemap.wording.names import actor_name


def missing_report(method: str, key: str, text: str, caveat: str, rests_on: str = "") -> Report:
    """A report whose only finding says what is missing."""
    return Report(method, (Finding(key, text, kind="missing"),), rests_on=rests_on, caveat=caveat)


def without_view(method: str, caveat: str) -> Report:
    """The report on a map that has no issue or no snapshot."""
    text = tr("The map has no issue or no snapshot yet, so there is nothing to tell.")
    return missing_report(method, "no-view", text, caveat)


def code_with_name(document: StakeMap, actor: str) -> Code:
    """What stands for an actor in charts where its name has no room."""
    return Code(code_of(document.actors[actor]), actor_name(document, actor))


def rests_on_counted(question: Question) -> str:
    """How many actors count, by what they are weighted, and who is left out of the balance."""
    inputs = question.inputs
    if not inputs.actors:
        return tr("No actor is counted.")
    text = tr_count(
        "Rests on {count} actor with a known alignment and influence, weighted by {weight}.",
        "Rests on {count} actors with a known alignment and influence, weighted by {weight}.",
        len(inputs.actors),
        weight=tr("influence × salience ÷ 100") if question.balance.by_salience else tr("influence alone"),
    )
    left_out = (*inputs.unknown, *inputs.without_influence)
    if not left_out:
        return text
    names = names_of(question.document, left_out)
    return f"{text} {tr('Left out since they are not known: {names}.', names=names)}"
