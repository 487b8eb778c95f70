"""Texts of gestures: labels of undo steps, and the values shown at the pointer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stakemap.i18n import isolate, number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.edits import Axis
from stakemap.model.judgements import whole
from stakemap.text import plain
from stakemap.wording.numbers import signed

Position = tuple[float, float]


def _names(document: StakeMap, actors: Sequence[str]) -> str:
    """The name of a single actor, or the number of actors."""
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
    return tr("Mark {actors} as unknown", actors=_names(document, actors))


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
    """The readout while a relation is dragged over an actor."""
    return tr("{source} → {target}", source=_names(document, [source]), target=_names(document, [target]))


def unknown_line(count: int) -> str:
    """The readout while actors are dragged over the tray."""
    return tr_count("position unknown", "{count} positions unknown", count)


def moved_lines(before: Position, now: Position) -> tuple[str, ...]:
    """Each axis that a move changes as "alignment +35 → +55"; both values when it changes none."""
    lines = []
    (old_x, x), (old_y, y) = map(signed, (before[0], now[0])), map(number, (before[1], now[1]))
    if old_x != x:
        lines.append(tr("alignment {before} → {now}", before=old_x, now=x))
    if old_y != y:
        lines.append(tr("influence {before} → {now}", before=old_y, now=y))
    return tuple(lines) or judged_lines((None, None), now)


def locked_line(axis: Axis) -> str:
    """The note that a drag along the other axis leaves this one as it is, and how to move both."""
    return {
        "alignment": tr("alignment unchanged; hold Ctrl to move both"),
        "influence": tr("influence unchanged; hold Ctrl to move both"),
    }[axis]


def judged_lines(
    known: tuple[float | None, float | None], now: Position, *, stays: bool = False
) -> tuple[str, ...]:
    """The values of an actor being dragged from the tray, with a note where one is kept or changes.

    `stays` means that the height does not change the influence unless Ctrl is held.
    """
    x, y = signed(now[0]), number(now[1])
    old_x = "" if known[0] is None else signed(known[0])
    old_y = "" if known[1] is None else number(known[1])
    if old_x in ("", x):
        alignment = tr("alignment {now}, unchanged", now=x) if old_x else tr("alignment {now}", now=x)
    else:
        alignment = tr("alignment {before} → {now}", before=old_x, now=x)
    if stays:
        influence = tr("influence {now}, unchanged; hold Ctrl to change it", now=y)
    elif old_y in ("", y):
        influence = tr("influence {now}, unchanged", now=y) if old_y else tr("influence {now}", now=y)
    else:
        influence = tr("influence {before} → {now}", before=old_y, now=y)
    return alignment, influence


def delta_lines(count: int, dx: float, dy: float) -> tuple[str, ...]:
    """The distance by which several actors are moved."""
    lines = [tr_count("{count} actor", "{count} actors", count)]
    for change, line in ((dx, tr("alignment {change}")), (dy, tr("influence {change}"))):
        if (steps := whole(change, (-math.inf, math.inf))) != 0:
            lines.append(line.format(change=signed(steps)))
    return tuple(lines)
