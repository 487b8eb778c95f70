"""What reading a large file costs a window that is open: how long it leaves anybody waiting."""

from __future__ import annotations

import gc
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from app_driver import documents_of
from benchmarks.hand import settle
from benchmarks.harness import BenchmarkError, Row, isolated_environment
from samples import large
from stakemap.app.document.opening import read_map
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.storage.files import save_map

__all__ = ["measure"]

#: Milliseconds that a window may be deaf for while it reads.
LIMIT = 50.0
WINDOW = (1280, 800)
#: Actors, for a file of 12 and one of 31 MB.
SIZES = (2_000, 5_000)
#: Milliseconds between two beats of the window's heart.
_BEAT = 1


def measure(runs: int) -> list[Row]:
    """Milliseconds of the longest wait between two events of a window in each run."""
    make_application()
    context = make_context()
    rows = []
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
            waits = [_longest_wait(context, window, path) for _ in range(runs)]
            what = f"reading a file of {path.stat().st_size / 1e6:.0f} MB"
            rows.append(Row.cost(f"{what}, the longest wait of the window", waits, LIMIT))
        window.session = None
        window.close()
        settle(0.1)
    return rows


def _longest_wait(context: AppContext, window: MainWindow, path: Path) -> float:
    waits: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        waits.append(1_000 * (now - last))
        last = now

    heart = QTimer()
    heart.timeout.connect(beat)
    heart.start(_BEAT)
    opened = read_map(path, window, context.questions, context.limits)
    heart.stop()
    if opened is None or len(waits) < 100:
        raise BenchmarkError("the file was not read while the window went on")
    return max(waits)
