"""Comments and the lists from which cells are chosen, of Excel workbooks."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from interchange.tables.hostile_tables import HOSTILE
from interchange.tables.workbooks import excel, with_parts
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.notes import notes_of
from stakemap.interchange.tables.sheets import SheetNotes


def fill(book: Any) -> None:
    sheet = book.add_worksheet("Register")
    lists = book.add_worksheet("My list's")
    lists.write_column("B2", ["Low", "Medium", "", "High"])
    lists.write_row("D1", [1, 2, 3])
    book.define_name("Attitudes", "='My list''s'!$B$2:$B$5")
    sheet.write_comment("C4", "From 1 to 5")
    rules = {
        "B2:B9": ["Yes", "No"],
        "C2:D9": "='My list''s'!$B$2:$B$5",
        "E2": "=Attitudes",
        "F2": "='My list''s'!$D$1:$F$1",
        "G2": "='[other.xlsx]A'!$A$1:$A$3",
        "H2": '=INDIRECT("B2")',
    }
    for place, source in rules.items():
        sheet.data_validation(place, {"validate": "list", "source": source})
    sheet.data_validation("I2", {"validate": "integer", "criteria": ">", "value": 1})


def test_comments_and_choices() -> None:
    notes = notes_of(IncomingFile("a.xlsx", excel(fill)), "Register")
    assert notes.comments == {(4, 3): "From 1 to 5"}
    words = ("Low", "Medium", "High")
    assert notes.choices == {2: ("Yes", "No"), 3: words, 4: words, 5: words, 6: ("1", "2", "3")}


def test_those_that_openpyxl_writes() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "A"
    sheet["B2"].comment = Comment("Two\nlines", "somebody")
    rule = DataValidation(type="list", formula1='"a, b"')
    rule.add("B2:B5")
    rule.add("D7")
    sheet.add_data_validation(rule)
    file = io.BytesIO()
    book.save(file)
    notes = notes_of(IncomingFile("a.xlsx", file.getvalue()), "A")
    assert notes == SheetNotes({(2, 2): "Two\nlines"}, {2: ("a", "b"), 4: ("a", "b")})


def test_lists_of_newer_workbooks_that_refer_to_other_sheets() -> None:
    data = excel(fill)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    extension = (
        b'<extLst><ext xmlns:x14="x14"><x14:dataValidations xmlns:xm="xm"><x14:dataValidation type="list">'
        b"<x14:formula1><xm:f>'My list''s'!B2</xm:f></x14:formula1><xm:sqref>J2:J4</xm:sqref>"
        b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    changed = {"xl/worksheets/sheet1.xml": xml.replace(b"</worksheet>", extension)}
    notes = notes_of(IncomingFile("a.xlsx", with_parts(data, changed)), "Register")
    assert notes.choices[10] == ("Low",)


def test_no_notes_where_there_are_none_or_they_cannot_be_read() -> None:
    data = excel(fill)
    assert notes_of(IncomingFile("a.xlsx", data), "Nowhere") == SheetNotes()
    assert notes_of(IncomingFile("a.csv", b"a;b"), "") == SheetNotes()
    broken = with_parts(data, {"xl/comments1.xml": b"<comments"})
    assert notes_of(IncomingFile("a.xlsx", broken), "Register") == SheetNotes()
    for name in ("external links", "entities in a workbook", "half a workbook"):
        assert notes_of(IncomingFile("a.xlsx", HOSTILE[name].make()), "A") == SheetNotes()
