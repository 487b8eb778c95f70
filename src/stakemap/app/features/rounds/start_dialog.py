"""The dialog that starts a round: what is asked, whom, and where the sheets go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from stakemap.app.kit.box_layouts import STRETCH, row_layout
from stakemap.app.kit.export_target import typed_path
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.errors import UsageError
from stakemap.i18n import tr, tr_count
from stakemap.model.places import place_at
from stakemap.model.records import LIST_LIMIT, NAME_LIMIT, TEXT_LIMIT
from stakemap.model.rounds import places_in_view
from stakemap.model.teamwork import RoundKind
from stakemap.text import fold_latin, shown_line, single_line
from stakemap.wording.names import issue_name, snapshot_name
from stakemap.wording.rounds import subject_texts

if TYPE_CHECKING:
    from stakemap.analysis.agreement.disagreement import Comparison
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

#: How many of the most disputed judgements are ticked for the next round.
_MATTER = 3


class RoundChoices(NamedTuple):
    """What was chosen for a round."""

    label: str
    kind: RoundKind
    question: str
    places: tuple[str, ...]
    analysts: tuple[str, ...]
    names_shown: bool
    sealed: bool
    folder: Path


class StartDialog(ValidatedDialog):
    """Asks what a round needs; `chosen` is set once it is accepted.

    `follows` is the round before, if any, and `before` what was answered in it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        context: AppContext,
        session: Session,
        view: ViewState,
        follows: str | None = None,
        before: Sequence[Comparison] = (),
    ) -> None:
        super().__init__(parent, tr("Start a round") if follows is None else tr("Start the next round"))
        self._context, self._session, self._view, self._follows = context, session, view, follows
        self._document, self._before = session.document, before
        self.chosen: RoundChoices | None = None
        self._groups: dict[str, Sequence[str]] = {}
        #: From where to where the answers of the round before are, by the path of what was asked.
        self._spreads: dict[str, str] = {}
        self._make_texts()
        self._make_questions()
        self._make_analysts()
        self._make_target()
        self.add_reject()
        self.accept_button = self.add_accept(tr("Write the sh&eets"))
        self.accept_button.clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 76)
        self._show_kind()
        self._list()
        self.label.setFocus(Qt.FocusReason.OtherFocusReason)

    # Widgets

    def _make_texts(self) -> None:
        before = self._document.rounds.get(self._follows or "")
        self.label = QLineEdit(tr("Round") if before is None else before.label)
        if before is None and self._view.issue in self._document.issues:
            self.label.setText(issue_name(self._document, self._view.issue or ""))
        self.add_field(tr("&Name of the round"), self.label)
        self.question = QPlainTextEdit(
            "" if before is None else before.question,
            placeholderText=tr("What the analysts should know or keep in mind; optional"),
            tabChangesFocus=True,
        )
        self.question.setFixedHeight(GRID * 7)
        self.add_field(tr("Wor&ds to the analysts"), self.question)
        self.kind = ChoiceBox()
        self.kind.addItem(tr("IDEA"), "idea")
        self.kind.addItem(tr("Delphi"), "delphi")
        if before is not None:
            self.kind.setCurrentIndex(self.kind.findData(before.kind))
        self.kind.currentIndexChanged.connect(self._show_kind)
        column = self.add_field(tr("&Protocol"), self.kind)
        self.about_kind = PlainLabel(role="caption", wrap=True)
        column.addWidget(self.about_kind)

    def _make_questions(self) -> None:
        self.what = ChoiceBox()
        for key, text, paths in self._offered():
            self._groups[key] = paths
            self.what.addItem(shown_line(text), key)
        self.what.currentIndexChanged.connect(self._list)
        self.influence = QCheckBox(tr("Also ask how &influential each actor is"))
        self.influence.toggled.connect(self._list)
        self.influence.setVisible(self._follows is None)
        self.list = QListWidget()
        self.list.setMinimumHeight(GRID * 18)
        self.list.setAccessibleName(tr("Questions"))
        self.list.itemChanged.connect(self._count)
        self.count = PlainLabel(role="caption", wrap=True)
        column = self.add_field(tr("&What to judge"), self.what)
        column.addWidget(self.influence)
        questions = self.add_field(tr("&Questions, those with a tick are asked"), self.list)
        questions.addWidget(self.count)

    def _make_analysts(self) -> None:
        before = self._document.rounds.get(self._follows or "")
        self.analysts = QPlainTextEdit(
            "" if before is None else "\n".join(before.analysts),
            placeholderText=tr("One name a line"),
            tabChangesFocus=True,
        )
        self.analysts.setFixedHeight(GRID * 12)
        self.add_field(tr("&Analysts"), self.analysts)
        self.names_shown = QCheckBox(tr("In a &later round, tell the analysts who answered what"))
        self.names_shown.setChecked(before is None or before.names_shown)
        self.sealed = QCheckBox(tr("&Seal the answers: each analyst commits before values are sent"))
        self.sealed.setChecked(before is not None and before.sealed)
        self.column.addWidget(self.names_shown)
        self.column.addWidget(self.sealed)

    def _make_target(self) -> None:
        self.folder = QLineEdit(str(self._context.folder_of(self._session.path)))
        choose = QPushButton(tr("&Choose…"), autoDefault=False)
        choose.clicked.connect(self._choose_folder)
        self.add_field(tr("&Folder for the sheets"), self.folder)
        self.column.addLayout(row_layout(choose, STRETCH))
        self.privacy = PlainLabel(
            tr(
                "A sheet is blind because nobody else’s judgement is in it: all that was judged of what is "
                "asked is left out. Notes, and reasons of judgements that are not asked, stay in it. This "
                "map keeps who answered what, whoever is told."
            ),
            role="caption",
            wrap=True,
        )
        self.column.addWidget(self.privacy)

    def _choose_folder(self) -> None:
        boxes = self._context.message_boxes
        found = boxes.folder_to_write(self, tr("Folder for the sheets"), Path(self.folder.text()))
        if found is not None:
            self.folder.setText(str(found))

    # What to ask

    def _offered(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """The groups of judgements that can be asked for: key, name and paths; those in view later."""
        from stakemap.analysis.rounds.rounds import path_of_comparison
        from stakemap.analysis.rounds.sentences import spread_text

        document, issue, snapshot = self._document, self._view.issue, self._view.snapshot or ""
        if self._follows is not None:
            self._spreads = {path_of_comparison(each): spread_text(each) for each in self._before}
            yield (
                "before",
                tr("What was asked before, most disputed first"),
                [*map(path_of_comparison, self._before)],
            )
            return
        names = {"snapshot": snapshot_name(document, snapshot), "issue": issue_name(document, issue or "")}
        yield "all", tr("All actors on {issue} at {snapshot}", **names), ()
        if self._view.selection:
            yield "selected", tr("The selected actors on {issue} at {snapshot}", **names), ()
        if issue is not None:
            yield "disputed", tr("What analysts judge differently on {issue} at {snapshot}", **names), ()

    def _paths(self) -> Sequence[str]:
        key = self.what.currentData()
        if key == "disputed":
            from stakemap.analysis.rounds.rounds import disputed_places

            return disputed_places(
                self._document, self._view.issue or "", self._view.snapshot or "", LIST_LIMIT
            )
        if self._groups.get(key):
            return self._groups[key]
        actors = self._view.selection if key == "selected" else None
        return places_in_view(
            self._document,
            self._view.issue,
            self._view.snapshot or "",
            influence=self.influence.isChecked(),
            actors=actors,
        )

    def _list(self) -> None:
        """List the questions; of a round before, those that matter most are ticked."""
        self.list.blockSignals(True)
        self.list.clear()
        paths = self._paths()
        places = [place_at(path) for path in paths]
        names = subject_texts(self._document, places)
        for number, (path, place) in enumerate(zip(paths, places, strict=True)):
            item = QListWidgetItem(
                shown_line(" · ".join(filter(None, (names[place], self._spreads.get(path)))))
            )
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            wanted = self._follows is None or number < _MATTER
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._count()

    def _ticked(self) -> tuple[str, ...]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def _count(self) -> None:
        count = len(self._ticked())
        text = tr_count("{count} question a sheet", "{count} questions a sheet", count)
        if not self.list.count():
            text = tr("There is nothing of that kind in this map.")
        self.count.setText(text)

    def _show_kind(self) -> None:
        self.about_kind.setText(
            {
                "idea": tr(
                    "Each analyst estimates alone: the lowest and highest plausible value, then the best "
                    "estimate. The answers are discussed, and asked once more (Hemming et al. 2018)."
                ),
                "delphi": tr(
                    "Each analyst answers alone, in several rounds; between these all see what was answered, "
                    "and why, usually without names."
                ),
            }[self.kind.currentData()]
        )

    # Validation

    def accept(self) -> None:
        """Close if all fields are valid; else show the errors and focus the first invalid field."""
        label = self.validated(self.label, lambda: _text(self.label.text(), NAME_LIMIT))
        question = self.validated(self.question, self._valid_question)
        places = self.validated(self.list, self._valid_places)
        analysts = self.validated(self.analysts, self._valid_analysts)
        folder = self.validated(self.folder, self._valid_folder)
        if self.focus_invalid():
            return
        self.chosen = RoundChoices(
            label,
            self.kind.currentData(),
            question,
            places,
            analysts,
            self.names_shown.isChecked(),
            self.sealed.isChecked(),
            folder,
        )
        super().accept()

    def _valid_question(self) -> str:
        text = self.question.toPlainText().strip()
        if len(text) > TEXT_LIMIT:
            raise ValueError(tr("This can have up to {count} characters.", count=TEXT_LIMIT))
        return text

    def _valid_places(self) -> tuple[str, ...]:
        found = self._ticked()
        if not found:
            raise ValueError(tr("Tick at least one question."))
        if len(found) > LIST_LIMIT:
            raise ValueError(tr("A round can have up to {count} questions.", count=LIST_LIMIT))
        return found

    def _valid_analysts(self) -> tuple[str, ...]:
        names = [name for line in self.analysts.toPlainText().splitlines() if (name := single_line(line))]
        if not names:
            raise ValueError(tr("Enter the names of the analysts, one a line."))
        known: dict[str, str] = {}
        for name in names:
            if len(name) > NAME_LIMIT:
                raise ValueError(tr("A name can have up to {count} characters.", count=NAME_LIMIT))
            if known.setdefault(fold_latin(name), name) != name:
                raise ValueError(
                    tr(
                        "“{one}” and “{other}” could be mistaken for each other; name them apart.",
                        one=known[fold_latin(name)],
                        other=name,
                    )
                )
        return tuple(dict.fromkeys(names))

    def _valid_folder(self) -> Path:
        try:
            return typed_path(self.folder.text(), Path.home())
        except UsageError as error:
            raise ValueError(tr("Choose the folder for the sheets.")) from error


def _text(text: str, limit: int) -> str:
    line = single_line(text)
    if not line:
        raise ValueError(tr("Enter a name."))
    if len(line) > limit:
        raise ValueError(tr("A name can have up to {count} characters.", count=limit))
    return line
