"""The widgets of the print dialog: paper, printer and slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.features.export.look import show_house_theme
from stakemap.app.features.export.sheets import PAPERS, Sheet
from stakemap.app.features.export.slides_form import SlidesForm
from stakemap.app.features.export.work import DeckTask
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.policy import shown_as_set
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox, NumberBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.export.policy import in_house
from stakemap.i18n import tr
from stakemap.picture.theme import PRINT, THEMES
from stakemap.storage.policy import policy

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

_MOST_COPIES = 99


class PrintForm(SlidesForm):
    """The layout of the print dialog and its choices; `changed` is emitted after each.

    Slides, their parts and what they are compared with are those of the last export of the map.
    """

    changed = Signal()

    def __init__(
        self, parent: QWidget | None, context: AppContext, session: Session, view: ViewState
    ) -> None:
        super().__init__(parent, tr("Print"), context, session, view, session.document)
        self._choices = self.stored_choices
        self._make_widgets()
        self._fill()
        self._lay_out()
        self.slides.restore(self._choices)
        self._printer_chosen()
        for box in (self.which, self.paper, self.orientation, self.scale, self.theme):
            box.currentIndexChanged.connect(self.changed)
        self.slides.changed.connect(self.changed)
        self.printer_choice.currentIndexChanged.connect(self._printer_chosen)
        self.fit_to_screen(GRID * 120, GRID * 96)

    def _make_widgets(self) -> None:
        self.printer_choice, self.which, self.paper = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.orientation, self.scale, self.theme = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.copies = NumberBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.hint = PlainLabel(
            tr(
                "No printer is set up on this computer. Print to a PDF file, or set up a printer in "
                "the system settings."
            ),
            role="caption",
            wrap=True,
        )

    def _fill(self) -> None:
        from stakemap.app.features.export.printing import printers, usual_printer

        names = printers()
        for name in names:
            self.printer_choice.addItem(name, name)
        self.printer_choice.addItem(tr("PDF file"), "")
        self.printer_choice.setCurrentIndex(max(0, self.printer_choice.findText(usual_printer())))
        self.hint.setVisible(not names)
        for box, entries in (
            (self.which, ((tr("All pages"), False), (tr("Only the page shown"), True))),
            (self.paper, tuple((name, name) for name in PAPERS)),
            (self.orientation, ((tr("Landscape"), True), (tr("Portrait"), False))),
            (self.scale, ((tr("Fit to page"), True), (tr("100 %, as laid out for A4"), False))),
            (
                self.theme,
                ((tr("Print, black and white"), "print"), (tr("Light"), "light"), (tr("Dark"), "dark")),
            ),
        ):
            for text, data in entries:
                box.addItem(text, data)

    def _lay_out(self) -> None:
        paper = QWidget()
        printer = labelled(tr("Print&er"), self.printer_choice)
        printer.addWidget(self.hint)
        self.copies_row = QWidget()
        copies = labelled(tr("&Copies"), self.copies)
        copies.setContentsMargins(0, 0, 0, 0)
        self.copies_row.setLayout(copies)
        column = column_layout(
            printer,
            self.copies_row,
            labelled(tr("Pa&ges"), self.which),
            labelled(tr("P&aper"), self.paper),
            labelled(tr("&Orientation"), self.orientation),
            labelled(tr("&Scale"), self.scale),
            labelled(tr("&Theme"), self.theme),
            spacing=GRID * 3 // 2,
            margins=(0, GRID * 3 // 2, 0, 0),
            on=paper,
        )
        if policy().theme:
            show_house_theme(self.theme)
            column.addWidget(shown_as_set(self.theme))
        column.addStretch(1)
        self.tabs.addTab(paper, tr("Paper"))
        self.tabs.addTab(self.slides, tr("Slides"))
        self.column.addLayout(row_layout(self.tabs, (self.preview, 1), spacing=GRID * 3), 1)
        self.column.addWidget(self.cut)
        self.column.addWidget(self.error)
        self.add_reject()
        # Without a letter, since all of its letters lead to kinds of pages; Enter presses it.
        self.print_button = self.add_accept(tr("Print"))

    def _printer_chosen(self) -> None:
        self.copies_row.setVisible(bool(self.printer))

    # Choices

    @property
    def printer(self) -> str:
        """The name of the printer, "" for a PDF file."""
        return str(self.printer_choice.currentData())

    @property
    def is_one_page(self) -> bool:
        """Whether only the page previewed is printed."""
        return bool(self.which.currentData())

    @property
    def sheet(self) -> Sheet:
        """The paper, and how slides are put on it."""
        return Sheet(
            str(self.paper.currentData()),
            bool(self.orientation.currentData()),
            bool(self.scale.currentData()),
        )

    @property
    def task(self) -> DeckTask:
        """The slides to compose for the shape of the sheet. Raises UsageError as `in_house`."""
        document, view = self._document, self._view
        theme, parts = in_house(THEMES.get(str(self.theme.currentData()), PRINT), self._choices.parts)
        return DeckTask(
            document,
            document.headlines,
            self.slides.requests,
            self.slides.left_out,
            theme,
            self.sheet.slide_size,
            parts,
            False,
            view.relations,
            view.ties,
            view.selection,
            self._context.settings.balance_limits,
        )
