"""Printing slides on paper, or as a PDF of the same sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from stakemap.app.features.export.sheets import Sheet, paint_on_sheet
from stakemap.errors import WriteError
from stakemap.i18n import tr
from stakemap.picture.slides.slide import Slide
from stakemap.storage.reading.regular_files import open_regular
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.text import plain

#: At which text is sharp on paper, and coordinates are rounded invisibly in a PDF.
_DOTS_PER_INCH = 1200
#: How much the sides of the same paper differ between printers, in points.
_PAPER_GRACE = 4.0


def printers() -> list[str]:
    """The names of the printers that are set up on this computer."""
    return QPrinterInfo.availablePrinterNames()


def usual_printer() -> str:
    """The name of the default printer, "" if there is none."""
    return QPrinterInfo.defaultPrinterName()


def print_slides(slides: Sequence[Slide], sheet: Sheet, title: str, printer_name: str, copies: int) -> None:
    """Send slides to a printer, each on a sheet of its own. Raises WriteError where it does not take them."""
    found = QPrinterInfo.printerInfo(printer_name)
    if found.isNull():
        raise WriteError(tr("The printer “{name}” is no longer available.", name=printer_name))
    printer = QPrinter(found, QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(copies)
    _paint(printer, slides, sheet, title, printer_name)


def print_to_pdf(slides: Sequence[Slide], sheet: Sheet, title: str, path: Path) -> None:
    """Write the sheets that a printer would print as a PDF. Raises WriteError where that fails."""
    with tempfile.TemporaryDirectory(prefix="stakemap-", ignore_cleanup_errors=True) as folder:
        # The printer writes by itself; the file is replaced once all of it is there.
        made = Path(folder) / "print.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(made))
        printer.setResolution(_DOTS_PER_INCH)
        _paint(printer, slides, sheet, title, path.name)
        with open_regular(made) as pages:
            write_bytes_safely(path, pages.read())


def _paint(printer: QPrinter, slides: Sequence[Slide], sheet: Sheet, title: str, to: str) -> None:
    printer.setDocName(plain(title))
    printer.setCreator("Stakemap")
    printer.setFullPage(True)
    printer.setPageLayout(sheet.layout)
    _check_paper(printer, sheet, to)
    painter = QPainter()
    if not painter.begin(printer):
        raise WriteError(tr("“{name}” did not accept the pages.", name=to))
    try:
        for number, slide in enumerate(slides):
            if number and not printer.newPage():
                raise WriteError(tr("“{name}” stopped after page {number}.", name=to, number=number))
            paint_on_sheet(painter, slide, sheet, printer.resolution() / 72)
    finally:
        painter.end()


def _check_paper(printer: QPrinter, sheet: Sheet, name: str) -> None:
    """Raise WriteError unless the printer took the paper of a sheet, on which all would be cut otherwise."""
    taken, wanted = printer.pageLayout().fullRect(QPageLayout.Unit.Point).size(), sheet.points
    if max(abs(taken.width() - wanted.width()), abs(taken.height() - wanted.height())) > _PAPER_GRACE:
        raise WriteError(
            tr(
                "“{name}” has no paper of the size {paper}. Choose another size, or print to a PDF file.",
                name=name,
                paper=sheet.paper,
            )
        )
