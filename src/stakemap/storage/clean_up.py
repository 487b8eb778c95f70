"""What is tidied after the start and every few hours: the folders of settings and state."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder, tighten_folders
from stakemap.storage.forgetting import forget_damaged
from stakemap.storage.locks.presence import remove_stale_claims
from stakemap.storage.policy import policy
from stakemap.storage.saving.interrupted import remove_old_copies
from stakemap.storage.saving.temporary_files import sweep_noted, sweep_temporary


def tidy_folders(folders: Iterable[Path]) -> None:
    """Make private what others can read, and remove what processes that were killed have left.

    Their temporary files are searched in `folders`, too, besides the folders that saves of this user have
    noted. For a worker thread.
    """
    places = [*folders, config_folder(), state_folder() / "recovery"]
    steps: list[Callable[[], object]] = [
        tighten_folders,
        remove_stale_claims,
        sweep_noted,
        partial(sweep_temporary, places),
        remove_old_copies,
    ]
    if policy().leave_no_traces:
        steps.append(forget_damaged)
    for step in steps:
        # What one of them cannot tidy must not keep the others from it.
        with contextlib.suppress(OSError):
            step()
