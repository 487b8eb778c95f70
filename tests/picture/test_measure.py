"""Text is wrapped and shortened without losing letters, and never wider than its room."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap.picture.measure import Extent, FixedMeasure, balanced, elide, wrap
from stakemap.text import graphemes, plain

MEASURE = FixedMeasure()
texts = st.text(max_size=60).map(plain)
widths = st.floats(5, 400)


def width(text: str) -> float:
    return MEASURE.extent(text, 10).width


@given(texts, widths)
def test_elided_text_fits_and_begins_as_the_text_does(text: str, room: float) -> None:
    short = elide(text, room, 10, MEASURE)
    assert width(short) <= room
    assert short == text or short == "" or text.startswith(short.removesuffix("…").rstrip())


def test_what_fits_is_not_shortened() -> None:
    assert elide("Armenia", 400, 10, MEASURE) == "Armenia"
    assert elide("Armenia", 30, 10, MEASURE) == "Arme…"
    assert elide("Armenia", 2, 10, MEASURE) == ""


@given(texts, st.floats(12, 400))
def test_wrapped_lines_fit_and_hold_every_letter(text: str, room: float) -> None:
    lines = wrap(text, room, 10, MEASURE)
    assert all(lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width(line) <= room or len(graphemes(line)) == 1


@given(texts, st.floats(12, 400), st.integers(1, 4))
def test_no_more_lines_than_asked_for(text: str, room: float, most: int) -> None:
    lines = wrap(text, room, 10, MEASURE, max_lines=most)
    assert len(lines) <= most
    assert all(width(line) <= room or len(graphemes(line)) == 1 for line in lines)


def test_lines_break_between_words_and_after_hyphens() -> None:
    assert wrap("European Union of states", 70, 10, MEASURE) == ["European", "Union of", "states"]
    assert wrap("Co-operation", 60, 10, MEASURE) == ["Co-", "operation"]
    assert wrap("", 60, 10, MEASURE) == []


def test_a_long_word_is_cut_and_a_script_without_blanks_breaks_anywhere() -> None:
    assert wrap("Donaudampfschiff", 34, 10, MEASURE) == ["Donaud", "ampfsc", "hiff"]
    assert wrap("中华人民共和国", 30, 10, MEASURE) == ["中华人", "民共和", "国"]


@pytest.mark.parametrize(
    "parts",
    [
        ["🇦🇲", "🇹🇷", "🇬🇪"],
        ["👨\u200d👩\u200d👧\u200d👦", "x"],
        ["🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇬🇧"],
        ["👍🏽", "👍"],
        ["1\ufe0f\u20e3", "2", "❤️"],
        ["क्ष", "त्रि", "य"],
        ["\u1112\u1161\u11ab", "\u1100\u1173\u11af", "각"],
        ["กำ", "ย"],
        ["Ş", "ı", "r", "n"],
    ],
)
def test_what_readers_take_for_one_letter_is_never_cut(parts: list[str]) -> None:
    text = "".join(parts)
    assert graphemes(text) == parts
    short = elide(text * 2, width(text), 10, MEASURE).removesuffix("…")
    assert short == "".join((parts * 2)[: len(graphemes(short))])


def test_wide_letters_are_wide_and_marks_take_no_room() -> None:
    assert MEASURE.extent("中", 10).width == 10
    assert MEASURE.extent("e\u0301", 10).width == MEASURE.extent("e", 10).width
    assert MEASURE.extent("a", 10, 700).width > MEASURE.extent("a", 10, 400).width


def test_no_word_is_left_over_on_the_last_line() -> None:
    text = "one two three four five six seven eight nine"
    assert wrap(text, 225, 10, MEASURE)[-1] == "nine"
    lines = balanced(text, 225, 10, MEASURE)
    assert len(lines) == 2
    assert len(lines[-1]) > 12
    assert " ".join(lines) == text


@example("00\r0", 20.0, 1)
@given(st.text(max_size=200), st.floats(20, 400), st.integers(1, 4))
def test_balancing_takes_no_line_more_and_loses_no_letter(text: str, room: float, most: int) -> None:
    usual, lines = (each(text, room, 10, MEASURE, 400, most) for each in (wrap, balanced))
    assert len(lines) <= len(usual)
    assert all(MEASURE.extent(line, 10).width <= room or len(graphemes(line)) == 1 for line in lines)
    if not any(line.endswith("…") for line in usual):
        assert "".join("".join(lines).split()) == "".join("".join(usual).split())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Armenia moved furthest towards “Keep it closed” since then", "“Keep it closed”"),
        ("Armenia moved furthest since 15 June 2021; all others stay", "15 June 2021;"),
        ("Armenia has not moved since February 2020, and others stay", "February 2020,"),
        ("Armenia and all but a few of the others: 4 of 15 actors moved", "4 of 15 actors"),
        ("Armenia is certain of it by 80 % or so, as others are", "80 %"),
        ("Armenia dit «pas de traité» et les autres se taisent", "«pas de traité»"),
        ("Armenia sagt „nicht so bald“ und die anderen schweigen", "„nicht so bald“"),
        ("Armenia moved away but still leans towards it; others can block it", "towards it;"),
        ("Armenia would have “Basin-wide shares” as others would", "“Basin-wide shares”"),
    ],
)
def test_dates_short_quotations_and_numbers_with_units_are_not_broken(text: str, kept: str) -> None:
    for room in range(120, 400, 4):
        lines = wrap(text, room, 10, MEASURE)
        assert sum(kept in line for line in lines) == 1, lines
        assert " ".join(lines).replace("- ", "-") == text
        assert any(kept in line for line in balanced(text, room, 10, MEASURE))


def test_no_number_of_a_source_stands_at_the_end_of_a_line() -> None:
    text = "Sources: ¹ Agency; ² https://www.example.org/treaties/mercosur; ¹³ The report of an agency"
    for room in range(260, 600, 4):
        lines = wrap(text, room, 10, MEASURE)
        assert " ".join(lines).split() == text.split()
        assert [line for line in lines if line[-1] in "¹²³"] == []


def test_what_stays_together_is_broken_where_it_does_not_fit() -> None:
    assert wrap("on 15 June 2021", 30, 10, MEASURE) == ["on", "15", "June", "2021"]
    long = "“A quotation that is as long as a sentence may well be”"
    assert len(wrap(long, 250, 10, MEASURE)) == 2


def test_years_and_words_that_are_no_dates_may_part() -> None:
    assert wrap("In 2021 everybody agreed", 60, 10, MEASURE) == ["In 2021", "everybody", "agreed"]


def test_lines_are_the_callers_own() -> None:
    measure = FixedMeasure()
    lines = wrap("one two three", 40, 10, measure)
    expected = list(lines)
    lines.append("four")
    assert wrap("one two three", 40, 10, measure) == expected


def test_a_text_that_was_wrapped_is_not_measured_again() -> None:
    asked: list[str] = []

    class Asked(FixedMeasure):
        def extent(self, text: str, size: float, weight: int = 400) -> Extent:
            asked.append(text)
            return super().extent(text, size, weight)

    measure = Asked()
    lines = wrap("one two three", 40, 10, measure, max_lines=2)
    count = len(asked)
    assert wrap("one two three", 40, 10, measure, max_lines=2) == lines
    assert len(asked) == count
    assert wrap("one two three", 100, 10, measure, max_lines=2) != lines


def test_a_long_text_that_is_being_typed_is_not_kept() -> None:
    asked: list[str] = []

    class Asked(FixedMeasure):
        def extent(self, text: str, size: float, weight: int = 400) -> Extent:
            asked.append(text)
            return super().extent(text, size, weight)

    measure, text = Asked(), "7 " * 400
    for _ in range(2):
        asked.clear()
        assert len(wrap(text, 100, 10, measure)) > 10
        assert asked != []
