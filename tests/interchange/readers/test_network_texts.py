"""Networks in texts of their own: GML, Pajek and UCINET's DL."""

from __future__ import annotations

import pytest

from foreign_files import read, relations, remarks
from stakemap.errors import MapReadError
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile

GML = """Creator "yFiles"
Version 2.14
graph
[ directed 1 label "Energy"
  node [ id 0 label "A &amp; B" graphics [ x 1 y 2 ] ]
  node [ id 1 label "Caf&#233;" type "NGO" ]  # a comment
  edge [ source 0 target 1 label "ally" value 2 ]
  edge [ source 1 target 7 ]
]
"""


def test_gml() -> None:
    content = read("gml", GML, "net.gml")
    assert [(actor.name, actor.kind) for actor in content.actors] == [("A & B", None), ("Café", "ngo")]
    assert relations(content) == [("A & B", "→", "Café", "ally")]
    assert content.relations[0].note == "value: 2"
    assert content.title == "Energy"
    assert remarks(content, "refused") == ["line 8: The link leads to “7”, which is not in the file."]


PAJEK = """%made by hand
*Network Energy\r
*Vertices 4
1 "Ministry of Finance" 0.1 0.2 0.5 ic Red
2 "Gas & Co" [1-5]
3 Gewerkschaft
*Arcs :1 "reports to"
1 2 1 l "supports"
3 1 2
*Edges
2 4 3
*Arcslist :2 "funds"
3 1 2
*Matrix :3 "trades"
0 1 0 0
1 0 0 0
0 0 5 0
0 0 0 0
*Partition parties
*Vertices 4
1
2
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_pajek(ends: str) -> None:
    content = read("pajek", PAJEK.replace("\r", "").replace("\n", ends), "net.net")
    assert [actor.name for actor in content.actors] == [
        "Ministry of Finance",
        "Gas & Co",
        "Gewerkschaft",
        "4",
    ]
    assert content.actors[1].note == "Time: 1-5"
    assert relations(content) == [
        ("Ministry of Finance", "→", "Gas & Co", "supports"),
        ("Gewerkschaft", "→", "Ministry of Finance", "reports to"),
        ("Gas & Co", "—", "4", ""),
        ("Gewerkschaft", "→", "Ministry of Finance", "funds"),
        ("Gewerkschaft", "→", "Gas & Co", "funds"),
        ("Ministry of Finance", "—", "Gas & Co", "trades"),
    ]
    assert content.title == "Energy"
    assert any("*partition" in remark for remark in remarks(content, "left-out"))


def test_pajek_signs_modes_encodings_and_numbers_of_relations() -> None:
    text = '*Vertices 3 2\n1 "Świerk"\n2 "Łódź"\n3 Ereignis\n*Arcs\n2: 1 3 -1\n*Arcslist\n2 -3\n*Edges\n1 9\n'
    content = read("pajek", text.encode("cp1250"), "net.net")
    assert [actor.tags for actor in content.actors] == [("first mode",), ("first mode",), ("second mode",)]
    assert [tie.strength for tie in content.ties] == [-2, -2]
    assert "leads to “9”" in remarks(content, "refused")[0]
    assert any("encoding" in remark.lower() for remark in remarks(content, "doubt"))


ROWS = "0 0 1\n1 0 0\n1 0 0\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"DL N=3\nFORMAT = FULLMATRIX\nLABELS:\nMin of Fin, Bank, Union\nDATA:\n{ROWS}",
            ["Min of Fin → Union", "Bank → Min of Fin", "Union → Min of Fin"],
        ),
        (
            'dl n = 3\nlabels embedded\ndata:\nA B "C D"\nA 0 1 0\nB 1 0 2\n"C D" 0 2 0\n',
            ["A — B", "B — C D"],
        ),
        ("dl n=3 diagonal absent data: 1 0\n0 0\n0 0", ["1 → 2"]),
        (
            "dl n=2 nm=2\nmatrix labels:\nfunds\nmeets\ndata:\n0 1\n0 0\n0 1\n1 0\n",
            ["1 → 2 funds", "1 — 2 meets"],
        ),
        (
            "dl n=3, format=edgelist1\nlabels embedded:\ndata:\ngeorge sally\nsally jim 2\n",
            ["george → sally", "sally → jim"],
        ),
        ("dl n=3 format = edgelist1\nlabels:\na,b,c\ndata:\n1 2\nB C\n", ["a → b", "b → c"]),
        ("dl n=3 format = nodelist1\nlabels: a b c\ndata:\n1 2 3\n2 1\n3 1\n", ["a — b", "a — c"]),
        ("dl n=3 format=nodelist1b data:\n2 2 3\n0\n1 1\n", ["1 → 2", "1 → 3", "3 → 1"]),
        (
            "dl nr=2 nc=3 format = nodelist2\nrow labels: a,b\ncolumn labels: x y z\ndata:\n1 1 3\n2 2\n",
            ["a — x", "a — z", "b — y"],
        ),
        ("dl n=3 format=lowerhalf\nlabels: a b c\ndata:\n0\n1 0\n0 1 0\n", ["b — a", "c — b"]),
        ("dl n=3 format=upperhalf diagonal=absent data: 1 0\n1\n", ["1 — 2", "2 — 3"]),
    ],
)
def test_dl(text: str, told: list[str]) -> None:
    content = read("ucinet", text, "net.txt")
    assert [" ".join(filter(None, relation)) for relation in relations(content)] == told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("graph [ node [ id 1 ", "brackets of this GML file do not match"),
        ("graph [" + " a [" * 100_000, "brackets of this GML file do not match"),
        ("*Vertices 999999999\n*Edges\n1 2\n", "more than 20,000 nodes"),
        ("*Vertices\n1 a\n", "Line 1: \\*Vertices needs their number"),
        ("*Vertices 2\n*Matrix\n0 1 1\n", "line 3: the matrix has more cells than it should"),
        ("dl n=999999999\ndata:\n0", "more than 20,000 nodes"),
        ("dl n=3\ndata:\n0 1 0\n0 0", "The data end before the matrix is whole."),
        ("dl n=3\n0 1 0", "the word “data:” is missing"),
        ("dl n=3 format=rankedlist1 data:\n1 2", "“rankedlist1” of DL files is not read"),
        ("dl format=fullmatrix data:\n1 2", "how many nodes"),
        ("dl nr=5 data:\n", "how many nodes"),
        ("dl n=1 nm=99999999 diagonal=absent data:\n", "more than 1,000 matrices"),
        (
            "graph [\nnode [ id 1 label a " + "x y " * 20_000 + "] ]",
            "Line 2: a node or an edge has more entries",
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence(text: str, sentence: str) -> None:
    file = IncomingFile("net.txt", text.encode())
    found = format_of(file)
    assert found is not None
    with pytest.raises(MapReadError, match=sentence):
        found.read(ReadJob(file, "2025-07-01"))


def test_what_is_no_number_is_refused_at_its_line() -> None:
    content = read("ucinet", "dl n=2 data:\n0 x\n1 0\n", "net.dl")
    assert remarks(content, "refused") == ["line 2: “x” is not a number."]
    content = read("pajek", f"*Vertices 1\n\n000000000001{'0' * 5_000} a\n", "net.net")
    assert remarks(content, "refused")[0].startswith("line 3: “000000000001")


def test_a_long_line_of_values_is_read() -> None:
    content = read("ucinet", f"dl nr=2000 nc=50 data:\n{'0 ' * 99_999}1", "net.dl")
    assert relations(content) == [("2000", "—", "50", "")]


@pytest.mark.parametrize("text", ["Graph paper, 100 sheets", "*Vertical text*", "dl is short for download"])
def test_other_texts_are_none(text: str) -> None:
    found = format_of(IncomingFile("a.txt", text.encode()))
    assert found is None or found.id not in ("gml", "pajek", "ucinet")
