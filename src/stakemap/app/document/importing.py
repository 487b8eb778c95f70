"""Which files are those of other programs, so that they are imported and not opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.errors import MapReadError
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.storage.conflict_markers import has_markers
from stakemap.storage.files import SUFFIXES, read_file

if TYPE_CHECKING:
    from stakemap.storage.limits import Limits

#: What the beginning of every map has.
_MAP_MARK = '"stakemap"'


def is_import(path: Path, limits: Limits) -> bool:
    """Whether a file has to be imported: by its content, and by its ending where it cannot be read.

    What has the ending of a map is one unless it is of a known format. Accesses the disk.
    """
    is_called_map = path.suffix.lower() in SUFFIXES
    try:
        file = IncomingFile(path.name, read_file(path, limits))
        if _MAP_MARK in file.head and (file.container == "json" or has_markers(file.data)):
            return False
        return not is_called_map or format_of(file) is not None
    except MapReadError:
        return not is_called_map
