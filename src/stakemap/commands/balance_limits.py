"""The limits of the balance that the user has set in the app, for commands."""

from __future__ import annotations

from stakemap.analysis.balance.sides import SideLimits
from stakemap.commands.output import complain


def balance_limits() -> SideLimits:
    """What counts as undecided and as evenly balanced, by the user's settings."""
    from stakemap.storage.settings.settings import SettingsStore

    store = SettingsStore()
    limits = SideLimits(*store.load().balance_limits)
    if store.problem:
        complain(store.problem)
    return limits
