"""The dialog in which the citations of a stance are rated against its readings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stakemap.analysis.disputed.disputed import dispute_of
from stakemap.analysis.disputed.sentences import caveat, points_text
from stakemap.app.features.disputed.ratings import RatingsForm, RatingTarget
from stakemap.app.kit.forms.form_dialog import FormDialog
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.wording.names import actor_name, issue_name, snapshot_name
from stakemap.wording.numbers import signed


class RatingsDialog(FormDialog):
    """A matrix of citations and readings; each choice is an undo step, and Undo works in the dialog."""

    form: RatingsForm

    def __init__(self, parent: QWidget | None, target: RatingTarget) -> None:
        super().__init__(parent, tr("Rate the citations"), target.session, RatingsForm())
        self._target = target
        self.head = PlainLabel(role="muted", wrap=True)
        self.points = PlainLabel(role="strong", wrap=True)
        self.column.addWidget(self.head)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.column.addWidget(self.points)
        self.column.addWidget(PlainLabel(caveat(), role="caption", wrap=True))
        self._follow_map()
        self._refresh()
        self.setMinimumWidth(GRID * 78)
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.editor.setFocus()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        self._refresh()

    def _refresh(self) -> None:
        stance = self._target.stance
        self.form.show_citations(self._target, () if stance is None else stance.citations)
        self.head.setText(self._head(stance))
        self.points.setText("" if stance is None else self._points(stance))

    def _head(self, stance: Stance | None) -> str:
        document, subject = self._session.document, self._target.subject
        if stance is None or not stance.citations:
            return tr("There are no citations to rate any more.")
        alignment = stance.alignment
        return tr(
            "How well does each citation fit each reading of where {actor} stands on “{issue}”? Judged "
            "{value} in “{snapshot}”.",
            actor=actor_name(document, subject.id),
            issue=issue_name(document, subject.issue or ""),
            value=tr("unknown") if alignment is None else signed(alignment.value),
            snapshot=snapshot_name(document, self._target.snapshot),
        )

    def _points(self, stance: Stance) -> str:
        found = dispute_of(self._target.subject.id, stance)
        if not found.rated:
            return tr("Rate a citation for all three readings to see the points of contradiction of each.")
        return tr("Points of contradiction: {points}.", points=points_text(found))
