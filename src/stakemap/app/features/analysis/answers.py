"""The report of the chosen method on the issue and snapshot in view, computed off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from stakemap.analysis.balance.sides import SideLimits
from stakemap.analysis.cache import ReportCache
from stakemap.analysis.methods import Method
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report
from stakemap.app.kit.derived import Derived, is_cancelled
from stakemap.app.kit.motion import VIEW_CHANGE_DELAY
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.resolve import Resolver
from stakemap.sameness import are_same

#: Delay after an edit in milliseconds, so that no edit waits for what the method rests on to be looked up.
_LAG = 250
#: Milliseconds for which the report before an edit is still shown while the next one is computed.
_PATIENCE = 300

_RestsOn = tuple[object, ...]
_Inputs = tuple[ReportCache, Method, Question, _RestsOn, Resolver, Callable[[], bool]]


def _answer(
    cache: ReportCache,
    method: Method,
    question: Question,
    rests_on: _RestsOn,
    resolver: Resolver,
    cancelled: Callable[[], bool],
) -> Report:
    return cache.report(method, replace(question, resolver=resolver, cancelled=cancelled), rests_on)


def _is_unknown(
    cache: ReportCache, method: Method, _question: Question, rests_on: _RestsOn, *_: object
) -> bool:
    """Whether a report has to be computed, which a worker does."""
    return cache.find(method, rests_on) is None


class Answers(QObject):
    """Keeps `report` equal to the answer of `method` for the view; emits `changed` when it may differ.

    Nothing is computed while `shown` is hidden, nor during a drag. A report is computed again only where what
    the method rests on has changed. `report` is None from when the view or the method changes until there is
    an answer; after an edit it is the one before until then, unless that takes long. `has_failed` says that
    there will be none.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        limits: Callable[[], tuple[float, float]],
        shown: QWidget,
    ) -> None:
        super().__init__(shown)
        self._session, self._view, self._resolver, self._limits = session, view, resolver, limits
        self._cache = ReportCache()
        self._method: Method | None = None
        #: The latest question with what its answer rests on; asked again while that is the same.
        self._asked: tuple[Method, _RestsOn, Question] | None = None
        self.report: Report | None = None
        self.has_failed = False
        self._overdue = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._overdue.timeout.connect(self._drop)
        self._derived = Derived(
            self, self._inputs, _answer, lag=_LAG, is_large=_is_unknown, shown=shown, on_error=self._failed
        )
        self._derived.changed.connect(self._computed)
        self._derived.started.connect(self._overdue.start)
        self._derived.follow(session)
        view.changed.connect(self._view_changed)
        session.gesture_changed.connect(self._gesture_changed)

    @property
    def method(self) -> Method | None:
        """The chosen method."""
        return self._method

    @property
    def is_current(self) -> bool:
        """Whether the report is of the present map and view."""
        return self._derived.is_current

    def choose(self, method: Method) -> None:
        """Ask another method; its report is shown at once if it is known."""
        self._method = method
        self._ask_anew(0)

    def _ask_anew(self, lag: int) -> None:
        """Ask again, showing nothing of the report, which is not about what is in view any more."""
        self._derived.renew(lag)
        self._drop()

    def _drop(self) -> None:
        self._overdue.stop()
        self.report, self.has_failed = None, False
        self.changed.emit()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self._ask_anew(VIEW_CHANGE_DELAY)

    def refresh(self) -> None:
        """Ask again, since the limits of the balance may have changed."""
        self._derived.invalidate()

    def settle(self) -> bool:
        """Ask at once if the map may have changed; whether the report is about the map as it is.

        Until it is there is none: what is obsolete is not acted on.
        """
        if not self._derived.is_current:
            self._derived.refresh()
            if self._derived.is_busy:
                self._drop()
        return self.report is not None

    def _inputs(self) -> _Inputs | None:
        method, view = self._method, self._view
        if method is None:
            return None
        question = Question(
            self._session.document, view.issue, view.snapshot, self._resolver, SideLimits(*self._limits())
        )
        rests_on = method.rests_on(question)
        if self._asked is not None and self._asked[0] is method and are_same(self._asked[1], rests_on):
            _, rests_on, question = self._asked
        self._asked = method, rests_on, question
        return self._cache, method, question, rests_on, self._resolver, is_cancelled

    def _computed(self) -> None:
        self._overdue.stop()
        self.report, self.has_failed = self._derived.value, False
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._overdue.stop()
        self.report, self.has_failed = None, True
        self.changed.emit()
        raise error

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        """Leave the processor to a drag; after it the question is asked again, if it has changed."""
        if gesture is not None:
            self._derived.cancel()
        else:
            self._derived.invalidate()
