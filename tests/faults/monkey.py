"""Random mouse, wheel, key, resize and menu events in a window: no exception, a valid map, a way back."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from shiboken6 import isValid

from app_driver import Parts, documents_of
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from faults.many_edits import told
from faults.visible_texts import against_the_model
from faults.window_crawler import LEFT_OUT, Looker, settle
from samples import sample
from stakemap.app.shell.main_window import MainWindow
from stakemap.editing.history import History
from stakemap.model.checks import check
from stakemap.storage.codec import decode, encode
from stakemap.storage.files import save_map
from stakemap.storage.presets import load_preset

__all__ = ["inject", "play_with_a_window", "poke"]

#: So many events in one window, after which all is undone.
_BATCH = 1_000
#: The map is looked at after so many events.
_LOOK = 250
#: Milliseconds after which a menu, a list or a dialog that waits for the user is given one more key.
_PATIENCE = 15
_UNDO = 1 << 30
_WORDS = ("Border", "12", "-40", "x", "=1;,", "2025-08")
_BUTTONS = (Qt.MouseButton.LeftButton,) * 6 + (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)
_NONE = Qt.KeyboardModifier.NoModifier
_MODIFIERS = (_NONE,) * 5 + (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)
_KEYS = tuple(
    Qt.Key[f"Key_{name}"]
    for name in (
        *("Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Tab", "Backtab"),
        *("Return", "Escape", "Escape", "Delete", "Backspace", "Space", "F2", "F3", "F5", "F8"),
        *("A", "C", "D", "J", "Z", "Y", "V", "X", "1", "2", "4", "9", "Plus", "Minus", "Slash"),
    )
)


def inject(trial: Trial) -> Outcome:
    """Batches in processes of their own, in turn with the preset and with a map from a file."""
    outcome, done = Outcome(), Counter[str]()
    path = trial.folder / "a.stakemap.json"
    with ForkServer(trial.folder) as fork_server:
        # At least two, so that both maps have their turn.
        batch = max(1, min(_BATCH, trial.count // 2))
        for number in range(trial.count // batch):
            seed = trial.chance.randrange(1 << 30)
            save_map(path, sample())
            home = trial.folder / f"home-{number}"
            child = fork_server.start("play_with_a_window", home, path if number % 2 else "", seed, batch)
            status = child.wait()
            outcome.expect(status == 0, f"seed {seed}: ended with {status}")
            outcome.trials += batch
            for what, *words in child.said():
                if what == "done":
                    done.update(words[0])
                else:
                    outcome.losses.append(f"seed {seed}: {what}: {' '.join(map(str, words))}")
    outcome.notes.append(", ".join(f"{count:,} {what}" for what, count in sorted(done.items())))
    return outcome


class _PlayingBoxes(Looker):
    """Plays with dialogs for a while instead of looking at them, and then leaves them unanswered."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    def look_at(self, widget: QWidget) -> None:
        """See Looker."""
        for _ in range(self._chance.randrange(12)):
            if isValid(widget) and widget.isVisible():
                poke(widget, self._chance)


def _click(target: QWidget, at: QPoint, chance: random.Random) -> None:
    twice = chance.random() < 0.2
    button, modifiers = chance.choice(_BUTTONS), chance.choice(_MODIFIERS)
    QTest.mouseClick(target, button, modifiers, at)
    if twice and isValid(target):
        # The second press alone, whose release follows.
        QTest.mouseDClick(target, button, modifiers, at)
        if isValid(target):
            QTest.mouseRelease(target, button, modifiers, at)


def _drag(target: QWidget, at: QPoint, chance: random.Random) -> None:
    button, modifiers = chance.choice(_BUTTONS), chance.choice(_MODIFIERS)
    QTest.mousePress(target, button, modifiers, at)
    for _ in range(chance.randrange(1, 5)):
        at += QPoint(chance.randrange(-150, 151), chance.randrange(-150, 151))
        # QTest's own moves have no button down.
        where = QPointF(at), QPointF(target.mapToGlobal(at))
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(target, QMouseEvent(QEvent.Type.MouseMove, *where, none, button, modifiers))
    if chance.random() < 0.2:
        QTest.keyClick(target, Qt.Key.Key_Escape)
    QTest.mouseRelease(target, button, modifiers, at)


def _turn_wheel(target: QWidget, at: QPoint, chance: random.Random) -> None:
    angle = QPoint(chance.choice((0, 0, 120)), chance.choice((-1200, -120, -1, 120, 360)))
    where = QPointF(at), QPointF(target.mapToGlobal(at))
    phase = Qt.ScrollPhase.NoScrollPhase
    buttons = Qt.MouseButton.NoButton
    event = QWheelEvent(*where, QPoint(), angle, buttons, chance.choice(_MODIFIERS), phase, False)
    QApplication.sendEvent(target, event)


def _type(target: QWidget, _at: QPoint, chance: random.Random) -> None:
    typed = QApplication.focusWidget() or target
    for letter in chance.choice(_WORDS):
        # Letter by letter, since QTest types all of them even where one has closed what it types into.
        if isValid(typed):
            QTest.keyClicks(typed, letter)


def _press_key(target: QWidget, _at: QPoint, chance: random.Random) -> None:
    focused = QApplication.focusWidget() or target
    QTest.keyClick(focused, chance.choice(_KEYS), chance.choice(_MODIFIERS))


def _ask_for_menu(target: QWidget, at: QPoint, _chance: random.Random) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at))
    QApplication.sendEvent(target, event)


#: What `poke` does, the more often named the more often.
_KINDS = (_click, _click, _drag, _type, _turn_wheel, _press_key, _press_key, _ask_for_menu)


