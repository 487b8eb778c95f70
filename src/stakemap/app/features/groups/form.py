"""The form of a group: name, colour and members."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from stakemap.app.kit.forms.colour_editor import ColourEditor
from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.fields import FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.parsing import parse_colour, parse_name
from stakemap.app.kit.forms.targets import RecordTarget, short
from stakemap.app.kit.plain_text import PlainLabel, action_text
from stakemap.app.kit.style import GRID, mark
from stakemap.app.kit.widgets.swatches import automatic
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.colours import free_colour, group_colours
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.text import single_line

#: Maximum number of members listed by name; the others are counted.
_NAMED = 40


def members_of(document: StakeMap, group: str) -> tuple[str, ...]:
    """Return the actors of a group, sorted by name."""
    return actors_in_order(document, (key for key, actor in document.actors.items() if actor.group == group))


class GroupTarget(RecordTarget):
    """The group that a form edits."""

    kind = "group"

    def store(self, name: str, value: Any) -> None:
        """Store name or colour as an edit; an automatic colour is one that no other group has."""
        groups = self.session.document.groups
        title = short(groups[self.id].name)
        if name == "colour" and value is None:
            others = {key: colour for key, colour in group_colours(groups).items() if key != self.id}
            value = free_colour(others.values())
        label = {
            "name": tr("Rename {old} to {new}", old=title, new=short(str(value))),
            "colour": tr("Change the colour of {group}", group=title),
        }[name]
        self.session.apply(edits.update_group.of(self.id, **{name: value}), label=label)


class GroupForm(Form):
    """The fields and members of a group; `add_requested` and `selected` are emitted by its buttons."""

    add_requested = Signal()
    selected = Signal()

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        grid = FieldGrid(self)
        grid.add(self.field("name", tr("Na&me"), LineEditor(), parse=parse_name))
        colour = ColourEditor(automatic())
        grid.add(
            self.field("colour", tr("&Colour"), colour, parse=parse_colour, text_of=lambda one: one or "")
        )
        self.head = PlainLabel(role="strong")
        self.members = PlainLabel(role="muted", wrap=True)
        self.add_button = QPushButton()
        self.add_button.clicked.connect(self.add_requested)
        self.select = QPushButton(tr("&Select its actors on the map"))
        self.select.clicked.connect(self.selected)
        row = QHBoxLayout()
        for button in (self.add_button, self.select):
            mark(button, "flat", True)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addWidget(grid)
        self.column.addWidget(self.head)
        self.column.addWidget(self.members)
        self.column.addLayout(row)
        self.column.setSpacing(GRID)

    def bind(self, session: Session, group: str, outside: tuple[str, ...]) -> None:
        """Show a group; `outside` are the selected actors that are not in it."""
        document = session.document
        record = document.groups[group]
        self.bind_fields(
            GroupTarget(session, group),
            {"name": record.name, "colour": record.colour},
            read_only=session.read_only,
        )
        found = members_of(document, group)
        self.head.setText(
            tr_count("{count} actor", "{count} actors", len(found)) if found else tr("No actors yet")
        )
        names = [single_line(document.actors[actor].name) for actor in found[:_NAMED]]
        more = [tr("and {count} more", count=len(found) - _NAMED)] if len(found) > _NAMED else []
        self.members.setText(
            ", ".join([*names, *more])
            if found
            else tr("Select actors and add them here, or choose the group in the inspector.")
        )
        if outside:
            self.add_button.setText(
                tr_count(
                    "&Add {name} to this group",
                    "&Add the {count} selected actors to this group",
                    len(outside),
                    name=action_text(short(document.actors[outside[0]].name)),
                )
            )
        self.add_button.setVisible(bool(outside) and not session.read_only)
        self.select.setVisible(bool(found))
