"""Names on one line, and lists of them."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.model.document import Snapshot
from stakemap.model.records import replace
from stakemap.wording.names import (
    actor_name,
    group_name,
    issue_name,
    listing,
    relation_name,
    snapshot_name,
    snapshot_text,
    source_name,
)


def test_a_snapshot_that_is_called_as_its_date_is_named_in_words() -> None:
    labels = {"2026-06-01": "1 June 2026", "2026-06": "June 2026", "2026": "2026"}
    snapshots = {date: Snapshot(label=date, date=date) for date in labels}
    snapshots["spring"] = Snapshot(label="2026-06-01", date="2026-06-02")
    document = replace(sample(), snapshots=snapshots)
    assert [snapshot_name(document, key) for key in snapshots] == [*labels.values(), "2026-06-01"]


def test_names_stand_on_one_line_or_the_id_stands_in() -> None:
    document = sample()
    names = [
        actor_name(document, "turkiye"),
        group_name(document, "yerevan"),
        issue_name(document, "corridor"),
        snapshot_name(document, "2022"),
        source_name(document, "agency-2022"),
        relation_name(document, "azerbaijan-armenia"),
    ]
    assert names == [
        "Türkiye",
        "Yerevan",
        "Corridor",
        "Envoys agree",
        "An agency report",
        "Azerbaijan → Armenia (presses)",
    ]
    assert actor_name(document, "atlantis") == "atlantis"
    assert relation_name(document, "friends") == "friends"


def test_listings_count_what_is_too_much() -> None:
    assert listing([]) == ""
    assert listing(["A", "B"]) == "A, B"
    assert listing(list("ABCDEFGHI")) == "A, B, C, D, E, F and 3 more"


@pytest.mark.parametrize(
    ("snapshot", "text"),
    [
        (Snapshot(label="After the war", date="2020"), "After the war · 2020"),
        (Snapshot(label="2020", date="2020"), "2020"),
        (Snapshot(label="July 2025", date="2025-07"), "July 2025"),
        (Snapshot(label="", date="2020"), "2020"),
        (Snapshot(label="Some day"), "Some day"),
        (Snapshot(label="Peace", scenario=True), "Scenario: Peace"),
        (Snapshot(label="Peace", scenario=True, likelihood="unlikely"), "Scenario: Peace (unlikely)"),
    ],
)
def test_a_snapshot_says_when_or_that_it_is_a_scenario(snapshot: Snapshot, text: str) -> None:
    assert snapshot_text(snapshot) == text


def test_a_shortened_label_keeps_the_date() -> None:
    assert snapshot_text(Snapshot(label="After the war", date="2020"), "After…") == "After… · 2020"
