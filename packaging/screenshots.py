"""Take the README's pictures: the real app, driven off screen, into resources/screenshots/.

    .venv/bin/python packaging/screenshots.py [--folder FOLDER] [NAME …]

Without names all pictures are taken. Each needs a second or two; nothing of yours is read or changed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from stakemap.app.canvas import Canvas
    from stakemap.app.kit.window import AppContext, Window

ROOT = Path(__file__).resolve().parent.parent
PRESET = "armenia-turkiye"
SIZE = (1440, 900)
#: Pixels for each pixel of the layout, so that the pictures stay sharp on fine screens.
SHARPNESS = 4 / 3


def wait(milliseconds: int = 400) -> None:
    """Let the app paint, place its labels and finish its movements."""
    from PySide6.QtTest import QTest

    QTest.qWait(milliseconds)


def keep(widget: QWidget, path: Path) -> None:
    """Write what a widget shows."""
    from PySide6.QtGui import QImage

    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")


@contextmanager
def context(theme: str) -> Iterator[AppContext]:
    """The app as a newcomer has it, on a fixed day, with its windows closed at the end."""
    from stakemap.app.kit.message_boxes import QtMessageBoxes
    from stakemap.app.shell.application import context_for, make_application
    from stakemap.storage.settings.settings import SettingsStore

    make_application()
    store = SettingsStore()
    store.update(theme=theme, author="N. Analyst", reduced_motion=True)
    made = context_for(store, QtMessageBoxes(), lambda: "2025-07-01")
    try:
        yield made
    finally:
        for window in made.windows:
            window.hide()
            window.deleteLater()
        wait(50)


def opened(made: AppContext, issue: str = "", snapshot: str = "") -> Window:
    """A window of the usual size with the preset on show."""
    from stakemap.app.document.documents import Documents

    window = made.service(Documents).open_preset(PRESET)
    window.resize(*SIZE)
    wait()
    assert window.view is not None
    fields = {"issue": issue, "snapshot": snapshot}
    window.view.set(**{name: value for name, value in fields.items() if value})
    canvas_of(window).view.camera.fit()
    wait()
    return window


def canvas_of(window: Window) -> Canvas:
    """The canvas of a window that shows a map."""
    from stakemap.app.canvas import Canvas

    return window.service(Canvas)


def place_of(window: Window, actor: str) -> QPoint:
    """Where an actor is on the canvas, as a screen reader is told."""
    from PySide6.QtGui import QAccessible

    interface = QAccessible.queryAccessibleInterface(canvas_of(window).view)
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child.text(QAccessible.Text.Name).startswith(actor):
            return canvas_of(window).view.viewport().mapFromGlobal(child.rect().center())
    raise LookupError(f"{actor} is not on the canvas")


def main_light(path: Path) -> None:
    """The window as the preset opens, with the judgement of one actor."""
    with context("light") as made:
        window = opened(made)
        assert window.view is not None
        window.view.select("turkiye")
        wait()
        keep(window, path)


def main_dark(path: Path) -> None:
    """The dark theme."""
    with context("dark") as made:
        window = opened(made)
        assert window.view is not None
        window.view.select("armenia")
        wait()
        keep(window, path)


def drag(path: Path) -> None:
    """Türkiye on its way, with the readout."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    with context("light") as made:
        window = opened(made)
        viewport = canvas_of(window).view.viewport()
        start = place_of(window, "Türkiye")
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 11):
            QTest.mouseMove(viewport, start + QPoint(-11 * step, 2 * step))
            wait(30)
        wait()
        keep(canvas_of(window), path)
        canvas_of(window).cancel_gesture()
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)


