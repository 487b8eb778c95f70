"""Bases of the Discourse Network Analyzer: databases of versions 2 and 3, and tables of statements."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from foreign_files import alignments, database, influences, read, remarks
from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.model.records import LIST_LIMIT

#: 2 May 2005 and 3 January 2006, in seconds.
MAY_2005, JANUARY_2006 = 1_114_992_000, 1_136_246_400
COMMON = """
create table DOCUMENTS
  (ID integer primary key, Title, Text, Coder, Author, Source, Section, Notes, Type, Date);
create table STATEMENTTYPES (ID integer primary key, Label);
create table VARIABLES (ID integer primary key, Variable, DataType, StatementTypeId);
create table STATEMENTS (ID integer primary key, StatementTypeId, DocumentId, Start, Stop, Coder);
create table DATABOOLEAN (ID integer primary key, StatementId, VariableId, Value);
insert into STATEMENTTYPES values (1, 'DNA Statement'), (2, 'Annotation');
insert into VARIABLES values
  (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1), (3, 'concept', 'short text', 1),
  (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
insert into STATEMENTS values
  (1, 1, 1, 0, 9, 1), (2, 1, 1, 10, 18, 1), (3, 1, 2, 0, 8, 1), (4, 2, 1, 0, 9, 1);
insert into DATABOOLEAN values (1, 1, 4, 1), (2, 2, 4, 1), (3, 3, 4, 0);
"""
VERSION_3 = f"""{COMMON}
insert into DOCUMENTS values
  (1, 'Hearing', 'We agree. So do I.', 1, 'A. Clerk', 'Gazette', 'Politics', 'first', '', {MAY_2005}),
  (2, 'Speech', '😀 never!', 1, '', '', '', '', '', {JANUARY_2006}),
  (3, 'Unused', '', 1, '', '', '', '', '', 0);
create table ENTITIES (ID integer primary key, VariableId, Value);
create table DATASHORTTEXT (ID integer primary key, StatementId, VariableId, Entity);
create table ATTRIBUTEVARIABLES (ID integer primary key, VariableId, AttributeVariable);
create table ATTRIBUTEVALUES (ID integer primary key, EntityId, AttributeVariableId, AttributeValue);
insert into ENTITIES values (1, 1, 'Ann Lee'), (2, 2, 'Ministry'), (3, 3, 'Cap emissions'), (4, 1, 'Bo Ek');
insert into DATASHORTTEXT values (1, 1, 1, 1), (2, 1, 2, 2), (3, 1, 3, 3), (4, 2, 1, 4), (5, 2, 2, 2),
  (6, 2, 3, 3), (7, 3, 1, 1), (8, 3, 2, 2), (9, 3, 3, 3);
insert into ATTRIBUTEVARIABLES values (1, 2, 'Type'), (2, 2, 'Alias'), (3, 2, 'Notes'), (4, 2, 'Seat');
insert into ATTRIBUTEVALUES values
  (1, 2, 1, 'Government'), (2, 2, 2, 'MoE'), (3, 2, 3, ''), (4, 2, 4, 'Capital');
"""
VERSION_2 = f"""{COMMON}
insert into DOCUMENTS values
  (1, 'Hearing', 'We agree. So do I.', 1, 'A. Clerk', 'Gazette', 'Politics', 'first', '',
    {(MAY_2005 - 7200) * 1000}),
  (2, 'Speech', '😀 never!', 1, '', '', '', '', '', {JANUARY_2006 * 1000});
create table DATASHORTTEXT (ID integer primary key, StatementId, VariableId, Value);
create table ATTRIBUTES (ID integer primary key, VariableId, Value, Type, Alias, Notes);
insert into DATASHORTTEXT values (1, 1, 1, 'Ann Lee'), (2, 1, 2, 'Ministry'), (3, 1, 3, 'Cap emissions'),
  (4, 2, 1, 'Bo Ek'), (5, 2, 2, 'Ministry'), (6, 2, 3, 'Cap emissions'), (7, 3, 1, 'Ann Lee'),
  (8, 3, 2, 'Ministry'), (9, 3, 3, 'Cap emissions');
insert into ATTRIBUTES values (1, 2, 'Ministry', 'Government', 'MoE', 'Seat: Capital');
"""
TABLE = """statement_id;time;person;organization;concept;agreement;start_position;stop_position;text;coder;\
document_id;document_title;document_author;document_source;document_section;document_type
1;2005-05-02 00:00:00;Ann Lee;Ministry;Cap emissions;1;0;9;We agree.;1;1;Hearing;A. Clerk;Gazette;Politics;
2;2005-05-02 00:00:00;Bo Ek;Ministry;Cap emissions;1;10;18;"So do; I.";1;1;Hearing;A. Clerk;Gazette;Politics;
3;2006-01-03 00:00:00;Ann Lee;Ministry;Cap emissions;0;0;7;😀 never;1;2;Speech;;;;
4;2006-01-03 00:00:00;Ann Lee;;Cap emissions;0;0;7;x;1;2;Speech;;;;
"""


@pytest.mark.parametrize("kind", ["version 3", "version 2", "table"])
def test_stances_are_the_net_agreement_with_statements_as_passages(kind: str) -> None:
    data = {"version 3": VERSION_3, "version 2": VERSION_2}.get(kind)
    content = read("dna", TABLE if data is None else database(data), "climate.dna")
    assert alignments(content) == pytest.approx({("", "Ministry", "Cap emissions"): 100 / 3})
    assert influences(content) == {}
    (stance,) = content.stances
    assert stance.reason == "3 statements: 2 agreeing, 1 disagreeing"
    assert stance.basis == "stated"
    passages = [citation.passage for citation in stance.citations]
    assert passages[:2] == ["We agree.", "So do; I." if kind == "table" else "So do I."]
    assert passages[2].startswith("😀 never")
    assert [citation.against for citation in stance.citations] == [False, False, True]
    hearing, speech = content.sources[1:]
    assert (hearing.title, hearing.author, hearing.publisher) == ("Hearing", "A. Clerk", "Gazette")
    assert (hearing.date, speech.date) == ("2005-05-02", "2006-01-03")
    assert hearing.note.startswith("Politics")
    assert any("1 statement lacks an actor" in remark for remark in remarks(content, "left-out"))
    (actor,) = content.actors
    if kind != "table":
        assert (actor.tags, actor.aliases, actor.note) == (("Government",), ("MoE",), "Seat: Capital")


@pytest.mark.parametrize("data", [database(VERSION_3), TABLE.encode()], ids=["database", "table"])
def test_persons_as_actors_and_a_snapshot_a_year_are_options(data: bytes) -> None:
    file = IncomingFile("climate", data)
    found = format_of(file)
    assert found is not None
    actors, snapshots = found.options(file)
    assert (actors.value, [value for value, _ in actors.choices]) == (
        "organization",
        ["person", "organization"],
    )
    assert (snapshots.value, [value for value, _ in snapshots.choices]) == ("", ["", "years"])
    content = read("dna", data, options={"actors": "person", "snapshots": "years"})
    assert alignments(content)["2005", "Ann Lee", "Cap emissions"] == 100
    assert alignments(content)["2006", "Ann Lee", "Cap emissions"] == -100
    assert [(each.label, each.date, each.based_on) for each in content.snapshots] == [
        ("2005", "2005", ""),
        ("2006", "2006", "2005"),
    ]
    assert {actor.kind for actor in content.actors} == {"person"}


def many(statements: int, documents: int, actors: int, concepts: int) -> bytes:
    """A database of version 3 with so many of each."""
    with closing(sqlite3.connect(":memory:")) as connection:
        start = VERSION_3.index("insert into ENTITIES")
        connection.executescript(VERSION_3[:start])
        for table in ("DOCUMENTS", "STATEMENTS", "DATABOOLEAN"):
            connection.execute(f"delete from {table}")
        text = "We hold that this is so and not otherwise. " * 40
        rows = ((d + 1, f"Article {d}", text, 1, "", "", "", "", "", MAY_2005 + d) for d in range(documents))
        connection.executemany("insert into DOCUMENTS values (?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany(
            "insert into ENTITIES values (?, ?, ?)",
            [
                *((a + 1, 2, f"Organisation {a}") for a in range(actors)),
                *((actors + c + 1, 3, f"Concept {c}") for c in range(concepts)),
            ],
        )
        numbers = range(1, statements + 1)
        connection.executemany(
            "insert into STATEMENTS values (?, 1, ?, ?, ?, 1)",
            ((n, n % documents + 1, n % 800, n % 800 + 120) for n in numbers),
        )
        connection.executemany(
            "insert into DATABOOLEAN values (?, ?, 4, ?)", ((n, n, n * 7 // 3 % 2) for n in numbers)
        )
        connection.executemany(
            "insert into DATASHORTTEXT (StatementId, VariableId, Entity) values (?, ?, ?)",
            (
                row
                for n in numbers
                for row in ((n, 2, n % actors + 1), (n, 3, actors + n // actors % concepts + 1))
            ),
        )
        return connection.serialize()


def test_more_statements_than_a_judgement_cites_are_bundled_by_document() -> None:
    content = read("dna", many(LIST_LIMIT + 200, 30, 1, 1))
    (stance,) = content.stances
    assert len(stance.citations) == len({(each.source, each.against) for each in stance.citations}) <= 60
    assert "bundled by document" in remarks(content, "kept")[0]
    content = read("dna", many(2_400, 1_200, 1, 1))
    (stance,) = content.stances
    assert len(stance.citations) == LIST_LIMIT
    assert any("not cited" in remark for remark in remarks(content, "left-out"))


def test_reading_can_be_cancelled() -> None:
    file = IncomingFile("base.dna", database(VERSION_3))
    found = format_of(file)
    assert found is not None
    with pytest.raises(CancelledError):
        found.read(ReadJob(file, "2025-07-01", report=lambda _share: False))


OF_ROLES = "create table DATASHORTTEXT (ID, StatementId, RoleVariableLinkId, Entity, Value);"
WITHOUT_DOCUMENTS = "create table DATASHORTTEXT (ID, StatementId, VariableId, Value);"


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (COMMON + OF_ROLES, "versions 2 and 3 can be read"),
        (VERSION_3.replace("'boolean'", "'integer'"), "whether the actor agrees"),
        (COMMON + WITHOUT_DOCUMENTS, "There are no statements"),
        (COMMON.replace("DocumentId", "Page") + WITHOUT_DOCUMENTS, "no table STATEMENTS with the columns"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(script: str, sentence: str) -> None:
    with pytest.raises(MapReadError, match=sentence):
        read("dna", database(script))


def test_what_is_no_database_is_one_sentence() -> None:
    marks = b"SQLite format 3\x00" + b"DATASHORTTEXT STATEMENTTYPES DATABOOLEAN" * 10
    with pytest.raises(MapReadError, match="damaged or incomplete"):
        read("dna", marks)
