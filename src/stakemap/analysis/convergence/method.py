"""Convergence across issues: who stands with whom, on how many issues and how strongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_several_issues
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.convergence.report import convergence_report

    return convergence_report(question)


def _rests_on(question: Question) -> tuple[object, ...]:
    document, snapshot = question.document, question.snapshot
    if snapshot not in document.snapshots:
        return (None,)
    stances = (question.resolver.stances(document, snapshot, issue) for issue in sorted(document.issues))
    return (
        document.actors,
        document.issues,
        document.snapshots[snapshot].label,
        snapshot,
        question.limits,
        question.standings,
        *stances,
    )


def _page() -> MethodPage:
    from stakemap.analysis.convergence.report import convergence_caveat

    return MethodPage(
        question=tr(
            "Who stands with whom across all issues, who is ally and opponent at once, who could trade?"
        ),
        formulas=(
            tr("C = Σ ½ (|a| + |b|) over the issues on which both are on the same side"),
            tr("D = the same sum over the issues on which they are on opposite sides"),
            tr("|a| = 1 (by sides), the absolute alignment, or that × weight ÷ 100 (weighted)"),
            tr("weight = influence × salience ÷ 100, or influence where salience is not judged for all"),
            tr("ambivalence of an actor = 1 − Σ |C − D| ÷ Σ (C + D) over all others"),
            tr("ambivalent pairs are ranked by the least firm of the stances that make them so"),
            tr(
                "possible trade: opposite sides of two issues, one of which matters more to each, by 20 "
                "points of salience or more"
            ),
        ),
        sources=(
            tr("Michel Godet, Actors’ Moves and Strategies: The MACTOR Method, 1991"),
            tr("Frans Stokman and Reinier Van Oosten, The Exchange of Voting Positions, 1994 (trades)"),
        ),
        caveat=convergence_caveat(),
    )


METHODS = (
    Method(
        "convergence",
        lambda: tr("Convergence"),
        _report,
        _page,
        _rests_on,
        of_issue=False,
        slide=MethodSlide(has_several_issues),
    ),
)
