"""The user's settings, in a JSON file shared by all running processes of Stakemap."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from stakemap.errors import MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.private_files import private_folder
from stakemap.storage.files import read_file
from stakemap.storage.folders import config_folder
from stakemap.storage.locks.locks import LockedError, exclusive
from stakemap.storage.reading.limits import Limits
from stakemap.storage.saving.targets import absolute, refusal_of
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.storage.settings.records import (
    RECENT_LIMIT,
    SETTINGS_VERSION,
    RecentFile,
    Settings,
    WindowPlace,
    digest_of_id,
)
from stakemap.storage.settings.tree import encodable, is_encodable, without

_log = logging.getLogger(__name__)

#: The number of window positions, and of maps' export options, that are remembered; the newest.
REMEMBERED_LIMIT = 100
#: The number of mappings of imports that are remembered, each of some kilobytes; the newest.
IMPORT_LIMIT = 20
_LIMITS = Limits(size=4 * 2**20)
#: Seconds to wait for another process that is writing the settings.
PATIENCE = 2.0
#: Settings with independent entries, of which only invalid ones are dropped.
_COLLECTIONS = ("recent", "windows", "exports", "imports", "untraced")

_Signature = tuple[int, int, int, int]


class _DamagedError(Exception):
    """The settings file has invalid content."""


class SettingsStore:
    """The settings file. `problem` is a sentence for the user when it was damaged, unreadable or unwritable.

    An unreadable file is not modified: the last known settings apply meanwhile.
    """

    def __init__(
        self, path: Path | None = None, run: Callable[[Callable[[], object]], object] | None = None
    ) -> None:
        """`run` is given what writes the file, to be run in order in another thread: a drive may be slow."""
        self.path = path or config_folder() / "settings.json"
        self.problem = ""
        self._run = run
        self._known = Settings()
        #: Guards the known settings, and how many changes of them are still to be written elsewhere.
        self._lock, self._unwritten = threading.Lock(), 0
        #: The state of the file that is known, and of the one that was written here last; None without one.
        self._seen: _Signature | None = None
        self._written: _Signature | None = None
        #: Whether some settings last only until the process ends, since they could not be written.
        self._is_ahead = False

    def load(self) -> Settings:
        """Read the settings; damaged files are set aside, invalid values ignored, with `problem` set."""
        found = _signature_of(self.path)
        try:
            raw = self._read_tree()
        except _DamagedError:
            # Read again under the lock: another process may have set the file aside and written a new one.
            with self._file_lock() as may_write:
                raw = self._read() if may_write else None
        if raw is not None:
            self._known, self._seen = self._validated(raw), found
        return self._known

    def leaves_no_traces(self, map_id: str) -> bool:
        """Whether nothing is kept of a map once it is closed, as another process may have written just now.

        For any thread. Accesses the disk; the file is read only if it was written since it was read last.
        What is known stays if it is gone.
        """
        found = _signature_of(self.path)
        if found not in (None, self._seen):
            with contextlib.suppress(_DamagedError):
                self._learn(self._read_tree(), found)
        return self._known.leaves_no_traces(map_id)

    def _learn(self, raw: dict[str, Any] | None, found: _Signature | None) -> None:
        """Know what other processes wrote; of what is not in the file yet, both sides count."""
        if raw is None:
            return
        settings = self._validated(raw)
        with self._lock:
            if self._unwritten or self._is_ahead:
                both = dict.fromkeys((*settings.untraced, *self._known.untraced))
                settings = _changed(self._known, lambda _: {"untraced": tuple(both)})
            self._known, self._seen = settings, found

    def update(self, **changes: Any) -> Settings:
        """Change some settings, keeping the others as in the file.

        If the file is unreadable, the changes are kept in memory only. Raises TypeError for unknown settings
        and ValueError for invalid values.
        """
        unknown = changes.keys() - Settings.model_fields.keys()
        if unknown:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        return self._change(lambda _: changes)

    def add_recent(self, path: Path, title: str = "", map_id: str = "") -> Settings:
        """Put a file first in the list of recent files, and remember its folder; not of a map that leaves no
        traces.
        """
        entry = RecentFile(path=str(absolute(path)), title=title, map_id=map_id)

        def change(settings: Settings) -> Mapping[str, Any]:
            if settings.leaves_no_traces(map_id):
                return {}
            others = [one for one in settings.recent if not _is_same(one.path, entry.path)]
            return {"recent": (entry, *others)[:RECENT_LIMIT], "last_folder": str(Path(entry.path).parent)}

        return self._change(change)

    def remove_recent(self, path: Path | str) -> Settings:
        """Remove a file from the list of recent files."""
        return self._change(
            lambda settings: {"recent": tuple(one for one in settings.recent if not _is_same(one.path, path))}
        )

    def remember_window(self, key: str, place: WindowPlace) -> Settings:
        """Store the geometry of a window for a screen configuration."""
        return self._change(lambda settings: {"windows": _newest(settings.windows, key, place)})

    def remember_export(self, map_id: str, options: Mapping[str, Any]) -> Settings:
        """Store the options of the last export of a map, unless it leaves no traces."""
        return self._change(
            lambda settings: (
                {}
                if settings.leaves_no_traces(map_id)
                else {"exports": _newest(settings.exports, map_id, dict(options))}
            )
        )

    def remember_import(self, fingerprint: str, plan: Mapping[str, Any], map_id: str = "") -> Settings:
        """Store how a register with these headings was read, unless the map it was read into leaves no
        traces.
        """
        return self._change(
            lambda settings: (
                {}
                if settings.leaves_no_traces(map_id)
                else {"imports": _newest(settings.imports, fingerprint, dict(plan), IMPORT_LIMIT)}
            )
        )

    def set_untraced(self, map_id: str, is_untraced: bool) -> Settings:
        """Store whether a map leaves no traces; what is kept of it already is not removed by that."""
        digest = digest_of_id(map_id)

        def change(settings: Settings) -> Mapping[str, Any]:
            others = [one for one in settings.untraced if one != digest]
            return {"untraced": (*others, digest) if is_untraced else tuple(others)}

        return self._change(change)

    def forget(self, map_ids: Collection[str], paths: Iterable[Path | str]) -> Settings:
        """Remove what is remembered of maps with these ids and of files with these paths."""
        gone = tuple(paths)
        return self._change(lambda settings: _without_maps(settings, map_ids, gone))

    def remembers(self, map_ids: Collection[str], paths: Iterable[Path | str]) -> bool:
        """Whether the file has anything that `forget` would remove, or cannot be read."""
        settings = self.load()
        after = _without_maps(settings, map_ids, tuple(paths))
        return bool(self.problem) or any(getattr(settings, name) != value for name, value in after.items())

    def forget_maps(self) -> Settings:
        """Remove what is remembered of all maps, and how registers were read."""
        return self._change(lambda _: {"recent": (), "exports": {}, "imports": {}, "last_folder": ""})

    def forget_imports(self) -> Settings:
        """Remove how registers were read."""
        return self._change(lambda _: {"imports": {}})

    def _change(self, change: Callable[[Settings], Mapping[str, Any]]) -> Settings:
        """Change the known settings, and the file; the latter elsewhere if that is wanted."""
        if self._run is None:
            self._known, self._seen = self._change_file(change), self._written
        else:
            with self._lock:
                self._unwritten += 1
                self._known = _changed(self._known, change)
            self._run(partial(self._change_elsewhere, change))
        return self._known

    def _change_elsewhere(self, change: Callable[[Settings], Mapping[str, Any]]) -> None:
        """Change the file; unless more is to be changed, what other processes wrote is known then, too."""
        try:
            changed = self._change_file(change)
        finally:
            with self._lock:
                self._unwritten -= 1
        with self._lock:
            if self._unwritten == 0:
                self._known, self._seen = changed, self._written

    def _change_file(self, change: Callable[[Settings], Mapping[str, Any]]) -> Settings:
        """Read, change and write the file under a lock, so that changes of other processes are kept."""
        with self._file_lock() as may_write:
            raw = self._read() if may_write else None
            settings = self._known if raw is None else self._validated(raw)
            changed = _changed(settings, change)
            self._is_ahead = raw is None
            if raw is not None and (changed != settings or not self.path.exists()):
                self._write(changed)
            self._written = _signature_of(self.path)
            return changed

    @contextlib.contextmanager
    def _file_lock(self) -> Iterator[bool]:
        """Keep other processes from writing the file; yields False while one of them does so for too long."""
        with contextlib.ExitStack() as held:
            may_write = True
            try:
                private_folder(self.path.parent)
                held.enter_context(exclusive(self.path, PATIENCE))
            except LockedError:
                may_write = False
                self.problem = tr(
                    "The settings could not be saved, since another copy of Stakemap is saving them; changes "
                    "last until you quit."
                )
            except OSError as error:
                # Nobody can write there, as an attempt to write will say.
                _log.info("the settings are not locked: %s", type(error).__name__)
            yield may_write

    def _write(self, settings: Settings) -> None:
        tree = settings.model_dump(mode="json", exclude_defaults=True)
        tree["version"] = max(SETTINGS_VERSION, settings.version)
        if not is_encodable(tree):
            tree = {name: encodable(value) for name, value in tree.items()}
        try:
            data = orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            private_folder(self.path.parent)
            write_bytes_safely(self.path, data)
        except (OSError, WriteError, orjson.JSONEncodeError) as error:
            self._is_ahead = True
            problem = refusal_of(error) if isinstance(error, OSError) else error
            self.problem = tr("The settings could not be saved: {problem}", problem=problem)
            _log.warning("the settings could not be kept: %s", type(error).__name__)

    def _read(self) -> dict[str, Any] | None:
        """Read the file, setting a damaged one aside; empty when missing or damaged, None when unreadable."""
        try:
            return self._read_tree()
        except _DamagedError:
            self._set_aside()
            return {}

    def _read_tree(self) -> dict[str, Any] | None:
        """Read the file; empty when missing, None when unreadable. Raises _DamagedError if damaged."""
        try:
            if not self.path.exists():
                return {}
            tree = json.loads(read_file(self.path, _LIMITS).decode("utf-8-sig"))
        except (OSError, MapReadError, ValueError, RecursionError) as error:
            _log.warning("the settings could not be read: %s", type(error).__name__)
            if not _is_unreadable(error):
                raise _DamagedError from error
            self.problem = tr(
                "The settings file {path} cannot be read; changes to settings last until you quit.",
                path=self.path,
            )
            return None
        if not isinstance(tree, dict):
            _log.warning("the settings are no JSON object")
            raise _DamagedError
        return tree

    def _set_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.stem}-damaged-{time.time_ns()}{self.path.suffix}")
        try:
            self.path.rename(aside)
        except OSError:
            self.problem = tr(
                "The settings file {path} cannot be read; the default settings apply.", path=self.path
            )
        else:
            self.problem = tr(
                "The settings file was damaged and was set aside as {path}; the default settings apply, also "
                "to maps that were to leave no traces.",
                path=aside,
            )

    def _validated(self, raw: Mapping[str, Any]) -> Settings:
        """Validate settings; invalid values are replaced by defaults.

        Of those in `_COLLECTIONS` only the invalid entries are dropped.
        """
        kept = dict(raw)
        while True:
            try:
                return Settings.model_validate(kept)
            except ValidationError as error:
                places = [fault["loc"] for fault in error.errors(include_url=False)]
            invalid = {str(place[0]) for place in places}
            self.problem = tr(
                "Some settings had invalid values and were reset to their defaults: {names}.",
                names=", ".join(sorted(invalid)),
            )
            for name in invalid:
                entries = {place[1] for place in places if place[0] == name and len(place) > 1}
                valid_entries = without(kept[name], entries) if name in _COLLECTIONS else None
                if valid_entries is None:
                    del kept[name]
                else:
                    kept[name] = valid_entries


def _changed(settings: Settings, change: Callable[[Settings], Mapping[str, Any]]) -> Settings:
    fields = {**dict(settings), **(settings.model_extra or {})}
    return Settings.model_validate(fields | dict(change(settings)))


def _is_unreadable(error: Exception) -> bool:
    """Whether the file could not be read, which says nothing about its content."""
    if isinstance(error, MapReadError):
        return any(fault.code == "unreadable" for fault in error.faults)
    return isinstance(error, OSError)


def _signature_of(path: Path) -> _Signature | None:
    """What changes whenever a file is written; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _without_maps(
    settings: Settings, map_ids: Collection[str], paths: Sequence[Path | str]
) -> Mapping[str, Any]:
    """What changes when maps are forgotten; the folder used last goes unless other recent maps are in it."""

    def is_gone(one: RecentFile) -> bool:
        return one.map_id in map_ids or any(_is_same(one.path, path) for path in paths)

    recent = tuple(one for one in settings.recent if not is_gone(one))
    folders = {str(absolute(Path(path)).parent) for path in paths}
    folders |= {str(Path(one.path).parent) for one in settings.recent if is_gone(one)}
    folders -= {str(Path(one.path).parent) for one in recent}
    return {
        "recent": recent,
        "exports": {key: value for key, value in settings.exports.items() if key not in map_ids},
        "last_folder": "" if settings.last_folder in folders else settings.last_folder,
    }


def _is_same(one: Path | str, other: Path | str) -> bool:
    return os.path.normcase(absolute(Path(one))) == os.path.normcase(absolute(Path(other)))


def _newest(
    mapping: Mapping[str, Any], key: str, value: Any, limit: int = REMEMBERED_LIMIT
) -> dict[str, Any]:
    kept = [(name, item) for name, item in mapping.items() if name != key]
    return dict([*kept[-(limit - 1) :], (key, value)])
