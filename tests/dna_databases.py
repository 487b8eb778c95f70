"""Databases as the Discourse Network Analyzer writes them, small by hand and of any size."""

from __future__ import annotations

import sqlite3
from contextlib import closing

__all__ = ["COMMON", "JANUARY_2006", "MAY_2005", "VERSION_3", "base_of"]

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


def base_of(statements: int, documents: int, actors: int, concepts: int) -> bytes:
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
