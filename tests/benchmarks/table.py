"""The benchmarks' table: what was measured of each row, as a ratio to its floor and in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.harness import Round, Row, median

__all__ = ["Figure", "Line", "figures", "table"]

_HEADING = ("benchmark", "median", "floor", "ratio", "limit", "met?")
_BEFORE = ("median before", "floor before", "ratio before")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a subject took and what its floor took, in the unit of the row."""

    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor it took."""
        return self.ours / self.floor


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its figure, or with why there is none (`missing`); `before` is the other checkout's."""

    row: Row
    figure: Figure | None
    before: Figure | None = None
    missing: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the ratio keeps to its limit."""
        return self.figure is not None and self.figure.ratio <= self.row.limit


def figures(rows: Sequence[Row], rounds: Sequence[Round]) -> list[Figure | None]:
    """The figure of each row from all samples of all rounds; None where there are none."""
    found: list[Figure | None] = []
    for place, row in enumerate(rows):
        ours = [sample for each in rounds for sample in each.ours[place]]
        floor = [sample for each in rounds for sample in each.floor[place]]
        figure = max if row.is_worst else median
        found.append(Figure(figure(ours), median(floor)) if ours and floor else None)
    return found


def table(lines: Sequence[Line], *, compares: bool = False) -> str:
    """The lines as text with aligned columns and a verdict each; `compares` adds what was before."""
    heading = (*_HEADING, *_BEFORE) if compares else _HEADING
    cells = [heading, *(_cells(line, compares) for line in lines)]
    widths = [max(len(each[column]) for each in cells) for column in range(len(heading))]
    text = []
    for each in cells:
        padded = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(each, widths, strict=True))
        )
        text.append("  ".join(padded).rstrip())
    text.insert(1, "-" * max(len(line) for line in text))
    text += [f"{line.row.name}: not measured, since {line.missing}." for line in lines if line.missing]
    return "\n".join(text)


def _cells(line: Line, compares: bool) -> tuple[str, ...]:
    row = line.row
    verdict = "not measured" if line.figure is None else "met" if line.is_met else "MISSED"
    cells = (row.name, *_numbers(line.figure, row.unit), f"{row.limit:g}", verdict)
    return (*cells, *_numbers(line.before, row.unit)) if compares else cells


def _numbers(figure: Figure | None, unit: str) -> tuple[str, str, str]:
    if figure is None:
        return ("", "", "")
    return (f"{_number(figure.ours)} {unit}", f"{_number(figure.floor)} {unit}", f"{figure.ratio:.2f}")


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
