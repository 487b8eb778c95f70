"""The id of the map in a file, read from its beginning, so that files can be matched without parsing them."""

from __future__ import annotations

import re
from pathlib import Path

from stakemap.storage.reading.regular_files import open_regular

#: So much of a file is read: the id stands before all that can be long.
_HEAD = 4_096
_ID = re.compile(rb'"id"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')


def map_id_of(path: Path) -> str:
    """The id that the map in a file seems to have; "" where the file is missing or seems to hold no map."""
    try:
        with open_regular(path) as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError):
        return ""
    found = _ID.search(head) if b'"stakemap"' in head else None
    return "" if found is None else found.group(1).decode()
