"""Sheets that are no tables of a row an actor are arranged as such, and say where their cells stand."""

from __future__ import annotations

import pytest

from register_cases import cells_of
from stakemap.interchange.register.arranging import arranged
from stakemap.interchange.tables.sheets import Sheet, Workbook


def _sheet(text: str) -> Sheet:
    rows = [["" if cell is None else cell for cell in row] for row in cells_of(text)]
    return Sheet("S", rows)


def _arranged(text: str) -> Sheet:
    return arranged(Workbook((_sheet(text),))).sheets[0]


def test_a_table_on_its_side_is_turned_and_its_cells_keep_their_places() -> None:
    sheet = _arranged("""
Actor | Mayor | Bishop | Press
Influence | High | Low | Medium
Attitude | For | Against | Neutral
""")
    assert sheet.rows[1] == ["Mayor", "High", "For"]
    assert sheet.place(2, 3) == (3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Stakeholder | Influence | Interest\nMayor | High | Low\nBishop | Low | High",
        "Column | Meaning\nStakeholder | Who it is\nInfluence | How much\nInterest | How keen",
        " | Interest |\nPower | Keep satisfied | Manage closely\n | Monitor | Keep informed",
        "Actor | Power/Influence\nMayor | High/Medium\nBishop | Low/Medium",
    ],
)
def test_other_sheets_stay_as_they_are(text: str) -> None:
    workbook = Workbook((_sheet(text),))
    assert arranged(workbook) is workbook


def test_names_in_quadrants_become_rows_with_their_place_and_a_doubt() -> None:
    sheet = _arranged("""
 | Low interest | High interest
High power | Bank, Court | Ministry
Low power | Tourists | Schools
""")
    assert sheet.rows[1:] == [
        ["Bank", "High", "Low"],
        ["Court", "High", "Low"],
        ["Ministry", "High", "High"],
        ["Tourists", "Low", "Low"],
        ["Schools", "Low", "High"],
    ]
    assert sheet.place(6, 1) == (3, 3)
    assert "drawn grid" in sheet.doubts[0]
