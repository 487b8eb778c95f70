"""What the user chose, in a JSON file of our own that several running copies of Stakemap share."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from stakemap.errors import MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.storage.files import read_file
from stakemap.storage.folders import config_folder
from stakemap.storage.limits import LARGEST, Limits
from stakemap.storage.locks import exclusive
from stakemap.storage.writing import write_bytes_safely

__all__ = ["RecentFile", "Settings", "SettingsStore", "Theme", "WindowPlace"]

_log = logging.getLogger(__name__)

SETTINGS_VERSION = 1
RECENT_LIMIT = 20
#: So many window places and maps' export options are remembered, the newest.
REMEMBERED_LIMIT = 100
_LIMITS = Limits(size=4 * 2**20)
#: Settings of many entries, each of which stands by itself.
_COLLECTIONS = ("recent", "windows", "exports")

Theme = Literal["system", "light", "dark"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="allow", hide_input_in_errors=True)


class RecentFile(_Part):
    """A map that was open: its file, and its title at the time."""

    path: str
    title: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the file is gone. Asks the disk, which may be slow, so not while a frame waits."""
        try:
            return not Path(self.path).exists()
        except (OSError, ValueError):
            return True


class WindowPlace(_Part):
    """Where a window stood, in device-independent pixels, and how wide its panels were."""

    x: int
    y: int
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    maximised: bool = False
    panels: tuple[int, ...] = Field(default=(), strict=False)


class Settings(_Part):
    """All settings. `author` is the analyst's name as judgements bear it, empty until the user gives one.

    `language` and `reduced_motion` follow the system where they are None. `windows` holds places of windows
    by a key that stands for the screens they were on, `exports` the options of the last export by map id.
    `actor_columns` are those of the actor table, None for as many as fit. `undecided_below` is the alignment
    nearer to nought than which an actor counts as undecided, `largest_file` in megabytes what is opened.
    """

    version: int = SETTINGS_VERSION
    author: Annotated[str, StringConstraints(max_length=500)] = ""
    theme: Theme = "system"
    language: str | None = None
    reduced_motion: bool | None = None
    workshop_mode: bool = False
    recent: tuple[RecentFile, ...] = Field(default=(), strict=False)
    windows: dict[str, WindowPlace] = {}
    exports: dict[str, dict[str, Any]] = {}
    last_folder: str = ""
    balance_shown: bool = True
    legend_unfolded: bool = True
    actor_columns: tuple[str, ...] | None = Field(default=None, strict=False)
    undecided_below: Annotated[float, Field(ge=0, le=100)] = 5.0
    largest_file: Annotated[int, Field(ge=LARGEST[0], le=LARGEST[1])] = LARGEST[0]


class _DamagedError(Exception):
    """The settings file holds no settings."""


