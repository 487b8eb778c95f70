"""The settings of a running app, which are stored as they change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.reading.limits import Limits
from stakemap.storage.settings.records import Settings
from stakemap.storage.settings.settings import SettingsStore


class SharedSettings(QObject):
    """The settings in `store` as they are now; `settings_changed` carries the new ones."""

    settings_changed = Signal(object)

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self.store = store
        self.settings: Settings = store.load()

    def apply_settings(self, settings: Settings) -> None:
        """Apply settings that were just stored."""
        self.settings = settings
        self.settings_changed.emit(settings)

    @property
    def limits(self) -> Limits:
        """The size limits for files that are opened."""
        return limits_for(self.settings.largest_file)

    def note_recent(self, path: Path, title: str, map_id: str = "") -> None:
        """Add a map that was opened or saved to the recent files, unless it leaves no traces."""
        self.apply_settings(self.store.add_recent(path, title, map_id))

    def forget_recent(self, path: str) -> None:
        """Remove a map from the recent files."""
        self.apply_settings(self.store.remove_recent(path))
