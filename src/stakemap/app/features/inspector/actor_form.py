"""The forms of one actor, and of what several selected actors share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stakemap.app.features.inspector.several import MIXED, Several
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import parsing
from stakemap.app.kit.forms.colour_editor import ColourEditor
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.fields import Field, FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.targets import ActorsTarget
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.widgets.country_offers import offer_countries
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order, sort_key
from stakemap.text import list_line, single_line


def _text(value: Any) -> str:
    return value or ""


def _or_none(content: str) -> str | None:
    return content or None


def _absent(content: str, nothing: str) -> str:
    return tr("Several") if content == MIXED else nothing


def _code(text: str) -> str:
    code = single_line(text)
    if len(code) > 4:
        raise ValueError(tr("A code has at most four characters."))
    return code


class _WithChoices(Form):
    """A form with choices of kinds, groups and wholes, which depend on the map and the actors shown."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self.document: StakeMap | None = None
        self.actors: tuple[str, ...] = ()

    def _mixed(self) -> list[Option]:
        return []

    def kind_options(self) -> Sequence[Option]:
        """The kinds of actors."""
        return [*self._mixed(), *words.options(words.kinds())]

    def group_options(self) -> Sequence[Option]:
        """The groups of the map, sorted by name."""
        groups = self.document.groups if self.document is not None else {}
        ordered = sorted(groups, key=lambda key: (sort_key(groups[key].name), key))
        return [
            *self._mixed(),
            Option(None, tr("No group")),
            *(Option(key, groups[key].name) for key in ordered),
        ]

    def whole_options(self) -> Sequence[Option]:
        """The actors that these can be part of, sorted by name."""
        first = [*self._mixed(), Option(None, tr("None"))]
        if self.document is None:
            return first
        actors = self.document.actors
        others = actors_in_order(self.document, actors.keys() - set(self.actors))
        return [*first, *(Option(key, actors[key].name) for key in others)]

    def _group_text(self, content: str) -> str:
        groups = self.document.groups if self.document is not None else {}
        return groups[content].name if content in groups else _absent(content, tr("No group"))

    def _whole_text(self, content: str) -> str:
        actors = self.document.actors if self.document is not None else {}
        return actors[content].name if content in actors else _absent(content, tr("None"))

    def add_group_row(self, grid: FieldGrid, field: Field) -> None:
        """Add the field of the group, with a button that shows all groups."""
        button = IconButton("group", tr("All groups…"))
        set_tooltip(button, tr("Rename, recolour and remove groups"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.context.show_groups)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        grid.add(field, beside, shares=(5, 1))

    def group_editor(self) -> NamingEditor:
        """Return a choice of groups that accepts the name of a new one."""
        editor = NamingEditor(self.group_options, text_of=self._group_text)
        editor.line.setPlaceholderText(tr("Choose or create a group"))
        return editor


class ActorForm(_WithChoices):
    """All fields of one actor."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        grid = self.add_section().grid
        name = LineEditor()
        offer_countries(name).taken.connect(lambda _name: name.finished.emit())
        grid.add(
            self.field("name", tr("Name"), name, parse=parsing.parse_name),
            self.field("code", tr("Code"), LineEditor(), parse=_code),
            shares=(4, 2),
        )
        grid.add(self.field("kind", tr("Kind"), ChoiceEditor(self.kind_options)))
        self.add_group_row(grid, self.field("group", tr("Group"), self.group_editor(), text_of=_text))
        whole = ChoiceEditor(self.whole_options, text_of=self._whole_text)
        grid.add(self.field("part_of", tr("Part of"), whole, parse=_or_none, text_of=_text))
        colour = ColourEditor(tr("Automatic (colour of the group)"))
        grid.add(self.field("colour", tr("Colour"), colour, parse=parsing.parse_colour, text_of=_text))
        aliases = NoteEditor(least=1, most=6)
        aliases.setPlaceholderText(tr("one per line"))
        grid.add(
            self.field("aliases", tr("Also known as"), aliases, parse=parsing.parse_lines, text_of="\n".join)
        )
        tags = LineEditor()
        tags.setPlaceholderText(tr("separated by commas"))
        grid.add(self.field("tags", tr("Tags"), tags, parse=parsing.parse_tags, text_of=list_line))
        grid.add(self.field("note", tr("Note"), NoteEditor(least=3), parse=str.strip))

    def bind(self, session: Session, actor_id: str) -> None:
        self.document, self.actors = session.document, (actor_id,)
        actor = session.document.actors[actor_id]
        values = {name: getattr(actor, name) for name in self.fields}
        names = (self.document.actors, self.document.groups)
        self.bind_fields(ActorsTarget(session, (actor_id,)), values, read_only=session.read_only, names=names)


class SeveralForm(_WithChoices):
    """The shared values of several actors; a change applies to all of them."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self.section = self.add_section()
        grid = self.section.grid
        grid.add(self.field("kind", tr("Kind"), ChoiceEditor(self.kind_options), parse=self._same))
        self.add_group_row(grid, self.field("group", tr("Group"), self.group_editor(), parse=self._same))
        whole = ChoiceEditor(self.whole_options, text_of=self._whole_text)
        grid.add(self.field("part_of", tr("Part of"), whole, parse=self._same_or_none))
        colour = ColourEditor(tr("Automatic, or several"))
        grid.add(self.field("colour", tr("Colour"), colour, parse=parsing.parse_colour))
        tags = LineEditor()
        tags.setPlaceholderText(tr("added to each actor"))
        grid.add(self.field("add_tags", tr("Add tags"), tags, parse=parsing.parse_tags, text_of=list_line))

    def _mixed(self) -> list[Option]:
        return [Option(MIXED, tr("Several"))] if self._differ else []

    _differ = False

    @staticmethod
    def _same(content: str) -> str:
        if content == MIXED:
            raise ValueError(tr("Choose one for all selected actors."))
        return content

    @classmethod
    def _same_or_none(cls, content: str) -> str | None:
        return cls._same(content) or None

    def bind(self, session: Session, several: Several) -> None:
        """Show what these actors share."""
        self.document, self.actors = session.document, several.actors
        self.section.say(tr("Changes apply to all selected actors."))
        colour = several.fields["colour"]
        values = {**several.fields, "colour": "" if colour == MIXED else colour, "add_tags": ()}
        self._differ = MIXED in values.values()
        self.bind_fields(ActorsTarget(session, several.actors), values, read_only=session.read_only)
