"""Dates are as precise as they are given."""

from __future__ import annotations

import datetime

import pytest

from stakemap.wording.dates import date_text, moment_text


@pytest.mark.parametrize(
    ("date", "text"), [("2025", "2025"), ("2025-07", "July 2025"), ("2025-07-01", "1 July 2025")]
)
def test_a_date_is_as_precise_as_it_is_given(date: str, text: str) -> None:
    assert date_text(date) == text


def test_a_moment_has_a_date_and_a_time_of_day() -> None:
    moment = datetime.datetime(2025, 7, 1, 4, 5).timestamp()
    assert moment_text(moment) == "1 July 2025 at 04:05"
