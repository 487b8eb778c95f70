"""The names that services of shared folders give to copies in conflict are known, and others are not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from stakemap.storage.conflicts.conflict_copies import copies_beside, is_copy_of

#: By the service what it makes of "talks.stakemap.json".
COPIES = {
    "Dropbox": "talks.stakemap (Anna's conflicted copy 2026-01-01).json",
    "Dropbox, curly": "talks.stakemap (Anna’s conflicted copy 2026-01-01).json",
    "Dropbox, again": "talks.stakemap (Anna's conflicted copy 2026-01-01 (1)).json",
    "Dropbox, computer": "talks.stakemap (DESKTOP-1A2B3C4's conflicted copy 2026-01-01).json",
    "Dropbox, German": "talks.stakemap (In Konflikt stehende Kopie von Anna 2026-01-01).json",
    "Dropbox, French": "talks.stakemap (Copie en conflit de Anna 2026-01-01).json",
    "Dropbox, Spanish": "talks.stakemap (Copia en conflicto de Anna 2026-01-01).json",
    "whole ending": "talks (conflicted copy).stakemap.json",
    "whole ending, name": "talks (Anna's conflicted copy 2026-01-01).stakemap.json",
    "Nextcloud": "talks.stakemap (conflicted copy 2026-01-01 120000).json",
    "Nextcloud, name": "talks.stakemap (conflicted copy Anna 2026-01-01 120000).json",
    "ownCloud, older": "talks.stakemap_conflict-20260101-120000.json",
    "Syncthing": "talks.stakemap.sync-conflict-20260101-120000-ABCDEF7.json",
    "Syncthing, older": "talks.stakemap.sync-conflict-20260101-120000.json",
    "OneDrive": "talks.stakemap-DESKTOP-123.json",
    "OneDrive, whole ending": "talks-DESKTOP-123.stakemap.json",
    "OneDrive, Mac": "talks.stakemap-Annas-MacBook-Pro.json",
    "OneDrive, again": "talks.stakemap-LAPTOP7-2.json",
    "Google Drive": "talks.stakemap (1).json",
    "Google Drive, older": "talks.stakemap[Conflict].json",
    "iCloud Drive": "talks.stakemap 2.json",
    "pCloud": "talks.stakemap [conflicted].json",
    "Seafile": "talks.stakemap (SFConflict anna@example.org 2026-01-01-12-00-00).json",
    "Resilio Sync": "talks.stakemap.Conflict.json",
}
OTHERS = [
    "talks.stakemap.json",
    "talks-draft.stakemap.json",
    "talks-2025.stakemap.json",
    "talks (final).stakemap.json",
    "talks 2025.stakemap.json",
    "talks2.stakemap.json",
    "talks (1).txt",
    "conflicted copy.stakemap.json",
    "talks.json",
    "",
]


@pytest.mark.parametrize("service", COPIES)
def test_each_service_is_known(service: str) -> None:
    assert is_copy_of(COPIES[service], "talks.stakemap.json")
    assert not is_copy_of("talks.stakemap.json", COPIES[service])


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_are_not_taken_for_copies(name: str) -> None:
    assert not is_copy_of(name, "talks.stakemap.json")


def test_letters_may_be_decomposed_and_endings_short() -> None:
    assert is_copy_of(unicodedata.normalize("NFD", "Şırnak (1).json"), "Şırnak.json")
    assert is_copy_of("talks (1).stakemap", "talks.stakemap")


def test_copies_lie_beside_either_way_and_a_folder_may_be_gone(tmp_path: Path) -> None:
    path = tmp_path / "talks.stakemap.json"
    names = sorted([*COPIES.values(), "other.stakemap.json"])
    for name in names:
        (tmp_path / name).touch()
    names.remove("other.stakemap.json")
    assert [each.name for each in copies_beside(path)] == names[:20]
    path.touch()
    copy = tmp_path / COPIES["Dropbox"]
    assert path in copies_beside(copy)
    assert copies_beside(tmp_path / "gone" / "talks.stakemap.json") == []
