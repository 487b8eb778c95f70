"""The package for macOS: a disk image with the app bundle, for the processor of this machine.

With `STAKEMAP_IDENTITY`, a Developer ID in the keychain, all code is signed by it and runs hardened; without
it, the signature is the nameless one that Apple's processors insist on. With `STAKEMAP_NOTARY_KEY`, the file
of a key of App Store Connect, its id in `STAKEMAP_NOTARY_KEY_ID` and `STAKEMAP_NOTARY_ISSUER`, Apple
notarises the image.
"""

import os
import platform
import plistlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from building.environment import FOLDER, run, version
from building.freeze import frozen_folder
from building.output import placed
from building.targets import BuildError
from environment import ROOT

__all__ = ["build", "code_of", "facts", "icon"]

PROPERTIES = ROOT / "packaging" / "macos" / "Info.plist"
ENTITLEMENTS = ROOT / "packaging" / "macos" / "entitlements.plist"
IDENTITY = "STAKEMAP_IDENTITY"
#: The options of notarytool, and the variables with their values.
NOTARY = {
    "--key": "STAKEMAP_NOTARY_KEY",
    "--key-id": "STAKEMAP_NOTARY_KEY_ID",
    "--issuer": "STAKEMAP_NOTARY_ISSUER",
}
#: The first four bytes of code: Mach-O of 64 bits, and several of them in one file, in either order.
MAGIC = {bytes.fromhex(text) for text in ("cffaedfe", "feedfacf", "cafebabe", "cafebabf")}
#: How often a disk image is tried, as its drive may be busy for moments, and the seconds between.
ATTEMPTS, PAUSE = 5, 10
LOG = FOLDER / "image.log"


def build(out: Path) -> list[Path]:
    """Write the disk image into the folder `out`."""
    bundle = frozen_folder()
    image = out / f"stakemap-{version()}-macos-{platform.machine()}.dmg"
    identity = os.environ.get(IDENTITY, "")
    with placed(image) as unfinished, TemporaryDirectory(dir=FOLDER) as folder:
        # Else whoever built it would be the only one who may look into the image.
        Path(folder).chmod(0o755)
        app = Path(folder, bundle.name)
        shutil.copytree(bundle, app, symlinks=True)
        Path(folder, "Applications").symlink_to("/Applications")
        _sign(app, identity)
        _make_image(Path(folder), unfinished)
        if identity:
            run("Signing the disk image", [*_named(identity), str(unfinished)], LOG)
        if identity and all(os.environ.get(name) for name in NOTARY.values()):
            _notarise(unfinished)
    return [image]


def facts() -> dict[str, Any]:
    """What the Finder knows of the app, for its `Info.plist`."""
    told: dict[str, Any] = plistlib.loads(PROPERTIES.read_bytes())
    return told | {"CFBundleVersion": version()}


def icon() -> Path:
    """Draw the icon; for the recipe of PyInstaller, which runs where Qt and Pillow are."""
    from building.icons import write_icon

    return write_icon(ROOT / "resources" / "icons" / "stakemap.svg", FOLDER / "stakemap.icns")


def code_of(bundle: Path) -> Iterator[Path]:
    """All programs and libraries in a bundle, what lies deeper first."""
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in sorted(files, key=lambda path: (-len(path.parts), path)):
        with path.open("rb") as stream:
            if stream.read(4) in MAGIC:
                yield path


def _sign(bundle: Path, identity: str) -> None:
    """Sign what is in the bundle from the inside outwards, and look at the result as the Finder would.

    Without an identity, PyInstaller has signed all but the bundle as it is now. Signing the bundle signs its
    program, which alone is entitled to something.
    """
    programs = bundle / "Contents" / "MacOS"
    libraries = [str(path) for path in code_of(bundle) if path.parent != programs] if identity else []
    if libraries:
        run(f"Signing {len(libraries)} libraries", [*_signing(identity), *libraries], LOG)
    entitled = ["--entitlements", str(ENTITLEMENTS)] if identity else []
    run(f"Signing {bundle.name}", [*_signing(identity), *entitled, str(bundle)], LOG)
    run("Checking the signatures", ["codesign", "--verify", "--deep", "--strict", str(bundle)], LOG)


def _signing(identity: str) -> list[str]:
    """The command that signs the code that follows it; what has a name runs hardened."""
    if not identity:
        return ["codesign", "--force", "--sign", "-"]
    return [*_named(identity), "--options", "runtime"]


def _named(identity: str) -> list[str]:
    """The command that signs any file that follows it, with a time stamp of Apple."""
    return ["codesign", "--force", "--sign", identity, "--timestamp"]


def _make_image(folder: Path, image: Path) -> None:
    """Write a compressed, read-only disk image of a folder."""
    command = ["hdiutil", "create", "-volname", f"Stakemap {version()}", "-srcfolder", str(folder)]
    command += ["-fs", "HFS+", "-format", "ULMO", "-ov", str(image)]
    for _ in range(ATTEMPTS - 1):
        try:
            run(f"Writing {image.name}", command, LOG)
        except BuildError:
            time.sleep(PAUSE)
        else:
            return
    run(f"Writing {image.name} for the last time", command, LOG)


def _notarise(image: Path) -> None:
    """Have Apple look at the image, and put the answer into it for desks without internet."""
    key = [word for option, name in NOTARY.items() for word in (option, os.environ[name])]
    submit = ["xcrun", "notarytool", "submit", str(image), *key, "--wait"]
    run("Having the image notarised", submit, FOLDER / "notary.log")
    # It fails where the answer was no; the log of notarytool says why.
    run("Stapling the answer to the image", ["xcrun", "stapler", "staple", str(image)], LOG)
