"""Scenarios of KTAB: CSV, XML, and databases with turns."""

from __future__ import annotations

import random

import pytest

from foreign_files import alignments, database, influences, read, remarks, saliences
from samples import tiny
from stakemap.errors import MapReadError
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.ktab import ktab_table
from stakemap.model.edits_base import Authorship

SMALL = """Reform, Two dimensions of a reform,3,2,
Actor,Description,Power,Pace Position,Pace Salience,Scope Position,Scope Salience,
XJ,The head,100.0,30,24.0,20,48.0,
Ministry$$ North,"",50,75,40,,10,
Unions,Workers,25,0,60,100,40,
"""
ROWS, DIMENSIONS = 27, 6


def test_a_small_scenario() -> None:
    content = read("ktab", SMALL)
    assert (content.title, content.note) == ("Reform", "Two dimensions of a reform")
    assert [(actor.name, actor.code, actor.note) for actor in content.actors] == [
        ("XJ", "XJ", "The head"),
        ("Ministry, North", "", ""),
        ("Unions", "", "Workers"),
    ]
    assert [(issue.name, issue.has_sides) for issue in content.issues] == [("Pace", False), ("Scope", False)]
    assert influences(content) == {("", "XJ"): 100, ("", "Ministry, North"): 50, ("", "Unions"): 25}
    assert alignments(content) == {
        ("", "XJ", "Pace"): -40,
        ("", "XJ", "Scope"): -60,
        ("", "Ministry, North", "Pace"): 50,
        ("", "Unions", "Pace"): -100,
        ("", "Unions", "Scope"): 100,
    }
    # A salience is known where the position is not.
    (unknown,) = [stance for stance in content.stances if stance.state == "unknown"]
    assert unknown.salience is not None
    assert unknown.salience.value == 10
    assert content.stances[0].reason == "Position 30 of 0…100\nSalience 24 of 0…100"
    assert content.standings[1].reason == "Capability 50; the largest is 100"
    assert content.stances[0].citations[0].passage == "row 3, column D"
    assert remarks(content, "refused") == []
    assert remarks(content, "doubt") == []


def test_a_comma_that_may_part_thousands_is_doubted_and_can_be_said() -> None:
    text = SMALL.replace("XJ,The head,100.0", 'XJ,The head,"1,000"')
    (asked,) = format_of(IncomingFile("a.csv", text.encode())).options(IncomingFile("a.csv", text.encode()))
    assert (asked.id, asked.value) == ("comma", "decimals")
    content = read("ktab", text)
    assert influences(content)["", "XJ"] == 2
    assert remarks(content, "doubt") == [
        "row 3, column C: 1,000 is read with decimals; the options can say that the comma parts thousands."
    ]
    content = read("ktab", text, "a.csv", {"comma": "thousands"})
    assert influences(content)["", "XJ"] == 100
    assert remarks(content, "doubt") == []


def test_the_27_by_6_example_comes_in_whole() -> None:
    """As KTAB's own: headers of its kind, a fifth cell in the first line, and commas up to the widest row."""
    chance = random.Random(27)
    rows = [
        [round(chance.uniform(1, 100), 2)] + [round(chance.uniform(0, 16), 2) for _ in range(2 * DIMENSIONS)]
        for _ in range(ROWS)
    ]
    headers = ",".join(f"Dim{index} Position,Dim{index} Salience" for index in range(DIMENSIONS))
    text = f"Combined,All six dimensions,{ROWS},{DIMENSIONS},0,,,,,,,,,,\n"
    text += f"Actor,Description,Influence,{headers}\n"
    text += "".join(
        f"AA{index:02},Actor {index:02},{','.join(map(str, row))}\n" for index, row in enumerate(rows)
    )
    content = read("ktab", text)
    assert len(content.actors) == len(content.standings) == ROWS
    assert [issue.name for issue in content.issues] == [f"Dim{index}" for index in range(DIMENSIONS)]
    largest = max(row[0] for row in rows)
    for index, row in enumerate(rows):
        name = f"AA{index:02}"
        assert influences(content)["", name] == pytest.approx(100 * row[0] / largest, abs=1e-5)
        for dimension in range(DIMENSIONS):
            position, salience = row[1 + 2 * dimension : 3 + 2 * dimension]
            assert alignments(content)["", name, f"Dim{dimension}"] == pytest.approx(2 * position - 100)
            assert saliences(content)["", name, f"Dim{dimension}"] == salience
    assert remarks(content, "refused") == remarks(content, "doubt") == []


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        ("Pstn1,Sal1,Pstn2,Sal2", ["Pstn1", "Pstn2"]),
        ("Position Tax,Salience Tax,Position,Salience", ["Tax", "Dimension 2"]),
        ("Tax policy,Tax policy weight,,", ["Tax policy", "Dimension 2"]),
    ],
)
def test_headers_vary_and_columns_are_told_by_place(headers: str, names: list[str]) -> None:
    text = f'Test ,"A test",1,2,\nActor,Description,Capability,{headers}\nA,An actor, 4, 10, 50, 90, 40\n'
    content = read("ktab", text)
    assert [issue.name for issue in content.issues] == names
    assert list(alignments(content).values()) == [-80, 80]


