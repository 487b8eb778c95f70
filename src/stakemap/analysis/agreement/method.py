"""The methods that compare what several analysts judge: on what they agree, and who sees it otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_others
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _agreement(question: Question) -> Report:
    from stakemap.analysis.agreement.sentences import report

    return report(question)


def _agreement_page() -> MethodPage:
    from stakemap.analysis.agreement.sentences import page

    return page()


def _otherwise(question: Question) -> Report:
    from stakemap.analysis.agreement.dissent_sentences import report

    return report(question)


def _otherwise_page() -> MethodPage:
    from stakemap.analysis.agreement.dissent_sentences import page

    return page()


METHODS = (
    Method("agreement", lambda: tr("Agreement"), _agreement, _agreement_page, slide=MethodSlide(has_others)),
    Method(
        "otherwise",
        lambda: tr("Who sees it otherwise"),
        _otherwise,
        _otherwise_page,
        slide=MethodSlide(has_others),
    ),
)
