"""All actors on stage as numpy columns of positions and disc styles, of which an edit patches a few rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from stakemap.app.canvas.scene.arrays import Floats, Numbers, Rows
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.picture.appearance.detail import ALL_DETAIL, Detail
from stakemap.picture.appearance.values import ActorLook, DiscStyle
from stakemap.picture.appearance.weak_support import is_usual
from stakemap.picture.style import DIMMED

H = TypeVar("H", bound=Hashable)


class Numbered(Generic[H]):
    """Gives equal values the same small number, in the order in which they are first seen."""

    def __init__(self) -> None:
        self._numbers: dict[H, int] = {}
        self.values: list[H] = []

    def number(self, value: H) -> int:
        """The number of `value`, a new one if it has not been seen."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.values)
            self.values.append(value)
        return number


class DiscParts(NamedTuple):
    """The parts of discs, numbered: bare discs (no code, not dimmed), and codes on their colours."""

    styles: Numbered[DiscStyle]
    codes: Numbered[DiscStyle]

    @classmethod
    def empty(cls) -> DiscParts:
        """Empty parts, to be filled by `ActorColumns`."""
        return cls(Numbered(), Numbered())


def _opacity(look: ActorLook) -> float:
    return DIMMED if look.dimmed else 1.0


class ActorColumns:
    """The actors of an appearance in the order of their ids, one row each.

    `x` is alignment, `y` influence; `style` and `code` number the parts of each disc in `parts`. The
    style has the details that are drawn of all actors. `has_weak_signs` says whether weak support has a
    sign on all discs; where it is usual, only those looked at have one.
    """

    def __init__(self, looks: Mapping[str, ActorLook], parts: DiscParts, detail: Detail = ALL_DETAIL) -> None:
        self.parts, self._detail = parts, detail
        self.looks = looks
        self._weak = sum(look.weak for look in looks.values())
        self.has_weak_signs = self._are_signs_drawn()
        self.ids: list[str] = sorted(looks)
        self.row: dict[str, int] = {actor: row for row, actor in enumerate(self.ids)}
        ordered = [looks[actor] for actor in self.ids]
        self.x: Floats = np.array([look.x for look in ordered], np.float64)
        self.y: Floats = np.array([look.y for look in ordered], np.float64)
        self.opacity: Floats = np.array([_opacity(look) for look in ordered], np.float64)
        self.style: Numbers = np.array([self._style(look) for look in ordered], np.int32)
        self.code: Numbers = np.array([self._code(look) for look in ordered], np.int32)

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, actors: Iterable[str]) -> Rows:
        """The rows of those actors that are on stage, ascending."""
        found = sorted(self.row[actor] for actor in actors if actor in self.row)
        return np.array(found, np.intp)

    def cells(self) -> npt.NDArray[np.int64]:
        """The judged position of each actor, rounded to whole numbers and packed into one."""
        across, up = np.rint(self.x - ALIGNMENT.low), np.rint(self.y - INFLUENCE.low)
        return (across * (INFLUENCE.span + 1) + up).astype(np.int64)

    def show_detail(self, detail: Detail) -> None:
        """Give all discs other details."""
        self._detail = detail
        self.style = np.array([self._style(self.looks[actor]) for actor in self.ids], np.int32)

    def whole_style(self, row: int) -> int:
        """The style of a disc with all details."""
        return self._style(self.looks[self.ids[row]], whole=True)

    def _are_signs_drawn(self) -> bool:
        return not is_usual(self._weak, len(self.looks))

    def patch(self, looks: Mapping[str, ActorLook], touched: Iterable[str]) -> None:
        """Apply a later appearance that differs only in the actors `touched`."""
        looks_before, self.looks = self.looks, looks
        rows_moved = False
        for actor in touched:
            row = self.row.get(actor)
            look, look_before = looks.get(actor), looks_before.get(actor)
            self._weak += (look is not None and look.weak) - (look_before is not None and look_before.weak)
            if look is None:
                if row is not None:
                    self._remove(bisect_left(self.ids, actor))
                    rows_moved = True
                continue
            if row is None or rows_moved:
                row = bisect_left(self.ids, actor)
                if row == len(self.ids) or self.ids[row] != actor:
                    self._insert(row, actor)
                    rows_moved = True
            self._put(row, look)
        if rows_moved:
            self.row = {actor: row for row, actor in enumerate(self.ids)}
        if self._are_signs_drawn() != self.has_weak_signs:
            self.has_weak_signs = not self.has_weak_signs
            self.show_detail(self._detail)

    def _put(self, row: int, look: ActorLook) -> None:
        self.x[row], self.y[row] = look.x, look.y
        self.opacity[row] = _opacity(look)
        self.style[row], self.code[row] = self._style(look), self._code(look)

    def _style(self, look: ActorLook, *, whole: bool = False) -> int:
        """The number of the disc without its code, and not dimmed; `whole` with all details and signs."""
        detail = ALL_DETAIL if whole else self._detail
        confidence = look.confidence if detail.confidence else 0
        salience = look.salience if detail.salience else None
        weak = look.weak and (whole or self.has_weak_signs)
        bare = DiscStyle("", look.colour, look.carried, weak, confidence, salience)
        return self.parts.styles.number(bare)

    def _code(self, look: ActorLook) -> int:
        """The number of the code, whose colour depends on that of the disc."""
        written = DiscStyle(look.code, look.colour, look.carried)
        return self.parts.codes.number(written)

    def _insert(self, row: int, actor: str) -> None:
        self.ids.insert(row, actor)
        self.x, self.y = np.insert(self.x, row, 0.0), np.insert(self.y, row, 0.0)
        self.opacity = np.insert(self.opacity, row, 1.0)
        self.style, self.code = np.insert(self.style, row, 0), np.insert(self.code, row, 0)

    def _remove(self, row: int) -> None:
        del self.ids[row]
        self.x, self.y = np.delete(self.x, row), np.delete(self.y, row)
        self.opacity = np.delete(self.opacity, row)
        self.style, self.code = np.delete(self.style, row), np.delete(self.code, row)
