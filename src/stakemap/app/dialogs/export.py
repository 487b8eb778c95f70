"""Exporting a picture: how large, in which colours, into which file, with the very picture as preview."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stakemap.app.dialogs.base import Dialog, labelled
from stakemap.app.plain import PlainLabel
from stakemap.app.slides import slide_of, standard_size
from stakemap.app.style import GRID
from stakemap.errors import StakemapError, UsageError
from stakemap.export.png import MOST_PIXELS, MOST_PIXELS_A_SIDE, render, write_png
from stakemap.i18n import tr
from stakemap.model.ids import slug
from stakemap.picture.theme import THEMES
from stakemap.storage.targets import is_there

if TYPE_CHECKING:
    from stakemap.app.desk import Desk
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

__all__ = ["ExportDialog"]

_CUSTOM = "custom"
_SIZES = {"16-9": standard_size(), "4-3": (1440, 1080), "a4": (1684, 1190), "square": (1080, 1080)}
_LEAST = 320
_REST = 120


class _Preview(QWidget):
    """Shows an image as large as fits, on the colour of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(QSize(GRID * 60, GRID * 36))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Preview"))

    def area_for(self, width: float, height: float) -> QRectF:
        """Where a picture of this shape lies in the widget, in logical pixels."""
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        factor = min(room.width() / width, room.height() / height)
        area = QRectF(0, 0, width * factor, height * factor)
        area.moveCenter(room.center())
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            return
        area = self.area_for(self.image.width(), self.image.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self.image)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(area)


