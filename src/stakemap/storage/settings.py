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

from stakemap.errors import MapReadError, StakemapError, WriteError
from stakemap.i18n import tr
from stakemap.storage.files import read_file, write_bytes_safely
from stakemap.storage.folders import config_folder
from stakemap.storage.limits import Limits
from stakemap.storage.locks import exclusive

__all__ = ["RecentFile", "Settings", "SettingsStore", "Theme", "WindowPlace"]

_log = logging.getLogger(__name__)

SETTINGS_VERSION = 1
RECENT_LIMIT = 20
#: So many window places and maps' export options are remembered, the newest.
REMEMBERED_LIMIT = 100
_LIMITS = Limits(size=4 * 2**20)

Theme = Literal["system", "light", "dark"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="allow", hide_input_in_errors=True)


class RecentFile(_Part):
    """A map that was open: its file and its title at the time."""

    path: str
    title: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the file is gone; asks the disk, so not for a frame of the window."""
        return not Path(self.path).exists()


class WindowPlace(_Part):
    """Where a window stood, in device-independent pixels, and how wide its panels were."""

    x: int
    y: int
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    maximised: bool = False
    panels: tuple[int, ...] = Field(default=(), strict=False)


class Settings(_Part):
    """All settings. `author` is the analyst's name as judgements bear it; empty until the user gives one."""

    version: int = SETTINGS_VERSION
    author: Annotated[str, StringConstraints(max_length=500)] = ""
    theme: Theme = "system"
    language: str | None = None
    reduced_motion: bool | None = None
    workshop_mode: bool = False
    recent: tuple[RecentFile, ...] = Field(default=(), strict=False)
    #: Places of windows by a key that stands for the screens they were on.
    windows: dict[str, WindowPlace] = {}
    #: Options of the last export of a map, by map id.
    exports: dict[str, dict[str, Any]] = {}
    last_folder: str = ""


class SettingsStore:
    """The settings file. `problem` is a sentence for the user when the file was broken or could not be written."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "settings.json"
        self.problem = ""

    def load(self) -> Settings:
        """The settings as they are now; what is broken is set aside or ignored, and `problem` says so."""
        return self._valid(self._read())

    def update(self, **changes: Any) -> Settings:
        """Change some settings and keep the others as the file has them now. TypeError for an unknown setting."""
        unknown = changes.keys() - Settings.model_fields.keys()
        if unknown:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        return self._change(lambda settings: changes)

    def add_recent(self, path: Path, title: str = "") -> Settings:
        """Put a file at the head of the recent ones."""
        entry = RecentFile(path=os.path.abspath(path), title=title)

        def change(settings: Settings) -> Mapping[str, Any]:
            others = [one for one in settings.recent if not _is_same(one.path, entry.path)]
            return {"recent": (entry, *others)[:RECENT_LIMIT]}

        return self._change(change)

    def remove_recent(self, path: Path | str) -> Settings:
        """Take a file off the recent ones."""
        return self._change(
            lambda settings: {
                "recent": tuple(one for one in settings.recent if not _is_same(one.path, str(path)))
            }
        )

    def remember_window(self, key: str, place: WindowPlace) -> Settings:
        """Keep the place of a window for the next time these screens are there."""
        return self._change(lambda settings: {"windows": _newest(settings.windows, key, place)})

    def remember_export(self, map_id: str, options: Mapping[str, Any]) -> Settings:
        """Keep the options of the last export of a map."""
        return self._change(lambda settings: {"exports": _newest(settings.exports, map_id, dict(options))})

    def _change(self, change: Callable[[Settings], Mapping[str, Any]]) -> Settings:
        """Read, change and write with other copies of Stakemap kept out; what they wrote meanwhile stays."""
        with exclusive(self.path):
            raw = self._read()
            settings = self._valid(raw)
            changed = Settings.model_validate(
                {**dict(settings), **(settings.model_extra or {}), **change(settings)}
            )
            if changed != settings or not self.path.exists():
                self._write(changed, raw)
            return changed

    def _write(self, settings: Settings, raw: Mapping[str, Any]) -> None:
        version = max(SETTINGS_VERSION, settings.version)
        tree = {**settings.model_dump(mode="json", exclude_defaults=True), "version": version}
        data = orjson.dumps(
            tree, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes_safely(self.path, data)
        except (OSError, WriteError) as error:
            self.problem = tr("The settings could not be saved: {problem}", problem=error)
            _log.warning("the settings could not be saved: %s", type(error).__name__)

    def _read(self) -> dict[str, Any]:
        if not self.path.exists():
            return {}
        try:
            tree = json.loads(read_file(self.path, _LIMITS).decode("utf-8-sig"))
            if isinstance(tree, dict):
                return tree
        except (MapReadError, ValueError, RecursionError) as error:
            _log.warning("the settings could not be read: %s", type(error).__name__)
        self._set_aside()
        return {}

    def _set_aside(self) -> None:
        aside = self.path.with_name(
            f"{self.path.stem}-broken-{time.strftime('%Y%m%d-%H%M%S')}{self.path.suffix}"
        )
        try:
            os.replace(self.path, aside)
        except OSError:
            self.problem = tr(
                "The settings file cannot be read, so the usual settings apply: {path}", path=self.path
            )
        else:
            self.problem = tr(
                "The settings file was damaged; it was set aside as {path}, and the usual settings apply.",
                path=aside,
            )

    def _valid(self, raw: Mapping[str, Any]) -> Settings:
        """The settings that `raw` holds; a value that does not fit its setting falls back to the usual one."""
        kept = dict(raw)
        while True:
            try:
                return Settings.model_validate(kept)
            except ValidationError as error:
                wrong = {str(fault["loc"][0]) for fault in error.errors(include_url=False)}
            self.problem = tr(
                "These settings had a value that does not fit and are as usual again: {names}.",
                names=", ".join(sorted(wrong)),
            )
            kept = {name: value for name, value in kept.items() if name not in wrong}


def _is_same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.abspath(one)) == os.path.normcase(os.path.abspath(other))


def _newest(mapping: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    kept = [(name, item) for name, item in mapping.items() if name != key]
    return dict([*kept[-(REMEMBERED_LIMIT - 1) :], (key, value)])
