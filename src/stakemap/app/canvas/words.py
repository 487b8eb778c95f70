"""The sentences of the canvas: labels of undo steps, values at the pointer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.edits import Axis
from stakemap.picture.measure import isolate, plain

__all__ = [
    "add_label",
    "delta_lines",
    "judge_label",
    "judged_lines",
    "move_label",
    "moved_lines",
    "number",
    "range_label",
    "range_line",
    "relate_line",
    "rename_label",
    "signed",
    "unknown_label",
    "unknown_line",
]

Position = tuple[float, float]


def number(value: float) -> str:
    """A value as a move would write it: a whole number, with a real minus sign."""
    whole = math.floor(value + 0.5)
    return f"−{-whole}" if whole < 0 else f"{whole}"


def signed(value: float) -> str:
    """A difference, with its sign."""
    return f"+{number(value)}" if math.floor(value + 0.5) > 0 else number(value)


def _names(document: StakeMap, actors: Sequence[str]) -> str:
    """The one actor's name, or how many there are."""
    if len(actors) == 1:
        actor = document.actors.get(actors[0])
        return isolate(plain(actor.name if actor else actors[0]))
    return tr_count("{count} actor", "{count} actors", len(actors))


def move_label(document: StakeMap, actors: Sequence[str]) -> str:
    """The name of the undo step of a move."""
    return tr("Move {actors}", actors=_names(document, actors))


def judge_label(document: StakeMap, actor: str) -> str:
    """The name of the undo step of judging an actor from the tray."""
    return tr("Judge {actors}", actors=_names(document, [actor]))


def unknown_label(document: StakeMap, actors: Sequence[str]) -> str:
    """The name of the undo step of dropping actors into the tray."""
    return tr("Make {actors} unknown", actors=_names(document, actors))


def add_label(name: str) -> str:
    """The name of the undo step of adding an actor."""
    return tr("Add {name}", name=isolate(plain(name)))


def rename_label(name: str) -> str:
    """The name of the undo step of renaming an actor."""
    return tr("Rename {name}", name=isolate(plain(name)))


def range_label(document: StakeMap, actor: str) -> str:
    """The name of the undo step of setting a range."""
    return tr("Set the range of {actor}", actor=_names(document, [actor]))


def range_line(axis: Axis, value: float, span: tuple[float, float] | None) -> str:
    """A value with the range that is being set, as "alignment 35 (20 to 50)"."""
    now = number(value)
    if span is None:
        without = {
            "alignment": tr("alignment {now}, no range", now=now),
            "influence": tr("influence {now}, no range", now=now),
        }
        return without[axis]
    low, high = number(span[0]), number(span[1])
    ranges = {
        "alignment": tr("alignment {now} ({low} to {high})", now=now, low=low, high=high),
        "influence": tr("influence {now} ({low} to {high})", now=now, low=low, high=high),
    }
    return ranges[axis]


def relate_line(document: StakeMap, source: str, target: str) -> str:
    """What letting go of a relation over an actor will do."""
    return tr("{source} → {target}", source=_names(document, [source]), target=_names(document, [target]))


def unknown_line(count: int) -> str:
    """What letting go over the tray will do."""
    return tr_count("stance unknown", "{count} stances unknown", count)


def moved_lines(before: Position, now: Position) -> tuple[str, ...]:
    """Each axis that a move changes as "alignment 35 → 55"; both values when it changes none."""
    lines = []
    if number(before[0]) != number(now[0]):
        lines.append(tr("alignment {before} → {now}", before=number(before[0]), now=number(now[0])))
    if number(before[1]) != number(now[1]):
        lines.append(tr("influence {before} → {now}", before=number(before[1]), now=number(now[1])))
    return tuple(lines) or judged_lines((None, None), now)


def judged_lines(known: tuple[float | None, float | None], now: Position) -> tuple[str, ...]:
    """The values of an actor about to be judged; a value that it keeps is called so."""
    kept_x = known[0] is not None and number(known[0]) == number(now[0])
    kept_y = known[1] is not None and number(known[1]) == number(now[1])
    alignment, influence = number(now[0]), number(now[1])
    return (
        tr("alignment {now}, as judged", now=alignment) if kept_x else tr("alignment {now}", now=alignment),
        tr("influence {now}, as judged", now=influence) if kept_y else tr("influence {now}", now=influence),
    )


def delta_lines(count: int, dx: float, dy: float) -> tuple[str, ...]:
    """How far several actors are moved at once."""
    lines = [tr_count("{count} actor", "{count} actors", count)]
    if number(dx) != "0":
        lines.append(tr("alignment {change}", change=signed(dx)))
    if number(dy) != "0":
        lines.append(tr("influence {change}", change=signed(dy)))
    return tuple(lines)
