"""What tests of open maps and their files share: a file, and a window with its map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app_driver import documents_of
from samples import sample
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with the sample map."""
    path = tmp_path / "corridor.stakemap.json"
    save_map(path, sample())
    return path


@pytest.fixture
def window(context: AppContext, path: Path) -> MainWindow:
    """A window with the map of the file."""
    window = documents_of(context).open_file(path)
    assert window is not None
    return window
