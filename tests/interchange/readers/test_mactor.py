"""MACTOR workbooks: valued positions, signs from the simple matrix, direct influences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pytest
from xlsxwriter import Workbook

from foreign_files import alignments, influences, read, remarks, saliences
from stakemap.errors import MapReadError

Rows = Sequence[Sequence[Any]]

VALUED: Rows = [
    ["Matrix of valued positions (2MAO)"],
    [],
    ["", "", "Jobs", "Clean air", "Number of agreements"],
    ["A1", "Ministry", 3, -2, 3],
    ["A2", "Union", 4, 0, 4],
    ["A3", "Residents", None, 9, 0],
    ["", "Total", 7, -2],
]
INFLUENCES: Rows = [
    ["MDI", "A1", "A2", "A3", "Ii"],
    ["A1", 0, 3, 4, 7],
    ["A2", 1, 0, 0, 1],
    ["A3", 0, 5, 0, 0],
    ["Di", 1, 3, 4, 8],
]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    written = BytesIO()
    with Workbook(written) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return written.getvalue()


def test_positions_and_influences() -> None:
    content = read("mactor", workbook({"2MAO": VALUED, "MDI": INFLUENCES}), "study.xlsx")
    assert [actor.name for actor in content.actors] == ["Ministry", "Union", "Residents"]
    assert [issue.name for issue in content.issues] == ["Jobs", "Clean air"]
    assert alignments(content) == {
        ("", "Ministry", "Jobs"): 75,
        ("", "Ministry", "Clean air"): -50,
        ("", "Union", "Jobs"): 100,
        ("", "Union", "Clean air"): 0,
    }
    assert saliences(content)["", "Ministry", "Clean air"] == 50
    assert content.stances[1].reason == "Position −2 of −4…4"
    names = {actor.key: actor.name for actor in content.actors}
    assert [(names[each.source], names[each.target], each.note) for each in content.relations] == [
        ("Ministry", "Union", "Direct influence 3 of 0…4"),
        ("Ministry", "Residents", "Direct influence 4 of 0…4"),
        ("Union", "Ministry", "Direct influence 1 of 0…4"),
    ]
    assert {(relation.label, relation.directed) for relation in content.relations} == {("influences", True)}
    assert remarks(content, "refused") == [
        "sheet “2MAO”, row 6, column D: 9 is off its scale: it must be between −4 and 4.",
        "sheet “MDI”, row 4, column C: 5 is off its scale: it must be between 0 and 4.",
    ]
    assert influences(content) == {}


UNSIGNED: Rows = [["", "O1", "O2"], ["A1", 3, 2], ["A2", 4, 1]]
SIGNS: Rows = [["", "O2", "O1"], ["A2", -1, 1], ["A1", 0, -1]]


def test_signs_come_from_the_simple_matrix_and_names_from_lists() -> None:
    sheets = {
        "2MAO": UNSIGNED,
        "1MAO": SIGNS,
        "Actors": [["Code", "Actor"], ["A1", "Ministry"], ["A2", "Union"]],
        "Objectives": [["O1", "Create jobs"], ["O2", "Clean the air"]],
    }
    content = read("mactor", workbook(sheets), "study.xlsx")
    assert alignments(content) == {
        ("", "Ministry", "Create jobs"): -75,
        ("", "Union", "Create jobs"): 100,
        ("", "Union", "Clean the air"): -25,
    }
    assert remarks(content, "refused") == [
        "sheet “2MAO”, row 2, column C: 1MAO does not say for which side this position is."
    ]


@pytest.mark.parametrize(
    ("sheets", "doubt", "value"),
    [
        ({"2 MAO": UNSIGNED}, "No position is negative", 75),
        ({"Positions": [["1MAO"], *SIGNS]}, "There is no 2MAO", -100),
    ],
)
def test_what_is_left_open_is_said(sheets: Mapping[str, Rows], doubt: str, value: float) -> None:
    content = read("mactor", workbook(sheets), "study.xlsx")
    assert alignments(content)["", "A1", "O1"] == value
    assert doubt in remarks(content, "doubt")[0]


def test_of_an_influence_that_stands_twice_the_first_counts() -> None:
    sheets = {"2MAO": [["", "O1", "O2"], ["A1", 1, -1], ["A2", 1, 1]]}
    sheets["MDI"] = [["", "A1", "A2"], ["A1", 0, 3], ["A2", 1, 0], ["A1", 0, 2]]
    content = read("mactor", workbook(sheets), "study.xlsx")
    assert [relation.note for relation in content.relations] == [
        "Direct influence 3 of 0…4",
        "Direct influence 1 of 0…4",
    ]
    assert remarks(content, "refused") == [
        "sheet “MDI”, row 4, column C: This influence stands here twice; the first one counts."
    ]


def test_a_study_without_positions_is_one_sentence() -> None:
    with pytest.raises(MapReadError, match="has positions of actors"):
        read("mactor", workbook({"2MAO": [["to do"]]}), "study.xlsx")
