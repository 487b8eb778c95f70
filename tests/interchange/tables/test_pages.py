"""Tables of HTML pages and of Excel's XML of 2003, which are often called .xls."""

from __future__ import annotations

import datetime as dt

import pytest

from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.sheets import MergedRange, Workbook


def read(text: str, encoding: str = "utf-8") -> Workbook:
    return IncomingFile("a.xls", text.encode(encoding)).workbook


def test_the_table_of_a_page() -> None:
    page = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>t</title></head><body>
      <table border=1><caption>Register</caption><thead>
        <tr><th colspan="2">Actor</th><th rowspan=2>Influence<br>(1–5)</th></tr>
        <tr><th>Name<th>Kind</tr></thead>
        <tr><td> Ministry&nbsp;of
          <b>Health</b> </td><td></td><td>5</td></tr>
        <tr><td>A &lt; B</td><td>x<style>td {}</style></td></tr>
      </table></body></html>"""
    (sheet,) = read(page).sheets
    assert sheet.rows == [
        ["Actor", "", "Influence\n(1–5)"],
        ["Name", "Kind"],
        ["Ministry of Health", "", "5"],
        ["A < B", "x"],
    ]
    assert sheet.merged == (MergedRange(1, 1, 1, 2), MergedRange(1, 3, 2, 3))


def test_several_tables_are_sheets_and_cells_below_a_tall_one_move() -> None:
    page = (
        "<table><tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d</table><p><table></table><table><tr><td>e</table>"
    )
    first, second = read(page).sheets
    assert [first.name, second.name] == ["Table 1", "Table 2"]
    assert first.rows == [["a", "b"], ["", "c"], ["", "d"]]
    assert second.rows == [["e"]]


def test_tables_within_cells_are_tables_of_their_own() -> None:
    outer, inner = read("<html><table><tr><td>a<table><tr><td>b</table>c</td></tr></table></html>").sheets
    assert (outer.rows, inner.rows) == ([["ac"]], [["b"]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    page = (
        '<html><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><table><tr><td>Имя'
    )
    (sheet,) = read(page, encoding).sheets
    assert sheet.rows == [["Имя"]]


def test_excels_xml_of_2003() -> None:
    book = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:x="urn:schemas-microsoft-com:office:excel"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Register"><Table>
      <Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="1">
        <Data ss:Type="String">Title</Data><Comment><ss:Data>said</ss:Data></Comment></Cell>
        <Cell><Data ss:Type="Number">85</Data></Cell></Row>
      <Row ss:Index="4"><Cell><Data ss:Type="DateTime">2025-07-01T00:00:00.000</Data></Cell>
        <Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
        <Cell ss:Formula="=A1"/><Cell><Data ss:Type="Number">7.5</Data></Cell></Row></Table></Worksheet>
      <Worksheet ss:Name="Lists"><Table/><x:WorksheetOptions>
      <x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""
    register, lists = read(book).sheets
    assert register.rows == [[], ["", "Title", "", 85], [], [dt.date(2025, 7, 1), True, "#N/A", "", 7.5]]
    assert register.merged == (MergedRange(2, 2, 3, 3),)
    assert register.doubts == (
        "The formula in D4 has no value; open the workbook in a spreadsheet program and save it.",
    )
    assert (register.is_hidden, lists.is_hidden) == (False, True)


def test_a_heading_in_brackets_is_no_json() -> None:
    (sheet,) = read("[Name];Influence\nTürkiye;85\n").sheets
    assert sheet.rows == [["[Name]", "Influence"], ["Türkiye", "85"]]
