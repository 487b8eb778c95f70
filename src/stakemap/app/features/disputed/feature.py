"""The feature with which the citations of a stance are rated against its readings."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolved, resolve_stance
from stakemap.model.subjects import Subject


class DisputedFeature(Feature):
    """The action that shows the dialog of ratings."""

    def actions(self) -> Iterable[Action]:
        """The action of the menu "Actor"."""
        return (
            action(
                "rate-citations",
                tr("Rate the ci&tations…"),
                self.rate,
                ("actor", 2),
                tip=tr("Rate how well each citation of the selected actor’s stance fits each reading of it"),
                icon="check-list",
                enabled=lambda: self._stance() is not None,
                on="actor",
            ),
        )

    def _stance(self) -> Resolved[Stance] | None:
        """The stance of the selected actor in view, if it has citations that can be rated."""
        if not self._window.can_edit_selection():
            return None
        view = self._view
        if view.primary is None or view.snapshot is None or view.issue is None:
            return None
        shown = resolve_stance(self._document, view.snapshot, view.issue, view.primary)
        return shown if shown is not None and shown.judgement.citations else None

    def rate(self) -> None:
        """Show the dialog of the selected actor, on the judgement in effect, even if it is carried over."""
        from stakemap.app.features.disputed.dialog import RatingsDialog
        from stakemap.app.features.disputed.ratings import RatingTarget

        shown, view = self._stance(), self._view
        if shown is None or view.issue is None or view.primary is None:
            return
        subject = Subject.stance(view.issue, view.primary)
        target = RatingTarget(self._session, shown.snapshot, subject)
        self._context.message_boxes.run(RatingsDialog(self._window, target))
