"""Files and windows: new, open, save, revert, export, close, quit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.kit.plain_text import shortened
from stakemap.errors import MapReadError, WriteError
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.kit.actions.host import MenuEntry
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.editing.session import Session
    from stakemap.model.document import StakeMap

__all__ = ["FileCommands"]


class FileCommands:
    """Commands of one window; each that needs a map is only offered while one is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk

    @property
    def _session(self) -> Session:
        assert self._window.session is not None
        return self._window.session

    def new(self) -> None:
        """A new, empty map."""
        from stakemap.storage.presets import BLANK

        self._desk.open_preset(BLANK, self._window)

    def new_window(self) -> None:
        """A new window, with the welcome page."""
        self._desk.new_window().present()

    def second_window(self) -> None:
        """Another window on the same map."""
        self._desk.second_window(self._window)

    def welcome(self) -> None:
        """The welcome page."""
        self._desk.show_welcome()

    def open(self) -> None:
        """Ask for maps and open them."""
        folder = Path(self._desk.settings.last_folder or Path.home())
        for path in self._desk.questions.files_to_open(self._window, folder):
            self._desk.open_file(path, self._window)

    def open_recent(self, path: str) -> None:
        """Open a map of the list of recent ones."""
        self._desk.open_file(Path(path), self._window)

    def save(self) -> bool:
        """Save the map into its file, asking for one when it has none; whether it was saved."""
        self._window.commit_pending()
        session = self._session
        if session.path is None:
            return self.save_as()
        return self._write(session.path, session.digest)

    def save_as(self) -> bool:
        """Ask for a file and save the map into it; whether it was saved."""
        from stakemap.storage.files import with_suffix
        from stakemap.storage.targets import is_there

        self._window.commit_pending()
        chosen = self._desk.questions.map_to_save(self._window, self._suggested())
        if chosen is None:
            return False
        path = with_suffix(chosen)
        other = self._desk.window_of(path)
        is_own = other is not None and other.session is self._session
        if other is not None and not is_own:
            headline = tr("“{name}” is open in another window", name=path.name)
            self._desk.questions.tell(self._window, headline, tr("Choose another name, or close it there."))
            return False
        if (not is_own or self._session.read_only) and self._is_held_elsewhere(path):
            return False
        if path != chosen and is_there(path) and not self._may_replace(path):
            return False
        # What the file dialog asked was about the file as it is known here.
        return self._write(path, self._session.digest if is_own else None)

    def _is_held_elsewhere(self, path: Path) -> bool:
        """Whether another process has a file open, which the user is told."""
        from stakemap.app.document.file_locks import holder_text
        from stakemap.storage.presence import holder_of

        holder = holder_of(path)
        if holder is not None:
            headline = tr("“{name}” is open elsewhere", name=path.name)
            text = tr("{who} Choose another name, or close it there.", who=holder_text(holder))
            self._desk.questions.tell(self._window, headline, text)
        return holder is not None

    def _may_replace(self, path: Path) -> bool:
        headline = tr("Replace “{name}”?", name=path.name)
        text = tr("There is a file of that name already. What it holds would be lost.")
        return self._desk.questions.confirm(self._window, headline, text, tr("&Replace"))

    def _suggested(self) -> Path:
        """The file as it is called, or one named after the title, in the folder used last."""
        from stakemap.model.ids import slug
        from stakemap.storage.files import SUFFIX

        if self._session.path is not None:
            return self._session.path
        folder = Path(self._desk.settings.last_folder or Path.home())
        title = self._session.document.title
        return folder / ((slug(title) if title.strip() else "map") + SUFFIX)

    def _write(self, path: Path, expected: str | None, in_place: bool = False) -> bool:
        from stakemap.storage.files import ChangedOutsideError, InPlaceError, save_map

        document = self._session.before_saving()
        try:
            digest = save_map(path, document, expected_digest=expected, in_place=in_place)
        except ChangedOutsideError as error:
            return self._resolve_outside_change(path, error.digest)
        except InPlaceError as error:
            return not in_place and self._write_in_place(path, document, expected, error)
        except WriteError as error:
            self._desk.questions.tell(self._window, tr("The map was not saved"), str(error))
            return False
        self._session.mark_saved(path, digest)
        self._desk.note_recent(path, self._session.display_title)
        self._window.say(tr("Saved as {name}", name=path.name))
        return True

    def _resolve_outside_change(self, path: Path, found: str) -> bool:
        """Ask what to do with a file whose content, known by its digest, was written by somebody else."""
        answer = self._desk.questions.changed_outside(self._window, path.name)
        while answer == "differences":
            self._show_differences(path)
            answer = self._desk.questions.changed_outside(self._window, path.name)
        if answer == "copy":
            return self.save_as()
        return answer == "overwrite" and self._write(path, found)

    def _show_differences(self, path: Path) -> None:
        from stakemap.app.document.opening import read_map, tell_unreadable
        from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog

        try:
            opened = read_map(path, self._window, self._desk.questions, self._desk.limits)
        except MapReadError as error:
            tell_unreadable(self._window, self._desk.questions, path, error)
            return
        if opened is not None:
            lead = tr("What leads from the map as it is here to what “{name}” holds now.", name=path.name)
            dialog = DifferencesDialog(self._window, lead, self._session.document, opened.document)
            self._desk.questions.run(dialog)

    def show_outside_differences(self) -> None:
        """Show in words how the file differs from the map."""
        self._window.commit_pending()
        if self._session.path is not None:
            self._show_differences(self._session.path)

    def overwrite(self, found: str) -> bool:
        """Save over what another program wrote, known by its digest; asks if it is something else by now."""
        self._window.commit_pending()
        path = self._session.path
        return path is not None and self._write(path, found or None)

    def _write_in_place(
        self, path: Path, document: StakeMap, expected: str | None, reason: WriteError
    ) -> bool:
        """Ask whether to overwrite a file as it is, while a copy is kept, and do so."""
        from stakemap.storage.files import recovery_copy

        headline = tr("Write into the file as it is?")
        text = tr(
            "{reason} A copy of the map is kept until that is done, so nothing is lost if it is cut off.",
            reason=reason,
        )
        try:
            with recovery_copy(path, document):
                if self._desk.questions.confirm(self._window, headline, text, tr("&Write into it")):
                    return self._write(path, expected, in_place=True)
        except WriteError as error:
            self._desk.questions.tell(self._window, tr("The map was not saved"), str(error))
        return False

    def revert(self) -> None:
        """Go back to the map as its file has it; undo brings the changes back."""
        headline = tr("Go back to the saved map?")
        text = tr("The changes since the last save go; undo brings them back while the map is open.")
        if not self._desk.questions.confirm(self._window, headline, text, tr("&Go back")):
            return
        self.read_again()

    def read_again(self) -> None:
        """Take the map as its file has it now; undo brings back what was here."""
        from stakemap.app.document.opening import read_map, tell_unreadable

        session = self._session
        assert session.path is not None
        try:
            opened = read_map(session.path, self._window, self._desk.questions, self._desk.limits)
        except MapReadError as error:
            tell_unreadable(self._window, self._desk.questions, session.path, error)
            return
        if opened is not None:
            session.reload(opened.document, opened.digest, tr("Revert to the saved map"))

    def versions(self) -> None:
        """Show the earlier versions of the map, and put one of them back."""
        from stakemap.app.document.earlier_versions import EarlierVersionsDialog

        view = self._window.view
        assert view is not None
        self._window.commit_pending()
        dialog = EarlierVersionsDialog(self._window, self._desk, self._session, view)
        if self._desk.questions.run(dialog) and dialog.restored is not None:
            self._window.say(tr("The earlier version is back; undo takes it away again."))

    def export(self) -> None:
        """Ask which slides are wanted and write them."""
        self._window.commit_pending()
        self._export(None)

    def _export(self, outsiders: StakeMap | None) -> None:
        from stakemap.app.features.export.dialog import ExportDialog

        view = self._window.view
        assert view is not None
        dialog = ExportDialog(self._window, self._desk, self._session, view, outsiders)
        if not self._desk.questions.run(dialog) or not dialog.written:
            return
        first, count = dialog.written[0], len(dialog.written)
        if count == 1:
            self._window.say(tr("Exported to {name}", name=first.name))
        else:
            self._window.say(tr("Exported {count} files, {first} first", count=count, first=first.name))

    def save_clean(self) -> None:
        """Ask what outsiders shall not see, and write a copy without it, or slides of that."""
        from stakemap.app.features.export.clean_copy import CleanCopyDialog

        self._window.commit_pending()
        dialog = CleanCopyDialog(self._window, self._session.document)
        if not self._desk.questions.run(dialog) or dialog.document is None:
            return
        if dialog.wants_slides:
            self._export(dialog.document)
        else:
            self._write_copy(dialog.document)

    def _write_copy(self, document: StakeMap) -> None:
        from stakemap.storage.files import SUFFIX, save_map, with_suffix
        from stakemap.storage.targets import is_there

        usual = self._suggested()
        stem = usual.name.removesuffix(SUFFIX)
        suggested = usual.with_name(tr("{name}-clean", name=stem) + SUFFIX)
        chosen = self._desk.questions.map_to_save(self._window, suggested)
        if chosen is None:
            return
        path = with_suffix(chosen)
        if self._desk.window_of(path) is not None:
            headline = tr("“{name}” is open", name=path.name)
            text = tr("A clean copy must not take the place of a map that is open; choose another name.")
            self._desk.questions.tell(self._window, headline, text)
            return
        if path != chosen and is_there(path) and not self._may_replace(path):
            return
        try:
            save_map(path, document)
        except WriteError as error:
            self._desk.questions.tell(self._window, tr("The copy was not saved"), str(error))
            return
        self._window.say(tr("Clean copy saved as {name}", name=path.name))

    def check(self) -> None:
        """Say what is wrong with the map, or that nothing is."""
        from stakemap.app.document.findings_dialog import FindingsDialog
        from stakemap.model.checks import check

        self._window.commit_pending()
        self._desk.questions.run(FindingsDialog(self._window, check(self._session.document)))

    def close(self) -> None:
        """Close the window."""
        self._window.close()

    def quit(self) -> None:
        """Close all windows."""
        self._desk.quit()

    def recent_entries(self) -> list[MenuEntry]:
        """The recent maps for the menu."""
        entries: list[MenuEntry] = []
        for number, file in enumerate(self._desk.settings.recent[:10], 1):
            name = Path(file.path).name
            text = f"{number}  {shortened(file.title)} — {name}" if file.title else f"{number}  {name}"
            missing = file.is_missing
            if missing:
                text = tr("{map} (not found)", map=text)
            entries.append((text, not missing, partial(self.open_recent, file.path)))
        if not entries:
            entries.append((tr("No recent maps"), False, lambda: None))
        return entries

    def preset_entries(self) -> list[MenuEntry]:
        """The presets for the menu."""
        from stakemap.storage.presets import list_presets

        return [
            (shortened(preset.title), True, partial(self._open_preset, preset.id))
            for preset in list_presets()
        ]

    def _open_preset(self, name: str) -> None:
        self._desk.open_preset(name, self._window)

    def window_entries(self) -> list[MenuEntry]:
        """The open windows for the menu."""
        windows = self._desk.windows
        return [(shortened(window.menu_title), True, window.present) for window in windows]
