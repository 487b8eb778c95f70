"""The dialog that combines maps: which ones, how values become one, what is the same, and who agrees."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QRadioButton, QWidget

from stakemap.analysis.combining.combining import Combined, method_name
from stakemap.app.features.combining.work import (
    CombineTask,
    GivenMap,
    Outcome,
    combine_maps,
    count_text,
    suggestion_text,
)
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.latest_work import LatestOnlyWorker
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.errors import CancelledError, StakemapError
from stakemap.i18n import tr
from stakemap.model.judgements import PoolMethod
from stakemap.storage.saving.targets import absolute
from stakemap.text import capital, shown_line

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext

_METHODS: tuple[PoolMethod, ...] = ("linear", "median", "quantile")
_ROLE = Qt.ItemDataRole.UserRole


class CombineDialog(Dialog):
    """Asks for the maps of several analysts, and shows at once what combining them leads to.

    Once accepted, `combined` is the result, and `into_open` says whether it takes the place of the open map.
    """

    def __init__(
        self,
        parent: QWidget | None,
        context: AppContext,
        opened: GivenMap | None,
        opened_path: Path | None = None,
    ) -> None:
        super().__init__(parent, tr("Combine maps"))
        self._context, self._opened, self._opened_path = context, opened, opened_path
        self.combined: Combined | None = None
        self._paths: list[Path] = []
        self._known: dict[Path, GivenMap] = {}
        self._outcome: Outcome | None = None
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._worked_out)
        self._work.failed.connect(self._failed)
        self.setAcceptDrops(True)
        self._make_widgets()
        self._lay_out()
        self.resize(GRID * 95, GRID * 92)
        self._work_out()

    def _make_widgets(self) -> None:
        self.maps = TwoLineList(tr("Maps"), own_keys=(QKeySequence.StandardKey.Delete,))
        self.maps.pressed_key.connect(lambda _key: self.remove())
        self.add_button, self.remove_button = QPushButton(tr("&Add…")), QPushButton(tr("&Remove"))
        self.add_button.clicked.connect(self._browse)
        self.remove_button.clicked.connect(self.remove)
        self.maps.selectionModel().currentChanged.connect(lambda *_: self._refresh_buttons())
        self.method = ChoiceBox()
        for method in _METHODS:
            self.method.addItem(capital(method_name(method)), method)
        self.method.currentIndexChanged.connect(lambda _index: self._work_out())
        self.same = QListWidget()
        self.same.itemChanged.connect(lambda _item: self._work_out())
        self.summary = PlainLabel(wrap=True)
        self.lines = TwoLineList(tr("What several analysts judge"))
        self.into_new = QRadioButton(tr("A &new map"))
        self.into_open = QRadioButton(tr("The &open map, in one step"))
        (self.into_new if self._opened is None else self.into_open).setChecked(True)

    def _lay_out(self) -> None:
        buttons = column_layout(self.add_button, self.remove_button, STRETCH, spacing=GRID)
        self.maps.setFixedHeight(row_height() * 3 + GRID)
        caption = tr("&Maps of the analysts, which you can also drop here; the first gives title and texts")
        given = row_layout((labelled(caption, self.maps), 1), buttons, spacing=GRID)
        self.maps.setAccessibleName(tr("Maps of the analysts"))
        self.column.addLayout(given)
        self.column.addLayout(labelled(tr("&Values become one by"), self.method))
        self._same_row = QWidget()
        column = labelled(tr("Tick &what is the same; names are remembered as aliases"), self.same)
        column.setContentsMargins(0, 0, 0, 0)
        self._same_row.setLayout(column)
        self.same.setAccessibleName(tr("What may be the same"))
        self.same.setFixedHeight(row_height() * 2)
        self._same_row.hide()
        self.column.addWidget(self._same_row)
        self.column.addWidget(self.summary)
        self.column.addLayout(labelled(tr("&Judgements, those first that differ most"), self.lines), 1)
        self.lines.setMinimumHeight(row_height() * 3 + GRID)
        self._target_row = QWidget()
        row_layout(
            PlainLabel(tr("The result becomes"), role="caption"),
            self.into_open,
            self.into_new,
            STRETCH,
            spacing=GRID * 2,
            on=self._target_row,
        )
        self._target_row.setVisible(self._opened is not None)
        self.column.addWidget(self._target_row)
        self.add_reject()
        self.combine_button = self.add_accept(tr("&Combine"))
        self.combine_button.clicked.connect(self._combine)

    # Maps

    def add(self, paths: Iterable[Path]) -> None:
        """Add files, unless they are there already, or one is that of the open map."""
        found = dict.fromkeys((*self._paths, *(absolute(path) for path in paths)))
        self._paths = [path for path in found if path != self._opened_path]
        self._work_out()

    def remove(self) -> None:
        """Remove the current file."""
        path = self.maps.current
        if isinstance(path, Path):
            self._paths.remove(path)
            self._known.pop(path, None)
            self._work_out()

    def _browse(self) -> None:
        self.add(self._context.message_boxes.files_to_open(self, self._context.folder_of()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the dropped files."""
        event.accept()
        self.add(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())

    # Working out

    @property
    def is_busy(self) -> bool:
        """Whether the maps are being read or combined."""
        return self._work.is_busy

    @property
    def _confirmed(self) -> dict[tuple[str, str], str]:
        ticked = (self.same.item(row) for row in range(self.same.count()))
        found = (item.data(_ROLE) for item in ticked if item.checkState() is Qt.CheckState.Checked)
        return {(each.container, each.id): each.candidate for each in found}

    def _work_out(self) -> None:
        """Read and combine in a worker; what is shown follows."""
        task = CombineTask(
            self._opened,
            tuple(self._paths),
            dict(self._known),
            self.method.currentData(),
            self._confirmed,
            self._context.limits,
        )
        self._outcome = None
        self._show_maps(())
        self.summary.setText(tr("Reading and combining…"))
        self._refresh_buttons()
        self._work.start(combine_maps, task)

    def _worked_out(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._known = dict(outcome.maps)
        self._show_maps(outcome.analysts)
        self._show_same(outcome)
        self.summary.setText(outcome.summary)
        rows = [TwoLineRow(place, line.name, line.text) for place, line in enumerate(outcome.lines)]
        self.lines.rows.show_rows(rows)
        self._refresh_buttons()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, StakemapError):
            self.summary.setText(str(error))
        elif not isinstance(error, CancelledError):
            self.summary.setText(tr("The maps cannot be combined."))
            raise error

    def _show_maps(self, analysts: tuple[str, ...]) -> None:
        """A row for each map: its analyst, and its title, or why it cannot be combined."""
        named = iter(analysts)
        rows = []
        for key in ([None] if self._opened is not None else []) + self._paths:
            given = self._opened if key is None else self._known.get(key)
            where = tr("the open map") if key is None else key.name
            if given is None or given.document is None:
                problem = tr("reading…") if given is None else given.problem
                rows.append(TwoLineRow(key, where, problem))
                continue
            name = next(named, given.label)
            title = shown_line(given.document.title) or tr("Untitled map")
            text = tr(
                "{file}: {title}, {judgements}",
                file=where,
                title=title,
                judgements=count_text(given.document),
            )
            rows.append(TwoLineRow(key, name, text))
        self.maps.rows.show_rows(rows)

    def _show_same(self, outcome: Outcome) -> None:
        confirmed = outcome.task.confirmed
        self.same.blockSignals(True)
        current = self.same.currentRow()
        self.same.clear()
        for each in outcome.suggestions:
            item = QListWidgetItem(shown_line(suggestion_text(each)))
            is_same = confirmed.get((each.container, each.id)) == each.candidate
            item.setCheckState(Qt.CheckState.Checked if is_same else Qt.CheckState.Unchecked)
            item.setData(_ROLE, each)
            self.same.addItem(item)
        self.same.setCurrentRow(min(max(current, 0), self.same.count() - 1))
        self.same.blockSignals(False)
        self._same_row.setVisible(bool(outcome.suggestions))

    def _refresh_buttons(self) -> None:
        self.remove_button.setEnabled(isinstance(self.maps.current, Path))
        outcome = self._outcome
        self.combine_button.setEnabled(outcome is not None and outcome.combined is not None)

    def _combine(self) -> None:
        if self._outcome is not None and self._outcome.combined is not None:
            self.combined = self._outcome.combined
            self.accept()

    def reject(self) -> None:
        """Close, whatever is being worked out."""
        self._work.cancel()
        super().reject()
