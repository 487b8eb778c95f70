"""The texts that were typed into fields of an open map and are not edits of it yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stakemap.editing.signal import Signal
from stakemap.model.draft import Draft


class Drafts:
    """Drafts by their places: those being typed, and those `recovered` after a crash and not taken up yet.

    Signals: `changed(draft)` when one was typed or, with an empty text, is none any more;
    `recovered_changed()` when a recovered one was restored or discarded.
    """

    def __init__(self, on_error: Callable[[Exception], None] | None = None) -> None:
        self._typed: dict[str, Draft] = {}
        self._recovered: dict[str, Draft] = {}
        self.changed = Signal(on_error)
        self.recovered_changed = Signal(on_error)

    @property
    def typed(self) -> tuple[Draft, ...]:
        """The drafts of fields that were typed into."""
        return tuple(self._typed.values())

    @property
    def recovered(self) -> tuple[Draft, ...]:
        """The drafts of an earlier process that no field holds as typed yet, oldest first."""
        return tuple(self._recovered.values())

    def recover(self, drafts: Iterable[Draft]) -> None:
        """Add drafts of a process that has ended, which are kept as if they were typed now."""
        for draft in drafts:
            self._recovered[draft.place] = draft
            self.changed.emit(draft)
        self.recovered_changed.emit()

    def recovered_at(self, place: str) -> Draft | None:
        """The recovered draft of a place."""
        return self._recovered.get(place)

    def keep(self, draft: Draft) -> None:
        """Keep a text as it is typed now, in place of what its place had."""
        if self._typed.get(draft.place) == draft:
            return
        self._typed[draft.place] = draft
        if self._recovered.pop(draft.place, None) is not None:
            self.recovered_changed.emit()
        self.changed.emit(draft)

    def drop(self, place: str) -> None:
        """Let go of the text of a place: it was applied, or is not wanted."""
        draft = self._typed.pop(place, None)
        recovered = self._recovered.pop(place, None)
        if recovered is not None:
            self.recovered_changed.emit()
        if (gone := draft or recovered) is not None:
            self.changed.emit(gone._replace(text="", content=None))
