"""What reading a large file costs a window that is open: how long it leaves anybody waiting."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app_driver import documents_of
from benchmarks.floors import WINDOW, stall_beside_thread, waits_of_window
from benchmarks.harness import BenchmarkError, Case, case, isolated_environment
from benchmarks.mouse_driver import settle
from samples import large
from stakemap.app.document.opening import read_map
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.storage.files import save_map

__all__ = ["cases"]

#: 50 ms, beside 10: a window whose neighbour only counts waits for the interpreter, 5 ms at a time, once
#: before and once within an event.
LIMIT = 5.0
#: Actors, for a file of 12 and one of 31 MB.
SIZES = (2_000, 5_000)


def cases() -> Iterator[Case]:
    """The longest wait between two events of a window."""
    make_application()
    context = make_context()
    with isolated_environment() as (_, folder):
        window = context.new_window()
        window.resize(*WINDOW)
        window.show_map(documents_of(context).session_for(large(50, 3, 3)))
        window.present()
        settle(1.5)
        for actors in SIZES:
            path = folder / f"{actors}.stakemap.json"
            save_map(path, large(actors, 3, 3))
            gc.collect()
            yield case(
                f"reading a file of {path.stat().st_size / 1e6:.0f} MB, the longest wait of the window",
                partial(_longest_wait, context, window, path),
                stall_beside_thread(0.5),
                LIMIT,
            )
        window.session = None
        window.close()
        settle(0.1)


def _longest_wait(context: AppContext, window: MainWindow, path: Path) -> float:
    with waits_of_window() as waits:
        opened = read_map(path, window, context.message_boxes, context.limits)
    if opened is None or len(waits) < 100:
        raise BenchmarkError("the file was not read while the window went on")
    return max(waits)
