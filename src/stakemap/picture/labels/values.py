"""What the placement of labels is asked for, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from stakemap.picture.labels.occupancy import Box, Occupancy
from stakemap.values import frozen

#: Points in pixels, joined by straight lines.
Polyline = Sequence[tuple[float, float]]
#: What is at the end of a line, such as an arrow head: x and y of its centre and how far it reaches, in
#: pixels; and whether it is dense, so that covering its middle costs more.
LineEnd = tuple[float, float, float, bool]


def key_letter(number: int) -> str:
    """The letter for the name of so high a number in a key, from 1: A to Z, then AA, AB and so on.

    Numbers would look like those of footnotes.
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def widest_letter(largest: int) -> str:
    """As wide a text as any `key_letter` of the numbers up to `largest`."""
    return key_letter(largest)[:-1] + "W"


class Disc(NamedTuple):
    """A disc that labels must not cover: its centre, and the radius that they keep clear, in pixels.

    No name stands nearer to the `rim` of another disc than to that of its own, unless a leader line joins it
    to its own. The rim is at `reach` if it is None; a dot, for which nobody looks for a name, has a rim of 0.
    """

    x: float
    y: float
    reach: float
    rim: float | None = None


class LabelRequest(NamedTuple):
    """A name to place beside the disc at `x`, `y`; names of more `importance` are placed first.

    A name with a `number` in some key is not elided: where it finds no room, the `key_letter` of that takes
    its place.
    """

    key: str
    text: str
    x: float
    y: float
    reach: float
    importance: float = 0.0
    number: int | None = None
    #: The side of the disc that others do not cover, as a unit vector, if some do.
    visible: tuple[float, float] = (0.0, 0.0)
    #: Tries all fallbacks before those that are not urgent.
    is_urgent: bool = False
    #: The radius of its disc as of `Disc.rim`.
    rim: float | None = None


@frozen
class LabelStyle:
    """Font size and its minimum, the widest line, and the gap to the disc, in pixels; font weight."""

    size: float
    min_size: float
    weight: int
    max_width: float
    gap: float
    #: How many names without room may become letters, which the key has to hold.
    max_numbers: int = 0
    #: Whether a name without room may be elided.
    elides: bool = True


class Line(NamedTuple):
    """One line of a label, from the left end of its baseline, in pixels."""

    text: str
    x: float
    baseline: float
    width: float


@frozen
class PlacedLabel:
    """A placed label. `leader` is the line to its disc if it is not beside it; the `key_letter` of `number`
    replaces its name.
    """

    key: str
    lines: tuple[Line, ...]
    size: float
    box: Box
    leader: tuple[float, float, float, float] | None = None
    number: int | None = None


@frozen
class Labelling:
    """Placed labels in the order of the requests, and the keys of omitted ones, the most important first."""

    labels: tuple[PlacedLabel, ...]
    omitted: tuple[str, ...]
    #: Cells covered by discs, labels and leader lines, and by other lines, for placing further texts.
    taken: Occupancy = field(repr=False, compare=False)
    crossed: Occupancy = field(repr=False, compare=False)
