"""The judgement to check next: share of the uncertainty and value of information."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import Method, MethodPage, rests_on_issue
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.check_next.sentences import report

    return report(question)


def _rests_on(question: Question) -> tuple[object, ...]:
    """The issue, and the names and dates of the snapshots that judgements may be carried over from."""
    from stakemap.model.resolve import lineage

    snapshots = question.document.snapshots
    chain = lineage(question.document, question.snapshot or "")
    texts = [text for key in chain for text in (key, snapshots[key].label, snapshots[key].date)]
    return (*rests_on_issue(question), *texts)


def _page() -> MethodPage:
    from stakemap.analysis.check_next.sentences import caveat

    return MethodPage(
        question=tr(
            "Which judgement carries most of the uncertainty, and what would it be worth to know it?"
        ),
        formulas=(
            tr(
                "share of a value = variance of the result expected if it were known ÷ variance of the result"
            ),
            tr("result: the difference between the sides, Σ weight × side, with sides +1, 0 and −1"),
            tr("each value varies by the triangle whose mode it is, with 10 % below and above its range"),
            tr(
                "share of an alignment = (expected weight)² × variance of the side ÷ Σ variances; of an "
                "influence: (expected side × salience ÷ 100)² × variance of the influence ÷ Σ variances"
            ),
            tr("weighted mean: the same of Σ weight × alignment; median: variance between bins of draws"),
            tr("worth of knowing all = E max(0, difference) − max(0, E difference)"),
            tr(
                "worth of knowing a value = E max(0, difference expected if it were known) − max(0, E "
                "difference)"
            ),
            tr("tornado: weighted mean + weight × (end of the range − alignment) ÷ Σ weight"),
        ),
        sources=(
            tr("Ilya Sobol’, Sensitivity Estimates for Nonlinear Mathematical Models, 1993"),
            tr("Howard Raiffa and Robert Schlaifer, Applied Statistical Decision Theory, 1961"),
            tr(
                "Mark Strong, Jeremy Oakley and Alan Brennan, Estimating Multiparameter Partial Expected "
                "Value of Perfect Information, 2014"
            ),
            tr("Ted Eschenbach, Spiderplots versus Tornado Diagrams for Sensitivity Analysis, 1992"),
        ),
        caveat=caveat(),
    )


METHODS = (Method("check-next", lambda: tr("Check this next"), _report, _page, _rests_on),)
