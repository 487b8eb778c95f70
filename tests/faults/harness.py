"""What the rows of the fault table share: what a row is, what came of it, and the table."""

from __future__ import annotations

import os
import random
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

__all__ = ["Outcome", "Row", "Trial", "own_home", "table"]

_SHOWN = 3


@dataclass
class Outcome:
    """What came of a row: how many trials there were, what was lost, and why nothing ran if so."""

    trials: int = 0
    losses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skipped: str = ""

    def expect(self, holds: bool, loss: str) -> None:
        """Note a loss unless something holds."""
        if not holds:
            self.losses.append(loss)

    @property
    def found(self) -> str:
        """What was found, for the table."""
        if self.skipped:
            return f"not run: {self.skipped}"
        if self.losses:
            return f"LOST {len(self.losses)}: " + "; ".join(self.losses[:_SHOWN])
        return "; ".join(["nothing lost", *self.notes])


@dataclass(frozen=True)
class Trial:
    """What a row is run with: how many trials, chance from a seed, and an empty folder of its own."""

    count: int
    chance: random.Random
    folder: Path
    #: Other interpreters that have PySide6, for the row that is about them.
    pythons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the table: a fault, how often it is injected in full and in short, what is required."""

    name: str
    fault: str
    required: str
    full: int
    short: int
    inject: Callable[[Trial], Outcome]

    def run(self, count: int, seed: int, pythons: Sequence[str] = ()) -> Outcome:
        """Inject the fault `count` times, as chance from `seed` has it."""
        with TemporaryDirectory(prefix="stakemap-faults-") as name, own_home(Path(name) / "home"):
            folder = Path(name) / "work"
            folder.mkdir()
            return self.inject(Trial(count, random.Random(f"{self.name} {seed}"), folder, tuple(pythons)))


@contextmanager
def own_home(home: Path) -> Iterator[Path]:
    """Within, settings and what is kept for recovery lie in a folder of their own."""
    names = {"STAKEMAP_CONFIG_DIR": str(home / "config"), "STAKEMAP_STATE_DIR": str(home / "state")}
    with patch.dict(os.environ, names):
        yield home


def table(results: Sequence[tuple[Row, Outcome]]) -> str:
    """The rows as text: fault, trials, what is required, what was found."""
    cells = [("fault", "trials", "required", "found")]
    cells += [(row.fault, f"{came.trials:,}", row.required, came.found) for row, came in results]
    widths = (44, 9, 38, 60)
    lines = []
    for number, line in enumerate(cells):
        wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(line, widths, strict=True)]
        for part in range(max(map(len, wrapped))):
            pieces = (
                (cell[part] if part < len(cell) else "").ljust(width)
                for cell, width in zip(wrapped, widths, strict=True)
            )
            lines.append(" | ".join(pieces).rstrip())
        lines.append(("=" if number == 0 else "-") * (sum(widths) + 9))
    return "\n".join(lines)
