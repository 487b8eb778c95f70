"""The files for Linux desktops agree with each other and with the app."""

from __future__ import annotations

import configparser
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
DESKTOP = ROOT / "resources" / "linux"
NAME = "stakemap"
COMPONENT = "org.stakemap.Stakemap"
MIME = "application/x-stakemap+json"


def test_the_desktop_entry_opens_maps() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DESKTOP / f"{NAME}.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "stakemap %F"
    assert entry["Icon"] == NAME
    assert entry["MimeType"] == f"{MIME};"


def test_the_mime_type_knows_the_names_of_maps() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    kind = ElementTree.parse(DESKTOP / f"{NAME}.mime.xml").getroot().find(f"{space}mime-type")
    assert kind is not None
    assert kind.get("type") == MIME
    assert {glob.get("pattern") for glob in kind.iter(f"{space}glob")} == {"*.stakemap.json", "*.stakemap"}


def test_the_metadata_point_to_the_others() -> None:
    component = ElementTree.parse(LINUX / f"{COMPONENT}.metainfo.xml").getroot()
    assert component.findtext("id") == COMPONENT
    assert component.findtext("launchable") == f"{NAME}.desktop"
    assert component.findtext("provides/mediatype") == MIME
    assert component.findtext("project_license") == "MIT"


def test_every_file_is_said_where_to_go() -> None:
    told = (LINUX / "README.md").read_text(encoding="utf-8")
    assert all(
        path.name in told for path in (*LINUX.iterdir(), *DESKTOP.iterdir()) if path.name != "README.md"
    )
    assert (ROOT / "resources" / "icons" / f"{NAME}.svg").exists()


def test_the_desktop_knows_which_windows_are_ours() -> None:
    code = (ROOT / "src" / "stakemap" / "app" / "shell" / "application.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{NAME}")' in code
