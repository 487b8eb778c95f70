"""The feature that adds rows copied from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from stakemap.app.canvas.preparation import prepare_change
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr, tr_count

if TYPE_CHECKING:
    from stakemap.interchange.table import Table


class PasteFeature(Feature):
    """The action that pastes rows of a spreadsheet."""

    def actions(self) -> Iterable[Action]:
        """The action of the menu "Edit"."""
        return (
            action(
                "paste-rows",
                tr("Paste ro&ws from a spreadsheet…"),
                self.paste_rows,
                ("edit", 1),
                "Ctrl+Shift+V",
                icon="paste",
                enabled=self._window.can_edit_snapshot,
                after="paste",
            ),
        )

    def paste_rows(self) -> None:
        """Show what the rows on the clipboard would change, then apply them."""
        table = self._read(QGuiApplication.clipboard().text())
        if table is not None:
            self._review(table)

    def _read(self, text: str) -> Table | None:
        """Read the text of a table in a worker; None when the user cancelled. Raises UsageError."""
        boxes, worker = self._context.message_boxes, Worker(_table_in_text, text)
        table: Table | None = run_with_progress(worker, self._window, tr("Reading the clipboard"), boxes)
        return table

    def _review(self, table: Table) -> None:
        """Show what the rows of a table would change, then apply them as one step."""
        from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
        from stakemap.interchange.spreadsheet import paste_table

        session, view = self._session, self._view
        assert view.snapshot is not None
        if view.issue is not None:
            table = table.about_issue(session.document.issues[view.issue].name)
        dialog = PasteRowsDialog(self._window, session, table, view.snapshot, view.issue)
        if not self._context.message_boxes.run(dialog):
            return
        plan, table, shown = dialog.model.plan, dialog.table, session.document
        assert plan is not None
        actors = tuple(row.actor for row in plan.rows if row.is_new or row.changes)
        edit = paste_table.of(table, view.snapshot, view.issue, session.authorship, dialog.model.adds_groups)
        if plan.result is not None:
            # The plan already computed the result for this map.
            edit = edit.with_result(shown, plan.result)
            text = tr("Adding the rows to the map")
            if not prepare_change(self._window, plan.result, text, view.issue, view.snapshot):
                return
        label = tr_count("Paste {count} row", "Paste {count} rows", len(actors))
        session.apply(edit, label=label, touched=actors)
        view.select(*actors)
        self._window.say(tr("{added} added, {changed} changed", added=plan.added, changed=plan.changed))


def _table_in_text(_report: Callable[[float], bool], text: str) -> Table:
    from stakemap.interchange.spreadsheet import read_table

    return read_table(text)
