"""Every analysis over maps of every kind: it answers, counts everybody once and changes nothing."""

from __future__ import annotations

from hypothesis import given, settings

from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.counted import gather
from stakemap.analysis.balance.intervals import intervals, missing_ranges
from stakemap.analysis.balance.sentences import balance_lines
from stakemap.analysis.balance.verdict import verdict
from stakemap.analysis.distance import distance_line, distances, method_line
from stakemap.analysis.evidence.coverage import coverage, coverage_line
from stakemap.analysis.evidence.evidence import findings, findings_at
from stakemap.analysis.filters import Filters, passing
from stakemap.analysis.matrix import matrix
from stakemap.analysis.movement import movers, steps_text, trail
from stakemap.analysis.search.search import SearchIndex
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.text import fold
from strategies import maps


@settings(max_examples=60)
@given(maps())
def test_balances(document: StakeMap) -> None:
    resolver = Resolver()
    for snapshot in document.snapshots:
        for issue in document.issues:
            inputs = gather(document, snapshot, issue, resolver)
            heaps = [
                inputs.actors,
                inputs.unknown,
                inputs.without_influence,
                inputs.not_applicable,
                [part for part, _ in inputs.within],
            ]
            assert sorted(actor for heap in heaps for actor in heap) == sorted(document.actors)
            result = balance(inputs)
            left_out = sorted((*inputs.unknown, *inputs.without_influence))
            assert sorted(inputs.left_out.actors) == left_out
            assert sum(each.number for each in result.potential) == int((inputs.left_out.weight > 0).sum())
            missing, found = missing_ranges(inputs), intervals(inputs, draws=50)
            assert (result.mean is None) == (verdict(result, found and found.net) == "nothing")
            assert not (missing and found)
            assert balance_lines(document, result, missing, found)


@settings(max_examples=60)
@given(maps())
def test_all_others(document: StakeMap) -> None:
    resolver, before = Resolver(), document.model_copy(deep=True)
    for finding in findings(document):
        assert finding.place.snapshot in document.snapshots
        assert finding.sentence
    for snapshot in document.snapshots:
        assert all(
            found.place.snapshot in document.snapshots for found in findings_at(document, snapshot, resolver)
        )
        values = matrix(document, snapshot, resolver)
        assert values.values.shape == (len(document.actors), len(document.issues))
        for actor in document.actors:
            found = distances(document, snapshot, actor, resolver)
            assert len(found.entries) + len(found.left_out) == len(document.actors) - 1
            assert method_line(document, found)
            assert all(distance_line(document, entry) for entry in found.entries)
        for issue in document.issues:
            assert coverage_line(coverage(document, snapshot, issue, resolver))
            passing(document, snapshot, issue, Filters(unexplained=True), resolver)
            for other in document.snapshots:
                moved = movers(document, issue, other, snapshot, resolver).movers
                assert all(map(steps_text, moved))
            for actor in document.actors:
                trail(document, actor, issue, snapshot, resolver)
    index = SearchIndex()
    for actor, record in document.actors.items():
        if fold(record.name):
            assert actor in {match.actor for match in index.search(document, record.name)}
    assert document == before
