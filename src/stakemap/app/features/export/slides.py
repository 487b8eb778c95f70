"""The panel of the export dialog for the slides: kinds, issues, snapshots, and the list of pages."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.picture.comparisons import Asked, asked_for, left_out_text
from stakemap.picture.deck import Page, PageId, page_name
from stakemap.picture.headlines.headlines import key_of
from stakemap.picture.job import SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.text import single_line
from stakemap.wording.names import snapshot_text

#: Maximum number of listed pages, since each line costs time.
_MAX_LISTED = 500


class SlidesPanel(QWidget):
    """Asks which slides to export, initially those of one issue and snapshot, and which pages to leave out,
    whose keys it keeps in the set `left_out`.

    `changed` is emitted when other slides are chosen, `picked` with the PageId of the current row.
    """

    changed = Signal()
    picked = Signal(object)

    def __init__(
        self, document: StakeMap, issue: str | None, snapshot: str | None, left_out: set[str]
    ) -> None:
        super().__init__()
        self._document, self.issue, self.snapshot = document, issue, snapshot
        self._left_out = left_out
        self._pages: tuple[Page, ...] = ()
        self.kinds = {kind.id: QCheckBox((kind.label or kind.title)()) for kind in SLIDE_KINDS}
        self.issues, self.snapshots, self.against = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.list = QListWidget()
        self.note = PlainLabel(role="caption", wrap=True)
        self._fill()
        self._lay_out()
        for box in self.kinds.values():
            box.toggled.connect(self._choose)
        for combo in (self.issues, self.snapshots, self.against):
            combo.currentIndexChanged.connect(self._choose)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentRowChanged.connect(self._picked)

    def _fill(self) -> None:
        document = self._document
        issue = document.issues.get(self.issue or "")
        self.issues.addItem(single_line(issue.name) if issue else tr("No issue"), False)
        if len(document.issues) > 1:
            self.issues.addItem(tr("All {count} issues", count=len(document.issues)), True)
        snapshot = document.snapshots.get(self.snapshot or "")
        self.snapshots.addItem(snapshot_text(snapshot) if snapshot else tr("No snapshot"), False)
        if len(document.snapshots) > 1:
            self.snapshots.addItem(tr("All {count} snapshots", count=len(document.snapshots)), True)
        self.against.addItem(tr("Previous snapshot"), None)
        for key in snapshots_in_order(document):
            if key != self.snapshot:
                self.against.addItem(snapshot_text(document.snapshots[key]), key)
        for combo in (self.issues, self.snapshots, self.against):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(12)
            combo.setEnabled(combo.count() > 1)

    def _lay_out(self) -> None:
        column = column_layout(
            self._boxes(has_method=False), spacing=GRID * 3 // 2, margins=(0, GRID * 3 // 2, 0, 0), on=self
        )
        analyses = column_layout(
            PlainLabel(tr("Analyses"), role="caption"), self._boxes(has_method=True), spacing=GRID // 2
        )
        column.addLayout(analyses)
        column.addLayout(labelled(tr("I&ssue"), self.issues))
        column.addLayout(labelled(tr("Sna&pshot"), self.snapshots))
        column.addLayout(labelled(tr("Compare &with"), self.against))
        column.addWidget(PlainLabel(tr("Pa&ges"), role="caption", buddy=self.list))
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        self.list.setAccessibleName(tr("Pages"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(GRID * 14)

    def _boxes(self, *, has_method: bool) -> QGridLayout:
        """The check boxes of kinds that show a method of analysis, or of the others, in two columns."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        kinds = [kind.id for kind in SLIDE_KINDS if bool(kind.method) == has_method]
        for place, kind in enumerate(kinds):
            grid.addWidget(self.kinds[kind], place // 2, place % 2)
        return grid

    def restore(self, choices: ExportChoices) -> None:
        """Show these choices as far as they exist in the map."""
        for kind, box in self.kinds.items():
            box.setChecked(kind in choices.kinds)
        self.issues.setCurrentIndex(max(0, self.issues.findData(choices.all_issues)))
        self.snapshots.setCurrentIndex(max(0, self.snapshots.findData(choices.all_snapshots)))
        self.against.setCurrentIndex(max(0, self.against.findData(choices.against)))
        self._list()

    @property
    def chosen_kinds(self) -> tuple[str, ...]:
        """The checked kinds in their order."""
        return tuple(kind for kind, box in self.kinds.items() if box.isChecked())

    @property
    def all_issues(self) -> bool:
        """Whether to export slides for each issue."""
        return bool(self.issues.currentData())

    @property
    def all_snapshots(self) -> bool:
        """Whether to export slides for each snapshot."""
        return bool(self.snapshots.currentData())

    @property
    def compared(self) -> str | None:
        """The snapshot to compare with, None for the one before."""
        chosen: str | None = self.against.currentData()
        return chosen

    @property
    def requests(self) -> tuple[SlideRequest, ...]:
        """The slides of the deck, from which pages may be left out."""
        return self._asked.slides

    @property
    def without_earlier(self) -> str:
        """A sentence that names the slides left out since they have nothing to compare with; "" for none."""
        return left_out_text(self._document, self._asked.left_out)

    @property
    def _asked(self) -> Asked:
        document = self._document
        issues = issues_in_order(document) if self.all_issues else (self.issue,)
        snapshots = snapshots_in_order(document) if self.all_snapshots else (self.snapshot,)
        return asked_for(document, self.chosen_kinds, issues, snapshots, self.compared)

    @property
    def left_out(self) -> frozenset[str]:
        """The keys of the pages that are left out, also of slides that are not chosen."""
        return frozenset(self._left_out)

    def show_pages(self, pages: tuple[Page, ...]) -> None:
        """List the pages that were composed, with their headlines."""
        shown = [(page.id, page.headline) for page in pages]
        if shown != [(page.id, page.headline) for page in self._pages]:
            self._pages = pages
            self._list()

    def _choose(self) -> None:
        compares = any(SLIDE_KINDS[kind].compares for kind in self.chosen_kinds)
        self.against.setEnabled(compares and self.against.count() > 1)
        self._list()
        self.changed.emit()

    def _rows(self) -> list[tuple[PageId, str]]:
        """The pages to list with their headlines: those composed, or one for each slide until it is."""
        composed: dict[SlideRequest, list[Page]] = {}
        for page in self._pages:
            composed.setdefault(page.request, []).append(page)
        return [
            row
            for request in self.requests
            for row in [(page.id, page.headline) for page in composed.get(request, ())]
            or [(PageId(request), "")]
        ]

    def _list(self) -> None:
        """List the pages of the choices; unchecked ones stay unchecked."""
        rows, current = self._rows(), self.list.currentRow()
        with QSignalBlocker(self.list):
            self.list.clear()
            for page, headline in rows[:_MAX_LISTED]:
                item = QListWidgetItem(self._row_text(page, headline))
                set_tooltip(item, headline)
                item.setData(Qt.ItemDataRole.UserRole, page)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                wanted = key_of(*page) not in self._left_out
                item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
                self.list.addItem(item)
            if len(rows) > _MAX_LISTED:
                more = len(rows) - _MAX_LISTED
                item = QListWidgetItem(tr_count("… and {count} more", "… and {count} more", more))
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(item)
            self.list.setCurrentRow(min(current, self.list.count() - 1))
        self._count_left_out()

    def _count_left_out(self) -> None:
        """Say below the list how many of its pages are left out, since that outlasts the dialog."""
        count = sum(key_of(*page) in self._left_out for page, _ in self._rows())
        self.note.setText(
            tr_count(
                "{count} page is left out of exports and prints until you tick it again.",
                "{count} pages are left out of exports and prints until you tick them again.",
                count,
            )
        )
        self.note.setVisible(bool(count))

    def _row_text(self, page: PageId, headline: str) -> str:
        name = page_name(
            self._document, page.request, has_issue=self.all_issues, has_snapshot=self.all_snapshots
        )
        if page.number:
            name = tr("{name} (continued)", name=name)
        return f"{name}\n{single_line(headline)}" if headline else name

    def _ticked(self, item: QListWidgetItem) -> None:
        page = item.data(Qt.ItemDataRole.UserRole)
        if item.checkState() == Qt.CheckState.Checked:
            self._left_out.discard(key_of(*page))
        else:
            self._left_out.add(key_of(*page))
        self._count_left_out()
        self.changed.emit()

    def _picked(self, row: int) -> None:
        item = self.list.item(row)
        page = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if page is not None and key_of(*page) not in self._left_out:
            self.picked.emit(page)

    def mark(self, page: PageId) -> None:
        """Select the row of the page previewed."""
        with QSignalBlocker(self.list):
            for row in range(self.list.count()):
                if self.list.item(row).data(Qt.ItemDataRole.UserRole) == page:
                    self.list.setCurrentRow(row)
                    break
