"""Message boxes and file dialogs behind one protocol, so that tests can answer in place of the user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.i18n import tr
from stakemap.interchange.formats import FORMATS

SaveAnswer = Literal["save", "discard", "cancel"]
ExternalChangeAnswer = Literal["compare", "differences", "copy", "overwrite", "cancel"]
LockedAnswer = Literal["wait", "copy", "save", "cancel"]
RecoverAnswer = Literal["recover", "open", "cancel"]


class MessageBoxes(Protocol):
    """The modal dialogs of the app. Each call returns once the user has answered."""

    def save_changes(self, parent: QWidget, title: str) -> SaveAnswer:
        """Ask whether to save the changes to a map that is about to close; `title` is a short one."""

    def external_change(self, parent: QWidget, name: str) -> ExternalChangeAnswer:
        """Ask what to do when another program changed the file that is about to be written."""

    def locked(self, parent: QWidget, name: str) -> LockedAnswer:
        """Ask what to do when another process has been saving the same file for too long."""

    def recover(self, parent: QWidget | None, name: str, changed: str = "") -> RecoverAnswer:
        """Ask whether to recover the unsaved work on the file `name`, or to open the file as it was saved.

        `changed` says that and when something else changed the file.
        """

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        """Ask for maps to open; empty when cancelled."""

    def files_to_import(self, parent: QWidget, folder: Path) -> list[Path]:
        """Ask for files to import; empty when cancelled."""

    def maps_to_read(self, parent: QWidget, title: str, folder: Path) -> list[Path]:
        """Ask for maps that are read and not opened; empty when cancelled."""

    def folder_to_write(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        """Ask for a folder to write files to; None when cancelled."""

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where to save a map; None when cancelled. The caller asks whether to overwrite."""

    def picture_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask where to write a picture; None when cancelled. The caller asks whether to overwrite."""

    def data_to_save(
        self, parent: QWidget, title: str, suggested: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        """Ask where to write data of a kind, whose files have these endings; None when cancelled. The caller
        asks whether to overwrite.
        """

    def pdf_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Ask for the PDF file to print to; None when cancelled. The caller asks whether to overwrite."""

    def theme_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """Ask for a theme file; None when cancelled."""

    def file_to_open(
        self, parent: QWidget, title: str, folder: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        """Ask for a file of a kind, whose files have these endings; None when cancelled."""

    def confirm(
        self, parent: QWidget | None, headline: str, text: str, accept: str, *, destructive: bool = False
    ) -> bool:
        """Ask for confirmation; `accept` is the text of the button that gives it.

        Where that destroys something (`destructive`) the default is the other button.
        """

    def show_message(
        self, parent: QWidget | None, headline: str, text: str = "", details: str = "", symbol: str = "error"
    ) -> None:
        """Show a message with an icon; `details` can be copied."""

    def run(self, dialog: QDialog) -> bool:
        """Run a dialog modally; whether it was accepted."""


def file_filter(name: str, endings: Iterable[str]) -> str:
    """A name filter for a file dialog, such as "Maps (*.json *.stakemap)"."""
    return f"{name} ({' '.join(f'*{ending}' for ending in endings)})"


def _maps() -> str:
    return file_filter(tr("Stakemap maps"), (".stakemap.json", ".stakemap", ".json"))


def _all_files() -> str:
    return tr("All files") + " (*)"


class QtMessageBoxes:
    """The implementation with Qt's dialogs."""

    def save_changes(self, parent: QWidget, title: str) -> SaveAnswer:
        answer = self._ask(
            parent,
            tr("Save the changes to “{title}”?", title=title),
            tr("If you don’t save, changes since the last save are lost."),
            (
                Choice("save", tr("&Save"), "accept"),
                Choice("discard", tr("&Don’t save"), "destructive"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        return "save" if answer == "save" else "discard" if answer == "discard" else "cancel"

    def external_change(self, parent: QWidget, name: str) -> ExternalChangeAnswer:
        answer = self._ask(
            parent,
            tr("“{name}” was changed by another program", name=name),
            tr("The file has changed since it was last read or saved here. What do you want to do?"),
            (
                Choice("compare", tr("Compare and &merge…"), "accept"),
                Choice("copy", tr("&Save a copy…")),
                Choice("differences", tr("See what &differs…")),
                Choice("overwrite", tr("&Overwrite it"), "destructive"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        known: dict[str, ExternalChangeAnswer] = {
            "compare": "compare",
            "copy": "copy",
            "differences": "differences",
            "overwrite": "overwrite",
        }
        return known.get(answer, "cancel")

    def locked(self, parent: QWidget, name: str) -> LockedAnswer:
        answer = self._ask(
            parent,
            tr("“{name}” is being saved by another copy of Stakemap", name=name),
            tr(
                "It has not finished yet, perhaps because its drive does not respond. If you save anyway, "
                "the other copy of Stakemap asks before it replaces what you saved."
            ),
            (
                Choice("wait", tr("&Wait longer"), "accept"),
                Choice("copy", tr("Save a &copy…")),
                Choice("save", tr("&Save anyway"), "destructive"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        known: dict[str, LockedAnswer] = {"wait": "wait", "copy": "copy", "save": "save"}
        return known.get(answer, "cancel")

    def recover(self, parent: QWidget | None, name: str, changed: str = "") -> RecoverAnswer:
        text = tr(
            "Stakemap closed before it was saved. The file itself stays as it is until you save. "
            "If you open the saved file, you can still recover the unsaved work from the welcome "
            "page."
        )
        answer = self._ask(
            parent,
            tr("Unsaved work on “{name}” was kept", name=name),
            f"{changed}\n\n{text}" if changed else text,
            (
                Choice("recover", tr("&Recover the unsaved work"), "accept"),
                Choice("open", tr("&Open the saved file")),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        return "recover" if answer == "recover" else "open" if answer == "open" else "cancel"

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        imported = [file_filter(each.title(), each.endings) for each in FORMATS]
        filters = ";;".join((_maps(), *imported, _all_files()))
        names, _ = QFileDialog.getOpenFileNames(parent, tr("Open a map"), str(folder), filters)
        return [Path(name) for name in names]

    def files_to_import(self, parent: QWidget, folder: Path) -> list[Path]:
        kinds = [file_filter(each.title(), each.endings) for each in FORMATS]
        endings = dict.fromkeys(ending for each in FORMATS for ending in each.endings)
        filters = ";;".join((file_filter(tr("Files to import"), endings), *kinds, _all_files()))
        names, _ = QFileDialog.getOpenFileNames(parent, tr("Import"), str(folder), filters)
        return [Path(name) for name in names]

    def maps_to_read(self, parent: QWidget, title: str, folder: Path) -> list[Path]:
        kinds = ";;".join((_maps(), _all_files()))
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder), kinds)
        return [Path(name) for name in names]

    def folder_to_write(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, title, str(folder))
        return Path(name) if name else None

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        return self._file_to_save(parent, tr("Save the map as"), suggested, _maps())

    def pdf_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        return self._file_to_save(
            parent, tr("Print to a PDF file"), suggested, file_filter(tr("PDF files"), (".pdf",))
        )

    def data_to_save(
        self, parent: QWidget, title: str, suggested: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        return self._file_to_save(parent, title, suggested, file_filter(kind, endings))

    def _file_to_save(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        # Some platforms make "Replace" the default button of their own question.
        only = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds, options=only)
        return Path(name) if name else None

    def picture_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        from stakemap.export.policy import exporters

        kinds = {
            ending: file_filter(exporter.plural(), exporter.endings)
            for exporter in exporters()
            for ending in exporter.endings
        }
        name, chosen = QFileDialog.getSaveFileName(
            parent,
            tr("Export slides"),
            str(suggested),
            ";;".join(dict.fromkeys(kinds.values())),
            kinds.get(suggested.suffix.lower(), ""),
            QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return None
        ending = next((each for each, kind in kinds.items() if kind == chosen), "")
        return Path(name) if Path(name).suffix.lower() in kinds else Path(name + ending)

    def theme_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        return self.file_to_open(parent, tr("Choose a theme"), folder, tr("Themes"), (".json",))

    def file_to_open(
        self, parent: QWidget, title: str, folder: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        kinds = ";;".join((file_filter(kind, endings), _all_files()))
        name, _ = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
        return Path(name) if name else None

    def confirm(
        self, parent: QWidget | None, headline: str, text: str, accept: str, *, destructive: bool = False
    ) -> bool:
        choices = (
            Choice("yes", accept, "destructive" if destructive else "accept"),
            Choice("no", tr("Cancel"), "reject"),
        )
        return self._ask(parent, headline, text, choices) == "yes"

    def show_message(
        self, parent: QWidget | None, headline: str, text: str = "", details: str = "", symbol: str = "error"
    ) -> None:
        self.run(MessageDialog(parent, headline, text, details=details, symbol=symbol))

    def run(self, dialog: QDialog) -> bool:
        accepted = dialog.exec() == int(QDialog.DialogCode.Accepted)
        dialog.deleteLater()
        return accepted

    def _ask(self, parent: QWidget | None, headline: str, text: str, choices: Sequence[Choice]) -> str:
        dialog = MessageDialog(parent, headline, text, choices=choices, symbol="info")
        self.run(dialog)
        return dialog.answer
