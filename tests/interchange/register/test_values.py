"""Cells of rated columns: words, letters, signs, numbers, ranges and remarks as values of the map."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.interchange.cells import CellError
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.scaling import Quantity, scale_of
from stakemap.interchange.register.values import rated

NATIVE = {"influence": (0.0, 100.0), "salience": (0.0, 100.0), "alignment": (-100.0, 100.0)}


def values(quantity: Quantity, heading: str, texts: Sequence[str]) -> list[float | str | None]:
    """What the cells of a column become; "refused" for those that cannot be used."""
    scale = scale_of(quantity, heading, texts)
    found: list[float | str | None] = []
    for text in texts:
        try:
            found.append(rated(text, text, scale, NATIVE[quantity]).value)
        except CellError:
            found.append("refused")
    return found


@pytest.mark.parametrize(
    ("heading", "texts", "expected"),
    [
        ("Power", ["High", "Medium", "Low", "N/A"], [85, 50, 15, None]),
        ("Power", ["Very high", "High", "Medium", "Low", "Very low"], [90, 70, 50, 30, 10]),
        ("Power", ["Strong", "Neutral", "Weak"], [85, 50, 15]),
        ("Influencia (A, M, B)", ["A", "B"], [85, 15]),
        ("Influence", ["A", "B", "C"], [85, 50, 15]),
        ("Power (H=High/L=Low)", ["H", "L"], [85, 15]),
        ("Einfluss", ["hoch", "gering–mittel"], [85, 32.5]),
        ("Влияние", ["высокое", "среднее", "низкое", "нет данных"], [85, 50, 15, None]),
        ("Etki", ["Yüksek", "orta"], [85, 50]),
        ("Power (1-5)", ["1", "5", "3-4", "7"], [0, 100, 62.5, "refused"]),
        ("Power (1 = high, 5 = low)", ["1", "5"], [100, 0]),
        ("Power", ["3 - Medium", "Medium (3)", "5 - Very high", "1"], [50, 50, 100, 0]),
        ("Power", ["High (users of the system)", "Low"], [85, 15]),
        ("Power", ["IV", "I", "V"], [75, 0, 100]),
        ("Power", ["★★★☆☆", "★☆☆☆☆"], [50, 0]),
        ("Power", ["4/5", "1/5"], [75, 0]),
        ("Power", ["80 %", "12,5%"], [80, 12.5]),
        ("Power", ["0.5", "1"], [50, 100]),
        ("Power", ["Yes", "No"], [85, 15]),
        ("Power", ["High", "the mayor's brother"], [85, "refused"]),
    ],
)
def test_influence(heading: str, texts: list[str], expected: list[float | str | None]) -> None:
    assert values("influence", heading, texts) == expected


@pytest.mark.parametrize(
    ("heading", "texts", "expected"),
    [
        (
            "Engagement",
            ["Unaware", "Resistant", "Neutral", "Supportive", "Leading"],
            [None, -50, 0, 50, 100],
        ),
        (
            "Stance",
            ["Strongly oppose", "Oppose", "Neither", "Support", "Strongly support"],
            [-100, -50, 0, 50, 100],
        ),
        ("Position", ["For", "Against", "Mixed"], [50, -50, 0]),
        ("Engagement (U/R/N/S/L)", ["U", "S"], [None, 50]),
        ("Stance", ["++", "+", "0", "-", "--"], [100, 50, 0, -50, -100]),
        ("Einstellung", ["positiv", "negativ", "neutral - eher negativ"], [50, -50, -12.5]),
        ("Отношение", ["Сторонник", "Нейтрал", "Противник"], [50, 0, -50]),
        ("Support (-3 to 3)", ["-3", "1,5"], [-100, 50]),
        ("Support", ["1", "5"], [-100, 100]),
        ("Impact", ["Positive", "No information"], [50, None]),
        ("Attitude", ["Supportive", "High"], [50, "refused"]),
    ],
)
def test_alignment(heading: str, texts: list[str], expected: list[float | str | None]) -> None:
    assert values("alignment", heading, texts) == expected


def test_a_legend_says_what_numbers_mean() -> None:
    legend = {"1": "Unaware", "2": "Resistant", "3": "Neutral", "4": "Supportive"}
    scale = scale_of("alignment", "Engagement", ["1", "4"], legend=legend)
    assert scale.words == {"1": None, "4": 50.0}


def test_both_for_and_against_is_a_range_and_a_doubt() -> None:
    scale = scale_of("alignment", "Impact", ["Positive", "Negative"])
    found = rated("Positive/Negative", "Positive/Negative", scale, (-100, 100))
    assert found[:3] == (0, -50, 50)
    assert "both for and against" in found.doubt


def test_a_date_that_was_a_range() -> None:
    found = rated(date(2023, 5, 1), "2023-05-01", ScalePlan(low=1, high=5), (0, 100))
    assert found[:3] == (50, 0, 100)
    assert "2023-05-01" in found.doubt
    with pytest.raises(CellError, match="is a date"):
        rated(date(2023, 9, 9), "2023-09-09", ScalePlan(low=1, high=5), (0, 100))


@given(st.integers(2, 20), st.data())
def test_numbers_are_read_linearly_and_back_to_front(most: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, most))
    up = rated(float(number), str(number), ScalePlan(low=1, high=most), (0, 100))
    down = rated(float(number), str(number), ScalePlan(low=most, high=1), (0, 100))
    assert up.value is not None
    assert down.value is not None
    assert up.value == pytest.approx((number - 1) / (most - 1) * 100, abs=0.01)
    assert up.value + down.value == pytest.approx(100, abs=0.02)


@given(st.text(max_size=60))
def test_whatever_stands_in_a_cell_is_a_value_or_refused(text: str) -> None:
    scale = scale_of("alignment", "Position", [text, "Support", "3"])
    with suppress(CellError):
        found = rated(text, text.strip() or "x", scale, (-100, 100))
        assert found.value is None or -100 <= found.value <= 100
