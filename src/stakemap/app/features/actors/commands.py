"""Actors: undo and redo, the clipboard, adding, renaming, judging unknown, removing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from stakemap.app.kit.forms.targets import short
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import judged_here
from stakemap.model.wording import relation_name

if TYPE_CHECKING:
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.history import Step
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState
    from stakemap.model.bundles import Bundle
    from stakemap.model.document import StakeMap

__all__ = ["EditCommands"]


class EditCommands:
    """Commands of one window; each that needs a selection is only offered while there is one."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk

    @property
    def _session(self) -> Session:
        assert self._window.session is not None
        return self._window.session

    @property
    def _view(self) -> ViewState:
        assert self._window.view is not None
        return self._window.view

    @property
    def _selected(self) -> tuple[str, ...]:
        """The selected actors by name."""
        document = self._session.document
        return actors_in_order(document, self._view.selection & document.actors.keys())

    def _named(self, actors: Iterable[str]) -> str:
        """One actor by name, several by their number."""
        chosen = tuple(actors)
        if len(chosen) == 1:
            return short(self._session.document.actors[chosen[0]].name)
        return tr_count("{count} actor", "{count} actors", len(chosen))

    # History

    def undo(self) -> None:
        """Take the last edit back."""
        step = self._session.undo()
        if step is not None:
            self._attend(step)
            self._window.say(tr("Undone: {what}", what=step.label))

    def redo(self) -> None:
        """Bring the edit undone last back."""
        step = self._session.redo()
        if step is not None:
            self._attend(step)
            self._window.say(tr("Done again: {what}", what=step.label))

    def _attend(self, step: Step) -> None:
        """Select what the step touched, as far as it is there."""
        there = [actor for actor in step.touched if actor in self._session.document.actors]
        if there:
            self._view.select(*there)

    # The clipboard

    def copy(self) -> None:
        """Put the selected actors on the clipboard: for Stakemap, and as a table for everything else."""
        from stakemap.editing.clipboard import MIME_TYPE, to_json
        from stakemap.model.bundles import extract_bundle

        document, selected = self._session.document, self._selected
        data = QMimeData()
        data.setData(MIME_TYPE, to_json(extract_bundle(document, self._view.snapshot, selected)))
        data.setText(self._window.table_text(selected))
        QGuiApplication.clipboard().setMimeData(data)
        self._window.say(tr("Copied {what}", what=self._named(selected)))

    def cut(self) -> None:
        """Copy the selected actors and remove them."""
        self.copy()
        self._remove(tr("Cut {what}", what=self._named(self._selected)))

    def paste(self) -> None:
        """Add the actors on the clipboard and select them; rows of a spreadsheet are shown before."""
        from stakemap.editing.clipboard import MIME_TYPE, from_json

        data = QGuiApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(MIME_TYPE):
            if "\t" in QGuiApplication.clipboard().text():
                self.paste_rows()
            else:
                self._window.say(tr("The clipboard holds no actors, and no table of them."))
            return
        bundle = from_json(bytes(data.data(MIME_TYPE).data()))
        names = [actor.name for actor in bundle.actors.values()]
        what = short(names[0]) if len(names) == 1 else tr_count("{count} actor", "{count} actors", len(names))
        self._insert(tr("Paste {what}", what=what), bundle)

    def paste_rows(self) -> None:
        """Show what the rows of a spreadsheet on the clipboard would change, and take them over."""
        from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
        from stakemap.interchange.spreadsheet import paste_table, read_table

        session, view = self._session, self._view
        assert view.snapshot is not None
        table = read_table(QGuiApplication.clipboard().text())
        dialog = PasteRowsDialog(self._window, session, table, view.snapshot, view.issue)
        if not self._desk.questions.run(dialog):
            return
        plan, table, shown = dialog.model.plan, dialog.table, session.document
        assert plan is not None
        actors = tuple(row.actor for row in plan.rows if row.is_new or row.changes)
        label = tr_count("Paste {count} row", "Paste {count} rows", len(actors))
        place = (view.snapshot, view.issue, session.authorship)

        def paste(document: StakeMap) -> StakeMap:
            # What was planned for this very map need not be worked out again.
            if document is shown and plan.result is not None:
                return plan.result
            return paste_table(document, table, *place)

        session.apply(label, paste, touched=actors)
        view.select(*actors)
        self._window.say(tr("{added} added, {changed} changed", added=plan.added, changed=plan.changed))

    def duplicate(self) -> None:
        """Add a copy of each selected actor, judged alike, and select the copies."""
        from stakemap.model.bundles import extract_bundle

        selected = self._selected
        bundle = extract_bundle(self._session.document, self._view.snapshot, selected)
        self._insert(tr("Duplicate {what}", what=self._named(selected)), bundle)

    def _insert(self, label: str, bundle: Bundle) -> None:
        from stakemap.model.bundles import insert_bundle, minted_ids

        ids: Mapping[str, str] = minted_ids(self._session.document, bundle)
        new = tuple(ids.values())
        self._session.apply(label, insert_bundle, bundle, self._view.snapshot, ids, touched=new)
        self._view.select(*new)
        if self._view.snapshot is None and (bundle.standings or bundle.stances):
            self._window.say(tr("Their judgements were left out: this map has no snapshot yet."))

    def copy_picture(self) -> None:
        """Put a picture of this view on the clipboard."""
        from stakemap.app.kit.slides import picture_data, slide_of, standard_size

        slide = slide_of(self._session.document, self._view, self._desk.styler.theme, standard_size())
        QGuiApplication.clipboard().setMimeData(picture_data(slide))
        self._window.say(tr("Copied the picture"))

    # Selection

    def select_all(self) -> None:
        """Select all actors."""
        self._view.set(selection=frozenset(self._session.document.actors))

    def select_none(self) -> None:
        """Select nothing."""
        self._view.set(selection=frozenset())

    # Actors

    def add_actor(self) -> None:
        """Add an actor on the canvas; its name is asked there."""
        canvas = self._window.canvas
        if canvas is not None:
            canvas.add_actor_here()

    def rename(self) -> None:
        """Rename the actor clicked last, in place; in the actor table, edit the current cell."""
        workspace = self._window.workspace
        if workspace is not None and workspace.table.has_focus:
            workspace.table.edit_current()
            return
        canvas, actor = self._window.canvas, self._view.primary
        if canvas is not None and actor is not None:
            canvas.begin_rename(actor)

    def delete(self) -> None:
        """Remove the selected actors with all that hangs on them, or the selected relation."""
        relation = self._view.relation
        if relation is not None:
            name = short(relation_name(self._session.document, relation))
            self._session.apply(tr("Remove {relation}", relation=name), edits.remove_relation, relation)
            self._window.say(tr("{title} removed. Undo brings it back.", title=name))
            return
        self._remove(tr("Delete {what}", what=self._named(self._selected)))

    def _remove(self, label: str) -> None:
        from stakemap.model.removal import removal_of

        selected = self._selected
        removal = removal_of(self._session.document, "actors", selected)
        what = self._named(selected)
        self._session.apply(label, edits.remove_actors, selected, touched=selected)
        sentences = " ".join(removal.sentences)
        self._window.say(tr("{what} removed. {consequences}", what=what, consequences=sentences).strip())

    def groups(self) -> None:
        """Show the groups to add, change and remove them."""
        from stakemap.app.features.groups.dialog import GroupsDialog

        questions = self._desk.questions
        theme = self._desk.styler.theme
        questions.run(GroupsDialog(self._window, self._session, self._view, questions, theme))

    def make_unknown(self) -> None:
        """Say that the stance of the selected actors is not known."""
        label = tr("Make {what} unknown", what=self._named(self._selected))
        self._judge(label, edits.make_unknown)

    def make_not_applicable(self) -> None:
        """Say that the issue does not concern the selected actors."""
        label = tr("Make {what} not applicable", what=self._named(self._selected))
        self._judge(label, edits.make_not_applicable)

    def withdraw(self) -> None:
        """Take back what this snapshot itself says of the selected actors on the issue."""
        view, session, selected = self._view, self._session, self._selected
        assert view.snapshot is not None
        subjects = judged_here(session.document, view.snapshot, view.issue, selected)
        label = tr("Withdraw the judgement of {what}", what=self._named(selected))
        session.apply(label, edits.withdraw_judgements, view.snapshot, subjects, touched=selected)
        self._window.say(tr("Withdrawn, with its history here. Undo brings all of it back."))

    def _judge(self, label: str, edit: object) -> None:
        view, session, selected = self._view, self._session, self._selected

        def judge(document: StakeMap) -> StakeMap:
            assert callable(edit)
            changed = edit(document, view.snapshot, view.issue, selected, session.authorship)
            assert isinstance(changed, type(document))
            return changed

        session.apply(label, judge, touched=selected)
