"""Forgetting a map: removing all that was kept of it outside of its file, which `storage.inventory` lists.

Each step can be repeated: what a killed process has not removed, forgetting again does. The entry among the
recent maps, from which that can be requested, goes last.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder
from stakemap.storage.locks.presence import is_open_elsewhere, remove_stale_claims
from stakemap.storage.reading.limits import Progress
from stakemap.storage.reading.map_ids import map_id_of
from stakemap.storage.saving.interrupted import remove_copies_of
from stakemap.storage.saving.targets import absolute, refusal_of
from stakemap.storage.saving.temporary_files import remove_notes_in, sweep_noted, sweep_temporary
from stakemap.storage.settings.settings import SettingsStore
from stakemap.storage.store import erasing
from stakemap.storage.store.path_keys import key_of, path_of
from stakemap.storage.store.versions import VersionStore

#: Bytes of free disk without which SQLite cannot open a store.
_ROOM = 2**16


@dataclass(frozen=True)
class Subject:
    """A map that is to be forgotten, of which id or path may be unknown, and who asks.

    `owner` is the lock of the process that asks, if it keeps edits. With `keeps_open` it goes on keeping the
    edits of the map for recovery while that is open.
    """

    map_id: str = ""
    path: Path | None = None
    owner: str | None = None
    keeps_open: bool = False


class Forgotten(NamedTuple):
    """What could not be removed, a sentence each; whether another process has the map open; its ids and paths
    as far as they were known.
    """

    left: tuple[str, ...]
    is_open_elsewhere: bool = False
    map_ids: frozenset[str] = frozenset()
    paths: frozenset[Path] = frozenset()


class _Known(NamedTuple):
    """By what a map is known: its ids, its paths, and their keys in the store."""

    ids: frozenset[str]
    paths: frozenset[Path]
    keys: frozenset[str]


def forget(report: Progress, settings_file: Path, subject: Subject) -> Forgotten:
    """Remove all that is kept of a map, also what deleted rows have left in the store. For a worker thread.

    What prevents a step is reported, and the others are done all the same.
    """
    store, left = VersionStore(state_folder() / "versions"), list[str]()
    known = _known(store, subject)
    # Damaged settings are set aside by that, and removed with those that were.
    SettingsStore(settings_file).load()
    _try(_forget_files, left, _files_left, known)
    report(0.2)
    elsewhere = _is_elsewhere(store, known, subject.owner)
    _try(forget_damaged, left, _damaged_left)
    but_of = subject.owner if subject.keeps_open else None
    _change_store(store, left, lambda: erasing.erase_maps(store, known.ids, known.keys, but_of=but_of))
    report(0.9)
    left += _forget_settings(settings_file, known)
    return Forgotten(tuple(left), elsewhere, known.ids, known.paths)


def clear_history(
    report: Progress, map_id: str | None, owner: str | None, keeps: Collection[str], settings_file: Path
) -> Forgotten:
    """Remove the earlier versions of a map, or of all maps and how registers were read (None).

    For a worker thread; see `storage.store.erasing.clear_history`.
    """
    store, left = VersionStore(state_folder() / "versions"), list[str]()
    _change_store(store, left, lambda: erasing.clear_history(store, map_id, owner, keeps))
    report(0.9)
    if map_id is None:
        settings = SettingsStore(settings_file)
        settings.forget_imports()
        if settings.load().imports:
            left.append(_settings_left(settings))
    return Forgotten(tuple(left))


def _known(store: VersionStore, subject: Subject) -> _Known:
    path, ids = subject.path, {subject.map_id} - {""}
    if path is not None and not ids:
        ids = {map_id_of(path)} - {""}
    keys = set() if path is None else {key_of(path)}
    with contextlib.suppress(sqlite3.Error, OSError):
        # That the store cannot be read is reported when it is to be changed.
        ids, keys = erasing.known_as(store, ids, keys)
    paths = {found for found in map(path_of, keys) if found is not None and found.is_absolute()}
    if path is not None:
        paths.add(absolute(path))
    return _Known(frozenset(ids), frozenset(paths), frozenset(keys))


def _is_elsewhere(store: VersionStore, known: _Known, owner: str | None) -> bool:
    """Whether another process has the map open."""
    if any(is_open_elsewhere(path) for path in known.paths):
        return True
    with contextlib.suppress(sqlite3.Error, OSError):
        return erasing.is_running_elsewhere(store, known.ids, owner)
    return False


def _try(step: Callable[..., None], left: list[str], sentence: Callable[[str], str], *args: object) -> None:
    try:
        step(*args)
    except OSError as error:
        left.append(sentence(refusal_of(error)))


def _forget_files(known: _Known) -> None:
    """Remove what is beside the map and in the state folder, except what running processes use."""
    folders = {path.parent for path in known.paths}
    remove_stale_claims()
    sweep_noted()
    sweep_temporary([*folders, config_folder(), state_folder() / "recovery", state_folder() / "open"])
    remove_notes_in(folders)
    remove_copies_of(known.ids, known.paths)


def _files_left(problem: str) -> str:
    folder = state_folder()
    return tr(
        "Copies of saves that were interrupted are still in {folder}: {problem}.",
        folder=folder,
        problem=problem,
    )


def forget_damaged() -> None:
    """Remove stores and settings that were set aside; what they have of other maps can be read by nobody."""
    folder = state_folder() / "versions"
    for aside in (*folder.glob("versions-damaged-*"), *config_folder().glob("settings-damaged-*.json")):
        if aside.is_symlink() or not aside.is_dir():
            aside.unlink(missing_ok=True)


def _damaged_left(problem: str) -> str:
    return tr(
        "Stores or settings that were damaged and set aside are still there: {problem}.", problem=problem
    )


def _change_store(store: VersionStore, left: list[str], change: Callable[[], None]) -> None:
    """Change the store and compact it; a damaged one is removed."""
    place, is_changed = store.file, False
    try:
        change()
        is_changed = True
        erasing.compact(store)
    except (sqlite3.OperationalError, OSError) as error:
        problem = _reason(error)
        if is_changed:
            sentence = tr(
                "Earlier versions are deleted, but remains of them may still be in {place}: {problem}. "
                "Try again.",
                place=place,
                problem=problem,
            )
        else:
            sentence = tr(
                "Earlier versions and unsaved work are still in {place}: {problem}. Try again.",
                place=place,
                problem=problem,
            )
        left.append(sentence)
    except sqlite3.DatabaseError:
        _try(_remove_damaged, left, _damaged_left, store)


def _remove_damaged(store: VersionStore) -> None:
    store.set_aside()
    forget_damaged()


def _reason(error: Exception) -> str:
    """Why the store could not be changed, in words."""
    if isinstance(error, OSError):
        return refusal_of(error)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return tr("another program is using it")
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _is_disk_full()):
        return tr("the disk is full")
    if code == sqlite3.SQLITE_READONLY:
        return tr("it is write-protected")
    return str(error)


def _is_disk_full() -> bool:
    """Whether there is no room for the files that SQLite needs beside a store."""
    return shutil.disk_usage(state_folder()).free < _ROOM


def _forget_settings(file: Path, known: _Known) -> list[str]:
    """Remove what the settings remember, with settings of our own, since those of the app write later."""
    settings = SettingsStore(file)
    settings.forget(known.ids, known.paths)
    return [_settings_left(settings)] if SettingsStore(file).remembers(known.ids, known.paths) else []


def _settings_left(settings: SettingsStore) -> str:
    return tr("The settings still have what was to be removed. {problem}", problem=settings.problem)
