"""The dialogs that approve a judgement or a snapshot, and that withdraw an approval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from stakemap.app.features.review.facts import Facts
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.editors import LineEditor, NoteEditor, Option
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT
from stakemap.text import shortened, single_line
from stakemap.wording.places import place_name
from stakemap.wording.reviews import approved_by

#: The most characters of an approval in the list.
_LONGEST = 110


class ApproveDialog(ValidatedDialog):
    """Shows what is approved and asks for a note. `reader` is set once it is accepted; `path` is of the place
    that was chosen.

    `places` are the places to choose from, `facts_of` returns the facts about one.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        places: Sequence[Option],
        author: str,
        facts_of: Callable[[str], Facts],
    ) -> None:
        super().__init__(parent, title)
        self.reader = ""
        self._places, self._facts_of = places, facts_of
        self.what = ChoiceBox()
        for each in places:
            self.what.addItem(each.text)
        if len(places) > 1:
            self.column.addLayout(labelled(tr("&Judgement"), self.what))
        self.facts = PlainLabel(wrap=True)
        self.column.addWidget(self.facts)
        self.since = self._part(tr("Since the last approval"))
        self.warnings = self._part(tr("To consider before"))
        self.name = LineEditor()
        self.name.show_content(single_line(author))
        self.add_field(tr("&Reader"), self.name)
        self.note = NoteEditor(least=2)
        set_draft_subject(self.note, ["approval", *(each.value for each in places)])
        self.add_field(tr("&Note (optional)"), self.note)
        self.clears = QCheckBox(tr("Also &cleared for readers outside"))
        self.column.addWidget(self.clears)
        self.column.addStretch(1)
        self.add_reject()
        self.add_accept(tr("&Approve")).clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 62)
        self.what.currentIndexChanged.connect(self._show_facts)
        self._show_facts()
        first = self.note if author else self.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part(self, heading: str) -> PlainLabel:
        title, text = PlainLabel(heading, role="heading"), PlainLabel(wrap=True)
        text.setAccessibleName(heading)
        title.setContentsMargins(0, GRID, 0, 0)
        self.column.addWidget(title)
        self.column.addWidget(text)
        return text

    @property
    def path(self) -> str:
        """The path of what is approved."""
        return self._places[self.what.currentIndex()].value or ""

    def _show_facts(self) -> None:
        facts = self._facts_of(self.path)
        self.facts.setText("\n".join(facts.what))
        self.since.setText("\n".join(facts.since))
        nothing = tr("Nothing: all is supported, and nothing is open.")
        self.warnings.setText("\n".join(facts.warnings) or nothing)

    def accept(self) -> None:
        """Close unless a field is invalid."""
        reader = self.validated(self.name, self._valid_name)
        self.validated(self.note, self._valid_note)
        if not self.focus_invalid():
            self.reader = reader
            super().accept()

    def _valid_name(self) -> str:
        name = single_line(self.name.content())
        if not name:
            raise ValueError(tr("An approval needs the name of the reader."))
        if len(name) > NAME_LIMIT:
            raise ValueError(tr("This name is too long."))
        return name

    def _valid_note(self) -> None:
        if len(self.note.content()) > TEXT_LIMIT:
            raise ValueError(tr("This note is too long. Shorten it."))


class WithdrawDialog(Dialog):
    """Asks which approval is withdrawn; `review` is its id once it is accepted."""

    def __init__(self, parent: QWidget | None, document: StakeMap, reviews: Iterable[str]) -> None:
        super().__init__(parent, tr("Withdraw the approval"))
        self._document, self._reviews = document, tuple(reviews)
        self.choice = ChoiceBox()
        for key in self._reviews:
            review = document.reviews[key]
            name, approval = place_name(document, review.place), approved_by(review)
            text = tr("{place}: {approval}", place=name, approval=approval)
            self.choice.addItem(shortened(text, _LONGEST))
        self.column.addLayout(labelled(tr("&Approval"), self.choice))
        self.note = PlainLabel(wrap=True)
        self.column.addWidget(self.note)
        self.column.addWidget(
            PlainLabel(
                tr("The judgements stay as they are. The status of the map follows from what is left."),
                role="muted",
                wrap=True,
            )
        )
        self.column.addStretch(1)
        self.add_reject()
        self.add_accept(tr("&Withdraw")).clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 56)
        self.choice.currentIndexChanged.connect(self._show_note)
        self._show_note()

    @property
    def review(self) -> str:
        """The id of the chosen approval."""
        return self._reviews[self.choice.currentIndex()]

    def _show_note(self) -> None:
        note = self._document.reviews[self.review].note.strip()
        self.note.setText(tr("Note: {note}", note=note) if note else "")
        self.note.setVisible(bool(note))
