"""The form of an actor's relations: a list of them, and a choice of an actor to relate it to."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal

from stakemap.app.kit.forms.choices import state_text
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.relation_form import strengths
from stakemap.app.kit.plain_text import name_combo_box
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import Relation, StakeMap
from stakemap.model.judgements import Tie
from stakemap.model.order import actors_in_order, sort_key
from stakemap.model.resolve import resolve_tie
from stakemap.text import single_line
from stakemap.wording.names import actor_name

#: Maximum number of visible rows; the list scrolls beyond.
_ROWS = 6


class RelationsForm(Form):
    """Lists relations; `chosen` carries the relation clicked, `wanted` the other actor of a new one."""

    chosen = Signal(str)
    wanted = Signal(str)

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self._document: StakeMap | None = None
        self._actor = ""
        self.section = self.add_section(tr("Relations"))
        self.list = TwoLineList(tr("Relations"), one_click=True)
        self.list.chosen.connect(lambda key: self.chosen.emit(str(key)))
        self.other = ChoiceEditor(self._others, text_of=lambda _content: tr("Add a relation to …"))
        name_combo_box(self.other, tr("Add a relation to another actor"))
        self.other.show_content("")
        self.other.finished.connect(self._want)
        self.section.add(self.list)
        self.section.add(self.other)

    def _others(self) -> list[Option]:
        first = [Option(None, tr("Add a relation to …"))]
        if self._document is None:
            return first
        others = (actor for actor in actors_in_order(self._document) if actor != self._actor)
        return [*first, *(Option(actor, actor_name(self._document, actor)) for actor in others)]

    def _want(self) -> None:
        actor = self.other.content()
        self.other.show_content("")
        if actor:
            self.wanted.emit(actor)

    def bind(self, session: Session, snapshot: str | None, actor: str) -> None:
        """Show the relations of an actor with their strengths at a snapshot."""
        document = self._document = session.document
        self._actor = actor
        found = [
            (sort_key(row.first[2:]), row.second, row)
            for row in _rows(document, snapshot if snapshot in document.snapshots else None, actor)
        ]
        rows = [row for *_, row in sorted(found, key=lambda entry: entry[:2])]
        self.list.rows.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(row_height() * min(len(rows), _ROWS) + 2)
        self.section.say("" if rows else tr("No relations yet."))
        self.other.setVisible(not session.read_only and len(document.actors) > 1)
        self.other.refresh()


def _rows(document: StakeMap, snapshot: str | None, actor: str) -> Iterator[TwoLineRow]:
    for key, relation in document.relations.items():
        if actor not in (relation.source, relation.target):
            continue
        outwards = relation.source == actor
        other = relation.target if outwards else relation.source
        arrow = ("→" if outwards else "←") if relation.directed else "↔"
        shown = None if snapshot is None else resolve_tie(document, snapshot, key)
        tie = None if shown is None else shown.judgement
        second = " · ".join(part for part in (single_line(relation.label), _strength(tie)) if part)
        yield TwoLineRow(key, f"{arrow} {actor_name(document, other)}", second, _said(relation, tie))


def _strength(tie: Tie | None) -> str:
    """The strength of a relation in words."""
    if tie is None or tie.strength is None:
        return state_text(None if tie is None or tie.is_judged else tie.state)
    return next(option.text for option in strengths() if option.value == str(tie.strength))


def _said(relation: Relation, tie: Tie | None) -> str:
    return (tie.reason if tie is not None else "") or relation.note
