"""The parts of a window that show one map: canvas, actors, inspector, and the bar above them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.features.actors.columns import columns_of, names_of
from stakemap.app.features.actors.table import ActorTable
from stakemap.app.features.evidence.coverage import CoverageWatch
from stakemap.app.features.inspector.inspector import Inspector
from stakemap.app.features.judging.workshop import WorkshopWatch
from stakemap.app.features.search.filtering import FilterWatch
from stakemap.app.features.search.find_bar import FindBar
from stakemap.app.features.timeline.view_bar import ViewBar
from stakemap.app.kit.motion import is_motion_reduced
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dock_panel import Panel
from stakemap.app.kit.widgets.lazy import Lazy
from stakemap.app.shell.central_widget import Centre
from stakemap.app.shell.side_panels import SidePanels
from stakemap.app.shell.status_bar import StatusBar, counts_text, selection_text
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver, Subject
from stakemap.picture.theme import Theme
from stakemap.storage.settings import Settings

if TYPE_CHECKING:
    from stakemap.app.canvas.tools.base import Moved
    from stakemap.app.features.distance.mode import DistanceMode
    from stakemap.app.features.judging.judging import Judging
    from stakemap.app.features.matrix.window import MatrixWindow
    from stakemap.app.features.relations.relating import Relating
    from stakemap.app.shell.context import Desk

__all__ = ["Workspace"]

_WIDTH = GRID * 44
_LEAST = (GRID * 24, GRID * 36)
#: The order in which the widths of panels are remembered; new ones come last.
PANELS = ("actors", "inspector", "sources", "evidence", "history")


class Workspace(QObject):
    """Made once for each map, in the window that shows it.

    `context_menu_requested` carries "actor" or "canvas" and a place on the screen, `action_requested` the id
    of an action, `message` a sentence for the status bar. `panels_changed` comes when one was shown or
    hidden, `view_changed` when what can be done with the view may differ, `painted` once the canvas was
    painted whole.
    """

    context_menu_requested = Signal(str, QPoint)
    action_requested = Signal(str)
    panels_changed = Signal()
    message = Signal(str)
    view_changed = Signal()
    painted = Signal()

    def __init__(self, window: QMainWindow, desk: Desk, session: Session, status: StatusBar) -> None:
        super().__init__(window)
        self._window, self._status = window, status
        self.session = session
        self.view = ViewState.for_document(session.document, on_error=desk.on_error)
        self.resolver = Resolver()
        theme = desk.styler.theme
        # First of all listeners, so that no view looks at what is gone.
        session.changed.connect(self._reconcile)
        reduced = is_motion_reduced(desk.settings.reduced_motion)
        self.canvas = Canvas(
            session, self.view, theme, window, reduced_motion=reduced, resolver=self.resolver
        )
        self.centre = Centre(self.canvas, desk, session, self.view, self.resolver, window)
        self.table = ActorTable(session, self.view, theme, self.resolver)
        self.matrix: MatrixWindow | None = None
        self.distance: DistanceMode | None = None
        self.filters = FilterWatch(session, self.view, self.resolver, self)
        self.find_bar = FindBar(self.filters)
        self.table.show_above(self.find_bar)
        self.inspector = Inspector(session, self.view, desk.questions.colour)
        self.view_bar = ViewBar(session, self.view, theme)
        self.bar = self._make_bar()
        self._desk = desk
        self.coverage = CoverageWatch(session, self.view, self.resolver, self)
        self.workshop = WorkshopWatch(session, self)
        self.side = self._make_side()
        inspector = Panel(tr("Inspector"), "inspector", self.inspector, _WIDTH, _LEAST[1], window)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, inspector)
        self.panels = {**self.side.panels, "inspector": inspector, "movers": self._make_movers()}
        self._judging: Judging | None = None
        self._relating: Relating | None = None
        self._connect()
        self.show_facts()

    def _make_side(self) -> SidePanels:
        titles = {
            "actors": tr("Actors"),
            "sources": tr("Sources"),
            "evidence": tr("Evidence"),
            "history": tr("History"),
        }
        side = SidePanels(self._window, titles, lambda name: self.show_panel(name, True))
        side.add("actors", self.table, _LEAST[0])
        side.add_lazily("sources", self._make_sources)
        side.add_lazily("evidence", self._make_evidence)
        side.add_lazily("history", self._make_history)
        return side

    def _make_sources(self) -> QWidget:
        from stakemap.app.features.sources.panel import SourcesPanel

        panel = SourcesPanel(self.session, self._desk.questions)
        panel.message.connect(self.message)
        panel.use_chosen.connect(lambda use: self.go_to(use.snapshot, use.subject, "citations"))
        return panel

    def _make_evidence(self) -> QWidget:
        from stakemap.app.features.evidence.panel import EvidencePanel

        panel = EvidencePanel(self.session, self.view, self.coverage)
        panel.place_chosen.connect(self.go_to)
        return panel

    def _make_history(self) -> QWidget:
        from stakemap.app.features.history.panel import HistoryPanel

        panel = HistoryPanel(self.session, self.view)
        panel.message.connect(self.message)
        return panel

    def _make_movers(self) -> Panel:
        def make() -> QWidget:
            from stakemap.app.features.movers.panel import MoversPanel

            desk = self._desk
            made = MoversPanel(self.session, self.view, self.resolver, lambda: desk.settings.undecided_below)
            desk.settings_changed.connect(made.tell_balance)
            return made

        self._movers: Lazy[Any] = Lazy(make)
        panel = Panel(tr("Movers"), "movers", self._movers, _WIDTH, _LEAST[1], self._window)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
        panel.hide()
        return panel

    def focus_movers(self) -> None:
        """Show who moved, and go to the list."""
        if not self.shows_panel("movers"):
            self.show_panel("movers", True)
            docks = [self.panels["inspector"], self.panels["movers"]]
            self._window.resizeDocks(docks, [2, 3], Qt.Orientation.Vertical)
        self._movers.content.focus_first()

    def _make_bar(self) -> QToolBar:
        bar = QToolBar(tr("Issue and snapshot"), self._window)
        bar.setObjectName("view-toolbar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        layout = bar.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.view_bar)
        self._window.addToolBarBreak()
        self._window.addToolBar(bar)
        return bar

    def _connect(self) -> None:
        self.canvas.context_menu_requested.connect(self._canvas_menu)
        self.canvas.inspect_requested.connect(self._inspect)
        self.canvas.message.connect(self.message)
        self.canvas.judged.connect(self._judged)
        self.canvas.relation_drawn.connect(lambda source, target: self.relating.relate(source, target))
        self.canvas.zoomed.connect(self._status.show_zoom)
        self.canvas.painted.connect(self.painted)
        self.inspector.message.connect(self.message)
        self.inspector.source_requested.connect(self.show_source)
        self.inspector.history_requested.connect(lambda: self.show_panel("history", True))
        self.inspector.relation_requested.connect(lambda one, other: self.relating.relate(one, other))
        self.inspector.groups_requested.connect(lambda: self.action_requested.emit("groups"))
        self.table.context_menu_requested.connect(self._table_menu)
        self.table.message.connect(self.message)
        self.find_bar.columns_menu.aboutToShow.connect(
            lambda: self.table.columns.fill(self.find_bar.columns_menu)
        )
        self.table.columns.chosen_by_hand.connect(self._columns_chosen)
        self._desk.settings_changed.connect(self._settings_changed)
        self.find_bar.chosen.connect(self.view.select)
        self.find_bar.left.connect(lambda: self.canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        self.find_bar.went_down.connect(self.table.focus_table)
        self.table.details_requested.connect(self.focus_inspector)
        for panel in self.panels.values():
            panel.visibilityChanged.connect(lambda _visible: self.panels_changed.emit())
        self.coverage.changed.connect(lambda: self._status.show_coverage(self.coverage.figure))
        self._status.workshop.clicked.connect(lambda: self.action_requested.emit("next-unexplained"))
        self.workshop.changed.connect(lambda: self._status.show_workshop(self.workshop.waiting))
        self._settings_changed(self._desk.settings)
        self.session.changed.connect(self._document_changed)
        self.view.changed.connect(self._view_changed)

    def _remember_author(self, author: str) -> None:
        self._desk.change_settings(author=author)
        self.message.emit(
            tr(
                "Your judgements bear the name {author} from now on; the preferences change it.",
                author=author,
            )
        )

    def _columns_chosen(self) -> None:
        self._desk.change_settings(actor_columns=names_of(self.table.columns.chosen))

    def _settings_changed(self, settings: Settings) -> None:
        columns = columns_of(settings.actor_columns)
        if columns != self.table.columns.chosen:
            self.table.columns.choose(columns)
        self.workshop.set_on(settings.workshop_mode)

    def _reconcile(self, before: StakeMap, after: StakeMap) -> None:
        self.view.reconcile(after, before)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        # What was said of the step before is no longer so.
        self._status.clearMessage()
        self.show_facts()

    def _view_changed(self, fields: frozenset[str]) -> None:
        self.show_facts()
        self.view_changed.emit()

    def show_facts(self) -> None:
        """Tell in the status bar what is selected and how many actors are where."""
        appearance = self.canvas.scene.appearance
        self._status.selection.setText(selection_text(self.session, self.view, appearance))
        self._status.counts.setText(counts_text(appearance))
        self._status.handling.setText(" ".join(self.session.document.handling.split()))

    def set_theme(self, theme: Theme) -> None:
        """Show everything in another theme."""
        self.canvas.set_theme(theme)
        self.centre.set_theme()
        self.table.set_theme(theme)
        self.view_bar.set_theme(theme)

    def _canvas_menu(self, actor: object, place: QPoint) -> None:
        self.context_menu_requested.emit("canvas" if actor is None else "actor", place)

    def _table_menu(self, place: QPoint) -> None:
        self.context_menu_requested.emit("actor" if self.view.selection else "canvas", place)

    @property
    def judging(self) -> Judging:
        """What asks why actors were moved, made when it is first needed."""
        if self._judging is None:
            from stakemap.app.features.judging.judging import Judging

            self._judging = Judging(
                self._window,
                self.canvas,
                self.session,
                self.view,
                lambda: self._desk.settings.workshop_mode,
            )
            self._judging.message.connect(self.message)
            self._judging.source_requested.connect(self.show_source)
            self._judging.author_given.connect(self._remember_author)
            self._judging.anew_requested.connect(lambda: self.action_requested.emit("judge-anew"))
        return self._judging

    @property
    def relating(self) -> Relating:
        """What relates actors, made when it is first needed."""
        if self._relating is None:
            from stakemap.app.features.relations.relating import Relating

            self._relating = Relating(self._window, self.canvas, self.session, self.view)
            self._relating.message.connect(self.message)
        return self._relating

    def _judged(self, moved: Moved) -> None:
        self.judging.hear(moved)

    def _inspect(self, actor: str) -> None:
        self.view.select(actor)
        self.focus_inspector()

    def focus_inspector(self) -> None:
        """Show the inspector and go to its first field."""
        self.show_panel("inspector", True)
        self.inspector.focus_first()

    def go_to(self, snapshot: str, subject: Subject, field: str = "value") -> None:
        """Look at a judgement: its snapshot, issue and actor or relation, and its field in the inspector."""
        if subject.kind == "tie":
            drawn = "all" if self.view.relations == "none" else self.view.relations
            self.view.set(snapshot=snapshot, relation=subject.id, relations=drawn)
        else:
            issue = self.view.issue if subject.issue is None else subject.issue
            self.view.set(snapshot=snapshot, issue=issue, selection={subject.id}, primary=subject.id)
        self.show_panel("inspector", True)
        self.inspector.focus_field(subject.kind, field)

    def show_matrix(self) -> None:
        """Show actors × issues in a window that stays beside the map."""
        if self.matrix is None:
            from stakemap.app.features.matrix.window import MatrixWindow

            styler = self._desk.styler
            self.matrix = MatrixWindow(
                self._window, self.session, self.view, self.resolver, lambda: styler.theme
            )
            self.matrix.chosen.connect(self._matrix_chosen)
        self.matrix.show()
        self.matrix.activateWindow()

    def _matrix_chosen(self, actor: str, issue: str | None) -> None:
        self.view.set(issue=issue or self.view.issue, selection={actor}, primary=actor)

    def show_distance(self, actor: str) -> None:
        """Colour and list all actors by their distance from one."""
        if self.distance is None:
            from stakemap.app.features.distance.mode import DistanceMode

            self.distance = DistanceMode(self._window, self.canvas, self.session, self.view, self.resolver)
            self.distance.changed.connect(self.view_changed)
        self.distance.start(actor)

    def find(self) -> None:
        """Go to the search field above the actor table."""
        self.show_panel("actors", True)
        self.find_bar.focus_field()

    def show_source(self, source: str) -> None:
        """Show a source in the panel of sources."""
        self.show_panel("sources", True)
        self.side.content("sources").show_source(source)

    # Panels

    def shows_panel(self, name: str) -> bool:
        """Whether a panel is shown."""
        return not self.panels[name].isHidden()

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel; the canvas takes the focus of one that goes."""
        had_focus = self.panels[name].isAncestorOf(self._window.focusWidget() or self._window)
        if shown and name in self.side.panels:
            self.side.show_only(name)
        else:
            self.panels[name].setVisible(shown)
        if had_focus and not shown:
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panels_changed.emit()

    @property
    def panel_widths(self) -> tuple[int, ...]:
        """The widths of the panels in pixels, negative for hidden ones."""
        left = self.side.width
        widths = {name: left if name in self.side.panels else self.panels[name].width() for name in PANELS}
        return tuple(width if self.shows_panel(name) else -width for name, width in widths.items())

    def restore_panels(self, widths: Sequence[int]) -> None:
        """Give the panels the widths they had, and hide those that were hidden."""
        known = dict(zip(PANELS, widths, strict=False))
        if len(known) < 2 or not all(widths):
            return
        for name, width in known.items():
            self.panels[name].setVisible(width > 0)
        # One of each side: those that share a side share its width.
        left = self.side.take_up([name for name, width in known.items() if width > 0])
        docks = [self.panels[name] for name in (left, "inspector")]
        wanted = [abs(known[name]) for name in (left, "inspector")]
        # Once the layout has been done for the size of the window.
        orientation = Qt.Orientation.Horizontal
        QTimer.singleShot(0, self, lambda: self._window.resizeDocks(docks, wanted, orientation))

    def attempt(self) -> bool:
        """Store what is being typed anywhere; False when something does not fit."""
        judging = self._judging is None or self._judging.attempt()
        judging = (self._relating is None or self._relating.attempt()) and judging
        results = (judging, self.table.attempt(), self.inspector.attempt(), self.side.attempt())
        return all(results)

    def step_pane(self, step: int) -> None:
        """Go to the next or the previous part of the window, round and round."""
        panes: list[QWidget] = [self.view_bar.issues]
        if self.shows_panel("actors"):
            panes.append(self.table)
        panes += [
            panel for name, panel in self.side.panels.items() if name != "actors" and self.shows_panel(name)
        ]
        panes.append(self.canvas)
        if self.shows_panel("inspector"):
            panes.append(self.inspector)
        if self.shows_panel("movers"):
            panes.append(self._movers)
        focus = self._window.focusWidget()
        current = next(
            (
                number
                for number, pane in enumerate(panes)
                if focus is not None and (pane is focus or pane.isAncestorOf(focus))
            ),
            None,
        )
        if current is None and focus is not None and self.view_bar.isAncestorOf(focus):
            current = 0
        target = panes[0 if current is None else (current + step) % len(panes)]
        name = next((name for name, panel in self.side.panels.items() if panel is target), None)
        if target is self.inspector:
            self.inspector.focus_first()
        elif target is self._movers:
            self.focus_movers()
        elif target is self.table:
            self.table.focus_table()
        elif name is not None:
            self.side.focus_first(name)
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def table_text(self, actors: Collection[str]) -> str:
        """Actors in the order of the table, with all that is known of them here, for other programs."""
        from stakemap.interchange.copied_table import table_text

        document, view, model = self.session.document, self.view, self.table.model
        shown = [actor for actor in map(model.actor, range(model.rowCount())) if actor in actors]
        rest = actors_in_order(document, set(actors) - set(shown))
        return table_text(document, view.snapshot, view.issue, [*shown, *rest], self.resolver)
