"""The dialog that names a new group and gives it a colour."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.app.kit.widgets.swatches import SwatchRow
from stakemap.i18n import tr
from stakemap.model.document import Group, StakeMap
from stakemap.model.ids import mint
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold_latin, single_line


class NewGroupDialog(Dialog):
    """Asks for a name and a colour. A group that has that name already is taken instead of a second one."""

    def __init__(self, parent: QWidget | None, document: StakeMap) -> None:
        super().__init__(parent, tr("New group"))
        self._document = document
        self._colour = ""
        self.line = QLineEdit()
        set_draft_subject(self.line, "new group")
        self.line.setMaxLength(NAME_LIMIT)
        self.line.textChanged.connect(self._name_changed)
        self.swatches = SwatchRow()
        self.swatches.picked.connect(self._pick)
        self.column.addLayout(labelled(tr("&Name"), self.line))
        self.column.addLayout(labelled(tr("&Colour"), self.swatches, self.swatches.buttons[0]))
        self.create_button = self.add_accept(tr("&Create"))
        self.add_reject()
        self.buttons.accepted.connect(self.accept)
        self.setMinimumWidth(GRID * 44)
        self._name_changed()

    @property
    def name(self) -> str:
        """The name that was typed."""
        return single_line(self.line.text())

    @property
    def group(self) -> str:
        """The id of the group."""
        return self._known or mint(self.name, self._document.groups)

    @property
    def record(self) -> Group | None:
        """The new group; None if the map has one of that name."""
        return None if self._known else Group(name=self.name, colour=self._colour or None)

    @property
    def _known(self) -> str | None:
        wanted, groups = fold_latin(self.name), self._document.groups
        return next((key for key in sorted(groups) if fold_latin(groups[key].name) == wanted), None)

    def _name_changed(self) -> None:
        self.create_button.setEnabled(bool(self.name))
        self.swatches.setEnabled(self._known is None)

    def _pick(self, colour: str) -> None:
        self._colour = colour
