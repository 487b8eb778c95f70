"""The command `stakemap selftest`: checks an installation, for packagers and bug reports."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from stakemap import __version__
from stakemap.commands.command import DONE, FAILED
from stakemap.commands.output import complain, say
from stakemap.i18n import tr, tr_count
from stakemap.resources import readme, resource_root

PACKAGES = (
    "PySide6-Essentials",
    "shiboken6",
    "pyqtgraph",
    "pydantic",
    "orjson",
    "numpy",
    "platformdirs",
    "filelock",
    "anyascii",
    "fontpkg-inter",
    "fontpkg-arimo",
    "python-pptx",
    "babel",
    "lxml",
    "regex",
    "python-calamine",
    "XlsxWriter",
    "chardet",
    "bibtexparser",
    "pylatexenc",
    "rispy",
)


class Finding(NamedTuple):
    """The result of one check, with details in a line."""

    subject: str
    passed: bool
    details: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_: argparse.Namespace) -> int:
    """Print a line for each check; FAILED if one fails."""
    failures = 0
    for finding in findings():
        failures += not finding.passed
        verdict = tr("ok") if finding.passed else tr("FAILED")
        say(f"{verdict:8}{finding.subject}: {finding.details}")
    if failures:
        complain(tr_count("{count} check failed.", "{count} checks failed.", failures))
    return FAILED if failures else DONE


def findings() -> Iterator[Finding]:
    """Run all checks, also after one that fails."""
    checks: dict[str, Callable[[], str]] = {
        tr("versions"): _versions,
        tr("packages"): _packages,
        tr("resources"): _resources,
        tr("round trip"): _round_trip,
        tr("screen"): _screen,
        tr("picture"): _picture,
        tr("policy"): _policy,
        tr("log"): _log,
    }
    for subject, check in checks.items():
        try:
            yield Finding(subject, True, check())
        except Exception as error:
            yield Finding(subject, False, f"{type(error).__name__}: {error}")


def _versions() -> str:
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    frozen = tr(", frozen") if getattr(sys, "frozen", False) else ""
    return f"stakemap {__version__}{frozen}, Python {platform.python_version()}, {system}"


def _policy() -> str:
    from stakemap.export.policy import house_theme
    from stakemap.storage.policy import policy, policy_file, policy_origin

    origin = policy_origin()
    if origin.path is None:
        return tr("none; {path} would be read", path=policy_file())
    # Fails where slides could not be exported.
    house_theme()
    place = tr("{path}, being tried", path=origin.path) if origin.tried else str(origin.path)
    return f"{place}: {policy().model_dump_json(exclude_defaults=True)}"


def _log() -> str:
    from stakemap.logs import log_file

    return str(log_file())


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # A frozen app has the modules, but not always their metadata.
        return "?"


def _packages() -> str:
    return ", ".join(f"{package} {_version_of(package)}" for package in PACKAGES)


def _resources() -> str:
    from stakemap.storage.presets import list_presets

    presets = len(list_presets())
    icons = len(list((resource_root() / "icons").glob("*.svg")))
    schemas = len(list((resource_root() / "schema").glob("*.json")))
    if not (presets and icons and schemas and readme()):
        raise FileNotFoundError(tr("something is missing in {folder}", folder=resource_root()))
    counts = (
        tr_count("{count} preset", "{count} presets", presets),
        tr_count("{count} icon", "{count} icons", icons),
        tr_count("{count} schema", "{count} schemas", schemas),
    )
    return tr("{counts} in {folder}", counts=", ".join(counts), folder=resource_root())


def _round_trip() -> str:
    from stakemap.storage.codec import decode, encode
    from stakemap.storage.presets import list_presets, load_preset

    sizes = []
    for preset in list_presets():
        data = encode(load_preset(preset.id))
        if encode(decode(data).document) != data:
            raise ValueError(tr("{preset} changes when it is read and written", preset=preset.id))
        sizes.append(f"{preset.id} {len(data)}")
    return tr("{sizes} bytes", sizes=", ".join(sizes))


def _screen() -> str:
    from PySide6.QtCore import qVersion

    from stakemap.export.offscreen import ensure_gui_application

    return f"Qt {qVersion()}, {ensure_gui_application().platformName()}"


def _picture() -> str:
    from PySide6.QtGui import QFontInfo

    from stakemap.app.kit.slides import slide_of
    from stakemap.editing.view_state import ViewState
    from stakemap.export.png import render
    from stakemap.paint.fonts import font
    from stakemap.picture.theme import LIGHT
    from stakemap.storage.presets import list_presets, load_preset

    document = load_preset(list_presets()[0].id)
    image = render(slide_of(document, ViewState.for_document(document), LIGHT, (960, 540)))
    if image.isNull() or image.width() != 960:
        raise ValueError(tr("Qt painted nothing"))
    return tr("{width} x {height}, {family}", width=960, height=540, family=QFontInfo(font(16)).family())
