"""The feature that combines several analysts' maps into one."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.canvas.preparation import prepare_change
from stakemap.app.document.documents import Documents
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.model.document import StakeMap


class CombiningFeature(Feature):
    """The action that combines maps."""

    def actions(self) -> Iterable[Action]:
        """The action of the menu "File"."""
        return (
            action(
                "combine",
                tr("Com&bine maps…"),
                self.combine_maps,
                ("file", 0),
                tip=tr("Make one map of the maps of several analysts, and see who agrees"),
                after="import",
            ),
        )

    def combine_maps(self) -> None:
        """Ask for maps, and make one of them: a new map, or the open one in one step."""
        from stakemap.app.features.combining.dialog import CombineDialog
        from stakemap.app.features.combining.work import GivenMap
        from stakemap.storage.policy.handling import with_default_handling

        window, context = self._window, self._context
        opened = path = None
        if window.can_edit():
            window.commit_pending()
            opened = GivenMap(context.settings.author or self._session.display_title, self._document)
            path = self._session.path
        dialog = CombineDialog(window, context, opened, path)
        if not context.message_boxes.run(dialog) or dialog.combined is None:
            return
        document = dialog.combined.document
        if opened is None or dialog.into_new.isChecked():
            context.service(Documents).open_new(with_default_handling(document), window)
        else:
            self._take(document)

    def _take(self, document: StakeMap) -> None:
        title = tr("Combining maps")
        if prepare_change(self._window, document, title, self._view.issue, self._view.snapshot):
            self._session.replace_document(document, tr("Combine maps"))
