"""Numbers as they are judged, and results rounded, in the language of the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from stakemap import i18n
from stakemap.i18n import comma_list, joined, set_language
from stakemap.wording.dates import date_text
from stakemap.wording.numbers import figure, number, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [(25.0, "25"), (-3, "−3"), (12.5, "12.5"), (-0.0, "0"), (100.0, "100"), (33.333333333, "33.3333")],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue that says only which language it is in."""
    folder = tmp_path / "i18n" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "stakemap.mo").open("wb") as file:
        write_mo(file, Catalog("de"))
    monkeypatch.setattr(i18n, "resource_root", lambda: tmp_path)
    set_language("de")
    yield
    monkeypatch.undo()
    set_language(None)


def test_large_numbers_and_long_ones() -> None:
    assert (figure(1_234_567), figure(0.5, 2), number(1234.5)) == ("1,234,567", "0.50", "1234.5")


@pytest.mark.usefixtures("german")
def test_another_language_writes_them_in_its_way() -> None:
    assert (figure(1_234_567.25, 1), number(-12.5), signed(2.5)) == ("1.234.567,3", "−12,5", "+2,5")
    assert [date_text(date) for date in ("2025", "2025-07", "2025-07-01")] == [
        "2025",
        "Juli 2025",
        "1. Juli 2025",
    ]
    assert (comma_list(["A", "B", "C"]), joined(["A", "B", "C"], "or")) == ("A, B, C", "A, B oder C")


def test_what_was_written_in_one_language_is_written_anew_in_the_next(request: pytest.FixtureRequest) -> None:
    assert (number(12.5), date_text("2025-07")) == ("12.5", "July 2025")
    request.getfixturevalue("german")
    assert (number(12.5), date_text("2025-07")) == ("12,5", "Juli 2025")
