"""Bases of the Discourse Network Analyzer: databases of versions 2 and 3, and tables of statements."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dna_databases import COMMON, JANUARY_2006, MAY_2005, VERSION_3, base_of
from foreign_files import alignments, database, influences, read, remarks
from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.model.records import LIST_LIMIT

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
    hearing, speech = content.sources
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


def test_more_statements_than_a_judgement_cites_are_bundled_by_document() -> None:
    content = read("dna", base_of(LIST_LIMIT + 200, 30, 1, 1))
    (stance,) = content.stances
    assert len(stance.citations) == len({(each.source, each.against) for each in stance.citations}) <= 60
    assert "bundled by document" in remarks(content, "kept")[0]
    content = read("dna", base_of(2_400, 1_200, 1, 1))
    (stance,) = content.stances
    assert len(stance.citations) == LIST_LIMIT
    assert any("not cited" in remark for remark in remarks(content, "left-out"))


def test_reading_can_be_cancelled() -> None:
    file = IncomingFile("base.dna", database(VERSION_3))
    found = format_of(file)
    assert found is not None
    with pytest.raises(CancelledError):
        found.read(ReadJob(file, "2025-07-01", report=lambda _share: False))


OF_ROLES = """create table DATASHORTTEXT (ID, StatementId, RoleVariableLinkId, Entity);
create table ENTITIES (ID, VariableId, Value);"""
WITHOUT_DOCUMENTS = "create table DATASHORTTEXT (ID, StatementId, VariableId, Value);"


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (COMMON + OF_ROLES, "versions 2 and 3 can be read"),
        (VERSION_3.replace("'boolean'", "'integer'"), "whether the actor agrees"),
        (COMMON + WITHOUT_DOCUMENTS, "There are no statements"),
        (VERSION_3 + "delete from ENTITIES;", "There are no statements"),
        (COMMON.replace("DocumentId", "Page") + WITHOUT_DOCUMENTS, "no table STATEMENTS with the columns"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(script: str, sentence: str) -> None:
    with pytest.raises(MapReadError, match=sentence):
        read("dna", database(script))


def test_a_date_that_may_be_one_of_two_is_none() -> None:
    content = read("dna", TABLE.replace("2005-05-02", "05/06/2005").replace("2006-01-03", "13/01/2006"))
    assert [source.date for source in content.sources] == ["", "2006-01-13"]
    assert remarks(content, "doubt") == ["1 document has no date that can be read."]


def test_what_is_no_database_is_one_sentence() -> None:
    marks = b"SQLite format 3\x00" + b"DATASHORTTEXT STATEMENTTYPES DATABOOLEAN" * 10
    with pytest.raises(MapReadError, match="damaged or incomplete"):
        read("dna", marks)


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.booleans()), min_size=1, max_size=30)
)
def test_any_statements_amount_to_their_net_agreement(statements: list[tuple[str, str, bool]]) -> None:
    header = "statement_id;time;organization;concept;agreement;start_position;stop_position;text\n"
    rows = "".join(
        f"{index};2005-05-02 00:00:00;Actor {actor};Concept {concept};{int(agrees)};0;9;Passage {index}\n"
        for index, (actor, concept, agrees) in enumerate(statements)
    )
    content = read("dna", header + rows)
    said = Counter((actor, concept, agrees) for actor, concept, agrees in statements)
    expected = {
        ("", f"Actor {actor}", f"Concept {concept}"): 100
        * (said[actor, concept, True] - said[actor, concept, False])
        / (said[actor, concept, True] + said[actor, concept, False])
        for actor, concept in {(actor, concept) for actor, concept, _ in statements}
    }
    assert alignments(content) == pytest.approx(expected, abs=1e-5)
    passages = [citation.passage for stance in content.stances for citation in stance.citations]
    assert sorted(passages) == sorted(f"Passage {index}" for index in range(len(statements)))
