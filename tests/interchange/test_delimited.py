"""Tables of actors in files, with commas, semicolons or tabs, as new maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from stakemap.errors import MapReadError
from stakemap.interchange.importers import Imported, ImportJob, importer_for
from stakemap.model.document import Issue, Snapshot, StakeMap, new_map
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace

TABLE = Path("actors.csv")


def blank() -> StakeMap:
    return replace(
        new_map("00000000-0000-4000-8000-000000000000"),
        issues={"issue": Issue(name="Issue")},
        snapshots={"now": Snapshot(label="Now")},
    )


def read(data: bytes, name: Path = TABLE) -> Imported:
    importer = importer_for(name, data)
    assert importer is not None
    return importer.read(ImportJob(data, blank(), Authorship("Ani", "2025-08-01")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_delimiter_and_encoding_that_spreadsheets_write(delimiter: str, encoding: str) -> None:
    rows = [["Name", "Group", "Influence", "Alignment"], ["Türkiye", "Guarantors", "80", "-12.5"]]
    text = "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"
    document = read(text.encode(encoding)).document
    actor = document.actors["turkiye"]
    assert actor.name == "Türkiye"
    assert document.groups[actor.group or ""].name == "Guarantors"
    standing, stance = (
        document.snapshots["now"].standings["turkiye"],
        document.snapshots["now"].stances["issue"]["turkiye"],
    )
    assert standing.influence is not None
    assert standing.influence.value == 80
    assert stance.alignment is not None
    assert stance.alignment.value == -12.5
    assert (standing.by, standing.on) == ("Ani", "2025-08-01")


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    document = read(b'Name,Note\n"Bank, ""Central""","one\ntwo"\n').document
    (actor,) = document.actors.values()
    assert actor.name == 'Bank, "Central"'
    assert actor.note == "one\ntwo"


def test_groups_are_made_once_and_kept() -> None:
    document = read("Name;Group\nA;EU\nB;Eu\nC;–\nD;Others\n".encode()).document
    assert {group.name for group in document.groups.values()} == {"EU", "Others"}
    assert document.actors["a"].group == document.actors["b"].group
    assert document.actors["c"].group is None


def test_what_is_left_out_is_told() -> None:
    warnings = read(b"Name,Budget\nA,12\n").warnings
    assert [str(warning) for warning in warnings] == [
        "Budget: This column is not understood and was left out."
    ]
    assert warnings[0].severity == "warning"


def test_each_cell_that_cannot_be_taken_is_told() -> None:
    with pytest.raises(MapReadError) as caught:
        read(b"Name,Influence,Alignment\nA,lots,3\nB,200,4\n")
    assert [str(fault) for fault in caught.value.faults] == [
        "row 1, Influence: “lots” is no number.",
        "row 2, Influence: 200 is out of range: it has to lie between 0 and 100.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is no text in this file."),
        (b"a,b\n1,2\n", "The first row has to name the columns, one of them “Name” or “Code”."),
        (b"Name\n", "There is no row below the names of the columns."),
        (
            "Name\nTürkiye\n".encode("latin-1"),
            "This text is not in UTF-8; save the table as “CSV UTF-8” first.",
        ),
        (b"Name\n" + b"A\n" * 20_001, "A table may have up to 20000 rows."),
        (b"Name" + b",x" * 201 + b"\nA\n", "A table may have up to 200 columns."),
        (b"Name\n" + b"A" * 200_000, "This is no table: field larger than field limit (131072)."),
    ],
)
def test_what_is_no_table_is_told_in_one_line(data: bytes, sentence: str) -> None:
    with pytest.raises(MapReadError) as caught:
        read(data)
    assert str(caught.value) == sentence
    assert [str(fault) for fault in caught.value.faults] == [sentence]


def test_a_file_is_known_by_its_ending_and_its_bytes() -> None:
    assert importer_for(Path("A.TSV"), b"Name\n") is not None
    assert importer_for(Path("a.csv"), b"PK\x03\x04\0\0") is None
    assert importer_for(Path("a.txt"), b"Name\n") is None
