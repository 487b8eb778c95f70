"""The tree model of the evidence check: findings grouped by kind, and coverage by snapshot and issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from stakemap.analysis.evidence.coverage import Coverage, Figure, coverage_line
from stakemap.analysis.evidence.evidence import kind_title
from stakemap.analysis.evidence.rules import KINDS, Finding, FindingKind
from stakemap.app.kit.plain_text import tooltip
from stakemap.app.kit.widgets.two_line_list import ROW_ROLE, TwoLineRow
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.wording.dates import date_text
from stakemap.wording.names import actor_name, issue_name, relation_name, snapshot_name

Index = QModelIndex | QPersistentModelIndex
GroupKind = FindingKind | Literal["coverage"]


def kind_hint(kind: FindingKind) -> str:
    """Describe a kind of finding in a few words."""
    return {
        "evidence-against": tr("A citation contradicts the judgement"),
        "unexplained": tr("Moved or judged without a reason"),
        "uncited": tr("No source supports the judgement"),
        "tie-unexplained": tr("The strength of a relation has no reason"),
        "assumed": tr("Neither stated nor inferred"),
        "single-source": tr("If that source is wrong, so is the judgement"),
        "old-source": tr("Older than the set limit at the snapshot’s date"),
        "never-judged": tr("Not even marked as unknown"),
        "no-range": tr("A value without a plausible range"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Shown:
    """Findings, and the snapshot and issue they are about; of the whole map where `snapshot` is None.

    `figures` are the coverage of the whole map by snapshot and issue.
    """

    document: StakeMap
    findings: Sequence[Finding]
    snapshot: str | None = None
    issue: str | None = None
    figures: Sequence[Figure] = ()


class EvidenceModel(QAbstractItemModel):
    """Findings grouped by kind, the gravest first, then the coverage.

    Rows are `TwoLineRow`s; their key is the finding or figure, or the kind of a group.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[GroupKind, Sequence[Finding | Figure]]] = []
        self._row_maker = _RowMaker(None)

    def show(self, shown: Shown, kinds: Iterable[FindingKind]) -> None:
        """Show the findings of these kinds."""
        wanted = set(kinds)
        self.beginResetModel()
        groups: dict[FindingKind, list[Finding]] = {kind: [] for kind in KINDS if kind in wanted}
        for finding in shown.findings:
            if finding.kind in groups:
                groups[finding.kind].append(finding)
        self._groups = [(kind, found) for kind, found in groups.items() if found]
        if shown.figures and len(wanted) > 1:
            self._groups.append(("coverage", shown.figures))
        self._row_maker = _RowMaker(shown)
        self.endResetModel()

    @property
    def count(self) -> int:
        """The number of findings shown."""
        return sum(len(found) for kind, found in self._groups if kind != "coverage")

    def kind_at(self, index: Index) -> GroupKind | None:
        """The kind of a group row, None for a row within a group."""
        return self._groups[index.row()][0] if index.isValid() and index.internalId() == 0 else None

    def _entry_at(self, index: Index) -> Finding | Figure | None:
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def finding_at(self, index: Index) -> Finding | None:
        """The finding of a row, None for a group or a figure."""
        entry = self._entry_at(index)
        return entry if isinstance(entry, Finding) else None

    def figure_at(self, index: Index) -> Figure | None:
        """The figure of a row, None for a group or a finding."""
        entry = self._entry_at(index)
        return entry if isinstance(entry, Figure) else None

    def index_of(self, finding: Finding) -> QModelIndex:
        """The index of a finding of this kind and place; an invalid index if there is none."""
        for place, (kind, found) in enumerate(self._groups):
            if kind == finding.kind:
                for row, one in enumerate(found):
                    if isinstance(one, Finding) and one.place == finding.place:
                        return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    def index_near(self, finding: Finding, row: int) -> QModelIndex:
        """The index of a finding; if it is gone, that of `row` in its group, or of the next group."""
        found = self.index_of(finding)
        if found.isValid():
            return found
        for place, (kind, group) in enumerate(self._groups):
            if kind == finding.kind:
                return self.createIndex(min(row, len(group) - 1), 0, place + 1)
            if kind == "coverage" or KINDS.index(kind) > KINDS.index(finding.kind):
                return self.index(place, 0)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """The index of a row; the internal id is 0 for groups, else the number of the group plus 1."""
        if parent is None or not parent.isValid():
            inside = 0 <= row < len(self._groups)
            return self.createIndex(row, column, 0) if inside else QModelIndex()
        if parent.internalId() or not 0 <= row < len(self._groups[parent.row()][1]):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1)

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        """The group of a row."""
        if index is None or not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index | None = None) -> int:
        """The number of groups, or of rows in a group."""
        if parent is None or not parent.isValid():
            return len(self._groups)
        return len(self._groups[parent.row()][1]) if parent.internalId() == 0 else 0

    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What screen readers call the only column."""
        is_column = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr("Finding") if is_column else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entry_at(index)
        if role == ROW_ROLE:
            return self._row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row(index).first
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            row = self._row(index)
            text = entry.sentence if isinstance(entry, Finding) else f"{row.first}: {row.second}"
            return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return None

    def _row(self, index: Index) -> TwoLineRow:
        entry = self._entry_at(index)
        if entry is None:
            return self._group_row(index)
        return self._row_maker.row(entry) if isinstance(entry, Finding) else self._row_maker.figure_row(entry)

    def _group_row(self, index: Index) -> TwoLineRow:
        kind, found = self._groups[index.row()]
        if kind == "coverage":
            return _coverage_row([one.coverage for one in found if isinstance(one, Figure)])
        title = tr_count("{title} ({count})", "{title} ({count})", len(found), title=kind_title(kind))
        return TwoLineRow(kind, title, kind_hint(kind))


def _coverage_row(found: Sequence[Coverage]) -> TwoLineRow:
    """The heading of all figures, with the lowest and the highest share."""
    # Rounded down, so that 100 % means all of them.
    shares = [int(one.share * 100) for one in found if one.share is not None]
    low, high = min(shares), max(shares)
    text = (
        tr("{percent} % of the positions have a source", percent=low)
        if low == high
        else tr("From {low} % to {high} % of the positions have a source", low=low, high=high)
    )
    return TwoLineRow("coverage", tr("Coverage by snapshot and issue"), text)


def _short_snapshot(document: StakeMap, snapshot: str) -> str:
    """The date of a snapshot, or its name where it has none or is a scenario."""
    record = document.snapshots[snapshot]
    if record.date is None or record.scenario:
        return snapshot_name(document, snapshot)
    return date_text(record.date)


class _RowMaker:
    """Creates the rows of findings; names are cached."""

    def __init__(self, shown: Shown | None) -> None:
        self._shown = shown
        if shown is not None:
            document = shown.document
            self._actor = cache(partial(actor_name, document))
            self._issue = cache(partial(issue_name, document))
            self._snapshot = cache(partial(_short_snapshot, document))
            self._relation = cache(partial(relation_name, document))

    def row(self, finding: Finding) -> TwoLineRow:
        shown, place = self._shown, finding.place
        assert shown is not None
        if place.relation is not None:
            first, what = self._relation(place.relation), tr("Relation")
        else:
            first = self._actor(place.actor or "")
            if place.issue is None:
                what = tr("Influence")
            else:
                what = tr("Alignment") if place.issue == shown.issue else self._issue(place.issue)
        parts = [what]
        if place.snapshot != shown.snapshot:
            parts.append(self._snapshot(place.snapshot))
        if finding.detail:
            parts.append(finding.detail)
        return TwoLineRow(finding, first, " · ".join(parts))

    def figure_row(self, figure: Figure) -> TwoLineRow:
        """The row of the coverage of an issue at a snapshot."""
        first = tr(
            "{snapshot}: {issue}", snapshot=self._snapshot(figure.snapshot), issue=self._issue(figure.issue)
        )
        return TwoLineRow(figure, first, coverage_line(figure.coverage))
