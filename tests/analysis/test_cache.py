"""Reports are found again as long as what they rest on is the same, and computed again when it is not."""

from __future__ import annotations

from samples import sample
from stakemap.analysis.cache import ReportCache
from stakemap.analysis.methods import Method, MethodPage, rests_on_issue, rests_on_map
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

AUTHOR = edits.Authorship("A", "2025-08-01")


class Counting:
    """A method that counts how often it is asked."""

    def __init__(self, *, of_issue: bool = True) -> None:
        self.asked = 0
        rests_on = rests_on_issue if of_issue else rests_on_map
        self.method = Method("counting", lambda: "Counting", self._report, self._page, rests_on)
        self.cache, self.resolver = ReportCache(), Resolver()

    def _report(self, question: Question) -> Report:
        self.asked += 1
        return Report("counting", (Finding("one", f"Asked {self.asked} times."),))

    def _page(self) -> MethodPage:
        return MethodPage("How often?", (), (), "")

    def ask(self, document: StakeMap, issue: str = "border", snapshot: str = "2025-07") -> Report:
        """The report on an issue at a snapshot."""
        return self.cache.report(self.method, Question(document, issue, snapshot, self.resolver))


def moved(document: StakeMap, issue: str, snapshot: str = "2025-07") -> StakeMap:
    """A map in which Armenia has moved on an issue."""
    return edits.move_actors(document, snapshot, issue, {"armenia": edits.Move(-77.0)}, AUTHOR)


def test_the_same_question_is_computed_once() -> None:
    counting, document = Counting(), sample()
    assert counting.ask(document) is counting.ask(document)
    assert counting.asked == 1


def test_renaming_a_snapshot_or_moving_on_another_issue_computes_nothing() -> None:
    counting, document = Counting(), sample()
    first = counting.ask(document)
    renamed = edits.update_snapshot(document, "2020", label="Long ago")
    assert renamed is not document
    assert counting.ask(renamed) is first
    assert counting.ask(moved(renamed, "corridor")) is first
    assert counting.asked == 1


def test_a_move_in_view_another_issue_and_a_name_compute_again() -> None:
    counting, document = Counting(), sample()
    counting.ask(document)
    counting.ask(moved(document, "border"))
    counting.ask(document, issue="corridor")
    counting.ask(edits.update_actor(document, "armenia", name="Hayastan"))
    assert counting.asked == 4


def test_what_was_computed_for_the_view_before_is_still_known() -> None:
    counting, document = Counting(), sample()
    first = counting.ask(document)
    counting.ask(document, snapshot="2020")
    counting.ask(document, issue="corridor")
    assert counting.ask(document) is first
    assert counting.asked == 3


def test_old_reports_are_forgotten() -> None:
    counting, document = Counting(), sample()
    counting.ask(document)
    for place in range(4):
        move = {"armenia": edits.Move(float(place))}
        counting.ask(edits.move_actors(document, "2025-07", "border", move, AUTHOR))
    counting.ask(document)
    assert counting.asked == 6


def test_what_reads_the_whole_map_is_computed_for_each_map() -> None:
    counting, document = Counting(of_issue=False), sample()
    counting.ask(document)
    counting.ask(document)
    assert counting.asked == 1
    counting.ask(edits.update_snapshot(document, "2020", label="Long ago"))
    assert counting.asked == 2


def test_a_cancelled_report_is_not_kept() -> None:
    counting, document = Counting(), sample()
    cancelled = Question(document, "border", "2025-07", counting.resolver, cancelled=lambda: True)
    counting.cache.report(counting.method, cancelled)
    counting.ask(document)
    assert counting.asked == 2