class SettingsStore:
    """The settings file. `problem` is a sentence for the user when the file was broken or could not be
    read or written. A file that cannot be read is left as it is: what was known last applies meanwhile.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.json"
        self.problem = ""
        self._known = Settings()

    def load(self) -> Settings:
        """The settings as they are now; what is broken is set aside or passed over, and `problem` says so."""
        try:
            raw = self._look()
        except _DamagedError:
            # Another copy may have set it aside by now, and what it wrote since must not be.
            with exclusive(self.path):
                raw = self._read()
        if raw is not None:
            self._known = self._valid(raw)
        return self._known

    def update(self, **changes: Any) -> Settings:
        """Change some settings and keep the others as the file has them now. A file that cannot be read is
        not written either: the changes then last as long as this store.

        Raises TypeError for an unknown setting and ValueError for a value that does not fit.
        """
        unknown = changes.keys() - Settings.model_fields.keys()
        if unknown:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        return self._change(lambda _: changes)

    def add_recent(self, path: Path, title: str = "") -> Settings:
        """Put a file at the head of the recent ones."""
        entry = RecentFile(path=_absolute(path), title=title)

        def change(settings: Settings) -> Mapping[str, Any]:
            others = [one for one in settings.recent if not _is_same(one.path, entry.path)]
            return {"recent": (entry, *others)[:RECENT_LIMIT]}

        return self._change(change)

    def remove_recent(self, path: Path | str) -> Settings:
        """Take a file off the recent ones."""
        return self._change(
            lambda settings: {"recent": tuple(one for one in settings.recent if not _is_same(one.path, path))}
        )

    def remember_window(self, key: str, place: WindowPlace) -> Settings:
        """Keep the place of a window for the next time that these screens are there."""
        return self._change(lambda settings: {"windows": _newest(settings.windows, key, place)})

    def remember_export(self, map_id: str, options: Mapping[str, Any]) -> Settings:
        """Keep the options of the last export of a map."""
        return self._change(lambda settings: {"exports": _newest(settings.exports, map_id, dict(options))})

    def _change(self, change: Callable[[Settings], Mapping[str, Any]]) -> Settings:
        """Read, change and write while other copies of Stakemap wait, so that what they wrote stays."""
        with exclusive(self.path):
            raw = self._read()
            settings = self._known if raw is None else self._valid(raw)
            fields = {**dict(settings), **(settings.model_extra or {})}
            changed = Settings.model_validate(fields | dict(change(settings)))
            if raw is not None and (changed != settings or not self.path.exists()):
                self._write(changed)
            self._known = changed
            return changed

    def _write(self, settings: Settings) -> None:
        tree = settings.model_dump(mode="json", exclude_defaults=True)
        tree["version"] = max(SETTINGS_VERSION, settings.version)
        try:
            data = orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes_safely(self.path, data)
        except (OSError, WriteError, orjson.JSONEncodeError) as error:
            self.problem = tr("The settings could not be kept: {problem}", problem=error)
            _log.warning("the settings could not be kept: %s", type(error).__name__)

    def _read(self) -> dict[str, Any] | None:
        """What the file holds, nothing when there is none or it was set aside; None when nobody can tell."""
        try:
            return self._look()
        except _DamagedError:
            self._set_aside()
            return {}

    def _look(self) -> dict[str, Any] | None:
        """What the file holds, nothing when there is none; None when nobody can tell. Raises _DamagedError
        when it holds no settings.
        """
        try:
            if not self.path.exists():
                return {}
            tree = json.loads(read_file(self.path, _LIMITS).decode("utf-8-sig"))
        except (OSError, MapReadError, ValueError, RecursionError) as error:
            _log.warning("the settings could not be read: %s", type(error).__name__)
            if not _is_unreadable(error):
                raise _DamagedError from error
            self.problem = tr(
                "The settings file {path} cannot be read; changes of settings last until you quit.",
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
                "The settings file {path} cannot be read; the usual settings apply.", path=self.path
            )
        else:
            self.problem = tr(
                "The settings file was damaged and was set aside as {path}; the usual settings apply.",
                path=aside,
            )

    def _valid(self, raw: Mapping[str, Any]) -> Settings:
        """The settings that `raw` holds; where a value does not fit, the usual one applies. Of recent files,
        windows and exports only the entries go that do not fit.
        """
        kept = dict(raw)
        while True:
            try:
                return Settings.model_validate(kept)
            except ValidationError as error:
                places = [fault["loc"] for fault in error.errors(include_url=False)]
            wrong = {str(place[0]) for place in places}
            self.problem = tr(
                "Some settings held a value that does not fit and are as usual again: {names}.",
                names=", ".join(sorted(wrong)),
            )
            for name in wrong:
                entries = {place[1] for place in places if place[0] == name and len(place) > 1}
                fitting = _without(kept[name], entries) if name in _COLLECTIONS else None
                if fitting is None:
                    del kept[name]
                else:
                    kept[name] = fitting


def _is_unreadable(error: Exception) -> bool:
    """Whether nobody could look into the file, which says nothing about what it holds."""
    if isinstance(error, MapReadError):
        return any(fault.code == "unreadable" for fault in error.faults)
    return isinstance(error, OSError)


def _without(collection: Any, entries: set[int | str]) -> Any:
    """A list or an object without some of its entries; None when it has none of these."""
    if isinstance(collection, list):
        rest: Any = [entry for index, entry in enumerate(collection) if index not in entries]
    elif isinstance(collection, dict):
        rest = {key: entry for key, entry in collection.items() if key not in entries}
    else:
        return None
    return rest if len(rest) < len(collection) else None


def _absolute(path: Path | str) -> str:
    """A path from the root; links in it stay, since people know their files by them."""
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links


def _is_same(one: Path | str, other: Path | str) -> bool:
    return os.path.normcase(_absolute(one)) == os.path.normcase(_absolute(other))


def _newest(mapping: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    kept = [(name, item) for name, item in mapping.items() if name != key]
    return dict([*kept[-(REMEMBERED_LIMIT - 1) :], (key, value)])
