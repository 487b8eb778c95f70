"""Tables of nodes and edges: Gephi's and Onodo's."""

from __future__ import annotations

import pytest

from foreign_files import read, relations, remarks, workbook
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_of_nodes_alone(separator: str) -> None:
    rows = (
        ("Id", "Label", "timeset", "Modularity Class", "Tier"),
        ("1", "Alpha", "", "0", "North"),
        ("2", "Beta", "<[2010.0]>", "1", "North"),
        ("3", "", "", "1", ""),
        ("1", "Gamma", "", "1", "South"),
    )
    text = "\ufeff" + "\r\n".join(separator.join(row) for row in rows)
    content = read("gephi-tables", text, "nodes.csv")
    assert [actor.name for actor in content.actors] == ["Alpha", "Beta", "3"]
    assert content.actors[1].note == "timeset: <[2010.0]>"
    assert content.actors[1].tags == ("Tier: North",)
    assert remarks(content, "refused") == [
        "row 5: The id 1 stands for “Alpha” already, so “Gamma” is not read."
    ]
    assert "“Modularity Class” is computed from the links, and left out." in remarks(content, "left-out")


def test_columns_without_a_heading_of_their_own_are_kept() -> None:
    content = read("gephi-tables", "Id,Label,Seat,Seat,\n1,Alpha,North,Hill 7,once\n", "nodes.csv")
    assert content.actors[0].note == "Seat: North\nSeat (D): Hill 7\nColumn E: once"


def test_a_table_of_edges_alone() -> None:
    text = (
        "Source;Target;Type;Id;Label;Weight\nAlpha;Beta;Undirected;0;;1.0\nBeta;Alpha;Undirected;1;;1.0\n"
        "Alpha;Gamma;Directed;2;pays;3,5\nAlpha;;Directed;3;;1\n"
    )
    content = read("gephi-tables", text, "edges.csv")
    assert [actor.name for actor in content.actors] == ["Alpha", "Beta", "Gamma"]
    assert relations(content) == [("Alpha", "—", "Beta", ""), ("Alpha", "→", "Gamma", "pays")]
    assert content.relations[1].note == "Weight: 3,5"
    assert remarks(content, "refused") == ["row 5: The link lacks one of its ends."]


def test_a_workbook_of_both() -> None:
    data = workbook(
        {
            "Nodes": [["Id", "Label", "Type"], [1, "Alpha", "Company"], [2, "Beta", "NGO"]],
            "Edges": [["Source", "Target", "Type", "Weight"], [1, 2, "Mutual", -1], [2, 5, "Directed", 1]],
        }
    )
    content = read("gephi-tables", data, "net.xlsx")
    assert [(actor.name, actor.kind) for actor in content.actors] == [("Alpha", "company"), ("Beta", "ngo")]
    assert relations(content) == [("Alpha", "—", "Beta", "")]
    assert [(tie.strength, tie.basis) for tie in content.ties] == [(-2, "assumed")]
    assert remarks(content, "refused") == [
        "sheet “Edges”, row 3: The link leads to “5”, which is not in the file."
    ]


def test_onodo() -> None:
    data = workbook(
        {
            "Nodes": [
                ["Name", "Type", "Description", "Visible", "Image"],
                ["Ana", "Person", "A <i>minister</i>", 1, "http://example.org/a.png"],
                ["Club", "Party", None, 0, None],
            ],
            "Relations": [
                ["Source", "Type", "Target", "Directed", "Date"],
                ["Ana", "rival", "Club", 0, "2001"],
                ["Club", "funds", "Ana", True, None],
            ],
        }
    )
    content = read("onodo", data, "net.xlsx")
    ana, club = content.actors
    assert (ana.kind, ana.note) == ("person", "A minister")
    assert club.tags == ("Party", "not visible")
    assert relations(content) == [("Ana", "—", "Club", "rival"), ("Club", "→", "Ana", "funds")]
    assert content.relations[0].note == "Date: 2001"
    assert [tie.strength for tie in content.ties] == [-2]
    assert remarks(content, "left-out") == ["“Image” names pictures, which are not fetched."]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Influence\nA,3\n",
        "Id,Label,Influence\n1,A,3\n",
        "Stakeholder,Current,Target,Source\nA,R,S,report\n",
        "Name,From,To\nA,2001,2005\n",
        "a;b\n1;2\n",
    ],
)
def test_other_tables_are_none_of_it(text: str) -> None:
    found = format_of(IncomingFile("a.csv", text.encode()))
    assert found is None or found.id not in ("gephi-tables", "onodo", "kumu-sheets")
