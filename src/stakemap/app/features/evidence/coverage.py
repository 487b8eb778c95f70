"""How much of what a window shows is backed by sources, kept true while the map is edited."""

from __future__ import annotations

from PySide6.QtCore import QObject

from stakemap.analysis.coverage import Coverage, coverage
from stakemap.app.kit.derived import Derived
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver

__all__ = ["coverage_on_show"]

#: How long the figure may lag behind, in milliseconds, so that no edit waits for it.
_LAG = 150
#: Above so many actors a worker counts, so that no frame waits for it.
_MANY = 1_500


def coverage_on_show(
    session: Session, view: ViewState, resolver: Resolver, owner: QObject
) -> Derived[Coverage]:
    """The coverage of the issue at the snapshot on show; None where there is no snapshot."""

    def inputs() -> tuple[StakeMap, str, str | None, Resolver] | None:
        document, snapshot = session.document, view.snapshot
        if snapshot is None or snapshot not in document.snapshots:
            return None
        return document, snapshot, view.issue if view.issue in document.issues else None, resolver

    made = Derived(
        owner, inputs, coverage, lag=_LAG, is_large=lambda document, *_: len(document.actors) > _MANY
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
