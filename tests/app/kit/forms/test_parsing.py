"""What people type into fields, and what they read there."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap.app.kit.forms import parsing
from stakemap.text import list_line, single_line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("35", 35),
        (" 35 ", 35),
        ("-20", -20),
        ("−20", -20),
        ("+7,5", 7.5),
        ("", None),
        ("  ", None),
        ("- 3", -3),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert parsing.parse_number(text, -100, 100) == value


@pytest.mark.parametrize("text", ["much", "1e3", "12 13", "0x10", "nan", "inf", "100.5", "--3"])
def test_what_is_no_number_of_the_scale(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|scale"):
        parsing.parse_number(text, -100, 100)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("20 to 50", (20, 50)),
        ("20-50", (20, 50)),
        ("-20 – 50", (-20, 50)),
        ("−20 to −5", (-20, -5)),
        ("-20--5", (-20, -5)),
        ("20..50", (20, 50)),
        ("20…50", (20, 50)),
        ("50; 20", (20, 50)),
        ("20 50", (20, 50)),
        ("", (None, None)),
    ],
)
def test_ranges(text: str, ends: tuple[float | None, float | None]) -> None:
    assert parsing.parse_range(text, -100, 100) == ends


@pytest.mark.parametrize("text", ["20", "20 to", "to 20", "a to b", "20 to 50 to 60"])
def test_ranges_need_both_ends(text: str) -> None:
    with pytest.raises(ValueError, match="both"):
        parsing.parse_range(text, 0, 100)


def test_what_is_shown_can_be_typed_again() -> None:
    for low, high in ((-20.0, 35.5), (0.0, 0.0), (-100.0, -3.0)):
        assert parsing.parse_range(parsing.range_text(low, high), -100, 100) == (low, high)
        assert parsing.parse_number(parsing.number(low), -100, 100) == low


def test_steps_stay_on_the_scale() -> None:
    assert parsing.stepped("99", 10, 0, 100) == "100"
    assert parsing.stepped("", -1, -100, 100) == "−1"
    assert parsing.stepped("much", 1, 0, 100) == "much"


def test_tags() -> None:
    assert parsing.parse_tags(" a, b;c ,, a\n d  e ") == ("a", "b", "c", "d e")
    assert parsing.parse_tags('climate, "land, sea", "no, end') == ("climate", "land, sea", '"no', "end")


def test_names_one_on_each_line() -> None:
    assert parsing.parse_lines(" Egypt, Arab Republic of\n\nMisr \r\nMisr") == (
        "Egypt, Arab Republic of",
        "Misr",
    )


@given(st.lists(st.text(max_size=30).map(single_line).filter(bool), unique=True).map(tuple))
@example(("Egypt, Arab Republic of", 'the "Old" one', '"', 'a";"b', "c;"))
def test_lists_survive_being_shown_and_read(items: tuple[str, ...]) -> None:
    assert parsing.parse_tags(list_line(items)) == items
    assert parsing.parse_lines("\n".join(items)) == items


def test_names_dates_and_colours() -> None:
    assert parsing.parse_name("  A \n B ") == "A B"
    assert parsing.parse_partial_date(" 2025-07 ") == "2025-07"
    assert parsing.parse_partial_date("Feb 2020") == "2020-02"
    assert parsing.parse_partial_date("") is None
    assert parsing.parse_day("") is None
    assert parsing.parse_day("2025-07-01") == parsing.parse_day("1 July 2025") == "2025-07-01"
    assert parsing.parse_colour(" 0067A5 ") == "#0067a5"
    assert parsing.parse_colour("") is None
    for parse, text in (
        (parsing.parse_name, " "),
        (parsing.parse_partial_date, "July"),
        (parsing.parse_partial_date, "2025-13"),
        (parsing.parse_day, "2025"),
        (parsing.parse_colour, "#12"),
    ):
        with pytest.raises(ValueError, match=r"\."):
            parse(text)
