"""What tests of storage share: a journal that does not take its time."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _journal_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits are collected, and attempts put off, for a fraction of what suits people and drives."""
    monkeypatch.setattr("stakemap.storage.store.journal.BATCH_SECONDS", 0.02)
    monkeypatch.setattr("stakemap.storage.store.journal.RETRY_DELAYS", (0.02, 0.1, 0.4))
