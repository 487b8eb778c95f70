"""Workbooks of Excel in all its formats as sheets of cells."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from interchange.tables.workbooks import binary_workbook, excel, record, sheet_xml, xlsb
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.compound import stream_names, stream_of, with_stream
from stakemap.interchange.tables.sheets import MOST_CHARACTERS, MergedRange, Sheet, Workbook

FIXTURES = Path(__file__).parents[2] / "fixtures"


def read(data: bytes, name: str = "a.xlsx") -> Workbook:
    return IncomingFile(name, data).workbook


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read(data).sheets
    return sheet


def fill(book: Any) -> None:
    sheet = book.add_worksheet("Register")
    sheet.merge_range("B2:D3", "Stakeholders")
    sheet.write_row("B5", ["Name", "Influence", "Seen", "Checked"])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row("B6", ["Türkiye\nAnkara", 85, 7.5, True])
    sheet.write_datetime("D7", dt.datetime(2025, 7, 1), day)
    sheet.write_formula("C8", "=NA()", None, "#N/A")
    sheet.write_formula("D8", "=1/0", None, "#DIV/0!")
    book.add_worksheet("Notes").hide()
    book.add_worksheet("Lists").very_hidden()
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Register!$C$6:$C$6"})
    book.add_chartsheet("Chart").set_chart(chart)


ROWS = [
    [],
    ["", "Stakeholders"],
    [],
    [],
    ["", "Name", "Influence", "Seen", "Checked"],
    ["", "Türkiye\nAnkara", 85, 7.5, True],
    ["", "", "", dt.date(2025, 7, 1)],
    ["", "", "#N/A", "#DIV/0!"],
]


def test_cells_stand_in_their_places_and_keep_their_kinds() -> None:
    book = read(excel(fill))
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [
        ("Register", False),
        ("Notes", True),
        ("Lists", True),
    ]
    register = book.sheet("Register")
    assert register is not None
    assert register.rows == ROWS
    assert register.merged == (MergedRange(2, 2, 3, 4),)
    assert register.doubts == ()
    assert isinstance(register.cell(6, 3), int)
    assert register.cell(6, 5) is True


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def test_other_formats_give_the_same_cells(name: str) -> None:
    book = read((FIXTURES / name).read_bytes(), name)
    register = book.sheets[0]
    assert register.name == "Register"
    assert register.rows == ROWS
    assert register.merged == (MergedRange(2, 2, 3, 4),)
    assert [sheet.is_hidden for sheet in book.sheets][:3] == [
        False,
        True,
        True,
    ]


def test_open_document_may_be_one_xml_file() -> None:
    with zipfile.ZipFile(FIXTURES / "register.ods") as archive:
        flat = archive.read("content.xml")
    assert read(flat, "register.fods") == read((FIXTURES / "register.ods").read_bytes())


def test_formulas_without_values_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B2"], sheet["C3"] = "Name", "=A1&B1", "=SUM(1,2)"
    file = io.BytesIO()
    book.save(file)
    found = only_sheet(file.getvalue())
    assert found.rows == [["Name"]]
    assert found.doubts == (
        "2 formulas have no value, the first in B2; open the workbook in a spreadsheet program and save it.",
    )


def test_a_formula_whose_value_is_an_empty_text_has_a_value() -> None:
    xml = b'<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert only_sheet(sheet_xml(xml)).doubts == ()


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="3"><c r="B3"><v>5</v></c></row>',
        b"<row r='3'><c t='n' r='B3'><v>5</v></c></row>",
        b"<row/><row/>\n<row ><c/><c\n><v>5</v></c></row>",
    ],
)
def test_places_may_be_written_in_any_way_or_left_out(xml: bytes) -> None:
    assert only_sheet(sheet_xml(xml)).rows == [[], [], ["", 5]]


def test_rows_too_far_down_are_cut_off_and_the_rest_is_read() -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="CV1048576"><v>2</v></c></row>'
    merged = b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = only_sheet(sheet_xml(far, after=merged))
    assert sheet.rows == [[1]]
    assert sheet.merged == (MergedRange(1, 1, 1, 2),)
    assert sheet.doubts == ("Only the first 40,000 rows were read.",)


def test_very_long_texts_end_with_an_ellipsis() -> None:
    text = b"<si><t>" + b"x" * 50_000 + b"</t></si>"
    cell = only_sheet(sheet_xml(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>', text)).cell(1, 1)
    assert isinstance(cell, str)
    assert len(cell) == MOST_CHARACTERS
    assert cell.endswith("x…")


def test_binary_workbooks_of_a_newer_kind() -> None:
    row = [(0, struct.pack("<I", 1) + bytes(13))]
    cells = [
        (7, struct.pack("<III", 0, 0, 1)),
        (5, struct.pack("<IId", 1, 0, 85.0)),
        (3, struct.pack("<IIB", 2, 0, 0x2A)),
    ]
    assert only_sheet(xlsb(row + cells, ["Name", "Türkiye"])).rows == [[], ["Türkiye", 85, "#N/A"]]


def test_formulas_of_old_workbooks_give_texts_and_errors() -> None:
    records = [
        record(0x203, struct.pack("<HHHd", 0, 0, 0, 1.5)),
        record(0x205, struct.pack("<HHHBB", 2, 1, 0, 0x17, 1)),
        record(0x06, struct.pack("<HHHBBBBBBHHIH", 2, 2, 0, 2, 0, 0x07, 0, 0, 0, 0xFFFF, 0, 0, 0)),
        record(0x06, struct.pack("<HHHBBBBBBHHIH", 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, 0)),
        record(0x207, struct.pack("<HB", 4, 0) + b"High"),
    ]
    sheet = only_sheet(with_stream("Workbook", binary_workbook(records)))
    assert sheet.rows == [[1.5, "High"], [], ["", "#REF!", "#DIV/0!"]]


@pytest.mark.parametrize("size", [0, 5_000, 100_000, 8_000_000])
def test_a_compound_file_gives_its_stream_back(size: int) -> None:
    content = (b"0123456789" * (size // 10 + 1))[:size]
    data = with_stream("Workbook", content)
    assert stream_names(data) == ("Root Entry", "Workbook")
    assert stream_of(data, "Book", "WORKBOOK")[:size] == content


def test_an_archive_that_hides_nothing_is_read_whole() -> None:
    """Parts that are no cells are not even unpacked."""
    data = excel(fill)
    with zipfile.ZipFile(io.BytesIO(data), "a") as archive:
        archive.writestr("xl/media/image1.png", b"no picture")
    assert read(data).sheets[0].rows == ROWS
