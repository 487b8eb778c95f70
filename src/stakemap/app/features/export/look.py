"""The panels of the export dialog for the look of slides: size, theme and parts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from stakemap.app.features.export.choices import (
    CUSTOM,
    LAYOUTS,
    OWN_STYLE,
    PARTS,
    SCALES,
    ExportChoices,
    read_size,
    size_text,
    style_of,
)
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel, action_text, set_tooltip
from stakemap.app.kit.policy import shown_as_set
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.errors import UsageError
from stakemap.export.exporters import Choice
from stakemap.export.policy import house_theme
from stakemap.export.theme_files import read_theme
from stakemap.i18n import number, tr
from stakemap.picture.options import MATRIX_ORDERS, STYLES, MatrixOrder, SlideOptions
from stakemap.picture.theme import LIGHT, THEMES, Theme
from stakemap.storage.policy import policy
from stakemap.text import single_line

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes

_FROM_FILE = "\0file"


class LookPanel(QWidget):
    """Asks for size, scale and theme; `changed` is emitted after each choice.

    `theme_error` describes a theme file that cannot be used, else it is "".
    """

    changed = Signal()

    def __init__(self, message_boxes: MessageBoxes, folder: Path) -> None:
        super().__init__()
        self._message_boxes, self._folder = message_boxes, folder
        self._custom_themes: dict[str, Theme] = {}
        self._theme, self.theme_error = LIGHT.name, ""
        self.size_choice, self.scale_choice, self.theme_choice = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.order_choice = ChoiceBox()
        self.size_line = QLineEdit()
        exclude_from_drafts(self.size_line)
        self.pixels = PlainLabel(role="caption", wrap=True)
        self.transparent = QCheckBox(tr("No back&ground"))
        self.paths = QCheckBox(tr("Te&xt as outlines"))
        self.notes = QCheckBox(tr("&Notes pages with reasons and sources"))
        self.glued = QCheckBox(tr("Glue&d connectors"))
        set_tooltip(
            self.glued, tr("Relations follow discs that you move; other programs may redraw their curves.")
        )
        self._fill()
        self._lay_out()
        self.size_choice.currentIndexChanged.connect(self._size_chosen)
        self.size_line.textEdited.connect(self._size_typed)
        self.scale_choice.currentIndexChanged.connect(self.changed)
        self.theme_choice.activated.connect(self._theme_chosen)
        self.order_choice.currentIndexChanged.connect(self.changed)
        for box in (self.transparent, self.paths, self.notes, self.glued):
            box.toggled.connect(self.changed)

    def _fill(self) -> None:
        texts = {
            "16-9": tr("Slide, 16:9"),
            "4-3": tr("Slide, 4:3"),
            "a4": tr("Page, A4 landscape"),
            "a4-portrait": tr("Page, A4 portrait"),
            "square": tr("Square"),
            CUSTOM: tr("Custom size"),
        }
        for key, text in texts.items():
            self.size_choice.addItem(text, key)
        for scale in SCALES:
            self.scale_choice.addItem(tr("{scale}×", scale=number(scale)), scale)
        orders = {"influence": tr("Influence"), "alignment": tr("Alignment on the issue shown")}
        for order, text in orders.items():
            self.order_choice.addItem(text, order)
        self._list_themes()

    def _list_themes(self) -> None:
        if policy().theme:
            show_house_theme(self.theme_choice)
            return
        self.theme_choice.clear()
        texts = {"light": tr("Light"), "dark": tr("Dark"), "print": tr("Print, black and white")}
        for key, text in texts.items():
            self.theme_choice.addItem(text, key)
        for path, theme in self._custom_themes.items():
            name = theme.name if theme.name not in THEMES else Path(path).stem
            self.theme_choice.addItem(single_line(name), path)
        self.theme_choice.addItem(tr("Custom theme…"), _FROM_FILE)
        self.theme_choice.setCurrentIndex(max(0, self.theme_choice.findData(self._theme)))

    def _lay_out(self) -> None:
        column = column_layout(
            labelled(tr("&Size"), self.size_choice),
            labelled(tr("&Width × height in pixels"), self.size_line),
            spacing=GRID * 3 // 2,
            margins=(0, GRID * 3 // 2, 0, 0),
            on=self,
        )
        self.scale_row = QWidget()
        column_layout(
            labelled(tr("Sha&rpness"), self.scale_choice), self.pixels, spacing=GRID, on=self.scale_row
        )
        column.addWidget(self.scale_row)
        column.addLayout(labelled(tr("&Theme"), self.theme_choice))
        if policy().theme:
            column.addWidget(shown_as_set(self.theme_choice))
        column.addLayout(labelled(tr("Sort the &matrix by"), self.order_choice))
        for box in (self.transparent, self.paths, self.notes, self.glued):
            column.addWidget(box)
        column.addStretch(1)

    def restore(self, choices: ExportChoices) -> None:
        """Show these choices; a missing or invalid theme file is replaced by the light theme."""
        self.scale_choice.setCurrentIndex(max(0, self.scale_choice.findData(choices.scale)))
        self.size_choice.setCurrentIndex(max(0, self.size_choice.findData(choices.layout)))
        self.size_line.setText(size_text(choices.size))
        self.order_choice.setCurrentIndex(max(0, self.order_choice.findData(choices.matrix_order)))
        self.transparent.setChecked(choices.is_transparent)
        self.paths.setChecked(choices.text_as_paths)
        self.notes.setChecked(choices.speaker_notes)
        self.glued.setChecked(choices.glued_connectors)
        if choices.theme in THEMES or policy().theme:
            # Also where a policy has another one: it is the user's again once the rule is gone.
            self._theme = choices.theme
        else:
            self._read_theme(choices.theme)
        self._list_themes()

    def show_choices(self, offered: Collection[Choice]) -> None:
        """Show the options that the chosen format offers."""
        self.scale_row.setVisible("scale" in offered)
        self.transparent.setVisible("transparent" in offered)
        self.paths.setVisible("text-as-paths" in offered)
        self.notes.setVisible("speaker-notes" in offered)
        self.glued.setVisible("glued-connectors" in offered)

    # Choices

    @property
    def size_chosen(self) -> tuple[int, int]:
        """Width and height in pixels before scaling; raises UsageError when the text is no size."""
        return read_size(self.size_line.text(), self.scale)

    @property
    def layout_chosen(self) -> str:
        """The key of the layout in LAYOUTS, or CUSTOM."""
        return str(self.size_choice.currentData())

    @property
    def scale(self) -> float:
        """Scale factor of both sides; 1.0 for formats without a scale."""
        return 1.0 if self.scale_row.isHidden() else float(self.scale_choice.currentData())

    @property
    def theme_name(self) -> str:
        """The name of the theme, or the path of its file."""
        return self._theme

    @property
    def matrix_order(self) -> MatrixOrder:
        """By what the rows of a matrix are sorted."""
        return MATRIX_ORDERS[max(0, self.order_choice.currentIndex())]

    @property
    def theme(self) -> Theme:
        """The chosen theme."""
        return THEMES.get(self._theme) or self._custom_themes.get(self._theme, LIGHT)

    def _size_chosen(self) -> None:
        size = LAYOUTS.get(self.layout_chosen)
        if size is not None:
            self.size_line.setText(size_text(size))
        else:
            self.size_line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.size_line.selectAll()
        self.changed.emit()

    def _size_typed(self) -> None:
        with QSignalBlocker(self.size_choice):
            self.size_choice.setCurrentIndex(self.size_choice.findData(CUSTOM))
        self.changed.emit()

    def _theme_chosen(self) -> None:
        self.theme_error = ""
        chosen = self.theme_choice.currentData()
        if chosen != _FROM_FILE:
            self._theme = chosen
        else:
            path = self._message_boxes.theme_to_open(self.window(), self._folder)
            if path is not None:
                self._folder = path.parent
                self._read_theme(str(path))
            self._list_themes()
        self.changed.emit()

    def _read_theme(self, path: str) -> None:
        try:
            self._custom_themes[path] = read_theme(Path(path))
        except (UsageError, ValueError) as error:
            self._theme = LIGHT.name
            self._custom_themes.pop(path, None)
            self.theme_error = tr("{error} The light theme is used.", error=error)
        else:
            self._theme = path


def show_house_theme(box: ChoiceBox) -> None:
    """Show the theme that the policy has as the only choice."""
    box.clear()
    try:
        theme = house_theme()
    except UsageError:
        theme = None
    box.addItem(single_line(theme.name) if theme is not None else tr("Theme that cannot be used"), "")


def _part_texts() -> dict[str, dict[str, str]]:
    """The names of the parts of a slide, grouped by their place on it."""
    return {
        tr("Header"): {
            "title": tr("Map title"),
            "headline": tr("Headline"),
            "key_judgement": tr("Key judgement (first page)"),
            "handling": tr("Handling mark"),
            "status": tr("Status and information cut-off"),
        },
        tr("Picture"): {
            "trails": tr("Movement"),
            "relations": tr("Relations"),
            "weak_relations": tr("Weak relations"),
            "relation_labels": tr("Relation labels"),
            "ranges": tr("Ranges"),
            "salience": tr("Salience"),
            "confidence": tr("Confidence"),
            "others": tr("Judgements of others"),
            "weak_support": tr("Weak-support sign"),
            "quadrants": tr("Quadrant captions"),
            "note_numbers": tr("Source numbers beside names"),
            "tables": tr("All findings and tables of analyses"),
        },
        tr("Side column"): {
            "tray": tr("Actors without a position"),
            "legend": tr("Legend"),
            "key": tr("One-line key if no legend"),
        },
        tr("Footer"): {
            "confidence_note": tr("Confidence summary"),
            "sources": tr("Sources"),
            "footer": tr("Theme footer"),
            "page_numbers": tr("Page numbers"),
        },
    }


class PartsPanel(QWidget):
    """Asks for the style of slides, Minister or Analyst, or for their parts one by one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.style_choice = ChoiceBox()
        for key, text in (
            ("minister", tr("Minister")),
            ("analyst", tr("Analyst")),
            (OWN_STYLE, tr("Custom")),
        ):
            self.style_choice.addItem(text, key)
        self.boxes: dict[str, QCheckBox] = {}
        rules = policy()
        #: What the user chose of parts that the policy has on all slides.
        self._own = {
            name: True
            for name, is_set in (("footer", rules.footer), ("handling", rules.require_handling))
            if is_set
        }
        content = QWidget()
        rows = column_layout(spacing=GRID // 2, margins=(0, 0, GRID, 0), on=content)
        for place, (heading, texts) in enumerate(_part_texts().items()):
            if place:
                rows.addSpacing(GRID)
            rows.addWidget(PlainLabel(heading, role="caption"))
            for name, text in texts.items():
                box = self.boxes[name] = QCheckBox(text)
                box.setChecked(True)
                rows.addWidget(box)
                box.toggled.connect(self._toggled)
                if name in self._own:
                    if name == "footer":
                        box.setText(tr("Footer: {text}", text=action_text(rules.footer)))
                    rows.addWidget(shown_as_set(box))
        rows.addStretch(1)
        column_layout(
            labelled(tr("St&yle"), self.style_choice),
            (content, 1),
            spacing=GRID * 3 // 2,
            margins=(0, GRID * 3 // 2, 0, 0),
            on=self,
        )
        self.style_choice.currentIndexChanged.connect(self._style_chosen)

    @property
    def parts(self) -> SlideOptions:
        """The parts that the user wants; those that the policy has are on all slides anyway."""
        return SlideOptions(**{name: self._own.get(name, self.boxes[name].isChecked()) for name in PARTS})

    def restore(self, parts: SlideOptions) -> None:
        """Check these parts."""
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(name in self._own or getattr(parts, name))
        self._own = {name: getattr(parts, name) for name in self._own}
        self._name_style()

    def _style_chosen(self) -> None:
        for key, options in STYLES.items():
            if key == self.style_choice.currentData():
                self.restore(options)
        self.changed.emit()

    def _toggled(self) -> None:
        self._name_style()
        self.changed.emit()

    def _name_style(self) -> None:
        with QSignalBlocker(self.style_choice):
            self.style_choice.setCurrentIndex(self.style_choice.findData(style_of(self.parts)))
