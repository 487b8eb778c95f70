"""The actions for files and windows: new, open, earlier versions, check, close, quit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.documents import Documents
from stakemap.app.document.many_files import take_files
from stakemap.app.document.map_writer import MapWriter
from stakemap.app.document.missing_files import MissingFiles
from stakemap.app.document.other_versions import compare_file
from stakemap.app.kit.actions.action import Action, Key, action, submenu
from stakemap.app.kit.actions.host import MenuEntry
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature, Window
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr
from stakemap.model.checks import FAULT_LIMIT, check
from stakemap.storage.files import SUFFIXES
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.editing.session import Session
    from stakemap.storage.store.versions import VersionInfo

#: Seconds to wait for drives before the menu of recent files opens.
_GRACE = 0.1


class DocumentFeature(Feature):
    """The feature of opening maps and windows."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        window.fill_menu("recent", self.recent_entries)
        window.fill_menu("presets", self.preset_entries)
        window.fill_menu("window", self.window_entries)

    @property
    def _documents(self) -> Documents:
        return self._context.service(Documents)

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "File", except saving and exports, and the first of the menu "Window"."""
        has_map = self._window.has_map
        new, save, out, _, leave = (("file", group) for group in range(5))
        return (
            action("new", tr("&New map"), self.new, new, Key.New, icon="new", on="toolbar"),
            submenu("presets", new),
            action(
                "open",
                tr("&Open…"),
                self.open,
                new,
                Key.Open,
                tip=tr("Open a map"),
                icon="open",
                on="toolbar",
            ),
            submenu("recent", new),
            action(
                "welcome",
                tr("&Welcome page"),
                self._context.show_welcome,
                new,
                "Ctrl+Shift+W",
                icon="welcome",
            ),
            action(
                "versions",
                tr("Ear&lier versions…"),
                self.versions,
                save,
                "Ctrl+Shift+H",
                tip=tr("Show, compare and restore earlier versions"),
                icon="recent",
                enabled=has_map,
            ),
            action(
                "compare",
                tr("Co&mpare with…"),
                self.compare,
                save,
                tip=tr("Compare the map with another one, such as an earlier copy"),
                enabled=has_map,
            ),
            action(
                "merge",
                tr("Mer&ge a colleague’s copy…"),
                self.merge,
                save,
                tip=tr("Take over what a colleague changed in a copy of this map"),
                enabled=self._window.can_edit,
            ),
            action(
                "check",
                tr("C&heck the map"),
                self.check,
                out,
                "Ctrl+Shift+K",
                icon="check-list",
                enabled=has_map,
            ),
            action("close", tr("&Close"), self.close, leave, Key.Close, "Ctrl+W", icon="close"),
            action("quit", tr("&Quit"), self._context.quit, leave, Key.Quit, "Ctrl+Q", icon="quit"),
            action(
                "new-window",
                tr("&New window"),
                self.new_window,
                ("window", 0),
                "Ctrl+Shift+N",
                icon="window",
            ),
            action(
                "second-window",
                tr("New window on this &map"),
                self.second_window,
                ("window", 0),
                "Ctrl+Shift+O",
                tip=tr("Show this map in another window too"),
                icon="window",
                enabled=has_map,
            ),
        )

    def new(self) -> None:
        """Open a new, empty map."""
        from stakemap.storage.presets import BLANK

        self._documents.open_preset(BLANK, self._window)

    def new_window(self) -> None:
        """Open a window with the welcome page."""
        self._context.new_window().present()

    def close(self) -> None:
        """Close the window; in place of the last map that is open comes the welcome page."""
        session = self._window.session
        if session is not None and self._context.service(MapWriter).do_once_saved(session, self.close):
            return
        is_last = session is not None and len(self._context.windows) == 1
        if is_last:
            # While the window closes: once the last one has, the app ends.
            self._context.window_closed.connect(self._show_welcome)
        self._window.close()
        if is_last:
            self._context.window_closed.disconnect(self._show_welcome)

    def _show_welcome(self, _window: Window, _session: Session | None) -> None:
        self._context.show_welcome()

    def second_window(self) -> None:
        """Open another window on the same map."""
        self._documents.second_window(self._window)

    def open(self) -> None:
        """Ask for files and open them as maps."""
        paths = self._context.message_boxes.files_to_open(self._window, self._context.folder_of())
        take_files(self._window, paths, lambda path: self._documents.open_file(path, self._window))

    def open_recent(self, path: str) -> None:
        """Open a recent file."""
        self._documents.open_file(Path(path), self._window)

    def versions(self) -> None:
        """Show the dialog of earlier versions, which can restore one."""
        from stakemap.app.document.earlier_versions import EarlierVersionsDialog

        view = self._window.view
        assert view is not None
        self._window.commit_pending()
        worker = Worker(_versions, self._context.service(Autosave), self._session)
        text = tr("Looking for earlier versions")
        versions = run_with_progress(worker, self._window, text, self._context.message_boxes)
        if versions is None:
            return
        dialog = EarlierVersionsDialog(self._window, self._context, self._session, view, versions)
        if not self._context.message_boxes.run(dialog):
            return
        if dialog.restored is not None:
            self._window.say(tr("The earlier version has been restored. Undo brings the current one back."))
        elif dialog.compared is not None:
            self._window.comparison_requested.emit(dialog.compared)

    def compare(self) -> None:
        """Ask for a map and compare it with the one in the window."""
        self._compare_chosen(tr("Compare with"), merges=False)

    def merge(self) -> None:
        """Ask for another version of the map in the window, to be compared and merged."""
        self._compare_chosen(tr("Merge a colleague’s copy"), merges=True)

    def _compare_chosen(self, title: str, *, merges: bool) -> None:
        folder = self._context.folder_of()
        boxes = self._context.message_boxes
        path = boxes.file_to_open(self._window, title, folder, tr("Stakemap maps"), SUFFIXES)
        if path is not None:
            compare_file(self._window, path, merges=merges)

    def check(self) -> None:
        """Check the map and show the findings."""
        from stakemap.app.document.findings_dialog import FindingsDialog
        from stakemap.picture.kinds import headline_findings
        from stakemap.wording.merging import conflict_findings

        self._window.commit_pending()
        document = self._session.document
        conflicts = islice(conflict_findings(document), FAULT_LIMIT)
        faults = (*conflicts, *check(document), *headline_findings(document))
        self._context.message_boxes.run(FindingsDialog(self._window, faults))

    def recent_entries(self) -> list[MenuEntry]:
        """The entries of the menu of recent files."""
        entries: list[MenuEntry] = []
        missing_files = self._context.service(MissingFiles)
        missing_files.look(self._context.settings.recent[:10], _GRACE)
        for number, file in enumerate(self._context.settings.recent[:10], 1):
            name = Path(file.path).name
            text = f"{number}  {shortened(file.title)} — {name}" if file.title else f"{number}  {name}"
            missing = missing_files.is_missing(file)
            if missing:
                text = tr("{map} (not found)", map=text)
            entries.append(MenuEntry(text, not missing, partial(self.open_recent, file.path)))
        if not entries:
            entries.append(MenuEntry(tr("No recent maps"), False, lambda: None))
        return entries

    def preset_entries(self) -> list[MenuEntry]:
        """The entries of the menu of presets."""
        from stakemap.storage.presets import list_presets

        return [
            MenuEntry(shortened(preset.title), True, partial(self._open_preset, preset.id))
            for preset in list_presets()
        ]

    def _open_preset(self, name: str) -> None:
        self._documents.open_preset(name, self._window)

    def window_entries(self) -> list[MenuEntry]:
        """The entries of the menu of windows."""
        windows = self._context.windows
        return [MenuEntry(window.menu_title, True, window.present) for window in windows]


def _versions(
    _report: Callable[[float], bool], autosave: Autosave, session: Session
) -> tuple[VersionInfo, ...]:
    return autosave.versions(session)
