"""Where it might settle: models of bargaining, an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import Method, MethodPage
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.settlement.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.settlement.sentences import caveat

    return MethodPage(
        question=tr(
            "Where do models of bargaining and voting put the outcome, and how far do they disagree?"
        ),
        formulas=(
            tr("compromise: Σ(weight × alignment) ÷ Σ weight"),
            tr("median voter: the alignment at which half of the weight is reached, counted from either end"),
            tr(
                "utility of a position to an actor: (1 − d)(1 + d·R), d = distance ÷ 200; here R = 0 "
                "(risk-neutral)"
            ),
            tr("votes of an actor between two positions: weight × difference in utility"),
            tr("P(i > j) = votes for i ÷ (votes for i + votes for j)"),
            tr("conditional: the chance of position i ∝ Π over j of P(i > j)"),
            tr(
                "Markov: the favourite is challenged again and again, and loses its place with P(i > j); the "
                "long run"
            ),
            tr("challengers: all alike, or as often as votes for i × P(i > j)"),
            tr("what a model expects: Σ chance × position"),
        ),
        sources=(
            tr("Christopher Achen, Institutional Realism and Bargaining Models, 2006"),
            tr("Duncan Black, On the Rationale of Group Decision-making, 1948"),
            tr(
                "Ben Wise, Leo Lester and Brian Efird, An Introduction to the KAPSARC Toolkit for Behavioral "
                "Analysis (KTAB), 2015"
            ),
        ),
        caveat=caveat(),
    )


METHODS = (Method("settlement", lambda: tr("Where it might settle (experiment)"), _report, _page),)
