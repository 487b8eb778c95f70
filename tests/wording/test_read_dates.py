"""Dates are read as the app writes them, and in the other ways that people use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from babel import Locale

from stakemap import i18n
from stakemap.wording import dates, read_dates
from stakemap.wording.dates import date_text
from stakemap.wording.read_dates import read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020", "2020"),
        ("2020-02", "2020-02"),
        ("2020-2-9", "2020-02-09"),
        ("Feb 2020", "2020-02"),
        ("feb. 2020", "2020-02"),
        ("February, 2020", "2020-02"),
        ("Sept 2020", "2020-09"),
        ("15 June 2021", "2021-06-15"),
        ("June 15, 2021", "2021-06-15"),
        ("15th of June 2021", "2021-06-15"),
        ("15-Jun-2021", "2021-06-15"),
        ("  1  May  2021 ", "2021-05-01"),
        ("15.06.2021", "2021-06-15"),
        ("5.6.2021", "2021-06-05"),
        ("15/06/2021", "2021-06-15"),
        ("15 / 06 / 2021", "2021-06-15"),
        ("06/15/2021", "2021-06-15"),
        ("05/05/2021", "2021-05-05"),
        ("15–06–2021", "2021-06-15"),
        ("2021/06/15", "2021-06-15"),
        ("06/2021", "2021-06"),
        ("2021.06", "2021-06"),
        ("２０２１", "2021"),
        ("۲۰۲۱-۰۶", "2021-06"),
    ],
)
def test_dates_in_the_usual_ways(text: str, date: str) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["", "soon", "July", "15 June", "Ju 2021", "June July 2021", "1 2 June 2021", "21", "15.06.21", "1/2",
     "12021", "2021-06/15", "spring 2021", "2021 2022", "1.2.2021.5"],
)  # fmt: skip
def test_what_is_no_date_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"^Enter a date such as 2025, July 2025 or 1 July 2025\.$"):
        read_date(text)


@pytest.mark.parametrize("text", ["2025-13", "31 June 2021", "29.02.2021", "0000", "13.13.2021"])
def test_a_date_exists(text: str) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        read_date(text)


def test_a_date_that_may_be_two_is_asked_about() -> None:
    for text in ("05/06/2021", "5-6-2021", "05 06 2021"):
        with pytest.raises(ValueError, match="write the month as a word") as raised:
            read_date(text)
        sentence = str(raised.value)
        assert "5 June 2021" in sentence or "6 May 2021" in sentence


@pytest.fixture(params=["en_GB", "hy", "tr", "az", "ru", "fa", "ka", "de", "fr", "es", "ar"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in which dates are written and read."""
    for module in (dates, read_dates):
        monkeypatch.setattr(module, "locale", lambda: Locale.parse(request.param))
    i18n.set_language(None)
    yield request.param
    i18n.set_language(None)


def test_what_is_written_is_read(language: str) -> None:
    for month in range(1, 13):
        for date in ("2021", f"2021-{month:02}", f"2021-{month:02}-07"):
            assert read_date(date_text(date)) == date, date_text(date)
    assert read_date("7 June 2021") == "2021-06-07"


def test_a_long_text_is_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_dates, "fold_latin", None)
    with pytest.raises(ValueError, match="Enter a date such as"):
        read_date("9" * 9_999)
