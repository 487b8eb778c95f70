"""Opens every dialog and list of choices of the app on the screen that it is given, and tells what is off it,
and what a screen reader could not make sense of.

Run as a script, since Qt reads the size of its screens when the process starts. Its arguments are how many
actors are selected while all actions are triggered, each in turn. It prints a JSON object:
`dialogs`, those that were opened, `missing`, those that were not, and `faults`, a sentence for each thing
that does not fit. A dialog that no action opens is opened in `_open_the_rest`.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QWidget,
)

import stakemap.app
from app.shell.screen_reader_faults import faults_heard
from stakemap.app.canvas import Canvas
from stakemap.app.document.documents import Documents
from stakemap.app.document.findings_dialog import FindingsDialog
from stakemap.app.document.typed_texts import TypedTextsDialog
from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.balance.bar import BalanceBar
from stakemap.app.features.groups.new_group import NewGroupDialog
from stakemap.app.features.importing.dialog import ImportDialog
from stakemap.app.features.importing.report_dialog import ImportReport
from stakemap.app.features.inspector.feature import InspectorFeature
from stakemap.app.features.inspector.pool_dialog import PoolDialog
from stakemap.app.features.review.dialogs import WithdrawDialog
from stakemap.app.features.track_record.outcome_dialog import OutcomeDialog
from stakemap.app.features.track_record.recorded_dialog import RecordedDialog
from stakemap.app.kit.author_dialog import AuthorDialog
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.message_boxes import QtMessageBoxes
from stakemap.app.kit.waiting import ProgressDialog
from stakemap.app.kit.widgets.choice_box import ROWS
from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.kit.worker import Worker
from stakemap.app.shell.application import context_for, make_application
from stakemap.errors import Fault
from stakemap.model import edits
from stakemap.model.draft import Draft
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.model.teamwork import Review
from stakemap.storage.presets import load_preset
from stakemap.storage.settings.records import InspectorPage
from stakemap.storage.settings.settings import SettingsStore

#: What the window of a dialog has around it, which the platform without screens does not draw.
TITLE_BAR = 30
#: Actions that end the test.
LEFT_OUT = {"quit", "close"}
#: The padding of a list of choices, and what Qt leaves between it and the edge of the screen, in pixels.
GRACE = 14
PAGES: tuple[InspectorPage, ...] = get_args(InspectorPage)


def concrete_dialogs() -> set[str]:
    """The names of all dialogs of the app that are not base classes."""
    for module in pkgutil.walk_packages(stakemap.app.__path__, "stakemap.app."):
        importlib.import_module(module.name)
    pending, found = list(QDialog.__subclasses__()), set()
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        if kind.__module__.startswith("stakemap.") and not kind.__subclasses__():
            found.add(kind.__name__)
    return found


class Watch:
    """Looks at what is open, and collects what does not fit."""

    def __init__(self) -> None:
        self.dialogs: set[str] = set()
        self.faults: list[str] = []
        self.lists = 0
        self.screen = QGuiApplication.primaryScreen().availableGeometry()

    def _expect(self, holds: bool, what: str) -> None:
        if not holds and what not in self.faults:
            self.faults.append(what)

    def dialog(self, dialog: QDialog) -> None:
        """A dialog is on the screen, its buttons are in sight, and all else can be scrolled to."""
        name = type(dialog).__name__
        self.dialogs.add(name)
        QApplication.processEvents()
        framed = not dialog.windowFlags() & Qt.WindowType.FramelessWindowHint
        frame, high = dialog.frameGeometry(), dialog.height() + TITLE_BAR * framed
        self._expect(self.screen.contains(frame), f"{name} at {frame.getRect()} is not on the screen")
        self._expect(high <= self.screen.height(), f"{name} is {high} pixels high with its title bar")
        for box in dialog.findChildren(QDialogButtonBox):
            for button in box.buttons():
                if button.isVisible():
                    self._expect(is_whole(button), f"the button “{button.text()}” of {name} is cut off")
        for _ in _pages(dialog):
            self.parts(dialog, name)
            self._mnemonics(dialog, name)
        self._expect(dialog.isVisible(), f"{name} closed while it was looked at")

    def parts(self, holder: QWidget, name: str) -> None:
        """Each control can be seen once it has the focus, and each list of choices opens on the screen."""
        QApplication.processEvents()
        for fault in faults_heard(holder, name):
            self._expect(False, fault)
        for part in holder.findChildren(QWidget):
            controls = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
            if (
                isinstance(part, controls)
                and part.isVisible()
                and part.focusPolicy() != Qt.FocusPolicy.NoFocus
            ):
                part.setFocus(Qt.FocusReason.TabFocusReason)
                _scroll_to(part)
                label = part.accessibleName() or getattr(part, "text", str)()
                self._expect(is_whole(part), f"{type(part).__name__} “{label}” of {name} is cut off")
            if isinstance(part, QComboBox) and part.isVisible() and part.isEnabled():
                _scroll_to(part)
                self.choices(part, name)

    def _mnemonics(self, dialog: QDialog, name: str) -> None:
        """No two controls of a dialog have the same letter."""
        for letter, texts in mnemonics(dialog).items():
            self._expect(len(texts) == 1, f"{letter} means {' and '.join(texts)} in {name}")

    def choices(self, box: QComboBox, name: str) -> None:
        """The list of a combo box shows whole rows, up to ten where there is room, and is on the screen."""
        box.showPopup()
        QApplication.processEvents()
        view, count = box.view(), box.count()
        what = f"the list “{box.accessibleName() or box.currentText()}” of {name}"
        if count and view.isVisible():
            self.lists += 1
            area = view.viewport().rect()
            rows = [view.visualRect(view.model().index(row, 0)) for row in range(count)]
            height = rows[0].height()
            shown = sum(1 for row in rows if area.top() <= row.top() and row.bottom() <= area.bottom())
            below = self.screen.bottom() - box.mapToGlobal(QPoint(0, box.height())).y()
            room = (max(below, box.mapToGlobal(QPoint(0, 0)).y()) - GRACE) // height
            self._expect(area.height() % height == 0, f"{what} cuts a row")
            self._expect(shown >= min(count, ROWS, room), f"{what} shows {shown} of {count} rows")
            frame = view.window().geometry()
            self._expect(self.screen.contains(frame), f"{what} at {frame.getRect()} is not on the screen")
        box.hidePopup()
        QApplication.processEvents()


def _scroll_to(part: QWidget) -> None:
    """Scroll a widget into view, as Tab does, once what the focus changed is laid out."""
    QApplication.processEvents()
    holder = part.parentWidget()
    while holder is not None and not holder.isWindow():
        if isinstance(holder, QScrollArea):
            middle = part.mapTo(holder.widget(), part.rect().center())
            holder.ensureVisible(middle.x(), middle.y(), part.width() // 2 + 1, part.height() // 2 + 1)
        holder = holder.parentWidget()
    QApplication.processEvents()


def is_whole(part: QWidget) -> bool:
    """Whether a widget can be seen whole, or as much of it as fits into the areas that it scrolls in."""
    seen, size = part.visibleRegion().boundingRect(), part.size()
    holder = part.parentWidget()
    while holder is not None and not holder.isWindow():
        if isinstance(holder, QAbstractScrollArea):
            size = size.boundedTo(holder.viewport().size())
        holder = holder.parentWidget()
    return seen.width() >= size.width() and seen.height() >= size.height()


def mnemonics(holder: QWidget) -> dict[str, list[str]]:
    """The captions of buttons and fields in sight by the letter that Alt leads to them with."""
    found: dict[str, list[str]] = {}
    for part in holder.findChildren(QWidget):
        is_caption = isinstance(part, QLabel) and part.buddy() is not None
        if part.isVisible() and part.isEnabled() and (is_caption or isinstance(part, QAbstractButton)):
            letter = QKeySequence.mnemonic(part.text()).toString()
            if letter:
                found.setdefault(letter, []).append(part.text())
    return found


def _pages(dialog: QDialog) -> Iterator[None]:
    """Go through the tabs of a dialog, if it has any."""
    tabs = dialog.findChildren(QTabWidget)
    if not tabs:
        yield
    for widget in tabs:
        for index in range(widget.count()):
            widget.setCurrentIndex(index)
            yield


class WatchedBoxes(QtMessageBoxes):
    """Shows dialogs, has the watch look at them, and cancels them."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog as QDialog.exec does, and close it after a look."""
        dialog.setModal(True)
        dialog.show()
        if isinstance(dialog, ImportDialog):
            self._look_at_steps(dialog)
        self.watch.dialog(dialog)
        dialog.close()
        dialog.deleteLater()
        return False

    def _look_at_steps(self, dialog: ImportDialog) -> None:
        for step in dialog.pages:
            while dialog.state.is_busy:
                QApplication.processEvents()
            dialog.show_step(step)
            self.watch.dialog(dialog)
        outcome = dialog.state.outcome
        assert outcome is not None
        self.run(ImportReport(dialog, self, dialog.state.path, outcome))

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        """Choose none, as the dialog is the system's."""
        return []

    files_to_import = files_to_open

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """Choose none."""
        return None

    picture_to_save = pdf_to_save = theme_to_open = map_to_save

    def file_to_open(
        self, parent: QWidget, title: str, folder: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        """Choose none."""
        return None

    def colour(self, parent: QWidget, current: str) -> str | None:
        """Choose none."""
        return None


def _open_map(context: AppContext, watch: Watch) -> Window:
    window = context.new_window()
    window.show_map(context.service(Documents).session_for(load_preset("armenia-turkiye")))
    window.setGeometry(watch.screen.adjusted(0, TITLE_BAR, 0, 0))
    window.present()
    _settle()
    return window


def _trigger_all(window: Window, watch: Watch) -> None:
    """Trigger each action that is possible now, and look at what it opens; the map stays as it was."""
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    document, shown = session.document, (view.issue, view.snapshot)
    selected = (view.selection, view.primary, view.relation)
    for name, action in window.host.actions.items():
        if name in LEFT_OUT or not action.isEnabled() or action.isCheckable():
            continue
        action.trigger()
        _look_at_open_dialogs(watch)
        window.commit_pending()
        while session.document is not document and session.can_undo:
            session.undo()
        view.set(issue=shown[0], snapshot=shown[1])
        view.set(selection=selected[0], primary=selected[1], relation=selected[2])
        for other in [each for each in window.context.windows if each is not window]:
            other.close()
        _settle()


def _look_at_open_dialogs(watch: Watch) -> None:
    """Look at the dialogs that stay open beside the window, and close them."""
    _settle()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            watch.dialog(widget)
            widget.close()


def _settle() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def _open_the_rest(window: Window, boxes: WatchedBoxes) -> None:
    """Open the dialogs that no action opens, or opens only empty."""
    session = window.session
    assert session is not None
    text = "A sentence that somebody wrote about it. " * 200
    boxes.show_message(window, "Not all of it can be read", text)
    boxes.show_message(window, "Not all of it can be read", "", text)
    boxes.save_changes(window, session.display_title)
    faults = [Fault("unknown", f"actors.{number}", text[:90], "warning") for number in range(60)]
    boxes.run(FindingsDialog(window, faults))
    changed = edits.set_texts(session.document, title="Another title", note=text)
    boxes.run(DifferencesDialog(window, text[:300], session.document, changed))
    boxes.run(ProgressDialog(window, "Opening a map with a name that is long", Worker(_work_until_cancelled)))
    boxes.run(NewGroupDialog(window, session.document))
    scenario = next(key for key, each in session.document.snapshots.items() if each.scenario)
    boxes.run(OutcomeDialog(window, session.document, scenario))
    known = edits.record_outcome(session.document, scenario, True, session.authorship)
    boxes.run(RecordedDialog(window, known))
    view, subject = window.view, Subject.stance("normalisation", "turkiye")
    assert view is not None
    target = JudgementTarget(session, view.snapshot or "", subject)
    shown = target.shown()
    assert shown is not None
    many = [
        replace(shown.judgement, earlier=(), others=(), by=f"{text[:60]} {number}") for number in range(20)
    ]
    boxes.run(PoolDialog(window, target, replace(shown.judgement, others=tuple(many), earlier=())))
    reviews = {
        f"{number}": Review(place=f"snapshots/{scenario}", by=text[:60], note=text) for number in range(60)
    }
    boxes.run(AuthorDialog(window))
    boxes.run(WithdrawDialog(window, replace(session.document, reviews=reviews), reviews))
    left = window.context.service(Documents).session_for(session.document)
    left.drafts.recover([Draft(f"{number}", text[:200], text) for number in range(60)])
    boxes.run(TypedTextsDialog(window, left))
    window.findChild(BalanceBar).show_details()
    _look_at_open_dialogs(boxes.watch)
    _import(window)
    QGuiApplication.clipboard().setText("Name\tInfluence\n" + "Georgia\tmuch\n" * 60)
    window.refresh()
    window.trigger("paste")


def _work_until_cancelled(report: Callable[[float], bool]) -> None:
    """Work for as long as the dialog is looked at, which closes when the work is done."""
    while report(0.5):
        time.sleep(0.01)


def _import(window: Window) -> None:
    """Import a register, of which each step is looked at, and its report."""
    path = Path(os.environ["STAKEMAP_STATE_DIR"]) / "register with a name that is long.csv"
    path.write_text(
        "Stakeholder,Influence (1-5),Attitude,E-mail\n" + "Georgia,9,Supportive,a@b.c\n" * 30, "utf-8"
    )
    window.import_requested.emit(path, False)


def _look_at_window(window: Window, watch: Watch) -> None:
    """Each panel, each page of the inspector, the cells of the table, the card after a move."""
    view, canvas = window.view, window.service(Canvas)
    assert view is not None
    actor = next(iter(canvas.scene.appearance.actors))
    for name, dock in window.panels.docks.items():
        window.panels.show(name, True)
        _settle()
        watch.parts(dock, name)
        window.panels.show(name, False)
    inspector = window.service(InspectorFeature).inspector
    relation = next(iter(canvas.session.document.relations))
    for fields in ({"selection": {actor}, "primary": actor}, {"selection": set(), "relation": relation}):
        view.set(**fields)
        window.panels.show("inspector", True)
        for page in PAGES:
            inspector.show_page(page)
            _settle()
            watch.parts(inspector, f"the page {page} of the inspector")
    _edit_cells(window, watch)
    view.select(actor)
    canvas.setFocus()
    QTest.keyClick(canvas.view, Qt.Key.Key_Right)
    _settle()
    watch.parts(window, "the window after a move")


def _edit_cells(window: Window, watch: Watch) -> None:
    window.panels.show("actors", True)
    _settle()
    table = window.service(ActorsFeature).table.table
    model = table.model()
    for column in range(model.columnCount()):
        if not table.isColumnHidden(column):
            table.edit(model.index(0, column))
            _settle()
            for box in table.findChildren(QComboBox):
                watch.choices(box, f"column {column} of the actors")


def main() -> None:
    """Open all, and print what was found."""
    make_application()
    watch = Watch()
    boxes = WatchedBoxes(watch)
    context = context_for(SettingsStore(), boxes, lambda: "2025-08-01")
    window = _open_map(context, watch)
    view, session = window.view, window.session
    assert view is not None
    assert session is not None
    actors = sorted(session.document.actors)
    for count in map(int, sys.argv[1:]):
        view.set(selection=set(actors[:count]), primary=actors[0] if count else None)
        _trigger_all(window, watch)
    _open_the_rest(window, boxes)
    _look_at_window(window, watch)
    missing = sorted(concrete_dialogs() - watch.dialogs)
    found = {
        "dialogs": sorted(watch.dialogs),
        "missing": missing,
        "faults": watch.faults,
        "lists": watch.lists,
    }
    print(json.dumps(found, ensure_ascii=False), flush=True)
    QGuiApplication.clipboard().clear()
    # No window asks about unsaved changes.
    os._exit(0)


if __name__ == "__main__":
    main()
