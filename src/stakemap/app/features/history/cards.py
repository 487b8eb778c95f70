"""The card of one entry of the history: the change, date, author, reason and sources."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip, values_whole
from stakemap.app.kit.style import GRID, flat_button
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.history import Entry
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolved, is_carried_over
from stakemap.model.terms import term
from stakemap.text import one_line
from stakemap.wording.citations import cited_for_and_against
from stakemap.wording.dates import date_text
from stakemap.wording.judgements import support_words, value_of
from stakemap.wording.names import snapshot_text, source_name
from stakemap.wording.numbers import estimate_words
from stakemap.wording.others import other_lines, pooled_text


def change_text(entry: Entry) -> str:
    """Describe a change as "35 → 55 (40 to 70)" or "not judged → unknown"; show an unchanged value alone."""
    now = value_of(entry.judgement, ranges=True)
    before, plain = value_of(entry.before), value_of(entry.judgement)
    if entry.before is not None and before == plain:
        return tr("{value}, unchanged", value=now)
    return tr("{before} → {after}", before=before, after=now)


def written_text(entry: Entry) -> str:
    """Describe origin, date, author, confidence, basis and further values of a judgement."""
    judgement = entry.judgement
    signature = (pooled_text(judgement), date_text(judgement.on), one_line(judgement.by))
    parts = [*signature, *support_words(judgement)]
    if isinstance(judgement, Stance):
        if judgement.role:
            parts.append(term(judgement.role))
        if judgement.votes is not None:
            parts.append(tr_count("{count} vote", "{count} votes", judgement.votes))
        if judgement.salience is not None:
            parts.append(tr("salience {value}", value=estimate_words(judgement.salience)))
        if judgement.influence is not None:
            parts.append(tr("influence here {value}", value=estimate_words(judgement.influence)))
    return " · ".join(filter(None, parts)) or tr("no date or analyst given")


def sources_text(document: StakeMap, entry: Entry) -> str:
    """List the citations with their passages, those against the judgement last."""
    support, against = cited_for_and_against(entry.judgement.citations, partial(source_name, document))
    lines = []
    if support:
        lines.append(tr("Sources: {sources}", sources="; ".join(support)))
    if against:
        lines.append(tr("Contradicted by: {sources}", sources="; ".join(against)))
    return "\n".join(lines)


def kept_text(entry: Entry) -> str:
    """Say that the support was written for an earlier value, which is named where it is the one before."""
    if not entry.judgement.support_kept:
        return ""
    if entry.before is None or not entry.before.is_judged:
        return tr("Reason and sources kept from an earlier value")
    return tr("Reason and sources kept from {value}", value=value_of(entry.before))


class HistoryCard(QFrame):
    """Shows one entry; `restore_requested` carries the entry of a judgement to restore, `resolve_requested`
    the one of which the user knows what was found.
    """

    restore_requested = Signal(object)
    resolve_requested = Signal(object)

    def __init__(self, document: StakeMap, entry: Entry, snapshot: str, *, read_only: bool) -> None:
        super().__init__()
        self.entry = entry
        self.setObjectName("history-card")
        self.setProperty("shown", entry.is_shown)
        column = self._column = column_layout(
            spacing=GRID // 2, margins=(GRID + GRID // 2, GRID, GRID, GRID), on=self
        )
        change = change_text(entry)
        head = row_layout((PlainLabel(values_whole(change), role="strong", wrap=True), 1))
        self.restore: QPushButton | None = None
        self.resolve: QPushButton | None = None
        if entry.is_shown:
            head.addWidget(PlainLabel(tr("current"), role="caption"), 0, Qt.AlignmentFlag.AlignTop)
        elif not read_only:
            self.restore = self._restore_button(document, snapshot)
            head.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        written = written_text(entry)
        column.addWidget(PlainLabel(written, role="caption", wrap=True))
        reason = entry.judgement.reason.strip()
        why = reason or tr("No reason given")
        column.addWidget(
            PlainLabel(why, role="body" if reason else "muted", wrap=True, selectable=bool(reason))
        )
        sources = sources_text(document, entry) or tr("No source cited")
        column.addWidget(PlainLabel(sources, role="caption", wrap=True))
        others = "\n".join(other_lines(entry.judgement))
        if others:
            column.addWidget(PlainLabel(others, role="caption", wrap=True))
        kept = kept_text(entry)
        if kept:
            column.addWidget(PlainLabel(kept, role="caption", wrap=True))
        self.setAccessibleName(". ".join(filter(None, (change, written, why, sources, others, kept))))

    def add_resolve(self) -> None:
        """Add the button that records what was found of the judgement."""
        button = self.resolve = flat_button(tr("Resolve…"), lambda: self.resolve_requested.emit(self.entry))
        set_tooltip(button, tr("Record what was later found of this judgement"))
        value = value_of(self.entry.judgement)
        button.setAccessibleName(
            tr("Resolve {value}: {written}", value=value, written=written_text(self.entry))
        )
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _restore_button(self, document: StakeMap, snapshot: str) -> QPushButton:
        button = flat_button(tr("Restore"), lambda: self.restore_requested.emit(self.entry))
        here = snapshot_text(document.snapshots[snapshot])
        set_tooltip(
            button,
            tr("Restore this judgement for {snapshot}. The current one is kept below it.", snapshot=here),
        )
        value = value_of(self.entry.judgement)
        button.setAccessibleName(
            tr("Restore {value}: {written}", value=value, written=written_text(self.entry))
        )
        return button


def heading_for(document: StakeMap, entry: Entry, snapshot: str) -> PlainLabel:
    """Return the heading above the judgements of one snapshot, which marks those carried over from it."""
    name = snapshot_text(document.snapshots[entry.snapshot])
    if entry.snapshot == snapshot:
        text = name
    elif entry.is_shown and is_carried_over(document, Resolved(entry.judgement, entry.snapshot), snapshot):
        text = tr("Carried over from {snapshot}", snapshot=name)
    elif entry.is_shown:
        text = tr("Unchanged from {snapshot}", snapshot=name)
    else:
        text = tr("Before that, in {snapshot}", snapshot=name)
    return PlainLabel(text, role="caption", wrap=True)
