"""An open map: its current version, edits, undo, gestures and the signals that report changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from stakemap.editing.drafts import Drafts
from stakemap.editing.gesture import Gesture
from stakemap.editing.history import History, Step
from stakemap.editing.signal import Signal
from stakemap.errors import AuthorMissingError, EditError
from stakemap.i18n import tr
from stakemap.model.document import VERSION, StakeMap
from stakemap.model.edits import Authorship, Edit, Move, move_actors
from stakemap.model.edits_base import need_actor, need_issue, need_snapshot
from stakemap.model.sharing import sharing
from stakemap.model.signing import is_unsigned, signed
from stakemap.text import single_line


class Change(NamedTuple):
    """A change of a session's map, as a journal records it: `edit` leads from `before` to `after`.

    `edit` is None for undo, redo and whole versions. A change that replaces the latest one, as a nudge does
    after another, has the map to which that one led as `replaced`.
    """

    label: str
    before: StakeMap
    after: StakeMap
    edit: Edit | None
    replaced: StakeMap | None


class Session:
    """One open map. Several windows may share a session; the map is changed only through it.

    Signals: `change_made(change)` and then `changed(before, after)` when the map was replaced;
    `state_changed()` when path, author, saved mark or undo may have changed; `gesture_changed(gesture or
    None)` while actors are dragged.
    """

    def __init__(
        self,
        document: StakeMap,
        *,
        path: Path | None = None,
        digest: str | None = None,
        read_only: bool = False,
        author: str = "",
        keep_support_below: float = 0.0,
        today: Callable[[], str],
        preset: bool = False,
        modified: bool = False,
        on_error: Callable[[Exception], None] | None = None,
        ask_author: Callable[[Session], str] | None = None,
    ) -> None:
        """`today` returns the date as "2025-07-01"; `digest` is that of the file as read.

        A value moved by less than `keep_support_below` points keeps its reason, sources and confidence.

        `preset` is set for a map made from a preset, `modified` for one that was never saved in this state,
        as after a recovery. `on_error` receives the errors of listeners, which are otherwise raised to the
        caller that caused the signal. `ask_author` returns the name of the analyst before a judgement is made
        without one, "" where it was not given; without it, judgements need no name.
        """
        self.path = path
        self.digest = digest
        self.read_only = read_only
        self.author = author
        self.keep_support_below = keep_support_below
        self.preset = preset
        #: The digest of the file where that has two versions that git could not merge, of which this is one.
        self.conflicting = ""
        #: The version that was read from the file or written into it last, even if undo cannot reach it.
        self.written = document
        self.history = History(document)
        if modified:
            self.history.mark_unsaved()
        #: The map with which another version of its file was merged, by the digest of that.
        self._merged: dict[str, StakeMap] = {}
        self.gesture: Gesture | None = None
        self.drafts = Drafts(on_error)
        self.change_made = Signal(on_error)
        self.changed = Signal(on_error)
        self.state_changed = Signal(on_error)
        self.gesture_changed = Signal(on_error)
        self._today = today
        self._ask_author = ask_author

    @property
    def document(self) -> StakeMap:
        """The current map, without a gesture in progress."""
        return self.history.document

    @property
    def is_modified(self) -> bool:
        """Whether the map differs from the state opened or last saved."""
        return not self.history.is_saved

    @property
    def display_title(self) -> str:
        """The map's title, or "Untitled map"; one line of plain text."""
        return single_line(self.document.title) or tr("Untitled map")

    @property
    def authorship(self) -> Authorship:
        """The author and date for new judgements."""
        return Authorship(self.author, self._today())

    def apply(self, edit: Edit, /, *, label: str, touched: Iterable[str] = ()) -> None:
        """Apply an edit as one undo step named `label` (a translated text).

        `touched` are the actors that undo should highlight. A gesture in progress is rolled back first. An
        edit that changes nothing adds no step. Raises EditError, leaving the map unchanged, when the map is
        read-only or the edit is refused, and AuthorMissingError when it needs a name that was not given.
        """
        self._require_writable()
        self._roll_back()
        edit = self._signed(edit)
        self._push(label, edit.apply(self.document), tuple(touched), edit)

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
        """Apply an edit like `apply`, but as part of the undo step that led to the map `since`.

        With `replace` the edit is applied to the map before that step and replaces it; if it changes nothing
        there, the step is undone. When the step is not the latest one, or was saved, the edit becomes a step
        of its own.
        """
        self._require_writable()
        self._roll_back()
        edit = self._signed(edit)
        before = self.document
        amends = before is since and self.history.can_amend
        base = self.history.previous if amends and replace else before
        after = edit.apply(base)
        if not amends:
            self._push(label, after, tuple(touched), edit)
        elif after is self.history.previous:
            self.undo()
        elif after is not before:
            self.history.amend(after)
            self._emit_changes(before, edit, base)

    def replace_document(self, document: StakeMap, label: str) -> None:
        """Replace the map by another version as one undo step, as for revert and reload.

        Equal records are shared with the current map, and an equal map adds no step. This is not an `Edit`: a
        whole map expresses no single intent, so the journal keeps only the differences.
        """
        self._roll_back()
        self._push(label, sharing(self.document, document), (), None)

    @property
    def read_only_reason(self) -> str:
        """The reason why the map cannot be changed, as a sentence for the user; empty when it can be."""
        if not self.read_only:
            return ""
        if self.document.version > VERSION:
            return tr("A newer version of Stakemap made this map; this one can only show it.")
        return tr("This map is read-only. Save it under another name to change it.")

    def _require_writable(self) -> None:
        if self.read_only:
            raise EditError(self.read_only_reason)

    def _signed(self, edit: Edit) -> Edit:
        """The edit, with the name of the analyst if it judges and they were asked for it only now.

        Raises EditError when it is refused, and AuthorMissingError when no name was given.
        """
        if self._ask_author is None or self.author or not is_unsigned(edit):
            return edit
        if edit.apply(self.document) is self.document:
            return edit
        name = self._ask_author(self)
        if not name:
            raise AuthorMissingError(tr("Nothing was changed, since a judgement needs your name."))
        return signed(edit, name)

    def _push(self, label: str, after: StakeMap, touched: tuple[str, ...], edit: Edit | None) -> bool:
        before = self.document
        if after is before:
            return False
        self.history.push(label, after, touched)
        self._emit_changes(before, edit)
        return True

    def _emit_changes(self, before: StakeMap, edit: Edit | None = None, base: StakeMap | None = None) -> None:
        """Emit that the map `before` was replaced, by applying `edit` to it or, if given, to `base`."""
        after, start = self.document, before if base is None else base
        if after is not before:
            replaced = None if start is before else before
            self.change_made.emit(Change(self.undo_label or "", start, after, edit, replaced))
            self.changed.emit(before, after)
        self.state_changed.emit()

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self.history.undo_label is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to redo."""
        return self.history.redo_label is not None

    @property
    def undo_label(self) -> str | None:
        """The label of the edit to undo, such as "Move Armenia"."""
        return self.history.undo_label

    @property
    def redo_label(self) -> str | None:
        """The label of the edit to redo."""
        return self.history.redo_label

    def undo(self) -> Step | None:
        """Undo the last edit and return its step; or only roll back a gesture in progress (None)."""
        if self._roll_back() or not self.can_undo:
            return None
        before = self.document
        step = self.history.undo()
        self._emit_changes(before)
        return step

    def redo(self) -> Step | None:
        """Redo the edit undone last and return its step, after rolling back a gesture in progress."""
        self._roll_back()
        if not self.can_redo:
            return None
        before = self.document
        step = self.history.redo()
        self._emit_changes(before)
        return step

    def before_saving(self) -> StakeMap:
        """The map to save, after rolling back a gesture in progress."""
        self._roll_back()
        return self.document

    def mark_saved(
        self, path: Path | None, digest: str | None = None, document: StakeMap | None = None
    ) -> None:
        """Record that the file at `path` holds the current map, or the earlier version `document`.

        A read-only map becomes editable, unless a newer version made it.
        """
        self.path = path
        self.digest = digest
        self.preset = False
        self.conflicting = ""
        self.read_only = self.document.version > VERSION
        self.written = self.document if document is None else document
        self.history.mark_saved(document)
        self.state_changed.emit()

    def allow_changes(self) -> None:
        """Make a read-only map editable, unless a newer version made it."""
        self.read_only = self.document.version > VERSION
        self.state_changed.emit()

    def disconnect_listeners(self, matches: Callable[[Callable[..., object]], bool]) -> None:
        """Disconnect the listeners for which `matches` holds, such as those of a closing window."""
        drafts = (self.drafts.changed, self.drafts.recovered_changed)
        for signal in (self.change_made, self.changed, self.state_changed, self.gesture_changed, *drafts):
            signal.disconnect_where(matches)

    def reload(self, document: StakeMap, digest: str, label: str) -> None:
        """Replace the map by the file's current content, of digest `digest`, as one undo step."""
        stays_read_only = self.read_only and self.document.version <= VERSION
        self.replace_document(document, label)
        self.digest = digest
        self.conflicting = ""
        self.read_only = stays_read_only or document.version > VERSION
        self.written = self.document
        self.history.mark_saved()
        self.state_changed.emit()

    def file_lost(self) -> StakeMap | None:
        """Record that the file is missing; returns the saved state, if undo or redo can reach it."""
        held = self.history.saved
        self.history.mark_unsaved()
        self.state_changed.emit()
        return held

    def file_found(self, held: StakeMap | None) -> None:
        """Record that the file is back, unchanged since `file_lost` returned `held`."""
        if held is not None:
            self.history.mark_saved(held)
            self.state_changed.emit()

    def note_merged(self, digest: str) -> None:
        """Record that what the file has, of this digest, has been merged into the current map."""
        self._merged[digest] = self.document
        self.state_changed.emit()

    def has_merged(self, digest: str) -> bool:
        """Whether that has been merged into the map and not been undone since, so that it may be replaced."""
        merged = self._merged.get(digest)
        return merged is not None and self.history.has(merged)

    def begin(
        self,
        label: str,
        actors: Iterable[str],
        snapshot: str,
        issue: str,
        *,
        starts: Mapping[str, tuple[float, float]] | None = None,
    ) -> Gesture:
        """Begin to drag actors on the canvas of an issue in a snapshot, ending a gesture in progress.

        `starts` gives (alignment, influence) for actors from the tray. Raises EditError when the map is
        read-only or lacks any of the ids.
        """
        self._require_writable()
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
            edit = move_actors.of(
                gesture.snapshot, gesture.issue, moves, self.authorship, self.keep_support_below
            )
            edit = self._signed(edit)
            return self._push(gesture.label, edit.apply(self.document), gesture.actors, edit)
        finally:
            self.gesture_changed.emit(None)

    def _roll_back(self) -> bool:
        if self.gesture is None:
            return False
        self.gesture.rollback()
        return True
