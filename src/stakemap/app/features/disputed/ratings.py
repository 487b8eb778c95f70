"""The form of the ratings of the citations of one stance, and how each becomes an edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from stakemap.analysis.disputed.disputed import READINGS, Reading
from stakemap.analysis.disputed.sentences import citation_text, reading_word
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms.editors import ChoiceEditor, Option
from stakemap.app.kit.forms.fields import FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Readings, Stance
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.text import capital


@dataclass(frozen=True)
class RatingTarget:
    """The stance whose citations are rated, in the snapshot in which it was judged.

    That a citation is rated says nothing of later snapshots, which carry the stance over with its ratings.
    """

    session: Session
    snapshot: str
    subject: Subject

    @property
    def key(self) -> object:
        """Snapshot and subject."""
        return ("ratings", self.snapshot, self.subject)

    @property
    def stance(self) -> Stance | None:
        """The stance as it is; None once it is gone."""
        snapshot = self.session.document.snapshots.get(self.snapshot)
        found = None if snapshot is None else snapshot.judgement(self.subject)
        return found if isinstance(found, Stance) else None

    @property
    def exists(self) -> bool:
        """Whether the stance is still in the map."""
        return self.stance is not None

    def store(self, name: str, value: Any) -> None:
        """Store one rating: `name` is the place of its citation and its reading, "0 supporting"."""
        stance = self.stance
        place, _, reading = name.partition(" ")
        if stance is None or int(place) >= len(stance.citations):
            return
        citations = list(stance.citations)
        rated = replace(citations[int(place)].readings or Readings(), **{reading: value})
        is_rated = any(getattr(rated, each) is not None for each in READINGS)
        citations[int(place)] = replace(citations[int(place)], readings=rated if is_rated else None)
        actor = self.session.document.actors[self.subject.id]
        edit = edits.annotate.of(
            self.snapshot, self.subject, authorship=self.session.authorship, citations=tuple(citations)
        )
        label = tr("Rate a citation of {actor}", actor=short(actor.name))
        self.session.apply(edit, label=label, touched=(self.subject.id,))


def _options() -> Sequence[Option]:
    return (
        Option(None, tr("Not rated")),
        Option("1", tr("1: very inconsistent")),
        Option("2", tr("2: inconsistent")),
        Option("3", tr("3: neutral")),
        Option("4", tr("4: consistent")),
        Option("5", tr("5: very consistent")),
    )


class _Row(QWidget):
    """A citation, with a choice for each reading below it."""

    def __init__(self, form: RatingsForm, place: int) -> None:
        super().__init__(form)
        self.title = PlainLabel(parent=self, role="strong", wrap=True)
        self.names = {reading: f"{place} {reading}" for reading in READINGS}
        grid = FieldGrid(self)
        grid.add(*(form.rating(self.names[reading], reading) for reading in READINGS))
        column_layout(self.title, grid, spacing=GRID // 2, on=self)


class RatingsForm(Form):
    """A row for each citation of a stance, with its ratings as fields."""

    def __init__(self) -> None:
        super().__init__(FormContext())
        self._rows: list[_Row] = []

    def rating(self, name: str, reading: Reading) -> Any:
        """A field for the rating of a citation against a reading."""
        return self.field(
            name,
            capital(reading_word(reading)),
            ChoiceEditor(_options),
            parse=lambda text: int(text) if text else None,
            text_of=lambda value: "" if value is None else str(value),
        )

    def show_citations(self, target: RatingTarget, citations: Sequence[Citation]) -> None:
        """Show the ratings of the citations of a stance."""
        while len(self._rows) < len(citations):
            self._rows.append(_Row(self, len(self._rows)))
            self.column.addWidget(self._rows[-1])
        document = target.session.document
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(citations))
            if place < len(citations):
                self._show(row, document, target, citations[place])

    def _show(self, row: _Row, document: StakeMap, target: RatingTarget, citation: Citation) -> None:
        text = citation_text(document, citation)
        row.title.setText(tr("{citation} (contradicts)", citation=text) if citation.against else text)
        readings = citation.readings or Readings()
        for name in row.names.values():
            self.fields[name].set_accessible_subject(text)
        values = {name: getattr(readings, reading) for reading, name in row.names.items()}
        self.bind_fields(target, values, read_only=target.session.read_only)
