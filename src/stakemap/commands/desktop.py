"""A start by double click: nobody sees the output of such a process, so a message box says why it failed."""

from __future__ import annotations

import os
import sys

from stakemap.errors import StakemapError
from stakemap.i18n import tr

#: The process that ends up as the parent of all that has none, and starts what is opened in macOS's Finder.
_FIRST_PROCESS = 1

#: Qt's platforms on which nobody sees a window.
_WITHOUT_WINDOWS = ("offscreen", "minimal")


def is_from_desktop() -> bool:
    """Whether a desktop started this process, so that nobody reads its standard error."""
    if sys.stderr is None:
        # The program for windows on Windows, and pythonw.
        return True
    if sys.platform == "darwin":
        return os.getppid() == _FIRST_PROCESS
    # Set by GLib, with which Linux desktops start programs; what those start inherits it with this number.
    return os.environ.get("GIO_LAUNCHED_DESKTOP_FILE_PID") == str(os.getpid())


def show_failure(sentence: str) -> None:
    """Show in a window why the app did not start; nothing happens where no window can be shown."""
    from stakemap.app.kit.message_boxes import QtMessageBoxes
    from stakemap.app.shell.application import make_application

    try:
        application = make_application()
    except StakemapError:
        return
    # What it fell back to the first time, without a display, is there the second time.
    if application.platformName() in _WITHOUT_WINDOWS:
        return
    QtMessageBoxes().show_message(None, tr("Stakemap could not start"), sentence)
