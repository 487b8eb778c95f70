"""A context whose message boxes a test answers, and windows on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.canvas import Canvas
from stakemap.app.document.documents import Documents
from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.actors.table import ActorTable
from stakemap.app.features.balance.feature import BalanceFeature
from stakemap.app.features.distance.feature import DistanceFeature
from stakemap.app.features.evidence.feature import EvidenceFeature
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.app.features.inspector.feature import InspectorFeature
from stakemap.app.features.inspector.inspector import Inspector
from stakemap.app.features.judging.feature import JudgingFeature
from stakemap.app.features.judging.judging import Judging
from stakemap.app.features.matrix.feature import MatrixFeature
from stakemap.app.features.relations.feature import RelationsFeature
from stakemap.app.features.relations.relating import Relating
from stakemap.app.features.search.feature import SearchFeature
from stakemap.app.features.search.filtering import FilterWatch
from stakemap.app.features.search.find_bar import FindBar
from stakemap.app.features.timeline.feature import TimelineFeature
from stakemap.app.features.timeline.view_bar import ViewBar
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.fields import Field
from stakemap.app.kit.message_boxes import ExternalChangeAnswer, LockedAnswer, RecoverAnswer, SaveAnswer
from stakemap.app.kit.panels import Panels
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.shell.application import context_for
from stakemap.app.shell.main_window import MainWindow
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.storage.settings.settings import SettingsStore

__all__ = [
    "Driver",
    "ScriptedMessageBoxes",
    "double_click",
    "drop",
    "make_context",
    "named",
    "open_window",
    "settle",
    "shown_texts",
    "tidy_up",
]

W = TypeVar("W", bound=QWidget)


def double_click(widget: QWidget, at: QPoint) -> None:
    """Click twice in one place with the left button; `QTest.mouseDClick` sends the second press alone."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=at)


def shown_texts(widget: QWidget) -> list[str]:
    """What the labels inside a widget say that can be seen where it can."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def named(widget: QWidget, kind: type[W], name: str) -> W:
    """The last part of some kind inside a widget that can be seen and has a name for screen readers."""
    # What was added just now is shown by the layout.
    QApplication.processEvents()
    parts = [part for part in widget.findChildren(kind) if part.isVisibleTo(widget)]
    names = [QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name) for part in parts]
    assert name in names, names
    return dict(zip(names, parts, strict=True))[name]


class ScriptedMessageBoxes:
    """Answers from a script, in order, and remembers what it was asked; the unforeseen fails."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told: list[tuple[str, str, str]] = []
        self.answers: list[Any] = []
        self.dialogs: list[Callable[[Any], object]] = []

    def answer(self, question: str) -> Any:
        """The next of the scripted answers."""
        self.asked.append(question)
        assert self.answers, f"nobody foresaw the question {question}"
        return self.answers.pop(0)

    def save_changes(self, parent: QWidget, title: str) -> SaveAnswer:
        """See MessageBoxes."""
        answer: SaveAnswer = self.answer(f"save {title}")
        return answer

    def external_change(self, parent: QWidget, name: str) -> ExternalChangeAnswer:
        """See MessageBoxes."""
        answer: ExternalChangeAnswer = self.answer(f"outside {name}")
        return answer

    def locked(self, parent: QWidget, name: str) -> LockedAnswer:
        """See MessageBoxes."""
        answer: LockedAnswer = self.answer(f"locked {name}")
        return answer

    def recover(self, parent: QWidget | None, name: str, changed: str = "") -> RecoverAnswer:
        """See MessageBoxes."""
        answer: RecoverAnswer = self.answer(f"recover {name}{changed and f': {changed}'}")
        return answer

    def files_to_open(self, parent: QWidget, folder: Path) -> list[Path]:
        """See MessageBoxes."""
        answer: list[Path] = self.answer(f"open in {folder}")
        return answer

    def files_to_import(self, parent: QWidget, folder: Path) -> list[Path]:
        """See MessageBoxes."""
        answer: list[Path] = self.answer(f"import from {folder}")
        return answer

    def maps_to_read(self, parent: QWidget, title: str, folder: Path) -> list[Path]:
        """See MessageBoxes."""
        answer: list[Path] = self.answer(f"{title} from {folder}")
        return answer

    def folder_to_write(self, parent: QWidget, title: str, folder: Path) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"{title} in {folder}")
        return answer

    def map_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"save as {suggested}")
        return answer

    def picture_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"picture {suggested}")
        return answer

    def data_to_save(
        self, parent: QWidget, title: str, suggested: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"{title} {suggested}")
        return answer

    def pdf_to_save(self, parent: QWidget, suggested: Path) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"PDF {suggested}")
        return answer

    def theme_to_open(self, parent: QWidget, folder: Path) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"theme in {folder}")
        return answer

    def file_to_open(
        self, parent: QWidget, title: str, folder: Path, kind: str, endings: Sequence[str]
    ) -> Path | None:
        """See MessageBoxes."""
        answer: Path | None = self.answer(f"{title} from {folder}")
        return answer

    def confirm(
        self, parent: QWidget | None, headline: str, text: str, accept: str, *, destructive: bool = False
    ) -> bool:
        """See MessageBoxes."""
        return bool(self.answer(f"confirm {headline}"))

    def show_message(
        self, parent: QWidget | None, headline: str, text: str = "", details: str = "", symbol: str = "error"
    ) -> None:
        """See MessageBoxes."""
        self.told.append((headline, text, details))

    def run(self, dialog: QDialog) -> bool:
        """Show the dialog, let the script use it, and close it."""
        assert self.dialogs, f"nobody foresaw the dialog {type(dialog).__name__}"
        self.asked.append(f"dialog {type(dialog).__name__}")
        dialog.show()
        use = self.dialogs.pop(0)
        use(dialog)
        accepted = dialog.result() == int(QDialog.DialogCode.Accepted)
        dialog.close()
        dialog.deleteLater()
        return accepted


