"""The feature of rounds: its actions, its panel, and what both do in the map."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from stakemap.app.document.safekeeping import Safekeeping
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.policy import may_export
from stakemap.app.kit.style import GRID
from stakemap.app.kit.window import Feature
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.ids import mint
from stakemap.model.rounds import (
    answer_of,
    answerable_places,
    is_sheet,
    latest_round,
    need_round,
    round_of_sheet,
)
from stakemap.storage.files import SUFFIX, without_suffix
from stakemap.text import one_line
from stakemap.wording.names import listing

if TYPE_CHECKING:
    from stakemap.app.features.rounds.lead_panel import LeadPanel
    from stakemap.app.features.rounds.sheet_panel import SheetPanel
    from stakemap.app.features.rounds.start_dialog import RoundChoices
    from stakemap.model.document import StakeMap

_PANEL = "round"


class RoundsFeature(Feature):
    """Rounds in the map of the lead, and in the sheet of an analyst."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Team"."""
        place = ("team", 2)
        return (
            action(
                "start-round",
                tr("Start a &round…"),
                self.start,
                place,
                tip=tr("Ask analysts to judge without seeing each other’s judgements"),
                enabled=self._can_start,
            ),
            action(
                "gather-answers",
                tr("&Gather answers…"),
                self.gather,
                place,
                tip=tr("Take in the sheets that analysts sent back"),
                enabled=self._can_gather,
            ),
            action(
                "next-round",
                tr("Start the &next round…"),
                self.start_next,
                place,
                tip=tr("Tell the analysts what was answered, and ask the most disputed again"),
                enabled=self._has_answers,
            ),
            action(
                "write-sheets",
                tr("Write the s&heets again…"),
                self.write_again,
                place,
                tip=tr("Write the sheets of the round once more, such as where one was lost"),
                enabled=self._can_gather,
            ),
            action(
                "close-round",
                tr("Close the roun&d"),
                self.close,
                place,
                tip=tr("Gather no more answers in this round, or open it again"),
                enabled=self._has_round,
                checked=self._is_closed,
            ),
            action(
                "seal-answers",
                tr("Seal &my answers…"),
                self.seal,
                place,
                tip=tr("Commit to the answers of this sheet before you send them"),
                enabled=self._can_seal,
            ),
            action(
                "send-back",
                tr("Save and send &back…"),
                self.send_back,
                place,
                tip=tr("Save this sheet, and see how to send it back"),
                enabled=self._is_sheet,
            ),
        )

    def panels(self) -> Iterable[PanelSpec]:
        """The panel of the round."""
        show = action(
            "round-panel",
            tr("R&ound"),
            lambda: self._window.panels.toggle(_PANEL, focus=True),
            ("team", 2),
            tip=tr("Show or hide what was answered in the round, or the questions of this sheet"),
            enabled=self._window.has_map,
            checked=partial(self._window.shows_panel, _PANEL),
        )
        return (PanelSpec(_PANEL, tr("Round"), "right", self._make, show, most=GRID * 80, remembered=False),)

    def _make(self, parent: QWidget) -> LeadPanel | SheetPanel:
        if is_sheet(self._document):
            from stakemap.app.features.rounds.sheet_panel import SheetPanel

            return SheetPanel(self._window, self._session, self._view, parent)
        from stakemap.app.features.rounds.lead_panel import LeadPanel

        return LeadPanel(self._window, self._session, self._view, parent)

    def map_shown(self) -> None:
        """Open the panel of a sheet, whose judgements are signed with the name of its analyst."""
        self._window.gathering_requested.connect(self.gather_files)
        found = round_of_sheet(self._document)
        if found is not None:
            self._session.author = found[1].analyst
            # The panels are made once all features know the map.
            QTimer.singleShot(0, self, self._begin_sheet)

    def _begin_sheet(self) -> None:
        """Show the questions of a sheet, and focus the first one that is open."""
        panels = self._window.panels
        panels.suggest(_PANEL)
        panels.focus(_PANEL)

    # Conditions

    def _is_sheet(self) -> bool:
        return self._window.has_map() and is_sheet(self._document)

    def _can_start(self) -> bool:
        return self._window.can_edit_snapshot() and not self._is_sheet()

    def _current(self) -> str | None:
        """The round that actions are about: the one that was started last."""
        return latest_round(self._document) if self._window.can_edit() and not self._is_sheet() else None

    def _has_round(self) -> bool:
        return self._window.has_map() and self._current() is not None

    def _is_closed(self) -> bool:
        current = self._current() if self._window.has_map() else None
        return current is not None and self._document.rounds[current].closed is not None

    def _can_gather(self) -> bool:
        return self._has_round() and not self._is_closed()

    def _has_answers(self) -> bool:
        current = self._current() if self._window.has_map() else None
        return current is not None and any(
            each.round == current and each.judgements for each in self._document.answers.values()
        )

    def _can_seal(self) -> bool:
        if not (self._window.can_edit() and self._is_sheet()):
            return False
        found = round_of_sheet(self._document)
        return found is not None and found[1].sealed

    # Starting a round

    def start(self) -> None:
        """Ask what to ask whom, write the sheets, and record the round."""
        self._start(None)

    def start_next(self) -> None:
        """Start a round that follows the current one, with what was most disputed in it."""
        self._start(self._current())

    def _start(self, follows: str | None) -> None:
        from stakemap.app.features.rounds.start_dialog import StartDialog
        from stakemap.app.features.rounds.work import answers_in_worker

        self._window.commit_pending()
        if not may_export(self._window):
            return
        before = () if follows is None else answers_in_worker(self._window, self._document, follows)
        if before is None:
            return
        dialog = StartDialog(self._window, self._context, self._session, self._view, follows, before)
        if not self._context.message_boxes.run(dialog) or dialog.chosen is None:
            return
        chosen = dialog.chosen
        round_id = self._new_id(chosen)
        edit = edits.start_round.of(
            round_id,
            chosen.label,
            chosen.kind,
            chosen.question,
            chosen.places,
            chosen.analysts,
            self._session.authorship,
            chosen.names_shown,
            chosen.sealed,
            follows,
        )
        try:
            started = edit.apply(self._document)
            if not self._write(chosen.folder, started, round_id):
                return
            label = tr("Start the round {label}", label=one_line(chosen.label))
            self._session.apply(edit.with_result(self._document, started), label=label)
        except StakemapError as error:
            self._context.show_error(self._window, error)
            return
        self._window.panels.show(_PANEL, True)
        self._tell_written(len(chosen.analysts), chosen.folder)

    def _new_id(self, chosen: RoundChoices) -> str:
        return mint(chosen.label, self._document.rounds)

    def write_again(self) -> None:
        """Write the sheets of the current round once more."""
        if not may_export(self._window):
            return
        current = self._current()
        folder = self._context.folder_of()
        boxes = self._context.message_boxes
        chosen = boxes.folder_to_write(self._window, tr("Write the sheets to"), folder)
        if current is None or chosen is None:
            return
        try:
            if self._write(chosen, self._document, current):
                self._tell_written(len(self._document.rounds[current].analysts), chosen)
        except StakemapError as error:
            self._context.show_error(self._window, error)

    def _write(self, folder: Path, document: StakeMap, round_id: str) -> bool:
        """Write the sheets of a round; False if the user did not want that. Raises WriteError."""
        from stakemap.app.features.rounds.work import write_sheets_in_worker
        from stakemap.storage.sheets import SheetsExistError

        boxes = self._context.message_boxes
        try:
            return write_sheets_in_worker(self._window, folder, document, round_id, replacing=False)
        except SheetsExistError as error:
            text = tr("Their content would be lost.")
            if not boxes.confirm(self._window, str(error), text, tr("&Replace"), destructive=True):
                return False
        return write_sheets_in_worker(self._window, folder, document, round_id, replacing=True)

    def _tell_written(self, count: int, folder: Path) -> None:
        headline = tr_count("{count} sheet was written", "{count} sheets were written", count)
        text = tr(
            "They are in {folder}. Send each analyst the sheet with their name, and save this map, which has "
            "the round. When sheets come back, drop them on this window or gather them from the menu “Team”.",
            folder=folder,
        )
        self._context.message_boxes.show_message(self._window, headline, text, symbol="info")

    # Gathering

    def gather(self) -> None:
        """Ask for sheets and take their answers."""
        folder = self._context.folder_of()
        paths = self._context.message_boxes.maps_to_read(self._window, tr("Gather answers"), folder)
        if paths:
            self.gather_files(paths)

    def gather_files(self, paths: Sequence[Path]) -> None:
        """Take the answers of sheets, and report what was taken, what was refused and why."""
        from stakemap.app.features.rounds.work import gather_in_worker, report_of

        current = self._current()
        if current is None:
            return
        self._window.commit_pending()
        try:
            found = gather_in_worker(
                self._window, tuple(paths), self._document, current, self._context.limits
            )
            if found is None:
                return
            if found.edit is not None:
                label = tr("Gather answers of {names}", names=found.names)
                self._session.apply(found.edit, label=label)
        except StakemapError as error:
            self._context.show_error(self._window, error)
            return
        self._window.panels.show(_PANEL, True)
        headline, lines = report_of(self._document, found)
        self._context.message_boxes.show_message(self._window, headline, "\n".join(lines), symbol="info")

    def close(self) -> None:
        """Close the current round, or open it again."""
        current = self._current()
        if current is None:
            return
        asked = need_round(self._document, current)
        name = one_line(asked.label)
        if asked.closed is None:
            label, day = tr("Close the round {label}", label=name), self._context.today()
            self._session.apply(edits.close_round.of(current, day), label=label)
        else:
            self._session.apply(
                edits.close_round.of(current, None), label=tr("Open the round {label} again", label=name)
            )

    # In a sheet

    def seal(self) -> None:
        """Commit to the answers of this sheet, and write the commitment to a file of its own."""
        from stakemap.app.features.rounds.work import write_commitment_in_worker

        if not self._window.commit_pending():
            return
        edit = edits.seal_answers.of(secrets.token_hex(16), self._context.today())
        path = self._session.path
        folder = self._context.folder_of(path)
        name = tr("{sheet} – commitment", sheet=tr("Sheet") if path is None else without_suffix(path))
        boxes = self._context.message_boxes
        try:
            sealed = edit.apply(self._document)
            target = boxes.map_to_save(self._window, folder / (name + SUFFIX))
            if target is None or not write_commitment_in_worker(self._window, target, sealed):
                return
            self._session.apply(edit.with_result(self._document, sealed), label=tr("Seal the answers"))
        except StakemapError as error:
            self._context.show_error(self._window, error)
            return
        self._window.trigger("save")
        text = tr(
            "Send “{name}” now: it holds nothing that tells your answers, and shows later that you did not "
            "change them. Keep this sheet, and send it when you are asked for the values. If you change an "
            "answer, seal again.",
            name=target.name,
        )
        boxes.show_message(self._window, tr("Your answers are sealed"), text, symbol="info")

    def send_back(self) -> None:
        """Save the sheet, and say how to send it back."""
        if not self._window.commit_pending():
            return
        self._window.trigger("save")
        found, path = round_of_sheet(self._document), self._session.path
        if found is None or path is None or self._session.is_modified:
            return
        whom = one_line(found[1].by) or tr("whoever sent it to you")
        text = tr(
            "Send the file “{name}” to {whom}, by mail or as it came to you. It holds your answers in the "
            "open; nobody else sees them before you send it.",
            name=path.name,
            whom=whom,
        )
        answer = answer_of(self._document)
        answered = () if answer is None else answer.judgements
        left = answerable_places(self._document, found[1]).keys() - {each.place for each in answered}
        if left:
            text += "\n\n" + tr_count(
                "{count} question is not answered yet.", "{count} questions are not answered yet.", len(left)
            )
        unapplied = self._window.service(Safekeeping).unapplied()
        if unapplied:
            text += "\n\n" + tr("Typed, but not in the sheet yet: {fields}", fields=listing(unapplied))
        headline = tr("Your sheet is saved")
        self._context.message_boxes.show_message(self._window, headline, text, symbol="info")
