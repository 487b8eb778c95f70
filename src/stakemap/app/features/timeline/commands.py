"""The feature of the tree of snapshots: add, branch, insert, change, rebase, remove, rejudge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.window import Feature
from stakemap.editing.latest_judgements import is_judgement_last, last_judged
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.dates import end_of
from stakemap.model.document import Snapshot
from stakemap.model.edits_new_snapshot import judge_anew, judged_since
from stakemap.model.ids import mint
from stakemap.model.records import replace
from stakemap.text import shortened
from stakemap.wording.names import snapshot_name
from stakemap.wording.removal import removal_of

if TYPE_CHECKING:
    from stakemap.app.features.timeline.snapshot_dialog import Purpose, SnapshotDialog, SnapshotFacts
    from stakemap.model.document import StakeMap

#: Characters of a label that a duplicate keeps, so that its mark fits too.
_LABEL_LENGTH = 400


def minted_id(document: StakeMap, label: str, date: str | None, *, scenario: bool) -> str:
    """Return a new id for a snapshot: from its date if it is dated and no scenario, else from its label."""
    return mint(date if date and not scenario else label, document.snapshots)


def changing(key: str, facts: SnapshotFacts) -> edits.Edit:
    """Return the edit that changes a snapshot's fields and its base."""
    rebased = edits.rebase_snapshot.of(key, facts.based_on)
    return edits.together((edits.update_snapshot.of(key, **facts.fields), rebased))


