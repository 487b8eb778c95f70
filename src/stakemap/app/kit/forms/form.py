"""The base class of forms: named fields that are bound to one subject and stored together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.fields import AnyEditor, Field, Section, Target
from stakemap.app.kit.style import GRID


@dataclass
class FormContext:
    """Drafts and callbacks shared by all forms of an inspector.

    `drafts` holds invalid input by the places of its fields. The forms are made in `parent`: put there later,
    they would be styled again as a whole. `show_source` shows a source, `show_history` the history of the
    judgements in view, `show_groups` the dialog of groups, `show_comments` what was remarked of what is
    selected.
    """

    drafts: dict[str, str] = field(default_factory=dict)
    parent: QWidget | None = None
    show_source: Callable[[str], None] = lambda _source: None
    show_history: Callable[[], None] = lambda: None
    show_groups: Callable[[], None] = lambda: None
    show_comments: Callable[[], None] = lambda: None


def _same_objects(these: tuple[object, ...], those: tuple[object, ...] | None) -> bool:
    return those is not None and all(this is that for this, that in zip(these, those, strict=True))


class Form(QWidget):
    """A column of fields, which are found by name."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context.parent)
        self.context = context
        self.fields: dict[str, Field] = {}
        self._names: tuple[object, ...] | None = None
        self.column = column_layout(spacing=GRID * 3, on=self)

    def add_section(self, title: str = "") -> Section:
        """Append a section with a title, if it is not empty."""
        section = Section(title, self)
        self.column.addWidget(section)
        return section

    def field(
        self,
        name: str,
        caption: str,
        editor: AnyEditor,
        *,
        parse: Callable[[str], Any] = str,
        text_of: Callable[[Any], str] = str,
    ) -> Field:
        """Create a field of this form and register it under `name`."""
        made = Field(name, caption, editor, parse=parse, text_of=text_of, drafts=self.context.drafts)
        self.fields[name] = made
        return made

    def bind_fields(
        self,
        target: Target,
        values: Mapping[str, Any],
        *,
        read_only: bool,
        names: tuple[object, ...] | None = None,
    ) -> None:
        """Show the values of a subject; `names` are the records that choices take their texts from."""
        if names is None or not _same_objects(names, self._names):
            self._names = names
        for name, value in values.items():
            self.fields[name].bind(target, value, read_only=read_only, names=self._names)

    def leave(self) -> list[Field]:
        """Store pending input; returns the fields whose input is invalid and became a draft."""
        return [one for one in self.fields.values() if not one.leave()]

    def commit_pending(self) -> bool:
        """Store pending input; False when some of it is invalid."""
        failed = [one for one in self.fields.values() if one.is_pending and not one.commit_pending()]
        return not failed
