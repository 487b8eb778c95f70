"""The tick that says that reason and sources of the old value still apply to the new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from stakemap.app.features.judging.revisions import Revision
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.i18n import tr
from stakemap.model.subjects import Subject


class KeepBox(QCheckBox):
    """Ticked where the support was kept; half ticked where only that of some of the changed values was.

    `changed` is emitted when the user ticks or unticks it. It is hidden where there is nothing to keep.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Reason and &sources still apply"))
        self._given = Qt.CheckState.Unchecked
        self._subjects: list[Subject] = []
        self.clicked.connect(lambda: self.changed.emit())

    def show_changes(self, made: Sequence[Revision]) -> None:
        """Show what was decided by the distance of the moves."""
        self._subjects = [one.subject for one in made if one.may_keep]
        kept = {one.judgement.support_kept for one in made if one.may_keep}
        self.setVisible(bool(kept))
        if kept == {True}:
            self._given = Qt.CheckState.Checked
        else:
            self._given = Qt.CheckState.PartiallyChecked if len(kept) > 1 else Qt.CheckState.Unchecked
        self.setCheckState(self._given)

    def show_support(self, support: str) -> None:
        """Tell in the tooltip what it is about."""
        set_tooltip(self, support)

    def answer(self) -> dict[Subject, bool]:
        """Of what the support still applies, if the user said otherwise than the distance did."""
        state = self.checkState()
        if state == self._given:
            return {}
        return dict.fromkeys(self._subjects, state == Qt.CheckState.Checked)

    def nextCheckState(self) -> None:
        """From half ticked to ticked, then off and on."""
        ticked = self.checkState() == Qt.CheckState.Checked
        self.setTristate(False)
        self.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
