"""The feature that copies actors and their judgements between maps, and as a table to other programs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.actors.selection import SelectionFeature
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import UsageError
from stakemap.i18n import tr, tr_count
from stakemap.model.bundle_positions import matched_actors, paste_positions
from stakemap.model.bundles import Bundle, extract_bundle, insert_bundle, minted_ids
from stakemap.model.order import actors_in_order
from stakemap.wording.names import issue_name, snapshot_name

#: So many actors are pasted without a question.
_MANY = 2_000


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
        """Whether there is anything to paste; what a map cannot take is reported on pasting."""
        return self._window.can_edit() and not self._context.clipboard.is_empty

    def copy(self) -> None:
        """Copy the selected actors in Stakemap's own format, and as a table of text where that is allowed."""
        from stakemap.editing.clipboard import MIME_TYPE, to_json
        from stakemap.export.policy import check_table

        document, selected = self._document, self._selected
        data = QMimeData()
        data.setData(MIME_TYPE, to_json(extract_bundle(document, self._view.snapshot, selected)))
        said = tr("Copied {what}", what=self._named(selected))
        try:
            check_table(document)
            data.setText(self._table_text(selected))
        except UsageError as error:
            said = tr("Copied {what} for Stakemap alone. {reason}", what=self._named(selected), reason=error)
        QGuiApplication.clipboard().setMimeData(data)
        self._window.say(said)

    def cut(self) -> None:
        """Copy the selected actors and remove them."""
        self.copy()
        self._window.service(ActorsFeature).remove(tr("Cut {what}", what=self._named(self._selected)))

    def paste(self) -> None:
        """Paste the actors on the clipboard and select them; rows of a spreadsheet open a dialog first.

        Of actors that the map already has it asks whether their positions are meant or new actors.
        """
        from stakemap.editing.clipboard import MIME_TYPE

        data = QGuiApplication.clipboard().mimeData()
        if data is None or not data.hasFormat(MIME_TYPE):
            self._paste_foreign(data)
            return
        bundle = self._read(bytes(data.data(MIME_TYPE).data()))
        if bundle is None or not self._may_paste(len(bundle.actors)):
            return
        answer = self._asked_what_to_paste(bundle)
        if answer == "positions":
            self._paste_positions(bundle)
        elif answer == "new":
            self._insert(tr("Paste {what}", what=_named_in(bundle)), bundle)

    def _paste_foreign(self, data: QMimeData | None) -> None:
        """Paste rows of a spreadsheet, or say why there is nothing to paste."""
        if data is not None and _may_be_rows(data.text()):
            if self._window.can_edit_snapshot():
                self._window.trigger("paste-rows")
            else:
                self._window.say(tr("Rows cannot be pasted: this map has no snapshot yet."))
        elif data is not None and data.hasImage():
            self._window.say(
                tr("A picture has no actors: paste actors copied in Stakemap, or rows copied from a table.")
            )
        else:
            self._window.say(tr("The clipboard has no actors and no table of actors."))

    def _read(self, data: bytes) -> Bundle | None:
        """The actors in clipboard data; None when the user cancelled. Raises EditError."""
        boxes, text = self._context.message_boxes, tr("Reading the clipboard")
        worker = Worker(_read_in_thread, data)
        bundle: Bundle | None = run_with_progress(worker, self._window, text, boxes)
        return bundle

    def _may_paste(self, count: int) -> bool:
        """Ask for confirmation before very many actors are pasted."""
        if count <= _MANY:
            return True
        headline = tr_count("Paste {count} actor?", "Paste {count} actors?", count)
        text = tr("With so many actors the map takes longer to answer. Undo removes them again.")
        return self._context.message_boxes.confirm(self._window, headline, text, tr("&Paste"))

    def _asked_what_to_paste(self, bundle: Bundle) -> str:
        """Return "positions" or "new", or "cancel"; asks only if the map has some of these actors and a
        snapshot to judge them in.
        """
        known = matched_actors(self._document, bundle)
        if self._view.snapshot is None or known.keys().isdisjoint(bundle.judged_actors(self._view.issue)):
            return "new"
        is_from_here = bundle.origin == self._document.id
        dialog = MessageDialog(
            self._window,
            tr("Paste positions or new actors?"),
            self._question(bundle, known),
            choices=(
                Choice("positions", tr("Paste their &positions here"), "accept" if is_from_here else "other"),
                Choice("new", tr("As &new actors"), "other" if is_from_here else "accept"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
            symbol="info",
        )
        return dialog.answer if self._context.message_boxes.run(dialog) else "cancel"

    def _question(self, bundle: Bundle, known: Mapping[str, str]) -> str:
        count, total = len(known), len(bundle.actors)
        here = tr_count(
            "The copied actor is already in this map.",
            "All {count} copied actors are already in this map.",
            count,
        )
        if count < total:
            here = tr_count(
                "{count} of the {total} copied actors is already in this map.",
                "{count} of the {total} copied actors are already in this map.",
                count,
                total=total,
            )
        what = self._what_is_replaced()
        if count == total:
            return f"{here} {what}"
        others = tr_count(
            "The other is added in either case.",
            "The {count} others are added in either case.",
            total - count,
        )
        return f"{here} {what} {others}"

    def _what_is_replaced(self) -> str:
        document, issue = self._document, self._view.issue
        snapshot = short(snapshot_name(document, self._view.snapshot or ""))
        if issue is None:
            return tr(
                "Pasting positions replaces their influence in “{snapshot}”; the previous values "
                "stay in the history.",
                snapshot=snapshot,
            )
        return tr(
            "Pasting positions replaces their influence and their positions on “{issue}” in "
            "“{snapshot}”; the previous ones stay in the history.",
            issue=short(issue_name(document, issue)),
            snapshot=snapshot,
        )

    def _paste_positions(self, bundle: Bundle) -> None:
        """Judge the actors that the map has as they were copied, and add the others."""
        snapshot, before = self._view.snapshot, self._document
        assert snapshot is not None
        ids = minted_ids(before, bundle) | matched_actors(before, bundle)
        pasted = tuple(ids[key] for key in bundle.actors)
        self._session.apply(
            paste_positions.of(bundle, snapshot, self._view.issue, ids),
            label=tr("Paste the positions of {what}", what=_named_in(bundle)),
            touched=pasted,
        )
        self._view.select(*pasted)
        if self._document is before:
            self._window.say(tr("Their positions here are already the same."))

    def duplicate(self) -> None:
        """Add a copy of each selected actor with its judgements, and select the copies."""
        selected = self._selected
        bundle = extract_bundle(self._document, self._view.snapshot, selected)
        self._insert(tr("Duplicate {what}", what=self._named(selected)), bundle)

    def _insert(self, label: str, bundle: Bundle) -> None:
        ids: Mapping[str, str] = minted_ids(self._document, bundle)
        new = tuple(ids.values())
        self._session.apply(insert_bundle.of(bundle, self._view.snapshot, ids), label=label, touched=new)
        self._view.select(*new)
        if self._view.snapshot is None and (bundle.standings or bundle.stances):
            self._window.say(tr("Their judgements were not pasted: this map has no snapshot yet."))

    def _table_text(self, actors: Collection[str]) -> str:
        """Return tab-separated text of these actors in the order of the table, hidden ones last."""
        from stakemap.interchange.copied_table import table_text

        view, model = self._view, self._window.service(ActorsFeature).table.model
        shown = [actor for actor in map(model.actor, range(model.rowCount())) if actor in actors]
        rest = actors_in_order(self._document, set(actors) - set(shown))
        return table_text(self._document, view.snapshot, view.issue, [*shown, *rest], self._window.resolver)


def _read_in_thread(_report: Callable[[float], bool], data: bytes) -> Bundle:
    from stakemap.editing.clipboard import from_json

    return from_json(data)


def _may_be_rows(text: str) -> bool:
    """Whether a text has the columns or lines of a table; one line of words is none."""
    return "\t" in text or "\n" in text.strip() or "\r" in text.strip()


def _named_in(bundle: Bundle) -> str:
    names = [actor.name for actor in bundle.actors.values()]
    return short(names[0]) if len(names) == 1 else tr_count("{count} actor", "{count} actors", len(names))
