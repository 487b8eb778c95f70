"""What the settings are: records of the user's choices and of what is remembered of maps."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from stakemap.storage.policy import policy
from stakemap.storage.reading.limits import LARGEST

SETTINGS_VERSION = 1
RECENT_LIMIT = 20

Theme = Literal["system", "light", "dark"]
InspectorPage = Literal["position", "evidence", "actor"]


def digest_of_id(map_id: str) -> str:
    """By what a map that leaves no traces is known: a digest, since its id would be a trace."""
    return hashlib.sha256(f"leaves no traces {map_id}".encode("utf-8", "replace")).hexdigest()


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="allow", hide_input_in_errors=True)


class RecentFile(_Part):
    """A recently opened map: its file, and its title and id at the time, "" where they are not known."""

    path: str
    title: str = ""
    map_id: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the file is missing. Accesses the disk, which may be slow: not for the GUI thread."""
        try:
            return not Path(self.path).exists()
        except (OSError, ValueError):
            return True


class WindowPlace(_Part):
    """The geometry of a window, in device-independent pixels, and which panels the user opened or closed.

    `open_panels` has the panels by id; those not in it open by themselves. Stored places of earlier versions
    have `panels` instead, the widths of panels that were always shown, which no longer applies. `details` are
    those that the canvas draws of all actors, `legend` says whether that is open.
    """

    x: int
    y: int
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    maximised: bool = False
    open_panels: dict[str, bool] = {}
    left_width: Annotated[int, Field(ge=0)] = 0
    details: tuple[str, ...] = Field(default=(), strict=False)
    legend: bool = False


class Settings(_Part):
    """All settings. `author` is the analyst's name written into judgements, empty until the user gives one.

    `language` and `reduced_motion` follow the system when None. `windows` has window geometries by a key of
    the screen configuration, `exports` the options of the last export by map id, `imports` how registers
    were read, by the fingerprint of their headings. `inspector_page` is the page that the inspector shows.
    `tour_seen` is whether the tour of the first start was shown.
    `untraced` has a digest of the id of each map that leaves no traces. `actor_columns` are those of the
    actor table, None for as many as fit; `analysis_method` is the method that the panel of analyses asked
    last.
    Actors whose absolute alignment is less than `undecided_below` count as undecided, sides that differ by
    at most `evenly_within` per cent of the weight as evenly balanced. A value that moves by less than
    `keep_support_below` points keeps its reason, sources and confidence; 0 for never. `largest_file` is the
    size limit of opened files in megabytes.
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
    imports: dict[str, dict[str, Any]] = {}
    untraced: tuple[str, ...] = Field(default=(), strict=False)
    last_folder: str = ""
    tour_seen: bool = False
    balance_shown: bool = True
    balance_marks_shown: bool = False
    inspector_page: InspectorPage = "position"
    actor_columns: tuple[str, ...] | None = Field(default=None, strict=False)
    analysis_method: str = ""
    undecided_below: Annotated[float, Field(ge=0, le=100)] = 5.0
    evenly_within: Annotated[float, Field(ge=0, le=50)] = 10.0
    keep_support_below: Annotated[int, Field(ge=0, le=200)] = 10
    largest_file: Annotated[int, Field(ge=LARGEST[0], le=LARGEST[1])] = LARGEST[0]

    @property
    def balance_limits(self) -> tuple[float, float]:
        """What every count of sides goes by, in the app and on the command line: `undecided_below` and
        `evenly_within`.
        """
        return self.undecided_below, self.evenly_within

    def leaves_no_traces(self, map_id: str) -> bool:
        """Whether nothing is kept of a map once it is closed: by the user's choice, or by that of the
        organisation.
        """
        return policy().leave_no_traces or digest_of_id(map_id) in self.untraced

    @property
    def remembers_maps(self) -> bool:
        """Whether anything is remembered of maps, or of how registers were read."""
        return bool(self.recent or self.exports or self.imports or self.last_folder)

    @field_validator("recent")
    @classmethod
    def _without_relative(cls, recent: tuple[RecentFile, ...]) -> tuple[RecentFile, ...]:
        """Drop relative paths, which name another file in each folder in which Stakemap is started, and what
        is more than Stakemap remembers.
        """
        return tuple(one for one in recent if _is_absolute(one.path))[:RECENT_LIMIT]

    @field_validator("last_folder")
    @classmethod
    def _absolute_or_none(cls, folder: str) -> str:
        return folder if _is_absolute(folder) else ""


def _is_absolute(path: str) -> bool:
    """Whether a path has a root; on Windows one without a drive is relative only to the drive."""
    return bool(Path(path).root)
