"""The work of the guided import in workers: look into a file, read it, merge it, draw the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from stakemap.app.features.importing.remembered import reads_alike, recalled
from stakemap.app.features.importing.summary import summary_of
from stakemap.app.kit.latest_work import Stop
from stakemap.errors import CancelledError, MapReadError
from stakemap.garbage_collection import collection_suspended
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import ImportedContent, Remark
from stakemap.interchange.formats import FORMATS, Format, ReadJob, ReadOption, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.order import issues_in_order
from stakemap.model.records import replace as with_fields
from stakemap.picture.theme import Theme
from stakemap.wording.names import issue_name, snapshot_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from stakemap.app.features.importing.rated import Rated
    from stakemap.editing.view_state import ViewState
    from stakemap.interchange.merging.planned import MergePlan
    from stakemap.storage.reading.limits import Limits

#: The share of reading in the progress of composing.
_READ = 0.4
#: So many actors are drawn in a preview at most.
MOST_DRAWN = 1_000


@dataclass(frozen=True, slots=True)
class LookTask:
    """A file to look into. Encoding and delimiter are "" where they are to be detected; `remembered` has the
    plans of registers that were imported before, by fingerprint.
    """

    path: Path
    limits: Limits
    encoding: str
    delimiter: str
    remembered: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """A file, its format, and how it would be read; `is_recalled` says that this is as last time.

    `doubts` are sentences about the file, and about where the remembered plan does not fit. `date` is the
    partial date of which the file says to be, or "".
    """

    file: IncomingFile
    format: Format
    options: tuple[ReadOption, ...]
    plan: ImportPlan | None
    is_recalled: bool = False
    doubts: tuple[str, ...] = ()
    date: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the file is text, whose encoding and separator can be chosen."""
        return self.file.container == "text"

    @property
    def text_doubts(self) -> tuple[str, ...]:
        """What is in doubt about how the text is read."""
        return self.doubts if self.is_text else ()


@dataclass(frozen=True, slots=True)
class Target:
    """Into what is imported: the map in view or a new one, and how it is merged."""

    into_new: bool
    merge: MergeOptions = field(default_factory=MergeOptions)

    @classmethod
    def into_view(cls, view: ViewState) -> Target:
        """The snapshot in view, and the issue in view for what names none."""
        return cls(False, MergeOptions(snapshot=view.snapshot or "", issue=view.issue or ""))


