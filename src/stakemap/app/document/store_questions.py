"""Questions to the store of versions about unsaved work, asked in a worker, since answers may take long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stakemap.app.document.file_change import file_changed_text
from stakemap.app.document.opening import is_large
from stakemap.app.document.other_versions import compare_document
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.text import single_line
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.app.document.autosave import Autosave
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.model.document import StakeMap
    from stakemap.model.draft import Draft
    from stakemap.storage.reading.limits import Progress
    from stakemap.storage.store.versions import Recoverable


def ask_about(
    item: Recoverable,
    question: Callable[[Progress, Autosave, Recoverable], Any],
    autosave: Autosave,
    context: AppContext,
    window: Window | None,
) -> Any:
    """The answer to one of the questions below; None also when the user cancelled. Raises as it does."""
    text = tr("Unsaved work on “{title}”", title=single_line(item.title) or tr("Untitled map"))
    return run_with_progress(Worker(question, autosave, item), window, text, context.message_boxes)


def restored(report: Progress, autosave: Autosave, item: Recoverable) -> StakeMap:
    """The map of unsaved work. Raises MapReadError, also where it has been recovered meanwhile."""
    if not autosave.is_offered(item):
        raise MapReadError(tr("This unsaved work has already been recovered."))
    return autosave.load(item, report)


def compare_recovered(item: Recoverable, autosave: Autosave, context: AppContext, known: Window) -> None:
    """Ask for unsaved work to be compared with the map of its file, which is open in the window `known`.

    Raises MapReadError.
    """
    if not item.edits:
        raise MapReadError(tr("The file of this unsaved work is open. Close it first, then recover."))
    document = ask_about(item, restored, autosave, context, known)
    if document is not None:
        known.present()
        name = tr("the unsaved work of {when}", when=moment_text(item.at))
        settle = partial(ask_about, item, settle_once_kept, autosave, context, known)
        compare_document(known, document, name, settle)


def drafts_of(_report: Progress, autosave: Autosave, item: Recoverable) -> tuple[Draft, ...] | None:
    """See `Autosave.drafts`."""
    return autosave.drafts(item)


def settle_once_kept(_report: Progress, autosave: Autosave, item: Recoverable) -> None:
    """See `Autosave.settle_once_kept`."""
    autosave.settle_once_kept(item)


def decline(_report: Progress, autosave: Autosave, item: Recoverable) -> None:
    """See `Autosave.decline`."""
    autosave.decline(item)


def unsaved_work_on(
    path: Path, autosave: Autosave, context: AppContext, window: Window | None
) -> tuple[tuple[Recoverable, str], ...] | None:
    """The unsaved work on a file, at most one, unless the file holds it already, and what something else
    changed in that; None when cancelled.
    """
    boxes = context.message_boxes
    text = tr("Looking for unsaved work on “{name}”", name=path.name)
    found = run_with_progress(Worker(_unsaved_on, autosave, path), window, text, boxes)
    if found is None:
        return None
    item, changed, is_to_be_compared = found
    if item is None or not is_to_be_compared:
        return () if item is None else ((item, changed),)
    text = tr("Comparing “{name}” with unsaved work", name=path.name)
    worker = Worker(_settled_if_in_file, autosave, item)
    is_in_file = run_with_progress(worker, window, text, boxes, at_once=True)
    return () if is_in_file is True else ((item, changed),)


def _unsaved_on(_report: Progress, autosave: Autosave, path: Path) -> tuple[Recoverable | None, str, bool]:
    """The unsaved work on a file, what something else changed in that, and whether it is so large that they
    have not been compared.
    """
    item = autosave.unsaved_work_on(path)
    return (None, "", False) if item is None else (item, file_changed_text(item), is_large(path))


def _settled_if_in_file(report: Progress, autosave: Autosave, item: Recoverable) -> bool:
    is_in_file = autosave.is_in_file(item, report)
    if is_in_file:
        autosave.settle(item)
    return is_in_file
