"""The folders of the user's configuration and state: settings, locks, recovery copies."""

from __future__ import annotations

import os
from pathlib import Path

from stakemap.logs import state_folder

__all__ = ["config_folder", "state_folder"]


def config_folder() -> Path:
    """The configuration folder: $STAKEMAP_CONFIG_DIR, else the platform's. It may not exist."""
    chosen = os.environ.get("STAKEMAP_CONFIG_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("stakemap", appauthor=False)
