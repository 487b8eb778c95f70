"""The command that runs this Stakemap, for other programs that are to call it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import stakemap


def program_words() -> list[str]:
    """The words of the command that runs this Stakemap, in whatever folder it is called."""
    program = Path(sys.executable).as_posix()
    if getattr(sys, "frozen", False):
        return [program]
    # -P: a module in the folder must not run in the place of one of Python's.
    words = [program, "-P", "-m", "stakemap"]
    package = Path(stakemap.__file__).parent
    if _imported_from() == package:
        return words
    # A copy of the code that is not installed.
    return ["env", f"PYTHONPATH={package.parent.as_posix()}", *words]


def _imported_from() -> Path | None:
    """The package that this Python imports by itself."""
    code = "import stakemap; print(stakemap.__file__)"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run([sys.executable, "-P", "-c", code], env=kept, capture_output=True, check=False)
    found = os.fsdecode(result.stdout).strip()
    return Path(found).parent if found else None
