"""The controller of the card: opens it after moves, positions it, and stores its content in the edit of the
move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from stakemap.app.canvas import Canvas, Moved
from stakemap.app.features.judging.card import CardFacts, JudgementCard
from stakemap.app.features.judging.placement import CardPlacer
from stakemap.app.features.judging.revisions import Revision, explaining, meaning, revisions, unexplained
from stakemap.app.kit.forms.choices import source_options
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.targets import short
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import own_judgement

#: Debounce of the card after nudges, in milliseconds.
NUDGE_DEBOUNCE = 900


class Judging(QObject):
    """Shows at most one card; its content is discarded only by Esc, its buttons, or undoing the move.

    In workshop mode (`is_workshop`) the card opens only through `explain_now`. `author_given` carries the
    name of a user who had none before.
    """

    message = Signal(str)
    source_requested = Signal(str)
    new_snapshot_requested = Signal()
    author_given = Signal(str)

    def __init__(
        self,
        window: QWidget,
        canvas: Canvas,
        session: Session,
        view: ViewState,
        is_workshop: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._canvas = window, canvas
        self._session, self._view = session, view
        self._is_workshop = is_workshop
        #: The open card, None while it is hidden.
        self.card: JudgementCard | None = None
        self._placer = CardPlacer(window, canvas)
        self._revisions: tuple[Revision, ...] = ()
        self._moved: Moved | None = None
        self._snapshot = ""
        #: Whether the content amends the last move's step in the undo history.
        self._amends_move = False
        self._storing = False
        self._open_timer = QTimer(self, singleShot=True)
        self._open_timer.timeout.connect(self._open_after_move)
        canvas.zoomed.connect(lambda _zoom: self._place(anew=True))
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)

    # Opening

    def actors_moved(self, moved: Moved) -> None:
        """Open the card for moved actors: after the next paint for a drag, debounced for nudges."""
        self._stop_waiting()
        if not self.leave():
            # The invalid content stays in the open card; this move is left unexplained.
            return
        self._moved = moved
        if not self._is_workshop():
            self._open_timer.start(NUDGE_DEBOUNCE if moved.by_key else 0)
            # Tab goes to the card at once, also to one that waits for the nudges to end.
            self._canvas.view.installEventFilter(self)

    def _stop_waiting(self) -> None:
        """Forget a card that was about to open."""
        self._open_timer.stop()
        if self.card is None:
            self._canvas.view.removeEventFilter(self)

    def _open_after_move(self) -> None:
        self._stop_waiting()
        moved, session = self._moved, self._session
        if moved is None or session.document is not moved.after or session.gesture is not None:
            return
        if not self._is_workshop() and (moved.by_key or self._is_about_selection(moved)):
            self._open_for_move(moved, focus=not moved.by_key)
            if self.card is not None and moved.by_key:
                line = tr("{question}. Press Tab to go to the card, or Esc to close it.")
                self.message.emit(line.format(question=self.card.accessibleName()))

    def explain_now(self) -> None:
        """Open the card for the last move, or for what the selected actors lack a reason for."""
        self._stop_waiting()
        if self.card is not None:
            self.card.focus_first()
            return
        moved, view, document = self._moved, self._view, self._session.document
        if moved is not None and document is moved.after and self._is_about_selection(moved):
            self._open_for_move(moved, focus=True)
        elif view.snapshot is None or not view.selection:
            self.message.emit(tr("Select the actors to explain."))
        else:
            chosen = actors_in_order(document, view.selection & document.actors.keys())
            made = unexplained(document, view.snapshot, view.issue, chosen)
            if made:
                self._open(made, view.snapshot, may_undo=False, focus=True)
            else:
                self.message.emit(tr("Every judgement of the selected actors here has a reason."))

    def _is_shown(self, moved: Moved) -> bool:
        return (self._view.snapshot, self._view.issue) == (moved.snapshot, moved.issue)

    def _is_about_selection(self, moved: Moved) -> bool:
        return self._is_shown(moved) and self._view.selection <= set(moved.actors)

    def _open_for_move(self, moved: Moved, *, focus: bool) -> None:
        made = revisions(moved.before, moved.after, moved.snapshot, moved.issue, moved.actors)
        if made and self._is_shown(moved):
            self._open(made, moved.snapshot, may_undo=True, focus=focus)

    def _open(self, made: tuple[Revision, ...], snapshot: str, *, may_undo: bool, focus: bool) -> None:
        document = self._session.document
        self._revisions, self._snapshot, self._amends_move = made, snapshot, may_undo
        actors = tuple(dict.fromkeys(one.subject.id for one in made))
        if len(actors) == 1:
            title = short(document.actors[actors[0]].name)
        else:
            title = tr_count("{count} actor", "{count} actors", len(actors))
        facts = CardFacts(
            document,
            title,
            meaning(document, snapshot, made),
            self._signature(made),
            may_undo=may_undo,
            may_renew=may_undo and not document.snapshots[snapshot].scenario,
        )
        named = [(short(document.actors[one.subject.id].name), one) for one in made]
        card = self._card
        card.show_changes(facts, named)
        set_draft_subject(card, ("card", snapshot, *(one.subject for one in made)))
        self.card = card
        self._canvas.shows_hover_cards = False
        # The heights of wrapped texts are known only once they are visible.
        card.show()
        self._place(anew=True)
        card.raise_()
        self._follow_window(True)
        if focus:
            card.focus_first()

    @cached_property
    def _card(self) -> JudgementCard:
        card = JudgementCard(self._window, self._sources, self.source_requested.emit)
        card.kept.connect(self._keep)
        card.dismissed.connect(self._dismiss)
        card.taken_back.connect(self._undo_move)
        card.renewed.connect(self._move_to_new_snapshot)
        card.grown.connect(self._place)
        return card

    @staticmethod
    def _signature(made: Sequence[Revision]) -> tuple[str, str]:
        """Author and date of the judgements, each "" where they differ."""
        authors = {one.judgement.by for one in made}
        days = {one.judgement.on or "" for one in made}
        return (authors.pop() if len(authors) == 1 else "", days.pop() if len(days) == 1 else "")

    def _sources(self) -> Sequence[Option]:
        return source_options(self._session.document)

    def _place(self, *, anew: bool = False) -> None:
        """Fit the card to its content and put it beside the actors; unless `anew` it stays if it can."""
        if self.card is not None:
            actors = tuple(dict.fromkeys(one.subject.id for one in self._revisions))
            self._placer.place(self.card, actors, self._view.primary, anew=anew)

    # Closing

    def commit_pending(self) -> bool:
        """Store the content of the card; return False when it is invalid, which the card shows."""
        card = self.card
        if card is None:
            return True
        try:
            explanation = card.explanation()
        except ValueError as error:
            card.say(str(error))
            return False
        if explanation.is_empty:
            return True
        session, moved = self._session, self._moved
        actors = tuple(dict.fromkeys(one.subject.id for one in self._revisions))
        name = (
            short(session.document.actors[actors[0]].name)
            if len(actors) == 1
            else tr_count("{count} actor", "{count} actors", len(actors))
        )
        label = tr("Explain {what}", what=name)
        self._storing = True
        try:
            edit = explaining(session.document, self._snapshot, explanation, session.authorship)
            if self._amends_move and moved is not None:
                session.amend(moved.after, edit, label=label, touched=actors)
            else:
                session.apply(edit, label=label, touched=actors)
        except (StakemapError, ValueError) as error:
            card.say(str(error))
            return False
        finally:
            self._storing = False
        self._close()
        by = explanation.signature.get("by")
        if by and not session.author:
            self.author_given.emit(by)
        return True

    def leave(self) -> bool:
        """Store the content and close the card; return False when it is invalid and the card stays."""
        if not self.commit_pending():
            return False
        self._close()
        return True

    def _keep(self) -> None:
        if self.leave():
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss(self) -> None:
        self._close()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo_move(self) -> None:
        moved = self._moved
        self._dismiss()
        if moved is not None and self._session.document is moved.after:
            self._session.undo()

    def _move_to_new_snapshot(self) -> None:
        if self.leave():
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self.new_snapshot_requested.emit()

    def toggle_keeping(self) -> bool:
        """Tick or untick on the open card that reason and sources still apply; False without such a card."""
        if self.card is None or self.card.keep_box.isHidden():
            return False
        self.card.keep_box.click()
        return True

    def _close(self) -> None:
        card, self.card = self.card, None
        if card is None:
            return
        self._follow_window(False)
        self._canvas.shows_hover_cards = True
        card.close_card()
        # The last message is about the card.
        self.message.emit("")

    # Events of window and canvas

    def _follow_window(self, on: bool) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        watched = (self._canvas.view.viewport(), self._canvas.view, self._canvas.tray.content, self._window)
        if on:
            application.focusChanged.connect(self._focus_changed)
            for one in watched:
                one.installEventFilter(self)
        else:
            application.focusChanged.disconnect(self._focus_changed)
            for one in watched:
                one.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the card on a press on the canvas, or Esc there; reposition it on resize."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and watched is not self._window:
            self.leave()
        elif kind == QEvent.Type.Resize and watched in (self._window, self._canvas.view):
            self._place(anew=True)
        elif kind == QEvent.Type.KeyPress and watched is self._canvas.view:
            return self._canvas_key(event)
        return False

    def _canvas_key(self, event: QEvent) -> bool:
        """Esc on the canvas closes the card; Tab goes to it, or opens the one that is about to open."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self.card is not None:
            self._dismiss()
            return True
        if event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if self._open_timer.isActive():
                self._open_after_move()
            if self.card is not None:
                self.card.focus_first()
                return True
        return False

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        card = self.card
        if card is None or now is None or not card.holds(_old):
            return
        if not card.holds(now):
            self.leave()
        else:
            # After the layout has placed new widgets.
            QTimer.singleShot(0, card, card.reveal_focus)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self._storing or self.card is None:
            return
        same = self._snapshot in after.snapshots and all(
            own_judgement(after, self._snapshot, one.subject) is one.judgement for one in self._revisions
        )
        if not same:
            self._close()
        else:
            self._place()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self._stop_waiting()
        if self.card is not None and fields & {"issue", "snapshot", "selection"}:
            self.leave()
