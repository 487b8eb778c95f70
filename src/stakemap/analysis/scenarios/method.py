"""The method that compares scenarios with what they build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_scenarios
from stakemap.analysis.methods import Method, MethodPage, MethodSlide, rests_on_map
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.scenarios.sentences import report

    return report(question)


def _page() -> MethodPage:
    from stakemap.analysis.scenarios.sentences import page

    return page()


METHODS = (
    Method(
        "scenarios",
        lambda: tr("Now and after"),
        _report,
        _page,
        rests_on_map,
        slide=MethodSlide(has_scenarios, lambda: tr("Scen&arios"), title=lambda: tr("Scenarios")),
    ),
)
