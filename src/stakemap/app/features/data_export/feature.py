"""The feature that writes the data of a map for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.policy import may_export, not_allowed, offers_data
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr


class DataExportFeature(Feature):
    """The action that exports data."""

    def actions(self) -> Iterable[Action]:
        """The action of the menu "File"."""
        allowed = offers_data()
        tip = tr("Write the data of the map for Excel, Gephi, Kumu and others")
        return (
            action(
                "export-data",
                tr("Export da&ta…"),
                self.export_data,
                ("file", 2),
                tip=not_allowed(tip, is_allowed=allowed),
                icon="export",
                enabled=lambda: allowed and self._window.has_map(),
                after="export",
            ),
        )

    def export_data(self) -> None:
        """Ask for format and file, write it, and say what did not fit."""
        from stakemap.app.features.data_export.dialog import DataExportDialog

        self._window.commit_pending()
        if not may_export(self._window):
            return
        boxes = self._context.message_boxes
        dialog = DataExportDialog(self._window, self._context, self._session, self._view)
        if not boxes.run(dialog) or dialog.written is None:
            return
        self._window.say(tr("Exported to {name}", name=dialog.written.name))
        if dialog.remarks:
            headline = tr("Not all of the map fitted into “{name}”", name=dialog.written.name)
            boxes.show_message(self._window, headline, "\n\n".join(dialog.remarks), symbol="info")
