"""The dialog that pools what several analysts judge into one judgement."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.i18n import tr
from stakemap.model.judgements import Judgement, PoolMethod
from stakemap.model.others import judgements_of_analysts, without_lists
from stakemap.text import capital
from stakemap.wording.changes import subject_name
from stakemap.wording.others import judged_value, pool_methods


class PoolDialog(Dialog):
    """Asks for a method and shows what results from each; `pool` is the judgement that it would be.

    `are_rivals` says that what analysts judge excludes each other, so that their average describes nobody.
    """

    def __init__(self, parent: QWidget | None, target: JudgementTarget, judgement: Judgement) -> None:
        from stakemap.analysis.agreement.disagreement import readings_of, rivals

        document = target.session.document
        name = subject_name(document, target.snapshot, target.subject)
        super().__init__(parent, tr("Pool what analysts judge"))
        self.column.addWidget(PlainLabel(name, role="muted", wrap=True))
        self._judgement = judgement
        self.are_rivals = bool(rivals(readings_of(judgement)))
        self.setMinimumWidth(GRID * 56)
        self.method = ChoiceBox()
        for method, text in pool_methods().items():
            self.method.addItem(capital(text), method)
        self.column.addLayout(labelled(tr("&Method"), self.method))
        self.value = PlainLabel(role="strong", wrap=True)
        self.reason = PlainLabel(role="body", wrap=True)
        self.column.addWidget(self.value)
        self.column.addWidget(self.reason)
        if self.are_rivals:
            self.column.addWidget(PlainLabel(rival_sentence(), role="error", wrap=True))
        self.add_reject()
        self.add_accept(tr("&Pool")).clicked.connect(self.accept)
        self.method.currentIndexChanged.connect(self._show_pool)
        self._show_pool()

    def _show_pool(self) -> None:
        self.pool = _pooled(self._judgement, self.method.currentData())
        self.value.setText(tr("Result: {value}", value=judged_value(self.pool)))
        self.reason.setText(self.pool.reason)


def rival_sentence() -> str:
    """Why rival readings should not be pooled."""
    return tr("These judgements exclude each other: their average describes what none of the analysts holds.")


def _pooled(judgement: Judgement, method: PoolMethod) -> Judgement:
    """The pool of what all analysts judge, with a reason in words."""
    from stakemap.analysis.combining.combining import pooled_judgements
    from stakemap.model.combining.readings import Collected

    readings = tuple(without_lists(each) for each in judgements_of_analysts(judgement))
    (pool,) = pooled_judgements([Collected(readings, 0, ())], method)
    return pool
