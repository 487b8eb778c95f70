"""Conflict copies, which services of shared folders put beside a file that two people changed."""

from __future__ import annotations

import os
import re
import unicodedata
from itertools import islice
from pathlib import Path

from stakemap.storage.files import without_suffix

#: The most entries of a folder that are looked at, and the most copies that are reported.
_MOST_ENTRIES, _MOST_COPIES = 5_000, 20

#: What is put between the name of a file and its ending.
_MARKS = (
    # Dropbox: "(Anna's conflicted copy 2026-01-01)", in the language of the user; ownCloud and Nextcloud:
    # "(conflicted copy 2026-01-01 120000)", "(conflicted copy Anna 2026-01-01 120000)"; Seafile:
    # "(SFConflict anna@example.org 2026-01-01-12-00-00)"; pCloud: "[conflicted]"; Google Drive: "[Conflict]".
    r" ?[(\[][^()\[\]]*(?:confli[ct]|konflikt|конфликт|çakış)[^()\[\]]*(?:\(\d+\))?[)\]]",
    # Older ownCloud: "_conflict-20260101-120000".
    r"_conflict-[\d-]+",
    # Syncthing: ".sync-conflict-20260101-120000-ABCDEF7"; Resilio Sync: ".Conflict".
    r"\.sync-conflict-\d{8}-\d{6}(?:-\w+)?",
    r"\.conflict\d*",
    # OneDrive: the name of the computer, "-DESKTOP-1A2B3C4", "-Annas-MacBook-Pro", and a number.
    r"-(?-i:(?=[A-Z\d-]*[A-Z])[A-Z\d][A-Z\d-]{2,14})(?:-\d+)?",
    r"-[\w’'-]*mac(?:book)?[\w’' -]*",
    # Google Drive and downloads: " (1)"; iCloud Drive: " 2".
    r" \(\d{1,3}\)",
    r" \d{1,2}",
)
_MARK = re.compile("|".join(_MARKS), re.IGNORECASE)


def is_copy_of(name: str, original: str) -> bool:
    """Whether the name of a file is that of a copy in conflict with another one.

    The mark stands before the whole ending of a map or, as services do not know that, before its last part.
    """
    name, original = (unicodedata.normalize("NFC", each) for each in (name, original))
    for stem in (without_suffix(Path(original)), Path(original).stem):
        ending = original[len(stem) :]
        mark = name[len(stem) : len(name) - len(ending)]
        if name.startswith(stem) and name.endswith(ending) and _MARK.fullmatch(mark):
            return True
    return False


def copies_beside(path: Path) -> list[Path]:
    """The files beside a map that seem to be copies in conflict with it, or that it is such a copy of.

    Looks at a bounded number of entries of the folder; for a worker thread. A folder that cannot be read has
    none.
    """
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES)]
    except OSError:
        return []
    found = [name for name in names if is_copy_of(name, path.name) or is_copy_of(path.name, name)]
    return [path.with_name(name) for name in sorted(found)[:_MOST_COPIES]]
