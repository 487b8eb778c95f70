"""Databases of others are read table by table, and nothing in them is run."""

from __future__ import annotations

import pytest

from foreign_files import database
from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers import sqlite
from stakemap.interchange.readers.sqlite import is_wal, opened

TABLES = """
create table Words (Id integer primary key, Text, Doubled as (Text || Text));
insert into Words (Id, Text) values (1, 'one'), (2, 'two'), (3, null);
create view Endless as with recursive n(i) as (select 1 union all select i + 1 from n) select i from n;
create virtual table Found using fts5(Text);
create trigger Told after insert on Words begin delete from Words; end;
"""


def rows(data: bytes, table: str, *columns: str) -> list[tuple[object, ...]]:
    with opened(IncomingFile("x.db", data)) as base:
        return list(base.rows(table, *columns))


def test_tables_are_read_whatever_the_case_of_their_names() -> None:
    assert rows(database(TABLES), "WORDS", "id", "TEXT") == [(1, "one"), (2, "two"), (3, None)]


@pytest.mark.parametrize(
    ("table", "column"),
    [("Endless", "i"), ("Found", "Text"), ("Words", "Doubled"), ("Words", "Other"), ("x", "y")],
)
def test_what_is_computed_or_is_not_there_is_no_table(table: str, column: str) -> None:
    with pytest.raises(MapReadError, match=f"no table {table} with the columns"):
        rows(database(TABLES), table, column)


def test_texts_that_are_not_unicode_are_read_with_marks() -> None:
    data = database("create table T (A); insert into T values (cast(x'41ff42' as text));")
    assert rows(data, "T", "A") == [("A\ufffdB",)]


def test_rows_and_texts_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = database(TABLES)
    monkeypatch.setattr(sqlite, "MAX_ROWS", 2)
    with pytest.raises(MapReadError, match="more rows than a map can take"):
        rows(data, "Words", "Id")
    monkeypatch.undo()
    monkeypatch.setattr(sqlite, "MAX_CALLS", 0)
    monkeypatch.setattr(sqlite, "STEPS_PER_CALL", 1)
    with pytest.raises(MapReadError, match="damaged or incomplete"):
        rows(data, "Words", "Id")


def test_reading_can_be_cancelled() -> None:
    file = IncomingFile("x.db", database(TABLES))
    with opened(file, lambda _share: False) as base, pytest.raises(CancelledError):
        list(base.rows("Words", "Id"))


def test_a_database_with_a_log_beside_it_is_read_as_it_stands() -> None:
    data = bytearray(database(TABLES))
    data[18:20] = b"\x02\x02"
    assert is_wal(IncomingFile("x.db", bytes(data)))
    assert len(rows(bytes(data), "Words", "Id")) == 3


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00", b"SQLite format 3\x00" + b"x" * 5_000])
def test_what_is_no_database_is_one_sentence(data: bytes) -> None:
    with pytest.raises(MapReadError, match=r"damaged or incomplete|no table"):
        rows(data, "Words", "Id")
