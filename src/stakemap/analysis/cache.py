"""Reports that were computed before, found again by the identity of what they rest on."""

from __future__ import annotations

from typing import NamedTuple

from stakemap.analysis.methods import Method
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report
from stakemap.sameness import are_same

#: How many reports of a method are kept, such as of the snapshots that were looked at last.
_CAPACITY = 4


class _Entry(NamedTuple):
    rests_on: tuple[object, ...]
    report: Report


class ReportCache:
    """Keeps the latest reports of each method.

    A report is found while the items of `Method.rests_on` are the same objects, or equal texts and numbers.
    The methods must be called with questions that share a `Resolver`, whose results stay the same objects as
    long as nothing that they come from has changed. May be used by several threads.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[_Entry, ...]] = {}

    def find(self, method: Method, rests_on: tuple[object, ...]) -> Report | None:
        """The report of a method that rests on the same, None if it was not computed or is forgotten."""
        entries = self._entries.get(method.id, ())
        return next((entry.report for entry in entries if are_same(entry.rests_on, rests_on)), None)

    def keep(self, method: Method, rests_on: tuple[object, ...], report: Report) -> None:
        """Keep a report in place of the oldest of its method."""
        entry = _Entry(rests_on, report)
        self._entries[method.id] = (entry, *self._entries.get(method.id, ()))[:_CAPACITY]

    def report(
        self, method: Method, question: Question, rests_on: tuple[object, ...] | None = None
    ) -> Report:
        """The report of a method, computed unless it is known.

        `rests_on` is what the method returned for a question of the same map; a worker that has a resolver of
        its own is given it. The report of a cancelled question is not kept.
        """
        rests_on = method.rests_on(question) if rests_on is None else rests_on
        known = self.find(method, rests_on)
        if known is not None:
            return known
        report = method.report(question)
        if not question.cancelled():
            self.keep(method, rests_on, report)
        return report
