"""The feature of the actor table and of the actions that add, rename, judge and remove actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.features.actors.selection import SelectionFeature
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.resolve import judged_here
from stakemap.storage.settings.records import Settings
from stakemap.wording.names import relation_name

if TYPE_CHECKING:
    from stakemap.app.features.actors.table import ActorTable


class ActorsFeature(SelectionFeature):
    """The panel of actors, and the actions on actors.

    `table_made` carries the ActorTable once it has been created.
    """

    table_made = Signal(object)

    def panels(self) -> Iterable[PanelSpec]:
        show = self._panel_action(
            "actors",
            tr("&Actors"),
            "Ctrl+1",
            tip=tr("Show or hide the actors"),
            icon="actors",
            focus=False,
        )
        return (
            PanelSpec("actors", tr("Actors"), "left", self._make_table, show, least=GRID * 24, opens="wide"),
        )

    def actions(self) -> Iterable[Action]:
        """The actions on actors in the menus "Edit" and "Actor"."""
        return (*self._edit_actions(), *self._record_actions(), *self._judgement_actions())

    def _edit_actions(self) -> Iterable[Action]:
        return (
            action(
                "delete",
                tr("De&lete"),
                self.delete,
                ("edit", 1),
                "Del",
                "Backspace",
                icon="delete",
                on="actor",
                enabled=self._can_delete,
                after="duplicate",
            ),
            action(
                "select-all",
                tr("Select &all"),
                self.select_all,
                ("edit", 2),
                Key.SelectAll,
                tip=tr("Select all actors"),
                icon="select-all",
                on="canvas",
                enabled=self._has_actors,
            ),
            action(
                "select-none",
                tr("Select &none"),
                self.select_none,
                ("edit", 2),
                "Ctrl+Shift+D",
                enabled=self._window.has_selection,
            ),
        )

    def _record_actions(self) -> Iterable[Action]:
        record = ("actor", 0)
        return (
            action(
                "add-actor",
                tr("&Add actor"),
                self.add_actor,
                record,
                "Ctrl+Shift+A",
                icon="add-actor",
                on="canvas",
                enabled=self._window.can_edit,
            ),
            action(
                "rename",
                tr("&Rename"),
                self.rename,
                record,
                "F2",
                icon="rename",
                on="actor",
                enabled=self._can_rename,
            ),
        )

    def _judgement_actions(self) -> Iterable[Action]:
        judgement = ("actor", 1)
        return (
            action(
                "make-unknown",
                tr("Mark as &unknown"),
                self.make_unknown,
                judgement,
                "Ctrl+U",
                tip=tr("Record that the position on this issue is unknown"),
                icon="unknown",
                on="actor",
                enabled=self._can_judge,
            ),
            action(
                "make-not-applicable",
                tr("Mark as &not applicable"),
                self.make_not_applicable,
                judgement,
                "Ctrl+Shift+U",
                tip=tr("Record that this issue does not apply to the actor"),
                icon="not-applicable",
                on="actor",
                enabled=self._can_judge,
            ),
            action(
                "withdraw",
                tr("&Clear this judgement"),
                self.withdraw,
                judgement,
                tip=tr("Remove this snapshot’s own judgements of the actor; carried-over ones show again"),
                on="actor",
                enabled=self._can_withdraw,
            ),
        )

    # Availability

    def _has_actors(self) -> bool:
        """Whether the map has actors."""
        return self._window.session is not None and bool(self._document.actors)

    def _can_delete(self) -> bool:
        """Whether actors or a relation are selected in an editable map."""
        return self._window.can_edit() and bool(self._view.selection or self._view.relation)

    def _can_rename(self) -> bool:
        """Whether there is a primary actor in an editable map."""
        return self._window.can_edit_selection() and self._view.primary is not None

    def _can_judge(self) -> bool:
        """Whether actors are selected, and an issue and a snapshot are in view."""
        return self._window.can_edit_selection() and None not in (self._view.issue, self._view.snapshot)

    def _can_withdraw(self) -> bool:
        """Whether the snapshot has own judgements of a selected actor, on the issue or of its influence."""
        view = self._window.view
        if not self._window.can_edit_selection() or view is None or view.snapshot is None:
            return False
        snapshot = self._document.snapshots.get(view.snapshot)
        layers = () if snapshot is None else (snapshot.standings, snapshot.stances.get(view.issue or "", {}))
        return any(not view.selection.isdisjoint(layer) for layer in layers)

    # The table

    @property
    def table(self) -> ActorTable:
        """The widget of the actor table, created now if it does not exist yet."""
        table: ActorTable = self._window.panels.content("actors")
        return table

    def _make_table(self, parent: QWidget) -> ActorTable:
        from stakemap.app.features.actors.table import ActorTable

        window, theme = self._window, self._context.styler.theme
        table = ActorTable(self._session, self._view, theme, window.resolver, parent)
        table.message.connect(window.say)
        table.details_requested.connect(lambda: window.trigger("details"))
        table.columns.user_changed.connect(self._columns_chosen)
        window.theme_changed.connect(table.set_theme)
        window.settings_changed.connect(lambda settings: _choose_columns(table, settings))
        _choose_columns(table, self._context.settings)
        self.table_made.emit(table)
        return table

    def _columns_chosen(self) -> None:
        from stakemap.app.features.actors.columns import names_of

        self._context.change_settings(actor_columns=names_of(self.table.columns.chosen))

    # Actions

    def select_all(self) -> None:
        """Select all actors."""
        self._view.set(selection=frozenset(self._document.actors))

    def select_none(self) -> None:
        """Clear the selection."""
        self._view.set(selection=frozenset())

    def add_actor(self) -> None:
        """Begin to name a new actor, judged where a context menu was opened on the canvas, else unknown."""
        self._window.service(Canvas).add_actor()

    def rename(self) -> None:
        """Rename the primary actor in place; with the focus in the actor table, edit the current cell."""
        actor = self._view.primary
        if self._window.shows_panel("actors") and self.table.has_focus:
            self.table.edit_current()
        elif actor is not None:
            self._window.service(Canvas).begin_rename(actor)

    def delete(self) -> None:
        """Remove the selected actors with their judgements and relations, or the selected relation."""
        relation = self._view.relation
        if relation is not None:
            name = short(relation_name(self._document, relation))
            self._session.apply(
                edits.remove_relation.of(relation), label=tr("Remove {relation}", relation=name)
            )
            self._window.say(tr("{title} removed. Undo brings it back.", title=name))
            return
        self.remove(tr("Delete {what}", what=self._named(self._selected)))

    def remove(self, label: str) -> None:
        """Remove the selected actors as one edit, and report what was removed with them."""
        from stakemap.wording.removal import removal_of

        selected = self._selected
        removal = removal_of(self._document, "actors", selected)
        what = self._named(selected)
        self._session.apply(edits.remove_actors.of(selected), label=label, touched=selected)
        sentences = " ".join(removal.sentences)
        self._window.say(tr("{what} removed. {consequences}", what=what, consequences=sentences).strip())

    def make_unknown(self) -> None:
        """Judge the stances of the selected actors on the issue as unknown."""
        label = tr("Mark {what} as unknown", what=self._named(self._selected))
        self._judge(label, edits.make_unknown.of)

    def make_not_applicable(self) -> None:
        """Judge the issue as not applicable to the selected actors."""
        label = tr("Mark {what} as not applicable", what=self._named(self._selected))
        self._judge(label, edits.make_not_applicable.of)

    def withdraw(self) -> None:
        """Remove this snapshot's own judgements of the selected actors on the issue."""
        view, session, selected = self._view, self._session, self._selected
        assert view.snapshot is not None
        subjects = judged_here(session.document, view.snapshot, view.issue, selected)
        label = tr("Clear the judgement of {what}", what=self._named(selected))
        session.apply(edits.withdraw_judgements.of(view.snapshot, subjects), label=label, touched=selected)
        self._window.say(tr("Cleared, with its history in this snapshot. Undo brings it back."))

    def _judge(self, label: str, edit: Callable[..., edits.Edit]) -> None:
        view, session, selected = self._view, self._session, self._selected
        assert view.snapshot is not None
        assert view.issue is not None
        made = edit(view.snapshot, view.issue, selected, session.authorship)
        session.apply(made, label=label, touched=selected)


def _choose_columns(table: ActorTable, settings: Settings) -> None:
    from stakemap.app.features.actors.columns import columns_of

    columns = columns_of(settings.actor_columns)
    if columns != table.columns.chosen:
        table.columns.choose(columns)
