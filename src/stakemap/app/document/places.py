"""What there is at a path, found out in a worker thread before a file is opened or saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.storage.conflicts.conflict_markers import has_markers
from stakemap.storage.files import SUFFIXES, read_file
from stakemap.storage.locks.presence import Holder, holder_of
from stakemap.storage.reading.map_ids import map_id_of
from stakemap.storage.saving.targets import is_same_file, is_there

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.storage.reading.limits import Limits

#: What the beginning of every map has.
_MAP_MARK = '"stakemap"'


class Place(NamedTuple):
    """What there is at a path: the path by which an open map has that file, another process that has it open,
    whether anything is there, whether that is to be imported, else the id of the map that it seems to hold.
    """

    shown: Path | None
    holder: Holder | None
    is_there: bool
    is_import: bool
    map_id: str = ""


def look_at(
    context: AppContext, window: Window | None, path: Path, *, is_target: bool = False
) -> Place | None:
    """Look at a path while events are processed; None when the user cancelled.

    Who else has the file open is found out only `is_target`, if a map is to be saved there; else whether it
    is to be imported.
    """
    sessions = {one: shown.session for one, shown in context.shown_paths.items()}
    locked = {one: session is not None and not session.read_only for one, session in sessions.items()}
    worker = Worker(_look, path, locked, None if is_target else context.limits)
    text = tr("Looking for “{name}”", name=path.name)
    place: Place | None = run_with_progress(worker, window, text, context.message_boxes)
    return place


def _look(
    _report: Callable[[float], bool], path: Path, locked: Mapping[Path, bool], limits: Limits | None
) -> Place:
    """`locked` has the paths of the open maps, and whether this process has locked their files; `limits`
    are those of a file to be opened, None for a target of saving.
    """
    shown = next((one for one in locked if is_same_file(one, path)), None)
    is_locked = shown is not None and locked[shown]
    holder = holder_of(path) if limits is None and not is_locked else None
    imported = limits is not None and shown is None and _is_import(path, limits)
    map_id = "" if limits is None or imported or shown is not None else map_id_of(path)
    return Place(shown, holder, is_there(path), imported, map_id)


def _is_import(path: Path, limits: Limits) -> bool:
    """Whether a file has to be imported: by its content, and by its ending where it cannot be read.

    What has the ending of a map is one unless it is of a known format and has not the mark of a map, which
    damaged maps have, too. Accesses the disk.
    """
    is_called_map = path.suffix.lower() in SUFFIXES
    try:
        file = IncomingFile(path.name, read_file(path, limits))
        is_text_of_map = is_called_map or file.container == "json" or has_markers(file.data)
        if _MAP_MARK in file.head and is_text_of_map:
            return False
        return not is_called_map or format_of(file) is not None
    except MapReadError:
        return not is_called_map