def test_what_is_off_its_scale_is_refused_by_row_and_column() -> None:
    content = read("ktab", SMALL.replace("30,24.0", "130,n/a").replace("25,0,60", "-25,0,90"))
    assert remarks(content, "refused") == [
        "row 5, column C: -25 is off its scale: it must be 0 or more.",
        "row 3, column D: 130 is off its scale: it must be between 0 and 100.",
    ]
    assert remarks(content, "doubt") == [
        "row 5, column A: The saliences of Unions sum to 130, more than 100."
    ]
    assert ("", "XJ", "Pace") not in alignments(content)
    assert ("", "XJ", "Scope") in alignments(content)


def test_a_wrong_count_of_actors_is_said() -> None:
    assert remarks(read("ktab", SMALL.replace("form,3,2", "form,4,2")), "doubt") == [
        "row 1: The first line promises 4 actors, but there are 3."
    ]


XML = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<Scenario xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="smp.xsd">
  <name>Reform</name><desc>A test</desc><prngSeed>0x89</prngSeed>
  <ModelParameters><VotingRule>PropCbc</VotingRule></ModelParameters>
  <Dimensions><dName>Pace</dName><dName>Scope</dName></Dimensions>
  <Actors>
    <Actor><name>Alice</name><description>First</description><capability>117.7</capability>
      <Position><dCoord></dCoord><dCoord>39.8</dCoord></Position>
      <Salience><dSal>32.3</dSal><dSal>22.4</dSal></Salience></Actor>
    <Actor><name>Bob</name><description/><capability>58.85</capability>
      <Position><dCoord>75</dCoord><dCoord>101</dCoord></Position>
      <Salience><dSal>1</dSal><dSal>2</dSal></Salience></Actor>
  </Actors>
</Scenario>"""


def test_actors_within_actors_are_none() -> None:
    nested = "<Actor>" * 200 + "<dCoord>1</dCoord>" * 50_000 + "</Actor>" * 200
    content = read("ktab", XML.replace("</Actors>", f"{nested}</Actors>"), "scenario.xml")
    assert [actor.name for actor in content.actors] == ["Alice", "Bob"]
    assert remarks(content, "refused")[0] == "Actors/Actor[3]: There is no name here."


def test_xml() -> None:
    content = read("ktab", XML, "scenario.xml")
    assert content.title == "Reform"
    assert [actor.name for actor in content.actors] == ["Alice", "Bob"]
    assert influences(content) == {("", "Alice"): 100, ("", "Bob"): 50}
    assert alignments(content) == pytest.approx({("", "Alice", "Scope"): -20.4, ("", "Bob", "Pace"): 50})
    assert saliences(content)["", "Alice", "Pace"] == 32.3
    assert remarks(content, "refused") == [
        "Actors/Actor[2]/Position/dCoord[2]: 101 is off its scale: it must be between 0 and 100."
    ]


TABLES = """
create table ScenarioDesc (Scenario, "Desc", ScenarioId);
create table ActorDescription (ScenarioId, Act_i integer, Name, "Desc");
create table DimensionDescription (ScenarioId, Dim_k integer, "Desc");
create table SpatialCapability (ScenarioId, Turn_t integer, Act_i integer, Cap float);
create table SpatialSalience (ScenarioId, Turn_t integer, Act_i integer, Dim_k integer, Sal float);
create table VectorPosition (ScenarioId, Turn_t integer, Act_i integer, Dim_k integer, Pos_Coord float);
insert into ScenarioDesc values ('Reform', 'A test', 'a1'), ('Other', '', 'b2');
insert into ActorDescription values ('a1', 0, 'Alice', 'First'), ('a1', 1, 'Bob', ''), ('b2', 0, 'Eve', '');
insert into DimensionDescription values ('a1', 0, 'Pace'), ('b2', 0, 'Scope');
insert into SpatialCapability values
  ('a1', 0, 0, 80), ('a1', 0, 1, 40), ('a1', 1, 0, 80), ('a1', 1, 1, 60), ('b2', 0, 0, 1);
