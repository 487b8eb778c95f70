"""Undo history: a list of maps with the labels of their edits, a saved mark and a memory limit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.values import frozen

#: The estimated memory of one changed record with its parts, and of one step, in bytes.
_RECORD_BYTES = 2_000
_STEP_BYTES = 1_000


@frozen
class Step:
    """A state of the map, with the label of its edit, the actors it touched and its memory in bytes."""

    label: str
    document: StakeMap
    touched: tuple[str, ...] = ()
    memory: int = 0


def memory_of(before: StakeMap, after: StakeMap) -> int:
    """Estimate the bytes that `after` does not share with `before`: copied mappings and changed records."""
    difference = touched(before, after)
    return _STEP_BYTES + _RECORD_BYTES * difference.count + _memory_of_mappings(before, after)


def _memory_of_mappings(before: StakeMap, after: StakeMap) -> int:
    total = _size_of_new_mappings(before, after, StakeMap.containers)
    for key, snapshot in after.snapshots.items():
        earlier = before.snapshots.get(key)
        if snapshot is earlier:
            continue
        total += _size_of_new_mappings(earlier, snapshot, snapshot.containers)
        known = earlier.stances if earlier is not None else {}
        for issue, stances in snapshot.stances.items():
            if stances is not known.get(issue):
                total += sys.getsizeof(stances)
    return total


def _size_of_new_mappings(before: object, after: object, names: frozenset[str]) -> int:
    mine = {name: getattr(after, name) for name in names}
    return sum(
        sys.getsizeof(mapping) for name, mapping in mine.items() if mapping is not getattr(before, name, None)
    )


class History:
    """The list of states and the index of the current one. A new state discards those that were undone."""

    def __init__(self, document: StakeMap, *, capacity: int = 256_000_000, least: int = 20) -> None:
        """`capacity` limits the memory of all steps in bytes; at least the `least` newest are kept."""
        self._steps = [Step("", document)]
        self._index = 0
        self._capacity = capacity
        self._least = least
        #: Whether the newest step was amended since its memory was estimated.
        self._is_amended = False
        self._saved: StakeMap | None = document

    @property
    def document(self) -> StakeMap:
        """The current map."""
        return self._steps[self._index].document

    @property
    def previous(self) -> StakeMap:
        """The map before the current one; the current one at the start of the history."""
        return self._steps[max(self._index - 1, 0)].document

    @property
    def memory(self) -> int:
        """The estimated memory of all steps beyond the first map, in bytes."""
        self._estimate_amended()
        return sum(step.memory for step in self._steps[1:])

    @property
    def undo_label(self) -> str | None:
        """The label of the edit that undo reverts; None when there is none."""
        return self._steps[self._index].label if self._index > 0 else None

    @property
    def redo_label(self) -> str | None:
        """The label of the edit that redo reapplies; None when there is none."""
        return self._steps[self._index + 1].label if self._index + 1 < len(self._steps) else None

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """The labels of all edits that can be undone, latest first."""
        return tuple(step.label for step in self._steps[self._index : 0 : -1])

    @property
    def redo_labels(self) -> tuple[str, ...]:
        """The labels of all edits that can be redone, next first."""
        return tuple(step.label for step in self._steps[self._index + 1 :])

    @property
    def is_saved(self) -> bool:
        """Whether the current state is the one last marked as saved."""
        return self.document is self._saved

    @property
    def saved(self) -> StakeMap | None:
        """The state last marked as saved, as long as undo or redo can reach it."""
        return self._saved

    @property
    def can_reach_saved(self) -> bool:
        """Whether undo or redo can reach the saved state."""
        return any(step.document is self._saved for step in self._steps)

    def has(self, document: StakeMap) -> bool:
        """Whether a map is the current one, or one that led to it."""
        return any(step.document is document for step in self._steps[: self._index + 1])

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)

    def push(self, label: str, document: StakeMap, touched: tuple[str, ...] = ()) -> None:
        """Add a state after the current one, discarding undone states, possibly the saved one too."""
        step = Step(label, document, touched, memory_of(self.document, document))
        if self._index + 1 < len(self._steps):
            del self._steps[self._index + 1 :]
            self._is_amended = False
        self._estimate_amended()
        self._steps.append(step)
        self._index += 1
        self._discard_oldest()
        self._discard_unreachable_saved()

    @property
    def can_amend(self) -> bool:
        """Whether the current step may be amended: it is the newest, and its state was not saved."""
        return 0 < self._index == len(self._steps) - 1 and not self.is_saved

    def amend(self, document: StakeMap) -> None:
        """Replace the state of the current step, keeping its label."""
        self._steps[self._index] = replace(self._steps[self._index], document=document)
        # Estimated once another step follows: a nudge amends the one before many times a second.
        self._is_amended = True

    def _estimate_amended(self) -> None:
        if self._is_amended:
            self._is_amended = False
            before, step = self._steps[-2:]
            self._steps[-1] = replace(step, memory=memory_of(before.document, step.document))

    def _discard_oldest(self) -> None:
        total = self.memory
        while total > self._capacity and len(self._steps) > self._least + 1:
            # The first map is always kept whole, so the memory freed is its successor's difference.
            total -= self._steps[1].memory
            del self._steps[0]
            self._index -= 1

    def _discard_unreachable_saved(self) -> None:
        """Forget a saved state that undo and redo can no longer reach."""
        if not self.can_reach_saved:
            self._saved = None

    def undo(self) -> Step:
        """Go back by one state and return the step undone. Raises IndexError when there is none."""
        if self._index == 0:
            raise IndexError("nothing to undo")
        self._index -= 1
        return self._steps[self._index + 1]

    def redo(self) -> Step:
        """Go forward by one state and return the step redone. Raises IndexError when there is none."""
        if self._index + 1 >= len(self._steps):
            raise IndexError("nothing to redo")
        self._index += 1
        return self._steps[self._index]

    def mark_saved(self, document: StakeMap | None = None) -> None:
        """Mark the current state, or that of the earlier `document`, as saved.

        If undo and redo cannot reach it, no state is marked.
        """
        self._saved = self.document if document is None else document
        self._discard_unreachable_saved()

    def mark_unsaved(self) -> None:
        """Mark no state as saved, as after a recovery."""
        self._saved = None
