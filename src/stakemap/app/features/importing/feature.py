"""The feature of the guided import: of files that are chosen, dropped, or opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.canvas.preparation import prepare_change
from stakemap.app.document.documents import Documents
from stakemap.app.document.many_files import take_files
from stakemap.app.document.opening import faults_text
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.author import has_author
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature, Window
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.app.features.importing.work import InspectedFile, Outcome, Target
    from stakemap.model.document import StakeMap

_NOTICE = "import"


class ImportFeature(Feature):
    """Leads files of other programs into the map in view, or into a new one."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        window.import_requested.connect(self.import_file)

    def actions(self) -> Iterable[Action]:
        """The import in the menu "File"."""
        return (
            action(
                "import",
                tr("&Import…"),
                self.import_files,
                ("file", 0),
                tip=tr("Import a register, a table or a file of another program"),
                after="recent",
            ),
        )

    def import_files(self) -> None:
        """Ask for files and import one after the other."""
        paths = self._context.message_boxes.files_to_import(self._window, self._context.folder_of())
        take_files(self._window, paths, lambda path: self.import_file(path, into_new=False))

    def import_file(self, path: Path, into_new: bool) -> None:
        """Lead a file into the map in view, which is proposed unless `into_new`, or into a new map."""
        from stakemap.app.features.importing.dialog import ImportDialog
        from stakemap.app.features.importing.state import ImportState

        self._window.commit_pending()
        if not has_author(self._window):
            return
        looked = self._look_at(path)
        if looked is None:
            return
        can_edit = self._window.can_edit_snapshot()
        state = ImportState(
            self._context,
            self._document if can_edit else None,
            self._view if can_edit else None,
            self._target(into_new or not can_edit),
        )
        boxes = self._context.message_boxes
        dialog = ImportDialog(self._window, state, boxes, path, looked)
        if not boxes.run(dialog) or dialog.imported is None:
            return
        outcome = dialog.imported
        self._remember(outcome)
        place = self._place_of(outcome)
        assert place is not None
        if not place.service(ImportFeature).apply(state.path, outcome) and outcome.task.target.into_new:
            self._close_empty(place)

    def _close_empty(self, place: Window) -> None:
        """Close the window of a new map into which nothing was imported, back to where the import began."""
        if place is self._window:
            # A window that got a map cannot go back to the welcome page.
            self._context.show_welcome()
        else:
            self._window.present()
        place.close()

    def _look_at(self, path: Path) -> InspectedFile | None:
        """Look into a file in a worker; None when the user cancelled or after an error, which is shown."""
        from stakemap.app.features.importing.work import LookTask, look_once

        context, name = self._context, shortened(path.name)
        worker = Worker(look_once, LookTask(path, context.limits, "", "", context.settings.imports))
        try:
            looked: InspectedFile | None = run_with_progress(
                worker, self._window, tr("Reading “{name}”", name=name), context.message_boxes
            )
        except MapReadError as error:
            headline = tr("“{name}” cannot be imported", name=name)
            context.message_boxes.show_message(self._window, headline, str(error), faults_text(error))
            return None
        return looked

    def _target(self, into_new: bool) -> Target:
        from stakemap.app.features.importing.work import Target

        return Target(True) if into_new else Target.into_view(self._view)

    def _remember(self, outcome: Outcome) -> None:
        """Keep the mapping of a register for the next file of the same form."""
        from stakemap.app.features.importing.remembered import to_remember

        plan = outcome.task.plan
        kept = None if plan is None else to_remember(plan)
        if plan is not None and kept is not None:
            store = self._context.store
            self._context.apply_settings(store.remember_import(plan.fingerprint, kept, outcome.base.id))

    def _place_of(self, outcome: Outcome) -> Window | None:
        """The window of the map that is imported into; a new map is opened first."""
        if outcome.task.target.into_new:
            return self._context.service(Documents).open_new(outcome.base, self._window)
        return self._window

    def apply(self, path: Path, outcome: Outcome) -> bool:
        """Import into the map of this window as one step, show it, and report the outcome; False when the
        user cancelled.
        """
        merged, name = outcome.merged, shortened(path.name)
        title = tr("Importing “{name}”", name=name)
        if not prepare_change(self._window, merged.result, title, outcome.issue, outcome.snapshot):
            return False
        edit = merged.edit.with_result(outcome.base, merged.result)
        self._session.apply(edit, label=tr("Import “{name}”", name=name), touched=merged.touched)
        document = self._document
        if outcome.issue in document.issues:
            self._view.set(issue=outcome.issue)
        if outcome.snapshot in document.snapshots:
            self._view.set(snapshot=outcome.snapshot)
        self._withdraw_when_undone(outcome.base)
        text = tr("Imported “{name}”: {summary}", name=name, summary=outcome.summary)
        self._window.notices.post(
            _NOTICE, text, ((tr("&Report…"), lambda: self._show_report(path, outcome)),)
        )
        if any(remark.kind == "refused" for remark in outcome.remarks):
            self._show_report(path, outcome)
        return True

    def _withdraw_when_undone(self, base: StakeMap) -> None:
        """Withdraw the notice of an import once it is taken back."""
        session, notices = self._session, self._window.notices

        def changed(_before: StakeMap, after: StakeMap) -> None:
            if after is base:
                session.changed.disconnect(changed)
                notices.withdraw(_NOTICE)

        session.changed.connect(changed)

    def _show_report(self, path: Path, outcome: Outcome) -> None:
        from stakemap.app.features.importing.report_dialog import ImportReport

        boxes = self._context.message_boxes
        boxes.run(ImportReport(self._window, boxes, path, outcome))
