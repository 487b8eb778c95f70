"""Adds a relation between two actors, and asks for its label, direction and strength in a card."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, Option
from stakemap.app.kit.forms.relation_form import directed, directions, strengths
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.widgets.canvas_card import CanvasCard
from stakemap.app.kit.widgets.popup_placement import beside
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.document import Relation, StakeMap
from stakemap.model.ids import mint
from stakemap.model.judgements import Tie
from stakemap.model.records import NAME_LIMIT
from stakemap.text import single_line
from stakemap.wording.names import relation_name


class RelationCard(CanvasCard):
    """Asks for label, direction and strength; `kept` is emitted on Enter, `dismissed` on Esc."""

    def __init__(self, parent: QWidget, document: StakeMap, relation: Relation, *, strength: bool) -> None:
        super().__init__(parent)
        self.setFixedWidth(GRID * 36)
        source, target = (short(document.actors[end].name) for end in (relation.source, relation.target))
        title = tr("{source} → {target}", source=source, target=target)
        self.setAccessibleName(tr("New relation: {relation}", relation=title))
        self.label = LineEditor()
        self.label.setMaxLength(NAME_LIMIT)
        self.label.setPlaceholderText(tr("alliance, mediates, depends on …"))
        self.label.setAccessibleName(tr("Label"))
        self.label.returnPressed.connect(self.kept)
        self.label.reverted.connect(self.dismissed)
        column = column_layout(
            PlainLabel(title, role="heading", wrap=True),
            self.label,
            spacing=GRID,
            margins=(GRID + 4, GRID + 2, GRID + 4, GRID + 4),
            on=self,
        )
        self.direction = self._choice(column, tr("Direction"), directions(document, relation), "onwards")
        none = Option(None, tr("Not given"))
        self.strength = self._choice(column, tr("Strength"), [none, *strengths()], "")
        self.strength.setEnabled(strength)
        keep = QPushButton(tr("Done"))
        set_tooltip(keep, tr("Apply what is entered here (Enter)"))
        mark(keep, "primary", True)
        keep.setAutoDefault(True)
        keep.clicked.connect(self.kept)
        end = row_layout(keep, STRETCH)
        column.addLayout(end)
        self.setFixedHeight(column.totalHeightForWidth(self.width()))

    def _choice(self, column: QVBoxLayout, caption: str, options: list[Option], content: str) -> ChoiceEditor:
        editor = ChoiceEditor(lambda: options)
        editor.setAccessibleName(caption)
        editor.show_content(content)
        editor.reverted.connect(self.dismissed)
        label = PlainLabel(caption, role="caption", buddy=editor)
        label.setFixedWidth(GRID * 8)
        column.addLayout(row_layout(label, (editor, 1), spacing=GRID))
        return editor


class Relating(QObject):
    """Adds relations and shows at most one card, which stores its content when it loses the focus."""

    message = Signal(str)

    def __init__(self, window: QWidget, canvas: Canvas, session: Session, view: ViewState) -> None:
        super().__init__(window)
        self._window, self._canvas = window, canvas
        self._session, self._view = session, view
        self.card: RelationCard | None = None
        self._relation = ""
        self._added: StakeMap | None = None
        session.changed.connect(self._document_changed)
        view.changed.connect(self._view_changed)

    def relate(self, source: str, target: str) -> None:
        """Add a relation between two actors, select it, and open the card."""
        self.leave()
        session = self._session
        document = session.document
        relation = mint(f"{source} {target}", document.relations)
        names = {"source": short(document.actors[source].name), "target": short(document.actors[target].name)}
        try:
            session.apply(
                edits.add_relation.of(relation, Relation(source=source, target=target)),
                label=tr("Add the relation {source} → {target}", **names),
                touched=(source, target),
            )
        except StakemapError as error:
            self.message.emit(str(error))
            return
        hidden = self._view.relations == "none" or self._view.ties != "all"
        shown = {"relations": "all", "ties": "all"} if hidden else {}
        self._view.set(relation=relation, **shown)
        self._open(relation)

    def _open(self, relation: str) -> None:
        document = self._session.document
        self._relation, self._added = relation, document
        record = document.relations[relation]
        card = RelationCard(self._window, document, record, strength=self._view.snapshot is not None)
        card.kept.connect(self._keep)
        card.dismissed.connect(self._dismiss)
        corner = self._canvas.mapTo(self._window, QPoint())
        area = QRect(corner, self._canvas.size()).adjusted(GRID, GRID, -GRID, -GRID)
        subject = self._canvas.box_of(record.target).translated(corner)
        card.move(beside(card.size(), subject, area))
        self.card = card
        self._canvas.shows_hover_cards = False
        card.show()
        card.raise_()
        card.label.setFocus(Qt.FocusReason.OtherFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    # Closing

    def commit_pending(self) -> bool:
        """Amend the edit that added the relation by the content of the card; return False when refused."""
        card, session = self.card, self._session
        if card is None:
            return True
        label = single_line(card.label.text())
        way, strength = card.direction.content(), card.strength.content()
        self._close()
        if not label and way == "onwards" and not strength:
            return True
        snapshot = self._view.snapshot
        fields: dict[str, Any] = {"label": label, **directed(session.document.relations[self._relation], way)}
        described = [edits.update_relation.of(self._relation, **fields)]
        if strength and snapshot is not None:
            tie = Tie(strength=int(strength))
            subject = edits.Subject.tie(self._relation)
            described.append(edits.judge.of(snapshot, subject, tie, session.authorship))
        name = short(relation_name(session.document, self._relation))
        try:
            session.amend(
                self._added,  # type: ignore[arg-type]
                edits.together(described),
                label=tr("Change the relation {relation}", relation=name),
            )
        except StakemapError as error:
            self.message.emit(str(error))
            return False
        return True

    def leave(self) -> None:
        """Store the content of the card and close it."""
        self.commit_pending()

    def _keep(self) -> None:
        self.commit_pending()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dismiss(self) -> None:
        self._close()
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        card, self.card = self.card, None
        if card is None:
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._focus_changed)
        self._canvas.shows_hover_cards = True
        card.hide()
        card.deleteLater()

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        card = self.card
        if card is not None and now is not None and card.holds(old) and not card.holds(now):
            self.leave()

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self._relation not in after.relations:
            self._close()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot", "relation"} and self._view.relation != self._relation:
            self.leave()
