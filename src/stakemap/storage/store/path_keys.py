"""Paths as keys in the store of versions: text in any case, also of names that are not valid Unicode."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from stakemap.storage.saving.targets import absolute

#: Begins the key of a path whose bytes are not UTF-8. No other key does, since those are absolute paths.
_ENCODED = "bytes:"


def key_of(path: Path | None) -> str:
    """A path as stored in the database: real and absolute, empty for a map without a file.

    One that SQLite cannot store as text is kept as its percent-encoded bytes, which earlier versions of
    Stakemap take for a file that is not there.
    """
    if path is None:
        return ""
    try:
        name = str(path.resolve())
    except (OSError, RuntimeError):
        # A loop of links, or a folder that may not be entered.
        name = str(absolute(path))
    try:
        name.encode()
    except UnicodeEncodeError:
        return _ENCODED + quote_from_bytes(os.fsencode(name))
    return name


def path_of(key: str) -> Path | None:
    """The path of a key; None for a map without a file."""
    if key.startswith(_ENCODED):
        return Path(os.fsdecode(unquote_to_bytes(key.removeprefix(_ENCODED))))
    return Path(key) if key else None
