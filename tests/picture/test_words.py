"""Dates are as precise as they are given; terms and sources read well."""

from __future__ import annotations

import pytest

from stakemap.model.document import Snapshot, Source
from stakemap.picture.words import (
    date_text,
    short_source,
    snapshot_text,
    source_text,
    status_text,
)


@pytest.mark.parametrize(
    ("date", "text"), [("2025", "2025"), ("2025-07", "July 2025"), ("2025-07-01", "1 July 2025")]
)
def test_a_date_is_as_precise_as_it_is_given(date: str, text: str) -> None:
    assert date_text(date) == text


@pytest.mark.parametrize(
    ("snapshot", "text"),
    [
        (Snapshot(label="After the war", date="2020"), "After the war · 2020"),
        (Snapshot(label="2020", date="2020"), "2020"),
        (Snapshot(label="July 2025", date="2025-07"), "July 2025"),
        (Snapshot(label="", date="2020"), "2020"),
        (Snapshot(label="Some day"), "Some day"),
        (Snapshot(label="Peace", scenario=True), "What if: Peace"),
        (Snapshot(label="Peace", scenario=True, likelihood="unlikely"), "What if: Peace (unlikely)"),
    ],
)
def test_a_snapshot_says_when_or_that_it_is_a_scenario(snapshot: Snapshot, text: str) -> None:
    assert snapshot_text(snapshot) == text


def test_a_shortened_label_keeps_the_date() -> None:
    assert snapshot_text(Snapshot(label="After the war", date="2020"), "After…") == "After… · 2020"


def test_sources_in_full_and_in_short() -> None:
    source = Source(title="Report", author="A. Writer", publisher="Institute", date="2025-07-01")
    assert source_text(source) == "A. Writer, “Report”, Institute, 1 July 2025"
    assert short_source(source) == "Institute, 1 July 2025"
    assert short_source(Source(title="Report")) == "Report"
    assert source_text(Source(title="Report", author="ایران")) == "\u2068ایران\u2069, “Report”"


def test_status_is_told() -> None:
    assert status_text("cleared") == "Cleared"
