"""How what a map holds reads in a sentence: names on one line, numbers, and the words of its enumerations.

What is returned may hold what a user typed: it goes into a sentence as a value, never as a text to
translate, and on screen it is shown as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement
from stakemap.model.lookalikes import revealed
from stakemap.model.terms import term

__all__ = [
    "actor_name",
    "cited",
    "estimate_words",
    "group_name",
    "issue_name",
    "listing",
    "number",
    "one_line",
    "passages_by_source",
    "relation_name",
    "signed",
    "snapshot_name",
    "source_name",
    "term",
    "value_of",
]

#: How many names a sentence holds before it counts the rest.
NAMES_SHOWN = 6
_LONGEST = 120


def one_line(text: str, limit: int = _LONGEST) -> str:
    """A text as it stands in a sentence: one line, shortened with an ellipsis, and nothing in it that acts.

    Control characters could move a terminal's cursor, bidirectional ones turn the rest of the sentence round:
    they show as marks, as does what nobody sees or what passes for something else.
    """
    line = revealed(re.sub(r"\s+", " ", text).strip())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _named(name: str, record_id: str) -> str:
    return one_line(name) or record_id


def actor_name(document: StakeMap, actor: str) -> str:
    """An actor's name, or its id where it has none."""
    record = document.actors.get(actor)
    return _named(record.name if record else "", actor)


def group_name(document: StakeMap, group: str) -> str:
    """A group's name, or its id where it has none."""
    record = document.groups.get(group)
    return _named(record.name if record else "", group)


def issue_name(document: StakeMap, issue: str) -> str:
    """An issue's name, or its id where it has none."""
    record = document.issues.get(issue)
    return _named(record.name if record else "", issue)


def snapshot_name(document: StakeMap, snapshot: str) -> str:
    """A snapshot's label, or its id where it has none."""
    record = document.snapshots.get(snapshot)
    return _named(record.label if record else "", snapshot)


def source_name(document: StakeMap, source: str) -> str:
    """A source's title, or its id where it has none."""
    record = document.sources.get(source)
    return _named(record.title if record else "", source)


def relation_name(document: StakeMap, relation: str) -> str:
    """A relation by its ends and its label: "Türkiye – Azerbaijan (alliance)"; an arrow where directed."""
    record = document.relations.get(relation)
    if record is None:
        return relation
    arrow = "→" if record.directed else "–"
    ends = f"{actor_name(document, record.source)} {arrow} {actor_name(document, record.target)}"
    return f"{ends} ({one_line(record.label)})" if record.label.strip() else ends


def listing(names: Sequence[str], limit: int = NAMES_SHOWN, *, total: int | None = None) -> str:
    """Names with commas; past `limit` the rest are counted: "Armenia, Iran and 3 more".

    `total` is how many there are where `names` holds only the first of them.
    """
    total = len(names) if total is None else total
    if total <= limit:
        return ", ".join(names)
    rest = total - limit
    return tr_count(
        "{names} and {count} more", "{names} and {count} more", rest, names=", ".join(names[:limit])
    )


def number(value: float) -> str:
    """A judged number as it is, as short as it can be, with a true minus sign: "25", "−3", "12.5".

    What was judged is never rounded on its way to a reader, so that every view tells the same number; only
    results that are computed from many are rounded (see `analysis.words.figure`).
    """
    return f"{value + 0.0:g}".replace("-", "−")


def signed(value: float) -> str:
    """A judged number that always shows its sign, save for nought: "+25", "−3", "0"."""
    return f"+{number(value)}" if value > 0 else number(value)


def estimate_words(estimate: Estimate, *, with_sign: bool = False) -> str:
    """An estimate with its range, if it has one: "35 (25 to 50)"."""
    told = signed if with_sign else number
    value = told(estimate.value)
    if estimate.low is None or estimate.high is None:
        return value
    return tr("{value} ({low} to {high})", value=value, low=told(estimate.low), high=told(estimate.high))


def value_of(judgement: Judgement | None, *, ranges: bool = False) -> str:
    """What a judgement says: its value, with its range if asked, or "unknown", or "not judged" for None."""
    if judgement is None:
        return tr("not judged")
    measured = getattr(judgement, judgement.measured)
    if measured is None:
        return term(judgement.state)
    if not isinstance(measured, Estimate):
        return number(measured)
    return estimate_words(measured) if ranges else number(measured.value)


def passages_by_source(
    citations: Iterable[Citation], told: Callable[[str], str] = one_line
) -> dict[str, tuple[str, ...]]:
    """The ids of the sources cited, in that order, each with its passages; one cited twice is told once."""
    found: dict[str, dict[str, None]] = {}
    for citation in citations:
        passages = found.setdefault(citation.source, {})
        if passage := told(citation.passage):
            passages[passage] = None
    return {source: tuple(passages) for source, passages in found.items()}


def cited(
    citations: Iterable[Citation], name: Callable[[str], str], told: Callable[[str], str] = one_line
) -> list[str]:
    """Each source cited, with its passages: "A report (p. 3, p. 7)"; `name` names one by its id."""
    return [
        tr("{source} ({passages})", source=name(source), passages=", ".join(passages))
        if passages
        else name(source)
        for source, passages in passages_by_source(citations, told).items()
    ]
