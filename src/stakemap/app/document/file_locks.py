"""Tells other copies of Stakemap which files are open here, and the user which are open in another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.text import single_line
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.editing.session import Session
    from stakemap.storage.presence import Claim, Holder

__all__ = ["FileLocks", "holder_text"]


class FileLocks:
    """The claims of the sessions that are open; one for all windows. `analyst` gives the name to leave."""

    def __init__(self, analyst: Callable[[], str]) -> None:
        self._analyst = analyst
        self._held: dict[Session, _Held] = {}

    def claim(self, path: Path) -> Claim:
        """Claim a file; the claim's `holder` is the other process that has it open, if one has."""
        from stakemap.storage.presence import Claim

        return Claim(path, self._analyst())

    def follow(self, session: Session, claim: Claim | None = None) -> None:
        """Hold the claim of a session while it is open, and one of each other file that it is saved in."""
        self._held[session] = _Held(self, session, claim)

    def let_go(self, session: Session) -> None:
        """A session has ended."""
        held = self._held.pop(session, None)
        if held is not None:
            held.end()

    def can_change(self, session: Session) -> bool:
        """Whether no other process has the file of a session that was opened read-only because of one."""
        held = self._held.get(session)
        return held is not None and held.try_again()


class _Held:
    """The claim of one session, which follows it from file to file."""

    def __init__(self, claims: FileLocks, session: Session, claim: Claim | None) -> None:
        self._claims, self._session = claims, session
        self._path, self._claim = session.path, claim
        session.state_changed.connect(self._state_changed)

    def _state_changed(self) -> None:
        if self._session.path != self._path:
            self._let_go()
            self._path = self._session.path
            if self._path is not None:
                self._claim = self._claims.claim(self._path)

    def try_again(self) -> bool:
        if self._path is None or self._claim is None or self._claim.holder is None:
            return False
        self._claim = self._claims.claim(self._path)
        return self._claim.holder is None

    def _let_go(self) -> None:
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def end(self) -> None:
        self._session.state_changed.disconnect(self._state_changed)
        self._let_go()


def holder_text(holder: Holder) -> str:
    """Who has a file open, as a sentence."""
    if not holder.pid:
        return tr("Another copy of Stakemap has it open.")
    since = moment_text(holder.since)
    if holder.analyst.strip():
        return tr(
            "Another copy of Stakemap (process {pid}, analyst {name}) has had it open since {moment}.",
            pid=holder.pid,
            name=single_line(holder.analyst),
            moment=since,
        )
    return tr(
        "Another copy of Stakemap (process {pid}) has had it open since {moment}.",
        pid=holder.pid,
        moment=since,
    )
