"""The app with its own Python as one folder, made by PyInstaller after `packaging/frozen/stakemap.spec`."""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from building.environment import FOLDER, prepared, run
from building.libraries import forget_places
from building.licences import write_licences
from building.output import placed
from environment import ROOT, Environment

__all__ = ["FROZEN", "frozen_folder"]

#: The frozen app: the program `stakemap` and all that it needs, in `_internal`; on macOS a bundle.
FROZEN = FOLDER / ("Stakemap.app" if sys.platform == "darwin" else "stakemap")
RECIPE = ROOT / "packaging" / "frozen" / "stakemap.spec"


def frozen_folder() -> Path:
    """Freeze the app, unless that was done since its sources last changed, and return the folder or bundle.

    Raises BuildError, SetupError or OSError; what an earlier build left is then still there.
    """
    environment = prepared()
    stamp, current = FOLDER / "stakemap.json", fingerprint(environment)
    if _read(stamp) == current and FROZEN.is_dir():
        return FROZEN
    with placed(FROZEN) as folder:
        _freeze(environment, folder)
        if sys.platform == "linux":
            forget_places(folder)
        write_licences(environment, folder)
        _try(folder)
        stamp.unlink(missing_ok=True)
    stamp.write_text(json.dumps(current), encoding="utf-8")
    return FROZEN


def _freeze(environment: Environment, folder: Path) -> None:
    """Have PyInstaller write the folder, which has to be called as the recipe calls it."""
    command = [str(environment.python), "-P", "-m", "PyInstaller", "--noconfirm", "--clean", str(RECIPE)]
    command += ["--distpath", str(folder.parent), "--workpath", str(FOLDER / "work")]
    # What it keeps of earlier runs would stand in the user's own folders, and of a bundle on macOS that
    # cannot be signed it would only warn.
    variables = {
        "PYINSTALLER_CONFIG_DIR": str(FOLDER / "cache"),
        "PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1",
    }
    run("Freezing the app", command, FOLDER / "freeze.log", variables)


def _try(folder: Path) -> None:
    """See that the app opens a map in a window, though on no display, and draws one."""
    if sys.platform != "linux":
        return
    with TemporaryDirectory(dir=FOLDER) as kept:
        places = {f"STAKEMAP_{what}_DIR": kept for what in ("CONFIG", "STATE")}
        places |= {"QT_QPA_PLATFORM": "offscreen", "STAKEMAP_DEBUG": "1"}
        preset, deck = ("--preset", "armenia-turkiye"), str(Path(kept, "deck.pptx"))
        for command in (("open", *preset, "--exit-when-painted"), ("export", *preset, "-o", deck)):
            call = [str(folder / "stakemap"), *command]
            run(f"Trying “stakemap {command[0]}”", call, FOLDER / "trial.log", places)


def fingerprint(environment: Environment) -> str:
    """Changes whenever the frozen app may have changed."""
    digest = hashlib.sha256(environment.fingerprint().encode())
    for path in sources():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """All files that the frozen app is made of, or made by, in a fixed order."""
    packaging = (f"packaging/{name}" for name in ("building", "frozen", "macos", "windows"))
    for folder in ("src/stakemap", "resources", *packaging):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
    yield ROOT / "README.md"


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
