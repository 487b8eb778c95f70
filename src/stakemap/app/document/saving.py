"""Saving the map of a window, with conflict resolution when its file was changed externally."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stakemap.app.document.git_conflicts import tell_git
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.opening import read_map, show_read_error
from stakemap.app.document.other_versions import compare_file
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature, Window
from stakemap.errors import EditError, MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.model.edits import set_texts
from stakemap.model.ids import slug
from stakemap.storage.files import SUFFIX, OverLimitError, recovery_copy, with_suffix, without_suffix
from stakemap.storage.locks.locks import LockedError
from stakemap.storage.saving.targets import absolute
from stakemap.storage.saving.writing import ExternalChangeError, InPlaceError
from stakemap.text import single_line

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.storage.locks.presence import Holder
    from stakemap.storage.reading.limits import Limits

#: The name proposed for the file of a map without a title.
_UNNAMED = "map"


class Saving(Feature):
    """The feature of saving a map into its file; the user is asked before anything is overwritten."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        #: The limits that the user has agreed to exceed, and the warnings shown so far.
        self._exceeded: Limits | None = None
        self._told: set[tuple[Path, str]] = set()

    def actions(self) -> Iterable[Action]:
        """The actions of saving in the menu "File"."""
        return (
            action(
                "save",
                tr("&Save"),
                self.save,
                ("file", 1),
                Key.Save,
                icon="save",
                enabled=self._can_save,
                on="toolbar",
            ),
            action(
                "save-as",
                tr("Save &as…"),
                self.save_as,
                ("file", 1),
                Key.SaveAs,
                "Ctrl+Shift+S",
                icon="save-as",
                enabled=self._window.has_map,
            ),
            action(
                "revert",
                tr("Re&vert to the saved map…"),
                self.revert,
                ("file", 1),
                icon="revert",
                enabled=self._can_revert,
            ),
        )

    @property
    def _writer(self) -> MapWriter:
        return self._context.service(MapWriter)

    def _can_save(self) -> bool:
        """Whether the map has unsaved changes or no file yet."""
        session = self._window.session
        return session is not None and (session.is_modified or session.path is None)

    def _can_revert(self) -> bool:
        """Whether the map has a file and unsaved changes."""
        session = self._window.session
        return session is not None and session.path is not None and session.is_modified

    def save(self) -> bool:
        """Save the map into its file, asking for one when it has none; whether it was saved."""
        self._window.commit_pending()
        session = self._session
        if session.path is None:
            return self.save_as()
        conflicting = session.conflicting
        if conflicting and not session.has_merged(conflicting) and not self._may_save_one():
            return False
        return self._write(session.path, session.digest)

    def _may_save_one(self) -> bool:
        """Ask whether to save the map although its file has another version, which was not merged."""
        text = tr(
            "Git could not merge two versions of this map, and only one of them is open. If you save it, the "
            "file has that one alone. “Compare and merge…” shows the other one."
        )
        headline, accept = tr("Save only one of two versions?"), tr("&Save this one")
        return self._context.message_boxes.confirm(self._window, headline, text, accept, destructive=True)

    def save_as(self) -> bool:
        """Ask for a file and save the map into it; whether it was saved."""
        from stakemap.app.document.places import look_at

        self._window.commit_pending()
        chosen = self._context.message_boxes.map_to_save(self._window, self.suggested_path())
        if chosen is None:
            return False
        path = absolute(with_suffix(chosen))
        place = look_at(self._context, self._window, path, is_target=True)
        if place is None:
            return False
        other = None if place.shown is None else self._context.window_of(place.shown)
        is_own = other is not None and other.session is self._session
        if other is not None and not is_own:
            headline = tr("“{name}” is open in another window", name=path.name)
            self._context.message_boxes.show_message(
                self._window, headline, tr("Choose another name, or close it there.")
            )
            return False
        if place.holder is not None:
            self._show_holder(path, place.holder)
            return False
        if not is_own and place.is_there and not self.may_replace(path):
            return False
        # Whether the map's own file was changed by another program is asked when it is written.
        return self._write_as(path, self._session.digest if is_own else None)

    def _write_as(self, path: Path, expected: str | None) -> bool:
        """Write the map into a file, which gives a map without a title its name if it is the first one."""
        session, is_named = self._session, self._name_after(path)
        named = session.document
        is_saved = self._write(path, expected)
        if is_named and is_saved:
            title = session.display_title
            self._window.say(
                tr(
                    "Saved as {name}; the map is now called “{title}”, which can be undone",
                    name=path.name,
                    title=title,
                )
            )
        elif is_named and session.document is named and not self._writer.is_writing(session):
            session.undo()
        return is_saved

    def _name_after(self, path: Path) -> bool:
        """Give a map without file and title the name of `path` as its title; whether that was done."""
        session, title = self._session, single_line(without_suffix(path))
        is_untitled = session.path is None and not session.read_only and not session.document.title.strip()
        if not is_untitled or not title or title == _UNNAMED:
            return False
        try:
            session.apply(set_texts.of(title=title), label=tr("Name the map after its file"))
        except EditError:
            # Not every name of a file can be a title, such as one that is not valid UTF-8.
            return False
        return True

    def _show_holder(self, path: Path, holder: Holder) -> None:
        """Show that another process has a file open."""
        from stakemap.app.document.file_locks import holder_text

        headline = tr("“{name}” is open elsewhere", name=path.name)
        text = tr("{who} Choose another name, or close it there.", who=holder_text(holder))
        self._context.message_boxes.show_message(self._window, headline, text)

    def may_replace(self, path: Path) -> bool:
        """Ask whether a file that is there may be replaced."""
        headline = tr("Replace “{name}”?", name=path.name)
        text = tr("A file with that name already exists. Its content would be lost.")
        return self._context.message_boxes.confirm(
            self._window, headline, text, tr("&Replace"), destructive=True
        )

    def suggested_path(self) -> Path:
        """The file of the map, or one named after its title in the folder used last."""
        if self._session.path is not None:
            return self._session.path
        title = self._session.document.title
        return self._context.folder_of() / ((slug(title) if title.strip() else _UNNAMED) + SUFFIX)

    def _write(self, path: Path, expected: str | None, **agreed: Any) -> bool:
        """Write the map into a file and mark it as saved; asks and shows what stands against it.

        `agreed` are arguments of `save_map` that the user has agreed to.
        """
        document, warnings = self._session.before_saving(), list[str]()
        was_conflicting = self._session.conflicting and path == self._session.path
        try:
            how = {"limits": self._limits, "warn": warnings.append} | agreed
            digest = self._writer.write(self._window, path, document, expected, **how)
        except WriteError as error:
            return self._ask(error, path, document, expected, agreed)
        if digest is None:
            self._window.say(tr("“{name}” counts as unsaved until it is written.", name=path.name))
            return False
        self._context.note_recent(path, self._session.display_title, document.id)
        self._window.say(tr("Saved as {name}", name=path.name))
        self.tell(path, warnings)
        if was_conflicting:
            tell_git(self._window, path)
        return True

    @property
    def _limits(self) -> Limits | None:
        """The limits over which to ask; None once the user has agreed to exceed them."""
        return None if self._context.limits == self._exceeded else self._context.limits

    def _ask(
        self, error: WriteError, path: Path, document: StakeMap, expected: str | None, agreed: dict[str, Any]
    ) -> bool:
        """Ask what to do where an error of saving is a question, else show it; whether it was saved then."""
        if isinstance(error, ExternalChangeError):
            return self._resolve_external_change(path, error.digest, agreed)
        if isinstance(error, LockedError):
            return self._resolve_lock(path, expected, agreed)
        if isinstance(error, OverLimitError):
            return self._may_exceed(error) and self._write(path, expected, **agreed)
        if isinstance(error, InPlaceError):
            return self._write_in_place(path, document, expected, agreed, error)
        self._context.message_boxes.show_message(self._window, tr("The map was not saved"), str(error))
        return False

    def _resolve_external_change(self, path: Path, found: str, agreed: dict[str, Any]) -> bool:
        """Ask what to do about a file that has the digest `found` since another program changed it.

        It is replaced without a question where what it has was merged into the map.
        """
        if self._session.has_merged(found):
            return self._write(path, found, **agreed)
        answer = self._context.message_boxes.external_change(self._window, path.name)
        while answer == "differences":
            self._show_differences(path)
            answer = self._context.message_boxes.external_change(self._window, path.name)
        if answer == "copy":
            return self.save_as()
        if answer == "compare":
            self.merge_own_file()
        return answer == "overwrite" and self._write(path, found, **agreed)

    def _resolve_lock(self, path: Path, expected: str | None, agreed: dict[str, Any]) -> bool:
        """Ask what to do about a file that another process does not finish to save."""
        answer = self._context.message_boxes.locked(self._window, path.name)
        if answer == "copy":
            return self.save_as()
        if answer == "save":
            return self._write(path, expected, **agreed | {"patience": None})
        return answer == "wait" and self._write(path, expected, **agreed)

    def _may_exceed(self, error: WriteError) -> bool:
        """Ask whether to save a map that is larger than what is opened; once for each limit."""
        limits, headline = self._context.limits, tr("Save a map that is too large to open?")
        if not self._context.message_boxes.confirm(
            self._window, headline, str(error), tr("&Save anyway"), destructive=True
        ):
            return False
        self._exceeded = limits
        return True

    def tell(self, path: Path, warnings: Iterable[str]) -> None:
        """Show what the drive of a saved file refused, once for each file."""
        for number, warning in enumerate(warnings):
            if (path, warning) not in self._told:
                self._told.add((path, warning))
                self._window.notices.post(f"drive {number}", warning)

    def _show_differences(self, path: Path) -> None:
        from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog

        try:
            opened = read_map(path, self._window, self._context.message_boxes, self._context.limits)
        except MapReadError as error:
            show_read_error(self._window, self._context.message_boxes, path, error)
            return
        if opened is not None:
            lead = tr("Changes from the map here to what “{name}” now contains.", name=path.name)
            dialog = DifferencesDialog(self._window, lead, self._session.document, opened.document)
            self._context.message_boxes.run(dialog)

    def show_file_differences(self) -> None:
        """Show the differences between the map and its file."""
        self._window.commit_pending()
        if self._session.path is not None:
            self._show_differences(self._session.path)

    def merge_own_file(self) -> None:
        """Begin to compare the map with its file, in which another program wrote; then it may be replaced."""
        session = self._session
        if session.path is not None:
            compare_file(self._window, session.path, taken=session.note_merged)

    def overwrite(self, found: str) -> bool:
        """Overwrite the content with the digest `found`; asks again if the file has changed since."""
        self._window.commit_pending()
        path = self._session.path
        return path is not None and self._write(path, found or None)

    def _write_in_place(
        self,
        path: Path,
        document: StakeMap,
        expected: str | None,
        agreed: dict[str, Any],
        reason: WriteError,
    ) -> bool:
        """Ask whether to write in place, while a recovery copy is kept, and do so."""
        headline = tr("Overwrite the file in place?")
        text = tr(
            "{reason} A copy of the map is kept until that is done, so nothing is lost if saving is "
            "interrupted.",
            reason=reason,
        )
        try:
            with recovery_copy(path, document):
                if self._context.message_boxes.confirm(
                    self._window, headline, text, tr("&Overwrite in place")
                ):
                    return self._write(path, expected, **agreed | {"in_place": True})
        except WriteError as error:
            self._context.message_boxes.show_message(self._window, tr("The map was not saved"), str(error))
        return False

    def revert(self) -> None:
        """Reload the map from its file after a confirmation; can be undone."""
        headline = tr("Revert to the saved map?")
        text = tr("Changes since the last save are discarded. Undo brings them back while the map is open.")
        if not self._context.message_boxes.confirm(
            self._window, headline, text, tr("&Revert"), destructive=True
        ):
            return
        self.read_again()

    def read_again(self) -> None:
        """Reload the map from its file; can be undone."""
        session = self._session
        assert session.path is not None
        try:
            opened = read_map(session.path, self._window, self._context.message_boxes, self._context.limits)
        except MapReadError as error:
            show_read_error(self._window, self._context.message_boxes, session.path, error)
            return
        if opened is not None:
            session.reload(opened.document, opened.digest, tr("Revert to the saved map"))
