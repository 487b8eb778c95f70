"""The dialog that records whether a scenario came about, beside its likelihood as it was judged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.features.track_record.found_dialog import FoundDialog
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.terms import term
from stakemap.wording.names import snapshot_name
from stakemap.wording.resolutions import outcome_name


class OutcomeDialog(FoundDialog):
    """Asks whether a scenario came about; `name` is what it is or was called, and `happened` is set once the
    dialog is accepted.
    """

    def __init__(self, parent: QWidget | None, document: StakeMap, scenario: str) -> None:
        known = document.outcomes.get(scenario)
        name = snapshot_name(document, scenario) if known is None else outcome_name(document, scenario, known)
        name = short(name)
        super().__init__(parent, document, tr("Outcome of {name}", name=name))
        self.name = name
        self.happened: bool | None = None
        likelihood = document.snapshots[scenario].likelihood if known is None else known.likelihood
        self.likelihood = PlainLabel(wrap=True)
        self.likelihood.setText(
            tr("Judged {likelihood}.", likelihood=term(likelihood))
            if likelihood
            else tr("Its likelihood was not judged, so that the outcome does not count in the score.")
        )
        self.column.addWidget(self.likelihood)
        self.choice = ChoiceBox()
        self.choice.addItem(tr("Not chosen yet"), None)
        self.choice.addItem(tr("It came about"), True)
        self.choice.addItem(tr("It did not come about"), False)
        self.add_field(tr("&Outcome"), self.choice)
        self.lay_out(tr("&Record"), tr("Re&move what is recorded"))
        if known is not None:
            self.choice.setCurrentIndex(1 if known.happened else 2)
        self.show_found(known, None, f"outcome {scenario}")
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def check_own(self) -> None:
        """Validate the choice."""
        self.happened = self.validated(self.choice, self._valid_choice)

    def _valid_choice(self) -> bool:
        chosen = self.choice.currentData()
        if chosen is None:
            raise ValueError(tr("Choose whether it came about."))
        return bool(chosen)