insert into SpatialSalience values
  ('a1', 0, 0, 0, 0.5), ('a1', 0, 1, 0, 0.25), ('a1', 1, 0, 0, 0.5), ('a1', 1, 1, 0, 0.25);
insert into VectorPosition values
  ('a1', 0, 0, 0, 0.0), ('a1', 0, 1, 0, 1.0), ('a1', 1, 0, 0, 0.25), ('a1', 1, 1, 0, 1.0),
  ('a1', 2, 0, 0, 0.25), ('a1', 2, 1, 0, 0.75), ('b2', 0, 0, 0, 0.5);
"""


def test_turns_of_a_database_are_scenarios_with_what_moved() -> None:
    content = read("ktab", database(TABLES), "run.db")
    assert [(each.label, each.scenario, each.based_on) for each in content.snapshots] == [
        ("Turn 1", True, ""),
        ("Turn 2", True, "turn 1"),
    ]
    assert alignments(content) == {
        ("", "Alice", "Pace"): -100,
        ("", "Bob", "Pace"): 100,
        ("Turn 1", "Alice", "Pace"): -50,
        ("Turn 2", "Bob", "Pace"): 50,
    }
    assert saliences(content)["", "Alice", "Pace"] == 50
    assert influences(content) == {("", "Alice"): 100, ("", "Bob"): 50, ("Turn 1", "Bob"): 75}


def test_a_turn_that_changes_a_salience_alone_keeps_the_position() -> None:
    content = read("ktab", database(TABLES + "insert into SpatialSalience values ('a1', 2, 0, 0, 1.0);"))
    assert alignments(content)["Turn 2", "Alice", "Pace"] == -50
    assert saliences(content)["Turn 2", "Alice", "Pace"] == 100


def test_one_of_several_scenarios_can_be_chosen_and_columns_of_older_versions_are_known() -> None:
    data = database(TABLES.replace("Pos_Coord", "Coord"))
    file = IncomingFile("run.db", data)
    found = format_of(file)
    assert found is not None
    (option,) = found.options(file)
    assert (option.id, option.value, option.choices) == (
        "scenario",
        "a1",
        (("a1", "Reform"), ("b2", "Other")),
    )
    content = read("ktab", data, options={"scenario": "b2"})
    assert alignments(content) == {("", "Eve", "Scope"): 0}


def test_changes_that_may_lie_beside_the_file_are_told() -> None:
    data = bytearray(database(TABLES))
    data[18:20] = b"\x02\x02"
    assert remarks(read("ktab", bytes(data)), "doubt") == [
        "The latest changes may be missing: the program had not yet written them here."
    ]


@pytest.mark.parametrize(
    "script",
    [
        "create view VectorPosition as select * from SpatialCapability;",
        "create table VectorPosition (ScenarioId, Turn_t as (1 + 1), Act_i, Dim_k, Coord);",
        "create table Other (a);",
    ],
)
def test_only_tables_are_read_never_what_a_database_computes(script: str) -> None:
    start = TABLES.index("create table VectorPosition")
    tables = (
        TABLES[:start] + script + TABLES[TABLES.index("insert") : TABLES.index("insert into VectorPosition")]
    )
    with pytest.raises(MapReadError, match="no table VectorPosition with the columns"):
        read("ktab", database(tables) + b"VectorPosition")


@pytest.mark.parametrize("length", [100, 2_000, 9_000])
def test_a_database_that_is_damaged_is_one_sentence(length: int) -> None:
    data = database(TABLES)
    marks = b"SpatialCapability SpatialSalience VectorPosition"
    with pytest.raises(MapReadError, match=r"damaged or incomplete|no table|no scenario|no actors"):
        read("ktab", data[:length] + marks)


def test_what_stakemap_writes_for_ktab_comes_back() -> None:
    known = SMALL.replace("40,,10", "40,5,10")
    content = read("ktab", known)
    document = plan_merge(tiny(), content, MergeOptions(), Authorship("Ani", "2025-08-01")).result
    issues = [key for key, issue in document.issues.items() if issue.name == "Pace"]
    back = read("ktab", ktab_table(document, DataOptions(issue=issues[0])).data)
    assert alignments(back) == {key: value for key, value in alignments(content).items() if key[2] == "Pace"}
    assert saliences(back) == {key: value for key, value in saliences(content).items() if key[2] == "Pace"}
    assert influences(back) == influences(content)
