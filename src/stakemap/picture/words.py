"""How dates, terms and sources of a map read in a picture or a sentence."""

from __future__ import annotations

from stakemap.i18n import tr
from stakemap.model.document import Likelihood, Snapshot, Source, Status
from stakemap.model.faults import capital
from stakemap.model.judgements import Basis, Confidence, Role
from stakemap.model.terms import term
from stakemap.picture.measure import isolate, plain

__all__ = [
    "basis_text",
    "confidence_text",
    "date_text",
    "likelihood_text",
    "role_text",
    "short_source",
    "snapshot_text",
    "source_text",
    "status_text",
]


def date_text(date: str) -> str:
    """A year, month or day as one reads it, as precise as it is: "2025", "July 2025", "1 July 2025"."""
    parts = date.split("-")
    if len(parts) == 1:
        return date
    month = _month(int(parts[1]))
    if len(parts) == 2:
        return tr("{month} {year}", month=month, year=parts[0])
    return tr("{day} {month} {year}", day=int(parts[2]), month=month, year=parts[0])


def _month(number: int) -> str:
    names = (
        tr("January"),
        tr("February"),
        tr("March"),
        tr("April"),
        tr("May"),
        tr("June"),
        tr("July"),
        tr("August"),
        tr("September"),
        tr("October"),
        tr("November"),
        tr("December"),
    )
    return names[number - 1]


def status_text(status: Status) -> str:
    """How far a map has come."""
    return capital(term(status))


def likelihood_text(likelihood: Likelihood) -> str:
    """One of the seven terms of ICD 203."""
    return term(likelihood)


def confidence_text(confidence: Confidence) -> str:
    """How sure a judgement is."""
    return {
        "high": tr("high confidence"),
        "moderate": tr("moderate confidence"),
        "low": tr("low confidence"),
    }[confidence]


def basis_text(basis: Basis) -> str:
    """What a judgement rests on."""
    return term(basis)


def role_text(role: Role) -> str:
    """What an actor can do about an issue."""
    return term(role)


def snapshot_text(snapshot: Snapshot, label: str | None = None) -> str:
    """A snapshot's label with its date, unless the label says it; a scenario says that it is one, and how
    likely.

    `label` stands for the snapshot's own where that is too long.
    """
    shown = isolate(plain(snapshot.label) if label is None else label)
    if snapshot.scenario:
        if snapshot.likelihood:
            return tr("What if: {label} ({term})", label=shown, term=likelihood_text(snapshot.likelihood))
        return tr("What if: {label}", label=shown)
    if snapshot.date is None:
        return shown
    date = date_text(snapshot.date)
    if not shown or shown in (date, snapshot.date):
        return date
    return f"{shown} · {date}"


def source_text(source: Source) -> str:
    """A source in full: author, title, publisher, date."""
    title = tr("“{title}”", title=isolate(plain(source.title))) if source.title.strip() else ""
    parts = [isolate(plain(source.author)), title, isolate(plain(source.publisher))]
    if source.date:
        parts.append(date_text(source.date))
    return ", ".join(part for part in parts if part)


def short_source(source: Source) -> str:
    """A source in few words: who published it, and when."""
    who = plain(source.publisher) or plain(source.author) or plain(source.title)
    return ", ".join(part for part in (isolate(who), date_text(source.date) if source.date else "") if part)
