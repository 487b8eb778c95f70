"""The method that compares the readings of disputed stances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.methods import Method, MethodPage
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.disputed.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.disputed.sentences import page

    return page()


METHODS = (Method("disputed", lambda: tr("Disputed stance"), _report, _page),)
