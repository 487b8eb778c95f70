"""The package for Debian, Ubuntu and their kin: the frozen app with all by which a desktop knows it."""

import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from building.debian_copyright import debian_copyright
from building.environment import FOLDER, epoch, prepared, run, settings, version
from building.freeze import frozen_folder
from building.libraries import dependencies, is_program
from building.licences import components
from building.man_page import man_page
from building.output import placed
from building.targets import BuildError
from environment import ROOT, Environment
from system import say

__all__ = ["build", "control", "lay_out"]

LINUX = ROOT / "packaging" / "linux"
#: By which a desktop knows the app, also one that has it for a single user.
DESKTOP = ROOT / "resources" / "linux"
METAINFO = "org.stakemap.Stakemap.metainfo.xml"
ICON = ROOT / "resources" / "icons" / "stakemap.svg"
#: What Debian calls the processors for which there are wheels of Qt.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
#: Nobody reads mail there: a package needs an address, and this project has none.
MAINTAINER = "The Stakemap developers <developers@stakemap.invalid>"

#: Which all versions of dpkg read; higher levels take minutes for a few per cent.
COMPRESSION = ("-Zxz", "-z3")

CONTROL = """\
Package: stakemap
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: desktop-file-utils, shared-mime-info
Suggests: xdg-utils
Section: misc
Priority: optional
Description: {summary}
 Stakemap is for policy analysts. Actors (states, organisations, people) stand
 on a canvas: across is how far they support or oppose an issue, up is how much
 influence they have. To drag an actor is to change a judgement, which has a
 value, a range, a confidence, a reason, sources, an author, a date and a
 history. The map is a plain file that can be compared and merged.
 .
 This package brings its own Python and Qt. It opens no network connection.
"""
CHANGELOG = """\
stakemap ({version}) unstable; urgency=medium

  * Version {version}.

 -- {maintainer}  {date}
"""


def build(out: Path) -> list[Path]:
    """Write the package into the folder `out`. Raises BuildError, SetupError or OSError."""
    architecture = ARCHITECTURES.get(platform.machine())
    if architecture is None:
        raise BuildError(f"There is no .deb for {platform.machine()}, since Qt has no wheels for it.")
    if shutil.which("dpkg-deb") is None:
        raise BuildError("The .deb is made by dpkg-deb, which is missing; install the package dpkg.")
    folder, environment = frozen_folder(), prepared()
    package = out / f"stakemap_{version()}_{architecture}.deb"
    tree = FOLDER / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree, folder, environment)
    say(f"Packing {package.name} …")
    _add_control(tree, architecture, dependencies(folder))
    _normalise(tree)
    with placed(package) as unfinished:
        command = ["dpkg-deb", *COMPRESSION, "--root-owner-group", "--build", str(tree), str(unfinished)]
        told = subprocess.run(command, capture_output=True, text=True, env=settings(), check=False)
        if told.returncode:
            raise BuildError(f"dpkg-deb could not write {package.name}: {told.stderr.strip()[-300:]}")
    shutil.rmtree(tree)
    return [package]


def lay_out(tree: Path, folder: Path, environment: Environment) -> None:
    """Put all that is installed into `tree`, as it will lie below /."""
    share = tree / "usr" / "share"
    shutil.copytree(folder, tree / "usr" / "lib" / "stakemap", symlinks=True)
    _link(tree / "usr" / "bin" / "stakemap", "../lib/stakemap/stakemap")
    _copy(DESKTOP / "stakemap.desktop", share / "applications" / "stakemap.desktop")
    _copy(LINUX / METAINFO, share / "metainfo" / METAINFO)
    _copy(DESKTOP / "stakemap.mime.xml", share / "mime" / "packages" / "stakemap.xml")
    _copy(LINUX / "lintian-overrides", share / "lintian" / "overrides" / "stakemap")
    _copy(ICON, share / "icons" / "hicolor" / "scalable" / "apps" / ICON.name)
    _draw_icons(environment, share / "icons" / "hicolor")
    documents = share / "doc" / "stakemap"
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    _write(documents / "copyright", debian_copyright(components(), own))
    _link(documents / "licences", "../../../lib/stakemap/licences")
    date = format_datetime(datetime.fromtimestamp(epoch(), UTC))
    told = CHANGELOG.format(version=version(), maintainer=MAINTAINER, date=date)
    _write_packed(documents / "changelog.gz", told)
    _write_packed(share / "man" / "man1" / "stakemap.1.gz", man_page(environment))


def _draw_icons(environment: Environment, folder: Path) -> None:
    """Have the icons drawn where Qt is."""
    code = "import sys; from pathlib import Path; from building.icons import write_icons\n"
    code += "write_icons(*map(Path, sys.argv[1:]))"
    variables = {"PYTHONPATH": str(ROOT / "packaging"), "QT_QPA_PLATFORM": "offscreen"}
    command = [str(environment.python), "-c", code, str(ICON), str(folder)]
    run("Drawing the icons", command, FOLDER / "icons.log", variables)


def _add_control(tree: Path, architecture: str, depends: list[str]) -> None:
    files = [path for path in sorted(tree.rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = "".join(f"{_md5(path)}  {path.relative_to(tree).as_posix()}\n" for path in files)
    # As Debian's policy has it: each file by whole kibibytes, and one for each folder or link.
    others = sum(1 for path in tree.rglob("*") if path.is_dir() or path.is_symlink())
    size = others + sum(-(-path.stat().st_size // 1024) for path in files)
    _write(tree / "DEBIAN" / "control", control(architecture, depends, size))
    _write(tree / "DEBIAN" / "md5sums", sums)


def control(architecture: str, depends: list[str], kibibytes: int) -> str:
    """The fields by which dpkg and apt know the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    summary = project["description"].partition(":")[0]
    return CONTROL.format(
        version=version(),
        architecture=architecture,
        maintainer=MAINTAINER,
        kibibytes=kibibytes,
        depends=", ".join(depends),
        summary=f"{summary[0].lower()}{summary[1:]}",
    )


def _normalise(tree: Path) -> None:
    """Give all files the rights that they are to have, whatever the umask, and one time; all are root's."""
    time = epoch()
    for parent, _, files in os.walk(tree, topdown=False):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                is_run = is_program(path) and (".so" not in path.name)
                path.chmod(0o755 if is_run else 0o644)
            os.utime(path, (time, time), follow_symlinks=False)
        os.utime(parent, (time, time))


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
