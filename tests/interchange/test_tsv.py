"""Tab-separated text: what spreadsheets put on the clipboard, and what must not act when pasted there."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap.errors import UsageError
from stakemap.interchange import tsv
from stakemap.interchange.spreadsheet import read_table
from stakemap.interchange.tsv import guarded, plain_number, rows_of, unguarded, within_limits, write_cells


def read_cells(text: str) -> list[list[str]]:
    return within_limits(rows_of(text))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("a\tb\r\n1\t2", [["a", "b"], ["1", "2"]]),
        ("a\r1\r", [["a"], ["1"]]),
        ("\ufeffa\tb", [["a", "b"]]),
        ('"two\nlines"\t"a ""quoted"" word"', [["two\nlines", 'a "quoted" word']]),
        ('"tab\there"\tb', [["tab\there", "b"]]),
        ('"unclosed\tb\nc', [['"unclosed', "b"], ["c"]]),
        ('"Big" Bank\t5"', [['"Big" Bank', '5"']]),
        ('""\tx', [["", "x"]]),
        ('"""so""" it is\n"""', [['"""so""" it is'], ['"""']]),
        ("a\t\t\n\n \t \nb", [["a", "", ""], ["b"]]),
        ("  a \t b", [["a", "b"]]),
    ],
)
def test_reading(text: str, rows: list[list[str]]) -> None:
    assert read_cells(text) == rows


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\ufeff"])
def test_nothing_to_paste(text: str) -> None:
    with pytest.raises(UsageError, match="no text"):
        read_table(text)


def test_too_much_is_refused() -> None:
    for text in ("x\n" * 30_000, "x\t" * 1_000, "x" * (tsv.MAX_CHARACTERS + 1)):
        with pytest.raises(UsageError, match=r"up to|too much text"):
            read_table(text)


def test_unclosed_quotes_are_looked_through_once() -> None:
    # Were the rest searched from every quote anew, this would run into the limit of a hanging test.
    assert read_cells('"a' * 200_000) == [['"a' * 200_000]]
    assert len(read_cells(('"' * 101 + "\t") * 190)) == 1
    assert len(read_cells(('"a""\t' * 190 + "\n") * 500)) == 500


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "\n=1", "'=1", "''@x", "=cmd|' /C calc'!A0"]
)
def test_formulas_are_guarded(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Armenia", "'quoted'", "a=b", "5 + 3", "'"])
def test_plain_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_numbers_are_written_plain() -> None:
    assert write_cells([["=x", -80.0, 12.5, None, 1e-05, 0]]) == "'=x\t-80\t12.5\t\t0.00001\t0\n"


@given(st.floats(-100, 100))
def test_numbers_read_back_the_same(value: float) -> None:
    assert float(plain_number(value)) == value
    assert "e" not in plain_number(value)


CELLS = st.text(alphabet=st.sampled_from("ab\"'=+-@\t\r\n x"), max_size=6).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4).filter(any), min_size=1, max_size=4))
def test_what_is_written_reads_back(rows: list[list[str]]) -> None:
    back = [[unguarded(cell) for cell in row] for row in read_cells(write_cells(rows))]
    assert back == rows


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rows = read_cells(text)
    except UsageError:
        return
    assert all(any(row) for row in rows)


@given(
    st.text(st.sampled_from('ab",;|\t\r\n \x0b\x0c\x1c\x85\u2028\u2029'), max_size=30),
    st.sampled_from("\t,;|"),
)
@example('"a,1\nb,2\n', ",")
@example('a,"b\nc,1\nd,"e\n', ",")
@example("a\u2028b,1\n", ",")
@example('"a" ,1\n', ",")
def test_strictly_read_tables_are_those_of_the_standard_library_or_refused(text: str, delimiter: str) -> None:
    try:
        lines = io.StringIO(text, newline="")
        cells = [
            [cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter, strict=True)
        ]
    except csv.Error:
        with pytest.raises(UsageError, match=r"^Line \d+: "):
            list(rows_of(text, delimiter, strict=True))
        return
    assert list(rows_of(text, delimiter, strict=True)) == [row for row in cells if any(row)]


@pytest.mark.parametrize("delimiter", "\t,;|^]-\\ .")
def test_any_sign_can_part_cells(delimiter: str) -> None:
    text = f'"a{delimiter}b"{delimiter}c\nd{delimiter}""\n'
    assert list(rows_of(text, delimiter, strict=True)) == [[f"a{delimiter}b".strip(), "c"], ["d", ""]]


@given(st.text())
def test_guarding_can_always_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
