"""A map being worked on: the present version, how it is edited and undone, and who has to hear of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from stakemap.editing.gesture import Gesture
from stakemap.editing.history import History, Step
from stakemap.editing.signal import Signal
from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import VERSION, StakeMap
from stakemap.model.edits import Authorship, Edit, Move, move_actors
from stakemap.model.edits_base import need_actor, need_issue, need_snapshot
from stakemap.model.sharing import sharing
from stakemap.text import single_line

__all__ = ["Session"]


class Session:
    """One map, open. Several windows may show the same session; none of them changes the map but through it.

    Signals: `changed(before, after)` when the map is another one; `state_changed()` when its path, author,
    saved mark or what can be undone may differ; `gesture_changed(gesture or None)` while actors are dragged.
    """

    def __init__(
        self,
        document: StakeMap,
        *,
        path: Path | None = None,
        digest: str | None = None,
        read_only: bool = False,
        author: str = "",
        today: Callable[[], str],
        preset: bool = False,
        modified: bool = False,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """`today` gives the date as "2025-07-01"; `digest` is that of the file as read.

        `preset` tells that the map began as a preset, and `modified` that it was never saved as it is, as
        after a recovery. `on_error` receives the errors of listeners, which else are raised by what caused
        the signal.
        """
        self.path = path
        self.digest = digest
        self.read_only = read_only
        self.author = author
        self.preset = preset
        self.history = History(document)
        if modified:
            self.history.mark_unsaved()
        self.gesture: Gesture | None = None
        self._latest: tuple[StakeMap, StakeMap, Edit | None] | None = None
        self.changed = Signal(on_error)
        self.state_changed = Signal(on_error)
        self.gesture_changed = Signal(on_error)
        self._today = today

    @property
    def document(self) -> StakeMap:
        """The map as it is, without the gesture that may be under way."""
        return self.history.document

    @property
    def is_modified(self) -> bool:
        """Whether the map differs from what was opened or last saved."""
        return not self.history.is_saved

    @property
    def display_title(self) -> str:
        """The map's title, or "Untitled map"; one line of plain text."""
        return single_line(self.document.title) or tr("Untitled map")

    @property
    def authorship(self) -> Authorship:
        """Who judges now, and on which day."""
        return Authorship(self.author, self._today())

    def apply(self, edit: Edit, /, *, label: str, touched: Iterable[str] = ()) -> None:
        """Edit the map, as one undo step named `label` (a translated text).

        `touched` names the actors that undo should bring to attention. A gesture under way is rolled back
        first. An edit that changes nothing leaves no step. Raises EditError, and all stays as it was, when
        the map is read-only or the edit refused.
        """
        self._need_writable()
        self._roll_back()
        self._advance(label, edit.apply(self.document), tuple(touched), edit)

    def amend(
        self,
        since: StakeMap,
        edit: Edit,
        /,
        *,
        label: str,
        touched: Iterable[str] = (),
        replace: bool = False,
    ) -> None:
        """Edit the map as `apply` does, but within the undo step that led to the map `since`.

        With `replace` the step is done over: the edit is of the map before it, and one that changes nothing
        there takes the step back. Where the step is no longer the latest that happened, or is what a file
        holds, the edit is a step of its own.
        """
        self._need_writable()
        self._roll_back()
        before = self.document
        amends = before is since and self.history.can_amend
        after = edit.apply(self.history.previous if amends and replace else before)
        if not amends:
            self._advance(label, after, tuple(touched), edit)
        elif after is self.history.previous:
            self.undo()
        elif after is not before:
            self.history.amend(after)
            self._announce(before, edit)

    def replace_document(self, document: StakeMap, label: str) -> None:
        """Put another version of the map in place as one undo step, as revert and reload do.

        What it says as the map does stays the same records. One that says all the same leaves no step. It is
        no `Edit`: a whole map is nobody's intent, and what came of it is told by what differs.
        """
        self._roll_back()
        self._advance(label, sharing(self.document, document), (), None)

    @property
    def why_read_only(self) -> str:
        """Why the map cannot be changed, as a sentence for the user; empty when it can be."""
        if not self.read_only:
            return ""
        if self.document.version > VERSION:
            return tr("A newer version of Stakemap made this map; this one can only show it.")
        return tr("This map is read-only. Save it under another name to change it.")

    def _need_writable(self) -> None:
        if self.read_only:
            raise EditError(self.why_read_only)

    def _advance(self, label: str, after: StakeMap, touched: tuple[str, ...], edit: Edit | None) -> bool:
        before = self.document
        if after is before:
            return False
        self.history.push(label, after, touched)
        self._announce(before, edit)
        return True

    def _announce(self, before: StakeMap, edit: Edit | None = None) -> None:
        after = self.document
        self._latest = (before, after, edit)
        if after is not before:
            self.changed.emit(before, after)
        self.state_changed.emit()

    def edit_between(self, before: StakeMap, after: StakeMap) -> Edit | None:
        """What `changed` tells of; None where that is an undo, a redo or another version of the map."""
        latest = self._latest
        is_told = latest is not None and latest[0] is before and latest[1] is after
        return latest[2] if latest is not None and is_told else None

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self.history.undo_label is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to bring back."""
        return self.history.redo_label is not None

    @property
    def undo_label(self) -> str | None:
        """What undo takes back, such as "Move Armenia"."""
        return self.history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo brings back."""
        return self.history.redo_label

    def undo(self) -> Step | None:
        """Take the last edit back and return it, or instead roll a gesture under way back (None)."""
        if self._roll_back() or not self.can_undo:
            return None
        before = self.document
        step = self.history.undo()
        self._announce(before)
        return step

    def redo(self) -> Step | None:
        """Bring the edit undone last back and return it; a gesture under way is rolled back first."""
        self._roll_back()
        if not self.can_redo:
            return None
        before = self.document
        step = self.history.redo()
        self._announce(before)
        return step

    def before_saving(self) -> StakeMap:
        """The map to write to a file; a gesture under way is rolled back first, being no part of it."""
        self._roll_back()
        return self.document

    def mark_saved(self, path: Path | None, digest: str | None = None) -> None:
        """Tell that the file at `path` holds the map as it is now.

        A map that was read-only can be changed then, unless a newer version made it.
        """
        self.path = path
        self.digest = digest
        self.preset = False
        self.read_only = self.document.version > VERSION
        self.history.mark_saved()
        self.state_changed.emit()

    def allow_changes(self) -> None:
        """Let a map be changed that was read-only, unless a newer version made it."""
        self.read_only = self.document.version > VERSION
        self.state_changed.emit()

    def forget_listeners(self, matches: Callable[[Callable[..., object]], bool]) -> None:
        """Let the listeners hear no more for which `matches` holds, as those of a window that closes."""
        for signal in (self.changed, self.state_changed, self.gesture_changed):
            signal.disconnect_where(matches)

    def reload(self, document: StakeMap, digest: str, label: str) -> None:
        """Put in place what the file holds by now, as one undo step; `digest` is the file's."""
        stays_read_only = self.read_only and self.document.version <= VERSION
        self.replace_document(document, label)
        self.digest = digest
        self.read_only = stays_read_only or document.version > VERSION
        self.history.mark_saved()
        self.state_changed.emit()

    def file_lost(self) -> StakeMap | None:
        """Tell that no file holds the map any more; returns the state that one did, if that is in reach."""
        held = self.history.saved
        self.history.mark_unsaved()
        self.state_changed.emit()
        return held

    def file_found(self, held: StakeMap | None) -> None:
        """Tell that the file is there again as it was when `file_lost` returned `held`."""
        if held is not None:
            self.history.mark_saved(held)
            self.state_changed.emit()

    def begin(
        self,
        label: str,
        actors: Iterable[str],
        snapshot: str,
        issue: str,
        *,
        starts: Mapping[str, tuple[float, float]] | None = None,
    ) -> Gesture:
        """Begin to drag actors on the canvas of an issue in a snapshot; one under way is rolled back first.

        `starts` places actors that come from the tray (alignment, influence). Raises EditError when the map
        is read-only or lacks one of them.
        """
        self._need_writable()
        chosen = tuple(actors)
        need_snapshot(self.document, snapshot)
        need_issue(self.document, issue)
        for actor in chosen:
            need_actor(self.document, actor)
        self._roll_back()
        self.gesture = Gesture(
            label,
            self.document,
            chosen,
            snapshot,
            issue,
            starts=starts,
            changed=self.gesture_changed.emit,
            finish=self._finish,
        )
        self.gesture_changed.emit(self.gesture)
        return self.gesture

    def _finish(self, gesture: Gesture, moves: Mapping[str, Move] | None) -> bool:
        if self.gesture is not gesture:
            return False
        self.gesture = None
        try:
            if not moves:
                return False
            edit = move_actors.of(gesture.snapshot, gesture.issue, moves, self.authorship)
            return self._advance(gesture.label, edit.apply(self.document), gesture.actors, edit)
        finally:
            self.gesture_changed.emit(None)

    def _roll_back(self) -> bool:
        if self.gesture is None:
            return False
        self.gesture.rollback()
        return True
