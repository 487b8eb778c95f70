"""The feature that records what was found of judgements, and whether scenarios came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.forms.targets import citing, short
from stakemap.app.kit.window import Feature, Window
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.document import Outcome, Resolution
from stakemap.model.edits_resolutions import is_past
from stakemap.model.ids import mint
from stakemap.model.subjects import Subject
from stakemap.wording.resolutions import outcome_name

if TYPE_CHECKING:
    from stakemap.app.features.track_record.recorded_dialog import Recorded
    from stakemap.app.features.track_record.resolve_dialog import Candidate


class TrackRecordFeature(Feature):
    """The actions *Resolve…* and *Record the outcome…*."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        window.resolution_requested.connect(self.resolve_shown)

    def actions(self) -> Iterable[Action]:
        """An action on the judgements of the actor selected last, and one on the scenario in view."""
        return (
            action(
                "resolve-judgement",
                tr("Resol&ve…"),
                self.resolve,
                ("actor", 1),
                tip=tr("Record what was later found of a judgement of the selected actor"),
                enabled=self._can_resolve,
                on="actor",
            ),
            action(
                "record-outcome",
                tr("Re&cord the outcome…"),
                self.record_outcome,
                ("time", 1),
                tip=tr("Record whether this scenario came about"),
                enabled=self._can_record,
                on="snapshot",
            ),
            action(
                "change-recorded",
                tr("What was &found…"),
                self.change_recorded,
                ("time", 1),
                tip=tr(
                    "See, change or remove what is recorded of judgements and scenarios, also of gone ones"
                ),
                enabled=self._has_recorded,
            ),
        )

    def _can_resolve(self) -> bool:
        """Whether an actor is selected, and the snapshot in view lies in the past."""
        if not self._window.can_edit_selection():
            return False
        document, view = self._document, self._view
        return view.primary in document.actors and is_past(
            document, view.snapshot or "", self._context.today()
        )

    def _can_record(self) -> bool:
        """Whether a scenario is in view."""
        if not self._window.can_edit_snapshot():
            return False
        snapshot = self._document.snapshots.get(self._view.snapshot or "")
        return snapshot is not None and snapshot.scenario

    def _has_recorded(self) -> bool:
        """Whether anything was found in a map that can be edited."""
        return self._window.can_edit() and bool(self._document.resolutions or self._document.outcomes)

    def resolve(self) -> None:
        """Ask what was found of a judgement of the actor selected last, and record it."""
        view = self._view
        self._resolve(view.snapshot or "", view.primary or "", view.issue, None)

    def resolve_shown(self, snapshot: str, subject: Subject) -> None:
        """Ask what was found of a judgement that a snapshot shows, and record it."""
        self._window.commit_pending()
        self._resolve(snapshot, subject.id, subject.issue, subject)

    def _resolve(self, snapshot: str, actor: str, issue: str | None, first: Subject | None) -> None:
        from stakemap.app.features.track_record.resolve_dialog import candidates

        document = self._document
        offered = candidates(document, snapshot, issue, actor)
        if not offered:
            name = short(document.actors[actor].name)
            self._window.say(tr("Nothing is judged of {actor} here that could be resolved.", actor=name))
            return
        self._ask_about(snapshot, offered, first)

    def _ask_about(
        self,
        snapshot: str,
        offered: tuple[Candidate, ...],
        first: Subject | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Ask what was found of one of some judgements that a snapshot shows or showed, and record it."""
        from stakemap.app.features.track_record.resolve_dialog import ResolveDialog

        document, actor = self._document, offered[0].subject.id
        name = short(offered[0].name_in(document))
        dialog = ResolveDialog(parent or self._window, document, offered, first)
        if not self._context.message_boxes.run(dialog):
            return
        chosen = dialog.chosen
        if dialog.removes and chosen.known is not None:
            label = tr("Remove what was found of {actor}", actor=name)
            self._apply((edits.remove_resolution.of(chosen.known),), label, actor)
            return
        if dialog.found is None or dialog.value is None:
            return
        date, reason, drafts = dialog.found
        added, citations = citing(document, drafts)
        if chosen.known is None:
            made = edits.resolve_judgement.of(
                mint(f"{actor} {chosen.field}", document.resolutions),
                snapshot,
                chosen.subject,
                chosen.field,
                dialog.value,
                self._session.authorship,
                date,
                reason,
                citations,
            )
        else:
            by, on = self._session.authorship
            fields = {"found": dialog.value, "date": date, "reason": reason, "citations": citations}
            if _holds(document.resolutions[chosen.known], fields):
                return
            made = edits.update_resolution.of(chosen.known, **fields, by=by, on=on)
        self._apply((*added, made), tr("Resolve a judgement of {actor}", actor=name), actor)

    def record_outcome(self) -> None:
        """Ask whether the scenario in view came about, and record it."""
        self._record_outcome(self._view.snapshot or "")

    def change_recorded(self) -> None:
        """List what was found, to be changed or removed, also where the actor or the scenario is gone."""
        from stakemap.app.features.track_record.recorded_dialog import RecordedDialog

        dialog = RecordedDialog(self._window, self._document)

        def change(chosen: Recorded) -> None:
            self._change(chosen, dialog)
            dialog.show_document(self._document)

        def remove(chosen: Recorded) -> None:
            self._remove(chosen)
            dialog.show_document(self._document)

        dialog.change_wanted.connect(change)
        dialog.remove_wanted.connect(remove)
        self._context.message_boxes.run(dialog)

    def _change(self, chosen: Recorded, parent: QWidget) -> None:
        from stakemap.app.features.track_record.resolve_dialog import recorded_candidate

        if chosen.kind == "outcome" and chosen.id in self._document.outcomes:
            self._record_outcome(chosen.id, parent)
        elif chosen.kind == "resolution" and chosen.id in self._document.resolutions:
            candidate = recorded_candidate(self._document, chosen.id)
            self._ask_about(candidate.judged.snapshot, (candidate,), parent=parent)

    def _remove(self, chosen: Recorded) -> None:
        document = self._document
        if chosen.kind == "outcome" and chosen.id in document.outcomes:
            name = short(outcome_name(document, chosen.id, document.outcomes[chosen.id]))
            self._apply((edits.remove_outcome.of(chosen.id),), tr("Remove the outcome of {name}", name=name))
        elif chosen.kind == "resolution" and chosen.id in document.resolutions:
            found = document.resolutions[chosen.id]
            label = tr("Remove what was found of {actor}", actor=short(found.name))
            self._apply((edits.remove_resolution.of(chosen.id),), label, found.actor)

    def _record_outcome(self, scenario: str, parent: QWidget | None = None) -> None:
        from stakemap.app.features.track_record.outcome_dialog import OutcomeDialog

        document = self._document
        known = document.outcomes.get(scenario)
        dialog = OutcomeDialog(parent or self._window, document, scenario)
        if not self._context.message_boxes.run(dialog):
            return
        if dialog.removes:
            label = tr("Remove the outcome of {name}", name=dialog.name)
            self._apply((edits.remove_outcome.of(scenario),), label)
        elif dialog.found is not None and dialog.happened is not None:
            date, reason, drafts = dialog.found
            added, citations = citing(document, drafts)
            fields = {"happened": dialog.happened, "date": date, "reason": reason, "citations": citations}
            if known is not None and _holds(known, fields):
                return
            who = self._session.authorship
            made = edits.record_outcome.of(scenario, dialog.happened, who, date, reason, citations)
            self._apply((*added, made), tr("Record the outcome of {name}", name=dialog.name))

    def _apply(self, parts: Sequence[edits.Edit], label: str, *touched: str) -> None:
        try:
            there = self._document.actors.keys() & set(touched)
            self._session.apply(edits.together(parts), label=label, touched=there)
        except StakemapError as error:
            # The map may have been changed from elsewhere while the dialog was open.
            self._context.show_error(self._window, error)
            return
        self._window.say(label)


def _holds(record: Resolution | Outcome, fields: Mapping[str, Any]) -> bool:
    """Whether a record says all that already, so that who recorded it when stays, too."""
    return all(getattr(record, name) == value for name, value in fields.items())
