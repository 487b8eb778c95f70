"""Coverage: judgements with a citation ÷ judged, and distinct sources."""

from __future__ import annotations

from analysis.builders import cites, one_issue, stance, standing
from samples import sample
from stakemap.analysis.coverage import Coverage, Figure, coverage, coverage_line, coverage_map
from stakemap.model.document import new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.model.resolve import Resolver


def test_coverage_counts_the_judgements_that_place_the_actors_of_an_issue() -> None:
    document = one_issue(
        {
            "ann": standing(5, citations=cites("press")),
            "bob": standing(5),  # its stance has an influence of its own
            "cat": standing(5, citations=cites("other")),  # not on this issue
            "eve": Standing(state="unknown"),
        },
        {
            "ann": stance(5, citations=cites("press", "book")),
            "bob": stance(5, influence=5, citations=cites("web", against=True)),
            "dan": Stance(state="unknown"),
            "eve": stance(5),
        },
    )
    assert coverage(document, "2025", "road", Resolver()) == Coverage(judged=4, cited=2, sources=2)
    assert coverage(document, "2025", None, Resolver()) == Coverage(judged=6, cited=3, sources=3)


def test_coverage_in_words_never_rounds_up_to_all() -> None:
    assert coverage_line(Coverage(1000, 999, 2)) == "Coverage 99 %: 999 of 1000 judgements cited, 2 sources"
    assert coverage_line(Coverage(1, 1, 1)) == "Coverage 100 %: 1 of 1 judgement cited, 1 source"
    assert coverage_line(Coverage(0, 0, 0)) == "Nothing judged yet"
    assert Coverage(0, 0, 0).share is None


def test_the_map_of_coverage_lists_what_is_judged_as_views_do() -> None:
    document = sample()
    figures = coverage_map(document, Resolver())
    assert figures
    assert [(each.snapshot, each.issue) for each in figures] == [
        (snapshot, issue)
        for snapshot in snapshots_in_order(document)
        for issue in issues_in_order(document)
        if coverage(document, snapshot, issue, Resolver()).judged
    ]
    first = figures[0]
    assert first == Figure(
        first.snapshot, first.issue, coverage(document, first.snapshot, first.issue, Resolver())
    )
    assert coverage_map(new_map(), Resolver()) == ()
