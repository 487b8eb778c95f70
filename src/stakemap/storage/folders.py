"""The folders of the user's configuration and state: settings, locks, recovery copies."""

from __future__ import annotations

import os
from pathlib import Path

from stakemap.logs import state_folder
from stakemap.private_files import tighten

#: What is kept in the folders of configuration and of state.
_CONFIG_NAMES = ("settings*.json",)
_STATE_NAMES = ("crashes", "locks", "open", "recovery", "stakemap.log*", "unfinished", "versions")


def config_folder() -> Path:
    """The configuration folder: $STAKEMAP_CONFIG_DIR, else the platform's. It may not exist."""
    chosen = os.environ.get("STAKEMAP_CONFIG_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("stakemap", appauthor=False)


def is_folder(path: Path) -> bool:
    """Whether a folder is there and can be reached; `Path.is_dir` raises an error where it cannot."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_state_used() -> bool:
    """Whether anything is kept for recovery. Raises OSError where the state folder cannot be used."""
    folder = state_folder()
    if not os.path.lexists(folder):
        return False
    return bool({"versions", "recovery"}.intersection(each.name for each in folder.iterdir()))


def is_private(path: Path) -> bool:
    """Whether a real path, with no links in it, lies in the folder of configuration or of state."""
    return any(path.is_relative_to(os.path.realpath(each)) for each in (config_folder(), state_folder()))


def tighten_folders() -> None:
    """Make the folders of configuration and state private, and what earlier versions wrote into them."""
    tighten(config_folder(), _CONFIG_NAMES)
    tighten(state_folder(), _STATE_NAMES)
