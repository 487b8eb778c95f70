"""The page of the Guide on the keyboard: the shortcuts of actions, of the canvas and of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QKeySequence

from stakemap.app.kit.actions.action import MENUS, Action, key_sequences, menu_title, without_mnemonic
from stakemap.app.kit.blocks import Block, heading, table
from stakemap.i18n import tr


def shortcut_blocks(actions: Iterable[Action]) -> Iterator[Block]:
    """A table of shortcuts for each menu, and one of keys and gestures that are not actions."""
    specs = list(actions)
    groups = [(without_mnemonic(menu_title(menu)), _keys_of(menu, specs)) for menu in MENUS]
    for title, entries in (*groups, (tr("Canvas and fields"), canvas_keys())):
        if entries:
            yield heading(title)
            yield table([(tr("Keys"), tr("What they do")), *entries])


def _keys_of(menu: str, specs: Iterable[Action]) -> list[tuple[str, str]]:
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (key_sequences(spec)[0].toString(native), spec.name)
        for spec in specs
        if spec.menu.split("/")[0] == menu and spec.shortcuts
    ]


def canvas_keys() -> list[tuple[str, str]]:
    """The keys and pointer gestures of canvas and fields that are not actions."""
    return [
        (tr("Drag"), tr("Move actors, which changes their judgement")),
        (tr("Shift while dragging"), tr("Move along one axis only")),
        (tr("Ctrl while dragging"), tr("Move along both axes, even slightly")),
        (tr("Esc while dragging"), tr("Cancel the drag")),
        (tr("Arrow keys"), tr("Nudge the selected actors")),
        (tr("Shift and arrow keys"), tr("Nudge by ten")),
        (tr("Tab, Shift and Tab"), tr("Go from actor to actor")),
        (tr("Space"), tr("Select the focused actor; if none, play through time")),
        (tr("Enter"), tr("Go to the details of the focused actor")),
        (tr("Double-click"), tr("Add an actor, or rename one")),
        (tr("Drag the dots of the selected actor"), tr("Set its range")),
        (tr("Drag the arrow beside an actor"), tr("Add a relation")),
        (tr("Drag out of the tray below"), tr("Judge; an influence that is known stays")),
        (tr("Ctrl while dragging out of the tray"), tr("Change the influence, too")),
        (tr("Drag to the tray below"), tr("Mark as unknown")),
        (tr("Shift or Ctrl and click"), tr("Add to the selection, or remove from it")),
        (tr("Drag on empty canvas"), tr("Select all within the frame")),
        (tr("Wheel"), tr("Zoom at the pointer")),
        (tr("+, − and 0"), tr("Zoom in, out, and to fit")),
        (tr("Drag with Space held or with the middle button"), tr("Pan")),
        (tr("Drag with two fingers on a touch screen"), tr("Pan")),
        (tr("Move two fingers apart or together"), tr("Zoom in or out")),
        (tr("Touch and hold"), tr("Open the context menu")),
        (tr("Arrows on the timeline"), tr("Go to another snapshot, or to the one it builds on")),
        (tr("F2, Del on the timeline"), tr("Change or remove the snapshot")),
        (tr("Alt and up or down in the actors"), tr("Sort by the column of the current cell")),
        (tr("Alt and up or down in a list of issues"), tr("Move the issue up or down")),
        (tr("Arrows in the analysis"), tr("Go to another finding, and show how it came about")),
        (tr("Enter in the analysis"), tr("Go to the judgement that the finding is about")),
        (tr("Enter in a field"), tr("Apply what was typed")),
        (tr("Ctrl and Enter in a long field"), tr("Apply what was typed")),
        (tr("Ctrl and Tab in the inspector"), tr("Go to the next tab")),
        (tr("Esc in a field"), tr("Restore the previous value")),
        (tr("Esc in a panel"), tr("Go back to the canvas")),
    ]
