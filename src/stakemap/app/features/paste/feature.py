"""The action that takes over rows copied from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QGuiApplication

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap

__all__ = ["PasteFeature"]


class PasteFeature(Feature):
    """Rows of a spreadsheet, shown before they are taken over."""

    def actions(self) -> Iterable[Action]:
        """What the menu "Edit" has of it."""
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
        """Show what the rows of a spreadsheet on the clipboard would change, and take them over."""
        from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
        from stakemap.interchange.spreadsheet import paste_table, read_table

        session, view = self._session, self._view
        assert view.snapshot is not None
        table = read_table(QGuiApplication.clipboard().text())
        dialog = PasteRowsDialog(self._window, session, table, view.snapshot, view.issue)
        if not self._context.questions.run(dialog):
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
