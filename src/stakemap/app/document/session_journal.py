"""What autosave does for one session: it writes its edits, saves and typed texts into a journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stakemap.storage.policy import policy

if TYPE_CHECKING:
    from stakemap.editing.session import Change, Session
    from stakemap.model.document import StakeMap
    from stakemap.model.draft import Draft
    from stakemap.storage.store.journal import Journal, JournalWriter


class SessionJournal:
    """The autosave of one session, whose journal is opened at the first edit."""

    def __init__(
        self, session: Session, writer: Callable[[], JournalWriter], leaves_no_traces: Callable[[str], bool]
    ) -> None:
        """`writer` returns that of the journal when something is to be written, `leaves_no_traces` whether
        nothing is kept of a map with some id, which is asked in a worker.
        """
        self._session, self._writer, self._leaves_no_traces = session, writer, leaves_no_traces
        self._path, self._digest = session.path, session.digest or ""
        self.journal: Journal | None = None
        session.change_made.connect(self._change_made)
        session.drafts.changed.connect(self._draft_changed)
        session.state_changed.connect(self._state_changed)

    def _change_made(self, change: Change) -> None:
        self._opened_journal(change.before).record(*change)

    def _draft_changed(self, draft: Draft) -> None:
        self._opened_journal(self._session.document).draft(draft, self._session.document)

    def _opened_journal(self, document: StakeMap) -> Journal:
        writer = self._writer()
        if self.journal is None:
            base = "" if self._session.conflicting else self._digest
            self.journal = writer.open(document, self._path, base)
        return self.journal

    def record_whole_map(self, label: str) -> None:
        """Write the whole map into the journal as unsaved work."""
        document = self._session.document
        self._opened_journal(document).begin_with(label, document)

    def _state_changed(self) -> None:
        session = self._session
        digest = session.digest or ""
        if (session.path, digest) == (self._path, self._digest) or session.path is None:
            return
        self._path, self._digest = session.path, digest
        journal, written, label = self._opened_journal(session.document), session.written, session.undo_label
        journal.saved(written, session.path, digest)
        if written is not session.document:
            # Edited while the file was being written: of that the save has to come first.
            journal.record(label or "", written, session.document)

    def end(self) -> None:
        """Disconnect from the session and close the journal."""
        self._session.change_made.disconnect(self._change_made)
        self._session.drafts.changed.disconnect(self._draft_changed)
        self._session.state_changed.disconnect(self._state_changed)
        if self.journal is not None:
            map_id, asked = self._session.document.id, self._leaves_no_traces
            self.journal.close(forgets=lambda: not policy().keeps_history or asked(map_id))
