"""The panel of analyses: the report of a method on the view, with sentences first, then charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from stakemap.analysis.methods import METHODS, Method
from stakemap.analysis.report import Finding, Place, Report
from stakemap.app.features.analysis.answers import Answers
from stakemap.app.features.analysis.charts import ChartStack
from stakemap.app.features.analysis.details import FindingDetails
from stakemap.app.features.analysis.rows import FindingRows
from stakemap.app.features.analysis.tables import TableStack
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.screen_fit import ScrollingContent
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.resolve import Resolver, can_be_judged
from stakemap.picture.theme import Theme
from stakemap.text import shown_line
from stakemap.wording.names import issue_name, snapshot_name


class AnalysisPanel(QWidget):
    """Follows the view and the chosen method.

    `place_chosen` carries the snapshot, Subject and inspector field of a finding, `scenario_wanted` a finding
    whose moves are to be made in a scenario, `proposed` one whose moves or camps the canvas is to show, or
    None, `method_chosen` the id of a method that the user chose, `action_wanted` the id of an action that a
    finding names.
    """

    place_chosen = Signal(str, object, str)
    scenario_wanted = Signal(object)
    proposed = Signal(object)
    method_chosen = Signal(str)
    action_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        view: ViewState,
        resolver: Resolver,
        theme: Theme,
        limits: Callable[[], tuple[float, float]],
        method: str,
        actions: Mapping[str, QAction],
        parent: QWidget,
    ) -> None:
        """`limits` returns what the balance counts as undecided and as evenly balanced, `method` is the id of
        the method asked first, by default the first one. `actions` are those of the window, by id.
        """
        super().__init__(parent)
        self._session, self._view, self._actions = session, view, actions
        #: Whether the focus is to go on to the findings once there are some.
        self._focus_awaited = False
        #: The action that the current finding names, which may be enabled or not.
        self._named: QAction | None = None
        self.answers = Answers(session, view, resolver, limits, self)
        self._make_widgets(theme)
        self._lay_out()
        self._fill_methods(method)
        self.answers.changed.connect(self._show)
        session.state_changed.connect(self._show_details)
        view.changed.connect(self._view_changed)
        self._choose_method()

    # Widgets

    def _make_widgets(self, theme: Theme) -> None:
        self.choice = ChoiceBox()
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.activated.connect(self._method_picked)
        self.about = PlainLabel(role="caption", wrap=True)
        self.details = FindingDetails()
        self.details.judgement_wanted.connect(self.go_to_judgement)
        self.details.scenario_wanted.connect(self._want_scenario)
        self.details.canvas_toggled.connect(self._propose)
        self.details.action_wanted.connect(self._want_action)
        self.findings = FindingRows(self.details)
        self.findings.current_changed.connect(self._show_details)
        # Once what is unfolded has been laid out.
        self.findings.unfolded.connect(lambda: QTimer.singleShot(0, self, self._scroll_to_current))
        self.findings.entered.connect(self.go_to_judgement)
        self.charts = ChartStack(theme)
        self.tables = TableStack()
        self.rests_on = PlainLabel(role="caption", wrap=True, selectable=True)
        self.caveat = PlainLabel(role="caption", wrap=True, selectable=True)

    def _lay_out(self) -> None:
        top = row_layout(
            PlainLabel(tr("Meth&od"), role="caption", buddy=self.choice),
            (self.choice, 1),
            margins=(GRID * 2, GRID, GRID * 2, 0),
        )
        self.content = ScrollingContent()
        self.content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        below = column_layout(
            self.rests_on, self.charts, self.tables, self.caveat, spacing=GRID, margins=(GRID, 0, GRID, 0)
        )
        column_layout(
            column_layout(self.about, spacing=GRID, margins=(GRID, 0, GRID, 0)),
            self.findings,
            below,
            STRETCH,
            spacing=GRID,
            margins=(GRID, 0, GRID, GRID),
            on=self.content.body,
        )
        column_layout(top, (self.content, 1), spacing=GRID, on=self)

    def focus_first(self) -> None:
        """Set the focus to the current finding, or to the choice of method where there is none."""
        row = self.findings.current_row
        self._focus_awaited = row is None
        (row or self.choice).setFocus(Qt.FocusReason.TabFocusReason)

    # Methods

    def _fill_methods(self, method: str) -> None:
        for each in METHODS:
            self.choice.addItem(each.title(), each.id)
        self.choice.setCurrentIndex(max(self.choice.findData(method), 0))

    @property
    def method(self) -> Method | None:
        """The chosen method, None if there are none."""
        chosen = self.choice.currentData()
        return next((each for each in METHODS if each.id == chosen), None)

    def show_method(self, method: str) -> None:
        """Choose the method of an id."""
        self.choice.setCurrentIndex(max(self.choice.findData(method), 0))
        self._method_picked()

    def _method_picked(self) -> None:
        self._choose_method()
        if self.method is not None:
            self.method_chosen.emit(self.method.id)

    def _choose_method(self) -> None:
        if self.method is not None:
            self.answers.choose(self.method)

    # Content

    def _show(self) -> None:
        report = self.answers.report
        self.about.setText(self._state_text() if report is None else self._about_text())
        self.about.setVisible(self.method is not None and bool(self.about.text()))
        if report is not None:
            self._show_report(report)
        for part in (self.findings, self.charts, self.tables):
            part.set_stale(report is None)
        if report is not None and self._focus_awaited:
            self._focus_awaited = False
            if self.choice.hasFocus():
                self.focus_first()

    def _show_report(self, report: Report) -> None:
        self.charts.show_charts(report.charts)
        self.tables.show_tables(report.tables)
        self.findings.show_findings(report.findings)
        for label, text in ((self.rests_on, report.rests_on), (self.caveat, report.caveat)):
            label.setText(text)
            label.setVisible(bool(text))

    def _state_text(self) -> str:
        if self.answers.has_failed:
            return tr("This could not be calculated, through a fault of Stakemap.")
        return tr("Calculating…")

    def _about_text(self) -> str:
        """Issue and snapshot of the report, as far as it is about them."""
        document, view, method = self._session.document, self._view, self.method
        parts = []
        if method is not None and method.of_issue and view.issue in document.issues:
            parts.append(shown_line(issue_name(document, view.issue or "")))
        if view.snapshot in document.snapshots:
            parts.append(shown_line(snapshot_name(document, view.snapshot or "")))
        return " · ".join(parts)

    def _show_details(self) -> None:
        finding = self.findings.current
        leads = finding is not None and finding.place is not None and self._exists(finding.place)
        can_edit = not self._session.read_only and self._view.snapshot in self._session.document.snapshots
        self._follow_action("" if finding is None else finding.action)
        act = None if finding is None else self._offered_action(finding)
        self.details.show_finding(finding, leads=leads, can_edit=can_edit, act=act)
        # What is unfolded is elsewhere now, and rows and tables may be new.
        tab_in_reading_order(self)
        self._propose()

    def _scroll_to_current(self) -> None:
        """Scroll what is unfolded into view, but no further than to its sentence."""
        row = self.findings.current_row
        if row is None:
            return
        shown = self.details if self.details.isVisible() else row
        for part, end in ((shown, shown.rect().bottomLeft()), (row, row.rect().topLeft())):
            self.content.ensureVisible(0, part.mapTo(self.content.body, end).y(), 0, GRID)

    def _exists(self, place: Place) -> bool:
        """Whether the map still has what a finding is about; it may have changed since."""
        return can_be_judged(self._session.document, place.snapshot, place.subject)

    # What a finding offers

    def go_to_judgement(self) -> None:
        """Show the judgement that the current finding is about, if it is about one."""
        finding = self.findings.current
        if finding is None or finding.place is None or not self._exists(finding.place):
            return
        self.place_chosen.emit(finding.place.snapshot, finding.place.subject, finding.place.field)

    def _want_scenario(self) -> None:
        finding = self.findings.current
        if finding is not None and finding.moves:
            self.scenario_wanted.emit(finding)

    def _follow_action(self, name: str) -> None:
        """Show the details again when the action of an id is enabled or disabled."""
        act = self._actions.get(name)
        if act is self._named:
            return
        if self._named is not None:
            self._named.enabledChanged.disconnect(self._show_details)
        self._named = act
        if act is not None:
            act.enabledChanged.connect(self._show_details)

    def _offered_action(self, finding: Finding) -> QAction | None:
        """The action that a finding names, if it can be triggered once the finding's actor is selected."""
        act, document = self._named, self._session.document
        if act is None or self._session.read_only:
            return None
        return act if act.isEnabled() or any(actor in document.actors for actor in finding.actors) else None

    def _want_action(self) -> None:
        finding = self.findings.current
        if finding is None or self._offered_action(finding) is None:
            return
        if finding.actors:
            self._view.set(selection=set(finding.actors[:1]), primary=finding.actors[0])
        self.action_wanted.emit(finding.action)

    def still_tells(self, finding: Finding) -> bool:
        """Whether a finding is the current one of the map as it is, which may have changed since."""
        return self.answers.settle() and self.findings.current == finding

    # On the canvas

    def _propose(self) -> None:
        """Have the canvas show what the current finding proposes while that is wanted."""
        finding = self.findings.current
        offers = finding is not None and bool(finding.moves or finding.camps)
        self.proposed.emit(finding if offers and self.details.on_canvas.isChecked() else None)

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self.details.on_canvas.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take off the canvas what was shown there."""
        if not event.spontaneous():
            self.details.on_canvas.setChecked(False)
        super().hideEvent(event)
