"""The virtual environment of a checkout: made, filled by the pinned hashes, and known when it is whole."""

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from system import SetupError, need_venv_module, say

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent
ENVIRONMENT = ROOT / ".venv"
REQUIREMENTS = PACKAGING / "requirements"
#: Where the wheels are looked for on a machine without internet; `offline.py` fills it.
WHEELS = ROOT / "wheels"
#: What `offline.py` writes last into a folder: without it, the folder is not complete.
SUMS = "SHA256SUMS"

#: What an environment must be able to import to count as whole, per extra of pyproject.toml.
PROBES = {
    "": ("stakemap", "PySide6", "pydantic", "orjson", "pyqtgraph"),
    "dev": ("pytest", "pytestqt", "mypy"),
    "freeze": ("PyInstaller",),
}


class Environment:
    """The virtual environment of one checkout: makes it, fills it, and knows whether that is still needed."""

    def __init__(self, folder: Path = ENVIRONMENT) -> None:
        self.folder = folder
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.stamp = folder / "stakemap-setup.json"
        self.unfinished = folder / "stakemap-setup-unfinished"
        self.log = folder / "stakemap-setup.log"

    def fingerprint(self) -> str:
        """Changes whenever what the environment should hold may have changed."""
        digest = hashlib.sha256()
        for path in (ROOT / "pyproject.toml", *sorted(REQUIREMENTS.glob("*.txt")), Path(__file__)):
            digest.update(path.read_bytes())
        for fact in (sys.version, platform.machine(), str(ROOT)):
            digest.update(fact.encode())
        return digest.hexdigest()

    def is_ready(self, extra: str) -> bool:
        """Whether an earlier set-up with this extra was completed, is still current and still works."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if self.unfinished.exists() or not isinstance(stamp, dict):
            return False
        if stamp.get("fingerprint") != self.fingerprint():
            return False
        return extra in stamp.get("extras", []) and self.works(PROBES[""] + PROBES[extra])

    def works(self, modules: "tuple[str, ...]") -> bool:
        """Whether its Python starts and finds these modules."""
        code = "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
        try:
            command = [str(self.python), "-I", "-c", code, *modules]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def can_be_kept(self) -> bool:
        """Whether what is there can be brought up to date, rather than made anew."""
        if self.unfinished.exists():
            return False
        try:
            lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        facts = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
        return facts.get("version") == platform.python_version() and self.works(("pip",))

    def prepare(self, extra: str) -> None:
        """Make sure that the environment holds the project, its dependencies and those of `extra`."""
        if self.is_ready(extra):
            return
        if not self.can_be_kept():
            self.make()
        self.unfinished.touch()
        downloads = f"comes from {WHEELS}" if has_wheels() else "downloads some 150 MB"
        say(f"Installing the dependencies; the first time this {downloads} and takes a few minutes …")
        self.install("build", "app", *([extra] if extra else []))
        # The build backend is among them, so that building the project fetches nothing more.
        self.pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        facts = {"fingerprint": self.fingerprint(), "extras": sorted({"", extra})}
        self.stamp.write_text(json.dumps(facts), encoding="utf-8")
        self.unfinished.unlink()
        say("The environment is ready.")

    def install(self, *lists: str) -> None:
        """Install all that these files of requirements name: wheels alone, of the hashes that stand there.

        Where the folder `wheels` has been filled, what builds the project and what it runs on comes from
        there and nothing is asked of an index.
        """
        files = [part for name in lists for part in ("--requirement", str(REQUIREMENTS / f"{name}.txt"))]
        places = ["--find-links", str(WHEELS)] if has_wheels() else []
        if places and {"build", "app"}.issuperset(lists):
            places.append("--no-index")
        # Which of several hashes a wheel had is told nowhere else; bills of materials need it.
        report = ["--report", str(self.folder / f"stakemap-wheels-{self.fingerprint()[:12]}.json")]
        self.pip("install", "--require-hashes", "--only-binary", ":all:", *report, *places, *files)

    def make(self) -> None:
        """Make an empty environment, in place of what is left of another."""
        if self.folder.exists():
            ours = self.unfinished.exists() or (self.folder / "pyvenv.cfg").exists()
            if not self.folder.is_dir() or (not ours and any(self.folder.iterdir())):
                raise SetupError(f"{self.folder} is no Python environment; move it away and start again.")
            say(
                "The environment that is there is incomplete or belongs to another Python; making a new one …"
            )
            shutil.rmtree(self.folder)
        need_venv_module()
        say(f"Making an environment for Python {platform.python_version()} in {self.folder} …")
        self.folder.mkdir()
        self.unfinished.touch()
        # Not sys.executable, which may lie in the very environment that has just been removed.
        base = getattr(sys, "_base_executable", None) or sys.executable
        self.call([base, "-I", "-m", "venv", str(self.folder)])

    def pip(self, *arguments: str) -> None:
        """Run pip inside the environment, quietly."""
        options = ["--quiet", "--disable-pip-version-check", "--no-input"]
        # -I: a pip.py in the folder that the user is in is no part of the program.
        self.call([str(self.python), "-I", "-m", "pip", arguments[0], *options, *arguments[1:]])

    def call(self, command: "list[str]") -> None:
        """Run one step; what it prints goes to the log, and to the screen when it fails."""
        result = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environment(), check=False
        )
        # On a full disk what went wrong matters more than that it is logged.
        with contextlib.suppress(OSError), self.log.open("ab") as log:
            log.write(result.stdout)
        if result.returncode:
            said = result.stdout.decode(errors="replace")
            known = explain(said)
            if known is None:
                print(said[-4000:], file=sys.stderr)
            raise SetupError(
                known
                or f"The set-up failed at: {' '.join(command)}. Is this machine online? Start the same "
                "command again to try once more, or fill a folder for it elsewhere with packaging/offline.py."
            )


def has_wheels() -> bool:
    """Whether the folder `wheels` was filled to the end."""
    return (WHEELS / SUMS).is_file()


def explain(said: str) -> "str | None":
    """One sentence for what pip said, where the cause is known."""
    if "DO NOT MATCH THE HASHES" in said:
        names = ", ".join(re.findall(r"^ +(\S+) from ", said, re.MULTILINE)) or "a package"
        return (
            f"The wheel of {names} is damaged or was exchanged: it does not have the hash that "
            f"{REQUIREMENTS} names, so it was not used."
        )
    if "No space left on device" in said:
        return "No space is left on the disk; make room for 1 GB, then start the same command again."
    lacking = re.search(r"No matching distribution found for (\S+)", said)
    if lacking and has_wheels():
        return (
            f"{WHEELS} has no wheel of {lacking[1]} for this Python; fill it again with "
            "packaging/offline.py, or move it away to download."
        )
    return None


def clean_environment() -> "dict[str, str]":
    """The environment variables without those that would lead Python or pip out of the new environment.

    Nor is Python kept from storing what it compiled, which each process of the tests would compile anew.
    """
    unwanted = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    unwanted.add("PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}
