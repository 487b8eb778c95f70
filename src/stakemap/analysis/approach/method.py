"""Approach: how to approach each actor, by its alignment and how much the issue matters to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import Method, MethodPage
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.approach.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.approach.sentences import caveat

    return MethodPage(
        question=tr("How should each actor be approached?"),
        formulas=(
            tr("Alignment above 0, salience above 50: learn in partnership."),
            tr("Alignment above 0, salience below 50: develop enthusiasm to address the topic."),
            tr("Alignment below 0, salience above 50: challenge existing beliefs."),
            tr("Alignment below 0, salience below 50: develop awareness and enthusiasm."),
            tr("The more influence an actor has, the earlier it is named."),
            tr("On the border: the value is on it, or the range reaches over it."),
        ),
        sources=(
            tr(
                "Enrique Mendizabal, The Alignment, Interest and Influence Matrix (AIIM), Overseas "
                "Development Institute, 2010"
            ),
        ),
        caveat=caveat(),
    )


METHODS = (Method("approach", lambda: tr("Approach"), _report, _page),)
