"""Dates of rows of which day or month may stand first: the column tells, or it is said that nothing does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.interchange.content import ImportedContent
from stakemap.interchange.register.detection import detect
from stakemap.interchange.register.periods import month_first
from stakemap.interchange.register.reading import read_workbook
from stakemap.interchange.tables.sheets import Sheet, Workbook


def register(dates: Sequence[str]) -> ImportedContent:
    """A register in which two actors are judged at each of these dates."""
    rows = [(name, date, "High") for date in dates for name in ("Union", "Ministry")]
    workbook = Workbook((Sheet("Register", (("Stakeholder", "Date", "Influence"), *rows)),))
    return read_workbook(workbook, detect(workbook), "register.xlsx")


@pytest.mark.parametrize(
    ("spelled", "dates"),
    [
        (("01/06/2026", "1/15/2026"), ["2026-01-06", "2026-01-15"]),
        (("1-6-2026", "1-15-2026"), ["2026-01-06", "2026-01-15"]),
        (("01/06/2026", "15/01/2026"), ["2026-01-15", "2026-06"]),
        (("01/06/2026", "01.06.2026"), ["2026-06"]),
        (("01/06/2026", "6 January 2026"), ["2026-01-06"]),
        (("5/5/2026", "6/6/2026"), ["2026-05-05", "2026-06-06"]),
        (("1/15/2026", "15/2/2026"), ["2026-01-15", "2026-02-15"]),
        (("15-06-2026", "16-06-2026"), ["2026-06-15", "2026-06-16"]),
        (("02.06.2026", "2026-07-03"), ["2026-06-02", "2026-07-03"]),
    ],
)
def test_the_column_tells_which_stands_first(spelled: Sequence[str], dates: Sequence[str]) -> None:
    content = register(spelled)
    assert sorted(snapshot.date for snapshot in content.snapshots) == dates
    assert {standing.snapshot for standing in content.standings} == {each.key for each in content.snapshots}
    assert content.remarks_of("doubt") == ()


@pytest.mark.parametrize(
    "spelled",
    [
        ("02/06/2026", "03/06/2026"),
        ("02/06/2026",),
        ("2/6/2026", "1/15/2026", "15/2/2026"),
        ("2/6/2026", "7 May 2026"),
    ],
)
def test_what_could_be_two_days_is_said(spelled: Sequence[str]) -> None:
    content = register(spelled)
    assert "2026-06-02" in {snapshot.date for snapshot in content.snapshots}
    (doubt,) = (each for each in content.remarks_of("doubt") if each.sentence.startswith("Dates such as"))
    assert "so that this one is 2026-06-02." in doubt.sentence
    assert (doubt.text, doubt.place.sheet, doubt.place.column) == (spelled[0], "Register", 2)


@given(st.lists(st.dates(), min_size=1), st.booleans())
def test_dates_of_one_order_are_never_read_in_the_other(dates, has_month_first) -> None:
    form = "{0.month}/{0.day}/2026" if has_month_first else "{0.day}/{0.month}/2026"
    told = month_first([form.format(date) for date in dates])
    if any(date.day > 12 for date in dates):
        assert told is has_month_first
    else:
        assert not told
