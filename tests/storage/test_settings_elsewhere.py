"""Settings written in another thread: known at once, written in order, merged with those of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stakemap.storage.settings import SettingsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_changes_are_known_at_once_and_written_when_they_are_run(path: Path) -> None:
    later: list[Callable[[], object]] = []
    store = SettingsStore(path, run=later.append)
    store.load()
    assert store.update(author="Ada").author == "Ada"
    assert store.add_recent(path.with_name("a.json")).author == "Ada"
    assert not path.exists()
    for write in later:
        write()
    written = SettingsStore(path).load()
    assert written.author == "Ada"
    assert [Path(one.path).name for one in written.recent] == ["a.json"]


def test_what_others_wrote_is_kept_and_known_once_nothing_is_left_to_write(path: Path) -> None:
    later: list[Callable[[], object]] = []
    store = SettingsStore(path, run=later.append)
    store.load()
    store.update(author="Ada")
    SettingsStore(path).update(evenly_within=20.0)
    store.update(undecided_below=7.0)
    later[0]()
    assert store.update(author="Ada B.").undecided_below == 7.0, "a change that is to be written is known"
    for write in later[1:]:
        write()
    settings = store.update(theme="dark")
    assert (settings.author, settings.evenly_within, settings.undecided_below) == ("Ada B.", 20.0, 7.0)
