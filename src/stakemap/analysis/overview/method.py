"""An issue in short: the result, what blocks it, what would turn it, and what to check next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_actors
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.overview.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.overview.sentences import caveat

    return MethodPage(
        question=tr(
            "What is the result, what blocks it, what would turn it, and what should be checked first?"
        ),
        formulas=(
            tr("weight w = influence × salience ÷ 100, or influence where salience is not judged for all"),
            tr("which side leads: Σ w of those in favour − Σ w of those against, beyond the margin"),
            tr("blocked: somebody who can block is against"),
            tr("smallest change: see “Levers”; most worth checking: see “Check this next”"),
        ),
        sources=(
            tr(
                "Brian Efird, Leo Lester and Ben Wise, Analyzing Coalitions in China’s Policy Formulation, "
                "2016 (effective power)"
            ),
            tr("Ilya Sobol’, Sensitivity Estimates for Nonlinear Mathematical Models, 1993"),
        ),
        caveat=caveat(),
    )


METHODS = (
    Method(
        "in-short",
        lambda: tr("In short"),
        _report,
        _page,
        slide=MethodSlide(has_actors, lambda: tr("Anal&ysis"), "analysis", lambda: tr("Analysis")),
    ),
)
