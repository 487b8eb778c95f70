"""Filters: by fields of actors and by the judgements that place them on the issue."""

from __future__ import annotations

import pytest

from analysis.builders import cites, one_issue, stance, standing
from stakemap.analysis.filters import Filters, all_tags, passing
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolver

ALL = {"ann", "bob", "cat", "dan"}


def sample() -> StakeMap:
    return one_issue(
        {"ann": standing(5, reason="r", citations=cites("press")), "bob": standing(5, confidence="low")},
        {
            "ann": stance(5, reason="r", citations=cites("press"), confidence="high", basis="stated"),
            "bob": stance(5, influence=5, confidence="high", basis="assumed"),
            "cat": Stance(state="unknown", confidence="high"),
        },
        {
            "ann": Actor(name="Ann", group="west", kind="state", tags=("Énergie", "port")),
            "bob": Actor(name="Bob", group="east", kind="ngo", tags=("energie",)),
            "cat": Actor(name="Cat", kind="person"),
            "dan": Actor(name="Dan", group="west"),
        },
    )


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ALL),
        (Filters(groups=frozenset({"west"})), {"ann", "dan"}),
        (Filters(groups=frozenset({"east", None})), {"bob", "cat"}),
        (Filters(kinds=frozenset({"ngo", "person"})), {"bob", "cat"}),
        (Filters(tags=frozenset({"ENERGIE"})), {"ann", "bob"}),
        (Filters(tags=frozenset({"port"}), groups=frozenset({"east"})), set()),
        (Filters(confidences=frozenset({"high"})), {"ann", "bob"}),
        (Filters(confidences=frozenset({"low"})), set()),  # Bob's low standing does not place him here
        (Filters(confidences=frozenset({None})), {"ann"}),  # that of her influence
        (Filters(bases=frozenset({"assumed"})), {"bob"}),
        (Filters(bases=frozenset({"assumed"}), confidences=frozenset({None})), set()),
        (Filters(unexplained=True), {"bob"}),
        (Filters(unexplained=False), {"ann"}),
        (Filters(cited=True), {"ann"}),
        (Filters(cited=False), {"bob"}),
    ],
)
def test_filters(filters: Filters, expected: set[str]) -> None:
    assert passing(sample(), "2025", "road", filters, Resolver()) == expected
    assert filters.is_active is (filters != Filters())


def test_without_an_issue_the_influence_counts_alone_and_without_a_snapshot_nothing() -> None:
    assert passing(sample(), "2025", None, Filters(confidences=frozenset({"low"})), Resolver()) == {"bob"}
    assert passing(sample(), None, None, Filters(cited=True), Resolver()) == set()
    assert passing(sample(), None, None, Filters(groups=frozenset({"west"})), Resolver()) == {"ann", "dan"}


def test_disagreement_is_what_ranges_exclude() -> None:
    apart = stance(50, by="A", others=(stance(-50, by="B"),))
    near = stance(50, by="A", others=(stance(52, by="B"),))
    document = one_issue({}, {"ann": apart, "bob": near, "cat": stance(5)}, sample().actors)
    found = {
        wanted: passing(document, "2025", "road", Filters(disagreed=wanted), Resolver())
        for wanted in (True, False)
    }
    assert found == {True: {"ann"}, False: {"bob", "cat"}}


def test_tags_that_differ_by_an_accent_are_one() -> None:
    assert all_tags(sample()) == ("Énergie", "port")
