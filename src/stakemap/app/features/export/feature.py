"""The feature of the export of slides, pictures and clean copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from stakemap.app.document.saving import Saving
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.policy import may_export, not_allowed, offers_pictures, offers_printing, offers_slides
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature
from stakemap.app.kit.worker import Worker
from stakemap.errors import UsageError, WriteError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.theme import LIGHT, THEMES, Theme
from stakemap.storage.files import SUFFIX, save_map, with_suffix, without_suffix
from stakemap.storage.reading.limits import Progress


class ExportFeature(Feature):
    """The actions of the export."""

    def actions(self) -> Iterable[Action]:
        """The export actions of the menus "File" and "Edit"."""
        has_map = self._window.has_map
        slides, paper, pictures = offers_slides(), offers_printing(), offers_pictures()
        return (
            action(
                "save-clean",
                tr("Save clean cop&y…"),
                self.save_clean,
                ("file", 1),
                tip=tr(
                    "Save a copy for readers outside the team, without notes, names and earlier judgements"
                ),
                icon="clean-copy",
                enabled=has_map,
                after="save-as",
            ),
            action(
                "export",
                tr("&Export slides…"),
                self.export,
                ("file", 2),
                "Ctrl+E",
                tip=not_allowed(tr("Export slides for a briefing or a report"), is_allowed=slides),
                icon="export",
                enabled=lambda: slides and has_map(),
                on="toolbar",
            ),
            action(
                "print",
                tr("&Print…"),
                self.print_slides,
                ("file", 2),
                Key.Print,
                tip=not_allowed(tr("Print slides on paper of A4 to A0"), is_allowed=paper),
                icon="print",
                enabled=lambda: paper and has_map(),
                after="export",
            ),
            action(
                "copy-picture",
                tr("Cop&y picture"),
                self.copy_picture,
                ("edit", 1),
                "Ctrl+Shift+C",
                tip=not_allowed(tr("Copy the picture to the clipboard"), is_allowed=pictures),
                icon="copy-picture",
                enabled=lambda: pictures and has_map(),
                on="canvas",
                after="delete",
            ),
        )

    def export(self) -> None:
        """Show the export dialog for the map."""
        self._window.commit_pending()
        if may_export(self._window):
            self._export(None)

    def _export(self, outsiders: StakeMap | None) -> None:
        from stakemap.app.features.export.dialog import ExportDialog

        dialog = ExportDialog(self._window, self._context, self._session, self._view, outsiders)
        if not self._context.message_boxes.run(dialog) or not dialog.written:
            return
        first, count = dialog.written[0], len(dialog.written)
        if count == 1:
            self._window.say(tr("Exported to {name}", name=first.name))
        else:
            self._window.say(tr("Exported {count} files, {first} first", count=count, first=first.name))

    def print_slides(self) -> None:
        """Show the print dialog for the map."""
        from stakemap.app.features.export.print_dialog import PrintDialog

        self._window.commit_pending()
        if not may_export(self._window):
            return
        dialog = PrintDialog(self._window, self._context, self._session, self._view)
        if self._context.message_boxes.run(dialog):
            self._window.say(dialog.done_text)

    def save_clean(self) -> None:
        """Ask what to remove for outsiders, then save the clean copy or export its slides."""
        from stakemap.app.features.export.clean_copy import CleanCopyDialog

        self._window.commit_pending()
        if not may_export(self._window):
            return
        dialog = CleanCopyDialog(self._window, self._session.document)
        if not self._context.message_boxes.run(dialog) or dialog.document is None:
            return
        if dialog.wants_slides:
            self._export(dialog.document)
        else:
            self._write_copy(dialog.document)

    def _write_copy(self, document: StakeMap) -> None:
        from stakemap.app.document.places import look_at

        usual = self._window.service(Saving).suggested_path()
        suggested = usual.with_name(tr("{name}-clean", name=without_suffix(usual)) + SUFFIX)
        chosen = self._context.message_boxes.map_to_save(self._window, suggested)
        if chosen is None:
            return
        path = with_suffix(chosen)
        place = look_at(self._context, self._window, path, is_target=True)
        if place is None:
            return
        if place.shown is not None:
            headline = tr("“{name}” is open", name=path.name)
            text = tr("A clean copy cannot replace a map that is open. Choose another name.")
            self._context.message_boxes.show_message(self._window, headline, text)
            return
        if place.is_there and not self._window.service(Saving).may_replace(path):
            return
        warnings: list[str] = []
        boxes, text = self._context.message_boxes, tr("Saving “{name}”…", name=path.name)
        worker = Worker(_save_copy, path, document, warnings.append)
        try:
            if run_with_progress(worker, self._window, text, boxes) is None:
                return
        except WriteError as error:
            boxes.show_message(self._window, tr("The copy was not saved"), str(error))
            return
        self._window.say(tr("Clean copy saved as {name}", name=path.name))
        self._window.service(Saving).tell(path, warnings)

    def copy_picture(self) -> None:
        """Copy a picture of the view to the clipboard, in the theme and style of the exports of this map."""
        if not may_export(self._window):
            return
        from stakemap.app.features.export.choices import ExportChoices
        from stakemap.app.kit.slides import slide_mime_data, slide_of, standard_size
        from stakemap.export.policy import in_house

        stored = self._context.settings.exports.get(self._document.id, {})
        choices = ExportChoices.from_settings(stored)
        try:
            theme, parts = in_house(_theme_named(choices.theme), choices.parts)
        except UsageError as error:
            self._context.show_error(self._window, error)
            return
        limits = self._context.settings.balance_limits
        slide = slide_of(self._document, self._view, theme, standard_size(), parts, limits)
        QGuiApplication.clipboard().setMimeData(slide_mime_data(slide))
        self._window.say(tr("Copied the picture"))


def _save_copy(report: Progress, path: Path, document: StakeMap, warn: Callable[[str], object]) -> str:
    return save_map(path, document, warn=warn, progress=report)


def _theme_named(name: str) -> Theme:
    """A theme by its name or the path of its file; the light one where that cannot be used."""
    from stakemap.export.theme_files import read_theme

    if name in THEMES:
        return THEMES[name]
    try:
        return read_theme(Path(name))
    except (UsageError, ValueError):
        return LIGHT
