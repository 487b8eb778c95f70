"""The form of a source: its record, its reliability, and where it is cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from stakemap.analysis.evidence.source_uses import Use
from stakemap.app.features.sources.reliability import credibilities, reliabilities, with_part
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.parsing import parse_partial_date
from stakemap.app.kit.forms.targets import RecordTarget, short
from stakemap.app.kit.icons import pixmap
from stakemap.app.kit.links import host_text
from stakemap.app.kit.plain_text import PlainLabel, action_text, set_tooltip
from stakemap.app.kit.style import GRID, flat_button
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.document import Source, StakeMap
from stakemap.model.links import link_of
from stakemap.storage.policy import policy
from stakemap.text import single_line
from stakemap.wording.names import actor_name, issue_name, relation_name, snapshot_name

_MAX_VISIBLE_USES = 6


class SourceTarget(RecordTarget):
    """The source that a form edits."""

    kind = "source"

    def store(self, name: str, value: Any) -> None:
        """Store one field as an edit."""
        known = self.session.document.sources[self.id]
        title = short(known.title)
        label = {
            "title": tr("Rename the source {title}", title=title),
            "author": tr("Change the author of {title}", title=title),
            "publisher": tr("Change the publisher of {title}", title=title),
            "date": tr("Change the date of {title}", title=title),
            "url": tr("Change the address of {title}", title=title),
            "note": tr("Change the note on {title}", title=title),
            "source_part": tr("Rate the source {title}", title=title),
            "information_part": tr("Rate the source {title}", title=title),
        }[name]
        fields = {name: value}
        if name in ("source_part", "information_part"):
            fields = {"reliability": with_part(known.reliability, 0 if name == "source_part" else 1, value)}
        elif name == "title":
            fields |= _parts(known, value)
        self.session.apply(edits.update_source.of(self.id, **fields), label=label)


def _parts(known: Source, title: str) -> dict[str, Any]:
    """The fields of a reference that was pasted as the title of a source without any others."""
    if known.author or known.publisher or known.date or known.url:
        return {}
    from stakemap.interchange.citation_line import sources_of

    source = next(iter(sources_of(title)), None)
    if source is None or not source.author:
        return {}
    names = ("title", "author", "publisher", "date", "url")
    return {name: getattr(source, name) for name in names}


def use_row(document: StakeMap, use: Use) -> TwoLineRow:
    """Return a citation as a row: subject, snapshot, what was judged, passage."""
    kind, record, issue = use.subject
    if kind == "tie":
        first, what = relation_name(document, record), tr("Relation")
    else:
        first = actor_name(document, record)
        what = tr("Influence") if issue is None else issue_name(document, issue)
    parts = [snapshot_name(document, use.snapshot), what]
    if use.earlier:
        parts.append(tr("since replaced"))
    if use.found:
        parts.append(tr("what was found"))
    if use.against:
        parts.append(tr("contradicts"))
    if use.passage.strip():
        parts.append(use.passage)
    return TwoLineRow(use, first, " · ".join(parts))


def _title(text: str) -> str:
    title = single_line(text)
    if not title:
        raise ValueError(tr("A source needs a title."))
    return title


def _text(value: str | None) -> str:
    return value or ""


class SourceForm(Form):
    """The fields of one source; `open_requested` carries its address, `use_chosen` a Use."""

    open_requested = Signal(str)
    use_chosen = Signal(object)
    remove_requested = Signal()

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self._address = ""
        self.section = self.add_section()
        self._add_facts()
        self._used = PlainLabel(role="heading")
        self.uses = TwoLineList(tr("Where it is cited"), one_click=True)
        self.uses.chosen.connect(self._choose)
        self.column.addWidget(self._used)
        self.column.addWidget(self.uses)
        self.remove = flat_button(tr("&Remove this source"), self.remove_requested.emit)
        self.column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_facts(self) -> None:
        grid = self.section.grid
        grid.add(self.field("title", tr("Title"), NoteEditor(least=1, most=4), parse=_title))
        grid.add(self.field("author", tr("Author"), LineEditor(), parse=single_line))
        date = LineEditor()
        date.setPlaceholderText(tr("such as 2025"))
        grid.add(
            self.field("publisher", tr("Publisher"), LineEditor(), parse=single_line),
            self.field("date", tr("Date"), date, parse=parse_partial_date, text_of=_text),
        )
        address = LineEditor()
        address.setPlaceholderText("https://")
        grid.add(self.field("url", tr("Web address"), address, parse=str.strip))
        self.open_button = flat_button("", lambda: self.open_requested.emit(self._address))
        self._no_link = PlainLabel(role="caption", wrap=True)
        grid.add(self.open_button)
        grid.add(self._no_link)
        source = ChoiceEditor(lambda: words.options(reliabilities(), tr("Not given")))
        information = ChoiceEditor(lambda: words.options(credibilities(), tr("Not given")))
        grid.add(
            self.field("source_part", tr("Source (A to F)"), source),
            self.field("information_part", tr("Information (1 to 6)"), information),
        )
        grid.add(self.field("note", tr("Note"), NoteEditor(), parse=str.strip))

    def bind(self, session: Session, source: str, uses: Sequence[Use], count: int, earlier: int) -> None:
        """Show a source and some of the places where it is cited, `count` in judgements that stand and
        `earlier` in replaced ones.
        """
        document = session.document
        record = document.sources[source]
        values: dict[str, Any] = {
            name: getattr(record, name) for name in ("title", "author", "publisher", "date", "url", "note")
        }
        code = record.reliability or ""
        values |= {"source_part": code[:1], "information_part": code[1:]}
        self.bind_fields(SourceTarget(session, source), values, read_only=session.read_only)
        self.remove.setVisible(not session.read_only)
        self._show_address(record.url)
        self._show_uses(document, uses, count, earlier)

    def _show_address(self, address: str) -> None:
        self._address = address
        link = link_of(address)
        self.open_button.setVisible(link is not None)
        self._no_link.setVisible(bool(address.strip()) and link is None)
        self._no_link.setText(tr("Only http and https addresses can be opened from here."))
        if link is not None:
            host = host_text(link)
            text = tr("Open {host}…") if policy().open_links else tr("Show {host}…")
            self.open_button.setText(text.format(host=action_text(host)))
            set_tooltip(self.open_button, address)
            colour = self.palette().highlight().color().name()
            self.open_button.setIcon(QIcon(pixmap("link", 16, colour, self.devicePixelRatioF())))

    def _show_uses(self, document: StakeMap, uses: Sequence[Use], count: int, earlier: int) -> None:
        nothing = tr("Cited in earlier judgements only") if earlier else tr("Not cited yet")
        self._used.setText(tr_count("Cited {count} time", "Cited {count} times", count) if count else nothing)
        rows = [use_row(document, use) for use in uses]
        rest = count + earlier - len(rows)
        if rest > 0:
            text = tr_count("{count} more is not listed", "{count} more are not listed", rest)
            rows.append(TwoLineRow(None, "…", text))
        self.uses.rows.show_rows(rows)
        self.uses.setVisible(bool(rows))
        self.uses.setFixedHeight(min(len(rows), _MAX_VISIBLE_USES) * row_height() + GRID // 2)

    def _choose(self, use: object) -> None:
        if use is not None:
            self.use_chosen.emit(use)

    def focus_title(self) -> QWidget:
        """Set the focus to the title and select its text."""
        editor = self.fields["title"].editor
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(editor, NoteEditor):
            editor.selectAll()
        return editor
