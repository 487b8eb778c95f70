"""Kumu's projects, blueprints and sheets."""

from __future__ import annotations

import json

import pytest

from foreign_files import read, relations, remarks, workbook
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile

PROJECT = {
    "name": "Water",
    "description": "<p>Who <b>decides</b></p>",
    "attributes": [{"name": "Element Type"}, {"name": "Policy Area"}, {"name": "Label"}],
    "elements": [
        {
            "_id": "e1",
            "attributes": {
                "label": "Ministry",
                "element type": "Watershed body",
                "policy area": ["tax", "water"],
                "tags": ["a", "b"],
                "description": "<p>One<br>two &amp; three</p><script>steal()</script><img src='http://x/y'>",
            },
        },
        {"_id": "e2", "attributes": {"label": "NGO One", "element type": "NGO", "policy area": "tax"}},
        {"_id": "e3", "attributes": {"label": "Press", "policy area": ["tax"]}},
        7,
    ],
    "connections": [
        {
            "_id": "c1",
            "from": "e1",
            "to": "e2",
            "direction": "mutual",
            "attributes": {"connection type": "Funds"},
        },
        {
            "from": "e2",
            "to": "e1",
            "direction": "directed",
            "attributes": {"label": "sues", "connection type": "law"},
        },
        {"from": "e1", "to": "gone", "direction": "directed", "attributes": {}},
    ],
    "loops": [{}],
    "maps": [{"elements": [{"element": "e1", "position": {"x": 1, "y": 2}}]}],
}


def test_a_project() -> None:
    content = read("kumu", "\ufeff" + json.dumps(PROJECT), "export.json")
    ministry, ngo, _press = content.actors
    assert (content.title, content.note) == ("Water", "Who decides")
    assert ministry.tags == ("Watershed body", "a", "b", "Policy Area: tax", "Policy Area: water")
    assert ministry.note == "One\ntwo & three"
    assert (ngo.kind, ngo.tags) == ("ngo", ("Policy Area: tax",))
    assert relations(content) == [
        ("Ministry", "—", "NGO One", "Funds"),
        ("NGO One", "→", "Ministry", "sues"),
    ]
    assert content.relations[1].note == "Type: law"
    assert remarks(content, "refused") == [
        "elements[3]: This is not a record.",
        "connections[2]: The link leads to “gone”, which is not in the file.",
    ]
    assert remarks(content, "left-out") == [
        "1 loop has no place in a map.",
        "Views, and where they draw the elements, are left out.",
    ]


def test_a_blueprint_whose_links_are_names() -> None:
    blueprint = {
        "elements": [{"label": "A", "type": "Person", "tags": "x|y"}, {"id": "b", "label": "B"}],
        "connections": [
            {"from": "A", "to": "b", "type": "ally"},
            {"from": "B", "to": "A", "direction": "undirected"},
        ],
    }
    content = read("kumu", json.dumps(blueprint), "blueprint.json")
    assert (content.actors[0].kind, content.actors[0].tags) == ("person", ("x", "y"))
    assert relations(content) == [("A", "→", "B", "ally"), ("B", "—", "A", "")]


@pytest.mark.parametrize(
    "data",
    [
        {"elements": {}},
        {"elements": [1]},
        [],
        {"elements": [], "connections": []},
        {"connections": [{"a": 1}]},
    ],
)
def test_other_json_is_none_of_it(data: object) -> None:
    found = format_of(IncomingFile("a.json", json.dumps(data).encode()))
    assert found is None or found.id != "kumu"


def test_sheets() -> None:
    data = workbook(
        {
            "Elements": [
                ["ID", "Label", "Type", "Tags", "Description", "Budget"],
                [1, "A", "Person", "x|y", "<b>d</b>", 12],
                [2, "B", None, None, None, None],
                [3, "A", None, "z", None, None],
            ],
            "Connections": [
                ["From", "To", "Type", "Direction"],
                ["A", "B|C|A", "funds", "undirected"],
                [None, "B"],
                [1, 2, "advises", "directed"],
            ],
            "Old (ignore)": [["Label"], ["Q"]],
            "Read me": [["hello"]],
        }
    )
    content = read("kumu-sheets", data, "net.xlsx")
    assert [actor.name for actor in content.actors] == ["A", "B", "C"]
    assert content.actors[0].tags == ("x", "y", "z")
    assert content.actors[0].note == "d\nBudget: 12"
    assert relations(content) == [
        ("A", "—", "B", "funds"),
        ("A", "—", "C", "funds"),
        ("A", "→", "B", "advises"),
    ]
    assert remarks(content, "refused") == ["sheet “Connections”, row 3: The link lacks one of its ends."]
    assert remarks(content, "left-out")[:2] == [
        "sheet “Old (ignore)”: The sheet is left out, as its name asks.",
        "sheet “Read me”: The sheet has neither elements nor connections.",
    ]
    assert any("“C” is named by a link alone" in remark for remark in remarks(content, "doubt"))


def test_two_blank_rows_begin_a_new_part() -> None:
    text = "\ufeffLabel;Type;Tags\r\nA;NGO;\r\n\r\nB;Person;x\r\n;;\r\n;;\r\nFrom;To;Type\r\nA;B;funds\r\n"
    content = read("kumu-sheets", text, "net.csv")
    assert [(actor.name, actor.kind) for actor in content.actors] == [("A", "ngo"), ("B", "person")]
    assert relations(content) == [("A", "→", "B", "funds")]


def test_links_alone_make_the_actors() -> None:
    content = read("kumu-sheets", "From,To,Type\nA,B|C,ally\n", "net.csv")
    assert [actor.name for actor in content.actors] == ["A", "B", "C"]
    assert [tie.strength for tie in content.ties] == [2, 2]


def test_a_register_with_labels_and_ratings_is_none_of_it() -> None:
    found = format_of(IncomingFile("a.csv", b"Label,Type,Influence\nA,NGO,3\n"))
    assert found is None or found.id != "kumu-sheets"


def test_a_description_with_many_blanks_and_loops_that_are_none_are_read() -> None:
    note = "<b>x" + " " * 199_000 + "y</b><br>\n \n z"
    content = read("kumu", json.dumps({"elements": [{"label": "A", "description": note}], "loops": 5}))
    assert content.actors[0].note == "x…"
    assert content.remarks_of("left-out") != ()
