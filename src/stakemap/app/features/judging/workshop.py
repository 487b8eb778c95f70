"""Workshop mode: how many moves wait for a reason meanwhile, told quietly in the status bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from stakemap.analysis.unexplained import unexplained_stops
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.model.document import StakeMap

__all__ = ["waiting_for_reasons"]

#: How long the number may lag behind an edit, in milliseconds.
_LAG = 250
#: Above so many actors a worker counts, so that no frame waits for it.
_MANY = 1_500


def _count(document: StakeMap) -> int:
    return len(unexplained_stops(document))


def waiting_for_reasons(session: Session, is_on: Callable[[], bool], owner: QObject) -> Derived[int]:
    """How many moves lack a reason while workshop mode is on; None while it is off."""
    made = Derived(
        owner,
        lambda: (session.document,) if is_on() else None,
        _count,
        lag=_LAG,
        is_large=lambda document: len(document.actors) > _MANY,
    )
    made.follow(session, lambda difference: difference and is_on())
    return made
