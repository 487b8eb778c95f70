"""Tables of an untrusted SQLite database, read from its bytes: no file is opened, and nothing in it is run.

Only whole tables are read, row by row, without conditions or joins: views, triggers, virtual tables and
generated columns, whose contents a database could compute without end, are no tables here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Any, Final

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr
from stakemap.interchange.incoming import IncomingFile

#: Where the header says how the file is written and read: 1 is with a journal, 2 with a log beside it.
_JOURNAL_MODE = slice(18, 20)
_WITH_LOG: Final = b"\x02\x02"
#: The most rows of all tables, and how much more text than there are bytes: rows can share what they hold.
MAX_ROWS = 3_000_000
_MOST_REPETITION, _SMALL = 4, 1_000_000
#: So many rows are read between two reports.
_BETWEEN_REPORTS = 5_000
#: SQLite's machine may take so many times this many steps: damaged pages can refer to each other.
STEPS_PER_CALL, MAX_CALLS = 10_000, 5_000
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}


def is_wal(file: IncomingFile) -> bool:
    """Whether the latest changes may stand in a file beside this one."""
    return file.data[_JOURNAL_MODE] == _WITH_LOG


class Database:
    """The tables of an open database. All methods raise MapReadError where it is damaged."""

    def __init__(self, connection: sqlite3.Connection, size: int, report: Callable[[float], bool]) -> None:
        self._connection, self._report = connection, report
        self._rows_left = MAX_ROWS
        self._characters_left = size * _MOST_REPETITION + _SMALL
        self._columns: dict[str, frozenset[str]] = {}
        with _plain_sentences():
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
            )
            #: Names in lower case: to SQLite case does not matter.
            self._tables = {str(name).lower() for (name,) in tables}

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is a table with these columns; case does not matter."""
        name = table.lower()
        if name in self._tables and name not in self._columns:
            with _plain_sentences():
                rows = self._connection.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
                self._columns[name] = frozenset(str(row[1]).lower() for row in rows)
        known_columns = self._columns.get(name)
        return known_columns is not None and {column.lower() for column in columns} <= known_columns

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The cells of these columns of all rows. Raises CancelledError too.

        A table or a column that is not there raises MapReadError when the first row is requested.
        """
        if not self.has(table, *columns):
            raise MapReadError(
                tr("The database has no table {table} with the columns that belong there.", table=table)
            )
        names = ", ".join(map(_quoted, columns))
        with _plain_sentences():
            for index, row in enumerate(self._connection.execute(f"SELECT {names} FROM {_quoted(table)}")):
                if index % _BETWEEN_REPORTS == 0 and not self._report(0.0):
                    raise CancelledError
                self._rows_left -= 1
                self._characters_left -= sum(len(cell) for cell in row if isinstance(cell, (str, bytes)))
                if self._rows_left < 0 or self._characters_left < 0:
                    raise MapReadError(tr("This database has more rows than a map can take."))
                yield row


@contextmanager
def opened(file: IncomingFile, report: Callable[[float], bool] = lambda _share: True) -> Iterator[Database]:
    """Context manager: the database that a file holds. Raises MapReadError for what is none or is damaged."""
    data = file.data
    if is_wal(file):
        data = data[: _JOURNAL_MODE.start] + b"\x01\x01" + data[_JOURNAL_MODE.stop :]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(data) + _SMALL)
        with _plain_sentences():
            connection.deserialize(data)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_authorizer(_authorised)
        steps = count(1)
        connection.set_progress_handler(lambda: next(steps) > MAX_CALLS, STEPS_PER_CALL)
        yield Database(connection, len(data), report)


def _authorised(action: int, *_names: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


@contextmanager
def _plain_sentences() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeError, OverflowError, MemoryError) as error:
        raise MapReadError(
            tr("This file is not a database that can be read: it is damaged or incomplete.")
        ) from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
