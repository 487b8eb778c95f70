"""The feature of reviews: approving a judgement or a snapshot, and withdrawing an approval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Feature
from stakemap.app.kit.worker import Worker
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.ids import mint_by_time
from stakemap.model.places import path_of
from stakemap.model.resolve import shown_judgement
from stakemap.model.subjects import Place, Subject
from stakemap.wording.names import snapshot_name

if TYPE_CHECKING:
    from stakemap.app.features.review.facts import Facts


class ReviewFeature(Feature):
    """The actions that approve, and that withdraw an approval."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Team"."""
        return (
            action(
                "approve-judgement",
                tr("&Approve this judgement…"),
                self.approve_judgement,
                ("team", 1),
                tip=tr("Approve a judgement of the selected actor or relation, as a reader"),
                enabled=self._has_judgement,
                on="actor",
            ),
            action(
                "approve-snapshot",
                tr("Approve this &snapshot…"),
                self.approve_snapshot,
                ("team", 1),
                tip=tr("Approve all that this snapshot shows, as a reader"),
                enabled=self._window.can_edit_snapshot,
                on="snapshot",
            ),
            action(
                "withdraw-approval",
                tr("&Withdraw the approval…"),
                self.withdraw,
                ("team", 1),
                tip=tr("Take back an approval of a judgement or a snapshot"),
                enabled=lambda: self._window.can_edit() and bool(self._document.reviews),
            ),
        )

    def _judgements(self) -> Iterator[Option]:
        """The judgements that the view shows of the selected actor or relation."""
        document, view = self._document, self._view
        snapshot = view.snapshot or ""
        subjects: list[tuple[Subject, str]] = []
        if view.relation is not None:
            subjects.append((Subject.tie(view.relation), tr("Strength of the relation")))
        elif view.primary is not None:
            if view.issue is not None:
                subjects.append((Subject.stance(view.issue, view.primary), tr("Alignment on this issue")))
            subjects.append((Subject.standing(view.primary), tr("Influence")))
        for subject, text in subjects:
            if shown_judgement(document, snapshot, subject) is not None:
                yield Option(path_of(Place("snapshots", snapshot, subject)), text)

    def _has_judgement(self) -> bool:
        return self._window.can_edit_snapshot() and any(self._judgements())

    def approve_judgement(self) -> None:
        """Ask which judgement of what is selected is approved, and approve it."""
        self._window.commit_pending()
        self._approve(tr("Approve this judgement"), tuple(self._judgements()))

    def approve_snapshot(self) -> None:
        """Show what the snapshot in view shows, and approve it."""
        self._window.commit_pending()
        snapshot = self._view.snapshot or ""
        name = snapshot_name(self._document, snapshot)
        option = Option(path_of(Place("snapshots", snapshot)), name)
        self._approve(tr("Approve the snapshot {snapshot}", snapshot=short(name)), (option,))

    def _approve(self, title: str, places: tuple[Option, ...]) -> None:
        from stakemap.app.features.review.dialogs import ApproveDialog

        author = self._context.settings.author
        known = self._work(_facts, self._document, [each.value for each in places], author)
        if not places or known is None:
            return
        dialog = ApproveDialog(self._window, title, places, author, known.__getitem__)
        if not self._context.message_boxes.run(dialog) or not dialog.reader:
            return
        if not author:
            self._context.change_settings(author=dialog.reader)
        who = edits.Authorship(dialog.reader, self._session.authorship.on)
        note, clears = dialog.note.content(), dialog.clears.isChecked()
        made = edits.approve.of(mint_by_time(), dialog.path, who, note, clears)
        place = next(each.text for each in places if each.value == dialog.path)
        said = {"place": short(place)}
        self._apply(made, tr("Approve {place}", **said), tr("Approved: {place}", **said))

    def withdraw(self) -> None:
        """Ask which approval is withdrawn, those of what is in view first, and withdraw it."""
        from stakemap.app.features.review.dialogs import WithdrawDialog

        document, snapshot = self._document, self._view.snapshot or ""
        near = [each.value for each in self._judgements()]
        near.append(path_of(Place("snapshots", snapshot)))
        reviews = document.reviews
        newest = sorted(reviews, key=lambda key: (reviews[key].on or "", key), reverse=True)
        ordered = sorted(newest, key=lambda key: reviews[key].place not in near)
        dialog = WithdrawDialog(self._window, document, ordered)
        if self._context.message_boxes.run(dialog):
            made = edits.withdraw_review.of(dialog.review)
            self._apply(made, tr("Withdraw an approval"), tr("The approval is withdrawn"))

    def _apply(self, made: edits.Edit, label: str, done: str) -> None:
        """Apply an edit and say that it is `done`.

        A worker makes its result: the paths of a large map take longer than a frame.
        """
        document = self._document
        try:
            result = self._work(_applied, made, document)
            if result is None:
                return
            self._session.apply(made.with_result(document, result), label=label)
        except StakemapError as error:
            # The map may have been changed from elsewhere while the dialog was open.
            self._context.show_error(self._window, error)
            return
        self._window.say(done)

    def _work(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a worker, for which events are processed; None when the user cancelled."""
        worker = Worker(function, *args)
        return run_with_progress(
            worker, self._window, tr("Reading the judgements…"), self._context.message_boxes
        )


def _facts(_report: object, document: StakeMap, paths: Sequence[str], reader: str) -> dict[str, Facts]:
    from stakemap.app.features.review.facts import facts_about

    return {path: facts_about(document, path, reader) for path in paths}


def _applied(_report: object, edit: edits.Edit, document: StakeMap) -> StakeMap:
    return edit.apply(document)
