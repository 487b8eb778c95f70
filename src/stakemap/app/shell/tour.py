"""The tour: five callouts beside the parts of the window, which can be left at any time and block nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QToolBar, QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.document.documents import Documents
from stakemap.app.features.timeline.feature import TimelineFeature
from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, RADIUS
from stakemap.app.kit.widgets.popup_placement import beside
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.shell.welcome import WelcomePage
from stakemap.i18n import tr

#: The map that the tour begins with where none is open.
_EXAMPLE = "armenia-turkiye"
_WIDTH = GRID * 42
#: The distance of the outline from what it is about, in pixels.
_AROUND = GRID // 2
#: Milliseconds after which a callout finds its place again: panels and the card open after the event.
_SETTLING = 60


class Step(NamedTuple):
    """A callout: its title, its text, and where what it is about lies in the window, None if it is hidden."""

    title: str
    text: str
    place: Callable[[Window], QRect | None]


def offer_tour(context: AppContext, window: Window) -> None:
    """Show the tour at the first start of all, once."""
    context.change_settings(tour_seen=True)
    if window in context.windows and window.isVisible():
        Tour.begin(window)


def _steps(window: Window) -> list[Step]:
    first = Step(
        tr("Who stands where"),
        tr(
            "Each disc is an actor. Across is alignment, from opposing the issue to supporting it; up is "
            "influence. Point at a disc to read the whole judgement, or press Tab to go from one to the next."
        ),
        _canvas,
    )
    if window.session is None:
        first = Step(
            tr("Begin with the example"),
            tr(
                "“Next” opens a map to try things on. It is not saved unless you save it. You can leave this "
                "tour with Esc, and find it again in the menu Help."
            ),
            _example,
        )
    return [
        first,
        Step(
            tr("A drag is a judgement"),
            tr(
                "Drag an actor, or nudge it with the arrow keys: that changes what you judge, not only the "
                "picture. Ctrl+Z takes it back. Drop it at the lower edge if its position is unknown."
            ),
            _actor,
        ),
        Step(
            tr("Say why"),
            tr(
                "After a move, a small card asks for the reason and a source. Enter keeps them, Esc goes on "
                "without: nobody has to answer. The history keeps what you judged before."
            ),
            _card,
        ),
        Step(
            tr("Issues and time"),
            tr(
                "Choose the issue and the date here. Dates hold what was judged then; scenarios branch off "
                "them. F5 plays them one after the other."
            ),
            _view_bar,
        ),
        Step(
            tr("Show it"),
            tr(
                "Ctrl+E makes slides of the map, as pictures or for PowerPoint. F1 opens the Guide, which "
                "has all the rest; Ctrl+K finds every command."
            ),
            _export,
        ),
    ]


def _rect(window: Window, widget: QWidget | None) -> QRect | None:
    if widget is None or not widget.isVisibleTo(window):
        return None
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _example(window: Window) -> QRect | None:
    page = window.centralWidget()
    if not isinstance(page, WelcomePage):
        return None
    return _rect(window, next((card for card in page.cards if card.preset.id == _EXAMPLE), None))


def _canvas(window: Window) -> QRect | None:
    return _rect(window, window.service(Canvas).view) if window.session is not None else None


def _actor(window: Window) -> QRect | None:
    if window.session is None:
        return None
    canvas = window.service(Canvas)
    scene, viewport = canvas.scene, canvas.view.viewport()
    for actor in scene.focus_order():
        place = scene.place_of(actor)
        if place is not None and viewport.rect().contains(QPoint(round(place[0]), round(place[1]))):
            reach = round(scene.radius) + _AROUND
            centre = viewport.mapTo(window, QPoint(round(place[0]), round(place[1])))
            return QRect(centre - QPoint(reach, reach), QSize(2 * reach, 2 * reach))
    return _canvas(window)


def _card(window: Window) -> QRect | None:
    card = window.findChild(QFrame, "judgement-card")
    return _rect(window, card) or _actor(window)


def _view_bar(window: Window) -> QRect | None:
    if window.session is None:
        return None
    return _rect(window, window.service(TimelineFeature).view_bar) or _canvas(window)


def _export(window: Window) -> QRect | None:
    if window.session is None:
        return None
    toolbar = window.findChild(QToolBar, "toolbar")
    button = None if toolbar is None else toolbar.widgetForAction(window.host.actions["export"])
    return _rect(window, button) or _canvas(window)


class Callout(QFrame):
    """Title, text and buttons of a step."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setFixedWidth(_WIDTH)
        self.number = PlainLabel(role="caption")
        self.title = PlainLabel(role="heading", wrap=True)
        self.text = PlainLabel(wrap=True)
        self.skip = QPushButton(tr("Skip"))
        self.back = QPushButton(tr("Back"))
        self.next = QPushButton()
        self.next.setProperty("primary", True)
        for button in (self.skip, self.back, self.next):
            # Outside of a dialog Enter does not press a button else.
            button.setAutoDefault(True)
        column = self._column = column_layout(
            self.number, self.title, self.text, spacing=GRID, margins=GRID * 2, on=self
        )
        column.addLayout(row_layout(self.skip, STRETCH, self.back, self.next))

    def show_step(self, step: Step, number: int, count: int) -> None:
        """Show a step, and announce it to screen readers."""
        self.number.setText(tr("{number} of {count}", number=number + 1, count=count))
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.back.setEnabled(number > 0)
        self.skip.setVisible(number < count - 1)
        self.next.setText(tr("Done") if number == count - 1 else tr("Next"))
        told = f"{self.number.text()}. {step.title}. {step.text}"
        self.setAccessibleName(told)
        self.next.setAccessibleDescription(told)
        announce(self, told)
        # A label that wraps needs another height for another text.
        self.setFixedHeight(self._column.totalHeightForWidth(_WIDTH))