class SnapshotsFeature(Feature):
    """The actions on the tree of snapshots; they apply to the snapshot in view."""

    def actions(self) -> Iterable[Action]:
        """The first actions of the menu "Time"."""
        return (*self._new_actions(), *self._shown_actions())

    def _new_actions(self) -> Iterable[Action]:
        place, can_edit_snapshot = ("time", 0), self._window.can_edit_snapshot
        return (
            action(
                "new-snapshot",
                tr("&New snapshot…"),
                self.new_snapshot,
                place,
                "Ctrl+Shift+M",
                tip=tr("New snapshot after this one"),
                icon="snapshot",
                on="snapshot",
                enabled=self._window.can_edit,
            ),
            action(
                "branch-scenario",
                tr("New &scenario…"),
                self.branch_scenario,
                place,
                "Ctrl+Shift+B",
                tip=tr("New scenario from this snapshot"),
                icon="scenario",
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
            action(
                "duplicate-snapshot",
                tr("D&uplicate snapshot"),
                self.duplicate_snapshot,
                place,
                tip=tr("Add a copy of this snapshot beside it"),
                icon="duplicate",
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
            action(
                "insert-snapshot",
                tr("&Insert before this one…"),
                self.insert_snapshot,
                place,
                tip=tr("Insert a snapshot before this one"),
                icon="plus",
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
            action(
                "judge-anew",
                tr("Move last &judgement to a new snapshot…"),
                self.judge_anew,
                place,
                "Ctrl+Shift+J",
                tip=tr("Move the last judgement into a new snapshot and leave this one as it was"),
                enabled=self._can_judge_anew,
            ),
        )

    def _shown_actions(self) -> Iterable[Action]:
        place, can_edit_snapshot = ("time", 1), self._window.can_edit_snapshot
        return (
            action(
                "snapshot-details",
                tr("Snapshot &details…"),
                self.snapshot_details,
                place,
                "Ctrl+Shift+I",
                tip=tr("Label, date, likelihood and note of this snapshot"),
                icon="rename",
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
            action(
                "rebase-snapshot",
                tr("Build on &another snapshot…"),
                self.rebase,
                place,
                tip=tr("Change which snapshot this one builds on"),
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
            action(
                "remove-snapshot",
                tr("&Remove this snapshot…"),
                self.remove_snapshot,
                place,
                tip=tr("Remove this snapshot; snapshots that build on it keep what they show"),
                icon="delete",
                on="snapshot",
                enabled=can_edit_snapshot,
            ),
        )

    def _can_judge_anew(self) -> bool:
        """Whether the last edit changed judgements of one snapshot."""
        return self._window.can_edit() and is_judgement_last(self._session.history)

    def _name(self, key: str) -> str:
        return short(snapshot_name(self._document, key))

    def _ask(
        self, purpose: Purpose, title: str, snapshot: Snapshot, key: str | None = None, *, base: bool = False
    ) -> SnapshotFacts | None:
        from stakemap.app.features.timeline.snapshot_dialog import SnapshotDialog

        dialog: SnapshotDialog = SnapshotDialog(self._window, self._document, purpose, title, snapshot, key)
        if base:
            dialog.focus_base()
        return dialog.facts if self._context.message_boxes.run(dialog) else None

    def _today_after(self, base: str | None) -> str | None:
        """Return today's date if it is later than that of the base, else None."""
        today = self._session.authorship.on
        known = self._document.snapshots[base].date if base is not None else None
        if today is None or (known is not None and end_of(known).isoformat() >= today):
            return None
        return today

    def _added(self, facts: SnapshotFacts) -> tuple[str, Snapshot]:
        key = minted_id(self._document, facts.label, facts.date, scenario=facts.scenario)
        return key, replace(Snapshot(label=""), **facts.fields, based_on=facts.based_on)

    # Adding

    def new_snapshot(self) -> None:
        """Add a dated snapshot based on the one in view."""
        base = self._view.snapshot
        facts = self._ask(
            "new", tr("New snapshot"), Snapshot(label="", date=self._today_after(base), based_on=base)
        )
        if facts is not None:
            self._add(facts, tr("Add the snapshot {name}", name=short(facts.label)))

    def branch_scenario(self) -> None:
        """Add a scenario based on the snapshot in view."""
        facts = self._ask(
            "branch", tr("New scenario"), Snapshot(label="", scenario=True, based_on=self._view.snapshot)
        )
        if facts is not None:
            self._add(facts, tr("Add the scenario {name}", name=short(facts.label)))

    def _add(self, facts: SnapshotFacts, label: str) -> None:
        """Add a snapshot that starts as its base or as a copy of another, and show it."""
        key, snapshot = self._added(facts)
        added = (
            edits.add_snapshot.of(key, snapshot)
            if facts.copy_of is None
            else edits.copy_snapshot.of(key, snapshot, facts.copy_of)
        )
        self._session.apply(added, label=label)
        self._view.set(snapshot=key)

    def duplicate_snapshot(self) -> None:
        """Add a copy of the snapshot in view beside it, with the same base, and show it."""
        source = self._view.snapshot
        assert source is not None
        original = self._document.snapshots[source]
        label = tr("{name} (copy)", name=shortened(original.label, _LABEL_LENGTH))
        key = minted_id(self._document, label, original.date, scenario=original.scenario)
        name = self._name(source)
        self._session.apply(
            edits.duplicate_snapshot.of(key, source, label),
            label=tr("Duplicate the snapshot {name}", name=name),
        )
        self._view.set(snapshot=key)
        self._window.say(tr("The copy shows the same as {name}.", name=name))

    def insert_snapshot(self) -> None:
        """Add a dated snapshot between the one in view and its base."""
        before = self._view.snapshot
        assert before is not None
        title = tr("Insert before {name}", name=self._name(before))
        facts = self._ask(
            "insert", title, Snapshot(label="", based_on=self._document.snapshots[before].based_on)
        )
        if facts is not None:
            key, snapshot = self._added(facts)
            label = tr("Insert the snapshot {name}", name=short(facts.label))
            self._session.apply(edits.insert_snapshot.of(key, snapshot, before=before), label=label)
            self._view.set(snapshot=key)
            self._window.say(tr("What {name} shows has not changed.", name=self._name(before)))

    # Changing

    def snapshot_details(self) -> None:
        """Change label, date, likelihood, base and note of the snapshot in view."""
        self._change(tr("Snapshot details"))

    def rebase(self) -> None:
        """Change the base of the snapshot in view."""
        self._change(tr("Build on another snapshot"), base=True)

    def _change(self, title: str, *, base: bool = False) -> None:
        key = self._view.snapshot
        assert key is not None
        facts = self._ask("change", title, self._document.snapshots[key], key, base=base)
        if facts is not None:
            label = tr("Change the snapshot {name}", name=self._name(key))
            self._session.apply(changing(key, facts), label=label)

    def remove_snapshot(self) -> None:
        """Remove the snapshot in view after a confirmation; what is based on it shows the same as before."""
        key = self._view.snapshot
        assert key is not None
        document, name = self._document, self._name(key)
        removal = removal_of(document, "snapshots", [key])
        if not removal.is_plain:
            text = " ".join((*removal.sentences, tr("Undo brings all of it back.")))
            headline = tr("Remove “{title}”?", title=name)
            if not self._context.message_boxes.confirm(
                self._window, headline, text, tr("&Remove"), destructive=True
            ):
                return
        self._session.apply(edits.remove_snapshot.of(key), label=tr("Remove the snapshot {name}", name=name))
        self._window.say(tr("{title} removed. Undo brings it back.", title=name))

    # Rejudging

    def judge_anew(self) -> None:
        """Move the last change of judgements into a new dated snapshot based on the one it was made in."""
        last = last_judged(self._session.history)
        if last is None:
            return
        before, snapshot = last
        facts = self._ask(
            "insert",
            tr("Move to a new snapshot"),
            Snapshot(label="", date=self._today_after(snapshot), based_on=snapshot),
        )
        if facts is None:
            return
        key, new = self._added(facts)
        label = tr("Move the last judgement to {name}", name=short(facts.label))
        self._session.apply(
            judge_anew.of(snapshot, judged_since(before, self._document, snapshot), key, new), label=label
        )
        self._view.set(snapshot=key)
        self._window.say(tr("{name} is back to what it showed before.", name=self._name(snapshot)))
