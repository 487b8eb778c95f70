"""Text for sources, in full and short form, and for citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.document import Source
from stakemap.model.judgements import Citation
from stakemap.text import one_line, plain
from stakemap.wording.dates import date_text


def source_text(source: Source) -> str:
    """The full form of a source: author, title, publisher, date."""
    author, title, publisher = plain(source.author), plain(source.title), plain(source.publisher)
    quoted = tr("“{title}”", title=isolate(title)) if title.strip() else ""
    parts = (isolate(author), quoted, isolate(publisher), _date_after(publisher or title, source))
    return comma_list([part for part in parts if part])


def short_source(source: Source) -> str:
    """The short form of a source: publisher (else author or title) and date."""
    who = plain(source.publisher) or plain(source.author) or plain(source.title)
    return comma_list([part for part in (isolate(who), _date_after(who, source)) if part])


def _date_after(text: str, source: Source) -> str:
    """The date of a source after a text; empty where the text ends in it, as "Yearbook 2023" does."""
    date = date_text(source.date)
    return "" if text.rstrip().endswith(date) else date


def passages_by_source(
    citations: Iterable[Citation], passage_text: Callable[[str], str] = one_line
) -> dict[str, tuple[str, ...]]:
    """Map the ids of cited sources, in order of citation, to their passages without duplicates."""
    found: dict[str, dict[str, None]] = {}
    for citation in citations:
        passages = found.setdefault(citation.source, {})
        if passage := passage_text(citation.passage):
            passages[passage] = None
    return {source: tuple(passages) for source, passages in found.items()}


def cited(
    citations: Iterable[Citation], name: Callable[[str], str], passage_text: Callable[[str], str] = one_line
) -> list[str]:
    """One text per cited source with its passages: "A report (p. 3, p. 7)"; `name` maps an id to a name."""
    return [
        tr("{source} ({passages})", source=name(source), passages=comma_list(passages))
        if passages
        else name(source)
        for source, passages in passages_by_source(citations, passage_text).items()
    ]


def cited_for_and_against(
    citations: Sequence[Citation], name: Callable[[str], str], passage_text: Callable[[str], str] = one_line
) -> tuple[list[str], list[str]]:
    """The texts (see `cited`) of the sources that support a judgement, and of those that speak against it."""
    support = [citation for citation in citations if not citation.against]
    against = [citation for citation in citations if citation.against]
    return cited(support, name, passage_text), cited(against, name, passage_text)
