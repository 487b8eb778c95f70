"""The feature that copies actors and their judgements between maps, and as a table to other programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.actors.selection import SelectionFeature
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.forms.targets import short
from stakemap.i18n import tr, tr_count
from stakemap.model.order import actors_in_order

if TYPE_CHECKING:
    from stakemap.model.bundles import Bundle

__all__ = ["ClipboardFeature"]


class ClipboardFeature(SelectionFeature):
    """The actions cut, copy, paste and duplicate for the selected actors."""

    def actions(self) -> Iterable[Action]:
        """The clipboard actions of the menu "Edit"."""
        clipboard = ("edit", 1)
        return (
            action(
                "cut",
                tr("Cu&t"),
                self.cut,
                clipboard,
                Key.Cut,
                icon="cut",
                on="actor",
                enabled=self._window.can_edit_selection,
            ),
            action(
                "copy",
                tr("&Copy"),
                self.copy,
                clipboard,
                Key.Copy,
                icon="copy",
                on="actor",
                enabled=self._window.has_selection,
            ),
            action(
                "paste",
                tr("&Paste"),
                self.paste,
                clipboard,
                Key.Paste,
                icon="paste",
                on="canvas",
                enabled=self._can_paste,
            ),
            action(
                "duplicate",
                tr("&Duplicate"),
                self.duplicate,
                clipboard,
                "Ctrl+D",
                icon="duplicate",
                on="actor",
                enabled=self._window.can_edit_selection,
            ),
        )

    def _can_paste(self) -> bool:
        """Whether the clipboard holds actors, or text that may be rows of a spreadsheet."""
        rows = self._context.clipboard_has_text and self._window.can_edit_snapshot()
        return self._window.can_edit() and (self._context.clipboard_has_actors or rows)

    def copy(self) -> None:
        """Copy the selected actors in Stakemap's own format, and as a table of text."""
        from stakemap.editing.clipboard import MIME_TYPE, to_json
        from stakemap.model.bundles import extract_bundle

        document, selected = self._document, self._selected
        data = QMimeData()
        data.setData(MIME_TYPE, to_json(extract_bundle(document, self._view.snapshot, selected)))
        data.setText(self._table_text(selected))
        QGuiApplication.clipboard().setMimeData(data)
        self._window.say(tr("Copied {what}", what=self._named(selected)))

    def cut(self) -> None:
        """Copy the selected actors and remove them."""
        self.copy()
        self._window.service(ActorsFeature).remove(tr("Cut {what}", what=self._named(self._selected)))

    def paste(self) -> None:
        """Add the actors on the clipboard and select them; rows of a spreadsheet open a dialog first."""
        from stakemap.editing.clipboard import MIME_TYPE, from_json

        data = QGuiApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(MIME_TYPE):
            if "\t" in QGuiApplication.clipboard().text():
                self._window.trigger("paste-rows")
            else:
                self._window.say(tr("The clipboard holds no actors, and no table of them."))
            return
        bundle = from_json(bytes(data.data(MIME_TYPE).data()))
        names = [actor.name for actor in bundle.actors.values()]
        what = short(names[0]) if len(names) == 1 else tr_count("{count} actor", "{count} actors", len(names))
        self._insert(tr("Paste {what}", what=what), bundle)

    def duplicate(self) -> None:
        """Add a copy of each selected actor with its judgements, and select the copies."""
        from stakemap.model.bundles import extract_bundle

        selected = self._selected
        bundle = extract_bundle(self._document, self._view.snapshot, selected)
        self._insert(tr("Duplicate {what}", what=self._named(selected)), bundle)

    def _insert(self, label: str, bundle: Bundle) -> None:
        from stakemap.model.bundles import insert_bundle, minted_ids

        ids: Mapping[str, str] = minted_ids(self._document, bundle)
        new = tuple(ids.values())
        self._session.apply(insert_bundle.of(bundle, self._view.snapshot, ids), label=label, touched=new)
        self._view.select(*new)
        if self._view.snapshot is None and (bundle.standings or bundle.stances):
            self._window.say(tr("Their judgements were left out: this map has no snapshot yet."))

    def _table_text(self, actors: Collection[str]) -> str:
        """Return tab-separated text of these actors in the order of the table, hidden ones last."""
        from stakemap.interchange.copied_table import table_text

        view, model = self._view, self._window.service(ActorsFeature).table.model
        shown = [actor for actor in map(model.actor, range(model.rowCount())) if actor in actors]
        rest = actors_in_order(self._document, set(actors) - set(shown))
        return table_text(self._document, view.snapshot, view.issue, [*shown, *rest], self._window.resolver)
