"""Coalitions: who can pass an issue under its rule, who can stop it, and whose change of sides turns that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_positions
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.coalitions.report import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.coalitions.report import caveat

    return MethodPage(
        question=tr("Who can pass it, who can stop it, and whose change of sides turns that?"),
        formulas=(
            tr("A set of actors wins if its weight reaches the quota and it holds all who can block."),
            tr("Minimal winning set: it wins, and without any one of its members it does not."),
            tr("Minimal blocking set: without it the others do not win, and it needs each of its members."),
            tr("Pivot: counted from the most in favour, the actor with whom the quota is reached."),
            tr(
                "Banzhaf’s index, where votes are entered for all: the swings of an actor ÷ the swings of "
                "all; a swing is a losing set that wins once the actor joins it."
            ),
            tr(
                "Shapley–Shubik index: Σ k! (n − 1 − k)! ÷ n! over the swings of an actor; k is the size of "
                "the set that it joins, n the number of actors."
            ),
            tr(
                "Weight is influence × salience ÷ 100, or influence alone where salience is not judged for "
                "all."
            ),
        ),
        sources=(
            tr("John von Neumann and Oskar Morgenstern, Theory of Games and Economic Behavior, 1944"),
            tr("Duncan Black, On the Rationale of Group Decision-making, 1948"),
            tr(
                "Lloyd Shapley and Martin Shubik, A Method for Evaluating the Distribution of Power in a "
                "Committee System, 1954"
            ),
            tr("John Banzhaf, Weighted Voting Doesn’t Work, 1965"),
            tr("Dan Felsenthal and Moshé Machover, The Measurement of Voting Power, 1998"),
            tr("George Tsebelis, Veto Players: How Political Institutions Work, 2002"),
        ),
        caveat=caveat(),
    )


METHODS = (
    Method(
        "coalitions",
        lambda: tr("Coalitions"),
        _report,
        _page,
        slide=MethodSlide(has_positions, lambda: tr("Coali&tions")),
    ),
)