def poke(window: QWidget, chance: random.Random) -> str:
    """One mouse, wheel or key event somewhere in a window; which it was."""
    kind = chance.choice(_KINDS)
    at = QPoint(chance.randrange(max(1, window.width())), chance.randrange(max(1, window.height())))
    target = window.childAt(at) or window
    try:
        kind(target, target.mapFrom(window, at), chance)
    except RuntimeError:
        # Unless the event has removed what it went to.
        if isValid(target):
            raise
    return kind.__name__.removeprefix("_").replace("_", " ")


class _Monkey:
    """Plays with one window; what happens to it is by chance alone."""

    def __init__(self, window: MainWindow, chance: random.Random) -> None:
        self._window, self._chance = window, chance
        self.done: Counter[str] = Counter()
        for name in LEFT_OUT:
            # Their keys would end the app, too.
            window.host.actions[name].setShortcuts([])
        self._rescue = QTimer(window)
        self._rescue.timeout.connect(self._answer)
        self._rescue.start(_PATIENCE)

    def _answer(self) -> None:
        """Give a key to what waits for the user, or close it."""
        waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if waiting is None:
            return
        if isinstance(waiting, QMenu) and self._chance.random() < 0.5:
            action = waiting.actionAt(QPoint(5, self._chance.randrange(max(1, waiting.height()))))
            if action is not None and action not in self._forbidden():
                waiting.setActiveAction(action)
                QTest.keyClick(waiting, Qt.Key.Key_Return)
                return
        waiting.reject() if isinstance(waiting, QDialog) else waiting.close()

    def _forbidden(self) -> list[Any]:
        return [self._window.host.actions[name] for name in LEFT_OUT]

    def act(self) -> None:
        """One event, and what comes of it."""
        what = self._chance.random()
        if what < 0.05:
            size = QSize(self._chance.randrange(200, 2_000), self._chance.randrange(150, 1_300))
            self._window.resize(size)
            self.done["resize"] += 1
        elif what < 0.15:
            self._choose()
        elif what < 0.25:
            self._drag_an_actor()
        else:
            self.done[poke(self._window, self._chance)] += 1
        settle(1)
        self._close_others()

    def _choose(self) -> None:
        actions = self._window.host.actions
        name = self._chance.choice(sorted(set(actions) - LEFT_OUT))
        if actions[name].isEnabled():
            actions[name].trigger()
            self.done["menu"] += 1

    def _drag_an_actor(self) -> None:
        canvas = Parts(self._window).canvas
        placed = sorted(canvas.scene.appearance.actors)
        place = canvas.scene.place_of(self._chance.choice(placed)) if placed else None
        if place is not None:
            _drag(canvas.view.viewport(), QPoint(round(place[0]), round(place[1])), self._chance)
            self.done["drag"] += 1

    def _close_others(self) -> None:
        for widget in QApplication.topLevelWidgets():
            for _ in range(self._chance.randrange(3)):
                if self._is_another(widget):
                    poke(widget, self._chance)
            if self._is_another(widget):
                widget.close()
        settle(1)

    def _is_another(self, widget: QWidget) -> bool:
        return widget is not self._window and isValid(widget) and widget.isVisible()

    def rest(self) -> None:
        """Let go of everything that is under way, and show all actors."""
        self._close_others()
        for _ in range(3):
            QTest.keyClick(QApplication.focusWidget() or self._window, Qt.Key.Key_Escape)
            settle()
        self._close_others()
        self._window.host.actions["show-everybody"].trigger()
        settle()


def play_with_a_window(say: Say, home: str, path: str, seed: int, count: int) -> None:
    """Play with a window on a map, or without a path on the preset; tells losses and what was done."""
    at_home(home)
    from app_driver import make_context
    from stakemap.app.shell.application import make_application

    make_application()
    QDesktopServices.openUrl = staticmethod(lambda _url: True)  # type: ignore[assignment]
    chance, problems = random.Random(seed), list[str]()
    sys.excepthook = lambda _kind, error, _trace: problems.append(told(error))
    context = make_context(_PlayingBoxes(chance))  # type: ignore[arg-type]
    if path:
        window = documents_of(context).open_file(Path(path))
        assert window is not None
    else:
        window = context.new_window()
        window.show_map(documents_of(context).session_for(load_preset("armenia-turkiye")))
    window.resize(1_280, 800)
    window.present()
    session = window.session
    assert session is not None
    start = session.document
    session.history = History(start, capacity=_UNDO)
    monkey = _Monkey(window, chance)

    def count_change(*_: object) -> None:
        monkey.done["change of the map"] += 1

    session.changed.connect(count_change)
    for number in range(1, count + 1):
        try:
            monkey.act()
        except Exception as error:
            problems.append(told(error))
        if number % _LOOK == 0 or number == count:
            monkey.rest()
            problems += [f"not valid: {problem}" for problem in _faults(session.document)]
            problems += against_the_model(window)
        for problem in problems:
            say("loss", f"at event {number}", problem)
        problems.clear()
    if window.session is not session:
        say("loss", "the window shows another map")
    while session.can_undo:
        session.undo()
        settle(1)
    if session.document != start:
        say("loss", "undoing everything does not lead to the map as it was")
    say("done", dict(monkey.done))


def _faults(document: Any) -> list[str]:
    """What a file of the map would not keep, or what was no fault before."""
    found = [str(fault) for fault in check(document) if fault.severity != "warning"]
    if decode(encode(document)).document != document:
        found.append("the file would hold another map")
    return found
