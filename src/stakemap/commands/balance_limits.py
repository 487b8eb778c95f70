"""The limits of the balance that the user has set in the app, for commands."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.analysis.sides import SideLimits


def balance_limits(report_error: Callable[[str], None]) -> SideLimits:
    """What counts as undecided and as evenly balanced, by the user's settings."""
    from stakemap.storage.settings import SettingsStore

    store = SettingsStore()
    limits = SideLimits(*store.load().balance_limits)
    if store.problem:
        report_error(store.problem)
    return limits
