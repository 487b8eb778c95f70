"""The feature that asks for reasons after moves, and of workshop mode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.analysis.evidence.unexplained import Stop, stop_after, unexplained_stops
from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr, tr_count
from stakemap.model.edits import keep_support
from stakemap.model.edits_support import may_keep_support
from stakemap.model.resolve import judged_here, own_judgement

if TYPE_CHECKING:
    from stakemap.app.features.judging.judging import Judging

#: Delay of the count after an edit, in milliseconds.
_LAG = 250
#: Maps with more actors are counted by a worker, so that no frame waits for it.
_WORKER_THRESHOLD = 1_500


class JudgingFeature(Feature):
    """Asks for the reasons of moves; `judging` is created on first use.

    `workshop` counts the unexplained moves in workshop mode; it exists once a map is shown.
    """

    workshop: Derived[int]
    _judging: Judging | None = None

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Actor" about reasons."""
        place = ("actor", 2)
        return (
            action(
                "explain",
                tr("&Explain…"),
                self.explain,
                place,
                "Ctrl+J",
                tip=tr("Explain the last move, or the judgements of the selected actors that have no reason"),
                enabled=self._window.can_edit,
                on="actor",
            ),
            action(
                "keep-support",
                tr("Reason and &sources still apply"),
                self.toggle_keeping,
                place,
                "Shift+F8",
                tip=tr("Keep reason, sources and confidence of the old values of the selected actors"),
                enabled=self._window.can_edit,
                checked=self._is_kept,
                on="actor",
            ),
            action(
                "next-unexplained",
                tr("Explain the next &move without a reason…"),
                self.next_unexplained,
                place,
                "F8",
                tip=tr("Go to the next move without a reason, anywhere in the map, and explain it"),
                enabled=self._window.can_edit,
            ),
            action(
                "workshop-mode",
                tr("&Workshop mode"),
                self.toggle_workshop,
                place,
                tip=tr("Workshop mode: do not ask for a reason after each move"),
                enabled=self._window.has_map,
                checked=self._is_workshop,
            ),
        )

    def _is_workshop(self) -> bool:
        """Whether workshop mode is on, in which no card opens after a move."""
        return self._context.settings.workshop_mode

    def map_shown(self) -> None:
        """Follow the moves on the canvas, and count unexplained moves in workshop mode."""
        self.workshop = Derived(
            self,
            lambda: (self._session.document,) if self._is_workshop() else None,
            lambda document: len(unexplained_stops(document)),
            lag=_LAG,
            is_large=lambda document: len(document.actors) > _WORKER_THRESHOLD,
        )
        self.workshop.follow(self._session, lambda difference: difference and self._is_workshop())
        self._window.service(Canvas).judged.connect(lambda moved: self.judging.actors_moved(moved))
        self._window.settings_changed.connect(lambda _settings: self.workshop.refresh())
        self.workshop.refresh()

    @property
    def judging(self) -> Judging:
        """The controller of the card."""
        if self._judging is None:
            from stakemap.app.features.judging.judging import Judging

            window = self._window
            made = Judging(window, window.service(Canvas), self._session, self._view, self._is_workshop)
            made.message.connect(window.say)
            made.source_requested.connect(window.source_requested)
            made.author_given.connect(self._remember_author)
            made.new_snapshot_requested.connect(lambda: window.trigger("judge-anew"))
            self._judging = made
        return self._judging

    def _remember_author(self, author: str) -> None:
        self._context.change_settings(author=author)
        self._window.say(
            tr(
                "Your judgements are now signed {author}. You can change this in the preferences.",
                author=author,
            )
        )

    def commit_pending(self) -> bool:
        """Store the content of the card; return False when it is invalid."""
        return self._judging is None or self._judging.commit_pending()

    def explain(self) -> None:
        """Open the card for the last move, or for what the selected actors lack a reason for."""
        self.judging.explain_now()

    def _is_kept(self) -> bool:
        """Whether all changed judgements of the actor selected last keep what supported the replaced ones."""
        if not self._window.can_edit_snapshot():
            return False
        view, document = self._view, self._document
        actors = [view.primary] if view.primary in document.actors else []
        snapshot = view.snapshot or ""
        judged = judged_here(document, snapshot, view.issue, actors)
        changed = [
            own_judgement(document, snapshot, one)
            for one in judged
            if may_keep_support(document, snapshot, one)
        ]
        return bool(changed) and all(one is not None and one.support_kept for one in changed)

    def toggle_keeping(self) -> None:
        """Say of the selected actors, or of the move on the card, whether reason and sources still apply."""
        view, session = self._view, self._session
        if self._judging is not None and self._judging.toggle_keeping():
            return
        selected = sorted(view.selection & session.document.actors.keys())
        before, kept = session.document, not self._is_kept()
        if view.snapshot is not None and selected:
            judged = judged_here(before, view.snapshot, view.issue, selected)
            subjects = [one for one in judged if may_keep_support(before, view.snapshot, one)]
            edit = keep_support.of(view.snapshot, subjects, kept, session.authorship)
            what = short(before.actors[selected[0]].name)
            if len(selected) > 1:
                what = tr_count("{count} actor", "{count} actors", len(selected))
            session.apply(edit, label=tr("Explain {what}", what=what), touched=selected)
        if session.document is before:
            self._window.say(tr("No changed value of the selected actors had a reason or sources."))
        elif kept:
            self._window.say(tr("Reason, sources and confidence still apply."))
        else:
            self._window.say(tr("Reason, sources and confidence of the old value no longer apply."))

    def toggle_workshop(self) -> None:
        """Toggle workshop mode, and report how many moves lack a reason."""
        waiting = self.workshop.value
        workshop = not self._is_workshop()
        self._context.change_settings(workshop_mode=workshop)
        if workshop:
            self._window.say(tr("Workshop mode: moves do not ask for a reason. Explain them later with F8."))
        elif waiting:
            self._window.say(
                tr_count(
                    "Each move asks for a reason again. {count} move has none: press F8 to go to it.",
                    "Each move asks for a reason again. {count} moves have none: press F8 to go to the next.",
                    waiting,
                )
            )
        else:
            self._window.say(tr("Each move asks for a reason again."))

    def next_unexplained(self) -> None:
        """Go to the next move without a reason anywhere in the map, and open the card."""
        document, view = self._document, self._view
        stops = unexplained_stops(document)
        here = Stop(view.snapshot or "", view.issue, view.primary or "")
        stop = stop_after(document, stops, here)
        if stop is None:
            self._window.say(tr("Every judgement in this map has a reason."))
            return
        issue = view.issue if stop.issue is None else stop.issue
        view.set(snapshot=stop.snapshot, issue=issue, selection={stop.actor}, primary=stop.actor)
        self.judging.explain_now()
        rest = len(stops) - 1
        if rest:
            self._window.say(
                tr_count(
                    "{count} more move in this map has no reason.",
                    "{count} more moves in this map have no reason.",
                    rest,
                )
            )
