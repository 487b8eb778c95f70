"""Tensions among relations: unbalanced triads, camps and the ties that go against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import Method, MethodPage
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.tensions.report import tensions_report

    return tensions_report(question)


def _rests_on(question: Question) -> tuple[object, ...]:
    document, snapshot = question.document, question.snapshot
    if snapshot not in document.snapshots:
        return (None,)
    return (
        document.actors,
        document.relations,
        document.snapshots[snapshot].label,
        snapshot,
        question.standings,
        question.resolver.ties(document, snapshot),
    )


def _page() -> MethodPage:
    from stakemap.analysis.tensions.report import tensions_caveat

    return MethodPage(
        question=tr("Which relations pull against each other, and what camps do they imply?"),
        formulas=(
            tr("strength of a pair = Σ strength of its relations, in both directions"),
            tr("a triad is unbalanced if the product of its three signs is negative"),
            tr(
                "frustration of a division = Σ |strength| of hostile ties inside a camp and of friendly ones "
                "across"
            ),
            tr(
                "camps = the division with the least frustration; up to 20 actors all are tried, beyond it "
                "is searched for"
            ),
        ),
        sources=(
            tr(
                "Dorwin Cartwright and Frank Harary, Structural Balance: A Generalization of Heider’s "
                "Theory, 1956"
            ),
            tr("James Davis, Clustering and Structural Balance in Graphs, 1967 (more than two camps)"),
            tr("Samin Aref and Mark Wilson, Balance and Frustration in Signed Networks, 2019"),
        ),
        caveat=tensions_caveat(),
    )


METHODS = (Method("tensions", lambda: tr("Tensions"), _report, _page, _rests_on, of_issue=False),)
