"""What all sentences on the levers of a question share: its levers, and findings made of some of them."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.analysis.balance.verdict_sentences import what_is_decided
from stakemap.analysis.levers.formulas import how_of
from stakemap.analysis.levers.found import find
from stakemap.analysis.levers.levers import Lever
from stakemap.analysis.levers.phrases import changes_text, move_of, purpose_text, together_text
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding
from stakemap.i18n import tr


class LeverContext:
    """The levers of a question, which has a view, and how a finding is made of some of them."""

    def __init__(self, question: Question) -> None:
        self.question, self.document = question, question.document
        self.found = find(question.inputs, question.limits, question.cancelled)
        self.setting = self.found.setting
        self.what = what_is_decided(self.document, question.balance)

    def purpose(self, lever: Lever) -> str:
        """What a lever is for."""
        return purpose_text(lever.target, self.setting.result(lever.target) or 0, lever.outcome, self.what)

    def finding(
        self, key: str, text: str, levers: Sequence[Lever], how: str = "", *, is_detail: bool = False
    ) -> Finding:
        """A finding that proposes levers."""
        return Finding(
            key,
            text,
            how or how_of(self.question, self.found, *levers),
            "detail" if is_detail else "result",
            place=self.question.place_of_value(levers[0].actor, levers[0].field) if levers else None,
            actors=tuple(dict.fromkeys(lever.actor for lever in levers)),
            moves=tuple(move_of(self.question, lever) for lever in levers),
            reason=self._reason(levers),
        )

    def _reason(self, levers: Sequence[Lever]) -> str:
        """What levers that are made together are for, and nothing else that a sentence may say beside it."""
        if not levers:
            return ""
        words = together_text if levers[0].target == "blocked" else changes_text
        changes = words(self.document, levers)
        return tr("It would take {changes} {purpose}.", changes=changes, purpose=self.purpose(levers[0]))
