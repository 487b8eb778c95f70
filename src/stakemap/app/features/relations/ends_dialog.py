"""The dialog that asks which actors a new relation is between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.wording.names import actor_name


class RelationEndsDialog(Dialog):
    """Asks for the two ends of a relation, the first of which may be given."""

    def __init__(self, parent: QWidget | None, document: StakeMap, source: str = "") -> None:
        super().__init__(parent, tr("New relation"))
        self._document = document
        self.source = self._choice(tr("&From"), source)
        self.target = self._choice(tr("&To"), "")
        self.add_button = self.add_accept(tr("&Add"))
        self.add_reject()
        self.buttons.accepted.connect(self.accept)
        self.setMinimumWidth(GRID * 44)
        self._chosen()
        (self.target if source else self.source).setFocus()

    def _choice(self, caption: str, actor: str) -> ChoiceEditor:
        editor = ChoiceEditor(self._options)
        editor.show_content(actor)
        editor.finished.connect(self._chosen)
        self.column.addLayout(labelled(caption, editor))
        return editor

    def _options(self) -> Sequence[Option]:
        actors = actors_in_order(self._document)
        return [
            Option(None, tr("Choose an actor")),
            *(Option(actor, actor_name(self._document, actor)) for actor in actors),
        ]

    @property
    def ends(self) -> tuple[str, str]:
        """The actors chosen as source and as target, "" for none."""
        return self.source.content(), self.target.content()

    def _chosen(self) -> None:
        """Allow what has two different ends."""
        source, target = self.ends
        self.add_button.setEnabled(bool(source and target and source != target))
