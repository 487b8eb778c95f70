"""Reading of custom theme files."""

from __future__ import annotations

import json
from pathlib import Path

from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.picture.theme import Theme
from stakemap.picture.theme_file import theme_of
from stakemap.storage.files import read_file
from stakemap.storage.folders import is_folder
from stakemap.storage.reading.limits import Limits

_LIMITS = Limits(size=100_000)


def read_theme(path: Path) -> Theme:
    """Read a theme. Raises UsageError with the path and a sentence for the user."""
    if is_folder(path):
        raise UsageError(tr("{path}: this is a folder, not a theme.", path=path))
    try:
        return theme_of(json.loads(read_file(path, _LIMITS).decode("utf-8-sig")))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error
    except MapReadError as error:
        raise UsageError(f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(tr("{path}: this is not JSON.", path=path)) from error
