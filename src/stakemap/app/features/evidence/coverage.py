"""The coverage of the view: how many of its positions have a source, kept current during edits."""

from __future__ import annotations

from PySide6.QtCore import QObject

from stakemap.analysis.coverage import Coverage, coverage
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

#: Delay after an edit in milliseconds, so that no edit waits for the count.
_LAG = 150
#: Maps with more actors are counted by a worker, so that no frame waits for it.
_WORKER_THRESHOLD = 1_500


def coverage_in_view(
    session: Session, view: ViewState, resolver: Resolver, owner: QObject
) -> Derived[Coverage]:
    """Return the coverage of the issue and snapshot in view; its value is None without a snapshot."""

    def inputs() -> tuple[StakeMap, str, str | None, Resolver] | None:
        document, snapshot = session.document, view.snapshot
        if snapshot is None or snapshot not in document.snapshots:
            return None
        return document, snapshot, view.issue if view.issue in document.issues else None, resolver

    made = Derived(
        owner,
        inputs,
        coverage,
        lag=_LAG,
        is_large=lambda document, *_: len(document.actors) > _WORKER_THRESHOLD,
    )
    made.follow(
        session,
        lambda difference: difference.snapshots or difference.issues or difference.actors,
        view,
        "issue",
        "snapshot",
    )
    made.invalidate()
    return made
