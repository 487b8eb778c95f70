"""Presets: the example and template maps that come with Stakemap."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.order import sort_key
from stakemap.model.records import replace
from stakemap.resources import resource
from stakemap.storage.files import SUFFIX, open_map
from stakemap.storage.policy.handling import with_default_handling

#: The preset that holds no actors; it is listed last.
BLANK = "blank"


class PresetInfo(NamedTuple):
    """A preset in a list: `id` is its name on the command line, `summary` the question of its map."""

    id: str
    title: str
    summary: str


def list_presets() -> tuple[PresetInfo, ...]:
    """All presets, sorted by title, the blank one last."""
    found = []
    for path in _paths():
        document = open_map(path).document
        name = path.name.removesuffix(SUFFIX)
        found.append(PresetInfo(name, document.title, document.question or document.note))
    return tuple(sorted(found, key=lambda preset: (preset.id == BLANK, sort_key(preset.title), preset.id)))


def check_preset(preset_id: str) -> None:
    """Raise UsageError, which lists the existing presets, when there is no such preset."""
    if _path(preset_id) is None:
        known = ", ".join(sorted(path.name.removesuffix(SUFFIX) for path in _paths()))
        raise UsageError(
            tr("There is no preset “{name}”; the presets are: {there}.", name=preset_id, there=known)
        )


def load_preset(preset_id: str) -> StakeMap:
    """Load the map of a preset with a new UUID. Raises UsageError when there is no such preset."""
    check_preset(preset_id)
    path = _path(preset_id)
    assert path is not None
    document = replace(open_map(path).document, id=str(uuid.uuid4()))
    if preset_id == BLANK:
        # The blank map's own texts describe the preset.
        document = replace(document, title="", question="", note="")
    return with_default_handling(document)


def _path(preset_id: str) -> Path | None:
    """The file of a preset, found by listing the folder to prevent path traversal."""
    wanted = preset_id + SUFFIX
    return next((path for path in _paths() if path.name == wanted), None)


def _paths() -> Iterator[Path]:
    return resource("presets").glob(f"*{SUFFIX}")
