"""The row of the export dialog for format and file, and the confirmation to replace existing files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.export_target import may_replace, typed_path, with_ending
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.errors import UsageError
from stakemap.export.exporters import Exporter, all_endings
from stakemap.export.formats import exporter_for
from stakemap.export.policy import exporters
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes


class TargetRow(QWidget):
    """Asks for format and file, which are kept consistent; `changed` is emitted after each choice.

    `suggest` returns a path for a file name ending; its folder completes relative paths.
    """

    changed = Signal()

    def __init__(self, message_boxes: MessageBoxes, suggest: Callable[[str], Path]) -> None:
        super().__init__()
        self._message_boxes, self._suggest = message_boxes, suggest
        #: The file in the line as it was suggested, until the user names another.
        self._suggested: str | None = None
        self.format_choice = ChoiceBox()
        for exporter in exporters():
            self.format_choice.addItem(exporter.title(), exporter.endings[0])
        self.line = QLineEdit()
        exclude_from_drafts(self.line)
        self.browse = QPushButton(tr("&Choose…"))
        row_layout(
            labelled(tr("&Format"), self.format_choice),
            (labelled(tr("Fi&le"), self.line), 1),
            (self.browse, 0, Qt.AlignmentFlag.AlignBottom),
            spacing=GRID,
            on=self,
        )
        self.format_choice.currentIndexChanged.connect(self._format_chosen)
        self.line.textEdited.connect(self._typed)
        self.browse.clicked.connect(self._browse)

    def restore(self, ending: str) -> None:
        """Show the format of this ending and the suggested file."""
        self.format_choice.setCurrentIndex(max(0, self.format_choice.findData(ending)))
        self._show_suggestion()

    def suggest_again(self) -> None:
        """Show the file that is suggested now, unless the user has named one."""
        if self.line.text() == self._suggested:
            self._show_suggestion()

    def _show_suggestion(self) -> None:
        self._suggested = str(self._suggest(self.ending))
        self.line.setText(self._suggested)

    @property
    def exporter(self) -> Exporter:
        """The exporter of the chosen format."""
        return exporter_for(Path(f"slides{self.ending}"))

    @property
    def ending(self) -> str:
        """The default file name ending of the format."""
        return str(self.format_choice.currentData())

    @property
    def path(self) -> Path:
        """The file to write; raises UsageError for an invalid path."""
        path = typed_path(self.line.text(), self._suggest(self.ending).parent)
        return with_ending(path, self.exporter.endings)

    def _format_chosen(self) -> None:
        path = Path(self.line.text())
        if self.line.text() == self._suggested:
            self._show_suggestion()
        elif path.suffix.lower() in all_endings():
            self.line.setText(str(path.with_suffix(self.ending)))
        self.changed.emit()

    def _typed(self) -> None:
        """Switch the format to that of the ending typed."""
        ending = Path(self.line.text()).suffix.lower()
        usual = next((each.endings[0] for each in exporters() if ending in each.endings), self.ending)
        if usual != self.ending:
            with QSignalBlocker(self.format_choice):
                self.format_choice.setCurrentIndex(self.format_choice.findData(usual))
        self.changed.emit()

    def _browse(self) -> None:
        try:
            suggested = self.path
        except UsageError:
            suggested = self._suggest(self.ending)
        chosen = self._message_boxes.picture_to_save(self.window(), suggested)
        if chosen is not None:
            self._suggested = None
            self.line.setText(str(chosen))
            self._typed()

    def may_replace(self, files: tuple[Path, ...], map_file: Path | None) -> bool:
        """See `may_replace`."""
        return may_replace(self._message_boxes, self.window(), files, map_file)
