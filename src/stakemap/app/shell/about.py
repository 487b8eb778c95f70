"""The About dialog: version, and the licences of Stakemap and of the libraries it uses."""

from __future__ import annotations

from importlib import metadata
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QListWidget, QWidget

import stakemap
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.error_reporter import versions
from stakemap.app.kit.icons import APP_ICON, pixmap
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.resources import resource


class Component(NamedTuple):
    """A distribution that ships with Stakemap, with the full text of its licence."""

    name: str
    version: str
    licence: str
    text: str


def components() -> list[Component]:
    """List Stakemap first, then its direct and transitive dependencies sorted by name."""
    waiting, found = ["stakemap"], dict[str, Component]()
    while waiting:
        wanted = waiting.pop()
        try:
            distribution = metadata.distribution(wanted)
        except metadata.PackageNotFoundError:
            continue
        name = distribution.metadata["Name"] or wanted
        if name.casefold() in found:
            continue
        found[name.casefold()] = _component(distribution, name)
        for requirement in distribution.requires or ():
            condition = requirement.partition(";")[2]
            if "extra" not in condition:
                waiting.append(_name_of(requirement))
    own = found.pop("stakemap", None)
    others = sorted(found.values(), key=lambda component: component.name.casefold())
    return [own, *others] if own is not None else others


def _name_of(requirement: str) -> str:
    for number, character in enumerate(requirement):
        if not (character.isalnum() or character in "-_."):
            return requirement[:number]
    return requirement


def _component(distribution: metadata.Distribution, name: str) -> Component:
    fields = distribution.metadata
    licence = ", ".join(fields.get_all("License-Expression") or ())
    if not licence:
        kinds = [one for one in fields.get_all("Classifier") or () if one.startswith("License ::")]
        licence = ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
    if not licence:
        licence = " ".join(fields.get_all("License") or ()).strip() or tr("see its text")
    licence = licence.splitlines()[0]
    text = _licence_text(distribution) or _known_text(licence) or tr("Its package holds no licence text.")
    return Component(name, distribution.version, licence, text)


def _known_text(licence: str) -> str:
    """Return the text of a licence that packages omit from their metadata, with a note on its use here."""
    if "LGPL-3.0-only" not in licence:
        return ""
    note = tr(
        "Stakemap uses it under the GNU Lesser General Public License, version 3. It is a separate "
        "library: you may replace it with another version, or with one that you have changed."
    )
    # The LGPL is a set of additional permissions on top of the GPL, so both texts are needed.
    names = ("LGPL-3.0-only.txt", "GPL-3.0-only.txt")
    texts = [resource("licences", name).read_text(encoding="utf-8").strip() for name in names]
    return "\n\n".join((note, *texts))


def _licence_text(distribution: metadata.Distribution) -> str:
    parts = []
    for file in distribution.files or ():
        stem = file.name.upper()
        if stem.startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "OFL")) and ".py" not in file.name:
            try:
                parts.append(str(file.read_text("utf-8")))
            except (OSError, ValueError):
                continue
    return "\n\n".join(part.strip() for part in parts)


class AboutDialog(Dialog):
    """Shows name, version and purpose, and the list of components with their licences."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("About Stakemap"), headline=False)
        symbol = PlainLabel()
        symbol.setPixmap(pixmap(APP_ICON, 64, "#000000", self.devicePixelRatioF()))
        head = row_layout((symbol, 0, Qt.AlignmentFlag.AlignTop), spacing=GRID * 2)
        version = tr("Version {version}", version=stakemap.__version__)
        words = column_layout(
            PlainLabel("Stakemap", role="title"),
            PlainLabel(version, role="muted", selectable=True),
            PlainLabel(
                tr(
                    "Map who matters on a question and where they stand. Position is data. "
                    "Nothing leaves this computer unless you send it."
                ),
                wrap=True,
            ),
            spacing=GRID // 2,
        )
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self.column.addWidget(PlainLabel(tr("Licences of Stakemap and its components"), role="heading"))
        self._components = components()
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Components"))
        # Setting the current row measures all rows, so the style sheet must be applied before.
        self.list.ensurePolished()
        self.list.addItems([f"{one.name} {one.version}" for one in self._components])
        self.list.currentRowChanged.connect(self._show)
        self.licence = PlainLabel(role="strong", wrap=True)
        self.text = PlainTextView(name=tr("Licence"))
        row = row_layout(
            (self.list, 2), (column_layout(self.licence, (self.text, 1), spacing=GRID), 3), spacing=GRID * 2
        )
        self.column.addLayout(row, 1)
        copy = self.buttons.addButton(tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(versions()))
        self.add_reject(tr("Close")).setDefault(True)
        self.resize(GRID * 96, GRID * 70)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        component = self._components[row]
        self.licence.setText(tr("{name}: {licence}", name=component.name, licence=component.licence))
        self.text.setPlainText(component.text)