class _Outline(QWidget):
    """Outlines what a callout is about; the mouse goes through it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setObjectName("tour-outline")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the outline in the accent of the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette().highlight().color()), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS, RADIUS)


class Tour(QObject):
    """The tour in a window; it ends with the window."""

    def __init__(self, window: Window, number: int) -> None:
        super().__init__(window)
        self._window = window
        self._steps = _steps(window)
        self.number = number
        self.callout, self._outline = Callout(window), _Outline(window)
        self.callout.next.clicked.connect(self._go_on)
        self.callout.back.clicked.connect(lambda: self._show(self.number - 1))
        self.callout.skip.clicked.connect(self.end)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLING)
        self._settling.timeout.connect(self._place)
        #: Whose keys are looked at for Esc.
        self._focused: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)
        window.installEventFilter(self)
        self._shown_map = window.session is not None
        if self._shown_map:
            window.service(Canvas).judged.connect(self._judged)
        else:
            window.map_shown.connect(self._map_shown)

    @classmethod
    def begin(cls, window: Window, number: int = 0) -> Tour:
        """Begin the tour in a window; restart it if it is running there."""
        before = window.findChild(Tour)
        if before is not None:
            before.end()
        tour = cls(window, number)
        tour._show(number)
        return tour

    def end(self) -> None:
        """Leave the tour; nothing happens where it was left already."""
        if self.parent() is None:
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._focus_changed)
        self._watch(None)
        self._window.removeEventFilter(self)
        if self._shown_map:
            self._window.service(Canvas).judged.disconnect(self._judged)
        else:
            self._window.map_shown.disconnect(self._map_shown)
        had_focus = self.callout.isAncestorOf(QApplication.focusWidget() or self._window)
        self._settling.stop()
        for part in (self.callout, self._outline):
            part.hide()
            part.deleteLater()
        self.setParent(None)
        self.deleteLater()
        place = self._window.centralWidget()
        if had_focus and place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if self.number == len(self._steps) - 1:
            self.end()
        elif self._window.session is None:
            # The map is shown in this window, where the tour goes on.
            self._window.context.service(Documents).open_preset(_EXAMPLE, self._window)
        else:
            self._show(self.number + 1)

    def _map_shown(self) -> None:
        """Go on in the map that was opened from the welcome page, once it is painted."""
        window, number = self._window, self.number + 1
        self.end()
        QTimer.singleShot(_SETTLING, window, lambda: Tour.begin(window, number))

    def _judged(self, *_: object) -> None:
        """Go on to the card once an actor was moved; it has the focus then."""
        if self.number == 1:
            self._show(2, focus=False)

    def _show(self, number: int, *, focus: bool = True) -> None:
        self.number = number
        self.callout.show_step(self._steps[number], number, len(self._steps))
        self._place()
        self._settling.start()
        self.callout.show()
        if focus:
            self.callout.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        """Put callout and outline where they belong in the window as it is now."""
        window, callout = self._window, self.callout
        middle = window.centralWidget()
        area = (window.rect() if middle is None else middle.geometry()).adjusted(GRID, GRID, -GRID, -GRID)
        subject = self._steps[self.number].place(window)
        self._outline.setVisible(subject is not None)
        if subject is None:
            callout.move(area.center() - callout.rect().center())
        else:
            self._outline.setGeometry(subject.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))
            self._outline.raise_()
            inside = subject.width() > area.width() // 2 and subject.height() > area.height() // 2
            corner = subject.bottomRight() - QPoint(_WIDTH + GRID * 2, callout.height() + GRID * 2)
            callout.move(corner if inside else beside(callout.size(), subject, area))
        callout.raise_()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._watch(now if now is not None and now.window() is self._window else None)

    def _watch(self, widget: QWidget | None) -> None:
        if self._focused is not None:
            self._focused.removeEventFilter(self)
            self._focused.destroyed.disconnect(self._forget_focused)
        self._focused = None if widget is self._window else widget
        if self._focused is not None:
            self._focused.installEventFilter(self)
            self._focused.destroyed.connect(self._forget_focused)

    def _forget_focused(self) -> None:
        self._focused = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave with Esc, whatever else that key does there; follow the size of the window."""
        kind = event.type()
        if watched is self._window and kind in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._settling.start()
        elif (
            kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        ):
            session = self._window.session
            # In a drag it takes the drag back.
            if session is None or session.gesture is None:
                QTimer.singleShot(0, self, self.end)
        return False
