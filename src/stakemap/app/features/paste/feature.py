"""The feature that pastes rows copied from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr, tr_count

__all__ = ["PasteFeature"]


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
        from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
        from stakemap.interchange.spreadsheet import paste_table, read_table

        session, view = self._session, self._view
        assert view.snapshot is not None
        table = read_table(QGuiApplication.clipboard().text())
        dialog = PasteRowsDialog(self._window, session, table, view.snapshot, view.issue)
        if not self._context.message_boxes.run(dialog):
            return
        plan, table, shown = dialog.model.plan, dialog.table, session.document
        assert plan is not None
        actors = tuple(row.actor for row in plan.rows if row.is_new or row.changes)
        label = tr_count("Paste {count} row", "Paste {count} rows", len(actors))
        edit = paste_table.of(table, view.snapshot, view.issue, session.authorship)
        if plan.result is not None:
            # The plan already computed the result for this map.
            edit = edit.with_result(shown, plan.result)
        session.apply(edit, label=label, touched=actors)
        view.select(*actors)
        self._window.say(tr("{added} added, {changed} changed", added=plan.added, changed=plan.changed))
