"""The first page of the guided import: which file, what kind of file it is, and what of it is left open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from stakemap.app.features.importing.page import Page
from stakemap.app.features.importing.remarks import RemarksTable
from stakemap.app.features.importing.state import ImportState
from stakemap.app.features.importing.steps import Step
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import ElidedLabel, PlainLabel, name_combo_box
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.i18n import tr
from stakemap.interchange.formats import ReadOption

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes

#: Encodings that can be chosen for a text whose own is not known.
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "cp1256",
    "iso8859-15",
    "koi8-r",
    "mac-roman",
    "cp850",
)


class FilePage(Page):
    """Names the file and its format. It asks for encoding and separator of a text whose own are in doubt, and
    for the options of formats of other tools, of which it also says what is lost.
    """

    step = Step.FILE

    def __init__(self, state: ImportState, message_boxes: MessageBoxes) -> None:
        super().__init__(state, tr("Which file, and how to read it"))
        self._message_boxes = message_boxes
        self.name, self.folder = ElidedLabel(role="heading"), ElidedLabel(role="caption")
        self.format = PlainLabel(wrap=True)
        self.choose = QPushButton(tr("Ch&oose another file…"))
        self.choose.clicked.connect(self._choose)
        self.column.addLayout(row_layout((column_layout(self.name, self.folder, spacing=2), 1), self.choose))
        self.column.addWidget(self.format)
        self.text_form = self._text_form()
        self.column.addWidget(self.text_form)
        self._options = QVBoxLayout()
        self.column.addLayout(self._options)
        self.option_fields: dict[str, ChoiceBox | QLineEdit] = {}
        self.lost = RemarksTable()
        self.column.addWidget(self.lost, 1)
        self.column.addStretch(0)

    def _text_form(self) -> QWidget:
        self.encoding, self.separator = ChoiceBox(), ChoiceBox()
        self.encoding.addItem(tr("As detected"), "")
        for encoding in _ENCODINGS:
            self.encoding.addItem(encoding, encoding)
        for text, delimiter in (
            (tr("As detected"), ""),
            (tr("Comma"), ","),
            (tr("Semicolon"), ";"),
            (tr("Tab"), "\t"),
            (tr("Vertical bar"), "|"),
        ):
            self.separator.addItem(text, delimiter)
        for box in (self.encoding, self.separator):
            box.activated.connect(self._read_text_anew)
        form = QWidget()
        rows = _form(form)
        _add_row(rows, tr("&Encoding"), self.encoding)
        _add_row(rows, tr("Se&parator"), self.separator)
        return form

    @property
    def asks(self) -> bool:
        """Whether the format has options, or leaves something out, or the text may be read otherwise."""
        looked = self._state.looked
        if looked is None:
            return True
        return not looked.format.has_plan or bool(looked.text_doubts)

    @property
    def first(self) -> QWidget | None:
        """The first option, if there are any."""
        if not self.text_form.isHidden() and self._state.looked and self._state.looked.text_doubts:
            return self.encoding
        return next(iter(self.option_fields.values()), None)

    def fill(self) -> None:
        """Show the file and its format."""
        looked = self._state.looked
        assert looked is not None
        self.name.setText(self._state.path.name)
        self.folder.setText(str(self._state.path.parent))
        sentences = [looked.format.title() + "."]
        sentences += [f"⚠ {doubt}" for doubt in looked.text_doubts]
        if not looked.format.has_plan:
            sentences += [f"{caption}: {text}." for caption, text in looked.format.page().sentences()]
        self.format.setText("\n".join(sentences))
        self.text_form.setVisible(looked.is_text)
        self._fill_options(looked.options)

    def _fill_options(self, options: tuple[ReadOption, ...]) -> None:
        while (item := self._options.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.option_fields = {}
        if not options:
            return
        holder = QWidget()
        rows = _form(holder)
        for option in options:
            field = self._field(option)
            self.option_fields[option.id] = field
            _add_row(rows, option.label, field)
        self._options.addWidget(holder)

    def _field(self, option: ReadOption) -> ChoiceBox | QLineEdit:
        if not option.choices:
            line = QLineEdit(option.value)
            line.editingFinished.connect(lambda: self._state.set_option(option.id, line.text().strip()))
            return line
        box = ChoiceBox()
        for value, text in option.choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(option.value)))
        box.activated.connect(partial(self._chosen, option.id, box))
        return box

    def _chosen(self, option: str, box: ChoiceBox, _index: int) -> None:
        self._state.set_option(option, str(box.currentData()))

    def _read_text_anew(self) -> None:
        encoding, delimiter = str(self.encoding.currentData()), str(self.separator.currentData())
        self._state.open(self._state.path, encoding=encoding, delimiter=delimiter)

    def _choose(self) -> None:
        paths = self._message_boxes.files_to_import(self.window(), self._state.path.parent)
        if paths:
            for box in (self.encoding, self.separator):
                box.setCurrentIndex(0)
            self._state.open(Path(paths[0]))

    def show_outcome(self) -> None:
        """Show what is not imported as it stands."""
        looked, outcome = self._state.looked, self._state.outcome
        shows = looked is not None and not looked.format.has_plan and outcome is not None
        self.lost.show_remarks(outcome.remarks if shows and outcome is not None else ())


def _form(holder: QWidget) -> QFormLayout:
    rows = QFormLayout(holder)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(GRID)
    return rows


def _add_row(rows: QFormLayout, caption: str, field: ChoiceBox | QLineEdit) -> None:
    rows.addRow(PlainLabel(caption, buddy=field), field)
    name = caption.replace("&", "")
    if isinstance(field, ChoiceBox):
        name_combo_box(field, name)
    else:
        field.setAccessibleName(name)
