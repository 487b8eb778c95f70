"""All that the app asks or tells in a dialog, behind one protocol, so that tests can answer in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QDialog, QFileDialog, QWidget

from stakemap.app.kit.plain_text import Choice, MessageDialog, shortened
from stakemap.i18n import tr

__all__ = ["DialogQuestions", "OutsideAnswer", "Questions", "SaveAnswer"]

SaveAnswer = Literal["save", "discard", "cancel"]
OutsideAnswer = Literal["differences", "copy", "overwrite", "cancel"]


class Questions(Protocol):
    """What the app needs to know from its user. Each call returns once the user has answered."""

    def save_changes(self, parent: QWidget, title: str) -> SaveAnswer:
        """Whether to save the changes to a map that is about to close."""

    def changed_outside(self, parent: QWidget, name: str) -> OutsideAnswer:
        """What to do when another program changed the file that is about to be written."""

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        """The files to open; none when the user thought better of it."""

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Where to save a map, overwriting already agreed to; None to leave it."""

    def picture_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Where to write a picture; overwriting is asked by `confirm`. None to leave it."""

    def theme_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """The file of a team's own theme; None to leave it."""

    def confirm(self, parent: QWidget | None, headline: str, text: str, accept: str) -> bool:
        """Whether to do what `accept` says."""

    def tell(
        self, parent: QWidget | None, headline: str, text: str = "", details: str = "", symbol: str = "error"
    ) -> None:
        """Say what happened; `details` can be copied."""

    def colour(self, parent: QWidget, current: str) -> str | None:
        """A colour as "#rrggbb", or None to leave it."""

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog until it is closed; whether it was accepted."""


class DialogQuestions:
    """Asks with real dialogs."""

    def save_changes(self, parent: QWidget, title: str) -> SaveAnswer:
        """See Questions."""
        answer = self._ask(
            parent,
            tr("Save the changes to “{title}”?", title=shortened(title)),
            tr("Without saving, the changes since the last save are lost."),
            (
                Choice("save", tr("&Save"), "accept"),
                Choice("discard", tr("&Don’t save"), "destructive"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        return "save" if answer == "save" else "discard" if answer == "discard" else "cancel"

    def changed_outside(self, parent: QWidget, name: str) -> OutsideAnswer:
        """See Questions."""
        answer = self._ask(
            parent,
            tr("“{name}” was changed by another program", name=name),
            tr("The file is not as it was when it was last read or saved here. What shall become of it?"),
            (
                Choice("copy", tr("&Save a copy…"), "accept"),
                Choice("differences", tr("See what &differs…")),
                Choice("overwrite", tr("&Overwrite it"), "destructive"),
                Choice("cancel", tr("Cancel"), "reject"),
            ),
        )
        known: dict[str, OutsideAnswer] = {
            "copy": "copy",
            "differences": "differences",
            "overwrite": "overwrite",
        }
        return known.get(answer, "cancel")

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        """See Questions."""
        filters = ";;".join(
            (tr("Stakemap maps") + " (*.stakemap.json *.stakemap *.json)", tr("All files") + " (*)")
        )
        names, _ = QFileDialog.getOpenFileNames(parent, tr("Open a map"), str(folder), filters)
        return [Path(name) for name in names]

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """See Questions."""
        kind = tr("Stakemap maps") + " (*.stakemap.json *.stakemap *.json)"
        name, _ = QFileDialog.getSaveFileName(parent, tr("Save the map as"), str(suggested), kind)
        return Path(name) if name else None

    def picture_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """See Questions."""
        kinds = {
            ".png": tr("PNG pictures") + " (*.png)",
            ".svg": tr("SVG drawings") + " (*.svg)",
            ".pdf": tr("PDF documents") + " (*.pdf)",
            ".pptx": tr("PowerPoint decks") + " (*.pptx)",
        }
        name, chosen = QFileDialog.getSaveFileName(
            parent,
            tr("Export slides"),
            str(suggested),
            ";;".join(kinds.values()),
            kinds.get(suggested.suffix.lower(), ""),
            QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return None
        ending = next((each for each, kind in kinds.items() if kind == chosen), "")
        return Path(name) if Path(name).suffix.lower() in kinds else Path(name + ending)

    def theme_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """See Questions."""
        kinds = ";;".join((tr("Themes") + " (*.json)", tr("All files") + " (*)"))
        name, _ = QFileDialog.getOpenFileName(parent, tr("Choose a theme"), str(folder), kinds)
        return Path(name) if name else None

    def confirm(self, parent: QWidget | None, headline: str, text: str, accept: str) -> bool:
        """See Questions."""
        choices = (Choice("yes", accept, "accept"), Choice("no", tr("Cancel"), "reject"))
        return self._ask(parent, headline, text, choices) == "yes"

    def tell(
        self, parent: QWidget | None, headline: str, text: str = "", details: str = "", symbol: str = "error"
    ) -> None:
        """See Questions."""
        self.run(MessageDialog(parent, headline, text, details=details, symbol=symbol))

    def colour(self, parent: QWidget, current: str) -> str | None:
        """See Questions."""
        chosen = QColorDialog.getColor(QColor(current), parent, tr("Colour"))
        return chosen.name() if chosen.isValid() else None

    def run(self, dialog: QDialog) -> bool:
        """See Questions."""
        accepted = dialog.exec() == int(QDialog.DialogCode.Accepted)
        dialog.deleteLater()
        return accepted

    def _ask(self, parent: QWidget | None, headline: str, text: str, choices: Sequence[Choice]) -> str:
        dialog = MessageDialog(parent, headline, text, choices=choices, symbol="info")
        self.run(dialog)
        return dialog.answer
