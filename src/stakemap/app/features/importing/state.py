"""What is known of the file that is imported, and what the user chose; the work on it runs in workers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from stakemap.app.features.importing.work import (
    InspectedFile,
    LookTask,
    Outcome,
    Target,
    Task,
    compose,
    draw,
    look,
    reheaded,
)
from stakemap.app.kit.latest_work import LatestOnlyWorker
from stakemap.errors import CancelledError, StakemapError
from stakemap.i18n import tr
from stakemap.interchange.merging.dated_target import of_date
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.view_state import ViewState

#: Milliseconds between a choice and the preview of what comes of it.
_DEBOUNCE = 60
#: Pixels of a preview before it is shown.
_PICTURE = QSize(360, 300)


class ImportState(QObject):
    """One file on its way into a map.

    `looked_at` is emitted once a file was looked into, `planned` when something was chosen, `composed` when
    `outcome` is what comes of the choices, later `drawn` with its picture, `problem_changed` when `problem`
    is another sentence, and `progress` with the share done of what goes on, 0 to 1.
    """

    looked_at = Signal()
    planned = Signal()
    composed = Signal()
    drawn = Signal(object)
    problem_changed = Signal()
    progress = Signal(float)

    def __init__(
        self, context: AppContext, document: StakeMap | None, view: ViewState | None, target: Target
    ) -> None:
        """`document` is the map in view, if it can be changed, `view` what of it is shown."""
        super().__init__()
        self._context, self.document, self.view = context, document, view
        self.path = Path()
        self.looked: InspectedFile | None = None
        self.plan: ImportPlan | None = None
        self.options: dict[str, str] = {}
        self.target = target
        #: The choices for the other map: a new one, or the one in view.
        self._other_target = Target(not target.into_new)
        if document is not None and target.into_new and view is not None:
            self._other_target = Target.into_view(view)
        self._target_is_chosen = False
        self.outcome: Outcome | None = None
        self.problem = ""
        self.picture_size, self.picture_ratio = _PICTURE, 1.0
        self._looking, self._composing = LatestOnlyWorker(self), LatestOnlyWorker(self)
        self._reheading, self._drawing = LatestOnlyWorker(self), LatestOnlyWorker(self)
        self._looking.done.connect(self._show_looked)
        self._reheading.done.connect(self.set_plan)
        self._drawing.done.connect(self.drawn)
        self._composing.done.connect(self._show_outcome)
        for worker in (self._looking, self._composing, self._reheading, self._drawing):
            worker.failed.connect(self._show_problem)
        for worker in (self._looking, self._composing):
            worker.progress.connect(self.progress)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._timer.timeout.connect(self._compose)

    # Looking into a file

    def open(self, path: Path, *, encoding: str = "", delimiter: str = "", anew: bool = False) -> None:
        """Look into a file; with `anew` without what was chosen for files of the same form before.

        Encoding and delimiter are for text in which they are in doubt.
        """
        self.path, self.outcome = path, None
        self._composing.cancel()
        self._timer.stop()
        self._set_problem("")
        remembered = {} if anew else self._context.settings.imports
        task = LookTask(path, self._context.limits, encoding, delimiter, remembered)
        self._looking.start(look, task)

    def begin(self, path: Path, looked: InspectedFile) -> None:
        """Begin with a file that was looked into already."""
        self.path = path
        self._show_looked(looked)

    def _show_looked(self, looked: InspectedFile) -> None:
        self.looked = looked
        self.plan = looked.plan
        self.options = {option.id: option.value for option in looked.options}
        if not self._target_is_chosen:
            self.target = self._dated(self.target)
            self._other_target = self._dated(self._other_target)
        self.looked_at.emit()
        self._changed()

    def _dated(self, target: Target) -> Target:
        """The target with the snapshot of which the file says to be: one of its date, or a new one."""
        if self.document is None or target.into_new:
            return target
        return dataclasses.replace(target, merge=of_date(target.merge, self.document, self.file_date))

    @property
    def file_date(self) -> str:
        """The partial date of which the file says to be, "" for none, or one that is still to come."""
        date = "" if self.looked is None else self.looked.date
        return date if date <= self.today else ""

    # Choices

    def set_plan(self, plan: ImportPlan) -> None:
        """Read the register otherwise."""
        if plan != self.plan:
            self.plan = plan
            self._changed()

    def change_sheet(self, place: int, **changes: Any) -> None:
        """Change the plan of one sheet."""
        plan = self.plan
        assert plan is not None
        sheets = list(plan.sheets)
        sheets[place] = sheets[place].model_copy(update=changes)
        self.set_plan(plan.model_copy(update={"sheets": tuple(sheets)}))

    def move_headings(self, place: int, row: int, rows: int) -> None:
        """Take other rows of a sheet for its headings; its columns are then detected again."""
        if self.looked is not None and self.plan is not None:
            self._reheading.start(reheaded, self.looked, self.plan, place, row, rows)

    def change_column(self, place: int, column: int, only: ColumnPlan | None = None, **changes: Any) -> None:
        """Change the plan of one column, by the place of its sheet and its number; of one that is read twice,
        such as for influence and salience, `only` one of both plans if that is given.
        """
        assert self.plan is not None
        columns = tuple(
            each.model_copy(update=changes) if each.column == column and only in (None, each) else each
            for each in self.plan.sheets[place].columns
        )
        self.change_sheet(place, columns=columns)

    def set_option(self, option: str, value: str) -> None:
        """Choose the value of an option of the format."""
        if self.options.get(option) != value:
            self.options = {**self.options, option: value}
            self._changed()

    def change_merge(self, **changes: Any) -> None:
        """Change how it is merged: options by name."""
        self._target_is_chosen = True
        merge = self.target.merge.model_copy(update=changes)
        self._set_target(dataclasses.replace(self.target, merge=merge))

    def import_into(self, into_new: bool) -> None:
        """Import into a new map, or into the one in view, with what was chosen for that before."""
        if into_new != self.target.into_new:
            target, self._other_target = self._other_target, self.target
            self._set_target(target)

    def _set_target(self, target: Target) -> None:
        if target != self.target:
            self.target = target
            self._changed()

    @property
    def today(self) -> str:
        """The date of the import, such as "2025-07-01"."""
        return self._context.today()

    @property
    def read_sheets(self) -> list[tuple[int, SheetPlan]]:
        """The plans of the sheets that are imported, with their places."""
        sheets = () if self.plan is None else self.plan.sheets
        return [(place, sheet) for place, sheet in enumerate(sheets) if not sheet.left_out]

    def columns_where(self, holds: Callable[[ColumnPlan], bool]) -> list[tuple[int, ColumnPlan]]:
        """The columns of the imported sheets for which something holds, with the places of their sheets."""
        return [(place, each) for place, sheet in self.read_sheets for each in sheet.columns if holds(each)]

    # What comes of it

    @property
    def is_busy(self) -> bool:
        """Whether the outcome of the choices is still to come."""
        return self.is_looking or self._composing.is_busy or self._timer.isActive()

    @property
    def is_looking(self) -> bool:
        """Whether the file, or the columns below other headings, are being looked into."""
        return self._looking.is_busy or self._reheading.is_busy

    @property
    def is_current(self) -> bool:
        """Whether `outcome` is what comes of the choices, and can be imported."""
        return self.outcome is not None and not self.is_busy and not self.problem

    def _changed(self) -> None:
        self._timer.start()
        self._set_problem("")
        self.planned.emit()

    @property
    def is_drawing(self) -> bool:
        """Whether the picture of the outcome is still to come."""
        return self._drawing.is_busy

    def draw(self) -> None:
        """Draw the picture of the outcome, in the size that it has now."""
        if self.outcome is not None:
            theme = self._context.styler.theme
            self._drawing.start(draw, self.outcome, theme, self.picture_size, self.picture_ratio)

    def _task(self) -> Task:
        assert self.looked is not None
        settings, view = self._context.settings, self.view
        return Task(
            self.looked,
            self.plan,
            self.options,
            self.document,
            self.target,
            Authorship(settings.author, self.today),
            self.today,
            (None, None) if view is None else (view.issue, view.snapshot),
        )

    def _compose(self) -> None:
        if self.looked is not None:
            self._composing.start(compose, self._task(), self.outcome)

    def _show_outcome(self, outcome: Outcome) -> None:
        if self._timer.isActive():
            # Something was chosen since.
            return
        self.outcome = outcome
        # With the scales of columns that had none.
        self.plan = outcome.task.plan
        self.composed.emit()
        self.draw()

    def _show_problem(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if not isinstance(error, StakemapError | MemoryError):
            raise error
        memory = tr("There is not enough memory to import this file.")
        self._set_problem(memory if isinstance(error, MemoryError) else str(error))

    def _set_problem(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.problem_changed.emit()

    def close(self) -> None:
        """Stop all work."""
        self._timer.stop()
        for worker in (self._looking, self._composing, self._reheading, self._drawing):
            worker.cancel()
