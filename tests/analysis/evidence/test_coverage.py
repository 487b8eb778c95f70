"""Coverage: positions with a source of all positions, and different sources."""

from __future__ import annotations

from analysis.builders import cites, one_issue, stance, standing
from samples import sample
from stakemap.analysis.evidence.coverage import Coverage, Figure, coverage, coverage_line, coverage_map
from stakemap.model.document import new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.model.resolve import Resolver


def test_coverage_counts_positions_whose_alignment_cites_a_source_for_it() -> None:
    document = one_issue(
        {
            "ann": standing(5, citations=cites("press")),
            "bob": standing(5),  # its stance has an influence of its own
            "cat": standing(5, citations=cites("other")),  # no position on this issue
            "fay": standing(5, citations=cites("other")),  # tells nothing of where it stands
            "eve": Standing(state="unknown"),
        },
        {
            "ann": stance(5, citations=cites("press", "book")),
            "bob": stance(5, influence=5, citations=cites("web", against=True)),
            "dan": Stance(state="unknown"),
            "eve": stance(5, citations=cites("web")),  # its influence is unknown
            "fay": stance(5),
        },
    )
    assert coverage(document, "2025", "road", Resolver()) == Coverage(positions=3, sourced=1, sources=2)
    assert coverage(document, "2025", None, Resolver()) == Coverage(positions=3, sourced=1, sources=2)


def test_coverage_in_words_says_what_is_counted() -> None:
    said = coverage_line(Coverage(1000, 999, 2))
    assert said == "999 of 1,000 positions have a source (2 different sources)"
    assert coverage_line(Coverage(16, 1, 1)) == "1 of 16 positions has a source (1 different source)"
    assert coverage_line(Coverage(16, 0, 0)) == "0 of 16 positions have a source"
    assert coverage_line(Coverage(0, 0, 0)) == "No positions yet"
    assert Coverage(0, 0, 0).share is None


def test_the_map_of_coverage_lists_what_is_judged_as_views_do() -> None:
    document = sample()
    figures = coverage_map(document, Resolver())
    assert figures
    assert [(each.snapshot, each.issue) for each in figures] == [
        (snapshot, issue)
        for snapshot in snapshots_in_order(document)
        for issue in issues_in_order(document)
        if coverage(document, snapshot, issue, Resolver()).positions
    ]
    first = figures[0]
    assert first == Figure(
        first.snapshot, first.issue, coverage(document, first.snapshot, first.issue, Resolver())
    )
    assert coverage_map(new_map(), Resolver()) == ()
