"""Taking several files at once: of many it asks how many are meant, and they can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.window import Window
from stakemap.i18n import tr, tr_count

#: So many files are taken without a question.
FEW = 10
_NOTICE = "files"


def take_files(window: Window, paths: Iterable[Path], take: Callable[[Path], object]) -> None:
    """Call `take` with each of the files that the user chose or dropped on a window.

    Of more than `FEW` it asks first; all of them are then taken in turn, while events are processed and a
    notice offers to stop.
    """
    files = list(dict.fromkeys(paths))
    answer = _asked(window, len(files)) if len(files) > FEW else "first"
    if answer == "first":
        for path in files[:FEW]:
            take(path)
    elif answer == "all":
        files.reverse()
        _take_next(window, files, take)


def _asked(window: Window, count: int) -> str:
    """How many files are meant: "first", "all" or "cancel"."""
    dialog = MessageDialog(
        window,
        tr_count("Open {count} file?", "Open {count} files?", count),
        tr("Each map opens in a window of its own, which takes time and memory."),
        choices=(
            Choice("first", tr("Open the &first {count}", count=FEW), "accept"),
            Choice("all", tr("Open &all")),
            Choice("cancel", tr("Cancel"), "reject"),
        ),
        symbol="info",
    )
    window.context.message_boxes.run(dialog)
    return dialog.answer


def _take_next(window: Window, files: list[Path], take: Callable[[Path], object]) -> None:
    """Take the last of `files`, and later the others, unless the list was cleared or the window closed."""
    if window not in window.context.windows:
        return
    if not files:
        window.notices.withdraw(_NOTICE)
        return
    left = len(files)
    text = tr_count("{count} file is still to be opened.", "{count} files are still to be opened.", left)
    window.notices.post(_NOTICE, text, ((tr("&Stop"), files.clear),))
    take(files.pop())
    QTimer.singleShot(0, window, partial(_take_next, window, files, take))