def card(path: Path) -> None:
    """The card that asks why, after Azerbaijan was moved in a scenario."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    with context("light") as made:
        window = opened(made, "peace-treaty", "baku-drops-demand")
        viewport = canvas_of(window).view.viewport()
        start = place_of(window, "Azerbaijan")
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 11):
            QTest.mouseMove(viewport, start + QPoint(-9 * step, 0))
            wait(30)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(-90, 0))
        wait()
        QTest.keyClicks(QApplication.focusWidget(), "It would sign only once the amendment has begun")
        wait()
        keep(window, path)


def judgement(path: Path) -> None:
    """The card that tells the whole judgement of the actor pointed at."""
    from PySide6.QtTest import QTest

    with context("light") as made:
        window = opened(made, "corridor")
        place = place_of(window, "Armenia")
        viewport = canvas_of(window).view.viewport()
        QTest.mouseMove(viewport, place - (place / 4))
        wait(100)
        QTest.mouseMove(viewport, place)
        wait(1500)
        # The card may reach beyond the canvas.
        keep(window, path)


def analysis(path: Path) -> None:
    """What would unblock the issue, in the panel of analyses and as a ghost on the canvas."""
    with context("light") as made:
        window = opened(made)
        window.panels.show("analysis", True)
        wait()
        panel = window.panels.content("analysis")
        while panel.answers.report is None:
            wait(50)
        panel.details.on_canvas.click()
        wait(1500)
        keep(window, path)


def welcome(path: Path) -> None:
    """The first page, with two recent maps."""
    from stakemap.storage.files import save_map
    from stakemap.storage.presets import load_preset

    titles = {"south-caucasus": "South Caucasus transport", "grain": "Grain through the straits"}
    # Its name is on the picture, so it is the same each time.
    home = Path(tempfile.gettempdir()) / "stakemap-pictures"
    home.mkdir(exist_ok=True)
    try:
        with context("light") as made:
            for name, title in titles.items():
                recent = home / f"{name}.stakemap.json"
                save_map(recent, load_preset("blank"))
                made.note_recent(recent, title)
            window = made.show_welcome()
            window.resize(*SIZE)
            wait(1500)
            keep(window, path)
    finally:
        shutil.rmtree(home)


def export(path: Path) -> None:
    """The export dialog with a deck of three kinds, at its second page."""
    from stakemap.app.features.export.dialog import ExportDialog

    with context("light") as made:
        window = opened(made)
        assert window.session is not None
        assert window.view is not None
        dialog = ExportDialog(window, made, window.session, window.view)
        dialog.resize(1200, 800)
        dialog.target.line.setText("/home/analyst/briefing.pptx")
        dialog.target.line.textEdited.emit(dialog.target.line.text())
        dialog.show()
        for kind in ("before-after", "evidence"):
            dialog.slides.kinds[kind].setChecked(True)
        for turn in (dialog.update, dialog.preview.next.click):
            turn()
            while not dialog.is_idle:
                wait(50)
        keep(dialog, path)
        dialog.reject()


def importing(path: Path) -> None:
    """The guided import of a Spanish register, at the step of its columns."""
    from stakemap.app.features.importing.dialog import ImportDialog
    from stakemap.app.features.importing.state import ImportState
    from stakemap.app.features.importing.steps import Step
    from stakemap.app.features.importing.work import LookTask, Target, look_once

    home = Path(tempfile.gettempdir()) / "stakemap-pictures"
    home.mkdir(exist_ok=True)
    register = home / "matriz de actores.xlsx"
    write_register(register)
    try:
        with context("light") as made:
            window = made.show_welcome()
            window.resize(*SIZE)
            looked = look_once(lambda _share: True, LookTask(register, made.limits, "", "", {}))
            state = ImportState(made, None, None, Target(True))
            dialog = ImportDialog(window, state, made.message_boxes, register, looked)
            dialog.resize(1200, 720)
            dialog.show()
            wait()
            while dialog.step is not Step.COLUMNS:
                dialog.next()
            while state.is_busy or state.is_drawing:
                wait(50)
            wait()
            keep(dialog, path)
            dialog.reject()
    finally:
        shutil.rmtree(home)


def write_register(path: Path) -> None:
    """A register as people make them: a title over merged cells, and ratings in letters."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Matriz"
    sheet.append(["MATRIZ DE ACTORES: REFORMA DEL TRANSPORTE"])
    sheet.append(["Taller del 12 de mayo"])
    sheet.append([])
    sheet.append(
        ["N°", "Actor", "Tipo", "Influencia (A, M, B)", "Interés (A, M, B)", "Posición", "Estrategia"]
    )
    for number, row in enumerate(REGISTER, start=1):
        sheet.append([number, *row])
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A2:G2")
    book.save(path)


REGISTER = (
    ("Ministerio de Transporte", "Gobierno", "A", "A", "A favor", "Reunión mensual"),
    ("Alcaldía", "Gobierno", "M", "M", "Neutral", "Informar"),
    ("Sindicato de conductores", "Sociedad civil", "A", "A", "En contra", "Mesa de diálogo"),
    ("Usuarios del metro", "Sociedad civil", "B", "A", "A favor", ""),
    ("Cámara de Comercio", "Empresas", "M", "B", "En contra", "Reunión bilateral"),
    ("Banco de desarrollo", "Organización internacional", "M", "M", "A favor", ""),
    ("Prensa local", "Medios", "B", "M", "Sin información", "Boletín"),
)


def slide(path: Path) -> None:
    """The exported slide itself."""
    from stakemap.cli import main

    command = ["export", "--preset", PRESET, "-o", str(path), "--force"]
    if main(command):
        raise OSError(f"{path} cannot be written")


PICTURES: dict[str, Callable[[Path], None]] = {
    "main-light": main_light,
    "main-dark": main_dark,
    "drag": drag,
    "card": card,
    "judgement": judgement,
    "analysis": analysis,
    "welcome": welcome,
    "import": importing,
    "export": export,
    "slide": slide,
}


def main(arguments: list[str]) -> int:
    """Take the pictures that are named, or all."""
    parser = argparse.ArgumentParser(description="Take the README's pictures anew.")
    usual = ROOT / "resources" / "screenshots"
    parser.add_argument("--folder", type=Path, default=usual, help="where to put them (default: %(default)s)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - PICTURES.keys():
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        # Before Qt is loaded: no screen is needed, and no settings of whoever takes the pictures are used.
        screen = Path(scratch) / "screen.json"
        screen.write_text(json.dumps({"screens": [{"name": "screen", "width": 2560, "height": 1440}]}))
        os.environ |= {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}", "LANGUAGE": "C"}
        os.environ |= {"QT_SCALE_FACTOR": str(SHARPNESS)}
        os.environ |= {"STAKEMAP_CONFIG_DIR": scratch, "STAKEMAP_STATE_DIR": scratch}
        for name in options.names or PICTURES:
            path = options.folder / f"{name}.png"
            PICTURES[name](path)
            print(f"{path}  {path.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
