"""Connections to the store of versions: its locks, its mode, and where it may lie."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from stakemap.storage.store.connection import database_uri
from stakemap.storage.store.versions import VersionStore

_OPENED_AND_CLOSED = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("SELECT * FROM session").fetchall()
database.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="locks belong to processes elsewhere")
def test_a_transaction_leaves_the_locks_of_other_connections_of_the_process(tmp_path: Path) -> None:
    """A process that finds no lock takes itself for the last one, and removes the log that is in use here."""
    store = VersionStore(tmp_path / "versions")
    with store.transaction():
        pass
    with closing(sqlite3.connect(store.file, isolation_level=None)) as reading:
        reading.execute("SELECT * FROM session").fetchall()
        with store.transaction():
            pass
        subprocess.run([sys.executable, "-c", _OPENED_AND_CLOSED, str(store.file)], check=True, timeout=60)
        assert store.file.with_name(store.file.name + "-wal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_a_new_store_and_the_files_beside_it_are_private(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "versions")
    with store.transaction():
        found = [path for path in store.folder.iterdir() if path.is_file()]
        assert {path.name for path in found} >= {"versions.sqlite3", "versions.sqlite3-wal"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}


def test_a_store_may_lie_in_a_shared_folder_of_windows() -> None:
    uri = database_uri(PureWindowsPath(r"\\server\share\versions.sqlite3"))
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        sqlite3.connect(uri, uri=True)


def test_an_error_after_which_sqlite_has_rolled_back_is_the_one_that_is_told(tmp_path: Path) -> None:
    store = VersionStore(tmp_path / "versions")

    def write() -> None:
        with store.transaction() as database:
            database.execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        write()
