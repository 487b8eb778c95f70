"""Undo: a line of maps with the labels of the edits that led to them, a saved mark and a cap on memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from stakemap.model.changes import touched
from stakemap.model.document import StakeMap

__all__ = ["History", "Step", "memory_of"]

#: What one changed record is taken to weigh, its parts and texts included.
_RECORD_BYTES = 2_000
_STEP_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the map: the label of the edit that led here, the actors it touched, its weight in bytes."""

    label: str
    document: StakeMap
    touched: tuple[str, ...] = ()
    memory: int = 0


def memory_of(before: StakeMap, after: StakeMap) -> int:
    """About how many bytes `after` holds that `before` does not: copied mappings and changed records."""
    difference = touched(before, after)
    return _STEP_BYTES + _RECORD_BYTES * difference.count + _copied(before, after)


def _copied(before: StakeMap, after: StakeMap) -> int:
    total = _new_dicts(before, after, StakeMap.containers)
    for key, snapshot in after.snapshots.items():
        earlier = before.snapshots.get(key)
        if snapshot is earlier:
            continue
        total += _new_dicts(earlier, snapshot, snapshot.containers)
        known = earlier.stances if earlier is not None else {}
        for issue, stances in snapshot.stances.items():
            if stances is not known.get(issue):
                total += sys.getsizeof(stances)
    return total


def _new_dicts(before: object, after: object, names: frozenset[str]) -> int:
    mine = {name: getattr(after, name) for name in names}
    return sum(
        sys.getsizeof(mapping) for name, mapping in mine.items() if mapping is not getattr(before, name, None)
    )


class History:
    """The line of states and where on it the map is. A new state drops those that were undone."""

    def __init__(self, document: StakeMap, *, capacity: int = 256_000_000, least: int = 20) -> None:
        """`capacity` caps the memory of all steps in bytes, but the `least` newest ones are always kept."""
        self._steps = [Step("", document)]
        self._index = 0
        self._capacity = capacity
        self._least = least
        self._saved: StakeMap | None = document

    @property
    def document(self) -> StakeMap:
        """The map as it is now."""
        return self._steps[self._index].document

    @property
    def previous(self) -> StakeMap:
        """The map before the step that led to the present one; the present one where there was none."""
        return self._steps[max(self._index - 1, 0)].document

    @property
    def memory(self) -> int:
        """About how many bytes the steps hold beyond the first map."""
        return sum(step.memory for step in self._steps[1:])

    @property
    def undo_label(self) -> str | None:
        """The label of the edit that undo takes back; None when there is none."""
        return self._steps[self._index].label if self._index > 0 else None

    @property
    def redo_label(self) -> str | None:
        """The label of the edit that redo brings back; None when there is none."""
        return self._steps[self._index + 1].label if self._index + 1 < len(self._steps) else None

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """The labels of all edits that can be undone, the latest first."""
        return tuple(step.label for step in self._steps[self._index : 0 : -1])

    @property
    def redo_labels(self) -> tuple[str, ...]:
        """The labels of all edits that can be redone, the next first."""
        return tuple(step.label for step in self._steps[self._index + 1 :])

    @property
    def is_saved(self) -> bool:
        """Whether the map is in the state that was last marked as saved."""
        return self.document is self._saved

    @property
    def saved(self) -> StakeMap | None:
        """The state that was last marked as saved, while undo or redo leads to it."""
        return self._saved

    @property
    def can_reach_saved(self) -> bool:
        """Whether undo or redo leads to the saved state."""
        return any(step.document is self._saved for step in self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps)

    def push(self, label: str, document: StakeMap, touched: tuple[str, ...] = ()) -> None:
        """Add a state after the present one; those that were undone are lost, perhaps the saved one too."""
        step = Step(label, document, touched, memory_of(self.document, document))
        del self._steps[self._index + 1 :]
        self._steps.append(step)
        self._index += 1
        self._forget_oldest()
        self._forget_lost()

    @property
    def can_amend(self) -> bool:
        """Whether the last step may become another one: it is the latest, and no file holds its state."""
        return 0 < self._index == len(self._steps) - 1 and not self.is_saved

    def amend(self, document: StakeMap) -> None:
        """Let the last step lead to another state, under the same label."""
        step = self._steps[self._index]
        weight = memory_of(self._steps[self._index - 1].document, document)
        self._steps[self._index] = Step(step.label, document, step.touched, weight)

    def _forget_oldest(self) -> None:
        total = self.memory
        while total > self._capacity and len(self._steps) > self._least + 1:
            # The first map stays whole whichever one it is, so what goes is its successor's weight.
            total -= self._steps[1].memory
            del self._steps[0]
            self._index -= 1

    def _forget_lost(self) -> None:
        """Let go of a saved state that no undo or redo leads to any more."""
        if not self.can_reach_saved:
            self._saved = None

    def undo(self) -> Step:
        """Go back by one state; returns the step that was undone. IndexError when there is none."""
        if self._index == 0:
            raise IndexError("nothing to undo")
        self._index -= 1
        return self._steps[self._index + 1]

    def redo(self) -> Step:
        """Go forward by one state; returns the step that was redone. IndexError when there is none."""
        if self._index + 1 >= len(self._steps):
            raise IndexError("nothing to redo")
        self._index += 1
        return self._steps[self._index]

    def mark_saved(self, document: StakeMap | None = None) -> None:
        """Remember the present state as the one in the file, or that of `document`, an earlier one.

        Where that one is out of reach by now, no state is the one in the file.
        """
        self._saved = self.document if document is None else document
        self._forget_lost()

    def mark_unsaved(self) -> None:
        """Remember that no state is the one in the file, as after a recovery."""
        self._saved = None
