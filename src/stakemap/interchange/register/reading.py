"""A stakeholder register, read by its plan: actors, judgements, snapshots, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.register.collecting import ActorDraft, Collector, Said, Support
from stakemap.interchange.register.grid import Grid, text_of
from stakemap.interchange.register.moments import moment_of
from stakemap.interchange.register.plan import ColumnPlan, ImportPlan, SheetPlan
from stakemap.interchange.register.preview import completed
from stakemap.interchange.register.row_dates import RowDates
from stakemap.interchange.register.row_reading import Row, RowReader
from stakemap.interchange.register.scale_plans import RATED_ROLES
from stakemap.interchange.register.scale_remarks import remark_on_columns
from stakemap.interchange.register.scaling import Quantity
from stakemap.interchange.tables.sheets import Cell, SheetNotes, Workbook
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold, one_line, single_line

#: After so many rows progress is reported.
_ROWS_AT_ONCE = 200
_LONGEST_TITLE = 150
#: Of rows that are left out for the same reason, so many are named one by one.
_MOST_NAMED = 30
_NO_NAMES: Final = frozenset({"-", "–", "—", "n/a", "na", "?"})


def read_register(job: ReadJob) -> ImportedContent:
    """Read a file as a stakeholder register, by the plan of the job or a detected one.

    Raises MapReadError if no sheet has actors, and CancelledError once `job.report` returns False.
    """
    file = job.file
    plan = file.register_plan if job.plan is None else completed(file.workbook, job.plan, file.notes)
    content = read_workbook(file.workbook, plan, file.name, job.report, file.notes)
    if not content.title:
        return content.model_copy(update={"title": job.file.stem})
    return content


def read_workbook(
    workbook: Workbook,
    plan: ImportPlan,
    name: str,
    report: Callable[[float], bool] = lambda _share: True,
    notes: Callable[[str], SheetNotes] = lambda _sheet: SheetNotes(),
) -> ImportedContent:
    """Read a workbook by a plan; `name` is the title of the file as a source, `notes` gives the comments of a
    sheet. Raises as `read_register`.
    """
    collector = Collector(name)
    read = [(sheet, Grid(found)) for sheet in plan.sheets if (found := workbook.sheet(sheet.sheet))]
    total = sum(grid.height for sheet, grid in read if not sheet.left_out) or 1
    done = 0
    title = ""
    # Sheets of ids and names first, so that others can refer to them.
    for sheet, grid in sorted(
        read, key=lambda each: not (_has_role(each[0], "id") and _has_role(each[0], "name"))
    ):
        if sheet.left_out:
            if sheet.left_out != "relations":
                _remark_left_out(collector, sheet, grid)
            continue
        title = title or _title(grid, sheet)

        def told(row: int, before: int = done) -> None:
            if row % _ROWS_AT_ONCE == 0 and not report(min((before + row) / total, 1.0)):
                raise CancelledError

        _SheetReader(grid, sheet, plan, collector, notes(sheet.sheet).comments).read(told)
        done += grid.height
    if not collector.actors:
        raise MapReadError(
            tr("No sheet of this file has a column with the names of actors. Choose the columns by hand.")
        )
    return collector.content(title)


def _has_role(sheet: SheetPlan, role: str) -> bool:
    return any(column.role == role for column in sheet.columns)


def _title(grid: Grid, sheet: SheetPlan) -> str:
    """The first text above the header."""
    for _, texts in grid.rows(1, sheet.first_header_row - 1):
        for text in texts.values():
            if 3 < len(text) <= _LONGEST_TITLE and not text.endswith(":"):
                return single_line(text)
    return ""


def _remark_left_out(collector: Collector, sheet: SheetPlan, grid: Grid) -> None:
    sentence = {
        "instructions": tr("The sheet has instructions or texts, not a table of actors."),
        "legend": tr("The sheet explains words or lists those to choose from."),
        "template": tr("The sheet is an empty template or an example."),
        "empty": tr("The sheet is empty."),
        "grid": tr("The sheet has no table of actors, only a drawing or other tables."),
        "contacts": tr("The sheet has contact data only."),
        "hidden": tr("The sheet is hidden."),
        "chosen": tr("The sheet was not to be read."),
    }[sheet.left_out or "chosen"]
    collector.remark("left-out", sentence, Place(sheet=grid.sheet.name))


class _SheetReader:
    """Reads the rows of one sheet into a collector."""

    def __init__(
        self,
        grid: Grid,
        sheet: SheetPlan,
        plan: ImportPlan,
        collector: Collector,
        comments: Mapping[tuple[int, int], str],
    ) -> None:
        self._grid, self._sheet, self._plan, self._collector = grid, sheet, plan, collector
        self._reader = RowReader(grid, sheet.columns, collector, comments, keeps_contacts=plan.keeps_contacts)
        self._skipped = {skipped.row: skipped.reason for skipped in sheet.skipped}
        self._by_role: dict[str, ColumnPlan] = {}
        for column in sheet.columns:
            self._by_role.setdefault(column.role, column)
        self._used = [column.column for column in sheet.columns if column.role != "ignored"]
        self._names = [column.column for column in sheet.columns if column.role == "name"]
        self._group = self._first_group()
        self._dates = RowDates(grid, sheet, self._by_role.get("snapshot"), self._names)
        self._filled: dict[int, str] = {}
        self._going_on = self._columns_going_on()

    def read(self, told: Callable[[int], None]) -> None:
        remark_on_columns(self._collector, self._grid, self._sheet, self._plan)
        self._remark_on_rows()
        self._dates.remark(self._collector)
        actor: ActorDraft | None = None
        turn = 0
        last = self._sheet.last_row or self._grid.height
        for row in range(self._sheet.first_row, min(last, self._grid.height) + 1):
            told(row)
            if self._skipped.get(row) == "group":
                self._group = one_line(max(self._grid.texts(row).values(), key=len, default=""))
            if row in self._skipped:
                continue
            cells = self._cells(row)
            if not cells:
                continue
            named = self._actor(row, cells)
            if named is None and (self._sheet.layout == "one" or actor is None):
                self._remark_nameless(row, cells)
                continue
            turn = turn + 1 if named is None or named is actor else 0
            actor = named or actor
            assert actor is not None
            self._read_row(actor, row, cells, turn)

    def _first_group(self) -> str:
        """The title of the first block, where the others are headed by a group and the header again."""
        blocks = any(
            reason == "group" and self._skipped.get(row + 1) == "header"
            for row, reason in self._skipped.items()
        )
        above = self._grid.texts(self._sheet.first_header_row - 1)
        return one_line(next(iter(above.values()))) if blocks and len(above) == 1 else ""

    def _columns_going_on(self) -> frozenset[int]:
        """The columns at the left of the names whose texts go on until the next one: each stands once."""
        first = min(self._names, default=0)
        found = set()
        for column in self._sheet.columns:
            if column.role not in ("group", "kind", "tag", "issue", "snapshot") or column.column >= first:
                continue
            last = min(self._sheet.last_row or self._grid.height, self._grid.height)
            texts = [
                self._grid.text(row, column.column)
                for row in range(self._sheet.first_row, last + 1)
                if row not in self._skipped
            ]
            said = [text for text in texts if text]
            if texts and texts[0] and len(said) < len(texts) and len(said) == len(set(said)):
                found.add(column.column)
        return frozenset(found)

    def _cells(self, row: int) -> dict[int, Cell]:
        """The cells of a row that are not empty, of the columns that are read."""
        cells = self._grid.sheet.rows[row - 1]
        found = {
            column: cell
            for column in self._used
            if column <= len(cells) and (cell := cells[column - 1]) != "" and text_of(cell)
        }
        for column in self._going_on:
            if column in found:
                self._filled[column] = text_of(found[column])
            elif found and column in self._filled:
                found[column] = self._filled[column]
        return found

    def _actor(self, row: int, cells: Mapping[int, Cell]) -> ActorDraft | None:
        """The actor that a row names, None where it names none."""
        place = self._reader.place(row, self._names[0] if self._names else 0)
        number = self._by_role.get("id")
        identity = text_of(cells.get(number.column, "")) if number else ""
        parts = [text for column in self._names if (text := text_of(cells.get(column, "")))]
        name = single_line(" ".join(parts))
        if len(name) > NAME_LIMIT:
            sentence = tr("A name has up to {count} characters; the row was not read.", count=NAME_LIMIT)
            self._collector.remark("refused", sentence, place, name)
            return None
        if name and name.casefold() not in _NO_NAMES:
            known = self._collector.by_id.get(fold(name))
            actor = self._collector.actors[known] if known else self._collector.actor(name, place)
            if identity:
                self._collector.by_id.setdefault(fold(identity), actor.key)
            return actor
        if not self._names and identity:
            key = self._collector.by_id.get(fold(identity))
            return self._collector.actors[key] if key else self._collector.actor(identity, place)
        return None

    def _remark_nameless(self, row: int, cells: Mapping[int, Cell]) -> None:
        number = self._by_role.get("id")
        if set(cells) <= {number.column if number else 0} or any(column in cells for column in self._names):
            return
        text = " | ".join(text_of(cell) for cell in cells.values())
        rates = any(column.column in cells and column.role in RATED_ROLES for column in self._sheet.columns)
        self._collector.remark(
            "refused" if rates else "left-out",
            tr("The row does not say which actor it is about."),
            self._reader.place(row),
            text,
        )

    def _read_row(self, actor: ActorDraft, row: int, cells: Mapping[int, Cell], turn: int) -> None:
        self._reader.describe(actor, row, cells)
        if self._group and not actor.group:
            actor.group = self._group
        found = Row(row, issue=self._text("issue", row, cells))
        label = self._dates.label(self._text("snapshot", row, cells))
        moment = moment_of(label) if label else ""
        found.desired = moment == "desired" or (self._sheet.layout == "pairs" and turn % 2 == 1 and not label)
        found.snapshot = "" if moment else label
        self._reader.judged(found, cells)
        self._say_state(actor, found)
        self._say(actor, found)
        self._relate(actor, row, cells)

    def _text(self, role: str, row: int, cells: Mapping[int, Cell]) -> str:
        """The text of a column that says what a row is; also where it is merged, or blank below it."""
        column = self._by_role.get(role)
        if column is None:
            return ""
        cell = cells.get(column.column, "")
        return single_line(text_of(cell)) or single_line(self._grid.shown(row, column.column))

    def _say(self, actor: ActorDraft, row: Row) -> None:
        default = self._plan.issue
        is_on_stance = any(set(values) - {"influence"} for values in row.values.values())
        issues = [issue for issue, _, _ in row.values if issue]
        for (issue, label, desired), values in row.values.items():
            snapshot = self._collector.snapshot(label, desired=desired)
            influence = values.pop("influence", None)
            if influence is not None and not issue:
                support = row.influence_support
                if not is_on_stance:
                    support = _both(support, row.support)
                self._collector.say(actor.key, None, snapshot, {"influence": influence}, support)
            elif influence is not None:
                values["influence"] = influence
            if not values:
                continue
            for name in self._issues_of(issue, values, issues):
                key = self._collector.issue(name or default)
                self._collector.say(actor.key, key, snapshot, dict(values), row.support)

    def _say_state(self, actor: ActorDraft, row: Row) -> None:
        """Keep that a stance is unknown or not applicable, where the row has no value for it."""
        if row.support.state and not any("alignment" in values for values in row.values.values()):
            snapshot = self._collector.snapshot(row.snapshot, desired=row.desired)
            issue = self._collector.issue(row.issue or self._plan.issue)
            self._collector.say(actor.key, issue, snapshot, {}, row.support)

    def _issues_of(self, issue: str, values: Mapping[Quantity, Said], issues: list[str]) -> list[str]:
        """The issues to which values belong: a salience without an issue to all those of the row."""
        if issue or "alignment" in values or not issues:
            return [issue]
        return list(dict.fromkeys(issues))

    def _relate(self, actor: ActorDraft, row: int, cells: Mapping[int, Cell]) -> None:
        column = self._by_role.get("target")
        text = text_of(cells.get(column.column, "")) if column else ""
        if not text or column is None:
            return
        place = self._reader.place(row, column.column)
        key = self._collector.by_id.get(fold(text))
        target = self._collector.actors[key] if key else self._collector.actor(text, place)
        label = self._text("relation", row, cells)
        strength = self._by_role.get("strength")
        value = cells.get(strength.column, "") if strength else ""
        number = float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None
        if number is not None and not -3 <= number <= 3:
            self._collector.remark(
                "refused",
                tr("A relation is as friendly as −3 (hostile) to 3 (friendly)."),
                self._reader.place(row, strength.column if strength else 0),
                text_of(value),
            )
            number = None
        if target is not actor:
            self._collector.relate(actor.key, target.key, label, number, place)

    def _remark_on_rows(self) -> None:
        """Say which rows are left out, and why."""
        for row, reason in list(self._skipped.items())[:_MOST_NAMED]:
            said = self._grid.texts(row)
            if not said or reason in ("group", "blank"):
                continue
            sentence = {
                "total": tr("This row sums up others and was left out."),
                "hint": tr("This row is a hint of a template and was left out."),
                "legend": tr("This row is no actor and was left out."),
                "header": tr("This row repeats the header and was left out."),
            }[reason]
            self._collector.remark("left-out", sentence, self._reader.place(row), _line(said))
        below = list(self._below())
        if below:
            row, texts = below[0]
            sentence = tr_count(
                "{count} row below the table was left out: it is no actor.",
                "{count} rows below the table were left out: they are no actors.",
                len(below),
            )
            self._collector.remark("left-out", sentence, self._reader.place(row), _line(texts))

    def _below(self) -> Iterator[tuple[int, Mapping[int, str]]]:
        for row, texts in self._grid.rows(self._sheet.last_row + 1, self._grid.height):
            if texts and row not in self._skipped:
                yield row, texts


def _line(texts: Mapping[int, str]) -> str:
    return " | ".join(texts.values())


def _both(support: Support, other: Support) -> Support:
    """The support of an influence where a row has no stance: then all of it is about the influence."""
    return Support(
        [*support.reasons, *other.reasons],
        [*support.sources, *other.sources],
        support.confidence or other.confidence,
        support.basis or other.basis,
        support.watch_for or other.watch_for,
    )
