"""Sheets of a round that arrive where the map of the round is open: they are gathered, not opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.model.rounds import is_sheet

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window
    from stakemap.model.document import StakeMap
    from stakemap.storage.reading.limits import Limits


def gathers(window: Window) -> bool:
    """Whether answers can be gathered in the map of a window: it has a round that is open."""
    if not window.can_edit():
        return False
    assert window.session is not None
    document = window.session.document
    return not is_sheet(document) and any(each.closed is None for each in document.rounds.values())


def without_sheets(window: Window, paths: Sequence[Path]) -> Sequence[Path]:
    """Gather the sheets among files that were dropped on a window, and return the other files."""
    if not gathers(window):
        return paths
    assert window.session is not None
    worker = Worker(_sheets, tuple(paths), window.context.limits, window.session.document)
    text = tr("Reading what was dropped…")
    found: list[Path] | None = run_with_progress(worker, window, text, window.context.message_boxes)
    if found is None:
        return ()
    if found:
        window.gathering_requested.emit(found)
    return [path for path in paths if path not in found]


def _sheets(
    report: Callable[[float], bool], paths: tuple[Path, ...], limits: Limits, document: StakeMap
) -> list[Path]:
    """The files that are sheets of this map."""
    from stakemap.storage.files import open_map
    from stakemap.storage.reading.map_ids import map_id_of

    found = []
    for number, path in enumerate(paths):
        report(number / len(paths))
        if map_id_of(path) == document.id:
            try:
                opened = open_map(path, limits=limits).document
            except MapReadError:
                continue
            if opened.id == document.id and is_sheet(opened):
                found.append(path)
    return found


def asked_to_open_sheet(window: Window, path: Path) -> bool:
    """Whether a sheet is to be opened as a map of its own, although the map of its round is open.

    If the user wants, its answers are gathered instead.
    """
    dialog = MessageDialog(
        window,
        tr("“{name}” is the sheet of an analyst", name=path.name),
        tr("The map in which its round was started is open: gather the answers there, or open the sheet."),
        choices=(
            Choice("gather", tr("&Gather its answers"), "accept"),
            Choice("open", tr("&Open the sheet")),
            Choice("cancel", tr("Cancel"), "reject"),
        ),
        symbol="info",
    )
    window.context.message_boxes.run(dialog)
    if dialog.answer == "gather":
        window.present()
        window.gathering_requested.emit([path])
    return dialog.answer == "open"
