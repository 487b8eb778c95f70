"""Registry of methods, which the Analysis panel, *Help › Methods*, the slides and `stakemap analyse` offer.

To add a method, write a package here whose module `method` declares it, and add that to `METHODS`:

    METHODS = (Method("levers", lambda: tr("Levers"), _report, _page),)

where `_report(question)` imports what computes it and returns its report, and `_page()` returns its page in
*Help*. `method` itself imports nothing heavy, since `stakemap analyse --help` reads it. What computes is a
module of its own that knows arrays and numbers, such as `analysis/levers/levers.py`; a second one, such as
`analysis/levers/sentences.py`, makes sentences of them. With a `MethodSlide` it is a kind of slide, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stakemap.registry import Registry
from stakemap.values import frozen

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report
    from stakemap.model.document import StakeMap


@frozen
class MethodPage:
    """The page of a method in *Help*: the question that it answers, its formulas in lines, its literature and
    its caveat. `example` makes the worked example from a map; None shows the first sentences of the report
    with what stands behind them.
    """

    question: str
    formulas: tuple[str, ...]
    sources: tuple[str, ...]
    caveat: str
    example: Callable[[Question], tuple[str, ...]] | None = None


@frozen
class MethodSlide:
    """The kind of slide that shows the report of a method.

    `has_content` says of a map, an issue and a snapshot whether there may be anything to tell, and is quick.
    `label` is the text of its check box where that has a mnemonic. `id` and `title` are those of the method
    unless they are given.
    """

    has_content: Callable[[StakeMap, str | None, str | None], bool]
    label: Callable[[], str] | None = None
    id: str = ""
    title: Callable[[], str] | None = None


def rests_on_issue(question: Question) -> tuple[object, ...]:
    """What a report on one issue at one snapshot depends on; the same objects until some of it changes."""
    document = question.document
    if not question.has_view:
        return (None,)
    return (
        document.actors,
        document.sources,
        document.snapshots[question.snapshot or ""].label,
        document.issues[question.issue or ""],
        question.issue,
        question.standings,
        question.stances,
        question.limits,
    )


def rests_on_map(question: Question) -> tuple[object, ...]:
    """What a report depends on that reads the whole map in the present view."""
    return question.document, question.issue, question.snapshot, question.limits


@frozen
class Method:
    """A method: `id` for the command line and settings, `title` for lists.

    `report` answers a question, also one whose map has no issue or snapshot, in which case it says so. It
    raises no error on account of the map. `rests_on` returns what the answer depends on: while its items are
    the same objects (or equal strings and numbers), the answer is the same, and is not computed again.
    """

    id: str
    title: Callable[[], str]
    report: Callable[[Question], Report]
    page: Callable[[], MethodPage]
    rests_on: Callable[[Question], tuple[object, ...]] = rests_on_issue
    #: Whether it is about the issue in view; the others are about all issues.
    of_issue: bool = True
    #: None: no slide shows it.
    slide: MethodSlide | None = None


METHODS: Registry[Method] = Registry(
    "METHODS",
    "stakemap.analysis.overview.method",
    "stakemap.analysis.levers.method",
    "stakemap.analysis.check_next.method",
    "stakemap.analysis.coalitions.method",
    "stakemap.analysis.tensions.method",
    "stakemap.analysis.convergence.method",
    "stakemap.analysis.scenarios.method",
    "stakemap.analysis.approach.method",
    "stakemap.analysis.settlement.method",
    "stakemap.analysis.track_record.method",
    "stakemap.analysis.disputed.method",
    "stakemap.analysis.agreement.method",
)