class ExportDialog(Dialog):
    """Asks for size, scale, theme and file, and writes the picture; `written` is its path then."""

    def __init__(self, parent: QWidget | None, desk: Desk, session: Session, view: ViewState) -> None:
        super().__init__(parent, tr("Export picture"))
        self._desk, self._session, self._view = desk, session, view
        self.written: Path | None = None
        self.preview = _Preview()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self.show_preview)
        self.error = PlainLabel(role="error", wrap=True)
        self.pixels = PlainLabel(role="caption", wrap=True)
        self._make_options()
        self._lay_out()
        self._restore(desk.settings.exports.get(session.document.id, {}))
        self.add_reject()
        self.export_button = self.add_accept(tr("&Export"))
        self.export_button.clicked.connect(self.write)
        self.resize(GRID * 120, GRID * 70)
        self._changed()

    def _make_options(self) -> None:
        self.size_choice = QComboBox()
        for key, text in (
            ("16-9", tr("Slide, 16 to 9")),
            ("4-3", tr("Slide, 4 to 3")),
            ("a4", tr("Page, A4 across")),
            ("square", tr("Square")),
            (_CUSTOM, tr("Another size")),
        ):
            self.size_choice.addItem(text, key)
        self.size_choice.currentIndexChanged.connect(self._size_chosen)
        self.size_line = QLineEdit()
        self.size_line.textEdited.connect(self._size_typed)
        self.scale_choice = QComboBox()
        for scale in (1.0, 2.0, 3.0, 4.0):
            self.scale_choice.addItem(tr("{scale} times", scale=f"{scale:g}"), scale)
        self.scale_choice.currentIndexChanged.connect(self._changed)
        self.theme_choice = QComboBox()
        for key, text in (
            ("light", tr("Light")),
            ("dark", tr("Dark")),
            ("print", tr("Print, black and white")),
        ):
            self.theme_choice.addItem(text, key)
        self.theme_choice.currentIndexChanged.connect(self._changed)
        self.file_line = QLineEdit(str(self._suggested()))
        self.file_line.setCursorPosition(len(self.file_line.text()))
        self.file_line.textEdited.connect(self._changed)
        self.browse = QPushButton(tr("&Choose…"))
        self.browse.clicked.connect(self._browse)

    def _lay_out(self) -> None:
        options = QVBoxLayout()
        options.setSpacing(GRID * 2)
        options.addLayout(labelled(tr("&Size"), self.size_choice))
        options.addLayout(labelled(tr("&Width × height in pixels"), self.size_line))
        options.addLayout(labelled(tr("S&harpness"), self.scale_choice))
        options.addWidget(self.pixels)
        options.addLayout(labelled(tr("&Theme"), self.theme_choice))
        options.addStretch(1)
        holder = QWidget()
        holder.setLayout(options)
        options.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(GRID * 30)
        row = QHBoxLayout()
        row.setSpacing(GRID * 3)
        row.addWidget(self.preview, 1)
        row.addWidget(holder)
        self.column.addLayout(row, 1)
        file_row = QHBoxLayout()
        file_row.setSpacing(GRID)
        file_row.addLayout(labelled(tr("&File"), self.file_line), 1)
        file_row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(file_row)
        self.column.addWidget(self.error)

    def _restore(self, options: dict[str, Any]) -> None:
        """Begin with what was used the last time for this map, as far as it makes sense."""
        # Slides are shown in lit rooms and printed, so light is where to begin whatever the app looks like.
        self.theme_choice.setCurrentIndex(max(self.theme_choice.findData(options.get("theme")), 0))
        self.scale_choice.setCurrentIndex(max(self.scale_choice.findData(options.get("scale")), 0))
        index = self.size_choice.findData(options.get("size"))
        self.size_choice.setCurrentIndex(max(index, 0))
        self._size_chosen()
        if options.get("size") == _CUSTOM and isinstance(options.get("pixels"), str):
            self.size_line.setText(options["pixels"])

    def _suggested(self) -> Path:
        document, view = self._session.document, self._view
        folder = self._session.path.parent if self._session.path else None
        folder = folder or Path(self._desk.settings.last_folder or Path.home())
        parts = [document.title or "map", view.issue or "", view.snapshot or ""]
        return folder / (slug(" ".join(parts)) + ".png")

    # What was chosen

    @property
    def size_chosen(self) -> tuple[int, int]:
        """Width and height in pixels before scaling; UsageError when what was typed is none."""
        match = re.fullmatch(r"\s*(\d{1,5})\s*(?:x|×|\*|by|\s)\s*(\d{1,5})\s*", self.size_line.text().lower())
        if match is None:
            raise UsageError(tr("Write the size as 1920 × 1080."))
        width, height = (int(side) for side in match.groups())
        if min(width, height) < _LEAST:
            raise UsageError(tr("A side needs at least {least} pixels.", least=_LEAST))
        scaled = (width * self.scale, height * self.scale)
        if max(scaled) > MOST_PIXELS_A_SIDE or scaled[0] * scaled[1] > MOST_PIXELS:
            raise UsageError(tr("That is too large a picture; choose a smaller size or less sharpness."))
        return width, height

    @property
    def scale(self) -> float:
        """How many pixels are drawn for each of the size, along a side."""
        return float(self.scale_choice.currentData())

    @property
    def path(self) -> Path:
        """The file to write; UsageError when it cannot be a picture's."""
        text = self.file_line.text().strip()
        if not text:
            raise UsageError(tr("Give the file a name."))
        try:
            path = Path(text).expanduser()
        except RuntimeError as error:
            problem = tr("There is no home folder of “{name}”.", name=Path(text).parts[0])
            raise UsageError(problem) from error
        if not path.is_absolute():
            path = self._suggested().parent / path
        if not path.name:
            raise UsageError(tr("Give the file a name."))
        return path if path.suffix.lower() == ".png" else path.with_name(path.name + ".png")

    def _size_chosen(self) -> None:
        size = _SIZES.get(self.size_choice.currentData())
        if size is not None:
            self.size_line.setText(f"{size[0]} × {size[1]}")
        else:
            self.size_line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.size_line.selectAll()
        self._changed()

    def _size_typed(self) -> None:
        self.size_choice.blockSignals(True)
        self.size_choice.setCurrentIndex(self.size_choice.findData(_CUSTOM))
        self.size_choice.blockSignals(False)
        self._changed()

    def _changed(self) -> None:
        try:
            width, height = self.size_chosen
            problem = ""
        except UsageError as error:
            problem = str(error)
        else:
            pixels = (round(width * self.scale), round(height * self.scale))
            self.pixels.setText(
                tr("The file will have {width} × {height} pixels.", width=pixels[0], height=pixels[1])
            )
            self._timer.start()
        self._say(problem)
        if hasattr(self, "export_button"):
            self.export_button.setEnabled(not problem)

    def _say(self, problem: str) -> None:
        self.error.setText(problem)
        self.error.setVisible(bool(problem))

    def _browse(self) -> None:
        try:
            suggested = self.path
        except UsageError:
            suggested = self._suggested()
        chosen = self._desk.questions.picture_to_save(self, suggested)
        if chosen is not None:
            self.file_line.setText(str(chosen))
            self._changed()

    # The picture

    def show_preview(self) -> None:
        """Draw the picture as it will be written, only smaller."""
        try:
            size = self.size_chosen
        except UsageError:
            return
        slide = slide_of(self._session.document, self._view, THEMES[self.theme_choice.currentData()], size)
        area = self.preview.area_for(*size)
        scale = max(area.width() * self.devicePixelRatioF() / size[0], 0.01)
        self.preview.image = render(slide, scale)
        self.preview.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the preview as large as it can be now."""
        super().resizeEvent(event)
        self._timer.start()

    def write(self) -> None:
        """Write the file and close; what stands in the way is told here."""
        document = self._session.document
        try:
            size, path = self.size_chosen, self.path
            if is_there(path) and not self._may_replace(path):
                return
            theme = THEMES[self.theme_choice.currentData()]
            write_png(slide_of(document, self._view, theme, size), path, self.scale, document.title)
        except StakemapError as error:
            self._say(str(error))
            return
        except (OSError, RuntimeError, ValueError) as error:
            self._say(tr("The picture was not written: {problem}.", problem=_reason(error)))
            return
        self.written = path
        options = {
            "size": self.size_choice.currentData(),
            "pixels": self.size_line.text(),
            "scale": self.scale,
            "theme": self.theme_choice.currentData(),
        }
        self._desk.keep(self._desk.store.remember_export(document.id, options))
        self.accept()

    def _may_replace(self, path: Path) -> bool:
        if path.is_dir():
            raise UsageError(tr("“{name}” is a folder.", name=path.name))
        if (
            self._session.path is not None
            and is_there(self._session.path)
            and path.samefile(self._session.path)
        ):
            raise UsageError(tr("The picture would replace the map itself; give it another name."))
        headline = tr("Replace “{name}”?", name=path.name)
        text = tr("There is a picture of that name already.")
        return self._desk.questions.confirm(self, headline, text, tr("&Replace"))

    def done(self, result: int) -> None:
        """Let the preview rest."""
        self._timer.stop()
        super().done(result)


def _reason(error: Exception) -> str:
    """What the system says of an error, without the path, which may be longer than the dialog."""
    return getattr(error, "strerror", None) or type(error).__name__
