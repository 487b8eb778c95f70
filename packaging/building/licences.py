"""The licences of all that a frozen folder brings: their texts, and a page about them, in `licences`."""

import json
import shutil
from pathlib import Path

from building.environment import FOLDER, run
from environment import ROOT, Environment

__all__ = ["COMPONENTS", "Component", "components", "folder_of", "named", "write_licences"]

#: What `inventory.py` tells of a component, see there.
Component = dict[str, object]
#: Where the components of the frozen folder are listed, for the bills of materials.
COMPONENTS = FOLDER / "components.json"
INVENTORY = ROOT / "packaging" / "building" / "inventory.py"

PAGE = """\
What Stakemap brings, and under which licences
==============================================

Stakemap itself is under the MIT licence. Each folder here has the texts of one component that comes along:

{table}

Qt, PySide6 and shiboken6
-------------------------

They are used under the GNU Lesser General Public License, version 3, whose text lies in their folders with
that of the General Public License, version 3. They are as published in the Python Package Index, but for
symbols that only debuggers need and data of ICU that Qt does not ask for. Their source is at
https://download.qt.io/official_releases/qt/ and
https://download.qt.io/official_releases/QtForPython/. The licences of others whose code is part of Qt are
listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html.

You may replace them by versions of your own: they are ordinary shared libraries. The modules and Qt lie in
the folder _internal/PySide6 beside the program (on macOS in Contents/Frameworks/PySide6 of the app), on Linux
and macOS with Qt in Qt/lib and Qt/plugins there, and shiboken6 in the folder of that name. Put compatible
libraries of the same names in their places and start Stakemap again. On Linux and Windows nothing checks
them; macOS does, until the app is signed anew, for which nobody needs a certificate:

    codesign --force --deep --sign - Stakemap.app

You may take Stakemap apart in order to debug such changes.

What is linked into other components
------------------------------------

The texts for what is linked into Python, numpy and lxml lie in their folders. The libraries in Rust that are
linked into orjson, pydantic-core and python-calamine are listed in the bill of materials beside each package
(`.cdx.json`), each with its licence, and are in the index of Rust's crates by these names.
"""


def write_licences(environment: Environment, folder: Path) -> None:
    """List what is in a frozen folder and put all licences into its folder `licences`.

    Raises BuildError if something in it came from nowhere known, or without a licence.
    """
    command = [str(environment.python), "-P", str(INVENTORY), str(folder), str(COMPONENTS)]
    run("Listing components and licences", command, FOLDER / "inventory.log")
    # Nothing may lie beside what macOS expects in a bundle.
    inside = folder / "Contents" / "Resources" if folder.suffix == ".app" else folder
    place, rows = inside / "licences", []
    shutil.rmtree(place, ignore_errors=True)
    for component in components():
        rows.append(f"    {folder_of(component):40}{named(component)}")
        for name, text in texts(component).items():
            path = place / folder_of(component) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    (place / "README.txt").write_text(PAGE.format(table="\n".join(rows)), encoding="utf-8", newline="\n")


def components() -> list[Component]:
    """The components of the frozen folder, sorted by name."""
    listed: list[Component] = json.loads(COMPONENTS.read_text(encoding="utf-8"))
    return listed


def folder_of(component: Component) -> str:
    """The name of the folder with the licences of a component."""
    return f"{component['name']}-{component['version']}".replace(":", "_")


def texts(component: Component) -> dict[str, str]:
    """The texts of a component's licences, by the names of their files."""
    found = component["texts"]
    assert isinstance(found, dict)
    return found


def named(component: Component) -> str:
    """The licences of a component by name, in a line."""
    licence = component["licence"]
    return licence if isinstance(licence, str) else "; ".join(map(str, licence)) or "see its folder"  # type: ignore[call-overload]
