"""Levers: the smallest changes that would turn the result of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_positions
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.levers.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.levers.sentences import caveat

    return MethodPage(
        question=tr("What is the smallest change of one actor that would turn the result?"),
        formulas=(
            tr("weight w = influence × salience ÷ 100, or influence where salience is not judged for all"),
            tr("weighted mean: alignment needed = alignment − Σ(w × alignment) ÷ own w"),
            tr("weighted mean: weight needed = own w − Σ(w × alignment) ÷ own alignment"),
            tr("influence needed = 100 × weight needed ÷ salience; salience needed = 100 × it ÷ influence"),
            tr(
                "which side leads: an actor that crosses the threshold moves the difference between the "
                "sides by its weight, or by twice that if it changes sides; they are even within the margin"
            ),
            tr("weighted median: on one side while more than half of the weight is"),
            tr("blocked: somebody who can block is against"),
            tr(
                "half-range: half of the width of the range judged plausible; step in half-ranges = |step| ÷ "
                "half-range"
            ),
            tr("radius of the mean = |Σ(w × alignment)| ÷ Σ(w × half-range), in half-ranges"),
        ),
        sources=(
            tr(
                "David Pannell, Sensitivity Analysis of Normative Economic Models, 1997 (values at which a "
                "decision turns)"
            ),
            tr("Duncan Black, On the Rationale of Group Decision-making, 1948 (median)"),
            tr("Christopher Achen, Institutional Realism and Bargaining Models, 2006 (mean)"),
            tr(
                "Brian Efird, Leo Lester and Ben Wise, Analyzing Coalitions in China’s Policy Formulation, "
                "2016 (effective power)"
            ),
        ),
        caveat=caveat(),
    )


METHODS = (
    Method(
        "levers",
        lambda: tr("Levers"),
        _report,
        _page,
        slide=MethodSlide(has_positions, lambda: tr("Leve&rs")),
    ),
)
