"""Tables of actors in files, with commas, semicolons or tabs, as new maps."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap.errors import MapReadError
from stakemap.interchange.columns import FIELDS, Field, heading
from stakemap.interchange.importers import Imported, ImportJob, importer_for
from stakemap.model.document import Issue, Snapshot, StakeMap, new_map
from stakemap.model.edits_base import Authorship
from stakemap.model.records import replace
from stakemap.storage.codec import decode, encode

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
        "Budget: This column is not recognised and was ignored."
    ]
    assert warnings[0].severity == "warning"


def test_each_cell_that_cannot_be_taken_is_told() -> None:
    with pytest.raises(MapReadError) as caught:
        read(b"Name,Influence,Alignment\nA,lots,3\nB,200,4\n")
    assert [str(fault) for fault in caught.value.faults] == [
        "row 1, Influence: “lots” is not a number.",
        "row 2, Influence: 200 is out of range: it must be between 0 and 100.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file has no text."),
        (b"a,b\n1,2\n", "The first row must name the columns, one of them “Name” or “Code”."),
        (b"Name\n", "There are no rows below the headings."),
        (
            "Name\nTürkiye\n".encode("latin-1"),
            "This text is not in UTF-8; save the table as “CSV UTF-8” first.",
        ),
        (b"Name\n" + b"A\n" * 20_001, "A table may have up to 20000 rows."),
        (b"Name" + b",x" * 201 + b"\nA\n", "A table may have up to 200 columns."),
        (
            "Name\nA\n".encode("utf-16")[:-1],
            "This text is not in UTF-16; save the table as “CSV UTF-8” first.",
        ),
        (
            "\ufeffName\nA\n".encode("utf-32-be"),
            "This text is not in UTF-8; save the table as “CSV UTF-8” first.",
        ),
        *(
            (data, f"Read as {name}, this text has NUL characters; save the table as “CSV UTF-8” first.")
            for data, name in (
                ("Name\nA\n".encode("utf-16-le"), "UTF-8"),
                ("Name\nA\n".encode("utf-16-be"), "UTF-8"),
                (b"Name\nA\0B\n", "UTF-8"),
                ("Name\nA\0B\n".encode("utf-16"), "UTF-16"),
                ("\ufeffName\nA\n".encode("utf-32-le"), "UTF-16"),
            )
        ),
        *(
            (
                data,
                f"Line {line}: a cell that begins with a quotation mark must end with one, "
                "and those inside it must be doubled.",
            )
            for data, line in (
                (b'Name,Alignment,Influence\n"Acme,10,20\nB,30,40\nC,1,2\n', 2),
                (b'"Name,Alignment\nA,1\n', 1),
                (b'Name,Note\nA,"one\ntwo"\n\nB,"x" y\n', 5),
                (b'sep=;\r\nName;Note\r\n"A;1\r\n', 3),
            )
        ),
    ],
)
def test_what_is_no_table_is_told_in_one_line(data: bytes, sentence: str) -> None:
    with pytest.raises(MapReadError) as caught:
        read(data)
    assert str(caught.value) == sentence
    assert [str(fault) for fault in caught.value.faults] == [sentence]


def cells(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(alphabet), max_size=8)


@given(
    st.lists(cells('ab"é,;| \t\r\n\x0b\x0c\x1c\x1e\x85\u2028\u2029'), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_row_is_one_actor_as_it_was_written(
    texts: list[str], delimiter: str, line_end: str, encoding: str
) -> None:
    notes = {f"Actor {number}": f"[{text}]" for number, text in enumerate(texts)}
    written = io.StringIO(newline="")
    written.write(f"sep=|{line_end}" if delimiter == "|" else "")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([("Name", "Note"), *notes.items()])
    document = read(written.getvalue().encode(encoding)).document
    assert {actor.name: actor.note for actor in document.actors.values()} == notes


@given(st.text(st.sampled_from('Aab1",;\t\r\n \x0b\x85\u2028'), max_size=40), st.sampled_from(",;\t"))
@example('"A,1\nb,2\n', ",")
def test_any_text_is_read_row_by_row_or_refused(text: str, delimiter: str) -> None:
    table = f"Name{delimiter}Note\n{text}"
    try:
        actors = read(table.encode()).document.actors
    except MapReadError:
        return
    lines = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True)
    expected = [row for row in ([cell.strip() for cell in row] for row in lines) if any(row)][1:]
    assert [actor.name for actor in actors.values()] == [row[0] for row in expected]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nName;Note\nA, B;c\n",
        "SEP=|\r\nName|Note\r\nA, B|c\r\n",
        '\ufeff"sep=;"\nName;Note\nA, B;c\n',
        'Name;Note;"Budget, in euro, this year, net"\nA, B;c;\n',
        '"Name";"Note";"Alignment, from −100, to 100, as of today"\nA, B;c;\n',
        "Name;Note;Budget, in euro, this year, net\nA, B;c;\n",
    ],
)
def test_the_delimiter_is_found(text: str) -> None:
    (actor,) = read(text.encode()).document.actors.values()
    assert (actor.name, actor.note) == ("A, B", "c")


def test_no_row_is_lost_behind_one_with_too_many_empty_cells() -> None:
    with pytest.raises(MapReadError, match="up to 200 columns"):
        read(b"Name,Note\nA,\n" + b"," * 300 + b"\nB\n")


def test_names_that_differ_in_signs_are_names_of_different_groups_and_actors() -> None:
    names = ["C++", "C#", "!!!", "???", "李", "黎", "Цикл", "Цйкл"]
    document = read(("Name,Group\n" + "".join(f"{name},{name}\n" for name in names)).encode()).document
    assert [actor.name for actor in document.actors.values()] == names
    assert [document.groups[actor.group or ""].name for actor in document.actors.values()] == names
    more = read("Name,Group\nA,Héros d’État\nB,HEROS D'ETAT\nC,Ｈéros  d’E\u0301tat\n".encode()).document
    assert [group.name for group in more.groups.values()] == ["Héros d’État"]


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field not in ("id", "name", "reason", "influence_reason")]
)
def test_a_cell_that_is_too_long_is_refused_in_a_short_sentence_with_its_place(field: Field) -> None:
    long = "1234 " * 24_000
    header = heading(field)
    with pytest.raises(MapReadError) as caught:
        read(f"Name,{header},{long}\nA,,2\nB,{long},3\n".encode())
    for fault in caught.value.faults:
        assert fault.path == f"row 2, {header}"
        assert len(str(fault)) < 400


def test_a_name_that_is_too_long_is_told_with_its_place() -> None:
    with pytest.raises(MapReadError) as caught:
        read(b"Name\nA\n" + b"A" * 200_000)
    (fault,) = caught.value.faults
    assert str(fault) == "row 2, Name: Name is longer than 500 characters."


@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.lists(
            st.one_of(
                cells("ab;, =1"),
                st.just("x" * 600),
                st.sampled_from(["-80", "7.5", "?", "high", "decides", "A", "B"]),
            ),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
    )
)
def test_whatever_is_in_the_cells_is_taken_or_refused(columns: dict[Field, list[str]]) -> None:
    written = io.StringIO(newline="")
    table = {"Name": ["A", "B"], **{heading(field): column for field, column in columns.items()}}
    csv.writer(written).writerows([list(table), *zip(*table.values(), strict=True)])
    with suppress(MapReadError):
        document = read(written.getvalue().encode()).document
        assert decode(encode(document)).document == document


def test_a_column_that_is_there_twice_is_told_so() -> None:
    warnings = read(b"Name,Alignment,Low,High,Low,Position,Budget\nA,50,40,60,3,7,8\n").warnings
    left_out = "An earlier column has the same meaning, so this one was ignored."
    assert [str(warning) for warning in warnings] == [
        f"Low: {left_out}",
        f"Position: {left_out}",
        "Budget: This column is not recognised and was ignored.",
    ]


def test_a_file_is_known_by_its_ending_and_its_bytes() -> None:
    assert importer_for(Path("A.TSV"), b"Name\n") is not None
    assert importer_for(Path("a.csv"), b"PK\x03\x04\0\0") is None
    assert importer_for(Path("a.csv"), "Name\n".encode("utf-16-le")) is not None
    assert importer_for(Path("a.txt"), b"Name\n") is None
