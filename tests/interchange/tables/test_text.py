"""Texts of all encodings and delimiters as one sheet, with every row and column in its place."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.errors import MapReadError
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.reading import TextOptions, read_tables
from stakemap.interchange.tables.sheets import MOST_COLUMNS, MOST_ROWS, Sheet

TABLE = [["Name", "Influence"], ["Türkiye", "85"], ["Հայաստան", "15"]]


def sheet_of(data: bytes | str, options: TextOptions | None = None) -> Sheet:
    """The only sheet of a text."""
    file = IncomingFile("table.csv", data.encode() if isinstance(data, str) else data)
    (sheet,) = read_tables(file, options).sheets
    assert sheet.name == ""
    return sheet


def lines(delimiter: str = ";", end: str = "\r\n") -> str:
    return "".join(delimiter.join(row) + end for row in TABLE)


@pytest.mark.parametrize(
    "data",
    [
        lines().encode(),
        codecs.BOM_UTF8 + lines().encode(),
        codecs.BOM_UTF16_LE + lines("\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + lines().encode("utf-16-be"),
        codecs.BOM_UTF32_LE + lines().encode("utf-32-le"),
        codecs.BOM_UTF32_BE + lines().encode("utf-32-be"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
def test_unicode_is_read_without_doubt(data: bytes) -> None:
    sheet = sheet_of(data)
    assert (sheet.rows, sheet.doubts) == (TABLE, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Имя;Влияние;Отношение\nМинистерство;Высокий;Сторонник\n", "cp1251"),
        ("Учасник;Вплив\nМіністерство;високий\n", "cp1251"),
        ("İsim;Etki\nŞahin;yüksek\nBakanlığı;düşük\n", "cp1254"),
        ("Nombre;Posición;Año\nJosé Muñoz;Alto;Reunión\n", "cp1252"),
        ("Stakeholder;Influence\n“Ministry” – health;5\n", "cp1252"),
        ("Nombre;Posición\rJosé Muñoz;Reunión\r", "mac_roman"),
        ("名称;影响\n中国政府;高\n", "gbk"),
        ("Name;Influence\nMüller;5\n", "utf-16-le"),
        ("Name;Influence\nMüller;5\n", "utf-16-be"),
    ],
)
def test_other_encodings_are_told_by_the_letters_and_named(text: str, encoding: str) -> None:
    sheet = sheet_of(text.encode(encoding))
    assert sheet.rows == [line.split(";") for line in text.splitlines()]
    (doubt,) = sheet.doubts
    assert doubt.startswith("The encoding of this text is not given; it was read as ")


def test_an_encoding_can_be_chosen() -> None:
    data = "Имя;Влияние\n".encode("koi8-r")
    assert sheet_of(data, TextOptions(encoding="koi8-r")).rows == [["Имя", "Влияние"]]
    with pytest.raises(MapReadError, match="not in UTF-8; choose another encoding"):
        sheet_of(data, TextOptions(encoding="utf-8"))
    with pytest.raises(MapReadError, match="no encoding “klingon”"):
        sheet_of(data, TextOptions(encoding="klingon"))


def test_damaged_letters_and_nul_characters_are_told() -> None:
    sheet = sheet_of("Name;Influence\nT\ufffdrkiye;5\0\n")
    assert sheet.rows[1] == ["T\ufffdrkiye", "5"]
    assert sheet.doubts == (
        "1 NUL character was left out.",
        "This text was already damaged when it was saved: it has replacement characters (\ufffd) instead of "
        "letters.",
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_told(delimiter: str, end: str) -> None:
    assert sheet_of(lines(delimiter, end)).rows == TABLE


def test_decimal_commas_part_no_cells() -> None:
    text = "Name;Influence;Salience\nA;1,5;2,5\nB;3,5;0,5\nC;10;1\n"
    assert sheet_of(text).rows[1] == ["A", "1,5", "2,5"]


def test_a_delimiter_shows_below_a_title() -> None:
    text = (
        "Stakeholder register, 2025\n\nPrepared by: us, them\nAnrede;Titel;Wert\nx;y, z;1\nv, w;q;2\n,;a;3\n"
    )
    assert sheet_of(text).rows[3] == ["Anrede", "Titel", "Wert"]


def test_prose_with_commas_is_one_column() -> None:
    names = ["Name", "Congo, Democratic Republic of the", "France", "Korea, Republic of", "Peru", "Chad"]
    assert sheet_of("\n".join(names)).rows == [[name] for name in names]


@pytest.mark.parametrize("first", ["sep=|", '"sep=|"', "\ufeffsep=|"])
def test_the_first_line_may_name_the_delimiter(first: str) -> None:
    assert sheet_of(f"{first}\nA,a|B;b\n1|2\n").rows == [[], ["A,a", "B;b"], ["1", "2"]]


def test_a_delimiter_can_be_chosen() -> None:
    assert sheet_of("a:b;c\n", TextOptions(delimiter=":")).rows == [["a", "b;c"]]


def test_blank_rows_and_columns_keep_their_place() -> None:
    sheet = sheet_of("\n;;\n;Name;;Influence\n\n;Türkiye;;85;;\n;;;\n\n")
    assert sheet.rows == [[], [], ["", "Name", "", "Influence"], [], ["", "Türkiye", "", "85"]]
    assert sheet.cell(5, 4) == "85"
    assert sheet.cell(1, 1) == sheet.cell(9, 9) == sheet.cell(0, 1) == ""


def test_quoted_cells_hold_lines_delimiters_and_quotes() -> None:
    text = 'Name;Note\n"A ""b"" c";"one\n\ntwo; three"\nB;x\n'
    assert sheet_of(text).rows == [["Name", "Note"], ['A "b" c', "one\n\ntwo; three"], ["B", "x"]]


def test_an_open_quotation_mark_is_told_and_ends_with_its_line() -> None:
    sheet = sheet_of('Name;Note\n"A" Bank;x\nB;"y\nC;z\n')
    assert sheet.rows == [["Name", "Note"], ['"A" Bank', "x"], ["B", '"y'], ["C", "z"]]
    assert sheet.doubts[0].startswith("Line 2: a cell that begins with a quotation mark")


def test_what_is_beyond_the_limits_is_told() -> None:
    tall = sheet_of("a;b\n" * (MOST_ROWS + 5))
    assert len(tall.rows) == MOST_ROWS
    assert tall.doubts == ("Only the first 99,999 rows were read.",)
    wide = sheet_of("\n".join([";".join("x" * 16_384)] * 3))
    assert [len(row) for row in wide.rows] == [MOST_COLUMNS] * 3
    assert wide.doubts == ("Only the first 1,000 columns were read.",)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffd\x1f"), max_size=8).map(
    str.strip
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_any_table_comes_back_as_it_was_written(rows: list[list[str]], delimiter: str) -> None:
    written = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    sheet = sheet_of("\ufeff" + written, TextOptions(delimiter=delimiter))
    filled = [[*row] for row in rows]
    for row in filled:
        while row and not row[-1]:
            row.pop()
    while filled and not filled[-1]:
        filled.pop()
    assert sheet.rows == filled
