"""The feature that adds rows copied from a spreadsheet or dropped as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr, tr_count
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.interchange.spreadsheet import Table
    from stakemap.storage.limits import Limits

__all__ = ["PasteFeature"]


class PasteFeature(Feature):
    """The action that pastes rows of a spreadsheet, and what becomes of a dropped table."""

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
        table = self._read(tr("Reading the clipboard"), _table_in_text, QGuiApplication.clipboard().text())
        if table is not None:
            self._review(
                table, tr("Paste rows"), partial(tr_count, "Paste {count} row", "Paste {count} rows")
            )

    def takes(self, path: Path) -> bool:
        """Whether a dropped file is a table whose rows can be added to the map in view."""
        from stakemap.interchange.delimited import ENDINGS

        return path.suffix.lower() in ENDINGS and self._window.can_edit_snapshot()

    def add_file(self, path: Path) -> None:
        """Show what the rows of a table in a file would change, then apply them.

        Raises MapReadError and UsageError for a file that cannot be read as a table.
        """
        text = tr("Reading “{name}”", name=shortened(path.name))
        table = self._read(text, _table_in_file, path, self._context.limits)
        title = tr("Add rows from “{name}”", name=shortened(path.name))
        if table is not None:
            self._review(table, title, lambda _count: title)

    def _read(self, text: str, read: Callable[..., Table], *args: object) -> Table | None:
        """Read a table in a worker; None when the user cancelled. Raises the errors of `read`."""
        boxes, worker = self._context.message_boxes, Worker(read, *args)
        table: Table | None = run_with_progress(worker, self._window, text, boxes)
        return table

    def _review(self, table: Table, title: str, label_of: Callable[[int], str]) -> None:
        """Show what the rows of a table would change, then apply them as one step."""
        from stakemap.app.features.paste.rows_dialog import PasteRowsDialog
        from stakemap.interchange.spreadsheet import paste_table

        session, view = self._session, self._view
        assert view.snapshot is not None
        dialog = PasteRowsDialog(self._window, session, table, view.snapshot, view.issue, title)
        if not self._context.message_boxes.run(dialog):
            return
        plan, table, shown = dialog.model.plan, dialog.table, session.document
        assert plan is not None
        actors = tuple(row.actor for row in plan.rows if row.is_new or row.changes)
        edit = paste_table.of(table, view.snapshot, view.issue, session.authorship, dialog.model.adds_groups)
        if plan.result is not None:
            # The plan already computed the result for this map.
            edit = edit.with_result(shown, plan.result)
        session.apply(edit, label=label_of(len(actors)), touched=actors)
        view.select(*actors)
        self._window.say(tr("{added} added, {changed} changed", added=plan.added, changed=plan.changed))


def _table_in_text(_report: Callable[[float], bool], text: str) -> Table:
    from stakemap.interchange.spreadsheet import read_table

    return read_table(text)


def _table_in_file(_report: Callable[[float], bool], path: Path, limits: Limits) -> Table:
    from stakemap.interchange.delimited import text_of
    from stakemap.interchange.spreadsheet import read_table
    from stakemap.storage.files import read_file

    return read_table(text_of(read_file(path, limits)), strict=True)
