"""Laws of putting measured positions on the scales of a map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.interchange.content import Place
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import ALIGNMENT, PERCENT, Gathering, Scale, number_in, on_scale

numbers = st.floats(-1_000, 1_000).map(lambda value: round(value, 3))
scales = st.tuples(numbers, numbers).filter(lambda scale: scale[1] - scale[0] >= 0.01)


def gathering() -> Gathering:
    return Gathering(ReadJob(IncomingFile("x.csv", b""), "2025-07-01"))


@given(scales, st.floats(0, 1), st.floats(0, 1), st.sampled_from([ALIGNMENT, PERCENT]))
def test_the_ends_of_a_scale_are_those_of_the_map_and_order_is_kept(
    scale: Scale, one: float, other: float, onto: Scale
) -> None:
    assert (on_scale(scale[0], scale, onto), on_scale(scale[1], scale, onto)) == onto
    low, high = (scale[0] + share * (scale[1] - scale[0]) for share in sorted((one, other)))
    assert on_scale(low, scale, onto) <= on_scale(high, scale, onto)


@given(numbers, scales)
def test_a_value_is_on_its_scale_or_refused_and_nothing_is_clamped(value: float, scale: Scale) -> None:
    records = gathering()
    found = records.number(str(value), scale, Place(row=1))
    refused = records.content().remarks_of("refused")
    assert (found, len(refused)) == ((value, 0) if scale[0] <= value <= scale[1] else (None, 1))


@pytest.mark.parametrize("cell", ["", " ", "n/a", "?", "–", "unknown", "NaN"])
def test_what_is_missing_is_none_and_no_fault(cell: str) -> None:
    records = gathering()
    assert records.number(cell, PERCENT, Place()) is None
    assert records.content().remarks == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4", 4), (" 4,5 ", 4.5), ("−3", -3), ("1e2", 100), (".5", 0.5), (7, 7), (2.5, 2.5)]
    + [(cell, None) for cell in ("4 of 5", "1e999", "inf", "1,000,000", True, "9" * 600)],
)
def test_numbers_in_cells(cell: object, value: float | None) -> None:
    assert number_in(cell) == value


def test_so_many_remarks_are_counted_not_kept() -> None:
    records = gathering()
    for row in range(1_500):
        records.refused(f"{row} is none.", Place(row=row))
    remarks = records.content().remarks
    assert len(remarks) == 1_001
    assert remarks[-1].sentence == "500 more remarks of this kind are not listed."
