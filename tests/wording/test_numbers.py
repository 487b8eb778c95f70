"""Numbers as they are judged, and results rounded, in the language of the texts."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap import i18n
from stakemap.i18n import comma_list, decimal, joined, locale, number, set_language
from stakemap.wording.dates import date_text
from stakemap.wording.numbers import figure, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [(25.0, "25"), (-3, "−3"), (12.5, "12.5"), (-0.0, "0"), (100.0, "100"), (33.333333333, "33.3333")],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


class Declared(Catalog):
    """A catalogue that declares its language in these headers."""

    mime_headers: Any = None


def catalogue(language: str | None, messages: Mapping[str, str] | None = None) -> bytes:
    """A catalogue that declares its language so; None declares none."""
    made, written = Declared(), io.BytesIO()
    made.mime_headers = [("Content-Type", "text/plain; charset=UTF-8")]
    if language is not None:
        made.mime_headers.append(("Language", language))
    for message, translation in (messages or {}).items():
        made.add(message, translation)
    write_mo(written, made)
    return written.getvalue()


Choose = Callable[[str, bytes], None]


@pytest.fixture
def choose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Choose]:
    """Chooses a language whose catalogue consists of these bytes."""

    def choose(code: str, content: bytes) -> None:
        file = tmp_path / "i18n" / code / "LC_MESSAGES" / "stakemap.mo"
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        set_language(code)

    monkeypatch.setattr(i18n, "resource_root", lambda: tmp_path)
    yield choose
    monkeypatch.undo()
    set_language(None)


@pytest.fixture
def german(choose: Choose) -> None:
    """A catalogue that says only which language it is in."""
    choose("de", catalogue("de"))


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


@pytest.mark.parametrize(
    ("folder", "declared", "spoken"),
    [
        ("pt_BR", "pt-BR", "pt_BR"),
        ("zh_TW", "zh-Hant-TW", "zh_Hant_TW"),
        ("de", None, "de"),
        ("de", "", "de"),
        ("de", "tlh", "de"),
        ("de_XX", "de_XX", "de"),
        ("sr@latin", None, "sr@latin"),
        ("tlh", "tlh", "en_GB"),
        ("x", "!", "en_GB"),
        ("de", "hy", "hy"),
    ],
)
def test_any_catalogue_has_a_language(folder: str, declared: str | None, spoken: str, choose: Choose) -> None:
    choose(folder, catalogue(declared))
    assert str(locale()) == spoken
    assert joined(["A", "B"])


def test_the_comma_of_a_list_is_translated(choose: Choose) -> None:
    choose("ar", catalogue("ar", {", ": "، "}))
    assert comma_list(["A", "B", "C"]) == "A، B، C"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.decimals(-1, 1).map(abs))
@example(Decimal("0." + "1" * 40))
@example(Decimal("-123456789012345678901234567890.5"))
def test_no_digit_of_a_number_is_lost(value: Decimal) -> None:
    digits = f"{value:f}"
    assert Decimal(decimal(digits).replace("−", "-")) == value
    assert decimal(digits, grouped=True).replace(",", "") == decimal(digits)
