"""The panel of movers: who moved furthest between two snapshots, why, and the change of the balance."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QWidget

from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.change import change_lines
from stakemap.analysis.balance.counted import gather
from stakemap.analysis.balance.sides import SideLimits
from stakemap.analysis.movement import Movement, Mover, movers, step_text, steps_text
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.screen_fit import ScrollingContent
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model.changes import Touched
from stakemap.model.document import StakeMap
from stakemap.model.order import snapshots_in_order
from stakemap.model.resolve import Resolver, dated_before
from stakemap.text import capital, shown_line
from stakemap.wording.dates import date_text
from stakemap.wording.names import actor_name, listing, snapshot_name, snapshot_text

#: Delay of the computation after an edit, in milliseconds.
_LAG = 250
#: Maps with more actors are computed by a worker, so that no frame waits for it.
_WORKER_THRESHOLD = 1_500
_NO_MOVEMENT = Movement((), (), (), ())


def _is_affected(difference: Touched) -> object:
    return difference.judged_actors or difference.timeline or difference.issues


def _movement(
    document: StakeMap, issue: str | None, base: str | None, shown: str | None, resolver: Resolver
) -> Movement:
    if base is None or shown not in document.snapshots or issue not in document.issues:
        return _NO_MOVEMENT
    assert shown is not None
    assert issue is not None
    return movers(document, issue, base, shown, resolver)


class MoversPanel(QWidget):
    """Follows the view; compares with the snapshot before unless another one is chosen.

    `limits` returns what the balance counts as undecided and as evenly balanced (see `SideLimits`).
    """

    def __init__(
        self,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        limits: Callable[[], tuple[float, float]] = SideLimits,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._limits = limits
        self._session, self._view, self._resolver = session, view, resolver
        self._filling = False
        self._chosen: str | None = None
        self._moved = Derived(
            self,
            lambda: (session.document, view.issue, self.compared, view.snapshot, resolver),
            _movement,
            lag=_LAG,
            is_large=lambda document, *_: len(document.actors) > _WORKER_THRESHOLD,
            shown=self,
        )
        self._moved.changed.connect(self._show)
        self._make_widgets()
        self._lay_out()
        self._moved.follow(session, _is_affected, view, "snapshot", "issue")
        view.changed.connect(self._view_changed)
        self._moved.refresh()

    def _make_widgets(self) -> None:
        self.base = ChoiceBox()
        self.base.setAccessibleName(tr("Compared with"))
        self.base.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.base.activated.connect(self._base_chosen)
        self.list = TwoLineList(tr("Movers, furthest first"), one_click=True)
        self.list.chosen.connect(self._select)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.why = PlainTextView(name=tr("Why it moved"))
        self.why.setFixedHeight(GRID * 12)
        self.balance = PlainLabel(role="caption", wrap=True)
        self.balance.setAccessibleName(tr("Effect on the balance"))
        self.note = PlainLabel(role="caption", wrap=True)

    def _lay_out(self) -> None:
        label = PlainLabel(tr("Compared &with"), role="caption", buddy=self.base)
        top = column_layout(label, self.base, spacing=GRID // 2)
        # Below the inspector there may be less room than all of it needs.
        content = ScrollingContent()
        column_layout(content, on=self)
        self.list.setMinimumHeight(row_height() * 2 + GRID)
        column = column_layout(
            top,
            (self.list, 1),
            self.why,
            self.note,
            self.balance,
            spacing=GRID,
            margins=(GRID * 2, GRID, GRID * 2, GRID),
            on=content.body,
        )
        column.addStretch(0)

    def focus_first(self) -> None:
        """Set the focus to the list, or to the choice of snapshot where nobody moved."""
        target = self.list if self.movement.movers else self.base
        target.setFocus(Qt.FocusReason.TabFocusReason)

    # Content

    def _view_changed(self, fields: frozenset[str]) -> None:
        if "primary" in fields:
            self._show_selected()

    @property
    def movement(self) -> Movement:
        """The movement computed last."""
        return self._moved.value or _NO_MOVEMENT

    @property
    def compared(self) -> str | None:
        """The snapshot to compare with, None if there is none."""
        document, shown = self._session.document, self._view.snapshot
        if self._chosen in document.snapshots and self._chosen != shown:
            return self._chosen
        return dated_before(document, shown) if shown in document.snapshots and shown is not None else None

    def _show(self) -> None:
        self._fill_bases()
        self._filling = True
        self.list.rows.show_rows([self._row(mover) for mover in self.movement.movers])
        self._filling = False
        self.list.setVisible(bool(self.movement.movers))
        self.note.setText(self._summary(self.compared))
        self.update_balance()
        self._show_selected()

    def _fill_bases(self) -> None:
        document, shown = self._session.document, self._view.snapshot
        self.base.clear()
        before = dated_before(document, shown) if shown in document.snapshots and shown is not None else None
        name = tr("none")
        if before is not None:
            date = document.snapshots[before].date
            name = date_text(date) or snapshot_name(document, before)
        self.base.addItem(shown_line(tr("Previous snapshot: {name}", name=name)), None)
        for key in snapshots_in_order(document):
            if key not in (shown, before):
                self.base.addItem(shown_line(snapshot_text(document.snapshots[key])), key)
        self.base.setCurrentIndex(max(self.base.findData(self._chosen), 0))

    def _row(self, mover: Mover) -> TwoLineRow:
        reasons = dict.fromkeys(why.reason for why in mover.why if why.reason)
        return TwoLineRow(
            mover.actor,
            actor_name(self._session.document, mover.actor),
            steps_text(mover),
            "\n".join(reasons),
        )

    def _summary(self, base: str | None) -> str:
        if base is None:
            return tr("No snapshot before this one. Choose another to compare with.")
        document, movement = self._session.document, self.movement
        parts: list[str] = []
        if movement.movers:
            count = len(movement.movers)
            parts.append(tr_count("{count} actor moved.", "{count} actors moved.", count))
        else:
            parts.append(tr("No actor moved on this issue since {name}.", name=snapshot_name(document, base)))
        if movement.still:
            count = len(movement.still)
            parts.append(tr_count("{count} did not move.", "{count} did not move.", count))
        for actors, come in ((movement.appeared, True), (movement.vanished, False)):
            if actors:
                names = listing([actor_name(document, actor) for actor in actors], 4)
                parts.append(
                    tr("Position newly known: {names}.", names=names)
                    if come
                    else tr("Position no longer known: {names}.", names=names)
                )
        return " ".join(parts)

    def update_balance(self) -> None:
        """Show how the balance differs from that of the snapshot compared with."""
        document, base = self._session.document, self.compared
        issue, shown = self._view.issue, self._view.snapshot
        lines: tuple[str, ...] = ()
        if base is not None and shown in document.snapshots and issue in document.issues:
            before, after = (
                balance(gather(document, snapshot, issue, self._resolver), *self._limits())
                for snapshot in (base, shown)
            )
            lines = change_lines(before, after)
        self.balance.setText("\n".join(lines))
        self.balance.setVisible(bool(lines))

    # Selection

    def _base_chosen(self, index: int) -> None:
        self._chosen = self.base.itemData(index)
        self._moved.refresh()

    def _show_selected(self) -> None:
        """Make the row of the primary actor current, else keep the row, and show the reasons.

        There is always a current row: without one, the list would choose one when Tab enters it, and so
        select an actor.
        """
        wanted = (self._view.primary, self.list.current, *(mover.actor for mover in self.movement.movers[:1]))
        known = {mover.actor for mover in self.movement.movers}
        self._filling = True
        self.list.show_current(next((actor for actor in wanted if actor in known), None))
        self._filling = False
        self._show_reasons()

    def _current_changed(self, current: QModelIndex) -> None:
        row = self.list.rows.row(current)
        if not self._filling and row is not None:
            self._select(row.key)

    def _select(self, key: object) -> None:
        if isinstance(key, str) and key in self._session.document.actors:
            self._view.select(key)
            self._show_reasons()

    def _show_reasons(self) -> None:
        document, current = self._session.document, self.list.current
        mover = next((one for one in self.movement.movers if one.actor == current), None)
        self.why.setVisible(mover is not None)
        if mover is None:
            return
        lines = []
        for why in mover.why:
            # In full, which the row in the list has no room for.
            step = capital(step_text(mover, why.axis))
            reason = why.reason or tr("No reason given.")
            place = snapshot_name(document, why.snapshot)
            lines.append(
                tr("{step}, judged at {snapshot}: {reason}", step=step, snapshot=place, reason=reason)
            )
        self.why.setPlainText("\n".join(lines))