def drop(window: QWidget, *paths: Path) -> None:
    """Drop files on a window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), actions, data, left, none))
    QApplication.processEvents()


def make_context(message_boxes: ScriptedMessageBoxes) -> AppContext:
    """A context with the settings of this test and a day that never changes."""
    return context_for(SettingsStore(), message_boxes, lambda: "2025-08-01")


def tidy_up(context: AppContext, message_boxes: ScriptedMessageBoxes) -> None:
    """Close what a test left open, without a question."""
    message_boxes.answers = ["discard"] * 20
    context.quit()
    # Qt's offscreen platform crashes at the exit of the process if Python's data is still on its clipboard.
    QGuiApplication.clipboard().clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def documents_of(context: AppContext) -> Documents:
    """What opens maps in the windows of a context."""
    return context.service(Documents)


class Parts:
    """What features put into a window that shows a map."""

    def __init__(self, window: Window) -> None:
        self.window = window

    @property
    def panels(self) -> Panels:
        """The panels at the sides."""
        return self.window.panels

    @property
    def table(self) -> ActorTable:
        """The table of actors."""
        return self.window.service(ActorsFeature).table

    @property
    def inspector(self) -> Inspector:
        """The inspector."""
        return self.window.service(InspectorFeature).inspector

    @property
    def judging(self) -> Judging:
        """What asks why actors were moved."""
        return self.window.service(JudgingFeature).judging

    @property
    def relating(self) -> Relating:
        """What relates actors."""
        return self.window.service(RelationsFeature).relating

    @property
    def find_bar(self) -> FindBar:
        """The search field above the table."""
        return self.window.service(SearchFeature).find_bar

    @property
    def filters(self) -> FilterWatch:
        """What search and filters leave to see."""
        return self.window.service(SearchFeature).filters

    @property
    def view_bar(self) -> ViewBar:
        """The bar above the canvas."""
        return self.window.service(TimelineFeature).view_bar

    @property
    def matrix(self) -> MatrixFeature:
        """What shows actors × issues."""
        return self.window.service(MatrixFeature)

    @property
    def distance(self) -> DistanceFeature:
        """What tells how far actors are from one."""
        return self.window.service(DistanceFeature)

    @property
    def balance(self) -> BalanceFeature:
        """What weighs the sides."""
        return self.window.service(BalanceFeature)

    @property
    def workshop(self) -> Derived[int]:
        """What counts the moves without a reason."""
        return self.window.service(JudgingFeature).workshop

    @property
    def coverage(self) -> Derived[Any]:
        """What counts how much is cited."""
        return self.window.service(EvidenceFeature).coverage

    @property
    def canvas(self) -> Canvas:
        """The canvas."""
        return self.window.service(Canvas)


class Driver(Parts):
    """A window with a map, used with real keys and clicks."""

    def __init__(self, context: AppContext, window: MainWindow, message_boxes: ScriptedMessageBoxes) -> None:
        super().__init__(window)
        self.context, self.window, self.message_boxes = context, window, message_boxes

    @property
    def session(self) -> Session:
        """The session of the window."""
        assert self.window.session is not None
        return self.window.session

    @property
    def document(self) -> StakeMap:
        """The map as it is."""
        return self.session.document

    @property
    def view(self) -> ViewState:
        """What the window looks at."""
        assert self.window.view is not None
        return self.window.view

    def trigger(self, action: str) -> None:
        """Choose an action, which has to be possible."""
        chosen = self.window.host.actions[action]
        assert chosen.isEnabled(), f"{action} is not possible"
        chosen.trigger()

    def enabled(self, action: str) -> bool:
        """Whether an action is possible."""
        return self.window.host.actions[action].isEnabled()

    def field(self, form: type[Any], name: str) -> Field:
        """A field of the inspector, on the page that has it."""
        inspector = self.inspector
        inspector.show_page(inspector.page_of(form, name))
        return inspector.form(form).fields[name]

    def type_into(self, field: Field, text: str, key: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Replace what is in a field by typing, and finish with a key."""
        editor: Any = field.editor
        editor.setFocus()
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClicks(editor, text)
        if key is not None:
            QTest.keyClick(editor, key)

    @property
    def message(self) -> str:
        """What the status bar says happened."""
        return self.window.status.currentMessage()


def settle(dialog: ExportDialog | PrintDialog) -> None:
    """Wait until the preview of a dialog of slides is current and all is written."""
    for _ in range(1_000):
        QApplication.processEvents()
        if dialog.is_idle:
            return
        QTest.qWait(5)
    raise AssertionError("the dialog does not come to rest")


def open_window(
    context: AppContext,
    message_boxes: ScriptedMessageBoxes,
    qtbot: QtBot,
    document: StakeMap | None = None,
    **fields: Any,
) -> Driver:
    """A window of 1280 × 800 pixels with a map (the sample), shown and active.

    Unless another state is remembered, the user has opened the table of actors and the inspector.
    """
    window = context.new_window()
    window.resize(1280, 800)
    window.show_map(documents_of(context).session_for(sample() if document is None else document, **fields))
    if not context.settings.windows:
        for panel in ("actors", "inspector"):
            window.panels.toggle(panel)
    with qtbot.waitExposed(window):
        window.present()
    QApplication.processEvents()
    return Driver(context, window, message_boxes)