@dataclass(frozen=True, slots=True)
class Task:
    """What to compose: the file as it is to be read, and into what.

    `document` is the map in view or None, `view` the issue and snapshot of it that are shown.
    """

    looked: InspectedFile
    plan: ImportPlan | None
    options: Mapping[str, str]
    document: StakeMap | None
    target: Target
    authorship: Authorship
    today: str
    view: tuple[str | None, str | None]

    def reads_like(self, other: Task) -> bool:
        """Whether the same comes out of the file."""
        return (
            self.looked is other.looked
            and self.plan == other.plan
            and self.options == other.options
            and self.today == other.today
        )

    def merges_like(self, other: Task) -> bool:
        """Whether the same comes out of the merge, too."""
        return (
            self.reads_like(other)
            and self.document is other.document
            and (self.target, self.authorship) == (other.target, other.authorship)
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a task: the content of the file, the map `base` it goes into, and what becomes of that.

    `issue` and `snapshot` are what is to be shown of the result; `rated` are the columns on scales.
    """

    task: Task
    content: ImportedContent
    rated: tuple[Rated, ...]
    base: StakeMap
    merged: MergePlan
    issue: str | None
    snapshot: str | None
    sentence: str

    @property
    def unnamed_issue(self) -> str | None:
        """The id of the issue of what names none in the file; None if there is nothing such."""
        records, issues = self.merged.of_kind("issue"), self.merged.result.issues
        return next((each.id for each in records if not each.key and each.id in issues), None)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What of the file was refused, left out, kept elsewhere or doubted."""
        return self.merged.remarks

    def rated_at(self, place: int, column: ColumnPlan) -> Rated | None:
        """A rated column, by the place of its sheet in the plan, its number, its role and its moment."""
        for each in self.rated:
            of = each.column
            same = (of.column, of.role, of.moment) == (column.column, column.role, column.moment)
            if each.place == place and same:
                return each
        return None

    def results_of(self, place: int) -> dict[tuple[int, int], str]:
        """What the cells of rated columns of a sheet become, by row and column."""
        found: dict[tuple[int, int], list[str]] = {}
        for rated in self.rated:
            for row, text in rated.results.items() if rated.place == place else ():
                found.setdefault((row, rated.column.column), []).append(text)
        return {cell: "; ".join(texts) for cell, texts in found.items()}

    @property
    def summary(self) -> str:
        """How many actors are new, changed and so on, in words."""
        return summary_of(self.merged)


def look(stop: Stop, report: Callable[[float], object], task: LookTask) -> InspectedFile:
    """Look into a file. Raises MapReadError for one that cannot be imported."""
    with collection_suspended(freeze=True):
        return _looked(stop, report, task)


def _looked(stop: Stop, report: Callable[[float], object], task: LookTask) -> InspectedFile:
    from stakemap.interchange.tables.reading import TextOptions
    from stakemap.storage.files import read_file

    chosen = TextOptions(task.encoding, task.delimiter)
    file = IncomingFile(task.path.name, read_file(task.path, task.limits), chosen)
    report(0.3)
    format_ = format_of(file)
    if stop():
        raise CancelledError
    if format_ is None:
        format_ = _register_by_hand(file)
    options = format_.options(file)
    if not format_.has_plan:
        return InspectedFile(file, format_, options, None)
    return _looked_at_register(file, format_, options, task)


def _register_by_hand(file: IncomingFile) -> Format:
    """Registers, for a file with tables in which nothing was recognised: the user may say what they hold.

    Raises MapReadError for any other file.
    """
    if file.container in ("workbook", "encrypted", "empty", "text", "html"):
        has_cells = any(cell != "" for sheet in file.workbook.sheets for row in sheet.rows for cell in row)
        if has_cells:
            return next(each for each in FORMATS if each.has_plan)
    raise MapReadError(tr("Stakemap cannot import this kind of file."))


def look_once(report: Callable[[float], bool], task: LookTask) -> InspectedFile:
    """Look into a file, for a Worker."""
    return look(lambda: not report(0.1), report, task)


def _looked_at_register(
    file: IncomingFile, format_: Format, options: tuple[ReadOption, ...], task: LookTask
) -> InspectedFile:
    from stakemap.interchange.register.adapting import adapted
    from stakemap.interchange.register.file_date import file_date

    workbook = file.workbook
    plan = file.register_plan
    doubts = [doubt for sheet in workbook.sheets for doubt in sheet.doubts]
    known = recalled(task.remembered, plan)
    replayed = None if known is None else adapted(known, workbook, plan)
    if known is None or replayed is None or not reads_alike(known, plan, replayed.plan):
        date = file_date(workbook, plan, file.name)
        return InspectedFile(file, format_, options, plan, doubts=tuple(doubts), date=date)
    plan, doubts = replayed.plan, [*doubts, *replayed.doubts]
    return InspectedFile(
        file, format_, options, plan, True, tuple(doubts), file_date(workbook, plan, file.name)
    )


def reheaded(
    stop: Stop,
    _report: Callable[[float], object],
    looked: InspectedFile,
    plan: ImportPlan,
    place: int,
    row: int,
    rows: int,
) -> ImportPlan:
    """The plan with the headings of its sheet at `place` in other rows, the columns below detected again."""
    from stakemap.interchange.register.preview import with_header

    if stop():
        raise CancelledError
    return with_header(looked.file.workbook, plan, place, row, rows, looked.file.notes)


def compose(stop: Stop, report: Callable[[float], object], task: Task, earlier: Outcome | None) -> Outcome:
    """Read and merge; what an earlier outcome has of it is not done again.

    Raises MapReadError where nothing of the file can be used.
    """
    with collection_suspended(freeze=True):
        return _composed(stop, report, task, earlier)


def _composed(stop: Stop, report: Callable[[float], object], task: Task, earlier: Outcome | None) -> Outcome:
    if task.plan is not None:
        from stakemap.interchange.register.preview import completed

        file = task.looked.file
        # Columns that were just said to be rated have no scale yet.
        task = replace(task, plan=completed(file.workbook, task.plan, file.notes))

    def progress(start: float, end: float, share: float) -> bool:
        report(start + (end - start) * share)
        return not stop()

    if earlier is not None and earlier.task.merges_like(task):
        return replace(earlier, task=task)
    return _merged(task, earlier, partial(progress, 0, _READ), partial(progress, _READ, 1))


def _merged(
    task: Task,
    earlier: Outcome | None,
    reading: Callable[[float], bool],
    merging: Callable[[float], bool],
) -> Outcome:
    from stakemap.app.features.importing.rated import rated_columns
    from stakemap.interchange.merging.merge import plan_merge

    looked = task.looked
    if earlier is not None and earlier.task.reads_like(task):
        content, rated = earlier.content, earlier.rated
    else:
        job = ReadJob(looked.file, task.today, dict(task.options), task.plan, reading)
        content = looked.format.read(job)
        rated = () if task.plan is None else rated_columns(looked.file.workbook, task.plan)
    base = _base(task, content, earlier)
    merged = plan_merge(base, content, task.target.merge, task.authorship, report=merging)
    issue, snapshot = _shown(task, merged)
    sentence = _sentence(merged.result, issue, snapshot)
    return Outcome(task, content, rated, base, merged, issue, snapshot, sentence)


def _base(task: Task, content: ImportedContent, earlier: Outcome | None) -> StakeMap:
    """The map that is imported into: the one in view, or a new one, which gets the title of the content, or
    the name of the file.
    """
    from stakemap.interchange.merging.merge import empty_map_for
    from stakemap.storage.policy.handling import with_default_handling

    if task.document is not None and not task.target.into_new:
        return task.document
    date = task.looked.date if task.looked.date <= task.today else ""
    base = empty_map_for(content, task.looked.file.stem, task.target.merge.issue, date)
    base = base if content.handling else with_default_handling(base)
    if earlier is not None and earlier.task.looked is task.looked and earlier.base is not task.document:
        # It is the same map, though the content may have issues of its own by now.
        base = with_fields(base, id=earlier.base.id)
    return base


def _shown(task: Task, merged: MergePlan) -> tuple[str | None, str | None]:
    """The issue and the snapshot of the result that show most of what was imported."""
    from stakemap.editing.view_state import ViewState

    result = merged.result
    first = ViewState.for_document(result)
    issue, snapshot = (None, None) if task.target.into_new else task.view
    told = {record.id for record in merged.of_kind("issue")}
    issues = [key for key in issues_in_order(result) if key in told]
    if issue not in result.issues or (issues and issue not in issues):
        issue = issues[0] if issues else first.issue
    if merged.snapshot in result.snapshots:
        snapshot = merged.snapshot
    elif snapshot not in result.snapshots:
        snapshot = first.snapshot
    return issue, snapshot


def _sentence(document: StakeMap, issue: str | None, snapshot: str | None) -> str:
    """How many actors there are, and how many of them have a position."""
    from stakemap.model.resolve import Resolver, placement

    count = len(document.actors)
    actors = tr_count("{count} actor", "{count} actors", count)
    if issue is None or snapshot is None or not count:
        return actors
    resolver = Resolver()
    standings, stances = resolver.standings(document, snapshot), resolver.stances(document, snapshot, issue)
    placed = 0
    for actor in document.actors:
        standing, stance = standings.get(actor), stances.get(actor)
        state = placement(standing and standing.judgement, stance and stance.judgement)
        placed += state == "placed"
    sentence = tr(
        "{actors}, {count} of them with a position on “{issue}” in “{snapshot}”",
        actors=actors,
        count=placed,
        issue=issue_name(document, issue),
        snapshot=snapshot_text(document.snapshots[snapshot]),
    )
    if count <= MOST_DRAWN:
        return sentence
    return tr("{sentence}; the picture shows {count} of the actors", sentence=sentence, count=MOST_DRAWN)


def draw(
    stop: Stop, _report: Callable[[float], object], outcome: Outcome, theme: Theme, size: QSize, ratio: float
) -> QImage:
    """The picture of the map that results without texts around it; of a large map with some of the actors."""
    from stakemap.app.kit.slides import plot_thumbnail
    from stakemap.editing.view_state import ViewState

    if stop():
        raise CancelledError
    result = outcome.merged.result
    if len(result.actors) > MOST_DRAWN:
        some = dict(islice(result.actors.items(), MOST_DRAWN))
        result = with_fields(result, actors=some, relations={})
    view = ViewState.for_document(result, issue=outcome.issue, snapshot=outcome.snapshot)
    return plot_thumbnail(result, view, theme, size, ratio, shrink=2)
