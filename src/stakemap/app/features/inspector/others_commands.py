"""What is done with judgements of others: make one current, remove, add or pool them, decide conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtWidgets import QWidget

from stakemap.app.features.inspector.other_dialog import OtherDialog
from stakemap.app.features.inspector.pool_dialog import PoolDialog, rival_sentence
from stakemap.app.kit.forms.targets import JudgementTarget, short
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.judgements import Judgement
from stakemap.model.merging.settling import Choice
from stakemap.wording.changes import subject_name
from stakemap.wording.others import analyst_name

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes


class OthersCommands:
    """Asks what is to be asked, and applies one edit. Raises EditError for what cannot be done."""

    def __init__(self, parent: QWidget, message_boxes: MessageBoxes) -> None:
        self._parent, self._boxes = parent, message_boxes

    def run(self, what: str, target: JudgementTarget, about: object) -> None:
        """Do what a form wants (see `OthersForm.wanted`)."""
        if what == "adopt":
            assert isinstance(about, Judgement)
            label = tr("Take the judgement of {analyst}", analyst=short(analyst_name(about)))
            _apply(target, edits.adopt_other.of(target.snapshot, target.subject, about), label)
        elif what == "remove":
            assert isinstance(about, Judgement)
            label = tr("Remove the judgement of {analyst}", analyst=short(analyst_name(about)))
            _apply(target, edits.remove_other.of(target.snapshot, target.subject, about), label)
        elif what == "add":
            self.add(target)
        elif what == "pool":
            self._pool(target)
        elif what in get_args(Choice):
            label = tr("Decide on {name}", name=short(_name(target)))
            _apply(target, edits.settle_conflicts.of({str(about): cast("Choice", what)}), label)

    def add(self, target: JudgementTarget) -> None:
        """Ask what another analyst judges, and add it."""
        dialog = OtherDialog(self._parent, target)
        if self._boxes.run(dialog) and dialog.judgement is not None:
            label = tr("Add the judgement of {analyst}", analyst=short(analyst_name(dialog.judgement)))
            edit = edits.put_others.of(target.snapshot, target.subject, (dialog.judgement,))
            _apply(target, edit, label)

    def _pool(self, target: JudgementTarget) -> None:
        shown = target.shown()
        if shown is None:
            return
        dialog = PoolDialog(self._parent, target, shown.judgement)
        if not self._boxes.run(dialog):
            return
        if dialog.are_rivals and not self._boxes.confirm(
            self._parent, tr("Pool rival readings?"), rival_sentence(), tr("&Pool all the same")
        ):
            return
        who = target.session.authorship
        edit = edits.pool_judgements.of(target.snapshot, target.subject, dialog.pool, who)
        _apply(target, edit, tr("Pool what analysts judge of {name}", name=short(_name(target))))


def _name(target: JudgementTarget) -> str:
    return subject_name(target.session.document, target.snapshot, target.subject)


def _apply(target: JudgementTarget, edit: edits.Edit, label: str) -> None:
    actor = target.subject.actor
    target.session.apply(edit, label=label, touched=() if actor is None else (actor,))
