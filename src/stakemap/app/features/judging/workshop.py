"""The number of unexplained moves in workshop mode."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from stakemap.analysis.unexplained import unexplained_stops
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.model.document import StakeMap

#: Delay of the count after an edit, in milliseconds.
_LAG = 250
#: Maps with more actors are counted by a worker, so that no frame waits for it.
_WORKER_THRESHOLD = 1_500


def _count(document: StakeMap) -> int:
    return len(unexplained_stops(document))


def unexplained_count(session: Session, is_on: Callable[[], bool], owner: QObject) -> Derived[int]:
    """Count the moves that lack a reason; the value is None while workshop mode is off."""
    made = Derived(
        owner,
        lambda: (session.document,) if is_on() else None,
        _count,
        lag=_LAG,
        is_large=lambda document: len(document.actors) > _WORKER_THRESHOLD,
    )
    made.follow(session, lambda difference: difference and is_on())
    return made
